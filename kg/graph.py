"""The graph as a plain networkx `MultiDiGraph`: node keys, attributes and edges as in docs/data-model.md."""

import networkx as nx

from kg.records import GraphReader, LinkedPaper, ResultNode

__all__ = ["build_graph"]

_RESULT_EDGES = (("method", "ofMethod"), ("dataset", "onDataset"), ("metric", "byMetric"), ("task", "forTask"))


def build_graph(reader: GraphReader) -> nx.MultiDiGraph:
    """All nodes and edges of a store, in memory.

    Every edge has its predicate as key, and the attributes `confidence` and `evidence`
    (a list of dicts: paper, start, end, text, mention).
    """
    graph = nx.MultiDiGraph()
    for entity in reader.entities():
        graph.add_node(
            entity.key, type=entity.type, label=entity.label, aliases=list(entity.aliases), papers=entity.papers
        )
    for linked in reader.linked_papers():
        _add_paper(graph, linked)
    for relation in reader.relations():
        graph.add_edge(
            relation.subject,
            relation.object,
            key=relation.predicate,
            confidence=relation.confidence,
            evidence=[e.as_dict() for e in relation.evidence],
        )
    return graph


def _add_paper(graph: nx.MultiDiGraph, linked: LinkedPaper) -> None:
    paper = linked.paper
    fields = paper.model_dump(exclude={"sources"})
    graph.add_node(paper.key, type="Paper", label=paper.title or _shortened(paper.abstract or ""), aliases=[], papers=1)
    graph.nodes[paper.key].update(fields)
    for link in linked.links:
        graph.add_edge(
            paper.key,
            link.entity,
            key=link.predicate,
            confidence=link.confidence,
            evidence=[e.as_dict() for e in link.evidence],
        )
    for result in linked.results:
        _add_result(graph, paper.key, result)


def _shortened(abstract: str, words: int = 10) -> str:
    """The beginning of an abstract, which stands in for a title that is not known."""
    parts = abstract.split()
    return " ".join(parts[:words])[:120] + ("…" if len(parts) > words else "")


def _add_result(graph: nx.MultiDiGraph, paper: str, result: ResultNode) -> None:
    label = f"{result.value:g}{'' if result.unit in ('%', 'x') else ' '}{result.unit}".strip()
    graph.add_node(
        result.key,
        type="Result",
        label=label,
        aliases=[],
        papers=1,
        value=result.value,
        unit=result.unit,
        kind=result.kind,
        text=result.text,
    )
    evidence = [
        {
            "paper": result.paper,
            "start": result.start,
            "end": result.end,
            "text": result.text,
            "mention": [result.start, result.end],
        }
    ]
    graph.add_edge(result.key, paper, key="resultOf", confidence=result.confidence, evidence=evidence)
    for attribute, predicate in _RESULT_EDGES:
        target = getattr(result, attribute)
        if target:
            graph.add_edge(result.key, target, key=predicate, confidence=result.confidence, evidence=evidence)
