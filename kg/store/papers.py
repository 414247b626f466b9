"""Records, the papers they merge into, and what was extracted from these."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from kg.records import Extraction, Paper, Record
from kg.same_paper import base_id, group_records, keys_of, merge_records
from kg.store.database import BATCH, Database
from kg.text import content_hash

__all__ = ["PaperTables"]


class PaperTables(Database):
    """The tables `records`, `keys`, `papers` and `extractions`."""

    def add_records(self, records: Iterable[Record], run: int) -> int:
        """Keep records, in batches of one transaction each; one that is there already is not kept twice.

        A record replaces what an earlier run read from the same file under the same
        identifier. Returns how many were given.
        """
        count = 0
        stream = iter(records)
        while batch := list(islice(stream, BATCH)):
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
        for start in range(0, len(numbers), BATCH):
            part = numbers[start : start + BATCH]
            rows += self._db.execute(f"{query} ({','.join('?' * len(part))})", part)
        return rows

    def papers(self) -> Iterator[Paper]:
        """All papers, by id."""
        for row in self.read_rows("SELECT data FROM papers ORDER BY id"):
            yield Paper.model_validate_json(row[0])

    def paper_counts(self) -> dict[str, int]:
        """How many records and papers there are, and how many papers have a title only."""
        one = self._db.execute(
            "SELECT (SELECT count(*) FROM records), count(*), sum(json_extract(data, '$.abstract') IS NULL) FROM papers"
        ).fetchone()
        return {"records": one[0], "papers": one[1], "title only": one[2] or 0}

    def papers_to_extract(self, configuration: str) -> Iterator[Paper]:
        """Papers whose text has not been read under this configuration, by id."""
        rows = self.read_rows(
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
        while batch := list(islice(stream, BATCH)):
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
        rows = self.read_rows(
            "SELECT p.data, x.data FROM papers p JOIN extractions x"
            " ON x.text_hash = p.text_hash AND x.configuration = ? ORDER BY p.id",
            (configuration,),
        )
        for paper_data, found_data in rows:
            paper, found = json.loads(paper_data), json.loads(found_data)
            paper["links"] = list(dict.fromkeys([*paper["links"], *found["links"]]))
            yield Extraction.model_validate({**paper, "entities": found["entities"], "results": found["results"]})


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
