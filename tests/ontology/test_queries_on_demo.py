"""Every named query on the demo corpus, against the same question answered in Python over the networkx graph."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import kg
from exports.iris import Iris
from exports.query_library import load_queries, named_query
from exports.sparql_results import SelectTable
from kg.text import name_key

EXAMPLES = Path(__file__).parents[2] / "examples"
IRIS = Iris()
NEW_OR_USED = ("introduces", "uses")

Row = tuple[object, ...]


class Demo:
    """The graph of the demo corpus, with what the questions have in common."""

    def __init__(self, graph: kg.KnowledgeGraph) -> None:
        self.graph = graph
        self.nx = graph.nx
        self.papers = [node for node, data in self.nx.nodes(data=True) if data["type"] == "Paper"]

    def iri(self, node: str) -> str:
        return IRIS.paper(node.partition(":")[2]) if node.startswith("paper:") else IRIS.node(node)

    def label(self, node: str) -> str:
        return str(self.nx.nodes[node]["label"])

    def field(self, paper: str, name: str) -> Any:
        return self.nx.nodes[paper][name]

    def called(self, name: str, kind: str | None = None) -> list[str]:
        """Entities that have this name in any spelling."""
        return [
            node
            for node, data in self.nx.nodes(data=True)
            if data["type"] not in ("Paper", "Result")
            and (kind is None or data["type"] == kind)
            and name_key(name) in {name_key(known) for known in (data["label"], *data["aliases"])}
        ]

    def edges(self, *predicates: str, source: str | None = None, target: str | None = None) -> Iterator[Any]:
        for one, other, predicate, data in self.nx.edges(keys=True, data=True):
            if predicate in predicates and (source is None or one == source) and (target is None or other == target):
                yield one, other, predicate, data

    def sources(self, target: str, *predicates: str) -> list[str]:
        return sorted({one for one, _, _, _ in self.edges(*predicates, target=target)})

    def targets(self, source: str, *predicates: str) -> list[str]:
        return sorted({other for _, other, _, _ in self.edges(*predicates, source=source)})

    def named(self, paper: str) -> set[str]:
        """All entities that a paper names."""
        return {other for _, other in self.nx.out_edges(paper)}

    def most(self, kind: str, *predicates: str) -> str:
        """The label of the entity of a kind that most such edges lead to."""
        found = Counter(other for _, other, _, _ in self.edges(*predicates) if self.nx.nodes[other]["type"] == kind)
        return self.label(max(found, key=lambda node: (found[node], node)))

    def sentences(self, data: dict[str, Any]) -> list[str]:
        return list(dict.fromkeys(said["text"] for said in data["evidence"]))

    def confidence(self, data: dict[str, Any]) -> float:
        return round(data["confidence"], 4)

    def linked_with_sentence(self, predicate: str, name: str, kind: str | None) -> list[Row]:
        return [
            (self.iri(paper), self.field(paper, "title"), self.field(paper, "date"), said)
            for entity in self.called(name, kind)
            for paper, _, _, data in self.edges(predicate, target=entity)
            for said in self.sentences(data)
        ]

    def counted(self, pairs: Iterable[tuple[str, str]]) -> list[Row]:
        """By entity, its label and the number of papers."""
        papers: dict[str, set[str]] = defaultdict(set)
        for entity, paper in pairs:
            papers[entity].add(paper)
        return [(self.label(entity), len(found)) for entity, found in papers.items()]

    def results(self, predicate: str, name: str, kind: str) -> Iterator[tuple[str, dict[str, Any], dict[str, str]]]:
        for entity in self.called(name, kind):
            for result in self.sources(entity, predicate):
                ends = {key: other for _, other, key in self.nx.out_edges(result, keys=True)}
                yield result, self.nx.nodes[result], ends

    def ends_label(self, ends: dict[str, str], predicate: str) -> str | None:
        return self.label(ends[predicate]) if predicate in ends else None


#: By query: from the graph, its parameters, the columns to compare and the rows that they must have.
Answer = tuple[dict[str, str], tuple[str, ...], list[Row]]
ANSWERS: dict[str, Callable[[Demo], Answer]] = {}


def answers(name: str) -> Callable[[Callable[[Demo], Answer]], Callable[[Demo], Answer]]:
    def register(function: Callable[[Demo], Answer]) -> Callable[[Demo], Answer]:
        ANSWERS[name] = function
        return function

    return register


@answers("papers-on-dataset")
def _(demo: Demo) -> Answer:
    name = demo.most("Dataset", "evaluatesOn")
    rows = demo.linked_with_sentence("evaluatesOn", name, "Dataset")
    return {"dataset": name.upper()}, ("paper", "title", "date", "sentence"), rows


@answers("papers-on-task")
def _(demo: Demo) -> Answer:
    name = demo.most("Task", "addresses")
    return {"task": name}, ("paper", "title", "date", "sentence"), demo.linked_with_sentence("addresses", name, "Task")


@answers("introduced-by")
def _(demo: Demo) -> Answer:
    name = demo.most("Method", "introduces")
    rows = demo.linked_with_sentence("introduces", name, None)
    return {"name": name}, ("paper", "title", "date", "sentence"), rows


@answers("methods-on-dataset")
def _(demo: Demo) -> Answer:
    name = demo.most("Dataset", "evaluatesOn")
    pairs = [
        (method, paper)
        for entity in demo.called(name, "Dataset")
        for paper in demo.sources(entity, "evaluatesOn")
        for method in demo.targets(paper, "introduces")
        if method.startswith("method:")
    ]
    pairs += [
        (ends["ofMethod"], ends["resultOf"])
        for _, _, ends in demo.results("onDataset", name, "Dataset")
        if "ofMethod" in ends
    ]
    return {"dataset": name}, ("label", "papers"), demo.counted(pairs)


@answers("datasets-and-tasks-of-method")
def _(demo: Demo) -> Answer:
    name = demo.most("Method", "uses")
    rows: list[Row] = []
    for relation, predicate in (("dataset", "evaluatesOn"), ("task", "addresses")):
        pairs = [
            (target, paper)
            for method in demo.called(name, "Method")
            for paper in demo.sources(method, *NEW_OR_USED)
            for target in demo.targets(paper, predicate)
        ]
        rows += [(relation, *row) for row in demo.counted(pairs)]
    return {"method": name}, ("relation", "label", "papers"), rows


@answers("paper")
def _(demo: Demo) -> Answer:
    paper = max(demo.papers, key=lambda node: (demo.nx.out_degree(node), node))
    rows: list[Row] = [
        (predicate, demo.label(entity), None, said)
        for _, entity, predicate, data in demo.nx.out_edges(paper, keys=True, data=True)
        for said in demo.sentences(data)
    ]
    for result in demo.sources(paper, "resultOf"):
        ends = {key: other for _, other, key in demo.nx.out_edges(result, keys=True)}
        parts = [demo.ends_label(ends, end) or "?" for end in ("ofMethod", "onDataset", "byMetric")]
        data = demo.nx.nodes[result]
        rows.append(("result", " / ".join(parts), data["value"], data["text"]))
    return {"paper": demo.field(paper, "id")}, ("predicate", "label", "value", "quote"), rows


@answers("evidence")
def _(demo: Demo) -> Answer:
    paper, entity, _, _ = min(demo.edges("introduces"))
    text = "\n".join(part for part in (demo.field(paper, "title"), demo.field(paper, "abstract")) if part)
    rows = {
        (predicate, evidence["text"], text[slice(*said["mention"])], *said["mention"])
        for _, other, predicate, data in demo.nx.out_edges(paper, keys=True, data=True)
        if other in demo.called(demo.label(entity))
        for evidence in data["evidence"]
        for said in data["evidence"]
        if text[slice(*said["mention"])] in evidence["text"]
    }
    values = {"paper": demo.field(paper, "title"), "name": demo.label(entity)}
    return values, ("predicate", "sentence", "exact", "start", "end"), list(rows)


@answers("extractor")
def _(demo: Demo) -> Answer:
    paper, entity, _, _ = min(demo.edges("introduces"))
    rows = [
        (predicate, demo.confidence(data), demo.graph.reader.configuration())
        for _, other, predicate, data in demo.nx.out_edges(paper, keys=True, data=True)
        if other in demo.called(demo.label(entity))
    ]
    values = {"paper": demo.iri(paper), "name": demo.label(entity)}
    return values, ("predicate", "confidence", "hash"), rows


def scores(demo: Demo, name: str, kinds: Iterable[str]) -> list[Row]:
    return [
        (
            demo.ends_label(ends, "byMetric"),
            data["value"],
            data["unit"] or None,
            demo.ends_label(ends, "ofMethod"),
            demo.iri(ends["resultOf"]),
            data["text"],
        )
        for _, data, ends in demo.results("onDataset", name, "Dataset")
        if data["kind"] in kinds
    ]


RESULT_COLUMNS = ("metric_label", "value", "unit", "method_label", "paper", "quote")


def dataset_with(demo: Demo, kinds: Iterable[str]) -> str:
    """The dataset with most results of these kinds; any dataset where there is none."""
    found = Counter(
        dataset for result, dataset, _, _ in demo.edges("onDataset") if demo.nx.nodes[result]["kind"] in kinds
    )
    return (
        demo.label(max(found, key=lambda node: (found[node], node))) if found else demo.most("Dataset", "evaluatesOn")
    )


@answers("leaderboard")
def _(demo: Demo) -> Answer:
    name = dataset_with(demo, ("score",))
    return {"dataset": name}, RESULT_COLUMNS, scores(demo, name, ("score",))


@answers("improvements")
def _(demo: Demo) -> Answer:
    name = dataset_with(demo, ("delta", "factor"))
    return {"dataset": name}, RESULT_COLUMNS, scores(demo, name, ("delta", "factor"))


@answers("results-of-method")
def _(demo: Demo) -> Answer:
    name = demo.most("Method", "ofMethod")
    rows = [
        (
            demo.ends_label(ends, "onDataset"),
            demo.ends_label(ends, "byMetric"),
            data["kind"],
            data["value"],
            data["text"],
        )
        for _, data, ends in demo.results("ofMethod", name, "Method")
    ]
    return {"method": name}, ("dataset_label", "metric_label", "kind", "value", "quote"), rows


def together(demo: Demo, name: str, kind: str, *predicates: str) -> list[Row]:
    pairs = [
        (other, paper)
        for entity in demo.called(name, kind)
        for paper in demo.sources(entity, *predicates)
        for other in demo.targets(paper, *predicates)
        if other != entity and demo.nx.nodes[other]["type"] == kind
    ]
    return demo.counted(pairs)


@answers("datasets-together")
def _(demo: Demo) -> Answer:
    name = demo.most("Dataset", "evaluatesOn")
    return {"dataset": name}, ("label", "papers"), together(demo, name, "Dataset", "evaluatesOn")


@answers("methods-together")
def _(demo: Demo) -> Answer:
    name = demo.most("Method", "uses")
    return {"method": name}, ("label", "papers"), together(demo, name, "Method", *NEW_OR_USED)


@answers("compared-with")
def _(demo: Demo) -> Answer:
    name = demo.most("Method", "comparesWith")
    rows: list[Row] = []
    for entity in demo.called(name, "Method"):
        for paper, baseline, _, data in demo.edges("comparesWith"):
            for new in demo.targets(paper, "introduces"):
                if new.startswith("method:") and entity in (new, baseline):
                    rows += [
                        (demo.label(new), demo.label(baseline), demo.iri(paper), said) for said in demo.sentences(data)
                    ]
    return {"method": name}, ("from", "to", "paper", "sentence"), rows


@answers("gaps")
def _(demo: Demo) -> Answer:
    task, dataset = demo.most("Task", "addresses"), demo.most("Dataset", "evaluatesOn")
    (benchmark,) = demo.called(dataset, "Dataset")
    tried = {
        method
        for paper in demo.sources(benchmark, "evaluatesOn")
        for method in demo.targets(paper, *NEW_OR_USED, "comparesWith")
    }
    tried |= {ends.get("ofMethod", "") for _, _, ends in demo.results("onDataset", dataset, "Dataset")}
    pairs = [
        (method, paper)
        for entity in demo.called(task, "Task")
        for paper in demo.sources(entity, "addresses")
        for method in demo.targets(paper, *NEW_OR_USED)
        if method.startswith("method:") and method not in tried
    ]
    return {"task": task, "dataset": dataset}, ("label", "papers"), demo.counted(pairs)


def of_task(demo: Demo, name: str, kind: str, *predicates: str) -> list[Row]:
    pairs = [
        (target, paper)
        for task in demo.called(name, "Task")
        for paper in demo.sources(task, "addresses")
        for target in demo.targets(paper, *predicates)
        if demo.nx.nodes[target]["type"] == kind
    ]
    return demo.counted(pairs)


@answers("metrics-of-task")
def _(demo: Demo) -> Answer:
    name = demo.most("Task", "addresses")
    return {"task": name}, ("label", "papers"), of_task(demo, name, "Metric", "reports")


@answers("datasets-of-task")
def _(demo: Demo) -> Answer:
    name = demo.most("Task", "addresses")
    return {"task": name}, ("label", "papers"), of_task(demo, name, "Dataset", "evaluatesOn")


@answers("methods-of-task")
def _(demo: Demo) -> Answer:
    name = demo.most("Task", "addresses")
    return {"task": name}, ("label", "papers"), of_task(demo, name, "Method", *NEW_OR_USED)


@answers("newest-methods")
def _(demo: Demo) -> Answer:
    name = demo.most("Task", "addresses")
    rows = [
        (demo.label(method), demo.field(paper, "date"), demo.iri(paper))
        for task in demo.called(name, "Task")
        for paper in demo.sources(task, "addresses")
        for method in demo.targets(paper, "introduces")
        if method.startswith("method:")
    ]
    return {"task": name}, ("label", "date", "paper"), rows


@answers("adopters")
def _(demo: Demo) -> Answer:
    name = demo.most("Dataset", "evaluatesOn")
    rows = [
        (demo.iri(paper), demo.field(paper, "date"))
        for dataset in demo.called(name, "Dataset")
        for paper in demo.sources(dataset, "evaluatesOn")
        if dataset not in demo.targets(paper, "introduces")
    ]
    return {"dataset": name}, ("paper", "date"), rows


@answers("papers-per-year")
def _(demo: Demo) -> Answer:
    name = demo.most("Method", "uses")
    rows: list[Row] = []
    for entity in demo.called(name):
        years = Counter(
            (demo.field(paper, "date") or "")[:4] or None for paper in demo.papers if entity in demo.named(paper)
        )
        rows += [(demo.label(entity), year, count) for year, count in years.items()]
    return {"name": name}, ("label", "year", "papers"), rows


@answers("code-on-dataset")
def _(demo: Demo) -> Answer:
    coded = [paper for paper in demo.papers if any("github.com" in link for link in demo.field(paper, "links"))]
    dataset = max(
        {dataset for paper in coded for dataset in demo.targets(paper, "evaluatesOn")}, default="dataset:imagenet"
    )
    rows = [
        (demo.iri(paper), link)
        for paper in demo.sources(dataset, "evaluatesOn")
        for link in demo.field(paper, "links")
        if "github.com" in link
    ]
    return {"dataset": demo.label(dataset)}, ("paper", "code"), rows


@answers("variants")
def _(demo: Demo) -> Answer:
    name = demo.most("Method", "variantOf")
    tree = nx.DiGraph((one, other) for one, other, _, _ in demo.edges("variantOf"))
    rows = {
        (demo.label(variant), demo.label(above))
        for entity in demo.called(name)
        if entity in tree
        for above in {entity, *nx.ancestors(tree, entity)}
        for variant in tree.predecessors(above)
    }
    return {"name": name}, ("label", "parent"), list(rows)


@answers("similar-papers")
def _(demo: Demo) -> Answer:
    paper = max(demo.papers, key=lambda node: (len(demo.named(node)), node))
    shared = {other: len(demo.named(paper) & demo.named(other)) for other in demo.papers if other != paper}
    rows = [(demo.iri(other), count) for other, count in shared.items() if count >= 2]
    return {"paper": demo.field(paper, "id"), "shared": "2"}, ("other", "common"), rows


@answers("papers-with-both")
def _(demo: Demo) -> Answer:
    one = demo.most("Dataset", "evaluatesOn")
    other = max(
        Counter(
            entity
            for dataset in demo.called(one)
            for paper in demo.sources(dataset, "evaluatesOn")
            for entity in demo.named(paper)
            if entity != dataset
        ).items(),
        key=lambda item: (item[1], item[0]),
    )[0]
    rows = [
        (demo.iri(paper), demo.field(paper, "date"))
        for paper in demo.papers
        for _ in set(demo.called(one)) & demo.named(paper)
        for _ in set(demo.called(demo.label(other))) & demo.named(paper)
    ]
    return {"one": one, "other": demo.label(other)}, ("paper", "date"), rows


@answers("papers-of-author")
def _(demo: Demo) -> Answer:
    known = Counter(author for paper in demo.papers for author in demo.field(paper, "authors"))
    author = max(known, key=lambda name: (known[name], name))
    rows = [
        (demo.iri(paper), demo.field(paper, "title")) for paper in demo.papers if author in demo.field(paper, "authors")
    ]
    return {"author": author}, ("paper", "title"), rows


@answers("papers-at-venue")
def _(demo: Demo) -> Answer:
    known = Counter(demo.field(paper, "venue") for paper in demo.papers if demo.field(paper, "venue"))
    venue = max(known, key=lambda name: (known[name], name))
    rows = [
        (demo.iri(paper), demo.field(paper, "title")) for paper in demo.papers if demo.field(paper, "venue") == venue
    ]
    return {"venue": venue}, ("paper", "title"), rows


@answers("names")
def _(demo: Demo) -> Answer:
    name = demo.most("Dataset", "evaluatesOn")
    rows: list[Row] = []
    for entity in demo.called(name):
        data = demo.nx.nodes[entity]
        others = [alias for alias in data["aliases"] if alias != data["label"]]
        papers = sum(entity in demo.named(paper) for paper in demo.papers)
        rows += [(demo.iri(entity), data["type"], data["label"], alias, papers) for alias in others or [None]]
    return {"name": name}, ("entity", "type", "label", "alias", "papers"), rows


@answers("most-evaluated")
def _(demo: Demo) -> Answer:
    counts = Counter(dataset for _, dataset, _, _ in demo.edges("evaluatesOn"))
    first = sorted(counts, key=lambda node: (-counts[node], demo.iri(node)))[:100]
    return {}, ("dataset", "label", "papers"), [(demo.iri(node), demo.label(node), counts[node]) for node in first]


@answers("low-confidence")
def _(demo: Demo) -> Answer:
    links = [
        (demo.confidence(data), paper, predicate, entity, data)
        for paper in demo.papers
        for _, entity, predicate, data in demo.nx.out_edges(paper, keys=True, data=True)
    ]
    below = sorted(confidence for confidence, *_ in links)[min(60, len(links) - 1)]
    rows = [
        (confidence, demo.iri(paper), predicate, demo.label(entity), said)
        for confidence, paper, predicate, entity, data in links
        if confidence < below
        for said in demo.sentences(data)
    ]
    return {"below": str(below)}, ("confidence", "paper", "predicate", "label", "sentence"), rows


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return Demo(kg.build(EXAMPLES, tmp_path_factory.mktemp("demo"), profile="fast"))


def test_every_named_query_has_a_known_answer() -> None:
    assert set(ANSWERS) == set(load_queries())
    assert len(ANSWERS) >= 24


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_named_query_gives_the_known_answer(demo: Demo, name: str) -> None:
    values, columns, expected = ANSWERS[name](demo)
    table = demo.graph.ask(named_query(name).bind(values))
    assert isinstance(table, SelectTable)
    places = [table.columns.index(column) for column in columns]
    found = [tuple(row[place] for place in places) for row in table.rows]
    assert Counter(found) == Counter(expected)


@pytest.mark.parametrize("name", sorted(set(ANSWERS) - {"improvements"}))
def test_the_demo_corpus_has_an_answer(demo: Demo, name: str) -> None:
    assert ANSWERS[name](demo)[2], "the question is asked of something that the corpus does not hold"
