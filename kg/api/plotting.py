"""`g.plot`: pictures of what the graph says, with matplotlib (`pip install 'paperkg[plot]'`)."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pandas as pd

from kg.analytics.frames import label_of
from kg.analytics.periods import Period
from kg.analytics.ranking import Ranking
from kg.api import drawing
from kg.api.base import entity_type, node_type
from kg.api.leaderboards import MIN_CONFIDENCE
from kg.api.options import PathLike
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.api.knowledge_graph import KnowledgeGraph

__all__ = ["Picture", "Plots", "checked_plot_file"]

_SUFFIXES = (".png", ".svg")
_DPI = 150
_MEASURES: dict[str, str] = {
    "papers": "number of papers that name them",
    "pagerank": "PageRank",
    "betweenness": "betweenness",
}


def checked_plot_file(file: PathLike) -> Path:
    """A file that a plot can be written to.

    Raises
    ------
    KgError
        If its suffix is neither .png nor .svg.
    """
    path = Path(file)
    if path.suffix.lower() not in _SUFFIXES:
        raise KgError(f"{path}: a plot is written as .png or .svg")
    return path


class Picture:
    """A picture that notebooks show and that can be saved; `figure` is matplotlib's."""

    def __init__(self, draw: Callable[[Any], None], size: tuple[float, float]) -> None:
        try:
            from matplotlib.figure import Figure
        except ImportError as error:
            raise KgError("plots need matplotlib: pip install 'paperkg[plot]'") from error
        self.figure = Figure(figsize=size, layout="constrained")
        draw(self.figure.subplots())

    def save(self, file: PathLike) -> None:
        """Write a PNG (150 dots per inch) or SVG file; the same picture gives the same file.

        Raises
        ------
        KgError
            If the suffix is neither .png nor .svg, or the file cannot be written.
        """
        path = checked_plot_file(file)
        data = self._rendered(path.suffix.lower().removeprefix("."))
        try:
            path.write_bytes(data)
        except OSError as error:
            raise KgError(f"{path}: cannot be written: {error.strerror or error}") from error

    def _rendered(self, format: str) -> bytes:
        import matplotlib as mpl

        stream = io.BytesIO()
        # A salt of our own and no date make the same picture the same file.
        with mpl.rc_context({"svg.hashsalt": "paperkg", "svg.fonttype": "path"}):
            self.figure.savefig(stream, format=format, dpi=_DPI, metadata={"Date": None} if format == "svg" else None)
        return stream.getvalue()

    def _repr_png_(self) -> bytes:
        return self._rendered("png")


