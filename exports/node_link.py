"""The graph as node-link JSON: the form of networkx, D3 and much else.

`{"directed": true, "multigraph": true, "graph": {}, "nodes": [{"id": ...}], "edges": [{"source": ...,
"target": ..., "key": <predicate>, ...}]}`; `networkx.node_link_graph(data, edges="edges")` reads it.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import networkx as nx

from kg.errors import KgError

__all__ = ["write_node_link"]


def write_node_link(graph: "nx.MultiDiGraph[Any]", stream: BinaryIO) -> None:
    """Write a graph, nodes sorted by key, edges by source, target and predicate, one on a line.

    >>> import io
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("paper:1", "method:a", key="uses", confidence=0.9)
    >>> out = io.BytesIO()
    >>> write_node_link(graph, out)
    >>> nx.node_link_graph(json.loads(out.getvalue()), edges="edges").edges["paper:1", "method:a", "uses"]
    {'confidence': 0.9}

    Raises
    ------
    KgError
        If an attribute holds what JSON cannot, such as a number that is not finite.
    """
    head = {"directed": graph.is_directed(), "multigraph": graph.is_multigraph(), "graph": graph.graph}
    try:
        _write(stream, json.dumps(head, ensure_ascii=False, allow_nan=False)[:-1])
        for name, rows in (("nodes", _nodes(graph)), ("edges", _edges(graph))):
            _write(stream, f', "{name}": [')
            for number, row in enumerate(rows):
                separator = ",\n" if number else "\n"
                _write(stream, separator + json.dumps(row, ensure_ascii=False, allow_nan=False))
            _write(stream, "\n]")
    except (TypeError, ValueError) as error:
        raise KgError(f"JSON export: an attribute cannot be written: {error}") from error
    _write(stream, "}\n")


def _nodes(graph: "nx.MultiDiGraph[Any]") -> Iterator[dict[str, object]]:
    for node in sorted(graph.nodes):
        yield {**graph.nodes[node], "id": node}


def _edges(graph: "nx.MultiDiGraph[Any]") -> Iterator[dict[str, object]]:
    for source, target, key in sorted(graph.edges(keys=True)):
        yield {**graph.edges[source, target, key], "source": source, "target": target, "key": key}


def _write(stream: BinaryIO, text: str) -> None:
    # A lone surrogate is no character: it cannot be written in UTF-8.
    stream.write(text.encode("utf-8", "replace"))
