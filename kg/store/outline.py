"""What is next to what, read without sentences: a small part of the time that whole papers take."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.records import Relation, ResultNode
from kg.store.encoding import load
from kg.store.graph import GraphTables

__all__ = ["Joint", "OutlineTables", "PaperHead"]


class PaperHead(NamedTuple):
    """What can be told of a paper without its links: its fields as stored."""

    id: str
    title: str | None
    abstract: str | None
    date: str | None


class Joint(NamedTuple):
    """An edge without what says so: the two ends (a paper by its id, an entity by its key) and the predicate."""

    subject: str
    predicate: str
    object: str


class OutlineTables(GraphTables):
    """Reads the linked graph by table rather than by paper."""

    def paper_heads(self) -> Iterator[PaperHead]:
        """All papers of the graph, by id."""
        for id, data in self.read_rows("SELECT id, data FROM linked ORDER BY id"):
            fields = load(data)
            yield PaperHead(id, fields.get("title"), fields.get("abstract"), fields.get("date"))

    def link_joints(self) -> Iterator[Joint]:
        """Every link of a paper, by paper, predicate and entity."""
        for row in self.read_rows("SELECT paper, predicate, entity FROM links ORDER BY paper, predicate, entity"):
            yield Joint(*row)

    def derived_joints(self) -> Iterator[Joint]:
        """Every edge between entities that papers led to, by subject, predicate and object."""
        for row in self.read_rows("SELECT DISTINCT subject, predicate, object FROM derived ORDER BY 1, 2, 3"):
            yield Joint(*row)

    def variants(self) -> Iterator[Relation]:
        """Which entity is a variant of which; nothing but their names says so."""
        return self._variants()

    def derived_from(self, keys: Iterable[str]) -> Iterator[Relation]:
        """What papers led to between these entities, as subjects, and others, with its evidence."""
        for key in keys:
            yield from self._derived(key)

    def results(self) -> Iterator[ResultNode]:
        """All results, by paper and key."""
        for (data,) in self.read_rows("SELECT data FROM results ORDER BY paper, key"):
            yield ResultNode(**load(data))
