"""Records, the papers they merge into, and what was extracted from these."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from kg.corrections import Corrections, Fix, LinkRule
from kg.errors import KgError
from kg.ids import parse_arxiv, parse_doi
from kg.records import Extraction, Paper, Record
from kg.same_paper import RecordKeys, base_id, group_records, keys_of, merge_records
from kg.store.database import BATCH, Database
from kg.store.encoding import dump, load
from kg.store.hashing import found_json, text_hash
from kg.text import content_hash

__all__ = ["PaperTables"]


class PaperTables(Database):
    """The tables `records`, `keys`, `papers`, `pending` and `extractions`."""

    @cached_property
    def _read(self) -> dict[int, tuple[Record, RecordKeys]]:
        """Records that were just added, until they are resolved."""
        return {}

    def add_records(self, records: Iterable[Record], run: int, *, fresh: bool = False) -> int:
        """Keep records, in batches of one transaction each; one that is there already is not kept twice.

        A record replaces what an earlier run read from the same file under the same
        identifier. `fresh` forgets all that is there with the first batch, so that inputs that
        cannot be read cost nothing. Returns how many were given.
        """
        return sum(self.record_batches(records, run, fresh=fresh))

    def record_batches(self, records: Iterable[Record], run: int, *, fresh: bool = False) -> Iterator[int]:
        """The same batch by batch: yields how many were given, once they are kept."""
        first = True
        stream = iter(records)
        while batch := list(islice(stream, BATCH)):
            with self.transaction():
                if fresh and first:
                    self._start_over()
                first = False
                self._add_records(batch, run)
            yield len(batch)

    def _add_records(self, records: Sequence[Record], run: int) -> None:
        rows = []
        for record in records:
            data = record.model_dump_json()
            rows.append((hashlib.sha256(data.encode("utf-8")).hexdigest(), data, record))
        if self._db.execute("SELECT 1 FROM records WHERE run < ? LIMIT 1", (run,)).fetchone():
            # One by one, for each may replace what an earlier run read.
            for digest, data, record in rows:
                if self._is_new(digest, record, run):
                    self._insert_records([(digest, data, record)], run)
            return
        there = {row[0] for row in self._among("SELECT digest FROM records WHERE digest IN", [row[0] for row in rows])}
        new = {digest: (digest, data, record) for digest, data, record in reversed(rows) if digest not in there}
        self._insert_records(list(reversed(new.values())), run)

    def _is_new(self, digest: str, record: Record, run: int) -> bool:
        """Whether a record is not there yet; what it replaces is taken out."""
        known = self._db.execute("SELECT 1 FROM records WHERE digest = ?", (digest,)).fetchone()
        if known:
            self._db.execute("UPDATE records SET run = ? WHERE digest = ?", (run, digest))
            return False
        if ident := _ident(record):
            where = "file = ? AND ident = ? AND run < ?"
            values = (record.source.file, ident, run)
            # What is left of their papers is decided anew.
            replaced = self._db.execute(f"SELECT DISTINCT paper FROM records WHERE {where}", values).fetchall()
            self._forget_papers([row[0] for row in replaced if row[0] is not None])
            self._db.execute(f"DELETE FROM records WHERE {where}", values)
        return True

    def _insert_records(self, rows: Sequence[tuple[str, str, Record]], run: int) -> None:
        (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM records").fetchone()
        numbered = list(enumerate(rows, start=last + 1))
        self._db.executemany(
            "INSERT INTO records (id, digest, file, ident, run, data) VALUES (?, ?, ?, ?, ?, ?)",
            ((number, digest, r.source.file, _ident(r), run, data) for number, (digest, data, r) in numbered),
        )
        named = []
        for number, (_, _, record) in numbered:
            keys = keys_of(record)
            named += [(kind, value, number) for kind, value in (*keys.strong(), *keys.weak())]
            if record.own_id:
                # Not a key to merge by: papers that claim one own id must be named together.
                named.append(("claim", record.own_id, number))
            if len(self._read) < 2 * BATCH:
                self._read[number] = record, keys
        self._db.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?, ?)", sorted(named))

    def _forget_papers(self, ids: Iterable[str]) -> None:
        """Take papers out, and those that share a key with them, so that their records are looked at again."""
        numbers = [row[0] for id in ids for row in self._db.execute("SELECT id FROM records WHERE paper = ?", (id,))]
        affected = self._sharing_keys(numbers)
        papers = {row[0] for row in self._among("SELECT DISTINCT paper FROM records WHERE id IN", affected)}
        self._db.executemany("UPDATE records SET paper = NULL WHERE id = ?", [(number,) for number in affected])
        self._db.executemany("DELETE FROM papers WHERE id = ?", [(id,) for id in sorted(papers - {None})])

    def _start_over(self) -> None:
        """Forget all records and extractions; readers see the graph until the next linking replaces it."""
        for table in ("records", "papers", "extractions", "prepared"):
            self._db.execute(f"DELETE FROM {table}")

    def has_paper(self, id: str) -> bool:
        """Whether there is a paper of that id."""
        return self._db.execute("SELECT 1 FROM papers WHERE id = ?", (id,)).fetchone() is not None

    def paper_named(self, text: str) -> str:
        """The id of the paper that a user means: its id, its node key, or an arXiv id or DOI as people write them.

        Raises
        ------
        KgError
            If there is no such paper.
        """
        bare = text.removeprefix("paper:")
        arxiv, doi = parse_arxiv(bare), parse_doi(bare)
        for id in (bare, f"arxiv:{arxiv}" if arxiv else bare, f"doi:{doi}" if doi else bare):
            if self.has_paper(id):
                return id
        raise KgError(f"{self.path}: has no paper {text!r}; kg show finds a paper by its title")

    def remove_papers(self, ids: Iterable[str]) -> None:
        """Take papers out with everything that was read and extracted for them; linking then drops their links."""
        with self.transaction():
            for id in ids:
                numbers = [row[0] for row in self._db.execute("SELECT id FROM records WHERE paper = ?", (id,))]
                only_here = self._db.execute(
                    "SELECT text_hash FROM papers p WHERE id = ?"
                    " AND NOT EXISTS (SELECT 1 FROM papers q WHERE q.text_hash = p.text_hash AND q.id != p.id)",
                    (id,),
                ).fetchall()
                # Without it, others may get another id: two papers that claim one have each a suffix.
                self._forget_papers([id])
                self._db.executemany("DELETE FROM records WHERE id = ?", [(number,) for number in numbers])
                self._db.executemany("DELETE FROM extractions WHERE text_hash = ?", [tuple(row) for row in only_here])

    def resolve_papers(self) -> list[str]:
        """Decide which records are the same paper; returns own ids that several papers claim.

        Only records that are new, and those that share a key with them, are looked at, a
        few at a time: whatever shares a key is decided together.
        """
        return sorted({id for contested in self.resolved_papers() for id in contested})

    def resolved_papers(self) -> Iterator[list[str]]:
        """The same step by step: yields contested own ids."""
        corrections = self.corrections()
        while True:
            rows = self._db.execute("SELECT id FROM records WHERE paper IS NULL ORDER BY id LIMIT ?", (BATCH,))
            numbers = [row[0] for row in rows]
            if not numbers:
                self._read.clear()
                return
            with self.transaction():
                contested = self._resolve(self._sharing_keys(numbers), corrections)
            yield contested

    def _resolve(self, numbers: Sequence[int], corrections: Corrections) -> list[str]:
        old = {
            row[0]
            for row in self._among("SELECT DISTINCT paper FROM records WHERE paper IS NOT NULL AND id IN", numbers)
        }
        read = {number: self._read.pop(number) for number in numbers if number in self._read}
        for number, data in self._among(
            "SELECT id, data FROM records WHERE id IN", [n for n in numbers if n not in read]
        ):
            record = Record.model_validate_json(data)
            read[number] = record, keys_of(record)
        listed = sorted(read)
        groups = group_records([read[number][1] for number in listed])
        papers, contested = _named([[(listed[i], read[listed[i]][0]) for i in group] for group in groups])
        gone = old - {paper.id for paper, _ in papers}
        self._db.executemany("DELETE FROM papers WHERE id = ?", [(id,) for id in sorted(gone)])
        self._put_papers([corrections.correct_paper(paper) for paper, _ in papers])
        self._db.executemany(
            "UPDATE records SET paper = ? WHERE id = ?",
            [(paper.id, number) for paper, members in papers for number in members],
        )
        return contested

    def _put_papers(self, papers: Iterable[Paper]) -> None:
        """Keep papers; those that are there already, word for word, need not be linked again."""
        rows = [(paper.id, paper.model_dump_json(), text_hash(paper)) for paper in papers]
        there = {row[0]: row[1] for row in self._among("SELECT id, data FROM papers WHERE id IN", [r[0] for r in rows])}
        new = [row for row in rows if there.get(row[0]) != row[1]]
        self._db.executemany(
            "INSERT INTO papers (id, data, text_hash) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE"
            " SET data = excluded.data, text_hash = excluded.text_hash",
            new,
        )
        self._db.executemany("INSERT OR IGNORE INTO pending VALUES (?)", [(id,) for id, _, _ in new])

    def _sharing_keys(self, numbers: Sequence[int]) -> list[int]:
        """Records that share a key, directly or by way of others, with one of these."""
        frontier = list(numbers)
        seen = set(frontier)
        while frontier:
            near = self._among(
                "SELECT DISTINCT b.record FROM keys a JOIN keys b ON a.kind = b.kind AND a.value = b.value"
                " WHERE a.record IN",
                frontier,
            )
            frontier = [row[0] for row in near if row[0] not in seen]
            seen.update(frontier)
        return sorted(seen)

    def corrections(self) -> Corrections:
        """What the user corrected."""
        rows = self._db.execute("SELECT kind, data FROM corrections ORDER BY kind, line").fetchall()
        rules = [load(data) for kind, data in rows if kind == "link"]
        fixes = [Fix(*load(data)) for kind, data in rows if kind == "fix"]
        return Corrections([LinkRule(a, b, c, d, e, tuple(papers)) for a, b, c, d, e, papers in rules], fixes)

    def set_corrections(self, *, links: Sequence[LinkRule] | None = None, fixes: Sequence[Fix] | None = None) -> None:
        """Replace the corrections of either kind that is given; they hold for this and all later builds."""
        with self.transaction():
            touched = self.corrections().papers()
            for kind, rules in (("link", links), ("fix", fixes)):
                if rules is None:
                    continue
                self._db.execute("DELETE FROM corrections WHERE kind = ?", (kind,))
                self._db.executemany(
                    "INSERT INTO corrections VALUES (?, ?, ?)",
                    [(kind, rule.line, dump(rule)) for rule in rules],
                )
            touched |= self.corrections().papers()
            # Fields are corrected when papers are put together.
            self._forget_papers(sorted(touched))

    def papers(self) -> Iterator[Paper]:
        """All papers, by id."""
        for row in self._by_id("SELECT id, data FROM papers WHERE id > ?"):
            yield Paper.model_validate_json(row[1])

    def _by_id(self, query: str, *values: object, after: str = "") -> Iterator[sqlite3.Row]:
        """Rows of papers by id, a batch at a time, so that what is written meanwhile waits for no reader.

        The query's last condition is `id > ?`, and its first column the id.
        """
        for rows in self._batches_by_id(query, *values, after=after):
            yield from rows

    def _batches_by_id(
        self, query: str, *values: object, after: str = "", size: int = BATCH
    ) -> Iterator[list[sqlite3.Row]]:
        """The batches of `_by_id`."""
        last = after
        while rows := self._db.execute(f"{query} ORDER BY id LIMIT {size}", (*values, last)).fetchall():
            yield rows
            last = rows[-1][0]

    def paper_counts(self) -> dict[str, int]:
        """How many records and papers there are, and how many papers have a title only."""
        one = self._db.execute(
            "SELECT (SELECT count(*) FROM records), count(*), sum(json_extract(data, '$.abstract') IS NULL) FROM papers"
        ).fetchone()
        return {"records": one[0], "papers": one[1], "title only": one[2] or 0}

    def papers_to_extract(self, configuration: str) -> Iterator[Paper]:
        """Papers whose text has not been read under this configuration, by id."""
        for _, data in self.texts_to_extract(configuration):
            yield Paper.model_validate_json(data)

    def texts_to_extract(self, configuration: str) -> Iterator[tuple[str, str]]:
        """The same as they are kept: id and JSON."""
        for row in self._by_id(self._unread(configuration), configuration):
            yield row[0], row[1]

    def count_to_extract(self, configuration: str) -> int:
        """How many papers `papers_to_extract` gives."""
        query = f"SELECT count(*) FROM ({self._unread(configuration)})"
        row = self._db.execute(query, (configuration, "")).fetchone()
        return int(row[0])

    def _unread(self, configuration: str) -> str:
        """The query for id and JSON of the papers to extract; its values are the configuration, and the id before."""
        # What was linked under this configuration was extracted under it, which leaves those to be linked. The cross
        # join has them looked at in their order, a page at a time, and not all of them for each page.
        linked = self.meta("configuration") == configuration
        id, tables = ("w.id", "pending w CROSS JOIN papers p ON p.id = w.id") if linked else ("p.id", "papers p")
        return (
            f"SELECT {id} AS id, p.data FROM {tables} WHERE NOT EXISTS (SELECT 1 FROM extractions x"
            f" WHERE x.text_hash = p.text_hash AND x.configuration = ?) AND {id} > ?"
        )

    def add_extractions(self, extractions: Iterable[Extraction], configuration: str) -> int:
        """Keep extractions, in batches of one transaction each; returns how many."""
        count = 0
        stream = iter(extractions)
        while batch := list(islice(stream, BATCH)):
            found = [(text_hash(x), found_json(x)) for x in batch]
            with self.transaction():
                self.put_extractions(found, configuration)
            count += len(batch)
        return count

    def put_extractions(self, found: Sequence[tuple[str, str]], configuration: str) -> None:
        """Keep what was found in texts, as hash and JSON, within a transaction."""
        self._db.executemany(
            "INSERT OR REPLACE INTO extractions VALUES (?, ?, ?)",
            sorted((text, configuration, data) for text, data in found),
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO pending SELECT id FROM papers WHERE text_hash = ?", [(text,) for text, _ in found]
        )

    def extraction(self, id: str, configuration: str) -> Extraction:
        """A paper with what was found in it under a configuration: nothing, where it has not been extracted."""
        row = self._db.execute(
            "SELECT p.data, x.data FROM papers p LEFT JOIN extractions x"
            " ON x.text_hash = p.text_hash AND x.configuration = ? WHERE p.id = ?",
            (configuration, id),
        ).fetchone()
        paper, found = load(row[0]), load(row[1] or '{"entities": [], "results": [], "links": []}')
        paper["links"] = list(dict.fromkeys([*paper["links"], *found["links"]]))
        return Extraction.model_validate({**paper, "entities": found["entities"], "results": found["results"]})


def _ident(record: Record) -> str | None:
    """What a record calls its paper: a later run may replace it by that."""
    return record.arxiv or record.doi or record.own_id


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
