"""The tables of the store, in the order of the data flow.

`records` (as read) with their `keys`, `papers` (merged), `pending` (those that the next
linking has to look at, apart from `papers`, whose rows are long), `extractions` (by text and
configuration, so that nothing is extracted twice), `prepared` (what extraction worked out for
the next linking, which empties it). Then what linking counts:
`contributions` (what each paper adds), their sums `surfaces` and `senses`, `bare` (papers
with an acronym that they leave unexplained), and `redirects` (what such acronyms and the
user's merges come to). Then the graph that readers see: `linked` (papers), `links`,
`mentions`, `results`, `derived` and `entities` with the names that they may be variants
of, in `bases`. `since` is the run that added a row, `dropped` what a run took away. Last
`runs` and `corrections`.

Tables whose rows are long (`LONG`) are kept in the order in which rows came, with an index of their keys. A tree of
keys that holds the rows itself (WITHOUT ROWID) gives each row of more than a kilobyte pages of its own, and writes
one somewhere else for each: two fifths of the file were empty. See "When to use WITHOUT ROWID" in SQLite's
documentation.
"""

__all__ = ["COUNTED", "FILE_NAME", "GRAPH", "LONG", "SCHEMA", "SCHEMA_VERSION", "statements"]

FILE_NAME = "paperkg.sqlite"
SCHEMA_VERSION = 5

#: The tables of counts, which linking fills anew when the rules of counting change.
COUNTED = ("contributions", "surfaces", "senses", "bare", "redirects")
#: The tables of the graph that hold rows of single papers.
GRAPH = ("links", "mentions", "results", "derived")
#: The tables whose rows hold a whole paper, or all that was found in one.
LONG = ("papers", "extractions", "contributions", "linked", "prepared")

INPUT_TABLES = """
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
CREATE TABLE extractions (
    text_hash TEXT NOT NULL, configuration TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (text_hash, configuration));
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT, version TEXT NOT NULL, configuration TEXT NOT NULL,
    inputs TEXT NOT NULL, counts TEXT);
"""

PAPERS = """
CREATE TABLE papers (id TEXT NOT NULL PRIMARY KEY, data TEXT NOT NULL, text_hash TEXT NOT NULL);
CREATE INDEX papers_text ON papers (text_hash);
"""

PENDING = """
CREATE TABLE pending (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""

LINKING = """
CREATE TABLE corrections (kind TEXT NOT NULL, line INTEGER NOT NULL, data TEXT NOT NULL);
CREATE TABLE contributions (paper TEXT NOT NULL PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE surfaces (
    name TEXT NOT NULL, surface TEXT NOT NULL, reason TEXT NOT NULL, mentions INTEGER NOT NULL,
    PRIMARY KEY (name, surface, reason)) WITHOUT ROWID;
CREATE TABLE senses (
    short TEXT NOT NULL, name TEXT NOT NULL, papers INTEGER NOT NULL, leanings INTEGER NOT NULL,
    PRIMARY KEY (short, name)) WITHOUT ROWID;
CREATE TABLE bare (name TEXT NOT NULL, paper TEXT NOT NULL, PRIMARY KEY (name, paper)) WITHOUT ROWID;
CREATE TABLE redirects (
    name TEXT NOT NULL, merge INTEGER NOT NULL, target TEXT NOT NULL, PRIMARY KEY (name, merge)) WITHOUT ROWID;
CREATE INDEX redirects_target ON redirects (target);
CREATE TABLE linked (
    id TEXT NOT NULL PRIMARY KEY, data TEXT NOT NULL, digest TEXT NOT NULL, since INTEGER NOT NULL);
CREATE INDEX linked_digest ON linked (id, digest);
CREATE INDEX linked_since ON linked (since);
CREATE TABLE entities (
    key TEXT PRIMARY KEY, type TEXT NOT NULL, label TEXT NOT NULL, aliases TEXT NOT NULL, papers INTEGER NOT NULL,
    digest TEXT NOT NULL, since INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX entities_digest ON entities (key, digest);
CREATE INDEX entities_since ON entities (since);
CREATE TABLE bases (
    entity TEXT NOT NULL, rank INTEGER NOT NULL, base TEXT NOT NULL, PRIMARY KEY (entity, rank)) WITHOUT ROWID;
CREATE INDEX bases_base ON bases (base);
CREATE TABLE links (
    paper TEXT NOT NULL, predicate TEXT NOT NULL, entity TEXT NOT NULL, confidence REAL NOT NULL,
    evidence TEXT NOT NULL, since INTEGER NOT NULL,
    PRIMARY KEY (paper, predicate, entity)) WITHOUT ROWID;
CREATE INDEX links_entity ON links (entity, paper);
CREATE INDEX links_since ON links (since);
CREATE TABLE mentions (
    paper TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, entity TEXT NOT NULL, confidence REAL NOT NULL,
    PRIMARY KEY (paper, start, "end", entity)) WITHOUT ROWID;
CREATE TABLE results (
    paper TEXT NOT NULL, key TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (paper, key)) WITHOUT ROWID;
CREATE TABLE derived (
    subject TEXT NOT NULL, predicate TEXT NOT NULL, object TEXT NOT NULL, paper TEXT NOT NULL, confidence REAL NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (subject, predicate, object, paper)) WITHOUT ROWID;
CREATE INDEX derived_paper ON derived (paper);
CREATE TABLE dropped (
    run INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, since INTEGER NOT NULL,
    PRIMARY KEY (run, kind, key)) WITHOUT ROWID;
CREATE INDEX dropped_since ON dropped (since);
"""

PREPARED = """
CREATE TABLE prepared (
    paper TEXT NOT NULL PRIMARY KEY, basis TEXT NOT NULL, paper_data TEXT, counted TEXT NOT NULL, rows TEXT NOT NULL);
"""

SCHEMA = INPUT_TABLES + PAPERS + PENDING + LINKING + PREPARED


def statements(script: str) -> list[str]:
    """The single statements of a script, for a transaction of one's own."""
    return [statement for statement in script.split(";") if statement.strip()]
