"""What all papers together say of names: sums of what each contributes.

Sums of whole numbers are exact, in whatever order papers come and go.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from kg.store.database import BATCH, dump
from kg.store.papers import PaperTables
from kg.store.schema import COUNTED

__all__ = ["CountTables", "Counted"]

_ADD_SURFACE = """INSERT INTO surfaces VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET mentions = mentions + excluded.mentions"""
_ADD_SENSE = """INSERT INTO senses VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET papers = papers + excluded.papers, leanings = leanings + excluded.leanings"""


@dataclass(frozen=True, slots=True)
class Counted:
    """What one paper contributes, as `kg.linking.contributions` makes it.

    `names` are the keys that the paper alone gives its entities, in their order; `surfaces`
    mentions by key, surface and reason; `senses` pairs of an acronym's key and what it stands
    for; `leanings` such pairs that only the lexicon says; `bare` names that other papers may
    explain.
    """

    names: list[str | None] = field(default_factory=list)
    surfaces: list[tuple[str, str, str, int]] = field(default_factory=list)
    senses: list[tuple[str, str]] = field(default_factory=list)
    leanings: list[tuple[str, str]] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)


class CountTables(PaperTables):
    """The tables `contributions`, `surfaces`, `senses`, `bare` and `redirects`; changes are within a transaction."""

    def reset_counts(self) -> None:
        """Forget all counts, so that every paper is counted and linked anew."""
        for table in COUNTED:
            self._db.execute(f"DELETE FROM {table}")
        self._db.execute("UPDATE papers SET pending = 1")

    def pending_papers(self) -> Iterator[str]:
        """Papers to be counted and linked, by id."""
        for row in self._by_id("SELECT id FROM papers WHERE pending AND id > ?"):
            yield row[0]

    def count_pending(self) -> int:
        """How many papers `pending_papers` gives."""
        return int(self._db.execute("SELECT count(*) FROM papers WHERE pending").fetchone()[0])

    def mark_pending(self, ids: Iterable[str]) -> None:
        """Have papers linked again."""
        self._db.executemany("UPDATE papers SET pending = 1 WHERE id = ?", ((id,) for id in ids))

    def clear_pending(self, configuration: str) -> None:
        """Note that every paper is linked; one that has not been extracted yet stays to be done."""
        self._db.execute(
            "UPDATE papers SET pending = 0 WHERE pending AND EXISTS (SELECT 1 FROM extractions x"
            " WHERE x.text_hash = papers.text_hash AND x.configuration = ?)",
            (configuration,),
        )

    def gone_papers(self) -> list[str]:
        """Papers of the graph that the store holds no more."""
        return [row[0] for row in self._db.execute("SELECT id FROM linked EXCEPT SELECT id FROM papers ORDER BY id")]

    def contribution(self, paper: str) -> Counted | None:
        """What a paper was last counted with."""
        row = self._db.execute("SELECT data FROM contributions WHERE paper = ?", (paper,)).fetchone()
        return Counted(*json.loads(row[0])) if row else None

    def add_contribution(self, paper: str, counted: Counted) -> None:
        """Count what a paper says."""
        row = (counted.names, counted.surfaces, counted.senses, counted.leanings, counted.bare)
        self._db.execute("INSERT INTO contributions VALUES (?, ?)", (paper, dump(row)))
        self._count(counted, 1)
        self._db.executemany("INSERT OR IGNORE INTO bare VALUES (?, ?)", [(name, paper) for name in counted.bare])

    def retract_contribution(self, paper: str) -> Counted | None:
        """Take back what a paper was counted with, and return it."""
        counted = self.contribution(paper)
        if counted is None:
            return None
        self._db.execute("DELETE FROM contributions WHERE paper = ?", (paper,))
        self._count(counted, -1)
        places = [tuple(row[:3]) for row in counted.surfaces]
        self._db.executemany(
            "DELETE FROM surfaces WHERE name = ? AND surface = ? AND reason = ? AND mentions = 0", places
        )
        pairs = [tuple(pair) for pair in (*counted.senses, *counted.leanings)]
        self._db.executemany("DELETE FROM senses WHERE short = ? AND name = ? AND papers = 0 AND leanings = 0", pairs)
        self._db.executemany("DELETE FROM bare WHERE name = ? AND paper = ?", [(name, paper) for name in counted.bare])
        return counted

    def _count(self, counted: Counted, sign: int) -> None:
        self._db.executemany(_ADD_SURFACE, [(n, s, r, sign * count) for n, s, r, count in counted.surfaces])
        self._db.executemany(_ADD_SENSE, [(short, name, sign, 0) for short, name in counted.senses])
        self._db.executemany(_ADD_SENSE, [(short, name, 0, sign) for short, name in counted.leanings])

    def senses(self, short: str) -> dict[str, tuple[int, bool]]:
        """What an acronym stands for: how many papers say so, and whether the lexicon does where a paper does not."""
        rows = self._db.execute("SELECT name, papers, leanings FROM senses WHERE short = ?", (short,))
        return {name: (papers, leanings > 0) for name, papers, leanings in rows}

    def redirects(self) -> dict[str, str]:
        """What names come to that are not the last word themselves; a user's merge overrides what papers say."""
        return dict(self._db.execute("SELECT name, target FROM redirects ORDER BY merge").fetchall())

    def redirect(self, name: str, target: str | None, *, merge: bool = False) -> None:
        """Send a name to another; None takes that back."""
        self._db.execute("DELETE FROM redirects WHERE name = ? AND merge = ?", (name, merge))
        if target is not None:
            self._db.execute("INSERT INTO redirects VALUES (?, ?, ?)", (name, merge, target))

    def papers_with_bare(self, names: Iterable[str]) -> Iterator[str]:
        """Papers that use one of these names without explaining it."""
        stream = iter(names)
        while part := list(islice(stream, BATCH)):
            marks = ",".join("?" * len(part))
            for row in self._db.execute(f"SELECT DISTINCT paper FROM bare WHERE name IN ({marks})", part).fetchall():
                yield row[0]

    def surfaces(self, names: Iterable[str]) -> list[tuple[str, str, str, int]]:
        """Name, surface, reason and number of mentions of everything written for some names."""
        rows: list[sqlite3.Row] = []
        for name in names:
            rows += self._db.execute("SELECT name, surface, reason, mentions FROM surfaces WHERE name = ?", (name,))
        return [(row[0], row[1], row[2], row[3]) for row in rows]
