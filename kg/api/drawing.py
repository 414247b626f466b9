"""Drawing tables and networks with matplotlib. Names are shown as they stand: `$` starts no formula."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
import pandas as pd

from kg.api.labelling import place_labels

__all__ = [
    "COLOURS",
    "Bar",
    "draw_bars",
    "draw_communities",
    "draw_heatmap",
    "draw_timeline",
    "draw_trend",
    "shortened",
]

#: Ten colours that colour-blind readers tell apart too, after Okabe and Ito (2008), and two greys.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f3c8d", "#a5aa99", "#4b4b4b", "#b2df8a")

_GREY = "#a3a8ae"
_MARKERS = ("o", "s", "^", "D")
_LINES = ("-", "--", ":")
_NAME_LENGTH = 32
#: How many letters of names find room beside each other below a picture of the usual width.
_TICK_LETTERS = 80


class Bar(NamedTuple):
    """A bar: its name, its length, what is written beside it, and whether it is one of those that count."""

    name: str
    value: float
    text: str
    strong: bool = True


def shortened(name: object, length: int = _NAME_LENGTH) -> str:
    """A name that fits beside a picture.

    >>> shortened("a" * 40, 5)
    'aaaa…'
    """
    text = str(name)
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _plain(axes: Any, title: str, x: str = "", y: str = "") -> None:
    axes.set_title(title, parse_math=False, loc="left", fontsize=11)
    axes.set_xlabel(x, parse_math=False, fontsize=9)
    axes.set_ylabel(y, parse_math=False, fontsize=9)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=8)


def _ticks(axis: Any, names: list[str], places: Any, **style: Any) -> None:
    axis.set_ticks(places)
    axis.set_ticklabels(names, fontsize=8, parse_math=False, **style)


def _legend(holder: Any, **place: Any) -> None:
    for text in holder.legend(frameon=False, fontsize=8, **place).get_texts():
        text.set_parse_math(False)


def draw_trend(axes: Any, table: pd.DataFrame, share: bool, title: str) -> None:
    """A line per name, over the periods; a period without papers has no share, and the line a gap."""
    periods = list(dict.fromkeys(table["period"]))
    for number, (_, group) in enumerate(table.groupby("key", sort=False)):
        turn, colour = divmod(number, len(COLOURS))
        axes.plot(
            range(len(group)), group["share"] * 100 if share else group["papers"], color=COLOURS[colour],
            linestyle=_LINES[turn % len(_LINES)], marker=_MARKERS[turn % len(_MARKERS)], markersize=3.5,
            label=shortened(group["name"].iloc[0]),
        )  # fmt: skip
    _legend(axes, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    step = -(-len(periods) * (len(periods[0]) + 2) // _TICK_LETTERS)
    _ticks(axes.xaxis, periods[::step], range(0, len(periods), step))
    axes.set_ylim(bottom=0)
    if not share:
        axes.yaxis.get_major_locator().set_params(integer=True)
    axes.grid(axis="y", alpha=0.25)
    covered = f"papers from {table.attrs['first']} to {table.attrs['last']}"
    _plain(axes, title, x=covered, y="% of the papers of each period" if share else "papers")


def draw_bars(axes: Any, bars: Sequence[Bar], title: str, x: str, start: float = 0.0, weak: str = "") -> None:
    """Bars from `start`, the first on top. Those that do not count are grey, and the legend says what that means."""
    places = range(len(bars))
    colours = [COLOURS[0] if bar.strong else _GREY for bar in bars]
    axes.barh(places, [bar.value - start for bar in bars], left=start, color=colours, height=0.7)
    for place, bar in enumerate(bars):
        axes.annotate(
            bar.text, (bar.value, place), xytext=(4, 0), textcoords="offset points", fontsize=8, va="center",
            parse_math=False,
        )  # fmt: skip
    if not all(bar.strong for bar in bars):
        from matplotlib.patches import Patch

        _legend(axes, loc="lower right", handles=[Patch(color=_GREY, label=weak)])
    axes.set_ylim(len(bars) - 0.4, -0.6)
    axes.margins(x=0.16)
    axes.grid(axis="x", alpha=0.25)
    axes.set_axisbelow(True)
    _ticks(axes.yaxis, [shortened(bar.name, 48) for bar in bars], places)
    _plain(axes, title, x=x)


def draw_timeline(axes: Any, table: pd.DataFrame) -> None:
    """A point per score and a line for the best so far; the records are named, the latest first."""
    attrs = table.attrs
    values = attrs["values"]
    dates = [pd.Timestamp(date).to_pydatetime() for date in table["date"]]
    axes.scatter(dates, values, s=18, color=_GREY, label="reported", zorder=2)
    axes.step(dates, table["best"], where="post", color=COLOURS[0], label="best so far", zorder=3)
    _legend(axes)
    axes.grid(alpha=0.25)
    axes.margins(x=0.08, y=0.1)
    axes.figure.autofmt_xdate()
    unit = f" ({attrs['scale']})" if attrs["scale"] else ""
    _plain(axes, f"{attrs['metric']} on {attrs['dataset']}", y=f"{attrs['metric']}{unit}")
    names = []
    for place in reversed([place for place, record in enumerate(table["record"]) if record]):
        method, paper = table["method"].iloc[place], table["paper"].iloc[place]
        names.append((shortened(method if pd.notna(method) else paper, 28), (dates[place], table["best"].iloc[place])))
    place_labels(axes, names, np.column_stack([axes.convert_xunits(dates), values]), 8)


def draw_heatmap(axes: Any, counts: pd.DataFrame, title: str) -> None:
    """A square per pair, darker for more papers; the number stands in it."""
    values = counts.to_numpy()
    axes.imshow(values, cmap="Blues", aspect="auto", vmin=0)
    _plain(axes, title)
    _ticks(axes.xaxis, [shortened(name) for name in counts.columns], range(counts.shape[1]), rotation=60, ha="right",
           rotation_mode="anchor")  # fmt: skip
    _ticks(axes.yaxis, [shortened(name) for name in counts.index], range(counts.shape[0]))
    half = values.max(initial=0) / 2
    for row, column in zip(*np.nonzero(values), strict=True):
        number = values[row, column]
        colour = "white" if number > half else "black"
        axes.text(column, row, f"{number:g}", ha="center", va="center", fontsize=7, color=colour)


def draw_communities(axes: Any, network: nx.Graph, groups: list[tuple[str, list[str]]], title: str, seed: int) -> None:
    """A network whose nodes are coloured by group; of each group the most typical that find room are named."""
    from matplotlib.collections import LineCollection

    places = nx.spring_layout(network, seed=seed, weight="weight", k=1.6 / max(1.0, len(network) ** 0.5))
    weights = [data["weight"] for _, _, data in network.edges(data=True)]
    heaviest = max(weights, default=1)
    lines = LineCollection(
        [(places[one], places[other]) for one, other in network.edges],
        colors="#d5d8dd",
        linewidths=[0.3 + 1.5 * weight / heaviest for weight in weights],
        zorder=1,
    )
    axes.add_collection(lines)
    for number, (name, members) in enumerate(groups):
        points = np.array([places[key] for key in members])
        sizes = [12 + 10 * network.nodes[key]["papers"] ** 0.5 for key in members]
        turn, colour = divmod(number, len(COLOURS))
        axes.scatter(
            points[:, 0], points[:, 1], s=sizes, color=COLOURS[colour], marker=_MARKERS[turn % len(_MARKERS)],
            label=shortened(name, 60), zorder=2,
        )  # fmt: skip
    _plain(axes, title)
    axes.set_axis_off()
    _legend(axes.figure, loc="outside lower left", ncols=2)
    # The most typical of every group come before the second of any.
    keys = [key for rank in range(max(len(m) for _, m in groups)) for _, m in groups for key in m[rank : rank + 1]]
    names = [(shortened(network.nodes[key]["label"], 28), tuple(places[key])) for key in keys]
    place_labels(axes, names, np.array([places[key] for key in keys]), 7)
