"""Groups of entities that go together, each named by its most typical members."""

import graspologic_native
import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from kg.analytics.frames import frame, label_of
from kg.analytics.index import USES, UsageIndex

__all__ = ["COLUMNS", "communities", "cooccurrence"]

COLUMNS = ["community", "name", "entities", "papers", "members"]
_NAMED_BY = 3


def cooccurrence(links: sparse.csr_array) -> sparse.csr_array:
    """Entities × entities: each paper that uses n of them gives every pair 1/(n-1), after Newman (2001).

    So a paper counts as much whether it names three things or thirty.
    """
    named = np.asarray(links.sum(axis=1)).ravel()
    weight = np.divide(1.0, named - 1, out=np.zeros(len(named)), where=named > 1)
    joined = sparse.csr_array(links.T @ (links * weight[:, np.newaxis]))
    joined = sparse.csr_array(joined - sparse.diags_array(joined.diagonal()))
    joined.eliminate_zeros()
    joined.sort_indices()
    return joined


def communities(
    graph: nx.MultiDiGraph,
    index: UsageIndex,
    type: str | None,
    resolution: float,
    min_size: int,
    seed: int,
) -> pd.DataFrame:
    """Communities, the largest first; see `KnowledgeGraph.communities`."""
    columns = index.entity_columns(type)
    links = index.links(USES)[:, columns]
    joined = cooccurrence(links)
    if joined.nnz == 0:
        return frame([], COLUMNS)
    groups = _leiden(joined, resolution, seed)
    keys = [index.nodes[index.n_papers + column] for column in columns]
    inside = _weight_inside(joined, groups)
    total = np.asarray(joined.sum(axis=1)).ravel()
    # Typical is what is bound strongly to the group, and to little else.
    typical = inside * np.divide(inside, total, out=np.zeros(len(total)), where=total > 0)
    papers = _papers_of(links, groups)
    rows = []
    for group in np.unique(groups[total > 0]):
        members = np.flatnonzero((groups == group) & (total > 0))
        if len(members) < min_size:
            continue
        ordered = sorted(members.tolist(), key=lambda m: (-float(f"{typical[m]:.9g}"), keys[m]))
        name = ", ".join(label_of(graph, keys[m]) for m in ordered[:_NAMED_BY])
        rows.append((name, len(members), int(papers[group]), [keys[m] for m in ordered]))
    rows.sort(key=lambda r: (-r[1], -r[2], r[3][0]))
    return frame([(number, *row) for number, row in enumerate(rows)], COLUMNS)


def _leiden(joined: sparse.csr_array, resolution: float, seed: int) -> NDArray[np.int64]:
    """The group of each node, by the Leiden algorithm on modularity (Traag, Waltman and van Eck 2019)."""
    pointers, indices = joined.indptr.astype(np.int64), joined.indices.astype(np.int32)
    _, found = graspologic_native.leiden_csr(
        pointers, indices, joined.data, n_nodes=joined.shape[0], resolution=resolution, seed=seed
    )
    groups = np.full(joined.shape[0], -1, dtype=np.int64)
    groups[list(found)] = list(found.values())
    return groups


def _weight_inside(joined: sparse.csr_array, groups: NDArray[np.int64]) -> NDArray[np.float64]:
    """How much of each node's weight goes to its own group."""
    entries = joined.tocoo()
    same = groups[entries.coords[0]] == groups[entries.coords[1]]
    rows, weights = entries.coords[0][same], entries.data[same]
    return np.bincount(rows, weights=weights, minlength=joined.shape[0]).astype(np.float64)


def _papers_of(links: sparse.csr_array, groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many papers name more of a group's entities than of any other's; the lower number wins a tie."""
    size = int(groups.max()) + 1
    grouped = np.flatnonzero(groups >= 0)
    ones = np.ones(len(grouped))
    membership = sparse.csr_array((ones, (grouped, groups[grouped])), shape=(len(groups), size))
    counts = sparse.csr_array(links @ membership)
    counts.sort_indices()
    papers = np.zeros(size, dtype=np.int64)
    for start, end in zip(counts.indptr[:-1], counts.indptr[1:], strict=True):
        if end > start:
            papers[counts.indices[start + int(np.argmax(counts.data[start:end]))]] += 1
    return papers
