"""Records to RDF, one paper at a time.

The order is fixed: the activity, entities by key, papers by id, relations. The triples of one
subject stand together. Nothing is held in memory but a few papers.

Triples are made as lines of canonical N-Triples, a paper at a time, and handed to pyoxigraph as
text: making each triple as a Python object takes several times as long as all the rest.

A venue is a `schema:CreativeWork` with a `schema:name`, because `schema:isPartOf` expects a work
and not a text; its two triples stand again at each of its papers, since remembering which venues
have been written would make memory grow with the corpus. In RDF, saying a thing twice is saying it once.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, pairwise
from operator import attrgetter
from typing import Literal, get_args

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

from exports.iris import Iris
from exports.literals import confidence, date_literal, decimal, offset, text
from exports.vocabulary import DEFAULT_BASE, ROLE_PREDICATES, term
from exports.weblinks import is_code, link_iri
from kg.errors import KgError
from kg.records import EntityNode, GraphReader, Link, LinkedMention, LinkedPaper, Paper, Relation, ResultNode

__all__ = ["Provenance", "TripleMaker", "ntriples", "quads", "triples"]

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
    term("kg:mentions"),
    term("kg:refersTo"),
    term("kg:confidence"),
    term("kg:sentence"),
)
_VALUE, _UNIT, _KIND, _QUOTE = term("kg:value"), term("kg:unit"), term("kg:kind"), term("kg:quote")
_RESULT_OF = term("kg:resultOf")

# A class of ours, and the class that others know it by.
_PAPER_TYPES = (term("kg:Paper"), term("schema:ScholarlyArticle"))
_LINK_TYPES = (term("kg:Link"), term("rdf:Statement"))
_MENTION_TYPES = (term("kg:Mention"), _SPECIFIC)
_RESULT_TYPES = (term("kg:Result"), term("mls:ModelEvaluation"))
_ENTITY_TYPES: dict[str, tuple[str, ...]] = {
    "Method": (term("kg:Method"),),
    "Dataset": (term("kg:Dataset"), term("schema:Dataset")),
    "Metric": (term("kg:Metric"), term("mls:EvaluationMeasure")),
    "Task": (term("kg:Task"), term("mls:Task")),
}
_PREDICATES: dict[str, str] = {
    name: term(f"kg:{name}") for name in (*ROLE_PREDICATES, "variantOf", "evaluatedOn", "usedFor", "comparedWith")
}
_RESULT_LINKS = (
    (term("kg:ofMethod"), "method"),
    (term("kg:onDataset"), "dataset"),
    (term("kg:byMetric"), "metric"),
    (term("kg:forTask"), "task"),
)

# About how many characters are handed on at a time.
_CHUNK = 1 << 16


def ntriples(reader: GraphReader, *, base_iri: str = DEFAULT_BASE, provenance: Provenance = "full") -> Iterator[str]:
    """All triples of an export, in a fixed order, as pieces of canonical N-Triples.

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
    return _in_chunks(_batches(maker, reader))


def quads(reader: GraphReader, *, base_iri: str = DEFAULT_BASE, provenance: Provenance = "full") -> Iterator[Quad]:
    """The same triples as objects of pyoxigraph, in the default graph: what a store takes."""
    pieces = ntriples(reader, base_iri=base_iri, provenance=provenance)
    # What is written here is valid by construction, as the tests show; checking it again takes time.
    return chain.from_iterable(pyoxigraph.parse(piece, RdfFormat.N_TRIPLES, lenient=True) for piece in pieces)


def triples(reader: GraphReader, *, base_iri: str = DEFAULT_BASE, provenance: Provenance = "full") -> Iterator[Triple]:
    """The same triples as such, for what wants no quads."""
    return map(attrgetter("triple"), quads(reader, base_iri=base_iri, provenance=provenance))


def _batches(maker: "TripleMaker", reader: GraphReader) -> Iterator[list[str]]:
    yield maker.head()
    yield from map(maker.entity, reader.entities())
    yield from map(maker.paper, reader.linked_papers())
    yield from map(maker.relation, reader.relations())


def _in_chunks(batches: Iterable[list[str]]) -> Iterator[str]:
    pieces: list[str] = []
    size = 0
    for batch in batches:
        pieces += batch
        size += sum(map(len, batch))
        if size >= _CHUNK:
            yield "".join(pieces)
            pieces, size = [], 0
    if pieces:
        yield "".join(pieces)


