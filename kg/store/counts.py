"""What all papers together say of names: sums of what each contributes.

Sums of whole numbers are exact, in whatever order papers come and go.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.store.encoding import dump, load
from kg.store.papers import PaperTables
from kg.store.schema import COUNTED

__all__ = ["CountTables", "Counted", "Sums"]

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

    def dump(self) -> str:
        """As JSON; `Counted(*load(text))` reads it."""
        return dump((self.names, self.surfaces, self.senses, self.leanings, self.bare))


class Sums:
    """Changes of the counts, added up before they are written: most names come again and again."""

    def __init__(self) -> None:
        self.surfaces: Counter[tuple[str, str, str]] = Counter()
        self.senses: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        self.bare: Counter[tuple[str, str]] = Counter()

    def __len__(self) -> int:
        return len(self.surfaces) + len(self.senses) + len(self.bare)

    def add(self, paper: str, counted: Counted, sign: int) -> None:
        """Count what a paper says (1), or take it back (-1)."""
        surfaces, senses, bare = self.surfaces, self.senses, self.bare
        for name, surface, reason, count in counted.surfaces:
            surfaces[name, surface, reason] += sign * count
        for column, pairs in enumerate((counted.senses, counted.leanings)):
            for short, name in pairs:
                senses[short, name][column] += sign
        for name in counted.bare:
            bare[name, paper] += sign


class CountTables(PaperTables):
    """The tables of counts, and `pending` as linking sees it; changes are within a transaction."""

    def reset_counts(self) -> None:
        """Forget all counts, so that every paper is counted and linked anew."""
        for table in COUNTED:
            self._db.execute(f"DELETE FROM {table}")
        self._db.execute("INSERT OR IGNORE INTO pending SELECT id FROM papers")

    def count_pending(self) -> int:
        """How many papers are to be counted and linked."""
        found = self._db.execute("SELECT count(*) FROM pending w JOIN papers p ON p.id = w.id").fetchone()
        return int(found[0])

    def mark_pending(self, ids: Iterable[str]) -> None:
        """Have papers linked again."""
        self._db.executemany("INSERT OR IGNORE INTO pending VALUES (?)", ((id,) for id in ids))

    def clear_pending(self, configuration: str) -> None:
        """Note that every paper is linked; one that has not been extracted yet stays to be done."""
        self._db.execute(
            "DELETE FROM pending WHERE NOT EXISTS (SELECT 1 FROM papers p WHERE p.id = pending.id AND NOT EXISTS"
            " (SELECT 1 FROM extractions x WHERE x.text_hash = p.text_hash AND x.configuration = ?))",
            (configuration,),
        )

    def gone_papers(self) -> list[str]:
        """Papers of the graph that the store holds no more."""
        return [row[0] for row in self._db.execute("SELECT id FROM linked EXCEPT SELECT id FROM papers ORDER BY id")]

    def contributions(self, papers: Sequence[str]) -> dict[str, Counted]:
        """What papers were last counted with; those that were not are left out."""
        rows = self._among("SELECT paper, data FROM contributions WHERE paper IN", papers)
        return {paper: Counted(*load(data)) for paper, data in rows}

    def add_contributions(self, counted: Sequence[tuple[str, str]]) -> None:
        """Keep what papers are counted with, as JSON; `add_sums` does the counting."""
        self._db.executemany("INSERT INTO contributions VALUES (?, ?)", counted)

    def drop_contributions(self, papers: Iterable[str]) -> None:
        """Forget what papers were counted with."""
        self._db.executemany("DELETE FROM contributions WHERE paper = ?", [(paper,) for paper in papers])

    def add_sums(self, sums: "Sums") -> None:
        """Bring the counts up to date; what comes to nothing is gone."""
        surfaces = sorted((*place, count) for place, count in sums.surfaces.items() if count)
        self._db.executemany(_ADD_SURFACE, surfaces)
        senses = sorted((*pair, counts[0], counts[1]) for pair, counts in sums.senses.items() if any(counts))
        self._db.executemany(_ADD_SENSE, senses)
        self._db.executemany(
            "DELETE FROM surfaces WHERE name = ? AND surface = ? AND reason = ? AND mentions = 0",
            [row[:3] for row in surfaces if row[3] < 0],
        )
        self._db.executemany(
            "DELETE FROM senses WHERE short = ? AND name = ? AND papers = 0 AND leanings = 0",
            [row[:2] for row in senses if row[2] < 0 or row[3] < 0],
        )
        self._db.executemany(
            "DELETE FROM bare WHERE name = ? AND paper = ?", sorted(place for place, n in sums.bare.items() if n < 0)
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO bare VALUES (?, ?)", sorted(place for place, n in sums.bare.items() if n > 0)
        )

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
        for row in self._among("SELECT DISTINCT paper FROM bare WHERE name IN", list(names)):
            yield row[0]

    def surfaces(self, names: Iterable[str]) -> list[tuple[str, str, str, int]]:
        """Name, surface, reason and number of mentions of everything written for some names."""
        rows = self._among("SELECT name, surface, reason, mentions FROM surfaces WHERE name IN", list(names))
        return [(row[0], row[1], row[2], row[3]) for row in rows]
