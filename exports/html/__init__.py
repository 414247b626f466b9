"""The interactive picture: one HTML file that opens anywhere, at rest, without a network."""

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from exports.html.data import CO_USE, MAX_SENTENCES, Standing, build, paper_years
from exports.html.page import compose
from exports.html.selection import Kind, Selection, select
from exports.iris import Iris
from exports.vocabulary import DEFAULT_BASE, PREFIXES
from kg.fileio import open_output

__all__ = ["HtmlReport", "Standing", "render", "write_html"]

#: Fills in what an outline of a graph leaves out of these nodes and the edges between them.
Fill = Callable[[Collection[str]], None]
#: How the results on these datasets stand among each other, by the key of the result.
Standings = Callable[[Collection[str]], Mapping[str, Standing]]


@dataclass(frozen=True, slots=True)
class HtmlReport:
    """What a page shows of a graph. Nodes are papers and entities; results appear in panels."""

    kind: Kind
    nodes: int
    edges: int
    shown_nodes: int
    shown_edges: int
    held_papers: int
    bytes: int


def render(
    graph: nx.MultiDiGraph,
    *,
    title: str = "paperkg",
    top: int | None = None,
    around: str | None = None,
    hops: int = 1,
    types: Collection[str] | None = None,
    directory: str = "DIR",
    base_iri: str = DEFAULT_BASE,
    fill: Fill | None = None,
    standings: Standings | None = None,
) -> str:
    """The page as text.

    Parameters
    ----------
    graph
        The knowledge graph, as `kg.load(...).nx` gives it.
    title
        What the page is called.
    top
        Draw this many entities, those that most papers name, joined where papers name them together.
        Left out, a graph of a few hundred papers is drawn whole and a larger one in this way.
    around, hops
        Draw what is at most `hops` links away from the node with this name or key.
    types
        Draw only entities of these types. Papers are always there, for they carry the links.
    directory
        The folder that the commands on the page name.
    base_iri
        Where the data's IRIs begin, for the SPARQL that the page gives.
    fill
        Called with the keys of all nodes that the page holds, once they are chosen. Until then of a node
        only `type`, `label`, `aliases`, `papers`, `date` and, of a paper, `text_length` are read.
    standings
        Called with the same keys; gives ranks and notes of results.

    Raises
    ------
    KgError
        If no node has the name `around`.

    Examples
    --------
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("task:parsing", type="Task", label="parsing", aliases=[], papers=1)
    >>> "parsing" in render(graph, title="One task")
    True
    """
    selection = select(graph, top=top, around=around, hops=hops, types=types)
    return _render(graph, title, selection, directory, base_iri, fill, standings)[0]


def write_html(
    graph: nx.MultiDiGraph,
    out: str | os.PathLike[str],
    *,
    title: str = "paperkg",
    top: int | None = None,
    around: str | None = None,
    hops: int = 1,
    types: Collection[str] | None = None,
    directory: str = "DIR",
    base_iri: str = DEFAULT_BASE,
    fill: Fill | None = None,
    standings: Standings | None = None,
) -> HtmlReport:
    """Write the page to a file ('-' is standard output). Parameters are those of `render`.

    Raises
    ------
    KgError
        If no node has the name `around`, or the file cannot be written.
    """
    selection = select(graph, top=top, around=around, hops=hops, types=types)
    text, data = _render(graph, title, selection, directory, base_iri, fill, standings)
    encoded = text.encode()
    with open_output(out) as stream:
        stream.write(encoded)
    drawn = len(selection.drawn)
    results = {key for key, kind in graph.nodes(data="type") if kind == "Result"}
    return HtmlReport(
        kind=selection.kind,
        nodes=graph.number_of_nodes() - len(results),
        edges=sum(subject not in results for subject, _ in graph.edges()),
        shown_nodes=drawn,
        shown_edges=sum(subject < drawn and target < drawn for subject, _, target, *_ in data["links"]),
        held_papers=len(selection.held),
        bytes=len(encoded),
    )


def _render(
    graph: nx.MultiDiGraph,
    title: str,
    selection: Selection,
    directory: str,
    base_iri: str,
    fill: Fill | None,
    standings: Standings | None,
) -> tuple[str, dict[str, Any]]:
    keys = set(selection.keys)
    if fill:
        fill(keys)
    data = build(graph, selection, Iris(base_iri), standings(keys) if standings else {})
    facts: dict[str, Any] = {
        "kind": selection.kind,
        "centre": None if selection.centre is None else selection.keys.index(selection.centre),
        "drawn": len(selection.drawn),
        "corpusYears": paper_years(graph),
        "directory": directory,
        "prefixes": PREFIXES,
        "coUse": CO_USE,
        "mostListed": MAX_SENTENCES,
    }
    return compose(title, selection, data, facts), data
