"""Bringing a store of an earlier version up to date. Every step is part of one transaction."""

import json
import re
import sqlite3
from collections.abc import Callable, Mapping

from kg.records import Paper
from kg.store.hashing import text_hash
from kg.store.schema import LINKING, LONG, PAPERS, PENDING, PREPARED, SCHEMA, statements

__all__ = ["MIGRATIONS"]


def _to_incremental_linking(db: sqlite3.Connection) -> None:
    """1 -> 2: the graph of version 1 stays readable as it was; the next build counts and links anew."""
    for table in ("papers", "entities", "links", "mentions", "results", "relations"):
        db.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    for index in ("links_entity", "results_paper"):
        db.execute(f"DROP INDEX {index}")
    for statement in statements(PAPERS + LINKING):
        db.execute(statement)
    run = db.execute("SELECT coalesce(max(id), 0) FROM runs").fetchone()[0]
    for id, data, old_hash in db.execute("SELECT id, data, text_hash FROM old_papers").fetchall():
        new_hash = text_hash(Paper.model_validate_json(data))
        db.execute("INSERT INTO papers VALUES (?, ?, ?)", (id, data, new_hash))
        db.execute(
            "INSERT OR IGNORE INTO extractions SELECT ?, configuration, data FROM extractions WHERE text_hash = ?",
            (new_hash, old_hash),
        )
    db.execute("DELETE FROM extractions WHERE text_hash NOT IN (SELECT text_hash FROM papers)")
    db.execute("INSERT INTO entities SELECT key, type, label, aliases, papers, '', ? FROM old_entities", (run,))
    db.execute("INSERT INTO mentions SELECT * FROM old_mentions")
    db.execute("INSERT INTO results SELECT paper, key, data FROM old_results")
    for paper, predicate, entity, confidence, evidence in db.execute("SELECT * FROM old_links").fetchall():
        places = json.dumps([[s, e, ms, me] for _, s, e, _, ms, me in json.loads(evidence)])
        db.execute("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)", (paper, predicate, entity, confidence, places, run))
    for subject, predicate, object_, confidence, evidence in db.execute("SELECT * FROM old_relations").fetchall():
        if predicate == "variantOf":
            db.execute("INSERT OR IGNORE INTO bases VALUES (?, 0, ?)", (subject, object_))
        for said in json.loads(evidence):
            row = (subject, predicate, object_, said[0], confidence, json.dumps([said]))
            db.execute("INSERT OR IGNORE INTO derived VALUES (?, ?, ?, ?, ?, ?)", row)
    rows = db.execute(
        "SELECT p.id, p.data, x.data FROM papers p LEFT JOIN extractions x ON x.text_hash = p.text_hash"
        " AND x.configuration = (SELECT value FROM meta WHERE key = 'configuration')"
    ).fetchall()
    for id, data, found in rows:
        paper = Paper.model_validate_json(data)
        if found:
            paper.links = list(dict.fromkeys([*paper.links, *json.loads(found)["links"]]))
        db.execute("INSERT INTO linked VALUES (?, ?, '', ?)", (id, paper.model_dump_json(), run))
    for table in ("papers", "entities", "links", "mentions", "results", "relations"):
        db.execute(f"DROP TABLE old_{table}")


def _to_prepared_papers(db: sqlite3.Connection) -> None:
    """2 -> 3: a table for what extraction works out for linking; digests are made otherwise since."""
    for statement in statements(PREPARED):
        db.execute(statement)


def _to_pending_papers(db: sqlite3.Connection) -> None:
    """3 -> 4: which papers are to be linked is a table; a column of the papers that said so is left as it is."""
    for statement in statements(PENDING):
        db.execute(statement)
    columns = {row[1] for row in db.execute("PRAGMA table_info(papers)")}
    db.execute(f"INSERT INTO pending SELECT id FROM papers{' WHERE pending' if 'pending' in columns else ''}")
    db.execute("DROP INDEX IF EXISTS papers_pending")


def _to_rows_in_order(db: sqlite3.Connection) -> None:
    """4 -> 5: long rows stand in the order in which they came, not in trees of their keys."""
    for table in LONG:
        made = [s for s in statements(SCHEMA) if re.match(rf"\s*CREATE (TABLE {table}|INDEX \w+ ON {table}) ", s)]
        db.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
        db.execute(made[0])
        columns = ", ".join(row[1] for row in db.execute(f"PRAGMA table_info({table})"))
        db.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM old_{table}")
        db.execute(f"DROP TABLE old_{table}")
        for index in made[1:]:
            db.execute(index)


#: What makes the next version from the version that is the key.
MIGRATIONS: Mapping[int, Callable[[sqlite3.Connection], None]] = {
    1: _to_incremental_linking,
    2: _to_prepared_papers,
    3: _to_pending_papers,
    4: _to_rows_in_order,
}
