"""The graph as GraphML, for Gephi, yEd, Cytoscape, igraph and networkx.

Attributes are flattened as `exports.xml_graph` says. An edge's predicate is its attribute `predicate`.
Nodes are sorted by key, edges by source, target and predicate; they are written as they come.
"""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

import networkx as nx

from exports.xml_graph import attribute_types, edge_ends, quoted_attribute, written, xml_names

__all__ = ["write_graphml"]

_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def write_graphml(graph: "nx.MultiDiGraph[Any]", stream: BinaryIO) -> None:
    """Write a graph whose edges are keyed by predicate.

    >>> import io
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("paper:1", "method:a", key="uses", confidence=0.9)
    >>> out = io.BytesIO()
    >>> write_graphml(graph, out)
    >>> [(s, t, d["predicate"]) for s, t, d in nx.read_graphml(io.BytesIO(out.getvalue())).edges(data=True)]
    [('paper:1', 'method:a', 'uses')]
    """
    for line in _lines(graph):
        stream.write(line.encode())


def _lines(graph: "nx.MultiDiGraph[Any]") -> Iterator[str]:
    names = xml_names(graph)
    node_keys = attribute_types((data for _, data in graph.nodes(data=True)), "n")
    edge_keys = attribute_types(
        ({"predicate": key, **data} for _, _, key, data in graph.edges(keys=True, data=True)), "e"
    )
    yield _HEAD
    for domain, keys in (("node", node_keys), ("edge", edge_keys)):
        for name, (identifier, kind) in keys.items():
            yield f'<key id="{identifier}" for="{domain}" attr.name={quoted_attribute(name)} attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for node in sorted(graph.nodes):
        yield f"<node id={quoted_attribute(names.get(node, node))}>{_data(graph.nodes[node], node_keys)}</node>\n"
    for number, (source, target, predicate) in enumerate(sorted(graph.edges(keys=True))):
        attributes = {"predicate": predicate, **graph.edges[source, target, predicate]}
        ends = edge_ends(names, source, target)
        yield f'<edge id="e{number}" {ends}>{_data(attributes, edge_keys)}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _data(attributes: Mapping[str, object], keys: Mapping[str, tuple[str, str]]) -> str:
    return "".join(f'<data key="{key}">{escape(text)}</data>' for key, text in written(attributes, keys))
