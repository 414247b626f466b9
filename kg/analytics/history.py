"""Where something comes from, and what became of it."""

from typing import Any

import networkx as nx
import pandas as pd

from kg.analytics.frames import date_order, frame, label_of
from kg.analytics.index import USES
from kg.analytics.periods import UNDATED, months_of

__all__ = ["ADOPTION_COLUMNS", "LINEAGE_COLUMNS", "adoption", "lineage"]

ADOPTION_COLUMNS = ["date", "paper", "title", "predicates", "months", "so_far", "sentence", "key"]
LINEAGE_COLUMNS = ["relation", "method", "date", "paper", "sentence", "key"]
_ORDER = ("variantOf", "buildsOn", "comparesWith", "hasVariant", "usedBy", "comparedWithBy")


def adoption(graph: nx.MultiDiGraph, key: str) -> pd.DataFrame:
    """The papers that introduce or use an entity, in order; see `KnowledgeGraph.adoption`."""
    links: dict[str, list[str]] = {}
    for paper, _, predicate in graph.in_edges(key, keys=True):
        if predicate in USES and graph.nodes[paper]["type"] == "Paper":
            links.setdefault(paper, []).append(predicate)
    papers = sorted(links, key=lambda p: (date_order(graph.nodes[p]), p))
    introducing = next((p for p in papers if "introduces" in links[p]), None)
    origin = months_of(graph.nodes[introducing]) if introducing else UNDATED
    rows = []
    for so_far, paper in enumerate(papers, start=1):
        data = graph.nodes[paper]
        predicates = sorted(links[paper], key=USES.index)
        sentence = _first_sentence(graph, paper, key, predicates[0])
        months = _months_between(origin, months_of(data))
        rows.append((data["date"], data["id"], data["title"], predicates, months, so_far, sentence, paper))
    table = frame(rows, ADOPTION_COLUMNS).astype({"months": "Int64"})
    table.attrs = {
        "introduced_by": graph.nodes[introducing]["id"] if introducing else None,
        "introduced_on": graph.nodes[introducing]["date"] if introducing else None,
    }
    return table


def _first_sentence(graph: nx.MultiDiGraph, source: str, target: str, predicate: str) -> str | None:
    evidence = graph.edges[source, target, predicate]["evidence"]
    return str(evidence[0]["text"]) if evidence else None


def _months_between(origin: tuple[int, int], when: tuple[int, int]) -> int | None:
    """Months from one time to another, where both are known to the month."""
    known = origin[0] == origin[1] >= 0 and when[0] == when[1] >= 0
    return when[0] - origin[0] if known else None


def lineage(graph: nx.MultiDiGraph, key: str) -> pd.DataFrame:
    """What a method comes from and what came of it; see `KnowledgeGraph.lineage`."""
    rows: list[tuple[Any, ...]] = []
    for _, other, predicate, data in graph.out_edges(key, keys=True, data=True):
        if predicate == "variantOf":
            rows.append(_relation("variantOf", graph, other, data))
    for other, _, predicate, data in graph.in_edges(key, keys=True, data=True):
        if predicate == "variantOf":
            rows.append(_relation("hasVariant", graph, other, data))
    own = [paper for paper, _, predicate in graph.in_edges(key, keys=True) if predicate == "introduces"]
    for paper in own:
        for _, other, predicate in graph.out_edges(paper, keys=True):
            relation = {"uses": "buildsOn", "comparesWith": "comparesWith"}.get(predicate)
            if relation and other != key and graph.nodes[other]["type"] == "Method":
                rows.append(_said(relation, graph, other, paper, other, predicate))
    for paper, _, predicate in graph.in_edges(key, keys=True):
        relation = {"uses": "usedBy", "comparesWith": "comparedWithBy"}.get(predicate)
        if not relation or paper in own:
            continue
        for _, other, made in graph.out_edges(paper, keys=True):
            if made == "introduces" and other != key and graph.nodes[other]["type"] == "Method":
                rows.append(_said(relation, graph, other, paper, key, predicate))
    rows.sort(key=lambda r: (_ORDER.index(r[0]), not r[2], r[2] or "", r[5], r[3] or "", r[4] or ""))
    return frame(dict.fromkeys(rows), LINEAGE_COLUMNS)


def _relation(relation: str, graph: nx.MultiDiGraph, other: str, data: dict[str, Any]) -> tuple[Any, ...]:
    """A row for an edge between two methods."""
    said = data["evidence"][0] if data["evidence"] else None
    date = graph.nodes[f"paper:{said['paper']}"]["date"] if said else None
    return (relation, label_of(graph, other), date, said and said["paper"], said and said["text"], other)


def _said(
    relation: str, graph: nx.MultiDiGraph, method: str, paper: str, named: str, predicate: str
) -> tuple[Any, ...]:
    """A row for what a paper says of the method that it names."""
    data = graph.nodes[paper]
    sentence = _first_sentence(graph, paper, named, predicate)
    return (relation, label_of(graph, method), data["date"], data["id"], sentence, method)
