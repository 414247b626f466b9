"""The graph as GEXF 1.2, the format of Gephi.

Attributes are flattened as `exports.xml_graph` says. A node's label is its label, an edge's its predicate,
and an edge's weight its confidence. Nodes are sorted by key, edges by source, target and predicate.
"""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import networkx as nx

from exports.xml_graph import attribute_types, edge_ends, quoted_attribute, written, xml_names

__all__ = ["write_gexf"]

_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://www.gexf.net/1.2draft http://www.gexf.net/1.2draft/gexf.xsd" version="1.2">
<graph defaultedgetype="directed" mode="static">
"""


def write_gexf(graph: "nx.MultiDiGraph[Any]", stream: BinaryIO) -> None:
    """Write a graph whose edges are keyed by predicate.

    >>> import io
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("paper:1", "method:a", key="uses", confidence=0.9)
    >>> out = io.BytesIO()
    >>> write_gexf(graph, out)
    >>> [(s, t, d["label"]) for s, t, d in nx.read_gexf(io.BytesIO(out.getvalue())).edges(data=True)]
    [('paper:1', 'method:a', 'uses')]
    """
    for line in _lines(graph):
        stream.write(line.encode())


def _lines(graph: "nx.MultiDiGraph[Any]") -> Iterator[str]:
    names = xml_names(graph)
    node_keys = attribute_types((data for _, data in graph.nodes(data=True)), "n")
    edge_keys = attribute_types((data for _, _, data in graph.edges(data=True)), "e")
    yield _HEAD
    for domain, keys in (("node", node_keys), ("edge", edge_keys)):
        yield f'<attributes class="{domain}">\n'
        for name, (identifier, kind) in keys.items():
            yield f'<attribute id="{identifier}" title={quoted_attribute(name)} type="{kind}"/>\n'
        yield "</attributes>\n"
    yield "<nodes>\n"
    for node in sorted(graph.nodes):
        data = graph.nodes[node]
        label = quoted_attribute(str(data.get("label", node)))
        yield f"<node id={quoted_attribute(names.get(node, node))} label={label}>{_values(data, node_keys)}</node>\n"
    yield "</nodes>\n<edges>\n"
    for number, (source, target, predicate) in enumerate(sorted(graph.edges(keys=True))):
        data = graph.edges[source, target, predicate]
        ends = edge_ends(names, source, target)
        weight = f' weight="{data["confidence"]}"' if "confidence" in data else ""
        label = quoted_attribute(predicate)
        yield f'<edge id="e{number}" {ends} label={label}{weight}>{_values(data, edge_keys)}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _values(attributes: Mapping[str, object], keys: Mapping[str, tuple[str, str]]) -> str:
    values = (f'<attvalue for="{key}" value={quoted_attribute(text)}/>' for key, text in written(attributes, keys))
    return f"<attvalues>{''.join(values)}</attvalues>"
