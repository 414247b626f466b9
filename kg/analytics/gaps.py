"""What is missing: experiments that nobody made, and papers that do not say what they used."""

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kg.analytics.frames import date_order, frame, label_of
from kg.analytics.index import UsageIndex
from kg.records import ENTITY_TYPES

__all__ = ["COVERAGE_COLUMNS", "GAP_COLUMNS", "coverage", "gaps"]

GAP_COLUMNS = ["method", "papers", "first", "tried_on", "key"]
COVERAGE_COLUMNS = ["year", "papers", "method", "dataset", "metric", "task", "result"]
_TRIES = ("introduces", "uses", "comparesWith")
_NAMED = 5


def gaps(graph: nx.MultiDiGraph, task: str, dataset: str, min_papers: int) -> pd.DataFrame:
    """Methods for a task that were never tried on a dataset; see `KnowledgeGraph.gaps`."""
    tried = _tried_on(graph, dataset)
    papers: dict[str, list[str]] = {}
    for paper in _papers_with(graph, task, ("addresses",)):
        for method in _entities_of(graph, paper, ("introduces", "uses"), "Method") - tried:
            papers.setdefault(method, []).append(paper)
    rows = []
    for method, addressing in papers.items():
        if len(addressing) < min_papers:
            continue
        earliest = min((graph.nodes[paper] for paper in addressing), key=date_order)
        counts: dict[str, int] = {}
        for paper in addressing:
            for other in _entities_of(graph, paper, ("evaluatesOn",), "Dataset"):
                counts[other] = counts.get(other, 0) + 1
        usual = sorted(counts, key=lambda d: (-counts[d], d))[:_NAMED]
        names = [label_of(graph, key) for key in usual]
        rows.append((label_of(graph, method), len(addressing), earliest["date"], names, method))
    rows.sort(key=lambda r: (-r[1], r[0].casefold(), r[-1]))
    return frame(rows, GAP_COLUMNS)


def _tried_on(graph: nx.MultiDiGraph, dataset: str) -> set[str]:
    """Methods of papers that evaluate on the dataset, and those of results on it."""
    tried: set[str] = set()
    for paper in _papers_with(graph, dataset, ("evaluatesOn",)):
        tried |= _entities_of(graph, paper, _TRIES, "Method")
    for source, _, predicate in graph.in_edges(dataset, keys=True):
        if predicate == "onDataset":
            tried |= _entities_of(graph, source, ("ofMethod",), "Method")
        elif predicate == "evaluatedOn":
            tried.add(source)
    return tried


def _papers_with(graph: nx.MultiDiGraph, key: str, predicates: tuple[str, ...]) -> list[str]:
    return sorted({paper for paper, _, predicate in graph.in_edges(key, keys=True) if predicate in predicates})


def _entities_of(graph: nx.MultiDiGraph, node: str, predicates: tuple[str, ...], type: str) -> set[str]:
    return {
        target
        for _, target, predicate in graph.out_edges(node, keys=True)
        if predicate in predicates and graph.nodes[target]["type"] == type
    }


def coverage(graph: nx.MultiDiGraph, index: UsageIndex) -> pd.DataFrame:
    """The share of papers that name something of each type, by year; see `KnowledgeGraph.coverage`."""
    has: dict[str, NDArray[np.bool_]] = {
        kind: np.asarray(index.links(type=kind).sum(axis=1)).ravel() > 0 for kind in ENTITY_TYPES
    }
    stating = {paper for _, paper, predicate in graph.edges(keys=True) if predicate == "resultOf"}
    has["Result"] = np.array([key in stating for key in index.nodes[: index.n_papers]], dtype=bool)
    rows = []
    # Years in order, papers without one last.
    years = sorted({int(year) for year in index.years}, key=lambda year: (year < 0, year))
    for year in years:
        papers = index.years == year
        shares = [float(has[column.capitalize()][papers].mean()) for column in COVERAGE_COLUMNS[2:]]
        rows.append((year if year >= 0 else None, int(papers.sum()), *shares))
    table = frame(rows, COVERAGE_COLUMNS).astype({"year": "Int64"})
    table.attrs = {kind.casefold(): float(flags.mean()) if len(flags) else 0.0 for kind, flags in has.items()}
    return table
