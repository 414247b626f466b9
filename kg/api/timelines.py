"""Timelines: the best value of a metric on a dataset over time."""

import networkx as nx
import pandas as pd

from kg.api.leaderboards import MIN_CONFIDENCE, collect, rank
from kg.api.measures import measure_of
from kg.api.names import NameIndex

__all__ = ["COLUMNS", "timeline"]

COLUMNS = ["date", "value", "unit", "method", "paper", "best", "record", "quote"]


def timeline(
    graph: nx.MultiDiGraph,
    names: NameIndex,
    dataset: str,
    metric: str,
    task: str | None,
    min_confidence: float = MIN_CONFIDENCE,
) -> pd.DataFrame:
    """Ranked scores by date, with the best so far; see `KnowledgeGraph.timeline`."""
    on, by = names.find(dataset, ["Dataset"]), names.find(metric, ["Metric"])
    within = names.find(task, ["Task"]) if task else None
    group = [
        row
        for row in collect(graph, on, within)
        if row.metric == by and row.kind == "score" and row.certain(min_confidence)
    ]
    measure = measure_of(by, graph.nodes[by]["label"])
    warnings = rank(group, measure) if group else []
    ranked = [row for row in group if row.rank is not None and row.compared is not None]
    dated = sorted(
        (row for row in ranked if row.date),
        key=lambda r: (r.date or "", r.rank or 0, r.paper, r.start),
    )
    if len(dated) < len(ranked):
        warnings.append(f"{len(ranked) - len(dated)} rows have no date and are left out")
    best: float | None = None
    rows = []
    for row in dated:
        value = row.compared.value if row.compared else row.value
        record = best is None or (value < best if measure.direction == "lower" else value > best)
        best = value if record or best is None else best
        rows.append((row.date, row.value, row.unit, row.method, row.paper, best, record, row.quote))
    table = pd.DataFrame(rows, columns=COLUMNS)
    table.attrs = {
        "warnings": warnings,
        "dataset": graph.nodes[on]["label"],
        "metric": graph.nodes[by]["label"],
        "scale": dated[0].compared.scale if dated and dated[0].compared else "",
        "values": [row.compared.value for row in dated if row.compared],
    }
    return table
