"""A small graph, written for the tests, with well-behaved papers and hostile ones."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Triple

from exports.rdf import Provenance, triples
from exports.sparql_source import ReaderSource
from exports.sparql_store import SparqlStore
from kg.records import (
    EntityNode,
    EntityType,
    Evidence,
    Link,
    LinkedMention,
    LinkedPaper,
    Paper,
    Relation,
    ResultNode,
)

RTL = "\u200fمرحبا\u202e"


@dataclass
class MemoryReader:
    """A graph held in lists, given in the order that the protocol asks for."""

    entity_list: list[EntityNode]
    paper_list: list[LinkedPaper]
    relation_list: list[Relation]
    digest: str = "c0ffee"

    def entities(self) -> Iterator[EntityNode]:
        yield from sorted(self.entity_list, key=lambda entity: entity.key)

    def linked_papers(self) -> Iterator[LinkedPaper]:
        yield from sorted(self.paper_list, key=lambda linked: linked.paper.id)

    def relations(self) -> Iterator[Relation]:
        yield from sorted(self.relation_list, key=lambda edge: (edge.subject, edge.predicate, edge.object))

    def configuration(self) -> str:
        return self.digest


def entity(type: EntityType, slug: str, label: str, *aliases: str) -> EntityNode:
    return EntityNode(f"{type.lower()}:{slug}", type, label, aliases, 1)


def evidence(paper: Paper, surface: str) -> Evidence:
    """Where the surface first stands in the paper, with the sentence (up to a full stop or line break)."""
    text = paper.text
    at = text.index(surface)
    start = max(text.rfind("\n", 0, at), text.rfind(". ", 0, at) + 1) + 1
    stops = [stop for stop in (text.find("\n", at), text.find(". ", at) + 1) if stop > 0]
    end = min(stops, default=len(text))
    return Evidence(paper.id, start, end, text[start:end], (at, at + len(surface)))


def link(paper: Paper, predicate: str, key: str, surface: str, confidence: float = 0.9) -> Link:
    return Link(predicate, key, confidence, (evidence(paper, surface),))


def linked(paper: Paper, links: list[Link], results: tuple[ResultNode, ...] = ()) -> LinkedPaper:
    spans = sorted({(e.mention, edge.entity) for edge in links for e in edge.evidence})
    mentions = tuple(LinkedMention(key, start, end, 0.95) for (start, end), key in spans)
    return LinkedPaper(paper, tuple(links), mentions, results)


def result(paper: Paper, key: str, quote: str, value: float, **ends: str) -> ResultNode:
    start = paper.text.index(quote)
    named = {end: ends.get(end) for end in ("method", "dataset", "metric", "task")}
    return ResultNode(
        key=key,
        paper=paper.id,
        value=value,
        unit=ends.get("unit", ""),
        kind="score",
        text=quote,
        start=start,
        end=start + len(quote),
        confidence=0.8,
        **named,
    )


def sample_reader() -> MemoryReader:
    """Two ordinary papers, one with a DOI and little else, and one that means harm."""
    net = Paper(
        id="arxiv:2101.00001",
        title="FrostNet: quick frozen networks",
        abstract="We propose FrostNet, a network of ice. On ImageNet it reaches 81.5% top-1 accuracy, "
        "ahead of ResNet. We work on image classification.",
        authors=["Ada Frost", "Bo Ice", "Ada Frost"],
        date="2021-01-03",
        venue="ICE 2021",
        categories=["cs.CV", "cs.LG"],
        links=["https://github.com/frost/net", "https://frost.example/net page"],
        arxiv="2101.00001",
        doi="10.1000/frost",
    )
    follow = Paper(
        id="doi:10.1000/(thaw)<2>",
        title="Thawing",
        abstract="We use FrostNet on ImageNet and CIFAR-10 for image classification. It costs 0.00001 J per image.",
        authors=["Cy Thaw"],
        date="2022-05",
        doi="10.1000/(thaw)<2>",
    )
    title_only = Paper(id="hash:00ff", title="ResNet revisited", date="2020")
    hostile_text = f'A "quoted" \\ name <b>{RTL}</b> 100% \U0001f9ca ok'
    hostile = Paper(
        id='own id/with "all" of <it> % \u202e\n',
        title="x\ufffey \ud800 bad",
        abstract=hostile_text,
        authors=["O'Br\"ien\\", "", RTL, "tab\tline\nend"],
        date="2021-02-30",
        venue='V/e"n%ue <1>',
        links=["javascript:alert(1)", "https://gitlab.example/ü/<x>#a#b", "https://[", "not a link", "https://a b/"],
        categories=['c"at'],
    )
    entities = [
        entity("Method", "frostnet", "FrostNet", "Frost Net", "FrostNet"),
        entity("Method", "resnet", "ResNet", "Residual Network"),
        entity("Method", "a b/c%", '<b>"' + RTL + "\x00", "\ud800", "two\nlines"),
        entity("Dataset", "imagenet", "ImageNet", "ILSVRC"),
        entity("Dataset", "cifar-10", "CIFAR-10"),
        entity("Dataset", "cifar", "CIFAR"),
        entity("Metric", "top-1-accuracy", "top-1 accuracy", "top-1"),
        entity("Metric", "energy", "energy"),
        entity("Task", "image-classification", "image classification"),
    ]
    papers = [
        linked(
            net,
            [
                link(net, "addresses", "task:image-classification", "image classification"),
                link(net, "comparesWith", "method:resnet", "ResNet", 0.4),
                link(net, "evaluatesOn", "dataset:imagenet", "ImageNet"),
                link(net, "introduces", "method:frostnet", "FrostNet", 0.97),
                link(net, "reports", "metric:top-1-accuracy", "top-1 accuracy"),
            ],
            (
                result(
                    net,
                    "result:0f",
                    "81.5% top-1 accuracy",
                    81.5,
                    method="method:frostnet",
                    dataset="dataset:imagenet",
                    metric="metric:top-1-accuracy",
                    task="task:image-classification",
                    unit="%",
                ),
            ),
        ),
        linked(
            follow,
            [
                link(follow, "addresses", "task:image-classification", "image classification"),
                link(follow, "evaluatesOn", "dataset:cifar-10", "CIFAR-10"),
                link(follow, "evaluatesOn", "dataset:imagenet", "ImageNet"),
                link(follow, "uses", "method:frostnet", "FrostNet"),
            ],
            (result(follow, "result:1a", "0.00001 J per image", 0.00001, metric="metric:energy", unit="J"),),
        ),
        linked(title_only, [link(title_only, "mentions", "method:resnet", "ResNet", 0.2)]),
        linked(hostile, [link(hostile, "uses", "method:a b/c%", '"quoted" \\')]),
    ]
    relations = [
        Relation("dataset:cifar-10", "variantOf", "dataset:cifar", 1.0),
        Relation("method:frostnet", "comparedWith", "method:resnet", 0.4),
        Relation("method:frostnet", "evaluatedOn", "dataset:imagenet", 0.9),
        Relation("method:frostnet", "usedFor", "task:image-classification", 0.9),
    ]
    return MemoryReader(entities, papers, relations)


def sample_triples(provenance: Provenance = "full") -> list[Triple]:
    return list(triples(sample_reader(), provenance=provenance))


def stored(reader: MemoryReader) -> SparqlStore:
    """The graph in a temporary SPARQL store."""
    return SparqlStore(None, lambda: ReaderSource(reader, stamp="made once"))


def sample_store() -> SparqlStore:
    return stored(sample_reader())
