"""What a SPARQL store is made of: the parts of a graph, a digest of each, and the quads of any of them.

A part is a paper with all that is its own, an entity with its relations, or the configuration of the
extraction. Its name is `paper:<id>`, `entity:<key>` or `configuration:<hash>`; parts come sorted by name.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from exports.iris import Iris
from exports.rdf import RecordWriter
from exports.syntax import NQuads
from exports.vocabulary import DEFAULT_BASE
from kg.records import EntityNode, GraphReader, LinkedPaper, Relation

__all__ = ["PAPER", "QuadSource", "ReaderSource", "part_name", "split_part"]

PAPER = "paper"
_ENTITY = "entity"
_CONFIGURATION = "configuration"
# The modules whose code decides which triples there are.
_MODULES = ("iris", "literals", "rdf", "rdf_papers", "syntax", "vocabulary", "weblinks")


class QuadSource(Protocol):
    """Where the quads of a store come from."""

    iris: Iris

    def stamp(self) -> str:
        """Something quick to get that differs whenever the graph may differ."""
        ...

    def format(self) -> str:
        """What the form of the quads depends on: the code that writes them, and the base."""
        ...

    def digests(self) -> Iterator[tuple[str, str]]:
        """The name of each part and a digest of its content, sorted by name."""
        ...

    def quads(self, names: Collection[str] | None = None) -> Iterator[str]:
        """The quads of these parts, or of all, as lines of N-Quads."""
        ...


def part_name(kind: str, key: str) -> str:
    """The name of a part.

    >>> part_name("paper", "arxiv:2004.01849")
    'paper:arxiv:2004.01849'
    """
    return f"{kind}:{key}"


def split_part(name: str) -> tuple[str, str]:
    """Kind and key of a part's name.

    >>> split_part("paper:arxiv:2004.01849")
    ('paper', 'arxiv:2004.01849')
    """
    kind, _, key = name.partition(":")
    return kind, key


class ReaderSource:
    """The parts of any graph that can be read, each digest made of the part's own quads.

    A store is quicker: `paper_digests`, `entity_digests`, `linked_paper` and `described`, where the reader has them,
    are asked instead; an entity's digest must cover the relations that start at it.
    """

    def __init__(self, reader: GraphReader, stamp: str, base_iri: str = DEFAULT_BASE) -> None:
        self._reader = reader
        self._stamp = stamp
        self.iris = Iris(base_iri)

    def stamp(self) -> str:
        """What the maker of this source says."""
        return self._stamp

    def format(self) -> str:
        """A hash of the base and of the code that writes quads: a new version makes the store anew."""
        digest = hashlib.sha256(self.iris.base.encode())
        for module in _MODULES:
            digest.update(Path(__file__).with_name(f"{module}.py").read_bytes())
        return digest.hexdigest()

    def digests(self) -> Iterator[tuple[str, str]]:
        """See `QuadSource`."""
        configuration = self._reader.configuration()
        yield part_name(_CONFIGURATION, configuration), ""
        for kind, parts in ((_ENTITY, self._entities), (PAPER, self._papers)):
            kept = getattr(self._reader, f"{kind}_digests", None)
            if kept is not None:
                # What a paper says names the configuration, which a digest of its content need not cover.
                yield from ((part_name(kind, key), f"{digest}-{configuration}") for key, digest in kept())
            else:
                yield from ((name, hashlib.sha256(text.encode()).hexdigest()[:32]) for name, text in parts(None))

    def quads(self, names: Collection[str] | None = None) -> Iterator[str]:
        """See `QuadSource`."""
        writer = self._writer()
        if names is None or part_name(_CONFIGURATION, self._reader.configuration()) in names:
            yield writer.activity()
        for parts in (self._entities, self._papers):
            yield from (text for _, text in parts(names))

    def _writer(self) -> RecordWriter:
        return RecordWriter(self._reader.configuration(), NQuads(), base_iri=self.iris.base)

    def _entities(self, names: Collection[str] | None) -> Iterator[tuple[str, str]]:
        writer = self._writer()
        for entity, relations in self._chosen_entities(names):
            name = part_name(_ENTITY, entity.key)
            if names is None or name in names:
                yield name, writer.entity(entity) + "".join(map(writer.relation, relations))

    def _chosen_entities(self, names: Collection[str] | None) -> Iterable[tuple[EntityNode, list[Relation]]]:
        some = getattr(self._reader, "described", None)
        if names is None or some is None:
            return _with_relations(self._reader.entities(), self._reader.relations())
        chosen: Iterator[tuple[EntityNode, list[Relation]]] = some(_keys_of(_ENTITY, names))
        return chosen

    def _papers(self, names: Collection[str] | None) -> Iterator[tuple[str, str]]:
        writer = self._writer()
        for linked in self._chosen_papers(names):
            name = part_name(PAPER, linked.paper.id)
            if names is None or name in names:
                yield name, writer.paper(linked)

    def _chosen_papers(self, names: Collection[str] | None) -> Iterable[LinkedPaper]:
        if names is None:
            return self._reader.linked_papers()
        wanted = _keys_of(PAPER, names)
        one = getattr(self._reader, "linked_paper", None)
        if one is None:
            return self._reader.linked_papers() if wanted else ()
        return (linked for linked in map(one, wanted) if linked is not None)


def _keys_of(kind: str, names: Collection[str]) -> list[str]:
    return sorted(key for of, key in map(split_part, names) if of == kind)


def _with_relations(
    entities: Iterator[EntityNode], relations: Iterator[Relation]
) -> Iterator[tuple[EntityNode, list[Relation]]]:
    """Each entity with the relations that start at it: both come sorted by its key."""
    relation = next(relations, None)
    for entity in entities:
        own = []
        while relation is not None and relation.subject <= entity.key:
            if relation.subject == entity.key:
                own.append(relation)
            relation = next(relations, None)
        yield entity, own
