"""Stores of earlier versions are brought up to date when they are opened."""

import sqlite3
from pathlib import Path

import pytest
from three_papers import PAPERS, write_jsonl

import kg
from exports.rdf import pieces
from kg.errors import KgError
from kg.store import FILE_NAME, SCHEMA_VERSION, Store

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The folder of a graph of the small corpus that version 1 built."""
    db = sqlite3.connect(tmp_path / FILE_NAME)
    db.executescript((DATA / "store-version-1.sql").read_text(encoding="utf-8"))
    db.close()
    return tmp_path


def test_an_old_graph_reads_as_before(old: Path) -> None:
    with Store(old / FILE_NAME) as store:
        assert store.meta("schema") == str(SCHEMA_VERSION)
        assert [p.paper.id for p in store.linked_papers()] == [
            "arxiv:2101.00001",
            "arxiv:2203.00002",
            "arxiv:2305.00003",
        ]
        (first, *_) = store.linked_papers()
        assert first.paper.links == ["https://github.com/example/tinkernet"]
        assert all(first.paper.text[e.start : e.end] == e.text for link in first.links for e in link.evidence)
        relations = {(r.subject, r.predicate, r.object) for r in store.relations()}
        assert ("method:tinkernet", "evaluatedOn", "dataset:imagenet") in relations
        assert [r.id for r in store.runs()] == [1]


def test_building_on_an_old_graph_ends_where_a_new_one_does(old: Path, tmp_path: Path) -> None:
    corpus = write_jsonl(tmp_path / "papers.jsonl", PAPERS)
    kg.build(corpus, old, profile="fast").reader.close()
    fresh = kg.build(corpus, profile="fast")
    with Store(old / FILE_NAME) as store:
        assert "".join(pieces(store)) == "".join(pieces(fresh.reader))
        assert list(store.paper_digests()) == list(fresh.reader.paper_digests())


def test_the_store_as_it_was_is_kept(old: Path) -> None:
    before = list(sqlite3.connect(old / FILE_NAME).iterdump())
    Store(old / FILE_NAME).close()
    kept = sqlite3.connect(old / f"{FILE_NAME}.schema-1")
    assert list(kept.iterdump()) == before
    kept.close()
    assert [p.name for p in old.glob(".*")] == []


def test_a_migration_without_room_for_the_copy_changes_nothing(old: Path) -> None:
    before = list(sqlite3.connect(old / FILE_NAME).iterdump())
    (old / f"{FILE_NAME}.schema-1").mkdir()  # nothing can take its place
    with pytest.raises(KgError, match="no copy of it could be kept"):
        Store(old / FILE_NAME)
    assert list(sqlite3.connect(old / FILE_NAME).iterdump()) == before


def test_runs_are_told_in_the_order_of_their_numbers_whatever_the_clock_said(tmp_path: Path) -> None:
    with Store(tmp_path / FILE_NAME, create=True) as store:
        for started in ("2031-01-01", "2019-01-01", "2025-01-01"):
            store.end_run(store.begin_run(started, "0", "c", []), started, {})
    with Store(tmp_path / FILE_NAME) as store:
        assert [(r.id, r.started[:4]) for r in store.runs()] == [(1, "2031"), (2, "2019"), (3, "2025")]


def _tells_of_pages() -> bool:
    return bool(sqlite3.connect("").execute("SELECT sqlite_compileoption_used('ENABLE_DBSTAT_VTAB')").fetchone()[0])


#: Until version 4 these tables were trees of their keys.
KEYS = {
    "papers": "id",
    "extractions": "text_hash, configuration",
    "contributions": "paper",
    "linked": "id",
    "prepared": "paper",
}


def as_trees(db: sqlite3.Connection) -> str:
    """What makes trees of their keys of the tables with long rows."""
    script = ""
    for table, key in KEYS.items():
        columns = ", ".join(row[1] for row in db.execute(f"PRAGMA table_info({table})"))
        indexes = db.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", (table,))
        script += f"""ALTER TABLE {table} RENAME TO new_{table};
            CREATE TABLE {table} ({columns}, PRIMARY KEY ({key})) WITHOUT ROWID;
            INSERT INTO {table} SELECT * FROM new_{table}; DROP TABLE new_{table};"""
        script += "".join(f"{sql};" for (sql,) in indexes if sql)
    return script


#: What makes a store of an earlier version of one of today's.
BEFORE = {
    3: """ALTER TABLE papers ADD COLUMN pending INTEGER NOT NULL DEFAULT 1; UPDATE papers SET pending = 0;
        CREATE INDEX papers_pending ON papers (id) WHERE pending; DROP TABLE pending;""",
    2: "DROP TABLE prepared;",
}


@pytest.mark.parametrize("version", [4, 3, 2])
def test_a_graph_of_an_earlier_version_reads_as_before_and_can_be_built_upon(tmp_path: Path, version: int) -> None:
    corpus = write_jsonl(tmp_path / "papers.jsonl", PAPERS[:2])
    graph = kg.build(corpus, tmp_path / "out", profile="fast")
    before = "".join(pieces(graph.reader))
    graph.reader.close()
    db = sqlite3.connect(tmp_path / "out" / FILE_NAME)
    db.executescript(as_trees(db))
    for step in range(max(BEFORE), version - 1, -1):
        db.executescript(BEFORE[step])
    db.executescript(f"UPDATE meta SET value = '{version}' WHERE key = 'schema';")
    db.close()
    with Store(tmp_path / "out" / FILE_NAME) as store:
        assert store.meta("schema") == str(SCHEMA_VERSION)
        assert "".join(pieces(store)) == before
        assert store.count_pending() == 0
    kg.build(write_jsonl(tmp_path / "more.jsonl", PAPERS), tmp_path / "out", profile="fast").reader.close()
    fresh = kg.build(tmp_path / "more.jsonl", profile="fast")
    with Store(tmp_path / "out" / FILE_NAME) as store:
        assert "".join(pieces(store)) == "".join(pieces(fresh.reader))


def test_what_a_store_of_version_3_has_still_to_link_is_linked(tmp_path: Path) -> None:
    corpus = write_jsonl(tmp_path / "papers.jsonl", PAPERS)
    graph = kg.build(corpus, tmp_path / "out", profile="fast")
    before = "".join(pieces(graph.reader))
    graph.reader.close()
    db = sqlite3.connect(tmp_path / "out" / FILE_NAME)
    db.executescript(as_trees(db) + BEFORE[3])
    db.executescript(
        "UPDATE papers SET pending = (id = 'arxiv:2203.00002'); DELETE FROM links WHERE paper = 'arxiv:2203.00002';"
        "UPDATE meta SET value = '3' WHERE key = 'schema';"
    )
    db.close()
    kg.build(corpus, tmp_path / "out", profile="fast").reader.close()
    with Store(tmp_path / "out" / FILE_NAME) as store:
        assert "".join(pieces(store)) == before


@pytest.mark.skipif(not _tells_of_pages(), reason="this SQLite does not tell of its pages")
def test_long_rows_leave_no_pages_half_empty(tmp_path: Path) -> None:
    papers = [{"id": f"2101.{n:05}", "title": f"Paper {n}", "abstract": f"{n} words. " * 120} for n in range(400)]
    kg.build(write_jsonl(tmp_path / "papers.jsonl", papers), tmp_path / "out", profile="fast").reader.close()
    db = sqlite3.connect(tmp_path / "out" / FILE_NAME)
    (text,) = db.execute("SELECT sum(length(data)) FROM papers").fetchone()
    (room,) = db.execute("SELECT sum(pgsize) FROM dbstat WHERE name = 'papers'").fetchone()
    db.close()
    assert room < 1.5 * text
