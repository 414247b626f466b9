"""A store that is damaged, foreign or of another version says so in one line, and `--fresh` replaces it."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from invented_papers import write

import kg
from exports.rdf import pieces
from kg.errors import KgError
from kg.store import FILE_NAME, SCHEMA_VERSION, Store

Damage = Callable[[Path], None]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a graph of forty papers."""
    out = tmp_path_factory.mktemp("whole") / "out"
    kg.build(write(out.parent / "papers.jsonl", range(40)), out, profile="fast").reader.close()
    return out


@pytest.fixture
def corpus(whole: Path) -> Path:
    """What the graph was built from."""
    return whole.parent / "papers.jsonl"


@pytest.fixture
def out(whole: Path, tmp_path: Path) -> Path:
    """A copy of the graph that a test may damage."""
    return Path(shutil.copytree(whole, tmp_path / "out", ignore=shutil.ignore_patterns("sparql")))


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite_pages(path: Path) -> None:
    data = bytearray(path.read_bytes())
    noise = random.Random(7)
    for start in range(8 * 4096, len(data), 2 * 4096):
        data[start : start + 4096] = noise.randbytes(4096)
    path.write_bytes(data)


def garble_the_header(path: Path) -> None:
    path.write_bytes(b"no database at all" + path.read_bytes()[18:])


def leave_nothing(path: Path) -> None:
    path.write_bytes(b"")


def change(statement: str) -> Damage:
    def damage(path: Path) -> None:
        with sqlite3.connect(path) as db:
            db.execute(statement)
        db.close()

    damage.__name__ = statement
    return damage


DAMAGES = [
    cut_off,
    overwrite_pages,
    garble_the_header,
    leave_nothing,
    change("DROP TABLE linked"),
    change("DELETE FROM meta"),
    change("UPDATE meta SET value = 'two' WHERE key = 'schema'"),
    change("PRAGMA application_id = 77"),
    change(f"UPDATE meta SET value = '{SCHEMA_VERSION + 1}' WHERE key = 'schema'"),
]


def read_everything(out: Path) -> str:
    graph = kg.load(out)
    try:
        return "".join(pieces(graph.reader))
    finally:
        graph.reader.close()


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda d: d.__name__)
def test_a_damaged_store_says_where_it_is_and_how_to_go_on(out: Path, corpus: Path, damage: Damage) -> None:
    damage(out / FILE_NAME)
    uses: list[Callable[[], object]] = [lambda: read_everything(out)]
    if damage is not leave_nothing:  # a build that was killed as it began leaves that, and goes on
        uses.append(lambda: kg.build(corpus, out, profile="fast"))
    for use in uses:
        with pytest.raises(KgError) as told:
            use()
        assert str(out) in str(told.value)
        assert "--fresh" in str(told.value) or "kg build" in str(told.value)
        assert "\n" not in str(told.value)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda d: d.__name__)
def test_fresh_replaces_whatever_is_left_of_a_store(out: Path, whole: Path, corpus: Path, damage: Damage) -> None:
    damage(out / FILE_NAME)
    kg.build(corpus, out, profile="fast", fresh=True).reader.close()
    assert read_everything(out) == read_everything(whole)


def test_a_store_of_another_program_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    change("CREATE TABLE recipes (id INTEGER)")(path)
    before = path.read_bytes()
    with pytest.raises(KgError, match="is not a paperkg store"):
        Store(path, create=True)
    assert path.read_bytes() == before
