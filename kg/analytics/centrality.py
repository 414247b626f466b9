"""PageRank and betweenness on a sparse adjacency matrix.

A networkx backend that is given priority (`nx.config.backend_priority`) computes them instead.
"""

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kg.errors import KgError

__all__ = ["PIVOTS", "backend_is_chosen", "betweenness", "pagerank"]

#: Sources of shortest paths for betweenness; a graph with fewer nodes is computed exactly.
PIVOTS = 256

_BATCH = 32
_DAMPING = 0.85
_TOLERANCE = 1e-10
_MAX_ROUNDS = 500


def backend_is_chosen() -> bool:
    """Has the user told networkx to prefer a backend (`NETWORKX_BACKEND_PRIORITY`)?"""
    return any(name != "networkx" for name in nx.config.backend_priority.algos)


def _by_networkx(
    adjacency: sparse.csr_array, measure: Callable[..., dict[int, float]], **options: Any
) -> NDArray[np.float64]:
    """What a function of networkx, and so the backend that it calls, says of each node."""
    try:
        scores = measure(nx.from_scipy_sparse_array(adjacency), **options)
    except Exception as error:
        chosen = ", ".join(nx.config.backend_priority.algos)
        raise KgError(
            f"the networkx backend that is given priority ({chosen}) failed: {type(error).__name__}: {error};"
            " unset NETWORKX_BACKEND_PRIORITY, or install releases of the two that fit each other"
        ) from error
    return np.array([scores[node] for node in range(adjacency.shape[0])])


def pagerank(adjacency: sparse.csr_array) -> NDArray[np.float64]:
    """PageRank (damping 0.85) of each node of an undirected graph; sums to 1.

    Page et al., The PageRank citation ranking (1999). Cost: O(edges) a round, some 50 rounds.
    """
    size = adjacency.shape[0]
    if size == 0:
        return np.zeros(0)
    if backend_is_chosen():
        return _by_networkx(adjacency, nx.pagerank, alpha=_DAMPING, max_iter=_MAX_ROUNDS, tol=_TOLERANCE, weight=None)
    degree = np.asarray(adjacency.sum(axis=1)).ravel()
    share = np.divide(1.0, degree, out=np.zeros(size), where=degree > 0)
    dangling = degree == 0
    rank = np.full(size, 1.0 / size)
    for _ in range(_MAX_ROUNDS):
        flow = adjacency @ (rank * share) + rank[dangling].sum() / size
        new = _DAMPING * flow + (1 - _DAMPING) / size
        if np.abs(new - rank).sum() < _TOLERANCE * size:
            return np.asarray(new)
        rank = new
    return rank


def betweenness(adjacency: sparse.csr_array, pivots: int = PIVOTS, seed: int = 0) -> NDArray[np.float64]:
    """The share of shortest paths of an undirected graph that run through each node, 0 to 1.

    Brandes (2001), on batches of sources at a time; from `pivots` sources drawn at random where the
    graph has more nodes (Brandes and Pich 2007). Cost: O(pivots × edges) time, O(32 × nodes) memory.
    """
    size = adjacency.shape[0]
    if size <= 2:
        return np.zeros(size)
    if backend_is_chosen():
        return _by_networkx(adjacency, nx.betweenness_centrality, k=min(pivots, size), seed=seed)
    sources = np.arange(size)
    if size > pivots:
        sources = np.sort(np.random.default_rng(seed).choice(size, pivots, replace=False))
    total = np.zeros(size)
    for start in range(0, len(sources), _BATCH):
        total += _dependencies(adjacency, sources[start : start + _BATCH])
    return np.asarray(total * (size / len(sources)) / ((size - 1) * (size - 2)))


def _dependencies(adjacency: sparse.csr_array, sources: NDArray[np.intp]) -> NDArray[np.float64]:
    """How many shortest paths from the sources depend on each node, summed over the sources."""
    size, width = adjacency.shape[0], len(sources)
    own = (sources, np.arange(width))
    depth_of = np.full((size, width), -1, dtype=np.int16)
    paths = np.zeros((size, width))
    depth_of[own] = 0
    paths[own] = 1.0
    front = paths.copy()
    depth = 0
    while True:
        front = adjacency @ front
        front[depth_of >= 0] = 0.0
        if not front.any():
            break
        depth += 1
        depth_of[front > 0] = depth
        paths += front
    depends = np.zeros((size, width))
    for level in range(depth, 0, -1):
        share = np.divide(1.0 + depends, paths, out=np.zeros((size, width)), where=depth_of == level)
        back = adjacency @ share
        above = depth_of == level - 1
        depends[above] += back[above] * paths[above]
    depends[own] = 0.0
    return np.asarray(depends.sum(axis=1))
