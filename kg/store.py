"""The durable store: one SQLite file (WAL) that holds everything between reading and exporting.

Tables, in the order of the data flow: `records` (as read) with their `keys`, `papers`
(merged), `extractions` (by text and configuration, so that nothing is extracted twice),
`entities`, `links`, `mentions`, `results`, `relations` (linked), and `runs`.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from kg.errors import KgError
from kg.merge import base_id, group_records, keys_of, merge_records
from kg.records import (
    EntityNode,
    Evidence,
    Extraction,
    Link,
    LinkedMention,
    LinkedPaper,
    Paper,
    Record,
    Relation,
    ResultNode,
)
from kg.text import content_hash

__all__ = ["FILE_NAME", "SCHEMA_VERSION", "Run", "Store"]

FILE_NAME = "paperkg.sqlite"
SCHEMA_VERSION = 1
_BATCH = 500

_SCHEMA = """
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
_LINKED = ("entities", "links", "mentions", "results", "relations")


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _evidence_text(evidence: Iterable[Evidence]) -> str:
    return _dump([(e.paper, e.start, e.end, e.text, *e.mention) for e in evidence])


def _evidence(text: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(p, s, e, t, (ms, me)) for p, s, e, t, ms, me in json.loads(text))


class Run:
    """One row of `runs`, as `kg log` and `kg stats` show it."""

    def __init__(self, row: sqlite3.Row) -> None:
        self.id: int = row["id"]
        self.started: str = row["started"]
        self.finished: str | None = row["finished"]
        self.version: str = row["version"]
        self.configuration: str = row["configuration"]
        self.inputs: list[str] = json.loads(row["inputs"])
        self.counts: dict[str, int] = json.loads(row["counts"] or "{}")


