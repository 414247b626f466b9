"""The graph without its sentences, for what looks at all of it and reads little: the picture of a large corpus.

`build_outline` has the nodes and edges of `kg.graph.build_graph`. Papers have type, label, date and
`text_length` alone (those that state a result also title and abstract), and links and relations neither
confidence nor evidence; results have everything. `fill` adds the rest where it is wanted.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TypeVar

import networkx as nx

from kg.graph import Edge, entity_node, link_edge, paper_label, paper_node, relation_edge, result_edges, result_node
from kg.store import Store

__all__ = ["build_outline", "fill"]


#: How much has been read of what, for a progress bar: the step, how much is done, and of how much if that is known.
Progress = Callable[[str, int, int | None], None]
Row = TypeVar("Row")
_EVERY = 2_000


def build_outline(store: Store, progress: Progress | None = None) -> nx.MultiDiGraph:
    """All nodes and edges, most of them bare; see the module."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(map(entity_node, store.entities()))
    results = list(store.results())
    stating = {result.paper for result in results}
    for id, title, abstract, date in _told(store.paper_heads(), "papers", progress):
        length = len(title or "") + len(abstract or "")
        bare = {"type": "Paper", "label": paper_label(title, abstract), "date": date, "text_length": length}
        stated = {"id": id, "title": title, "abstract": abstract} if id in stating else {}
        graph.add_node(f"paper:{id}", **bare, **stated, papers=1)
    graph.add_nodes_from(map(result_node, results))
    links = _told(store.link_joints(), "links", progress)
    graph.add_edges_from((f"paper:{paper}", entity, predicate, {}) for paper, predicate, entity in links)
    graph.add_edges_from((subject, target, predicate, {}) for subject, predicate, target in store.derived_joints())
    _add(graph, map(relation_edge, store.variants()))
    for result in results:
        _add(graph, result_edges(f"paper:{result.paper}", result))
    return graph


def fill(graph: nx.MultiDiGraph, store: Store, keys: Collection[str]) -> None:
    """Give these nodes of an outline, and the edges between them, all that they have in the whole graph."""
    for key in keys:
        kind, _, id = key.partition(":")
        if kind == "paper" and (linked := store.linked_paper(id)):
            graph.nodes[key].update(paper_node(linked.paper)[1])
            _add(graph, (link_edge(key, link) for link in linked.links if link.entity in keys))
    relations = store.derived_from(key for key in keys if not key.startswith("paper:"))
    _add(graph, (relation_edge(relation) for relation in relations if relation.object in keys))


def _add(graph: nx.MultiDiGraph, edges: Iterable[Edge]) -> None:
    for source, target, predicate, attributes in edges:
        graph.add_edge(source, target, key=predicate, **attributes)


def _told(rows: Iterable[Row], step: str, progress: Progress | None) -> Iterator[Row]:
    """The same rows; now and then somebody is told how many there were."""
    for number, row in enumerate(rows, start=1):
        if progress and number % _EVERY == 0:
            progress(step, number, None)
        yield row
