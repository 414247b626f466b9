"""The tables of the store, in the order of the data flow.

`records` (as read) with their `keys`, `papers` (merged), `extractions` (by text and
configuration, so that nothing is extracted twice), the linked graph in `entities`,
`links`, `mentions`, `results` and `relations`, and `runs`.
"""

__all__ = ["FILE_NAME", "LINKED", "SCHEMA", "SCHEMA_VERSION"]

FILE_NAME = "paperkg.sqlite"
SCHEMA_VERSION = 1

#: The tables that linking writes anew.
LINKED = ("entities", "links", "mentions", "results", "relations")

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE records (
    id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, file TEXT NOT NULL, ident TEXT, run INTEGER NOT NULL,
    data TEXT NOT NULL, paper TEXT);
CREATE INDEX records_paper ON records (paper);
CREATE INDEX records_ident ON records (file, ident);
CREATE TABLE keys (
    kind TEXT NOT NULL, value TEXT NOT NULL, record INTEGER NOT NULL REFERENCES records ON DELETE CASCADE,
    PRIMARY KEY (kind, value, record)) WITHOUT ROWID;
CREATE INDEX keys_record ON keys (record);
CREATE TABLE papers (id TEXT PRIMARY KEY, data TEXT NOT NULL, text_hash TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE extractions (
    text_hash TEXT NOT NULL, configuration TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (text_hash, configuration)) WITHOUT ROWID;
CREATE TABLE entities (
    key TEXT PRIMARY KEY, type TEXT NOT NULL, label TEXT NOT NULL, aliases TEXT NOT NULL, papers INTEGER NOT NULL,
    reasons TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE links (
    paper TEXT NOT NULL, predicate TEXT NOT NULL, entity TEXT NOT NULL, confidence REAL NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (paper, predicate, entity)) WITHOUT ROWID;
CREATE INDEX links_entity ON links (entity);
CREATE TABLE mentions (
    paper TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, entity TEXT NOT NULL, confidence REAL NOT NULL,
    PRIMARY KEY (paper, start, "end", entity)) WITHOUT ROWID;
CREATE TABLE results (
    key TEXT PRIMARY KEY, paper TEXT NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX results_paper ON results (paper);
CREATE TABLE relations (
    subject TEXT NOT NULL, predicate TEXT NOT NULL, object TEXT NOT NULL, confidence REAL NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (subject, predicate, object)) WITHOUT ROWID;
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT, version TEXT NOT NULL, configuration TEXT NOT NULL,
    inputs TEXT NOT NULL, counts TEXT);
"""
