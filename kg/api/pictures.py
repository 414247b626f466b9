"""The methods of `KnowledgeGraph` that draw it: a page as a file, or in a notebook."""

import html
import os
from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from networkx import MultiDiGraph

from kg.api.base import GraphBase, entity_type
from kg.api.leaderboards import MIN_CONFIDENCE, collect, rank
from kg.api.measures import measure_of
from kg.api.options import Progress
from kg.graph import without_collection
from kg.outline import build_outline, fill
from kg.store import Store

if TYPE_CHECKING:
    from exports.html import HtmlReport, Standing

__all__ = ["Pictures", "View", "standings"]


class View:
    """A page that a notebook displays in an iframe, apart from the notebook's own scripts and cookies."""

    def __init__(self, page: str, height: int) -> None:
        self.page = page
        self.height = height

    def _repr_html_(self) -> str:
        source = html.escape(self.page, quote=True)
        return (
            f'<iframe srcdoc="{source}" title="Interactive picture of the graph"'
            f' style="width:100%;height:{self.height}px;border:0"'
            ' sandbox="allow-scripts allow-downloads allow-popups"></iframe>'
        )


class Pictures(GraphBase):
    """The interactive picture."""

    _store: Store

    @property
    @abstractmethod
    def base_iri(self) -> str:
        """Where the IRIs of the graph's data begin."""

    def view(
        self,
        height: int = 700,
        *,
        around: str | None = None,
        hops: int = 1,
        top: int | None = None,
        types: Iterable[str] | None = None,
    ) -> View:
        """The interactive picture, for a notebook: an iframe that holds the whole page.

        Parameters
        ----------
        height
            In pixels.
        around, hops, top, types
            As in `write_picture`.

        Examples
        --------
        >>> import kg
        >>> "<iframe" in kg.load("demo").view(around="ImageNet")._repr_html_()
        True
        """
        from exports.html import render

        with without_collection():
            return View(render(**self._picture(around, hops, top, types)), height)

    def write_picture(
        self,
        out: str | os.PathLike[str],
        *,
        around: str | None = None,
        hops: int = 1,
        top: int | None = None,
        types: Iterable[str] | None = None,
        title: str | None = None,
        directory: str | None = None,
        base_iri: str | None = None,
        progress: Progress | None = None,
    ) -> "HtmlReport":
        """Write the interactive picture: one HTML file that needs no network.

        Parameters
        ----------
        out
            The file, or "-" for standard output.
        around, hops
            Show what is at most `hops` links away from the paper or entity of this name.
        top
            Show so many entities, those that most papers name, joined where papers name them together. Without
            it a graph of a few hundred papers is shown whole, and a larger one by 1,500 entities.
        types
            Show only entities of these types; papers stay, for they carry the links.
        title, directory, base_iri
            What the page is called; the folder that the commands on it name; where the IRIs of the SPARQL that
            it gives begin.
        progress
            Is told what has been read.

        Returns
        -------
        What the page shows of the graph, with counts and its size.

        Raises
        ------
        KgError
            If nothing has the name `around`, or the file cannot be written.

        Examples
        --------
        >>> import kg, tempfile
        >>> report = kg.load("demo").write_picture(f"{tempfile.mkdtemp()}/graph.html", around="CIFAR-10")
        >>> report.kind
        'neighbourhood'
        """
        from exports.html import write_html

        with without_collection():
            page = self._picture(around, hops, top, types, progress)
            given = {"title": title, "directory": directory, "base_iri": base_iri}
            return write_html(out=out, **page | {name: value for name, value in given.items() if value is not None})

    def _picture(
        self,
        around: str | None,
        hops: int,
        top: int | None,
        types: Iterable[str] | None,
        progress: Progress | None = None,
    ) -> dict[str, Any]:
        """What the page is made from. Sentences are read for what it will hold only, unless they are in memory."""
        held = self.__dict__.get("nx")
        graph = held if held is not None else build_outline(self._store, progress)
        where = self._store.path.parent if self._store.path else None
        return {
            "graph": graph,
            "around": around,
            "hops": hops,
            "top": top,
            "types": None if types is None else [entity_type(name) for name in types],
            "title": (where.resolve().name if where else "") or "paperkg",
            "directory": str(where or "DIR"),
            "base_iri": self.base_iri,
            "fill": None if held is not None else lambda keys: fill(graph, self._store, keys),
            "standings": lambda keys: standings(graph, keys),
        }


def standings(graph: MultiDiGraph, keys: Collection[str]) -> "Mapping[str, Standing]":
    """How the results on these datasets stand on their leaderboards, by the key of the result.

    Ranks and notes are those of `KnowledgeGraph.leaderboard`.
    """
    from exports.html import Standing

    found: dict[str, Standing] = {}
    for dataset in keys:
        if not dataset.startswith("dataset:"):
            continue
        rows = list(collect(graph, dataset))
        sure = [row for row in rows if row.certain(MIN_CONFIDENCE)]
        for metric in sorted({row.metric for row in sure}):
            scores = [row for row in sure if row.metric == metric and row.kind == "score"]
            if scores:
                rank(scores, measure_of(metric, graph.nodes[metric]["label"]))
        stated = {
            (f"paper:{row.paper}", row.metric, row.method, row.kind, row.value, row.unit): Standing(
                row.rank, "; ".join(row.notes), row.certain(MIN_CONFIDENCE)
            )
            for row in rows
        }
        for result, _, predicate in graph.in_edges(dataset, keys=True):
            if predicate == "onDataset" and (standing := stated.get(_statement(graph, result))):
                found[result] = standing
    return found


def _statement(graph: MultiDiGraph, result: str) -> tuple[Any, ...]:
    """What makes two results of a paper on a dataset one and the same."""
    node = graph.nodes[result]
    ends = {predicate: target for _, target, predicate in graph.out_edges(result, keys=True)}
    method = ends.get("ofMethod")
    label = graph.nodes[method]["label"] if method else None
    return ends.get("resultOf"), ends.get("byMetric"), label, node["kind"], node["value"], node["unit"]
