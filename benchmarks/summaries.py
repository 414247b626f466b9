"""The lines of the table in docs/benchmarks.md: what each benchmark's figures say, beside its reference."""

import statistics
from collections.abc import Callable
from typing import Any

__all__ = ["SUMMARIES"]

Lines = list[dict[str, object]]


def _line(benchmark: str, what: str, here: object, reference: object = None, ratio: object = None) -> dict[str, object]:
    return {"benchmark": benchmark, "what": what, "here": here, "reference": reference, "ratio": ratio}


def _extraction(figures: dict[str, Any]) -> Lines:
    told = figures["measured"]
    return [
        _line(
            "extraction",
            f"`{row['profile']}`, abstracts per second of one core; tokenising with spacy.blank",
            round(row["speed"], 1),
            round(told["reference"]),
            round(row["ratio"], 3),
        )
        for row in told["profiles"]
    ]


def _linear(figures: dict[str, Any]) -> Lines:
    ratios = [row["ratio"] for row in _rows(figures)]
    return [_line("linear", "hostile texts four times as long: times the time, worst", max(ratios), 4)]


def _linking(figures: dict[str, Any]) -> Lines:
    return [_line("linking", f"{row['figure']} over pairs of names", row["value"]) for row in _rows(figures)]


def _store(figures: dict[str, Any]) -> Lines:
    loop = round(figures["python loop"], 3)
    steps = [row for row in _rows(figures) if row["CPU s"]]
    return [
        _line("store", f"{row['step']}, CPU s; a loop of Python", row["CPU s"], loop, round(row["CPU s"] / loop, 2))
        for row in steps
    ]


def _exports(figures: dict[str, Any]) -> Lines:
    lines = []
    for row in figures["measured"]["formats"]:
        ours, dump = row["ours"], row["dump"]
        slow = f", {ours / row['rdflib']:.0f} times rdflib" if row["rdflib"] else ""
        what = f"`{row['format']}`, triples per CPU s{slow}; pyoxigraph's dump"
        lines.append(_line("exports", what, round(ours), round(dump), round(ours / dump, 2)))
    return lines


def _sparql(figures: dict[str, Any]) -> Lines:
    told = figures["measured"]
    large = [1000 * seconds for seconds, _ in told["large"].values()]
    small = 1000 * statistics.median(told["small"].values())
    slow = 1000 * statistics.median(told["rdflib"].values())
    return [
        _line("SPARQL", "named queries, 5,000 papers, ms: median", round(statistics.median(large), 1)),
        _line("SPARQL", "named queries, 5,000 papers, ms: worst", round(max(large), 1)),
        _line("SPARQL", "500 papers, ms: median; rdflib", round(small, 2), round(slow, 1), round(small / slow, 4)),
    ]


def _analytics(figures: dict[str, Any]) -> Lines:
    told = figures["measured"]
    calls = told["calls"]
    slowest = max(calls, key=lambda name: calls[name])
    return [
        _line(
            "analytics",
            f"{len(calls)} calls, {told['papers']:,} papers, CPU s: median",
            statistics.median(calls.values()),
            2,
        ),
        _line("analytics", f"the slowest, {slowest}", round(calls[slowest], 1), 30),
    ]


def _html(figures: dict[str, Any]) -> Lines:
    pages = {page["page"]: page for page in figures["measured"]}
    ours, other = (pages[name]["opening"]["opened"] or "never" for name in ("paperkg", "pyvis"))
    what = f"{pages['paperkg']['nodes']:,} nodes, seconds until the page is open and at rest; pyvis"
    return [_line("HTML", what, ours, other)]


def _scaling(figures: dict[str, Any]) -> Lines:
    loop = round(figures["python loop"], 3)
    lines = []
    builds = figures["measured"]["builds"]
    for build in builds:
        each = build["cpu"] / build["papers"]
        what = f"`kg build --profile fast`, {build['papers']:,} papers: CPU ms each; a loop of Python, ms"
        lines.append(_line("end to end", what, round(1000 * each, 2), 1000 * loop, round(each / loop, 4)))
    first, last = builds[0], builds[-1]
    if last["seconds"] > first["seconds"]:
        slope = (last["papers"] - first["papers"]) / (last["seconds"] - first["seconds"])
        lines.append(_line("end to end", "papers per second, from the smaller size to the larger", round(slope, 1)))
    lines.append(_line("end to end", "memory of all processes at the larger size, MiB", last["memory"]))
    return lines


def _rows(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a benchmark that writes its figures with `benchmarks.reporting.report`."""
    rows: list[dict[str, Any]] = figures["measured"]["figures"]["rows"]
    return rows


SUMMARIES: dict[str, Callable[[dict[str, Any]], Lines]] = {
    "extraction": _extraction,
    "linear": _linear,
    "linking": _linking,
    "store": _store,
    "exports": _exports,
    "sparql": _sparql,
    "analytics": _analytics,
    "html": _html,
    "scaling": _scaling,
}
