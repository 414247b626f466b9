"""Use over time: how often, and what is on the rise."""

import math
from collections.abc import Collection, Sequence

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kg.analytics.frames import frame, label_of, ranked
from kg.analytics.index import UsageIndex
from kg.analytics.periods import Period, month_label, parse_month
from kg.analytics.significance import benjamini_hochberg, growth_at_least, growth_p_values
from kg.errors import KgError

__all__ = ["RISING_COLUMNS", "TREND_COLUMNS", "entities_of", "rising", "trend"]

TREND_COLUMNS = ["period", "name", "papers", "share", "of", "key"]
RISING_COLUMNS = [
    "name", "type", "before", "after", "growth", "at_least", "p", "q", "significant", "key",
]  # fmt: skip
_MONTHS = {"year": 12, "quarter": 3, "month": 1}


def trend(
    graph: nx.MultiDiGraph,
    index: UsageIndex,
    entities: Sequence[str],
    by: Period,
    predicates: Collection[str] | None = None,
) -> pd.DataFrame:
    """Papers per period that name each entity; see `KnowledgeGraph.trend`."""
    periods = _periods(index.spans, by)
    dated = periods >= 0
    if not dated.any():
        return frame([], TREND_COLUMNS)
    first, last = int(periods[dated].min()), int(periods.max())
    totals = np.bincount(periods[dated] - first, minlength=last - first + 1)
    links = index.links(predicates).tocsc()
    rows = []
    for key in entities:
        column = index.column(key)
        when = periods[links.indices[links.indptr[column] : links.indptr[column + 1]]]
        counts = np.bincount(when[when >= 0] - first, minlength=len(totals))
        for place, (count, total) in enumerate(zip(counts.tolist(), totals.tolist(), strict=True)):
            label = month_label((first + place) * _MONTHS[by], by)
            rows.append((label, label_of(graph, key), count, count / total if total else math.nan, total, key))
    table = frame(rows, TREND_COLUMNS)
    known = index.spans[index.spans[:, 0] >= 0]
    table.attrs = {
        "first": month_label(int(known[:, 0].min()), "month"),
        "last": month_label(int(known[:, 1].max()), "month"),
    }
    return table


def _periods(spans: NDArray[np.int32], by: Period) -> NDArray[np.int64]:
    """The number of the period of each paper, -1 where the date does not tell it."""
    low, high = spans[:, 0] // _MONTHS[by], spans[:, 1] // _MONTHS[by]
    return np.where((spans[:, 0] >= 0) & (low == high), low, -1).astype(np.int64)


def rising(
    graph: nx.MultiDiGraph,
    index: UsageIndex,
    since: str | int | None,
    type: str | None = None,
    top: int | None = None,
    min_papers: int = 5,
    max_q: float = 0.05,
) -> pd.DataFrame:
    """Entities by how much their share of papers grew; see `KnowledgeGraph.rising`."""
    known = index.spans[:, 0] >= 0
    if not known.any():
        raise KgError("growth needs dates, and no paper has a date")
    start = parse_month(since) if since is not None else _recently(index.spans[known])
    later = known & (index.spans[:, 0] >= start)
    earlier = known & (index.spans[:, 1] < start)
    n_after, n_before = int(later.sum()), int(earlier.sum())
    if not n_after or not n_before:
        raise KgError(_one_sided(month_label(start, "month"), n_before, n_after, int(known.sum())))
    columns = index.entity_columns(type)
    links = index.links()[:, columns]
    after = np.asarray(links[later].sum(axis=0)).ravel().astype(np.int64)
    before = np.asarray(links[earlier].sum(axis=0)).ravel().astype(np.int64)
    # What is tested is chosen by the total alone, which says nothing of growth.
    tested = np.flatnonzero(after + before >= min_papers)
    after, before = after[tested], before[tested]
    p_values = growth_p_values(after, before, n_after, n_before)
    q_values = benjamini_hochberg(p_values) if len(tested) else p_values
    bounds = growth_at_least(after, before, n_after, n_before)
    with np.errstate(divide="ignore"):
        growth = (after / n_after) / (before / n_before)
    keys = [index.nodes[index.n_papers + columns[place]] for place in tested]
    order = sorted(range(len(keys)), key=lambda i: (-float(f"{bounds[i]:.9g}"), keys[i]))
    rows = [
        (
            label_of(graph, keys[i]), graph.nodes[keys[i]]["type"], int(before[i]), int(after[i]), float(growth[i]),
            float(bounds[i]), float(p_values[i]), float(q_values[i]), bool(q_values[i] <= max_q), keys[i],
        )
        for i in order
    ]  # fmt: skip
    table = ranked(rows, RISING_COLUMNS, top)
    table.attrs = {"since": month_label(start, "month"), "papers_before": n_before, "papers_after": n_after}
    return table


def _recently(spans: NDArray[np.int32]) -> int:
    """The first of the last twelve months in which papers appeared, or of the later half of a shorter time."""
    first, last = int(spans[:, 0].min()), int(spans[:, 1].max())
    months = last - first + 1
    if months == 1:
        raise KgError(f"growth needs papers of more than one month; all papers are of {month_label(first, 'month')}")
    return last + 1 - min(12, months // 2)


def _one_sided(when: str, before: int, after: int, dated: int) -> str:
    """Why there is nothing to compare."""
    open_ = dated - before - after
    rough = f"; the dates of {open_} leave open on which side they are" if open_ else ""
    return f"growth needs papers before and since {when}; there are {before} before and {after} since{rough}"


def entities_of(graph: nx.MultiDiGraph, index: UsageIndex, type: str, top: int) -> list[str]:
    """The entities of a type that most papers name."""
    keys = [index.nodes[index.n_papers + column] for column in index.entity_columns(type)]
    return sorted(keys, key=lambda key: (-graph.nodes[key]["papers"], key))[:top]
