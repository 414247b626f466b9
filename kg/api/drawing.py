"""Drawing tables and networks with matplotlib. Names are shown as they stand: `$` starts no formula."""

from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

__all__ = [
    "COLOURS",
    "draw_bars",
    "draw_communities",
    "draw_heatmap",
    "draw_timeline",
    "draw_trend",
    "shortened",
]

#: Ten colours that colour-blind readers tell apart too, after Okabe and Ito (2008), and two greys.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f3c8d", "#a5aa99", "#4b4b4b", "#b2df8a")

_NAME_LENGTH = 32
_MAX_TICKS = 14
_LABELLED = 12


def shortened(name: object, length: int = _NAME_LENGTH) -> str:
    """A name that fits beside a picture.

    >>> shortened("a" * 40, 5)
    'aaaa…'
    """
    text = str(name)
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _plain(axes: Any, title: str, x: str = "", y: str = "") -> None:
    axes.set_title(title, parse_math=False, loc="left", fontsize=11)
    axes.set_xlabel(x, parse_math=False)
    axes.set_ylabel(y, parse_math=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _ticks(axis: Any, names: list[str], places: Any, **style: Any) -> None:
    axis.set_ticks(places)
    axis.set_ticklabels(names, fontsize=8, parse_math=False, **style)


def _legend(axes: Any, **place: Any) -> None:
    for text in axes.legend(frameon=False, fontsize=8, **place).get_texts():
        text.set_parse_math(False)


def draw_trend(axes: Any, table: pd.DataFrame, share: bool) -> None:
    """A line per name, over the periods."""
    column = "share" if share else "papers"
    periods = list(dict.fromkeys(table["period"]))
    for number, (_, group) in enumerate(table.groupby("key", sort=False)):
        values = group[column] * 100 if share else group[column]
        colour = COLOURS[number % len(COLOURS)]
        line = ("-", "--", ":")[number // len(COLOURS) % 3]
        name = shortened(group["name"].iloc[0])
        axes.plot(range(len(group)), values, color=colour, linestyle=line, marker="o", markersize=3.5, label=name)
    _legend(axes, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    step = max(1, -(-len(periods) // _MAX_TICKS))
    _ticks(axes.xaxis, periods[::step], range(0, len(periods), step))
    axes.set_ylim(bottom=0)
    if not share:
        axes.yaxis.get_major_locator().set_params(integer=True)
    axes.grid(axis="y", alpha=0.25)
    _plain(axes, "Papers that name it", y="% of papers" if share else "papers")


def draw_bars(axes: Any, bars: Sequence[tuple[str, float, str]], title: str) -> None:
    """A bar per name, value and what is written beside it; the first on top."""
    places = range(len(bars))
    axes.barh(places, [value for _, value, _ in bars], color=COLOURS[0], height=0.7)
    for place, (_, value, text) in enumerate(bars):
        axes.annotate(
            text, (value, place), xytext=(4, -3), textcoords="offset points", fontsize=8, parse_math=False
        )  # fmt: skip
    axes.invert_yaxis()
    axes.margins(x=0.12)
    _ticks(axes.yaxis, [shortened(name) for name, _, _ in bars], places)
    _plain(axes, title)


def draw_timeline(axes: Any, table: pd.DataFrame, title: str) -> None:
    """A point per score and a line for the best so far; the records are named."""
    # Values on the scale that is compared; some papers write 0.83 for 83 %.
    values = table.attrs.get("values") or list(table["value"])
    dates = [pd.Timestamp(date).to_pydatetime() for date in table["date"]]
    axes.scatter(dates, values, s=18, color=COLOURS[7], label="reported", zorder=2)
    axes.step(dates, table["best"], where="post", color=COLOURS[0], label="best so far", zorder=3)
    records = [place for place, record in enumerate(table["record"]) if record]
    for place in records[-_LABELLED:]:
        method, paper = table["method"].iloc[place], table["paper"].iloc[place]
        axes.annotate(
            shortened(method if pd.notna(method) else paper, 28), (dates[place], table["best"].iloc[place]),
            xytext=(4, 5), textcoords="offset points", fontsize=8, parse_math=False,
        )  # fmt: skip
    _legend(axes)
    axes.grid(alpha=0.25)
    axes.figure.autofmt_xdate()
    _plain(axes, title)


def draw_heatmap(axes: Any, counts: pd.DataFrame, title: str) -> None:
    """A square per pair, darker for more papers; the number stands in it."""
    values = counts.to_numpy()
    axes.imshow(values, cmap="Blues", aspect="auto", vmin=0)
    _ticks(
        axes.xaxis, [shortened(name, 24) for name in counts.columns], range(counts.shape[1]), rotation=60, ha="right"
    )
    _ticks(axes.yaxis, [shortened(name, 24) for name in counts.index], range(counts.shape[0]))
    half = values.max(initial=0) / 2
    for row, column in zip(*np.nonzero(values), strict=True):
        number = values[row, column]
        colour = "white" if number > half else "black"
        axes.text(column, row, f"{number:g}", ha="center", va="center", fontsize=7, color=colour)
    _plain(axes, title)


def draw_communities(
    axes: Any, network: nx.Graph, groups: list[tuple[str, list[str]]], labelled: int, seed: int
) -> None:
    """A network whose nodes are coloured by group; the first so many of each group are named."""
    from matplotlib.collections import LineCollection

    places = nx.spring_layout(network, seed=seed, weight="weight", k=1.6 / max(1.0, len(network) ** 0.5))
    weights = [data["weight"] for _, _, data in network.edges(data=True)]
    heaviest = max(weights, default=1)
    lines = LineCollection(
        [(places[one], places[other]) for one, other in network.edges],
        colors="#c8ccd2",
        linewidths=[0.3 + 1.5 * weight / heaviest for weight in weights],
        zorder=1,
    )
    axes.add_collection(lines)
    for number, (name, members) in enumerate(groups):
        colour = COLOURS[number % len(COLOURS)]
        points = np.array([places[key] for key in members])
        sizes = [12 + 10 * network.nodes[key]["papers"] ** 0.5 for key in members]
        axes.scatter(points[:, 0], points[:, 1], s=sizes, color=colour, label=shortened(name, 60), zorder=2)
        for key in members[:labelled]:
            axes.annotate(
                shortened(network.nodes[key]["label"], 24), places[key], xytext=(3, 3), textcoords="offset points",
                fontsize=7, parse_math=False, zorder=3,
            )  # fmt: skip
    _legend(axes, loc="upper left", bbox_to_anchor=(0.0, 0.0))
    axes.set_axis_off()
