"""The graph as a plain networkx `MultiDiGraph`: node keys, attributes and edges as in docs/data-model.md."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
    "without_collection",
]

#: A node's key and its attributes.
Node = tuple[str, dict[str, Any]]

#: An edge's source, target and predicate, and its attributes.
Edge = tuple[str, str, str, dict[str, Any]]

_RESULT_EDGES = (("method", "ofMethod"), ("dataset", "onDataset"), ("metric", "byMetric"), ("task", "forTask"))


def build_graph(reader: GraphReader) -> nx.MultiDiGraph:
    """All nodes and edges of a store, in memory.

    Every edge has its predicate as key, and the attributes `confidence` and `evidence`
    (a list of dicts: paper, start, end, text, mention). A sentence that is evidence of many edges is in memory once.
    """
    graph = nx.MultiDiGraph()
    shared: dict[str, str] = {}
    with without_collection():
        graph.add_nodes_from(map(entity_node, reader.entities()))
        # Papers are read once, for nodes and edges: reading is most of the time.
        for linked in reader.linked_papers():
            graph.add_nodes_from([paper_node(linked.paper), *map(result_node, linked.results)])
            _add_edges(graph, (link_edge(linked.paper.key, link) for link in linked.links), shared)
            for result in linked.results:
                _add_edges(graph, result_edges(linked.paper.key, result), shared)
        _add_edges(graph, map(relation_edge, reader.relations()), shared)
    return graph


def _add_edges(graph: nx.MultiDiGraph, edges: Iterable[Edge], shared: dict[str, str]) -> None:
    for source, target, predicate, attributes in edges:
        for said in attributes["evidence"]:
            said["text"] = shared.setdefault(said["text"], said["text"])
            said["paper"] = shared.setdefault(said["paper"], said["paper"])
        graph.add_edge(source, target, key=predicate, **attributes)


@contextmanager
def without_collection() -> Iterator[None]:
    """No search for cycles among millions of objects that are just being made, none of which is garbage."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            # Together these make all objects old ones, which are not searched again three times at the next chance.
            gc.freeze()
            gc.unfreeze()
        if collecting:
            gc.enable()


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
