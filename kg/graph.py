"""The graph as a plain networkx `MultiDiGraph`: node keys, attributes and edges as in docs/data-model.md."""

from collections.abc import Iterator
from typing import Any

import networkx as nx

from kg.records import Evidence, GraphReader, LinkedPaper, ResultNode

__all__ = ["Edge", "Node", "build_graph", "graph_edges", "graph_nodes"]

#: A node's key and its attributes.
Node = tuple[str, dict[str, Any]]

#: An edge's source, target and predicate, and its attributes.
Edge = tuple[str, str, str, dict[str, Any]]

_RESULT_EDGES = (("method", "ofMethod"), ("dataset", "onDataset"), ("metric", "byMetric"), ("task", "forTask"))


def build_graph(reader: GraphReader) -> nx.MultiDiGraph:
    """All nodes and edges of a store, in memory.

    Every edge has its predicate as key, and the attributes `confidence` and `evidence`
    (a list of dicts: paper, start, end, text, mention).
    """
    graph = nx.MultiDiGraph()
    for key, attributes in graph_nodes(reader):
        graph.add_node(key, **attributes)
    for source, target, predicate, attributes in graph_edges(reader):
        graph.add_edge(source, target, key=predicate, **attributes)
    return graph


def graph_nodes(reader: GraphReader) -> Iterator[Node]:
    """All nodes: entities by key, then papers by id, each followed by its results. Streams."""
    for entity in reader.entities():
        yield (
            entity.key,
            {"type": entity.type, "label": entity.label, "aliases": list(entity.aliases), "papers": entity.papers},
        )
    for linked in reader.linked_papers():
        yield _paper_node(linked)
        yield from map(_result_node, linked.results)


def graph_edges(reader: GraphReader) -> Iterator[Edge]:
    """All edges: those of papers and their results, by paper, then those between entities. Streams."""
    for linked in reader.linked_papers():
        for link in linked.links:
            yield linked.paper.key, link.entity, link.predicate, _attributes(link.confidence, link.evidence)
        for result in linked.results:
            yield from _result_edges(linked.paper.key, result)
    for relation in reader.relations():
        attributes = _attributes(relation.confidence, relation.evidence)
        yield relation.subject, relation.object, relation.predicate, attributes


def _attributes(confidence: float, evidence: tuple[Evidence, ...]) -> dict[str, Any]:
    return {"confidence": confidence, "evidence": [e.as_dict() for e in evidence]}


def _paper_node(linked: LinkedPaper) -> Node:
    paper = linked.paper
    label = paper.title or _shortened(paper.abstract or "")
    fields = paper.model_dump(exclude={"sources"})
    return paper.key, {"type": "Paper", "label": label, "aliases": [], "papers": 1, **fields}


def _shortened(abstract: str, words: int = 10) -> str:
    """The beginning of an abstract, which stands in for a title that is not known."""
    parts = abstract.split()
    return " ".join(parts[:words])[:120] + ("…" if len(parts) > words else "")


def _result_node(result: ResultNode) -> Node:
    label = f"{result.value:g}{'' if result.unit in ('%', 'x') else ' '}{result.unit}".strip()
    stated = {"value": result.value, "unit": result.unit, "kind": result.kind, "text": result.text}
    return result.key, {"type": "Result", "label": label, "aliases": [], "papers": 1, **stated}


def _result_edges(paper: str, result: ResultNode) -> Iterator[Edge]:
    stated = Evidence(result.paper, result.start, result.end, result.text, (result.start, result.end))
    yield result.key, paper, "resultOf", _attributes(result.confidence, (stated,))
    for attribute, predicate in _RESULT_EDGES:
        if target := getattr(result, attribute):
            yield result.key, target, predicate, _attributes(result.confidence, (stated,))