class Store:
    """A store on disk, or in memory for `path=None`. A context manager; implements `GraphReader`.

    Raises
    ------
    KgError
        If the file is no paperkg store, is of a newer version, or is being written by another process.
    """

    def __init__(self, path: Path | None, *, create: bool = False) -> None:
        self.path = path
        if path is not None and not create and not path.exists():
            raise KgError(f"{path.parent}: holds no graph; build one with: kg build INPUT... -o {path.parent}")
        if path is not None and create:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise KgError(f"{path.parent}: cannot be created: {error.strerror}") from error
        try:
            self._db = sqlite3.connect(path or "", isolation_level=None, timeout=5.0)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("PRAGMA foreign_keys = ON")
            self._open_schema(create)
        except sqlite3.Error as error:
            raise KgError(f"{path}: cannot be opened as a paperkg store: {error}") from error

    def _open_schema(self, create: bool) -> None:
        tables = {row[0] for row in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables and (create or self.path is None):
            with self.transaction():
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    self._db.execute(statement)
                self._db.execute("INSERT INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
            return
        if "meta" not in tables:
            raise KgError(f"{self.path}: is not a paperkg store; choose another folder for -o")
        version = int(self._db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0])
        if version != SCHEMA_VERSION:
            raise KgError(
                f"{self.path}: was written by another version of paperkg (schema {version}, this one reads"
                f" {SCHEMA_VERSION}); build it again with --fresh"
            )

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; everything committed stays."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; a second writer is told so."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise KgError(f"{self.path}: is being written by another process; wait for it to end") from error
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        try:
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            self._db.execute("ROLLBACK")
            raise KgError(f"{self.path}: cannot be written: {error}; nothing of this step was kept") from error

    # Runs

    def begin_run(self, started: str, version: str, configuration: str, inputs: Sequence[str]) -> int:
        """Note that a build began; returns the run's number."""
        with self.transaction():
            cursor = self._db.execute(
                "INSERT INTO runs (started, version, configuration, inputs) VALUES (?, ?, ?, ?)",
                (started, version, configuration, _dump(list(inputs))),
            )
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('configuration', ?)", (configuration,))
        return int(cursor.lastrowid or 0)

    def end_run(self, run: int, finished: str, counts: dict[str, int]) -> None:
        """Note that a build ended, and what it counted."""
        with self.transaction():
            self._db.execute("UPDATE runs SET finished = ?, counts = ? WHERE id = ?", (finished, _dump(counts), run))

    def runs(self) -> list[Run]:
        """All runs, oldest first."""
        return [Run(row) for row in self._db.execute("SELECT * FROM runs ORDER BY id")]

    def configuration(self) -> str:
        """The extractor's configuration of the last build."""
        row = self._db.execute("SELECT value FROM meta WHERE key = 'configuration'").fetchone()
        return str(row[0]) if row else ""

    # Records and papers

    def add_records(self, records: Iterable[Record], run: int) -> int:
        """Keep records, in batches of one transaction each; one that is there already is not kept twice.

        A record replaces what an earlier run read from the same file under the same
        identifier. Returns how many were given.
        """
        count = 0
        stream = iter(records)
        while batch := list(islice(stream, _BATCH)):
            with self.transaction():
                for record in batch:
                    self._add_record(record, run)
            count += len(batch)
        return count

    def _add_record(self, record: Record, run: int) -> None:
        data = record.model_dump_json()
        digest = hashlib.sha256(data.encode("utf-8")).hexdigest()
        ident = record.arxiv or record.doi or record.own_id
        known = self._db.execute("SELECT 1 FROM records WHERE digest = ?", (digest,)).fetchone()
        if known:
            self._db.execute("UPDATE records SET run = ? WHERE digest = ?", (run, digest))
            return
        if ident:
            where = "file = ? AND ident = ? AND run < ?"
            values = (record.source.file, ident, run)
            self._db.execute(
                f"UPDATE records SET paper = NULL WHERE paper IN (SELECT paper FROM records WHERE {where})",
                values,
            )
            self._db.execute(f"DELETE FROM records WHERE {where}", values)
        cursor = self._db.execute(
            "INSERT INTO records (digest, file, ident, run, data) VALUES (?, ?, ?, ?, ?)",
            (digest, record.source.file, ident, run, data),
        )
        keys = keys_of(record)
        named = [*keys.strong(), *keys.weak()]
        if record.own_id:
            # Not a key to merge by: papers that claim one own id must be named together.
            named.append(("claim", record.own_id))
        self._db.executemany(
            "INSERT OR IGNORE INTO keys VALUES (?, ?, ?)", [(kind, value, cursor.lastrowid) for kind, value in named]
        )

    def resolve_papers(self) -> list[str]:
        """Decide which records are the same paper; returns own ids that several papers claim.

        Only records that are new, and those that share a key with them, are looked at.
        """
        with self.transaction():
            numbers = self._affected_records()
            old = {
                row[0]
                for row in self._select_in(
                    "SELECT DISTINCT paper FROM records WHERE paper IS NOT NULL AND id IN", numbers
                )
            }
            records = [
                (row[0], Record.model_validate_json(row[1]))
                for row in self._select_in("SELECT id, data FROM records WHERE id IN", numbers)
            ]
            groups = group_records([keys_of(r) for _, r in records])
            papers, contested = _named([[records[i] for i in group] for group in groups])
            self._db.executemany("DELETE FROM papers WHERE id = ?", [(id,) for id in old])
            # A paper all of whose records were replaced is held by no record any more.
            self._db.execute("DELETE FROM papers WHERE id NOT IN (SELECT paper FROM records WHERE paper IS NOT NULL)")
            for paper, members in papers:
                self._db.execute(
                    "INSERT OR REPLACE INTO papers VALUES (?, ?, ?)",
                    (paper.id, paper.model_dump_json(), content_hash(paper.title, paper.abstract, 40)),
                )
                self._db.executemany("UPDATE records SET paper = ? WHERE id = ?", [(paper.id, n) for n in members])
        return contested

    def _affected_records(self) -> list[int]:
        frontier = [row[0] for row in self._db.execute("SELECT id FROM records WHERE paper IS NULL")]
        seen = set(frontier)
        while frontier:
            near = self._select_in(
                "SELECT DISTINCT b.record FROM keys a JOIN keys b ON a.kind = b.kind AND a.value = b.value"
                " WHERE a.record IN",
                frontier,
            )
            frontier = [row[0] for row in near if row[0] not in seen]
            seen.update(frontier)
        return sorted(seen)

    def _select_in(self, query: str, numbers: Sequence[int]) -> list[sqlite3.Row]:
        rows: list[sqlite3.Row] = []
        for start in range(0, len(numbers), _BATCH):
            part = numbers[start : start + _BATCH]
            rows += self._db.execute(f"{query} ({','.join('?' * len(part))})", part)
        return rows

    def papers(self) -> Iterator[Paper]:
        """All papers, by id."""
        for row in self._read("SELECT data FROM papers ORDER BY id"):
            yield Paper.model_validate_json(row[0])

    def paper_counts(self) -> dict[str, int]:
        """How many records and papers there are, and how many papers have a title only."""
        one = self._db.execute(
            "SELECT (SELECT count(*) FROM records), count(*), sum(json_extract(data, '$.abstract') IS NULL) FROM papers"
        ).fetchone()
        return {"records": one[0], "papers": one[1], "title only": one[2] or 0}

    # Extractions

    def papers_to_extract(self, configuration: str) -> Iterator[Paper]:
        """Papers whose text has not been read under this configuration, by id."""
        rows = self._read(
            "SELECT data FROM papers p WHERE NOT EXISTS (SELECT 1 FROM extractions x"
            " WHERE x.text_hash = p.text_hash AND x.configuration = ?) ORDER BY id",
            (configuration,),
        )
        for row in rows:
            yield Paper.model_validate_json(row[0])

    def count_to_extract(self, configuration: str) -> int:
        """How many papers `papers_to_extract` gives."""
        row = self._db.execute(
            "SELECT count(*) FROM papers p WHERE NOT EXISTS (SELECT 1 FROM extractions x"
            " WHERE x.text_hash = p.text_hash AND x.configuration = ?)",
            (configuration,),
        ).fetchone()
        return int(row[0])

    def add_extractions(self, extractions: Iterable[Extraction], configuration: str) -> int:
        """Keep extractions, in batches of one transaction each; returns how many."""
        count = 0
        stream = iter(extractions)
        while batch := list(islice(stream, _BATCH)):
            rows = [
                (
                    content_hash(x.title, x.abstract, 40),
                    configuration,
                    x.model_dump_json(include={"entities", "results", "links"}),
                )
                for x in batch
            ]
            with self.transaction():
                self._db.executemany("INSERT OR REPLACE INTO extractions VALUES (?, ?, ?)", rows)
            count += len(batch)
        return count

    def extractions(self, configuration: str) -> Iterator[Extraction]:
        """All papers with what was found in them under a configuration, by id."""
        rows = self._read(
            "SELECT p.data, x.data FROM papers p JOIN extractions x"
            " ON x.text_hash = p.text_hash AND x.configuration = ? ORDER BY p.id",
            (configuration,),
        )
        for paper_data, found_data in rows:
            paper, found = json.loads(paper_data), json.loads(found_data)
            paper["links"] = list(dict.fromkeys([*paper["links"], *found["links"]]))
            yield Extraction.model_validate({**paper, "entities": found["entities"], "results": found["results"]})

    def _read(self, query: str, values: Sequence[object] = ()) -> Iterator[sqlite3.Row]:
        """Stream rows by a cursor of its own, so that readers may nest and writers go on."""
        cursor = self._db.cursor()
        cursor.execute(query, values)
        while rows := cursor.fetchmany(_BATCH):
            yield from rows

    # The linked graph

    @contextmanager
    def relinking(self) -> Iterator[None]:
        """Replace the linked graph as a whole: readers see the old one until the new one is complete."""
        with self.transaction():
            for table in _LINKED:
                self._db.execute(f"DELETE FROM {table}")
            yield

    def add_entities(self, entities: Iterable[tuple[EntityNode, dict[str, str]]]) -> None:
        """Canonical entities, each with the reason why each surface is linked to it."""
        self._db.executemany(
            "INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?)",
            ((e.key, e.type, e.label, _dump(e.aliases), e.papers, _dump(reasons)) for e, reasons in entities),
        )

    def add_linked_paper(self, linked: LinkedPaper) -> None:
        """Links, mentions and results of one paper."""
        id = linked.paper.id
        self._db.executemany(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?)",
            [(id, k.predicate, k.entity, k.confidence, _evidence_text(k.evidence)) for k in linked.links],
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO mentions VALUES (?, ?, ?, ?, ?)",
            [(id, m.start, m.end, m.entity, m.confidence) for m in linked.mentions],
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO results VALUES (?, ?, ?)",
            [(r.key, id, _dump({n: getattr(r, n) for n in r.__slots__})) for r in linked.results],
        )

    def add_relations(self, relations: Iterable[Relation]) -> None:
        """Edges between entities."""
        self._db.executemany(
            "INSERT INTO relations VALUES (?, ?, ?, ?, ?)",
            ((r.subject, r.predicate, r.object, r.confidence, _evidence_text(r.evidence)) for r in relations),
        )

    def entities(self) -> Iterator[EntityNode]:
        """All canonical entities, by key."""
        for row in self._read("SELECT key, type, label, aliases, papers FROM entities ORDER BY key"):
            yield EntityNode(row[0], row[1], row[2], tuple(json.loads(row[3])), row[4])

    def link_reasons(self, key: str) -> dict[str, str]:
        """Why each surface of an entity is linked to it."""
        row = self._db.execute("SELECT reasons FROM entities WHERE key = ?", (key,)).fetchone()
        return json.loads(row[0]) if row else {}

    def linked_papers(self) -> Iterator[LinkedPaper]:
        """All papers with links, mentions and results, by id."""
        for paper in self.papers():
            values = (paper.id,)
            found = self._db.execute(
                "SELECT data FROM extractions WHERE configuration = ? AND text_hash = ?",
                (self.configuration(), content_hash(paper.title, paper.abstract, 40)),
            ).fetchone()
            if found:
                paper.links = list(dict.fromkeys([*paper.links, *json.loads(found[0])["links"]]))
            links = self._db.execute(
                "SELECT predicate, entity, confidence, evidence FROM links WHERE paper = ? ORDER BY predicate, entity",
                values,
            )
            mentions = self._db.execute(
                'SELECT entity, start, "end", confidence FROM mentions WHERE paper = ? ORDER BY start, "end", entity',
                values,
            )
            results = self._db.execute("SELECT data FROM results WHERE paper = ? ORDER BY key", values)
            yield LinkedPaper(
                paper,
                tuple(Link(p, e, c, _evidence(v)) for p, e, c, v in links),
                tuple(LinkedMention(*row) for row in mentions),
                tuple(ResultNode(**json.loads(row[0])) for row in results),
            )

    def relations(self) -> Iterator[Relation]:
        """All entity-to-entity edges, by subject, predicate and object."""
        for row in self._read("SELECT * FROM relations ORDER BY subject, predicate, object"):
            yield Relation(row[0], row[1], row[2], row[3], _evidence(row[4]))

    def edge_counts(self) -> dict[str, int]:
        """Number of edges by predicate."""
        rows = self._db.execute(
            "SELECT predicate, count(*) FROM (SELECT predicate FROM links UNION ALL SELECT predicate FROM relations)"
            " GROUP BY predicate ORDER BY predicate"
        )
        return {row[0]: row[1] for row in rows}

    def result_count(self) -> int:
        """Number of results."""
        return int(self._db.execute("SELECT count(*) FROM results").fetchone()[0])

    def entity_counts(self) -> dict[str, int]:
        """Number of entities by type."""
        return {r[0]: r[1] for r in self._db.execute("SELECT type, count(*) FROM entities GROUP BY type ORDER BY type")}


def _named(groups: list[list[tuple[int, Record]]]) -> tuple[list[tuple[Paper, list[int]]], list[str]]:
    """Give each group of records its id; an own id that several papers claim gets a piece of the content."""
    bases = [base_id(r for _, r in group) for group in groups]
    claims: dict[str, int] = {}
    for id, _ in bases:
        claims[id] = claims.get(id, 0) + 1
    papers = []
    for group, (id, own) in zip(groups, bases, strict=True):
        members = [record for _, record in group]
        paper = merge_records(members, id)
        if own and claims[id] > 1:
            paper.id = f"{id}~{content_hash(paper.title, paper.abstract, 6)}"
        papers.append((paper, [number for number, _ in group]))
    return papers, sorted(id for id, count in claims.items() if count > 1)
