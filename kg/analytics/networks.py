"""Parts of the graph, and graphs made from it: who is used with whom."""

from collections.abc import Collection, Iterable

import networkx as nx
import numpy as np
from scipy import sparse

from kg.analytics.index import USES, UsageIndex

__all__ = ["bipartite", "project", "subgraph"]


def subgraph(
    graph: nx.MultiDiGraph,
    index: UsageIndex,
    around: Iterable[str],
    hops: int,
    types: Collection[str] | None,
    years: tuple[int, int] | None,
) -> nx.MultiDiGraph:
    """The part of the graph that a choice leaves; see `KnowledgeGraph.subgraph`."""
    centres = set(around)
    kept = {key for key, chosen in zip(index.nodes, index.in_years(years), strict=False) if chosen}
    entities = {
        key for key in index.nodes[index.n_papers :] if types is None or graph.nodes[key]["type"] in types
    } | centres
    if years is not None:
        entities = {key for key in entities if any(p in kept for p in graph.predecessors(key))} | centres
    kept |= entities
    if types is None or "Result" in types:
        kept |= {
            key
            for key, data in graph.nodes(data=True)
            if data["type"] == "Result" and all(target in kept for target in graph.successors(key))
        }
    kept |= centres
    if centres:
        kept = _near(graph, centres, hops, kept)
    part: nx.MultiDiGraph = graph.subgraph(kept).copy()
    return part


def _near(graph: nx.MultiDiGraph, centres: set[str], hops: int, kept: set[str]) -> set[str]:
    """The kept nodes that are so many steps away at most, in whichever direction edges point."""
    seen = set(centres)
    front = set(centres)
    for _ in range(hops):
        front = {
            other for node in front for other in (*graph.successors(node), *graph.predecessors(node)) if other in kept
        } - seen
        seen |= front
    return seen


def project(graph: nx.MultiDiGraph, index: UsageIndex, type: str, mentions: bool, min_papers: int) -> nx.Graph:
    """Entities of one type, joined where papers use both; see `KnowledgeGraph.project`."""
    links = index.links(None if mentions else USES, type)
    return _weighted(graph, index, links, links, (type, type), min_papers)


def bipartite(
    graph: nx.MultiDiGraph, index: UsageIndex, first: str, second: str, mentions: bool, min_papers: int
) -> nx.Graph:
    """Entities of two types, joined where a paper uses both; see `KnowledgeGraph.bipartite`."""
    predicates = None if mentions else USES
    return _weighted(
        graph, index, index.links(predicates, first), index.links(predicates, second), (first, second), min_papers
    )


def _weighted(
    graph: nx.MultiDiGraph,
    index: UsageIndex,
    first: sparse.csr_array,
    second: sparse.csr_array,
    types: tuple[str, str],
    min_papers: int,
) -> nx.Graph:
    names = [[index.nodes[index.n_papers + c] for c in index.entity_columns(kind)] for kind in types]
    counted = (first.T @ second).tocoo()
    wanted = counted.data >= min_papers
    if types[0] == types[1]:
        wanted &= counted.coords[0] < counted.coords[1]
    rows, columns = counted.coords[0][wanted], counted.coords[1][wanted]
    network = nx.Graph()
    for side, (kind, matrix, keys) in enumerate(zip(types, (first, second), names, strict=True)):
        for column in np.flatnonzero(np.asarray(matrix.sum(axis=0)).ravel() > 0):
            data = graph.nodes[keys[column]]
            network.add_node(keys[column], type=kind, label=data["label"], papers=data["papers"])
            if types[0] != types[1]:
                # The attribute by which networkx's bipartite functions tell the two sides.
                network.nodes[keys[column]]["bipartite"] = side
    network.add_weighted_edges_from(
        (names[0][r], names[1][c], int(w))
        for r, c, w in zip(rows.tolist(), columns.tolist(), counted.data[wanted].tolist(), strict=True)
    )
    return network
