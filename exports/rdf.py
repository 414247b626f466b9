"""Records to RDF, one paper at a time.

The order is fixed: the activity, entities by key, papers by id, relations. The triples of one
subject stand together. Nothing is held in memory but a few papers.

Where the syntax has named graphs, each paper has one; entities with their relations, venues and
configurations have one each. No triple stands in two graphs, so that a store which simply lays its
graphs on top of one another (Oxigraph does) counts every triple once.

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
from exports.literals import confidence_digits, date_type, decimal_digits, quoted
from exports.syntax import NTriples, Syntax
from exports.vocabulary import DEFAULT_BASE
from exports.weblinks import is_code, link_iri
from kg.errors import KgError
from kg.records import EntityNode, GraphReader, Link, LinkedMention, LinkedPaper, Paper, Relation, ResultNode
from kg.text import name_key

__all__ = ["Provenance", "RecordWriter", "gathered", "pieces", "quads", "records", "triples"]

Provenance = Literal["full", "links", "none"]

# Beside each class of ours, the class that others know it by.
_ENTITY_CLASSES = {
    "Method": ("kg:Method",),
    "Dataset": ("kg:Dataset", "schema:Dataset"),
    "Metric": ("kg:Metric", "mls:EvaluationMeasure"),
    "Task": ("kg:Task", "mls:Task"),
}
_RESULT_LINKS = (
    ("kg:ofMethod", "method"),
    ("kg:onDataset", "dataset"),
    ("kg:byMetric", "metric"),
    ("kg:forTask", "task"),
)
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

    A statement is a predicate, a space and an object, as the syntax writes them.
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
        self._venues_graph = self.iris.graph("venues")
        self._configuration = configuration
        self._activity = syntax.iri(self.iris.configuration(configuration))
        self._generated = f"{self._terms['prov:wasGeneratedBy']} {self._activity}"
        self._a_link = self._types("kg:Link", "rdf:Statement")
        self._a_mention = self._types("kg:Mention", "oa:SpecificResource")
        self._a_selector = self._types("oa:TextPositionSelector", "oa:TextQuoteSelector")

    def head(self) -> str:
        """What stands first: the activity that made the extractions, where provenance is wanted."""
        if self.provenance == "none":
            return self.syntax.head()
        return self.syntax.head() + self.activity()

    def activity(self) -> str:
        """The configuration of the extraction, as the activity that made the links."""
        named = f"{self._terms['dcterms:identifier']} {quoted(self._configuration)}"
        about = self.syntax.about(self._activity, [*self._types("prov:Activity"), named])
        return self.syntax.in_graph(self.iris.graph("configurations"), about)

    def entity(self, entity: EntityNode) -> str:
        """A canonical entity: classes, names, and the keys under which names are looked up."""
        label = quoted(entity.label)
        # SKOS: what is the preferred label is not an alternative one.
        others = [name for name in map(quoted, _distinct(entity.aliases)) if name != label]
        statements = [
            *self._types(*_ENTITY_CLASSES[entity.type]),
            f"{self._terms['skos:prefLabel']} {label}",
            *(f"{self._terms['skos:altLabel']} {other}" for other in others),
            *(f"{self._terms['kg:nameKey']} {quoted(key)}" for key in _name_keys(entity)),
        ]
        return self._of_entities(self.syntax.about(self._node(entity.key), statements))

    def relation(self, relation: Relation) -> str:
        """An edge between two entities."""
        statement = f"{self._terms['kg:' + relation.predicate]} {self._node(relation.object)}"
        return self._of_entities(self.syntax.about(self._node(relation.subject), [statement]))

    def _of_entities(self, text: str) -> str:
        return self.syntax.in_graph(self._entities_graph, text)

    def paper(self, linked: LinkedPaper) -> str:
        """A paper with its links, mentions and results."""
        paper = linked.paper
        node = self.syntax.node(self.iris.paper(paper.id))
        content = paper.text
        mentions = [m for m in linked.mentions if 0 <= m.start < m.end <= len(content)]
        parts = [self.syntax.about(node, [*self._metadata(paper), *self._predicates(linked.links)])]
        parts += self._authors(paper)
        if self.provenance != "none":
            parts += [self._link(node, paper, link, mentions) for link in linked.links]
        if self.provenance == "full":
            parts += [self._mention(node, paper, mention, content) for mention in mentions]
        parts += [self._result(node, result, content) for result in linked.results]
        return self.syntax.in_graph(self.iris.graph("paper", paper.id), "".join(parts)) + self._venue(paper)

    def _metadata(self, paper: Paper) -> Iterator[str]:
        terms = self._terms
        yield from self._types("kg:Paper", "schema:ScholarlyArticle")
        yield f"{terms['dcterms:identifier']} {quoted(paper.id)}"
        if paper.doi:
            yield f"{terms['bibo:doi']} {quoted(paper.doi)}"
        if paper.title:
            yield f"{terms['dcterms:title']} {quoted(paper.title)}"
            yield from (f"{terms['kg:nameKey']} {quoted(key)}" for key in _distinct([name_key(paper.title)]))
        if paper.abstract:
            yield f"{terms['dcterms:abstract']} {quoted(paper.abstract)}"
        if paper.date and (datatype := date_type(paper.date)):
            yield f'{terms["dcterms:date"]} "{paper.date}"^^{terms[datatype]}'
        for author in _distinct(paper.authors):
            yield f"{terms['dcterms:creator']} {quoted(author)}"
        if any(paper.authors):
            yield f"{terms['bibo:authorList']} {self.syntax.iri(self.iris.author_cell(paper.id, 1))}"
        if paper.venue:
            yield f"{terms['schema:isPartOf']} {self.syntax.iri(self.iris.venue(paper.venue))}"
        for category in _distinct(paper.categories):
            yield f"{terms['dcterms:subject']} {quoted(category)}"
        for link in _distinct(paper.links):
            if target := link_iri(link):
                yield f"{terms['schema:codeRepository' if is_code(target) else 'foaf:page']} {self.syntax.iri(target)}"

    def _predicates(self, links: Iterable[Link]) -> Iterator[str]:
        """The role predicates, and `kg:mentions`, which holds for every role."""
        for link in links:
            if link.predicate != "mentions":
                yield f"{self._terms['kg:' + link.predicate]} {self._node(link.entity)}"
        for entity in _distinct(link.entity for link in links):
            yield f"{self._terms['kg:mentions']} {self._node(entity)}"

    def _authors(self, paper: Paper) -> Iterator[str]:
        """The list of authors, in order."""
        terms, syntax = self._terms, self.syntax
        authors = [author for author in paper.authors if author]
        cells = [syntax.iri(self.iris.author_cell(paper.id, position)) for position in range(1, len(authors) + 1)]
        for author, (cell, rest) in zip(authors, pairwise([*cells, terms["rdf:nil"]]), strict=True):
            yield syntax.about(cell, [f"{terms['rdf:first']} {quoted(author)}", f"{terms['rdf:rest']} {rest}"])

    def _venue(self, paper: Paper) -> str:
        if not paper.venue:
            return ""
        venue = self.syntax.iri(self.iris.venue(paper.venue))
        named = f"{self._terms['schema:name']} {quoted(paper.venue)}"
        about = self.syntax.about(venue, [*self._types("schema:CreativeWork"), named])
        return self.syntax.in_graph(self._venues_graph, about)

    def _link(self, node: str, paper: Paper, link: Link, mentions: Iterable[LinkedMention]) -> str:
        terms = self._terms
        statements = [
            *self._a_link,
            f"{terms['rdf:subject']} {node}",
            f"{terms['rdf:predicate']} {terms['kg:' + link.predicate]}",
            f"{terms['rdf:object']} {self._node(link.entity)}",
            self._confidence(link.confidence),
        ]
        statements += [f"{terms['kg:sentence']} {quoted(said)}" for said in _distinct(e.text for e in link.evidence)]
        if self.provenance == "full":
            spans = {evidence.mention for evidence in link.evidence}
            statements += [
                f"{terms['prov:wasDerivedFrom']} {self.syntax.iri(self._mention_iri(paper, mention))}"
                for mention in mentions
                if mention.entity == link.entity and (mention.start, mention.end) in spans
            ]
        statements.append(self._generated)
        return self.syntax.about(self.syntax.iri(self.iris.link(paper.id, link.predicate, link.entity)), statements)

    def _mention(self, node: str, paper: Paper, mention: LinkedMention, content: str) -> str:
        statements = [
            *self._a_mention,
            f"{self._terms['kg:refersTo']} {self._node(mention.entity)}",
            self._confidence(mention.confidence),
            self._generated,
        ]
        return self._selection(self._mention_iri(paper, mention), statements, node, mention.start, mention.end, content)

    def _mention_iri(self, paper: Paper, mention: LinkedMention) -> str:
        return self.iris.mention(paper.id, mention.start, mention.end, mention.entity)

    def _result(self, node: str, result: ResultNode, content: str) -> str:
        digits = decimal_digits(result.value)
        if digits is None:
            return ""
        terms = self._terms
        statements = [*self._types("kg:Result", "mls:ModelEvaluation"), f"{terms['kg:resultOf']} {node}"]
        for predicate, field in _RESULT_LINKS:
            if key := getattr(result, field):
                statements.append(f"{terms[predicate]} {self._node(key)}")
        statements.append(f"{terms['kg:value']} {self.syntax.decimal(digits)}")
        if result.unit:
            statements.append(f"{terms['kg:unit']} {quoted(result.unit)}")
        statements += [
            f"{terms['kg:kind']} {quoted(result.kind)}",
            f"{terms['kg:quote']} {quoted(result.text)}",
            self._confidence(result.confidence),
        ]
        if self.provenance != "none":
            statements.append(self._generated)
        quotation = ""
        # Offsets that do not give the quoted words would be a false statement.
        if self.provenance == "full" and result.text == content[max(result.start, 0) : result.end]:
            iri = self.iris.quotation(result.key)
            statements.append(f"{terms['prov:wasDerivedFrom']} {self.syntax.iri(iri)}")
            is_text = self._types("oa:SpecificResource")
            quotation = self._selection(iri, is_text, node, result.start, result.end, content)
        return self.syntax.about(self.syntax.node(self.iris.node(result.key)), statements) + quotation

    def _selection(self, iri: str, statements: list[str], source: str, start: int, end: int, content: str) -> str:
        """A stretch of a paper's text, and the one node that holds its offsets and exact words."""
        terms, about = self._terms, self.syntax.about
        selector = self.syntax.iri(self.iris.selector(iri))
        number = terms["xsd:nonNegativeInteger"]
        statements += [f"{terms['oa:hasSource']} {source}", f"{terms['oa:hasSelector']} {selector}"]
        where = [
            *self._a_selector,
            f'{terms["oa:start"]} "{start}"^^{number}',
            f'{terms["oa:end"]} "{end}"^^{number}',
            f"{terms['oa:exact']} {quoted(content[start:end])}",
        ]
        return about(self.syntax.iri(iri), statements) + about(selector, where)

    def _confidence(self, value: float) -> str:
        return f"{self._terms['kg:confidence']} {self.syntax.decimal(confidence_digits(value))}"

    def _types(self, *classes: str) -> list[str]:
        return [f"{self._terms['rdf:type']} {self._terms[name]}" for name in classes]


def _name_keys(entity: EntityNode) -> Iterable[str]:
    return _distinct(map(name_key, (entity.label, *entity.aliases)))


def _distinct(values: Iterable[str]) -> Iterable[str]:
    """Each value once, the empty one never, in the order of first appearance."""
    return dict.fromkeys(value for value in values if value)
