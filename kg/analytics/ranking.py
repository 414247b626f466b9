"""The most important nodes of a type, by one of several measures."""

from typing import Literal, get_args

import networkx as nx
import numpy as np
import pandas as pd

from kg.analytics.centrality import betweenness, pagerank
from kg.analytics.frames import label_of, ranked
from kg.analytics.index import UsageIndex
from kg.analytics.trends import rising
from kg.errors import KgError

__all__ = ["RANKINGS", "Ranking", "rank"]

Ranking = Literal["papers", "pagerank", "betweenness", "growth"]
RANKINGS: tuple[Ranking, ...] = get_args(Ranking)

_COLUMNS = ["name", "papers", "score", "key"]


def rank(
    graph: nx.MultiDiGraph, index: UsageIndex, type: str, by: str, top: int | None, since: str | int | None, seed: int
) -> pd.DataFrame:
    """Nodes of a type, highest score first; see `KnowledgeGraph.rank`."""
    if by == "papers":
        scores = np.array([float(graph.nodes[key]["papers"]) for key in index.nodes])
    elif by == "pagerank":
        scores = pagerank(index.adjacency)
    elif by == "betweenness":
        scores = betweenness(index.adjacency, seed=seed)
    elif by == "growth":
        table = rising(graph, index, since=since, type=type, top=top)
        named = table["after"] + table["before"]
        return ranked(zip(table["name"], named, table["at_least"], table["key"], strict=True), _COLUMNS)
    else:
        raise KgError(f"there is no ranking by {by!r}; choose from {', '.join(RANKINGS)}")
    chosen = [row for row in range(len(index.nodes)) if index.types[row] == type]
    # Sums in another order differ in the last bits, which must not decide a tie.
    chosen.sort(key=lambda row: (-float(f"{scores[row]:.9g}"), index.nodes[row]))
    rows = []
    for row in chosen if top is None else chosen[: max(top, 0)]:
        key = index.nodes[row]
        rows.append((label_of(graph, key), graph.nodes[key]["papers"], float(f"{scores[row]:.9g}"), key))
    return ranked(rows, _COLUMNS, top)
