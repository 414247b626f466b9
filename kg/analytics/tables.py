"""Papers, entities and results as tables."""

from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kg.analytics.frames import frame
from kg.analytics.index import USES, UsageIndex
from kg.analytics.periods import month_label
from kg.records import ENTITY_TYPES

__all__ = [
    "ENTITY_COLUMNS",
    "PAPER_COLUMNS",
    "RESULT_COLUMNS",
    "chosen_papers",
    "entity_table",
    "paper_table",
    "result_table",
]

PAPER_COLUMNS = [
    "id", "title", "date", "year", "venue", "authors", "categories",
    "methods", "datasets", "metrics", "tasks", "results", "key",
]  # fmt: skip
ENTITY_COLUMNS = ["name", "papers", "introduced", "used", "first", "last", "aliases", "key"]
RESULT_COLUMNS = ["method", "dataset", "metric", "task", "value", "unit", "kind", "paper", "date", "quote", "key"]
_RESULT_TARGETS = ("ofMethod", "onDataset", "byMetric", "forTask")


def chosen_papers(
    graph: nx.MultiDiGraph, index: UsageIndex, years: tuple[int, int] | None, category: str | None
) -> NDArray[np.bool_]:
    """Which papers are of these years and of this category; `cs` stands for `cs.CV` too."""
    chosen = index.in_years(years)
    if category is not None:
        wanted = category.casefold()
        chosen &= np.array(
            [_has_category(graph.nodes[key]["categories"], wanted) for key in index.nodes[: index.n_papers]], dtype=bool
        )
    return chosen


def _has_category(categories: Sequence[str], wanted: str) -> bool:
    return any(c.casefold() == wanted or c.casefold().startswith(f"{wanted}.") for c in categories)


def paper_table(
    graph: nx.MultiDiGraph, index: UsageIndex, years: tuple[int, int] | None, category: str | None
) -> pd.DataFrame:
    """One row per paper, by date; see `KnowledgeGraph.papers`."""
    chosen = chosen_papers(graph, index, years, category)
    counts = {kind: index.links(type=kind).sum(axis=1).astype(int) for kind in ENTITY_TYPES}
    results: dict[str, int] = {}
    for _, paper, predicate in graph.edges(keys=True):
        if predicate == "resultOf":
            results[paper] = results.get(paper, 0) + 1
    rows = []
    for row in np.flatnonzero(chosen):
        key = index.nodes[row]
        data = graph.nodes[key]
        year = int(index.years[row])
        rows.append(
            (
                data["id"], data["title"], data["date"], year if year >= 0 else None, data["venue"], data["authors"],
                data["categories"], *(int(counts[k][row]) for k in ENTITY_TYPES), results.get(key, 0), key,
            )
        )  # fmt: skip
    rows.sort(key=lambda r: (r[2] is None, r[2] or "", r[0]))
    return frame(rows, PAPER_COLUMNS).astype({"year": "Int64"})


def entity_table(
    graph: nx.MultiDiGraph,
    index: UsageIndex,
    type: str,
    years: tuple[int, int] | None,
    category: str | None,
    min_papers: int,
) -> pd.DataFrame:
    """One row per entity of a type, those that most papers name first; see `KnowledgeGraph.methods`."""
    chosen = chosen_papers(graph, index, years, category)
    columns = index.entity_columns(type)
    named = index.links(type=type)[chosen]
    papers = _per_column(named)
    introduced = _per_column(index.links(["introduces"], type)[chosen])
    used = _per_column(index.links([p for p in USES if p != "introduces"], type)[chosen])
    first, last = _extremes(named.tocsc(), index.spans[chosen])
    rows: list[tuple[Any, ...]] = []
    for place in np.flatnonzero(papers >= min_papers):
        key = index.nodes[index.n_papers + columns[place]]
        data = graph.nodes[key]
        rows.append(
            (
                data["label"], int(papers[place]), int(introduced[place]), int(used[place]),
                first[place], last[place], data["aliases"], key,
            )
        )  # fmt: skip
    rows.sort(key=lambda r: (-r[1], r[-1]))
    return frame(rows, ENTITY_COLUMNS)


def _per_column(links: Any) -> NDArray[np.int64]:
    counts: NDArray[np.int64] = np.asarray(links.sum(axis=0)).ravel().astype(np.int64)
    return counts


def _extremes(columns: Any, spans: NDArray[np.int32]) -> tuple[list[str | None], list[str | None]]:
    """For each column the earliest and the latest time of its papers, as exact as it is known."""
    first: list[str | None] = []
    last: list[str | None] = []
    for start, end in zip(columns.indptr[:-1], columns.indptr[1:], strict=True):
        dated = [tuple(s) for s in spans[columns.indices[start:end]].tolist() if s[0] >= 0]
        first.append(_name(min(dated)) if dated else None)
        last.append(_name(max(dated, key=lambda s: (s[1], s[0]))) if dated else None)
    return first, last


def _name(span: tuple[int, int]) -> str:
    return month_label(span[0], "month" if span[0] == span[1] else "year")


def result_table(
    graph: nx.MultiDiGraph,
    index: UsageIndex,
    years: tuple[int, int] | None,
    category: str | None,
) -> pd.DataFrame:
    """One row per result, by paper; see `KnowledgeGraph.results`."""
    chosen = chosen_papers(graph, index, years, category)
    rows = []
    for key, data in graph.nodes(data=True):
        if data["type"] != "Result":
            continue
        to = {predicate: target for _, target, predicate in graph.out_edges(key, keys=True)}
        if not chosen[index.row_of[to["resultOf"]]]:
            continue
        paper = graph.nodes[to["resultOf"]]
        names = [graph.nodes[to[p]]["label"] if p in to else None for p in _RESULT_TARGETS]
        rows.append(
            (*names, data["value"], data["unit"], data["kind"], paper["id"], paper["date"], data["text"], key)
        )  # fmt: skip
    rows.sort(key=lambda r: (r[7], r[-1]))
    return frame(rows, RESULT_COLUMNS)
