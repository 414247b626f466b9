"""The shortest way from one node to another, with the sentences along it."""

import math
from itertools import pairwise

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kg.analytics.frames import frame, label_of
from kg.analytics.index import UsageIndex
from kg.errors import KgError

__all__ = ["COLUMNS", "path"]

COLUMNS = [
    "step", "subject", "predicate", "object", "confidence", "paper", "sentence", "subject_key", "object_key",
]  # fmt: skip


def path(graph: nx.MultiDiGraph, index: UsageIndex, start: str, end: str, sentences: int) -> pd.DataFrame:
    """The sentences along the shortest way; see `KnowledgeGraph.path`."""
    from scipy.sparse import csgraph

    ends = [index.row_of[start], index.row_of[end]]
    far = csgraph.dijkstra(index.adjacency, unweighted=True, indices=ends)
    if not math.isfinite(far[0][ends[1]]):
        raise KgError(f"nothing connects {label_of(graph, start)!r} and {label_of(graph, end)!r}")
    nodes = [index.nodes[row] for row in _most_telling(index, ends[0], ends[1], far)]
    rows = []
    for step, (one, other) in enumerate(pairwise(nodes), start=1):
        for source, target in ((one, other), (other, one)):
            for predicate, data in sorted((graph.get_edge_data(source, target) or {}).items()):
                said = list({(e["paper"], e["text"]): None for e in data["evidence"]})[:sentences] or [(None, None)]
                names = (label_of(graph, source), predicate, label_of(graph, target), data["confidence"])
                rows += [(step, *names, paper, sentence, source, target) for paper, sentence in said]
    return frame(rows, COLUMNS)


def _most_telling(index: UsageIndex, start: int, end: int, far: NDArray[np.float64]) -> list[int]:
    """Of all shortest ways the one whose inner nodes have the fewest neighbours: not through what everyone uses."""
    adjacency = index.adjacency
    steps = int(far[0][end])
    degree = np.diff(adjacency.indptr)
    best: dict[int, tuple[float, int]] = {end: (0.0, end)}
    front = [end]
    for left in range(steps - 1, -1, -1):
        reached: dict[int, tuple[float, int]] = {}
        for row in front:
            passed = best[row][0] + (0.0 if row == end else math.log(degree[row]))
            for near in adjacency.indices[adjacency.indptr[row] : adjacency.indptr[row + 1]].tolist():
                if far[0][near] == left and (near not in reached or (passed, row) < reached[near]):
                    reached[near] = (passed, row)
        best |= reached
        front = sorted(reached)
    way = [start]
    while way[-1] != end:
        way.append(best[way[-1]][1])
    return way
