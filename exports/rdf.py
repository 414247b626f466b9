"""Records to triples, one paper at a time.

The order is fixed: the activity, entities by key, papers by id, relations. The triples of one
subject stand together. Nothing is held in memory but the paper in hand.

A venue is a `schema:CreativeWork` with a `schema:name`, because `schema:isPartOf` expects a work
and not a text; its two triples stand again at each of its papers, since remembering which venues
have been written would make memory grow with the corpus. In RDF, saying a thing twice is saying it once.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, get_args

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, Triple

from exports.iris import Iris
from exports.literals import confidence, date_literal, decimal, offset, text
from exports.vocabulary import DEFAULT_BASE, ROLE_PREDICATES, kg, term
from exports.weblinks import is_code, link_node
from kg.errors import KgError
from kg.records import EntityNode, GraphReader, Link, LinkedMention, LinkedPaper, Paper, Relation, ResultNode

__all__ = ["Provenance", "TripleMaker", "triples"]

Provenance = Literal["full", "links", "none"]

_TYPE = term("rdf:type")
_FIRST, _REST, _NIL = term("rdf:first"), term("rdf:rest"), term("rdf:nil")
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
_PREF_LABEL, _ALT_LABEL = term("skos:prefLabel"), term("skos:altLabel")
_TITLE, _ABSTRACT, _DATE = term("dcterms:title"), term("dcterms:abstract"), term("dcterms:date")
_IDENTIFIER, _CREATOR, _TOPIC = term("dcterms:identifier"), term("dcterms:creator"), term("dcterms:subject")
_DOI, _AUTHOR_LIST = term("bibo:doi"), term("bibo:authorList")
_PART_OF, _NAME, _WORK = term("schema:isPartOf"), term("schema:name"), term("schema:CreativeWork")
_CODE, _PAGE = term("schema:codeRepository"), term("foaf:page")
_DERIVED, _GENERATED, _ACTIVITY = (
    term("prov:wasDerivedFrom"),
    term("prov:wasGeneratedBy"),
    term("prov:Activity"),
)
_HAS_SOURCE, _HAS_SELECTOR = term("oa:hasSource"), term("oa:hasSelector")
_START, _END, _EXACT = term("oa:start"), term("oa:end"), term("oa:exact")
_SPECIFIC = term("oa:SpecificResource")
_SELECTOR_TYPES = (term("oa:TextPositionSelector"), term("oa:TextQuoteSelector"))
_MENTIONS, _REFERS_TO, _CONFIDENCE, _SENTENCE = (
    kg("mentions"),
    kg("refersTo"),
    kg("confidence"),
    kg("sentence"),
)
_VALUE, _UNIT, _KIND, _QUOTE = kg("value"), kg("unit"), kg("kind"), kg("quote")
_RESULT_OF = kg("resultOf")

# A class of ours, and the class that others know it by.
_PAPER_TYPES = (kg("Paper"), term("schema:ScholarlyArticle"))
_LINK_TYPES = (kg("Link"), term("rdf:Statement"))
_MENTION_TYPES = (kg("Mention"), _SPECIFIC)
_RESULT_TYPES = (kg("Result"), term("mls:ModelEvaluation"))
_ENTITY_TYPES: dict[str, tuple[NamedNode, ...]] = {
    "Method": (kg("Method"),),
    "Dataset": (kg("Dataset"), term("schema:Dataset")),
    "Metric": (kg("Metric"), term("mls:EvaluationMeasure")),
    "Task": (kg("Task"), term("mls:Task")),
}
_PREDICATES: dict[str, NamedNode] = {
    name: kg(name) for name in (*ROLE_PREDICATES, "variantOf", "evaluatedOn", "usedFor", "comparedWith")
}
_RESULT_LINKS = (
    (kg("ofMethod"), "method"),
    (kg("onDataset"), "dataset"),
    (kg("byMetric"), "metric"),
    (kg("forTask"), "task"),
)


def triples(reader: GraphReader, *, base_iri: str = DEFAULT_BASE, provenance: Provenance = "full") -> Iterator[Triple]:
    """All triples of an export, in a fixed order.

    Parameters
    ----------
    reader
        Where entities, papers and relations come from.
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
    maker = TripleMaker(reader.configuration(), base_iri=base_iri, provenance=provenance)
    return _stream(maker, reader)


