"""The commands as a person runs them: a process, its output, its exit code."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

COMMANDS = (
    "build extract query export view validate leaderboard timeline stats show log diff remove lexicon eval".split()
)


def run(
    *arguments: object, stdin: bytes | None = None, env: dict[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", "from kg.cli import main; main()", *map(str, arguments)],
        input=stdin if stdin is not None else b"",
        capture_output=True,
        timeout=120,
        check=False,
        env={**os.environ, **(env or {})},
        cwd=cwd,
    )


def error_of(done: subprocess.CompletedProcess[bytes], code: int = 1) -> str:
    """The one line that a failing command leaves."""
    message = done.stderr.decode()
    assert done.returncode == code, message
    assert "Traceback" not in message
    return message


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert f"kg {command}" in " ".join(done.stdout.decode().split("Example:")[1].split())


def test_build_leaves_a_store_and_exports_and_prints_the_table(corpus: Path, tmp_path: Path) -> None:
    done = run("build", corpus, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    table = done.stdout.decode()
    for word in (
        "papers",
        "merged",
        "title only",
        "skipped",
        "Dataset",
        "Method",
        "introduces",
        "graph.ttl",
        "graph.html",
    ):
        assert word in table
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "graph.html",
        "graph.ttl",
        "paperkg.sqlite",
        "sparql",
    ]


def test_the_turtle_is_the_same_to_rdflib_and_pyoxigraph(corpus: Path, tmp_path: Path) -> None:
    run("build", corpus, "-o", tmp_path, "--export", "ttl,nt")
    graph = rdflib.Graph().parse(tmp_path / "graph.ttl")
    triples = set(parse(path=str(tmp_path / "graph.ttl"), format=RdfFormat.TURTLE))
    assert len(graph) == len(triples) == len((tmp_path / "graph.nt").read_text().splitlines())


def test_the_export_does_not_depend_on_folder_order_or_increments(corpus: Path, tmp_path: Path) -> None:
    lines = corpus.read_text().splitlines(keepends=True)
    (tmp_path / "reversed.jsonl").write_text("".join(reversed(lines)))
    run("build", tmp_path / "reversed.jsonl", "-o", tmp_path / "one", "--export", "nt")
    for number, line in enumerate(lines):
        (tmp_path / f"part{number}.jsonl").write_text(line)
        run("build", tmp_path / f"part{number}.jsonl", "-o", tmp_path / "two", "--export", "nt")
    assert (tmp_path / "one/graph.nt").read_bytes() == (tmp_path / "two/graph.nt").read_bytes()


FILES = ["ttl", "nt", "trig", "nq", "rdfxml", "jsonld", "void", "graphml", "gexf", "json", "html"]


@pytest.mark.parametrize("format", FILES)
def test_export_writes_every_format_to_a_file_and_to_standard_output(built: Path, tmp_path: Path, format: str) -> None:
    target = tmp_path / f"g.{format}"
    assert run("export", built, "--format", format, "-o", target).returncode == 0
    assert run("export", built, "--format", format, "-o", "-").stdout == target.read_bytes()


@pytest.mark.parametrize("format", ["csv", "parquet", "neo4j"])
def test_an_export_of_several_files_is_a_folder_or_a_zip(built: Path, tmp_path: Path, format: str) -> None:
    for name in ("folder", "files.zip"):
        assert run("export", built, "--format", format, "-o", tmp_path / name).returncode == 0
    assert zipfile.is_zipfile(tmp_path / "files.zip")
    assert len(list((tmp_path / "folder").iterdir())) >= 4
    assert "several files" in error_of(run("export", built, "--format", format, "-o", "-"))


def test_build_writes_tables_too(corpus: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert run("build", corpus, "-o", tmp_path, "--export", "csv,trig").returncode == 0
    assert (tmp_path / "graph.csv" / "nodes.csv").exists()
    assert (tmp_path / "graph.trig").exists()


def test_validate_tells_what_is_wrong_and_exits_with_1(built: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    assert run("export", built, "--format", "ttl", "-o", good).returncode == 0
    for place in (built, good):
        done = run("validate", place)
        assert done.returncode == 0
        assert "conforms" in done.stderr.decode()
    bad.write_text(good.read_text().replace("skos:prefLabel", "skos:note"))
    done = run("validate", bad)
    assert done.returncode == 1
    assert "exactly one preferred label" in done.stdout.decode()
    found = json.loads(run("validate", bad, "--format", "json").stdout)
    assert found[0]["shape"] == "Entity"
    assert json.loads(run("validate", good, "--format", "json").stdout) == []


def test_a_query_makes_good_a_store_that_is_gone_and_says_so(corpus: Path, tmp_path: Path) -> None:
    run("build", corpus, "-o", tmp_path, "--export", "none")
    count = ("query", tmp_path, "SELECT (COUNT(*) AS ?n) { ?p a kg:Paper }", "--format", "csv")
    assert run(*count).stderr == b""
    shutil.rmtree(tmp_path / "sparql")
    done = run(*count)
    assert done.stdout == b"n\n3\n"
    assert "is not there; making it from the graph" in done.stderr.decode()
    assert run(*count).stderr == b""


def test_export_to_a_device_leaves_it_a_device(built: Path) -> None:
    assert run("export", built, "--format", "nt", "-o", "/dev/null").returncode == 0
    assert Path("/dev/null").is_char_device()


def test_extract_writes_one_object_a_paper(corpus: Path) -> None:
    done = run("extract", corpus, "-o", "-")
    papers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [p["id"] for p in papers] == ["arxiv:2101.00001", "arxiv:2203.00002", "arxiv:2305.00003"]
    for paper in papers:
        text = f"{paper['title']}\n{paper['abstract']}"
        for entity in paper["entities"]:
            assert {text[m["start"] : m["end"]] for m in entity["mentions"]} == set(entity["surfaces"])


def test_extract_writes_parquet_by_suffix(corpus: Path, tmp_path: Path) -> None:
    assert run("extract", corpus, "-o", tmp_path / "x.parquet").returncode == 0
    rows = pq.read_table(tmp_path / "x.parquet").to_pylist()
    lines = [json.loads(line) for line in run("extract", corpus, "-o", "-").stdout.splitlines()]
    assert [r["id"] for r in rows] == [p["id"] for p in lines]
    assert [[e["name"] for e in r["entities"]] for r in rows] == [[e["name"] for e in p["entities"]] for p in lines]


def test_extract_reads_standard_input() -> None:
    done = run("extract", "-", "-o", "-", stdin=b"We train ResNet-50 on ImageNet and measure its top-1 accuracy.\n")
    assert done.returncode == 0, done.stderr
    assert {e["name"] for e in json.loads(done.stdout)["entities"]} >= {"ResNet-50", "ImageNet"}


@pytest.mark.parametrize(
    ("format", "expected"), [("csv", "label\nImageNet\n"), ("json", '[\n {\n  "label": "ImageNet"\n }\n]\n')]
)
def test_query_prints_for_programs(built: Path, format: str, expected: str) -> None:
    query = "SELECT ?label { ?d a kg:Dataset ; skos:prefLabel ?label FILTER(?label = 'ImageNet') }"
    assert run("query", built, query, "--format", format).stdout.decode() == expected


def test_query_runs_named_queries_with_parameters(built: Path) -> None:
    done = run("query", built, "papers-on-dataset", "--param", "dataset=imagenet", "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert "Wider TinkerNet" in done.stdout.decode()


def test_query_lists_the_library() -> None:
    assert "papers-on-dataset" in run("query", "--list").stdout.decode()


def test_a_query_that_takes_too_long_is_stopped(built: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    assert "stopped after 1 s" in error_of(run("query", built, slow, "--timeout", "1"))


def test_show_tells_links_sentences_and_reasons(built: Path) -> None:
    shown = run("show", built, "tinkernet").stdout.decode()
    assert "Method, method:tinkernet" in shown
    assert "introduces <- TinkerNet: A Compact Network" in shown
    assert "We propose TinkerNet" in shown


def test_stats_and_log_and_leaderboard_print_tables(built: Path) -> None:
    assert "evaluatesOn" in run("stats", built).stdout.decode()
    assert "papers.jsonl" in run("log", built).stdout.decode()
    assert "83" in run("leaderboard", built, "--dataset", "ImageNet", "--min-confidence", "0").stdout.decode()


def test_eval_scores_predictions(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    entity = {"type": "Dataset", "name": "ImageNet", "surfaces": ["ImageNet"], "role": "evaluated", "optional": False}
    gold.write_text(
        json.dumps({"id": "1", "title": None, "abstract": "We test on ImageNet.", "entities": [entity]}) + "\n"
    )
    assert "all entities  P 1.000  R 1.000  F1 1.000" in run("eval", gold).stdout.decode()
    assert "all entities  P 1.000  R 1.000  F1 1.000" in run("eval", gold, gold).stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("build", "missing.txt", "-o", "OUT"), "missing.txt"),
        (("build", "https://example.org/papers.txt", "-o", "OUT"), "https://example.org/papers.txt"),
        (("extract", "missing.txt", "-o", "OUT"), "missing.txt"),
        (("stats", "nowhere"), "nowhere"),
        (("query", "BUILT", "SELECT nonsense"), "line 1"),
        (("query", "BUILT", "no-such-query"), "no-such-query"),
        (("query", "BUILT", "missing.rq"), "missing.rq"),
        (("show", "BUILT", "Nothing Like It"), "Nothing Like It"),
        (("eval", "missing.jsonl"), "missing.jsonl"),
        (("export", "BUILT", "--format", "nt", "-o", "no/such/folder/x.nt"), "no/such/folder"),
        (("export", "BUILT", "--format", "csv", "-o", "no/such/folder/x"), "no/such/folder"),
        (("validate", "missing.ttl"), "missing.ttl"),
    ],
)
def test_failure_is_one_clear_line_and_exit_code_1(
    built: Path, tmp_path: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    places = {"OUT": str(tmp_path / "out"), "BUILT": str(built)}
    message = error_of(run(*(places.get(a, a) for a in arguments)))
    assert complaint in message
    assert len(message.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("build",),
        ("build", "x", "-o", "y", "--profile", "slow"),
        ("build", "x", "-o", "y", "--export", "docx"),
        ("export", "x", "--format", "docx", "-o", "y"),
        ("query", "x", "y", "--param", "novalue"),
        ("nonsense",),
    ],
)
def test_wrong_usage_exits_with_2(arguments: tuple[str, ...]) -> None:
    error_of(run(*arguments), code=2)


def test_a_file_without_papers_fails_and_names_it(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    assert "empty.txt" in error_of(run("build", tmp_path / "empty.txt", "-o", tmp_path / "out"))


def test_good_records_beside_bad_ones_are_read_and_the_bad_named(corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    path.write_text(corpus.read_text() + "{broken\n")
    done = run("build", path, "-o", tmp_path / "out", "--export", "none")
    assert done.returncode == 0
    assert "mixed.jsonl:4" in done.stderr.decode()
    assert "mixed.jsonl:4" in error_of(run("build", path, "-o", tmp_path / "strict", "--export", "none", "--strict"))


def test_a_closed_pipe_is_no_error(built: Path) -> None:
    script = f"{sys.executable} -c 'from kg.cli import main; main()' export {built} --format nt -o - | head -1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0
    assert done.stderr == b""


def test_escape_sequences_in_names_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "hostile.jsonl"
    path.write_text(
        json.dumps({"id": "x", "title": "Evil \u202etitle of four words", "abstract": "We use BERT."}) + "\n"
    )
    run("build", path, "-o", tmp_path / "out", "--export", "none")
    assert "\u202e" not in run("show", tmp_path / "out", "x").stdout.decode()


def test_a_shard_is_named_by_its_content_and_written_once(corpus: Path, tmp_path: Path) -> None:
    words = ("extract", corpus, "--profile", "fast", "--shard", "1/1", "-o", tmp_path / "shards")
    first, again = run(*words), run(*words)
    (file,) = (tmp_path / "shards").iterdir()
    assert file.name.startswith("00001-of-00001-")
    assert f"written to {file}" in first.stderr.decode()
    assert "is there already" in again.stderr.decode()
    done = run("build", tmp_path / "shards" / "*.parquet", "-o", tmp_path / "out", "--profile", "fast", "--strict")
    assert done.returncode == 0
    assert "extracted in shards" in done.stdout.decode()


@pytest.mark.parametrize(
    "words", [("--shard", "0/3"), ("--shard", "x"), ("--engine", "moon"), ("--address", "auto")], ids=" ".join
)
def test_parts_and_engines_that_are_none_are_wrong_usage(corpus: Path, tmp_path: Path, words: tuple[str, str]) -> None:
    done = run("extract", corpus, "-o", tmp_path / "out", *words)
    assert words[0] in error_of(done, 2)
