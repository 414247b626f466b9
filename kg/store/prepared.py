"""What was worked out of single papers for linking, kept from extraction until all names are settled.

A row counts only as long as the paper is word for word what it was made from, and was made in the
same way: `basis` tells both. Without one, linking works it out itself.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.store.counts import Counted, CountTables
from kg.store.database import BATCH

__all__ = ["Prepared", "PreparedRow", "PreparedTables", "Waiting", "basis_of"]

#: Id, basis, the paper where it is not the one that is kept, counts, rows.
PreparedRow = tuple[str, str, str | None, str, str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What linking makes of one paper: the paper as the graph holds it, what it adds to counts, and its rows."""

    paper: str
    counted: Counted
    rows: str

    def row(self, id: str, way: str, data: str) -> "PreparedRow":
        """The row of a paper that the store keeps as `data`; most papers are the same in the graph."""
        paper = None if self.paper == data else self.paper
        return id, basis_of(way, data), paper, self.counted.dump(), self.rows


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper to be linked, with what is prepared of it: `counted` and `rows` are None where nothing is."""

    id: str
    paper: str
    counted: str | None
    rows: str | None


def basis_of(way: str, paper: str) -> str:
    """What something was prepared from: the way in which, and the paper as it is kept."""
    return hashlib.sha256(f"{way}\n{paper}".encode("utf-8", "surrogatepass")).hexdigest()[:20]


class PreparedTables(CountTables):
    """The table `prepared`; changes are within a transaction."""

    def put_prepared(self, rows: Iterable[PreparedRow]) -> None:
        """Keep id, basis, paper, counts (as JSON) and rows of papers."""
        self._db.executemany("INSERT OR REPLACE INTO prepared VALUES (?, ?, ?, ?, ?)", rows)

    def keep_prepared(self, id: str, way: str, prepared: Prepared) -> None:
        """Keep what was worked out of a paper that the store holds."""
        (data,) = self._db.execute("SELECT data FROM papers WHERE id = ?", (id,)).fetchone()
        self.put_prepared([prepared.row(id, way, data)])

    def waiting(self, way: str, columns: str) -> Iterator[list[Waiting]]:
        """Papers to be counted and linked, by id, in batches; `columns` names what is wanted: "counted" or "rows"."""
        counted, rows = ("r.counted", "NULL") if columns == "counted" else ("NULL", "r.rows")
        last = ""
        query = (
            f"SELECT p.id, p.data, r.basis, r.paper_data, {counted}, {rows}"
            " FROM pending w JOIN papers p ON p.id = w.id LEFT JOIN prepared r ON r.paper = p.id"
            f" WHERE w.id > ? ORDER BY w.id LIMIT {BATCH}"
        )
        while found := self._db.execute(query, (last,)).fetchall():
            last = found[-1][0]
            yield [
                Waiting(id, paper or data, counts, linked)
                if basis == basis_of(way, data)
                else Waiting(id, data, None, None)
                for id, data, basis, paper, counts, linked in found
            ]

    def forget_prepared(self, ids: Sequence[str]) -> None:
        """Drop what linking needs no more; what it writes next takes the room."""
        self._db.executemany("DELETE FROM prepared WHERE paper = ?", [(id,) for id in ids])

    def forget_all_prepared(self) -> None:
        """Drop what is left: of papers that are gone."""
        self._db.execute("DELETE FROM prepared")
