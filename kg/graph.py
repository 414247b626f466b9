"""The graph as a plain networkx `MultiDiGraph`: node keys, attributes and edges as in docs/data-model.md."""

from collections.abc import Iterator
from typing import Any

import networkx as nx

from kg.records import EntityNode, Evidence, GraphReader, Link, Paper, Relation, ResultNode

__all__ = [
    "Edge",
    "Node",
    "build_graph",
    "entity_node",
    "graph_edges",
    "graph_nodes",
    "link_edge",
    "paper_label",
    "paper_node",
    "relation_edge",
    "result_edges",
    "result_node",
]

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
    yield from map(entity_node, reader.entities())
    for linked in reader.linked_papers():
        yield paper_node(linked.paper)
        yield from map(result_node, linked.results)


def graph_edges(reader: GraphReader) -> Iterator[Edge]:
    """All edges: those of papers and their results, by paper, then those between entities. Streams."""
    for linked in reader.linked_papers():
        for link in linked.links:
            yield link_edge(linked.paper.key, link)
        for result in linked.results:
            yield from result_edges(linked.paper.key, result)
    yield from map(relation_edge, reader.relations())


def entity_node(entity: EntityNode) -> Node:
    """An entity's key and attributes."""
    named = {"type": entity.type, "label": entity.label, "aliases": list(entity.aliases)}
    return entity.key, {**named, "papers": entity.papers}


def link_edge(paper: str, link: Link) -> Edge:
    """What joins a paper, by its key, to an entity."""
    return paper, link.entity, link.predicate, _attributes(link.confidence, link.evidence)


def relation_edge(relation: Relation) -> Edge:
    """What joins two entities."""
    return relation.subject, relation.object, relation.predicate, _attributes(relation.confidence, relation.evidence)


def _attributes(confidence: float, evidence: tuple[Evidence, ...]) -> dict[str, Any]:
    return {"confidence": confidence, "evidence": [e.as_dict() for e in evidence]}


def paper_node(paper: Paper) -> Node:
    """A paper's key and attributes."""
    label = paper_label(paper.title, paper.abstract)
    fields = paper.model_dump(exclude={"sources"})
    return paper.key, {"type": "Paper", "label": label, "aliases": [], "papers": 1, **fields}


def paper_label(title: str | None, abstract: str | None, words: int = 10) -> str:
    """The title of a paper; where that is not known, the beginning of its abstract."""
    if title:
        return title
    parts = (abstract or "").split()
    return " ".join(parts[:words])[:120] + ("…" if len(parts) > words else "")


def result_node(result: ResultNode) -> Node:
    """A result's key and attributes."""
    label = f"{result.value:g}{'' if result.unit in ('%', 'x') else ' '}{result.unit}".strip()
    stated = {"value": result.value, "unit": result.unit, "kind": result.kind, "text": result.text}
    return result.key, {"type": "Result", "label": label, "aliases": [], "papers": 1, **stated}


def result_edges(paper: str, result: ResultNode) -> Iterator[Edge]:
    """What joins a result to its paper and to what it is about."""
    stated = Evidence(result.paper, result.start, result.end, result.text, (result.start, result.end))
    yield result.key, paper, "resultOf", _attributes(result.confidence, (stated,))
    for attribute, predicate in _RESULT_EDGES:
        if target := getattr(result, attribute):
            yield result.key, target, predicate, _attributes(result.confidence, (stated,))
