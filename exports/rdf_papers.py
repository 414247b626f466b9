"""One paper in RDF: what is known of it, its links and mentions with where they stand in its text, its results.

A venue is a `schema:CreativeWork` with a `schema:name`, because `schema:isPartOf` expects a work
and not a text; its two triples stand again at each of its papers, since remembering which venues
have been written would make memory grow with the corpus. In RDF, saying a thing twice is saying it once.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from exports.iris import Iris
from exports.literals import confidence_digits, date_type, decimal_digits, distinct, quoted
from exports.syntax import Syntax
from exports.weblinks import is_code, link_iri
from kg.records import Link, LinkedMention, LinkedPaper, Paper, ResultNode
from kg.text import name_key

__all__ = ["PaperWriter", "Provenance"]

Provenance = Literal["full", "links", "none"]

_RESULT_LINKS = (
    ("kg:ofMethod", "method"),
    ("kg:onDataset", "dataset"),
    ("kg:byMetric", "metric"),
    ("kg:forTask", "task"),
)


class _Place(NamedTuple):
    """What all that is written of one paper shares: its node, its graph's label, and the text that offsets count in."""

    node: str
    label: str
    content: str


class PaperWriter:
    """Writes papers, all with the same base, syntax and level of provenance.

    Parameters
    ----------
    activity
        The configuration of the extraction, as the syntax writes it.
    node
        How the node of an entity or result is written, by its key.
    """

    def __init__(
        self, iris: Iris, syntax: Syntax, provenance: Provenance, activity: str, node: Callable[[str], str]
    ) -> None:
        terms = syntax.terms
        self._iris = iris
        self._syntax = syntax
        self._terms = terms
        self._provenance = provenance
        self._node = node
        self._venues = iris.graph("venues")
        self._generated = f"{terms['prov:wasGeneratedBy']} {activity}"
        self._a_paper = syntax.types("kg:Paper", "schema:ScholarlyArticle")
        self._a_link = syntax.types("kg:Link", "rdf:Statement")
        self._a_mention = syntax.types("kg:Mention", "oa:SpecificResource")
        self._a_quotation = syntax.types("oa:SpecificResource")
        self._a_selector = syntax.types("oa:TextPositionSelector", "oa:TextQuoteSelector")
        self._a_result = syntax.types("kg:Result", "mls:ModelEvaluation")
        self._a_venue = syntax.types("schema:CreativeWork")
        # Few numbers, again and again.
        self._confidence = lru_cache(maxsize=4096)(self._make_confidence)

    def write(self, linked: LinkedPaper) -> str:
        """A paper with its links, mentions and results, and its venue."""
        paper = linked.paper
        graph = self._iris.graph("paper", paper.id)
        place = _Place(self._syntax.node(self._iris.paper(paper.id)), self._syntax.label(graph), paper.text)
        statements = [*self._metadata(paper), *self._predicates(linked.links)]
        text = self._syntax.whole(place.node, statements, self._parts(linked, place), place.label)
        return self._syntax.record(graph, text) + self._venue(paper)

    def _parts(self, linked: LinkedPaper, place: _Place) -> Iterator[tuple[str, str]]:
        """All that is the paper's own, each after what it is to the paper."""
        paper = linked.paper
        for cell in self._authors(paper, place):
            yield "@included", cell
        if self._provenance != "none":
            passages = self._passages(linked, place) if self._provenance == "full" else []
            of_entity: dict[str, list[tuple[LinkedMention, str]]] = {}
            for mention, iri in passages:
                of_entity.setdefault(mention.entity, []).append((mention, iri))
            said = _Said(self._terms["kg:sentence"])
            for link in linked.links:
                yield "links", self._link(paper, link, of_entity.get(link.entity, ()), said, place)
            for mention, iri in passages:
                yield "passages", self._mention(mention, iri, place)
        for result in linked.results:
            yield from self._result(result, place)

    def _passages(self, linked: LinkedPaper, place: _Place) -> list[tuple[LinkedMention, str]]:
        """The mentions that are within the text, with their IRIs."""
        id, last = linked.paper.id, len(place.content)
        return [
            (mention, self._iris.mention(id, mention.start, mention.end, mention.entity))
            for mention in linked.mentions
            if 0 <= mention.start < mention.end <= last
        ]

    def _metadata(self, paper: Paper) -> Iterator[str]:
        terms, syntax = self._terms, self._syntax
        yield from self._a_paper
        yield f"{terms['dcterms:identifier']} {quoted(paper.id)}"
        if paper.doi:
            yield f"{terms['bibo:doi']} {quoted(paper.doi)}"
        if paper.title:
            yield f"{terms['dcterms:title']} {quoted(paper.title)}"
            if key := name_key(paper.title):
                yield f"{terms['kg:nameKey']} {quoted(key)}"
        if paper.abstract:
            yield f"{terms['dcterms:abstract']} {quoted(paper.abstract)}"
        if paper.date and (datatype := date_type(paper.date)):
            yield f"{terms['dcterms:date']} {syntax.date(paper.date, datatype)}"
        for author in distinct(paper.authors):
            yield f"{terms['dcterms:creator']} {quoted(author)}"
        if any(paper.authors):
            yield f"{terms['bibo:authorList']} {syntax.iri(self._iris.author_cell(paper.id, 1))}"
        if paper.venue:
            yield f"{terms['schema:isPartOf']} {syntax.iri(self._iris.venue(paper.venue))}"
        for category in distinct(paper.categories):
            yield f"{terms['dcterms:subject']} {quoted(category)}"
        for link in distinct(paper.links):
            if target := link_iri(link):
                yield f"{terms['schema:codeRepository' if is_code(target) else 'foaf:page']} {syntax.iri(target)}"

    def _predicates(self, links: Iterable[Link]) -> Iterator[str]:
        """The role predicates, and `kg:mentions`, which holds for every role."""
        for link in links:
            if link.predicate != "mentions":
                yield f"{self._terms['kg:' + link.predicate]} {self._node(link.entity)}"
        mentions = self._terms["kg:mentions"]
        for entity in distinct([link.entity for link in links]):
            yield f"{mentions} {self._node(entity)}"

    def _authors(self, paper: Paper, place: _Place) -> Iterator[str]:
        """The list of authors, in order."""
        terms, syntax = self._terms, self._syntax
        authors = [author for author in paper.authors if author]
        cells = [syntax.iri(self._iris.author_cell(paper.id, position)) for position in range(1, len(authors) + 1)]
        for author, (cell, rest) in zip(authors, pairwise([*cells, syntax.name("rdf:nil")]), strict=True):
            statements = [f"{terms['rdf:first']} {quoted(author)}", f"{terms['rdf:rest']} {rest}"]
            yield syntax.about(cell, statements, place.label)

    def _venue(self, paper: Paper) -> str:
        if not paper.venue:
            return ""
        venue = self._syntax.iri(self._iris.venue(paper.venue))
        named = f"{self._terms['schema:name']} {quoted(paper.venue)}"
        about = self._syntax.about(venue, [*self._a_venue, named], self._syntax.label(self._venues))
        return self._syntax.record(self._venues, about)

    def _link(
        self, paper: Paper, link: Link, mentions: Iterable[tuple[LinkedMention, str]], said: "_Said", place: _Place
    ) -> str:
        terms, iri = self._terms, self._syntax.iri
        statements = [
            *self._a_link,
            f"{terms['rdf:subject']} {place.node}",
            f"{terms['rdf:predicate']} {self._syntax.name('kg:' + link.predicate)}",
            f"{terms['rdf:object']} {self._node(link.entity)}",
            self._confidence(link.confidence),
            *[said[text] for text in distinct([evidence.text for evidence in link.evidence])],
        ]
        if mentions:
            spans = {evidence.mention for evidence in link.evidence}
            derived = terms["prov:wasDerivedFrom"]
            statements += [f"{derived} {iri(name)}" for m, name in mentions if (m.start, m.end) in spans]
        statements.append(self._generated)
        subject = iri(self._iris.link(paper.id, link.predicate, link.entity))
        return self._syntax.about(subject, statements, place.label)

    def _mention(self, mention: LinkedMention, iri: str, place: _Place) -> str:
        statements = [
            *self._a_mention,
            f"{self._terms['kg:refersTo']} {self._node(mention.entity)}",
            self._confidence(mention.confidence),
            self._generated,
        ]
        return self._selection(iri, statements, mention.start, mention.end, place)

    def _result(self, result: ResultNode, place: _Place) -> Iterator[tuple[str, str]]:
        digits = decimal_digits(result.value)
        if digits is None:
            return
        terms = self._terms
        statements = [*self._a_result, f"{terms['kg:resultOf']} {place.node}"]
        for predicate, field in _RESULT_LINKS:
            if key := getattr(result, field):
                statements.append(f"{terms[predicate]} {self._node(key)}")
        statements.append(f"{terms['kg:value']} {self._syntax.decimal(digits)}")
        if result.unit:
            statements.append(f"{terms['kg:unit']} {quoted(result.unit)}")
        statements += [
            f"{terms['kg:kind']} {quoted(result.kind)}",
            f"{terms['kg:quote']} {quoted(result.text)}",
            self._confidence(result.confidence),
        ]
        if self._provenance != "none":
            statements.append(self._generated)
        # Offsets that do not give the quoted words would be a false statement.
        exact = result.text == place.content[max(result.start, 0) : result.end]
        iri = self._iris.quotation(result.key) if exact and self._provenance == "full" else None
        if iri:
            statements.append(f"{terms['prov:wasDerivedFrom']} {self._syntax.iri(iri)}")
        subject = self._syntax.node(self._iris.node(result.key))
        yield "results", self._syntax.about(subject, statements, place.label)
        if iri:
            yield "passages", self._selection(iri, [*self._a_quotation], result.start, result.end, place)

    def _selection(self, iri: str, statements: list[str], start: int, end: int, place: _Place) -> str:
        """A stretch of a paper's text, and the one node that holds its offsets and exact words."""
        terms, syntax = self._terms, self._syntax
        where = [
            *self._a_selector,
            f"{terms['oa:start']} {syntax.offset(start)}",
            f"{terms['oa:end']} {syntax.offset(end)}",
            f"{terms['oa:exact']} {quoted(place.content[start:end])}",
        ]
        statements.append(f"{terms['oa:hasSource']} {place.node}")
        selector = syntax.iri(self._iris.selector(iri))
        return syntax.having(syntax.iri(iri), statements, terms["oa:hasSelector"], (selector, where), place.label)

    def _make_confidence(self, value: float) -> str:
        return f"{self._terms['kg:confidence']} {self._syntax.decimal(confidence_digits(value))}"


class _Said(dict[str, str]):
    """Statements that a link has a sentence, each made once: a sentence often says several things."""

    def __init__(self, predicate: str) -> None:
        self._predicate = predicate

    def __missing__(self, sentence: str) -> str:
        self[sentence] = f"{self._predicate} {quoted(sentence)}"
        return self[sentence]