class TripleMaker:
    """Makes the triples of one record at a time, all with the same base and level of provenance.

    Every triple is a line of N-Triples.
    """

    def __init__(self, configuration: str, *, base_iri: str = DEFAULT_BASE, provenance: Provenance = "full") -> None:
        if provenance not in get_args(Provenance):
            raise KgError(f"provenance {provenance!r}: must be one of {', '.join(get_args(Provenance))}")
        self.iris = Iris(base_iri)
        self.provenance = provenance
        self._configuration = configuration
        self._activity = _iri(self.iris.configuration(configuration))
        # Most links go to the same few entities: their nodes are worth keeping.
        self._node = lru_cache(maxsize=50_000)(lambda key: _iri(self.iris.node(key)))

    def head(self) -> list[str]:
        """The activity that made the extractions; nothing where no provenance is wanted."""
        if self.provenance == "none":
            return []
        return [
            _line(self._activity, _TYPE, _ACTIVITY),
            _line(self._activity, _IDENTIFIER, text(self._configuration)),
        ]

    def entity(self, entity: EntityNode) -> list[str]:
        """A canonical entity: classes and names."""
        node = self._node(entity.key)
        label = text(entity.label)
        # SKOS: what is the preferred label is not an alternative one.
        others = [literal for literal in map(text, _distinct(entity.aliases)) if literal != label]
        return [
            *_typed(node, _ENTITY_TYPES[entity.type]),
            _line(node, _PREF_LABEL, label),
            *(_line(node, _ALT_LABEL, other) for other in others),
        ]

    def relation(self, relation: Relation) -> list[str]:
        """An edge between two entities."""
        ends = self._node(relation.subject), self._node(relation.object)
        return [_line(ends[0], _PREDICATES[relation.predicate], ends[1])]

    def paper(self, linked: LinkedPaper) -> list[str]:
        """A paper with its links, mentions and results."""
        paper = linked.paper
        node = _iri(self.iris.paper(paper.id))
        content = paper.text
        mentions = [m for m in linked.mentions if 0 <= m.start < m.end <= len(content)]
        out = self._metadata(node, paper)
        out += self._predicates(node, linked.links)
        out += self._authors(paper)
        out += self._venue(paper)
        if self.provenance != "none":
            for link in linked.links:
                out += self._link(node, paper, link, mentions)
        if self.provenance == "full":
            for mention in mentions:
                out += self._mention(node, paper, mention, content)
        for result in linked.results:
            out += self._result(node, result, content)
        return out

    def _metadata(self, node: str, paper: Paper) -> list[str]:
        out = _typed(node, _PAPER_TYPES)
        out.append(_line(node, _IDENTIFIER, text(paper.id)))
        for predicate, value in ((_DOI, paper.doi), (_TITLE, paper.title), (_ABSTRACT, paper.abstract)):
            if value:
                out.append(_line(node, predicate, text(value)))
        if paper.date and (day := date_literal(paper.date)):
            out.append(_line(node, _DATE, day))
        out += [_line(node, _CREATOR, text(author)) for author in _distinct(paper.authors)]
        if any(paper.authors):
            out.append(_line(node, _AUTHOR_LIST, _iri(self.iris.author_cell(paper.id, 1))))
        if paper.venue:
            out.append(_line(node, _PART_OF, _iri(self.iris.venue(paper.venue))))
        out += [_line(node, _TOPIC, text(category)) for category in _distinct(paper.categories)]
        for link in _distinct(paper.links):
            if target := link_iri(link):
                out.append(_line(node, _CODE if is_code(target) else _PAGE, _iri(target)))
        return out

    def _predicates(self, node: str, links: Iterable[Link]) -> list[str]:
        """The role predicates, and `kg:mentions`, which holds for every role."""
        out = [
            _line(node, _PREDICATES[link.predicate], self._node(link.entity))
            for link in links
            if link.predicate != "mentions"
        ]
        out += [_line(node, _MENTIONS, self._node(entity)) for entity in _distinct(link.entity for link in links)]
        return out

    def _authors(self, paper: Paper) -> list[str]:
        """The list of authors, in order."""
        authors = [author for author in paper.authors if author]
        cells = [_iri(self.iris.author_cell(paper.id, position)) for position in range(1, len(authors) + 1)]
        out: list[str] = []
        for author, (cell, rest) in zip(authors, pairwise([*cells, _NIL]), strict=True):
            out.append(_line(cell, _FIRST, text(author)))
            out.append(_line(cell, _REST, rest))
        return out

    def _venue(self, paper: Paper) -> list[str]:
        if not paper.venue:
            return []
        venue = _iri(self.iris.venue(paper.venue))
        return [_line(venue, _TYPE, _WORK), _line(venue, _NAME, text(paper.venue))]

    def _link(self, node: str, paper: Paper, link: Link, mentions: Iterable[LinkedMention]) -> list[str]:
        statement = _iri(self.iris.link(paper.id, link.predicate, link.entity))
        out = [
            *_typed(statement, _LINK_TYPES),
            _line(statement, _SUBJECT, node),
            _line(statement, _PREDICATE, _PREDICATES[link.predicate]),
            _line(statement, _OBJECT, self._node(link.entity)),
            _line(statement, _CONFIDENCE, confidence(link.confidence)),
        ]
        out += [_line(statement, _SENTENCE, text(said)) for said in _distinct(e.text for e in link.evidence)]
        if self.provenance == "full":
            spans = {evidence.mention for evidence in link.evidence}
            out += [
                _line(statement, _DERIVED, _iri(self._mention_iri(paper, mention)))
                for mention in mentions
                if mention.entity == link.entity and (mention.start, mention.end) in spans
            ]
        out.append(_line(statement, _GENERATED, self._activity))
        return out

    def _mention(self, node: str, paper: Paper, mention: LinkedMention, content: str) -> list[str]:
        iri = self._mention_iri(paper, mention)
        here = _iri(iri)
        return [
            *_typed(here, _MENTION_TYPES),
            _line(here, _REFERS_TO, self._node(mention.entity)),
            _line(here, _CONFIDENCE, confidence(mention.confidence)),
            _line(here, _GENERATED, self._activity),
            *self._selection(iri, node, mention.start, mention.end, content),
        ]

    def _mention_iri(self, paper: Paper, mention: LinkedMention) -> str:
        return self.iris.mention(paper.id, mention.start, mention.end, mention.entity)

    def _result(self, node: str, result: ResultNode, content: str) -> list[str]:
        value = decimal(result.value)
        if value is None:
            return []
        here = _iri(self.iris.node(result.key))
        out = [*_typed(here, _RESULT_TYPES), _line(here, _RESULT_OF, node)]
        for predicate, field in _RESULT_LINKS:
            if key := getattr(result, field):
                out.append(_line(here, predicate, self._node(key)))
        out.append(_line(here, _VALUE, value))
        if result.unit:
            out.append(_line(here, _UNIT, text(result.unit)))
        out += [
            _line(here, _KIND, text(result.kind)),
            _line(here, _QUOTE, text(result.text)),
            _line(here, _CONFIDENCE, confidence(result.confidence)),
        ]
        if self.provenance == "none":
            return out
        out.append(_line(here, _GENERATED, self._activity))
        # Offsets that do not give the quoted words would be a false statement.
        if self.provenance == "full" and result.text == content[max(result.start, 0) : result.end]:
            quotation = self.iris.quotation(result.key)
            out.append(_line(here, _DERIVED, _iri(quotation)))
            out.append(_line(_iri(quotation), _TYPE, _SPECIFIC))
            out += self._selection(quotation, node, result.start, result.end, content)
        return out

    def _selection(self, target: str, source: str, start: int, end: int, content: str) -> list[str]:
        """Where a stretch of text stands: its paper, and one node with offsets and exact words."""
        here, selector = _iri(target), _iri(self.iris.selector(target))
        return [
            _line(here, _HAS_SOURCE, source),
            _line(here, _HAS_SELECTOR, selector),
            *_typed(selector, _SELECTOR_TYPES),
            _line(selector, _START, offset(start)),
            _line(selector, _END, offset(end)),
            _line(selector, _EXACT, text(content[start:end])),
        ]


def _iri(iri: str) -> str:
    return f"<{iri}>"


def _line(subject: str, predicate: str, object_: str) -> str:
    return f"{subject} {predicate} {object_} .\n"


def _typed(node: str, classes: Iterable[str]) -> list[str]:
    return [_line(node, _TYPE, cls) for cls in classes]


def _distinct(values: Iterable[str]) -> Iterable[str]:
    """Each value once, the empty one never, in the order of first appearance."""
    return dict.fromkeys(value for value in values if value)
