"""Records to RDF, one paper at a time.

The order is fixed: the activity, entities by key, papers by id, relations. The triples of one
subject stand together. Nothing is held in memory but a few papers.

Where the syntax has named graphs, each paper has one; entities with their relations, venues and
configurations have one each. No triple stands in two graphs, so that a store which simply lays its
graphs on top of one another (Oxigraph does) counts every triple once.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import get_args

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

from exports.iris import Iris
from exports.literals import distinct, quoted
from exports.rdf_papers import PaperWriter, Provenance
from exports.syntax import NTriples, Syntax
from exports.vocabulary import DEFAULT_BASE
from kg.errors import KgError
from kg.records import EntityNode, GraphReader, Relation
from kg.text import name_key

__all__ = ["Provenance", "RecordWriter", "gathered", "pieces", "quads", "records", "triples"]

# Beside each class of ours, the class that others know it by.
_ENTITY_CLASSES = {
    "Method": ("kg:Method",),
    "Dataset": ("kg:Dataset", "schema:Dataset"),
    "Metric": ("kg:Metric", "mls:EvaluationMeasure"),
    "Task": ("kg:Task", "mls:Task"),
}
# About how many characters are handed on at a time.
_PIECE = 1 << 16


def pieces(
    reader: GraphReader,
    syntax: Syntax | None = None,
    *,
    base_iri: str = DEFAULT_BASE,
    provenance: Provenance = "full",
) -> Iterator[str]:
    """All triples of an export, in a fixed order, as pieces of text.

    Parameters
    ----------
    reader
        Where entities, papers and relations come from.
    syntax
        How triples are written; as N-Triples if None.
    base_iri
        The namespace of the data.
    provenance
        `full` for links, sentences, mentions and offsets; `links` for links and their sentences;
        `none` for neither. Results keep their quotation in every case.

    Raises
    ------
    KgError
        If the base is no absolute IRI that ends in `/` or `#`, or the level is unknown.
    """
    syntax = syntax or NTriples()
    writer = RecordWriter(reader.configuration(), syntax, base_iri=base_iri, provenance=provenance)
    return gathered(records(writer, reader))


def quads(reader: GraphReader, *, base_iri: str = DEFAULT_BASE, provenance: Provenance = "full") -> Iterator[Quad]:
    """The same triples as objects of pyoxigraph, in the default graph: what a store takes."""
    texts = pieces(reader, base_iri=base_iri, provenance=provenance)
    # What is written here is valid by construction, as the tests show; checking it again takes time.
    return chain.from_iterable(pyoxigraph.parse(text, RdfFormat.N_TRIPLES, lenient=True) for text in texts)


def triples(reader: GraphReader, *, base_iri: str = DEFAULT_BASE, provenance: Provenance = "full") -> Iterator[Triple]:
    """The same triples as such, for what wants no quads."""
    return map(attrgetter("triple"), quads(reader, base_iri=base_iri, provenance=provenance))


def records(writer: "RecordWriter", reader: GraphReader) -> Iterator[str]:
    """All that a reader has, one text for each record."""
    yield writer.head()
    yield from map(writer.entity, reader.entities())
    yield from map(writer.paper, reader.linked_papers())
    yield from map(writer.relation, reader.relations())


def gathered(texts: Iterable[str]) -> Iterator[str]:
    """The same texts in pieces of a size that is quick to hand on."""
    waiting: list[str] = []
    size = 0
    for record in texts:
        waiting.append(record)
        size += len(record)
        if size >= _PIECE:
            yield "".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield "".join(waiting)


class RecordWriter:
    """Writes one record at a time, all with the same base, syntax and level of provenance.

    Attributes
    ----------
    paper
        Writes a paper (`kg.records.LinkedPaper`) with its links, mentions and results.
    """

    def __init__(
        self,
        configuration: str,
        syntax: Syntax,
        *,
        base_iri: str = DEFAULT_BASE,
        provenance: Provenance = "full",
    ) -> None:
        if provenance not in get_args(Provenance):
            raise KgError(f"provenance {provenance!r}: must be one of {', '.join(get_args(Provenance))}")
        self.iris = Iris(base_iri)
        self.syntax = syntax
        self.provenance = provenance
        self._terms = syntax.terms
        # Most links go to the same few entities.
        self._node = lru_cache(maxsize=20_000)(lambda key: syntax.node(self.iris.node(key)))
        self._entities_graph = self.iris.graph("entities")
        self._entities_label = syntax.label(self._entities_graph)
        self._configuration = configuration
        self._activity = syntax.iri(self.iris.configuration(configuration))
        self.paper = PaperWriter(self.iris, syntax, provenance, self._activity, self._node).write

    def head(self) -> str:
        """What stands first: the activity that made the extractions, where provenance is wanted."""
        if self.provenance == "none":
            return self.syntax.head()
        return self.syntax.head() + self.activity()

    def activity(self) -> str:
        """The configuration of the extraction, as the activity that made the links."""
        graph = self.iris.graph("configurations")
        named = f"{self._terms['dcterms:identifier']} {quoted(self._configuration)}"
        statements = [*self.syntax.types("prov:Activity"), named]
        return self.syntax.record(graph, self.syntax.about(self._activity, statements, self.syntax.label(graph)))

    def entity(self, entity: EntityNode) -> str:
        """A canonical entity: classes, names, and the keys under which names are looked up."""
        label = quoted(entity.label)
        # SKOS: what is the preferred label is not an alternative one.
        others = [name for name in map(quoted, distinct(entity.aliases)) if name != label]
        statements = [
            *self.syntax.types(*_ENTITY_CLASSES[entity.type]),
            f"{self._terms['skos:prefLabel']} {label}",
            *[f"{self._terms['skos:altLabel']} {other}" for other in others],
            *[f"{self._terms['kg:nameKey']} {quoted(key)}" for key in _name_keys(entity)],
        ]
        return self._of_entities(self._node(entity.key), statements)

    def relation(self, relation: Relation) -> str:
        """An edge between two entities."""
        statement = f"{self._terms['kg:' + relation.predicate]} {self._node(relation.object)}"
        return self._of_entities(self._node(relation.subject), [statement])

    def _of_entities(self, subject: str, statements: list[str]) -> str:
        text = self.syntax.about(subject, statements, self._entities_label)
        return self.syntax.record(self._entities_graph, text)


def _name_keys(entity: EntityNode) -> Iterable[str]:
    return distinct(map(name_key, (entity.label, *entity.aliases)))
