"""Reading works where nothing may be written, whatever the store was left like; writing says why it cannot."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from invented_papers import write

import kg
from kg.errors import KgError
from kg.records import Record, Source
from kg.store import FILE_NAME, Store

DATA = Path(__file__).parents[2] / "data"


@contextmanager
def mounted_read_only(folder: Path) -> Iterator[None]:
    """The folder on a file system that cannot be written, not even by root."""
    bound = subprocess.run(["mount", "--bind", str(folder), str(folder)], capture_output=True, check=False)
    if bound.returncode:
        pytest.skip(f"only root may mount: {bound.stderr.decode().strip()}")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with a graph of three papers."""
    kg.build(write(tmp_path / "first.jsonl", range(3)), tmp_path / "out", profile="fast").reader.close()
    return tmp_path / "out"


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def test_a_graph_is_read_and_nothing_is_left_beside_it(out: Path) -> None:
    before = contents(out)
    with mounted_read_only(out):
        graph = kg.load(out)
        assert graph.counts()["Paper"] == 3
        assert len(graph.sparql("SELECT ?p { ?p a kg:Paper }")) == 3
        graph.reader.close()
    assert contents(out) == before


def test_what_a_killed_build_left_in_the_journal_is_read_too(out: Path, tmp_path: Path) -> None:
    source = Source(file="more", format="jsonl", position=1)
    writer = Store(out / FILE_NAME, write=True)
    run = writer.begin_run("2030-01-01", "0", "c", [])
    writer.add_records([Record(title="A paper of its own kind", source=source)], run)
    killed = tmp_path / "killed"
    killed.mkdir()
    for suffix in ("", "-wal"):
        shutil.copyfile(out / f"{FILE_NAME}{suffix}", killed / f"{FILE_NAME}{suffix}")
    writer.close()
    before = contents(killed)
    with mounted_read_only(killed), Store(killed / FILE_NAME) as store:
        assert [r.started for r in store.runs()][-1] == "2030-01-01"
    assert contents(killed) == before


def test_a_store_of_an_earlier_version_is_read_from_a_copy(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / FILE_NAME)
    db.executescript((DATA / "store-version-1.sql").read_text(encoding="utf-8"))
    db.close()
    before = contents(tmp_path)
    with mounted_read_only(tmp_path):
        graph = kg.load(tmp_path)
        assert graph.counts()["Paper"] == 3
        graph.reader.close()
    assert contents(tmp_path) == before


def test_adding_to_it_is_refused_in_one_line(out: Path, tmp_path: Path) -> None:
    more = write(tmp_path / "more.jsonl", range(3, 5))
    with mounted_read_only(out), pytest.raises(KgError, match="read-only"):
        kg.build(more, out, profile="fast")
