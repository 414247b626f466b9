"""Leaderboards: what papers report on a dataset, ranked per metric where numbers compare."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import networkx as nx
import pandas as pd

from kg.api.measures import Measure, Scaled, measure_of, scaled, settings
from kg.api.names import NameIndex
from kg.records import ResultKind
from kg.sentences import Sentences
from kg.text import paper_text

__all__ = ["COLUMNS", "MIN_CONFIDENCE", "Row", "collect", "coverage", "leaderboard", "rank"]

#: Results below it are left out of tables: of those above it nine in ten were right when looked through by eye.
MIN_CONFIDENCE = 0.75
COLUMNS = ["metric", "rank", "method", "value", "unit", "paper", "date", "quote", "note"]
_SHARE_FAMILIES = ("percent", "fraction", "ratio")
_UNSAFE = "a bound or rounded"
_TRAINED = re.compile(r"[- ](?:\w+[- ])?(?:pre-?)?(?:train|weights|initiali|transfer)")
_TRAINED_ON = re.compile(r"(?:train|tun|initiali[sz]|transfer)\w{0,20} (?:on|from|with|using) (?:the |ms |ms-)?$")
_ELSEWHERE = "dataset named elsewhere"


@dataclass(slots=True)
class Row:
    """One result on a dataset.

    `compared` is its value on the scale of its metric; `notes` say what limits comparison.
    """

    metric: str
    label: str
    method: str | None
    value: float
    unit: str
    paper: str
    date: str | None
    quote: str
    start: int
    end: int
    kind: ResultKind
    confidence: float
    compared: Scaled | None = None
    rank: int | None = None
    notes: list[str] = field(default_factory=list)

    def certain(self, least: float) -> bool:
        """Is the row sure enough for a table? A dataset that only another sentence names is not; 0 lets all pass."""
        return not least or (self.confidence >= least and _ELSEWHERE not in self.notes)

    @property
    def cells(self) -> tuple[Any, ...]:
        """The row of the table."""
        note = "; ".join(self.notes)
        return (
            self.label, self.rank, self.method, self.value, self.unit, self.paper, self.date, self.quote, note,
        )  # fmt: skip


def leaderboard(
    graph: nx.MultiDiGraph,
    names: NameIndex,
    dataset: str,
    metric: str | None,
    task: str | None = None,
    kind: Literal["score", "delta", "factor"] = "score",
    min_confidence: float = MIN_CONFIDENCE,
) -> pd.DataFrame:
    """Results on a dataset, best first, per metric; see `KnowledgeGraph.leaderboard`."""
    on = names.find(dataset, ["Dataset"])
    by = names.find(metric, ["Metric"]) if metric else None
    within = names.find(task, ["Task"]) if task else None
    every = [row for row in collect(graph, on, within) if row.kind == kind]
    asked = [row for row in every if by is None or row.metric == by]
    rows = [row for row in asked if row.certain(min_confidence)]
    warnings = []
    if len(rows) < len(asked):
        left = f"{len(asked) - len(rows)} of {len(asked)} results are left out"
        warnings.append(f"{left}: below confidence {min_confidence:g}, or the dataset is named in another sentence")
    for key in sorted({row.metric for row in rows}, key=lambda k: (graph.nodes[k]["label"].casefold(), k)):
        group = [row for row in rows if row.metric == key]
        if kind == "score":
            warnings += rank(group, measure_of(key, graph.nodes[key]["label"]))
    if by and not rows and every:
        there = ", ".join(sorted({row.label for row in every}, key=str.casefold)[:8])
        warnings.append(
            f"no {kind} by {graph.nodes[by]['label']!r} on {graph.nodes[on]['label']!r}; there are: {there}"
        )
    rows.sort(key=_order)
    table = pd.DataFrame([row.cells for row in rows], columns=COLUMNS).astype({"rank": "Int64"})
    compared = [row.compared.value if row.compared else row.value for row in rows]
    table.attrs = {"coverage": coverage(graph, on), "warnings": warnings, "compared": compared}
    return table


def _order(row: Row) -> tuple[Any, ...]:
    """Ranked rows first, in order; then the others, larger values first."""
    place = (0, row.rank, 0.0) if row.rank is not None else (1, 0, -(row.compared.value if row.compared else row.value))
    return (row.label.casefold(), row.metric, *place, row.paper, row.start, row.method or "", row.value)


def collect(graph: nx.MultiDiGraph, dataset: str, task: str | None = None) -> Iterator[Row]:
    """Every result that names this dataset and a metric, each statement once."""
    seen: set[tuple[Any, ...]] = set()
    for result in sorted({source for source, _, key in graph.in_edges(dataset, keys=True) if key == "onDataset"}):
        data = graph.nodes[result]
        to: dict[str, str] = {}
        evidence: dict[str, Any] = {}
        confidence = 0.0
        for _, target, predicate, edge in graph.out_edges(result, keys=True, data=True):
            to[predicate] = target
            evidence, confidence = edge["evidence"][0], edge["confidence"]
        if "byMetric" not in to or (task is not None and to.get("forTask") != task):
            continue
        paper = graph.nodes[to["resultOf"]]
        method = graph.nodes[to["ofMethod"]]["label"] if "ofMethod" in to else None
        statement = (to["resultOf"], to["byMetric"], method, data["kind"], data["value"], data["unit"])
        if statement in seen:
            continue
        seen.add(statement)
        row = Row(
            metric=to["byMetric"],
            label=graph.nodes[to["byMetric"]]["label"],
            method=method,
            value=data["value"],
            unit=data["unit"],
            paper=paper["id"],
            date=paper["date"],
            quote=data["text"],
            start=evidence["start"],
            end=evidence["end"],
            kind=data["kind"],
            confidence=confidence,
        )
        row.notes = _notes(paper, row, graph.nodes[dataset])
        yield row


def _notes(paper: dict[str, Any], row: Row, dataset: dict[str, Any]) -> list[str]:
    """What the sentence of a result says of split, shots, subset or bounds."""
    text = paper_text(paper["title"], paper["abstract"])
    begin, end = Sentences(text).at(row.start)
    written = _written(text, row)
    names = [name.casefold() for name in (dataset["label"], *dataset["aliases"])]
    sentence = text[begin:end]
    notes = settings(
        sentence, written - begin, written - begin + 1, lambda word: any(word.casefold() in name for name in names)
    )
    return notes if any(_evaluated(name, sentence.casefold()) for name in names) else [*notes, _ELSEWHERE]


def _evaluated(name: str, sentence: str) -> bool:
    """Does the sentence name a dataset other than as what something was trained on?"""
    at = sentence.find(name)
    while at >= 0:
        end = at + len(name)
        if not _TRAINED.match(sentence, end) and not _TRAINED_ON.search(sentence, max(0, at - 30), at):
            return True
        at = sentence.find(name, end)
    return False


def _written(text: str, row: Row) -> int:
    """Where in its quote the number of a result stands."""
    for form in (f"{abs(row.value):g}", f"{abs(row.value):.10g}", f"{abs(row.value):,.10g}"):
        at = text.find(form, row.start, row.end)
        if at >= 0:
            return at
    return row.start


def rank(group: list[Row], measure: Measure) -> list[str]:
    """Rank the scores of one metric among those that compare, and say what does not; changes the rows."""
    label = group[0].label
    percents = any(row.unit == "%" for row in group)
    shares = measure.family in _SHARE_FAMILIES or (not measure.family and percents)
    for row in group:
        row.compared = scaled(row.value, row.unit, shares)
    scales = Counter(row.compared.scale for row in group if row.compared)
    usual = min(scales, key=lambda s: (-scales[s], s))
    _mark_ranges(group)
    warnings = []
    if len(scales) > 1:
        others = ", ".join(repr(s or "no unit") for s in sorted(scales) if s != usual)
        warnings.append(f"{label}: numbers in {others} are not ranked among those in {usual or 'no unit'!r}")
    fit = []
    for row in group:
        assert row.compared is not None
        if row.compared.scale != usual:
            row.notes.append("another unit")
        elif shares and not 0 <= row.compared.value <= 100:
            row.notes.append("no share of a whole")
        elif not {"a range", _UNSAFE} & set(row.notes):
            fit.append(row)
    if not measure.direction:
        return [*warnings, f"{label}: which way is better is not known, so nothing is ranked"]
    _number(fit, measure.direction == "lower")
    unlike = Counter(note for row in fit for note in row.notes)
    if unlike:
        told = ", ".join(f"{n} × {note}" for note, n in sorted(unlike.items(), key=lambda i: (-i[1], i[0]))[:6])
        warnings.append(f"{label}: the {len(fit)} ranked rows differ in split or setting ({told}); read the notes")
    left = sum(bool({"a range", _UNSAFE} & set(row.notes)) for row in group)
    if left:
        warnings.append(f"{label}: {left} of {len(group)} rows are ranges, bounds or rounded and are not ranked")
    return warnings


def _mark_ranges(group: list[Row]) -> None:
    """Two values that one quote gives to the same method are a range or belong to different conditions."""
    together: dict[tuple[str, str | None, int, int], list[Row]] = defaultdict(list)
    for row in group:
        together[row.paper, row.method, row.start, row.end].append(row)
    for rows in together.values():
        if len(rows) > 1:
            for row in rows:
                row.notes = list(dict.fromkeys((*row.notes, "a range")))


def _number(rows: list[Row], lower: bool) -> None:
    """Ranks from 1; equal values share one."""
    values = [row.compared.value for row in rows if row.compared]
    ordered = sorted(values, reverse=not lower)
    first: dict[float, int] = {}
    for place, value in enumerate(ordered, start=1):
        first.setdefault(value, place)
    for row, value in zip(rows, values, strict=True):
        row.rank = first[value]


def coverage(graph: nx.MultiDiGraph, dataset: str) -> dict[str, int]:
    """How many papers there are, how many name the dataset, and how many state a result on it."""
    sources = {(source, key) for source, _, key in graph.in_edges(dataset, keys=True)}
    stating = {
        paper
        for result, key in sources
        if key == "onDataset"
        for _, paper, predicate in graph.out_edges(result, keys=True)
        if predicate == "resultOf"
    }
    return {
        "papers": sum(kind == "Paper" for _, kind in graph.nodes(data="type")),
        "naming": len({source for source, _ in sources if source.startswith("paper:")}),
        "stating": len(stating),
    }
