"""One writer at a time, and readers who keep what they began to read."""

import subprocess
import sys
from pathlib import Path

import pytest
from invented_papers import write

import kg
from kg.api.building import open_for_building
from kg.errors import KgError
from kg.records import Record, Source
from kg.store import FILE_NAME, Store


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with a graph of three papers."""
    kg.build(write(tmp_path / "first.jsonl", range(3)), tmp_path / "out", profile="fast")
    return tmp_path / "out"


def test_a_second_build_is_told_that_the_first_is_writing(out: Path, tmp_path: Path) -> None:
    more = write(tmp_path / "more.jsonl", range(3, 5))
    with open_for_building(out, fresh=False) as store, store.writing():
        with pytest.raises(KgError, match="is being written by another process"):
            kg.build(more, out, profile="fast")
        done = subprocess.run(
            [sys.executable, "-c", "from kg.cli import main; main()", "remove", str(out), "arxiv:2401.00001"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert "is being written by another process" in done.stderr
    assert kg.build(more, out, profile="fast").counts()["Paper"] == 5


def test_two_graphs_of_one_process_can_add_in_turn(out: Path, tmp_path: Path) -> None:
    one = kg.build(write(tmp_path / "a.jsonl", range(3, 4)), out, profile="fast")
    two = kg.build(write(tmp_path / "b.jsonl", range(4, 5)), out, profile="fast")
    assert (one.counts()["Paper"], two.counts()["Paper"]) == (4, 5)


def test_a_reader_keeps_the_graph_that_it_opened(out: Path, tmp_path: Path) -> None:
    reader = Store(out / FILE_NAME)
    before = [one.paper.id for one in reader.linked_papers()], list(reader.entities())
    kg.build(write(tmp_path / "more.jsonl", range(3, 6)), out, profile="fast")
    assert ([one.paper.id for one in reader.linked_papers()], list(reader.entities())) == before
    assert kg.load(out).counts()["Paper"] == 6
    reader.close()


def test_a_reader_who_comes_in_the_middle_of_a_build_sees_the_graph_before_it(out: Path) -> None:
    source = Source(file="more", format="jsonl", position=1)
    with Store(out / FILE_NAME, write=True) as writer:
        run = writer.begin_run("", "0", "c", [])
        writer.add_records([Record(title="A paper of its own kind", source=source)], run)
        writer.resolve_papers()
        with Store(out / FILE_NAME) as reader:
            assert len(list(reader.linked_papers())) == len(list(reader.paper_digests())) == 3
        assert writer.paper_counts()["papers"] == 4


def test_a_first_build_that_reads_nothing_leaves_nothing(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    with pytest.raises(KgError):
        kg.build(empty, tmp_path / "out", profile="fast")
    assert not (tmp_path / "out").exists()


def test_a_fresh_build_that_reads_nothing_leaves_the_graph_as_it_was(out: Path, tmp_path: Path) -> None:
    with pytest.raises(KgError):
        kg.build(tmp_path / "missing.jsonl", out, profile="fast", fresh=True)
    assert kg.load(out).counts()["Paper"] == 3


def test_a_fresh_build_starts_over(out: Path, tmp_path: Path) -> None:
    graph = kg.build(write(tmp_path / "other.jsonl", range(7, 9)), out, profile="fast", fresh=True)
    assert sorted(p for p, _ in graph.reader.paper_digests()) == ["arxiv:2401.00007", "arxiv:2401.00008"]


def test_a_fresh_build_replaces_a_file_that_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / FILE_NAME).write_bytes(b"no database at all" * 500)
    corpus = write(tmp_path / "papers.jsonl", range(2))
    with pytest.raises(KgError, match="file is not a database"):
        kg.build(corpus, tmp_path / "out", profile="fast")
    assert kg.build(corpus, tmp_path / "out", profile="fast", fresh=True).counts()["Paper"] == 2
