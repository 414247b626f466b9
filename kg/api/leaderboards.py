"""Leaderboards: the scores that papers report on a dataset, ranked per metric."""

import networkx as nx
import pandas as pd

from kg.api.names import NameIndex

__all__ = ["COLUMNS", "leaderboard"]

COLUMNS = ["metric", "rank", "method", "value", "unit", "paper", "date", "quote"]


def leaderboard(graph: nx.MultiDiGraph, names: NameIndex, dataset: str, metric: str | None) -> pd.DataFrame:
    """Scores on a dataset, best first, per metric; see `KnowledgeGraph.leaderboard`."""
    on = names.find(dataset, ["Dataset"])
    by = names.find(metric, ["Metric"]) if metric else None
    lower = _lower_is_better()
    rows = []
    for result, _ in graph.in_edges(on):
        data = graph.nodes[result]
        if data["type"] != "Result" or data["kind"] != "score":
            continue
        to = {predicate: target for _, target, predicate in graph.out_edges(result, keys=True)}
        if "byMetric" not in to or (by and to["byMetric"] != by):
            continue
        paper = graph.nodes[to["resultOf"]]
        rows.append(
            {
                "metric": graph.nodes[to["byMetric"]]["label"],
                "lower": to["byMetric"] in lower,
                "method": graph.nodes[to["ofMethod"]]["label"] if "ofMethod" in to else None,
                "value": data["value"],
                "unit": data["unit"],
                "paper": paper["id"],
                "date": paper["date"],
                "quote": data["text"],
            }
        )
    rows.sort(key=lambda r: (r["metric"], r["value"] if r["lower"] else -r["value"], r["paper"]))
    table = pd.DataFrame(rows, columns=[c for c in COLUMNS if c != "rank"])
    table.insert(1, "rank", table.groupby("metric").cumcount() + 1 if len(table) else [])
    return table


def _lower_is_better() -> set[str]:
    """The keys of the metrics of which the lexicon says that less is better."""
    from extractors.lexicon import default_lexicon

    return {f"metric:{t.id}" for t in default_lexicon().terms if t.type == "Metric" and t.direction == "lower"}