class Plots:
    """Pictures of a graph. Each returns a `Picture`, and writes it where `file` (.png or .svg) is given."""

    def __init__(self, graph: "KnowledgeGraph") -> None:
        self._graph = graph

    def trend(
        self,
        name: str | Sequence[str],
        *,
        by: Period = "year",
        top: int = 5,
        share: bool = False,
        file: PathLike | None = None,
    ) -> Picture:
        """Lines of `KnowledgeGraph.trend`: papers per period, or with `share` their percentage.

        Examples
        --------
        >>> import kg, tempfile
        >>> file = f"{tempfile.mkdtemp()}/datasets.svg"
        >>> _ = kg.load("demo").plot.trend("datasets", top=3, file=file)
        """
        table = self._graph.trend(name, by=by, top=top)
        if table.empty:
            raise KgError("there is nothing to plot: no paper has a date that tells the period")
        names = list(dict.fromkeys(table["name"]))
        which = names[0] if len(names) == 1 else "each"
        title = f"{'Share of papers' if share else 'Papers'} per {by} that name {which}"
        return _picture(lambda axes: drawing.draw_trend(axes, table, share, title), (9, 4.5), file)

    def leaderboard(self, dataset: str, metric: str, *, top: int = 15, file: PathLike | None = None) -> Picture:
        """Bars of `KnowledgeGraph.leaderboard` for one metric, the best on top, with the year of the paper.

        Examples
        --------
        >>> import kg
        >>> picture = kg.load("demo").plot.leaderboard("ImageNet", "top-1 accuracy")
        """
        table = self._graph.leaderboard(dataset, metric)
        rows = table[table["rank"].notna()].head(top)
        if rows.empty:
            raise KgError(f"there is nothing to plot: no score by {metric!r} on {dataset!r} is ranked")
        on, by = self._label(dataset, "Dataset"), self._label(metric, "Metric")
        bars = []
        for row, compared in zip(rows.itertuples(index=False), table.attrs["compared"], strict=False):
            year = f"  ({row.date[:4]})" if row.date else ""
            name = row.method if pd.notna(row.method) else row.paper
            bars.append(drawing.Bar(name, compared, f"{row.value:g}{row.unit or ''}{year}"))
        return _bars(bars, f"{by} on {on}, as abstracts state it (best first)", by, file)

    def _label(self, name: str, type: str) -> str:
        return label_of(self._graph.nx, self._graph.names.find(name, [type]))

    def rank(
        self,
        type: str,
        by: Ranking = "papers",
        *,
        top: int = 20,
        since: str | int | None = None,
        file: PathLike | None = None,
    ) -> Picture:
        """Bars of `KnowledgeGraph.rank`; by growth those of `KnowledgeGraph.rising` that grew for sure.

        Examples
        --------
        >>> import kg
        >>> picture = kg.load("demo").plot.rank("Dataset", by="pagerank")
        """
        if by == "growth" and node_type(type) != "Paper":
            return self._rising(entity_type(type), since, top, file)
        table = self._graph.rank(type, by=by, top=top)
        if table.empty:
            raise KgError(f"there is nothing to plot: the graph has no {type}")
        measure = _MEASURES[by]
        bars = [drawing.Bar(n, score, f"{score:.3g}") for n, score in zip(table["name"], table["score"], strict=True)]
        return _bars(bars, f"{node_type(type)}s by {measure}", measure, file)

    def _rising(self, type: str, since: str | int | None, top: int, file: PathLike | None) -> Picture:
        table = self._graph.rising(since, type=type, top=top)
        grown = table[table["at_least"] > 1]
        when = table.attrs["since"]
        if grown.empty:
            raise KgError(f"there is nothing to plot: of no {type.lower()} it is sure that its share grew since {when}")
        bars = [
            drawing.Bar(row.name, row.at_least, f"{row.before} → {row.after}", bool(row.significant))
            for row in grown.itertuples(index=False)
        ]
        total = f"{table.attrs['papers_before']} → {table.attrs['papers_after']} in all"
        periods = f"papers before → since {when} ({total})"
        return _bars(
            bars, f"{type}s on the rise: {periods}", "factor by which the share of papers grew at least (95 % sure)",
            file, start=1.0, weak="not significant: q > 0.05",
        )  # fmt: skip

    def timeline(
        self,
        dataset: str,
        metric: str,
        *,
        task: str | None = None,
        min_confidence: float = MIN_CONFIDENCE,
        file: PathLike | None = None,
    ) -> Picture:
        """`KnowledgeGraph.timeline`: a point per score and the best so far, whose holders are named.

        Examples
        --------
        >>> import kg
        >>> picture = kg.load("demo").plot.timeline("ImageNet", "top-1 accuracy")
        """
        table = self._graph.timeline(dataset, metric, task, min_confidence)
        if table.empty:
            raise KgError("there is nothing to plot: no dated scores compare")
        return _picture(lambda axes: drawing.draw_timeline(axes, table), (9, 5), file)

    def heatmap(
        self, first: str = "Method", second: str = "Dataset", *, top: int = 20, file: PathLike | None = None
    ) -> Picture:
        """How many papers use both, for the `top` entities of two types that share most papers.

        Examples
        --------
        >>> import kg
        >>> picture = kg.load("demo").plot.heatmap("Method", "Dataset", top=10)
        """
        network = self._graph.bipartite(first, second)
        counts = _table_of(network, top)
        if counts.empty:
            raise KgError(f"there is nothing to plot: no paper uses a {first} and a {second}")
        size = (2.5 + 0.32 * counts.shape[1], 2 + 0.26 * counts.shape[0])
        title = f"Papers that use both: {entity_type(first).lower()} and {entity_type(second).lower()}"
        return _picture(lambda axes: drawing.draw_heatmap(axes, counts, title), size, file)

    def communities(
        self,
        type: str | None = None,
        *,
        top: int = 8,
        members: int = 15,
        seed: int = 0,
        file: PathLike | None = None,
    ) -> Picture:
        """The `top` largest groups of `KnowledgeGraph.communities`, each with its most typical `members`.

        Examples
        --------
        >>> import kg
        >>> picture = kg.load("demo").plot.communities("Dataset", top=4)
        """
        every = self._graph.communities(type, seed=seed)
        if every.empty:
            raise KgError("there is nothing to plot: no paper uses two entities together")
        table = every.head(top)
        groups = [(name, keys[:members]) for name, keys in zip(table["name"], table["members"], strict=True)]
        network = _together(self._graph.nx, groups)
        what = f"{entity_type(type)}s that" if type else "What"
        title = f"{what} papers use together: the largest {len(groups)} of {len(every)} groups"
        return _picture(lambda axes: drawing.draw_communities(axes, network, groups, title, seed), (10, 9), file)


def _bars(
    bars: Sequence[drawing.Bar], title: str, x: str, file: PathLike | None, start: float = 0.0, weak: str = ""
) -> Picture:
    size = (8, 1.4 + 0.3 * len(bars))
    return _picture(lambda axes: drawing.draw_bars(axes, bars, title, x, start, weak), size, file)


def _picture(draw: Callable[[Any], None], size: tuple[float, float], file: PathLike | None) -> Picture:
    if file is not None:
        checked_plot_file(file)
    picture = Picture(draw, size)
    if file is not None:
        picture.save(file)
    return picture


def _table_of(network: nx.Graph, top: int) -> pd.DataFrame:
    """The weights between the nodes of either side that have most of them."""
    strength = dict(network.degree(weight="weight"))
    sides: list[list[str]] = [[], []]
    for node, side in network.nodes(data="bipartite"):
        if strength[node]:
            sides[side].append(node)
    chosen = [sorted(side, key=lambda node: (-strength[node], node))[:top] for side in sides]
    cells = [[network.get_edge_data(a, b, {"weight": 0})["weight"] for b in chosen[1]] for a in chosen[0]]
    labels = [[label_of(network, node) for node in side] for side in chosen]
    return pd.DataFrame(cells, index=labels[0], columns=labels[1])


def _together(graph: nx.MultiDiGraph, groups: list[tuple[str, list[str]]]) -> nx.Graph:
    """The members of some groups, joined where papers name both."""
    network = nx.Graph()
    papers: dict[str, list[str]] = {}
    for key in (key for _, keys in groups for key in keys):
        network.add_node(key, label=graph.nodes[key]["label"], papers=graph.nodes[key]["papers"])
        for source in sorted({s for s in graph.predecessors(key) if graph.nodes[s]["type"] == "Paper"}):
            papers.setdefault(source, []).append(key)
    for keys in papers.values():
        for place, one in enumerate(keys):
            for other in keys[place + 1 :]:
                weight = network.get_edge_data(one, other, {"weight": 0})["weight"]
                network.add_edge(one, other, weight=weight + 1)
    return network
