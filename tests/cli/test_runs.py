"""`kg log`, `kg diff`, `kg remove`, `kg show`, and corrections on the command line."""

import json
from pathlib import Path

import pytest
from test_commands import error_of, run

import kg


@pytest.fixture
def out(corpus: Path, tmp_path: Path) -> Path:
    """A folder with a graph that a test may change."""
    kg.build(corpus, tmp_path / "out", profile="fast").reader.close()
    return tmp_path / "out"


def changes(out: Path, *arguments: object) -> set[tuple[str, str, str]]:
    rows = json.loads(run("diff", out, *arguments, "--format", "json").stdout)
    return {(row["change"], row["kind"], row["key"]) for row in rows}


@pytest.mark.parametrize("command", ["diff", "remove"])
def test_new_commands_help_with_an_example(command: str) -> None:
    assert f"kg {command} out" in run(command, "--help").stdout.decode().split("Example:")[1]


def test_a_paper_is_removed_with_all_that_only_it_names_and_diff_tells(out: Path) -> None:
    (out / "graph.ttl").touch()
    done = run("remove", out, "arXiv:2203.00002v1")
    assert done.returncode == 0, done.stderr
    assert "holds 2 papers" in done.stderr.decode()
    assert "graph.ttl" in done.stderr.decode()
    assert {("-", "paper", "arxiv:2203.00002"), ("-", "entity", "dataset:mendbench")} <= changes(out)
    assert ("+", "paper", "arxiv:2203.00002") in changes(out, 1)
    assert "dataset:mendbench" not in kg.load(out).nx
    log = json.loads(run("log", out, "--format", "json").stdout)
    assert [(row["papers"], row["added"], row["dropped"]) for row in log] == [(3, 3, 0), (2, 0, 1)]


def test_a_paper_that_is_not_there_removes_nothing(out: Path) -> None:
    message = error_of(run("remove", out, "arxiv:2203.00002", "arxiv:9999.99999"))
    assert "has no paper 'arxiv:9999.99999'" in message
    assert kg.load(out).counts()["Paper"] == 3


def test_a_run_that_was_not_is_named(out: Path) -> None:
    assert "has no run 7" in error_of(run("diff", out, 7))


def test_show_tells_how_often_and_why_each_surface_is_linked(out: Path) -> None:
    shown = run("show", out, "ImageNet").stdout.decode()
    assert "'ImageNet' ×2: the lexicon lists this name" in shown


def test_a_wrong_correction_is_one_line_and_leaves_no_folder(corpus: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "fix.csv"
    wrong.write_text("action,paper,type,name,value\nrename,,Method,a,b\n")
    message = error_of(run("build", corpus, "-o", tmp_path / "new", "--profile", "fast", "--fix", wrong))
    assert message.count("\n") == 1
    assert "fix.csv: line 2: the action 'rename'" in message
    assert not (tmp_path / "new").exists()


def test_an_address_is_no_folder_for_a_graph_and_nothing_is_made_of_its_name(corpus: Path, tmp_path: Path) -> None:
    for arguments in (("build", corpus, "-o", "s3://bucket/out", "--profile", "fast"), ("stats", "s3://bucket/out")):
        said = error_of(run(*arguments, cwd=tmp_path))
        assert said.startswith("kg: s3://bucket/out: a graph is kept in a folder of this machine")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_here_may_have_a_name_with_a_colon(corpus: Path, tmp_path: Path) -> None:
    done = run("build", corpus, "-o", "mine:/out", "--profile", "fast", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "mine:" / "out" / "paperkg.sqlite").exists()