def _stream(maker: "TripleMaker", reader: GraphReader) -> Iterator[Triple]:
    yield from maker.head()
    for entity in reader.entities():
        yield from maker.entity(entity)
    for linked in reader.linked_papers():
        yield from maker.paper(linked)
    for relation in reader.relations():
        yield maker.relation(relation)


class TripleMaker:
    """Makes the triples of one record at a time, all with the same base and level of provenance."""

    def __init__(self, configuration: str, *, base_iri: str = DEFAULT_BASE, provenance: Provenance = "full") -> None:
        if provenance not in get_args(Provenance):
            raise KgError(f"provenance {provenance!r}: must be one of {', '.join(get_args(Provenance))}")
        self.iris = Iris(base_iri)
        self.provenance = provenance
        self._configuration = configuration
        self._activity = self.iris.configuration(configuration)
        # Most links go to the same few entities: their nodes are worth keeping.
        self._node = lru_cache(maxsize=50_000)(self.iris.node)

    def head(self) -> Iterator[Triple]:
        """The activity that made the extractions; nothing where no provenance is wanted."""
        if self.provenance != "none":
            yield Triple(self._activity, _TYPE, _ACTIVITY)
            yield Triple(self._activity, _IDENTIFIER, text(self._configuration))

    def entity(self, entity: EntityNode) -> Iterator[Triple]:
        """A canonical entity: classes and names."""
        node = self._node(entity.key)
        yield from _typed(node, _ENTITY_TYPES[entity.type])
        label = text(entity.label)
        yield Triple(node, _PREF_LABEL, label)
        # SKOS: what is the preferred label is not an alternative one.
        for alias in _distinct(entity.aliases):
            literal = text(alias)
            if literal != label:
                yield Triple(node, _ALT_LABEL, literal)

    def relation(self, relation: Relation) -> Triple:
        """An edge between two entities."""
        return Triple(self._node(relation.subject), _PREDICATES[relation.predicate], self._node(relation.object))

    def paper(self, linked: LinkedPaper) -> Iterator[Triple]:
        """A paper with its links, mentions and results."""
        paper = linked.paper
        node = self.iris.paper(paper.id)
        yield from self._metadata(node, paper)
        yield from self._predicates(node, linked.links)
        yield from self._authors(paper)
        yield from self._venue(paper)
        content = paper.text
        mentions = [m for m in linked.mentions if 0 <= m.start < m.end <= len(content)]
        if self.provenance != "none":
            for link in linked.links:
                yield from self._link(node, paper, link, mentions)
        if self.provenance == "full":
            for mention in mentions:
                yield from self._mention(node, paper, mention, content)
        for result in linked.results:
            yield from self._result(node, result, content)

    def _metadata(self, node: NamedNode, paper: Paper) -> Iterator[Triple]:
        yield from _typed(node, _PAPER_TYPES)
        yield Triple(node, _IDENTIFIER, text(paper.id))
        if paper.doi:
            yield Triple(node, _DOI, text(paper.doi))
        if paper.title:
            yield Triple(node, _TITLE, text(paper.title))
        if paper.abstract:
            yield Triple(node, _ABSTRACT, text(paper.abstract))
        if paper.date and (day := date_literal(paper.date)):
            yield Triple(node, _DATE, day)
        for author in _distinct(paper.authors):
            yield Triple(node, _CREATOR, text(author))
        if any(paper.authors):
            yield Triple(node, _AUTHOR_LIST, self.iris.author_cell(paper.id, 1))
        if paper.venue:
            yield Triple(node, _PART_OF, self.iris.venue(paper.venue))
        for category in _distinct(paper.categories):
            yield Triple(node, _TOPIC, text(category))
        for link in _distinct(paper.links):
            if target := link_node(link):
                yield Triple(node, _CODE if is_code(target) else _PAGE, target)

    def _predicates(self, node: NamedNode, links: Iterable[Link]) -> Iterator[Triple]:
        """The role predicates, and `kg:mentions`, which holds for every role."""
        for link in links:
            if link.predicate != "mentions":
                yield Triple(node, _PREDICATES[link.predicate], self._node(link.entity))
        for entity in _distinct(link.entity for link in links):
            yield Triple(node, _MENTIONS, self._node(entity))

    def _authors(self, paper: Paper) -> Iterator[Triple]:
        authors = [author for author in paper.authors if author]
        for position, author in enumerate(authors, start=1):
            cell = self.iris.author_cell(paper.id, position)
            is_last = position == len(authors)
            yield Triple(cell, _FIRST, text(author))
            yield Triple(cell, _REST, _NIL if is_last else self.iris.author_cell(paper.id, position + 1))

    def _venue(self, paper: Paper) -> Iterator[Triple]:
        if paper.venue:
            venue = self.iris.venue(paper.venue)
            yield Triple(venue, _TYPE, _WORK)
            yield Triple(venue, _NAME, text(paper.venue))

    def _link(self, node: NamedNode, paper: Paper, link: Link, mentions: Iterable[LinkedMention]) -> Iterator[Triple]:
        statement = self.iris.link(paper.id, link.predicate, link.entity)
        yield from _typed(statement, _LINK_TYPES)
        yield Triple(statement, _SUBJECT, node)
        yield Triple(statement, _PREDICATE, _PREDICATES[link.predicate])
        yield Triple(statement, _OBJECT, self._node(link.entity))
        yield Triple(statement, _CONFIDENCE, confidence(link.confidence))
        for sentence in _distinct(evidence.text for evidence in link.evidence):
            yield Triple(statement, _SENTENCE, text(sentence))
        if self.provenance == "full":
            spans = {evidence.mention for evidence in link.evidence}
            for mention in mentions:
                if mention.entity == link.entity and (mention.start, mention.end) in spans:
                    source = self.iris.mention(paper.id, mention.start, mention.end, mention.entity)
                    yield Triple(statement, _DERIVED, source)
        yield Triple(statement, _GENERATED, self._activity)

    def _mention(self, node: NamedNode, paper: Paper, mention: LinkedMention, content: str) -> Iterator[Triple]:
        here = self.iris.mention(paper.id, mention.start, mention.end, mention.entity)
        yield from _typed(here, _MENTION_TYPES)
        yield Triple(here, _REFERS_TO, self._node(mention.entity))
        yield Triple(here, _CONFIDENCE, confidence(mention.confidence))
        yield Triple(here, _GENERATED, self._activity)
        yield from self._selection(here, node, mention.start, mention.end, content)

    def _result(self, node: NamedNode, result: ResultNode, content: str) -> Iterator[Triple]:
        value = decimal(result.value)
        if value is None:
            return
        here = self._node(result.key)
        yield from _typed(here, _RESULT_TYPES)
        yield Triple(here, _RESULT_OF, node)
        for predicate, field in _RESULT_LINKS:
            if key := getattr(result, field):
                yield Triple(here, predicate, self._node(key))
        yield Triple(here, _VALUE, value)
        if result.unit:
            yield Triple(here, _UNIT, text(result.unit))
        yield Triple(here, _KIND, RdfLiteral(result.kind))
        yield Triple(here, _QUOTE, text(result.text))
        yield Triple(here, _CONFIDENCE, confidence(result.confidence))
        if self.provenance == "none":
            return
        yield Triple(here, _GENERATED, self._activity)
        # Offsets that do not give the quoted words would be a false statement.
        if self.provenance == "full" and result.text == content[max(result.start, 0) : result.end]:
            quotation = self.iris.quotation(result.key)
            yield Triple(here, _DERIVED, quotation)
            yield Triple(quotation, _TYPE, _SPECIFIC)
            yield from self._selection(quotation, node, result.start, result.end, content)

    def _selection(self, target: NamedNode, source: NamedNode, start: int, end: int, content: str) -> Iterator[Triple]:
        """Where a stretch of text stands: its paper, and one node with offsets and exact words."""
        selector = self.iris.selector(target)
        yield Triple(target, _HAS_SOURCE, source)
        yield Triple(target, _HAS_SELECTOR, selector)
        yield from _typed(selector, _SELECTOR_TYPES)
        yield Triple(selector, _START, offset(start))
        yield Triple(selector, _END, offset(end))
        yield Triple(selector, _EXACT, text(content[start:end]))


def _typed(node: NamedNode, classes: Iterable[NamedNode]) -> Iterator[Triple]:
    for cls in classes:
        yield Triple(node, _TYPE, cls)


def _distinct(values: Iterable[str]) -> Iterable[str]:
    """Each value once, the empty one never, in the order of first appearance."""
    return dict.fromkeys(value for value in values if value)
