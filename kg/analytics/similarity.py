"""What is like a paper or an entity: shared neighbours, the rare ones counting most."""

import networkx as nx
import numpy as np
import pandas as pd
from scipy import sparse

from kg.analytics.frames import label_of, ranked
from kg.analytics.index import UsageIndex

__all__ = ["COLUMNS", "similar"]

COLUMNS = ["name", "type", "score", "shared", "shared_names", "key"]
_NAMED = 5


def similar(graph: nx.MultiDiGraph, index: UsageIndex, key: str, type: str | None, top: int | None) -> pd.DataFrame:
    """Nodes that share neighbours with one; see `KnowledgeGraph.similar`."""
    adjacency = index.adjacency
    degree = np.diff(adjacency.indptr)
    # A neighbour that many nodes have says little, as in tf-idf and Adamic and Adar (2003).
    rarity = np.log1p(len(index.nodes) / np.maximum(degree, 1))
    weighted = sparse.csr_array(adjacency * rarity[np.newaxis, :])
    length = np.sqrt(np.asarray((weighted * weighted).sum(axis=1)).ravel())
    row = index.row_of[key]
    own = weighted[[row]]
    product = np.asarray((weighted @ own.T).todense()).ravel()
    scores = np.divide(product, length * length[row], out=np.zeros(len(product)), where=length * length[row] > 0)
    wanted = index.types == (type or index.types[row])
    found = [i for i in np.flatnonzero((scores > 0) & wanted).tolist() if i != row]
    found.sort(key=lambda i: (-float(f"{scores[i]:.9g}"), index.nodes[i]))
    neighbours = set(own.indices.tolist())
    rows = []
    for i in found if top is None else found[: max(top, 0)]:
        shared = neighbours & set(adjacency.indices[adjacency.indptr[i] : adjacency.indptr[i + 1]].tolist())
        telling = sorted(shared, key=lambda n: (-float(rarity[n]), index.nodes[n]))[:_NAMED]
        names = [label_of(graph, index.nodes[n]) for n in telling]
        node = index.nodes[i]
        rows.append((label_of(graph, node), index.types[i], float(scores[i]), len(shared), names, node))
    return ranked(rows, COLUMNS, top)
