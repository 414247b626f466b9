"""Timelines: the best value of a metric on a dataset over time, as a table and as a plot."""

from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd

from kg.api.leaderboards import MIN_CONFIDENCE, collect, rank
from kg.api.measures import measure_of
from kg.api.names import NameIndex
from kg.errors import KgError

__all__ = ["COLUMNS", "plot_timeline", "timeline"]

COLUMNS = ["date", "value", "unit", "method", "paper", "best", "record", "quote"]
_LABELLED = 12
_LABEL_LENGTH = 28


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


def plot_timeline(table: pd.DataFrame, path: Path) -> None:
    """Draw a timeline to a PNG or SVG file: every score, the line of the best, the names of the records.

    Raises
    ------
    KgError
        If matplotlib is not installed, the suffix is neither .png nor .svg, or the file cannot be written.
    """
    if path.suffix.lower() not in (".png", ".svg"):
        raise KgError(f"{path}: a plot is written as .png or .svg")
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError as error:
        raise KgError("plots need matplotlib: pip install 'paperkg[plot]'") from error
    if table.empty:
        raise KgError("there is nothing to plot: no dated scores compare")
    # A salt of our own and no date make the same table the same file.
    with mpl.rc_context({"svg.hashsalt": "paperkg", "svg.fonttype": "path"}):
        figure = Figure(figsize=(9, 5), layout="constrained")
        _draw(figure.subplots(), table)
        try:
            figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix.lower() == ".svg" else None)
        except OSError as error:
            raise KgError(f"{path}: cannot be written: {error.strerror or error}") from error


def _draw(axes: Any, table: pd.DataFrame) -> None:
    """Points, line, names. Text is shown as it stands: `$` starts no formula."""
    dates = [pd.Timestamp(date).to_pydatetime() for date in table["date"]]
    axes.scatter(dates, table.attrs["values"], s=18, color="#8a8f98", label="reported", zorder=2)
    axes.step(dates, table["best"], where="post", color="#2458c5", label="best so far", zorder=3)
    records = [place for place, record in enumerate(table["record"]) if record]
    for place in records[-_LABELLED:]:
        name = str(table["method"].iloc[place] or table["paper"].iloc[place])
        short = name if len(name) <= _LABEL_LENGTH else f"{name[: _LABEL_LENGTH - 1]}…"
        axes.annotate(
            short,
            (dates[place], table["best"].iloc[place]),
            xytext=(4, 5),
            textcoords="offset points",
            fontsize=8,
            parse_math=False,
        )
    unit = table.attrs["scale"]
    axes.set_title(f"{table.attrs['metric']} on {table.attrs['dataset']}", parse_math=False)
    axes.set_ylabel(f"{table.attrs['metric']}{f' ({unit})' if unit else ''}", parse_math=False)
    axes.grid(alpha=0.25)
    axes.legend(frameon=False)
    axes.figure.autofmt_xdate()
