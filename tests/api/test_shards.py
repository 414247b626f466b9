"""A graph built from shards is the graph of one machine, byte for byte, however the input was cut up."""

import io
import json
import random
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from exports.serialize import write_rdf
from kg.api.building import build_store
from kg.api.extraction_runs import extract_to_file
from kg.api.options import BuildOptions, BuildReport
from kg.api.shards import Part
from kg.errors import KgError
from kg.fileio import open_output
from kg.records import Record
from kg.sources import read
from kg.store import Store

SAY = "We train {} on the {} dataset for image classification and reach {}.5% top-1 accuracy."

#: Papers that meet in one way or another, or must not: by arXiv id under two titles, by DOI, by text, by title where
#: one abstract is longer, an own id that two papers claim, one text under two ids, a title alone.
FIRST = [
    {"id": "2101.00001", "title": "Anchors and Chains at Sea", "abstract": SAY.format("AnchorNet", "Harbor", 81)},
    {"id": "2101.00002", "title": "Buoys that Learn to Float", "abstract": SAY.format("BuoyNet", "Harbor", 82)},
    {"id": "7", "title": "Quays Seen from the Water", "abstract": SAY.format("QuayNet", "Tide", 83)},
    {"id": "8", "title": "Moorings for Deep Models", "abstract": SAY.format("MoorNet", "Tide", 84), "author": "A B"},
    {"doi": "10.1000/cr.1", "title": "Cranes", "abstract": SAY.format("CraneNet", "Crane", 85)},
    {"id": "2101.00003", "title": "Erratum"},
    {"id": "2101.00004", "title": "Erratum", "comment": "code: https://github.com/example/erratum"},
]
SECOND = [
    {"id": "2101.00001v2", "title": "Anchors and Longer Chains at Sea", "abstract": SAY.format("AnchorNet", "Bay", 86)},
    {"title": "Buoys that learn to float", "abstract": SAY.format("BuoyNet", "Harbor", 82) + " We also use ResNet-50."},
    {"id": "7", "title": "Another Paper of that Number", "abstract": SAY.format("OtherNet", "Shore", 87)},
    {"title": "moorings for deep models", "abstract": SAY.format("MoorNet", "Tide", 84), "venue": "ICML 2020"},
    {"doi": "10.1000/CR.1", "title": "Cranes at Work in the Rain", "abstract": "It rains."},
    {"title": "A Paper without any Number", "abstract": SAY.format("LoneNet", "Shore", 88)},
]


def write(path: Path, papers: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("input")
    return [write(folder / "first.jsonl", FIRST), write(folder / "second.jsonl", SECOND)]


def extract(inputs: list[Path], out: str | Path, shard: str | None = None, **options: object) -> tuple[str, bool]:
    part = Part.parse(shard) if shard else None
    chosen = BuildOptions(profile="fast", part=part, **options)  # type: ignore[arg-type]
    return extract_to_file(inputs, str(out), chosen, BuildReport(), lambda *_: None, lambda _: None)


def shards(inputs: list[Path], folder: str | Path, parts: int) -> list[str]:
    return [extract(inputs, folder, f"{k}/{parts}")[0] for k in range(1, parts + 1)]


def nquads(inputs: list[str | Path], told: list[str] | None = None, **options: object) -> tuple[bytes, BuildReport]:
    """The graph as N-Quads, and what the build says of itself."""
    with Store(None) as store:
        chosen = BuildOptions(profile="fast", **options)  # type: ignore[arg-type]
        report = build_store(store, inputs, chosen, tell=(told if told is not None else []).append)
        stream = io.BytesIO()
        write_rdf(store, stream, "nq")
        return stream.getvalue() + str([p.sources for p in store.papers()]).encode(), report


@pytest.fixture(scope="module")
def alone(inputs: list[Path]) -> bytes:
    return nquads(inputs)[0]


@pytest.mark.parametrize("parts", [1, 2, 3, 7])
def test_shards_in_any_order_give_the_graph_of_one_machine(inputs, alone, tmp_path, parts):
    files = shards(inputs, tmp_path, parts)
    random.Random(parts).shuffle(files)
    told: list[str] = []
    graph, report = nquads(files, told)
    assert graph == alone
    assert report.records == len(FIRST) + len(SECOND)
    # What merged only here, and reads otherwise for it, is extracted here; the rest is taken as it is.
    assert report.reused + report.extracted == report.papers - 1  # the two errata have one text
    assert report.extracted <= 2
    assert bool(told) == bool(report.extracted)


def test_shards_beside_the_inputs_they_came_from_and_given_twice_change_nothing(inputs, alone, tmp_path):
    files = shards(inputs, tmp_path / "two", 2) + shards(inputs, tmp_path / "three", 3)
    assert nquads([*files, *inputs, *files])[0] == alone


def test_shards_of_single_files_give_the_graph_of_all(inputs, alone, tmp_path):
    files = [extract([file], tmp_path / f"{file.stem}.parquet")[0] for file in inputs]
    assert nquads(files)[0] == alone


def test_shards_that_come_one_by_one_give_the_same_graph(inputs, alone, tmp_path):
    files = shards(inputs, tmp_path / "shards", 3)
    for file in files:
        graph = kg.build(file, tmp_path / "out", profile="fast")
    stream = tmp_path / "graph.nq"
    with open_output(stream) as out:
        write_rdf(graph.reader, out, "nq")
    assert alone.startswith(stream.read_bytes())


words = st.sampled_from("anchor buoy quay mooring crane net at sea for deep models".split())
texts = st.lists(words, min_size=1, max_size=6).map(" ".join)
papers = st.fixed_dictionaries(
    {"title": texts},
    optional={
        "abstract": texts,
        "id": st.sampled_from(["2101.00001", "2101.00002", "7", "8"]),
        "doi": st.sampled_from(["10.1000/a", "10.1000/b"]),
        "authors": st.lists(texts, max_size=2),
        "year": st.sampled_from(["2020", "2021"]),
    },
)


@given(st.lists(papers, min_size=1, max_size=8), st.lists(papers, max_size=8), st.integers(1, 4), st.randoms())
@settings(max_examples=8)
def test_whatever_the_papers_cut_up_or_whole_is_the_same(tmp_path_factory, first, second, parts, rng):
    folder = tmp_path_factory.mktemp("any")
    given = [write(folder / "a.jsonl", first), write(folder / "b.jsonl", second or first)]
    files = shards(given, folder / "shards", parts)
    rng.shuffle(files)
    assert nquads(files)[0] == nquads(given)[0]


def test_records_come_back_from_a_shard_as_they_were_read(inputs, tmp_path):
    files = shards(inputs, tmp_path, 2)
    as_read = sorted(r.model_dump_json() for r in read(inputs) if isinstance(r, Record))
    assert sorted(r.model_dump_json() for r in read(files) if isinstance(r, Record)) == as_read


def test_every_record_is_in_one_part(inputs):
    records = [r for r in read(inputs) if isinstance(r, Record)]
    for parts in (1, 2, 5, 64):
        held = [[Part(k, parts).holds(record) for k in range(1, parts + 1)] for record in records]
        assert [sum(one) for one in held] == [1] * len(records)


def test_a_shard_that_is_there_is_left_alone(inputs, tmp_path):
    file, written = extract(inputs, tmp_path, "1/2")
    before = Path(file).stat().st_mtime_ns
    assert written
    assert extract(inputs, tmp_path, "1/2") == (file, False)
    assert Path(file).stat().st_mtime_ns == before
    other = extract(inputs, tmp_path, "1/2", min_confidence=0.9)
    assert other[1]
    assert other[0] != file


def test_a_name_that_ends_in_parquet_is_the_file_itself(inputs, tmp_path):
    out = tmp_path / "mine.parquet"
    assert extract(inputs, out, "2/2") == (str(out), True)
    assert extract(inputs, out, "2/2") == (str(out), False)
    assert extract(inputs, out, "1/2") == (str(out), True)


def test_an_address_that_fsspec_knows_is_a_place_like_any_other(inputs, alone):
    import fsspec

    folder = "memory://shards-of-a-test"
    shards(inputs, folder, 2)
    assert extract(inputs, folder, "1/2")[1] is False
    assert len(fsspec.filesystem("memory").ls("/shards-of-a-test")) == 2
    assert nquads([f"{folder}/*.parquet"])[0] == alone


def test_a_part_without_papers_is_an_empty_shard(tmp_path):
    page = write(tmp_path / "one.jsonl", FIRST[:1])
    files = shards([page], tmp_path / "shards", 5)
    assert sorted(pq.read_metadata(file).num_rows for file in files) == [0, 0, 0, 0, 1]
    graph, report = nquads(files)
    assert graph == nquads([page])[0]
    assert report.skipped == 0


def test_a_shard_can_be_read_without_paperkg(inputs, tmp_path):
    import pandas

    table = pandas.read_parquet(extract(inputs, tmp_path, "1/1")[0])
    row = table[table["id"] == "doi:10.1000/cr.1"].iloc[0]
    assert row["title"] == "Cranes at Work in the Rain"
    text = f"{row['title']}\n{row['abstract']}"
    surfaces = {text[m["start"] : m["end"]] for entity in row["entities"] for m in entity["mentions"]}
    assert "CraneNet" in surfaces
    assert [record["doi"] for record in row["records"]] == ["10.1000/cr.1"] * 2


def test_shards_of_another_configuration_are_named_and_extracted_anew(inputs, tmp_path):
    files = shards(inputs, tmp_path, 2)
    told: list[str] = []
    graph, report = nquads(files, told, min_confidence=0.9)
    assert graph == nquads(inputs, min_confidence=0.9)[0]
    assert report.reused == 0
    assert len(told) == 1
    assert "--min-confidence" in told[0]


def test_missing_shards_are_named(inputs, tmp_path):
    files = shards(inputs, tmp_path, 3)
    told: list[str] = []
    nquads([files[0], files[2]], told)
    assert told[0] == "of 3 shards of one input, 1 are not here: 2/3"


def test_an_older_file_of_the_same_part_is_named(tmp_path):
    page = write(tmp_path / "page.jsonl", FIRST[:2])
    old = shards([page], tmp_path / "shards", 1)
    write(page, FIRST[:3])
    told: list[str] = []
    nquads([*old, *shards([page], tmp_path / "shards", 1)], told)
    assert "different content: 1/1" in told[0]


def test_extractions_of_shards_are_not_made_again(inputs, tmp_path):
    files = shards(inputs, tmp_path, 2)
    again, whole = tmp_path / "again.jsonl", tmp_path / "whole.jsonl"
    report = BuildReport()
    extract_to_file(files, str(again), BuildOptions(profile="fast"), report, lambda *_: None, lambda _: None)
    extract(inputs, whole)
    assert again.read_text() == whole.read_text()
    assert report.reused >= report.papers - 2


@pytest.mark.parametrize(
    "text", ["", "0/3", "4/3", "1", "a/b", "1/0", "1/3/5", "-1/3", "1/99999999999999999999", "٣/٤"]
)
def test_what_is_no_part_is_refused(text):
    with pytest.raises(ValueError, match="K"):
        Part.parse(text)


def test_a_folder_where_a_file_is_cannot_be_made(inputs, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(KgError, match=r"-o is a folder or a name that ends in \.parquet"):
        extract(inputs, tmp_path / "file", "1/2")
