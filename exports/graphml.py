"""The graph as GraphML, for Gephi, yEd, Cytoscape, igraph and networkx.

GraphML knows numbers, texts and truth values, and no missing ones. So a list of texts is joined
with `"; "`, any other list and every dict is written as JSON, what is None is left out, and
characters that XML does not allow are removed. An edge's predicate is its attribute `predicate`.
Nodes are sorted by key, edges by source, target and predicate; they are written as they come.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

import networkx as nx

from exports.literals import XML_ILLEGAL

__all__ = ["flatten", "write_graphml"]

_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_TYPE_NAMES = {bool: "boolean", int: "long", float: "double", str: "string"}

Scalar = bool | int | float | str


def flatten(value: object) -> Scalar | None:
    """A value in a form that GraphML has; None where it is to be left out.

    >>> flatten(["Ada", "Grace"]), flatten([{"paper": "p"}]), flatten(None), flatten(0.5)
    ('Ada; Grace', '[{"paper": "p"}]', None, 0.5)
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        value = "; ".join(value)
    elif not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False, default=str)
    return XML_ILLEGAL.sub("", str(value))


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
    names = _xml_names(graph)
    node_keys = _declared((data for _, data in graph.nodes(data=True)), "n")
    edge_keys = _declared(({"predicate": key, **data} for _, _, key, data in graph.edges(keys=True, data=True)), "e")
    yield _HEAD
    for domain, keys in (("node", node_keys), ("edge", edge_keys)):
        for name, (identifier, kind) in keys.items():
            yield f'<key id="{identifier}" for="{domain}" attr.name={_quoted(name)} attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for node in sorted(graph.nodes):
        yield f"<node id={_quoted(names.get(node, node))}>{_data(graph.nodes[node], node_keys)}</node>\n"
    for number, (source, target, predicate) in enumerate(sorted(graph.edges(keys=True))):
        attributes = {"predicate": predicate, **graph.edges[source, target, predicate]}
        ends = f"source={_quoted(names.get(source, source))} target={_quoted(names.get(target, target))}"
        yield f'<edge id="e{number}" {ends}>{_data(attributes, edge_keys)}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _xml_names(graph: "nx.MultiDiGraph[Any]") -> dict[str, str]:
    """Names for the nodes whose own XML cannot hold; two that differ only in that stay two."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for node in sorted(node for node in graph.nodes if XML_ILLEGAL.search(node)):
        name = XML_ILLEGAL.sub("", node)
        while name in graph or name in taken:
            name += "~"
        names[node] = name
        taken.add(name)
    return names


def _declared(rows: Iterable[Mapping[str, object]], prefix: str) -> dict[str, tuple[str, str]]:
    """The attributes that occur, by name, with an identifier and the GraphML type that fits all values."""
    kinds: dict[str, type] = {}
    for row in rows:
        for name, value in row.items():
            flat = flatten(value)
            if flat is not None:
                kinds[name] = _wider(kinds.get(name, type(flat)), type(flat))
    return {name: (f"{prefix}{number}", _TYPE_NAMES[kinds[name]]) for number, name in enumerate(sorted(kinds))}


def _wider(one: type, other: type) -> type:
    if one is other:
        return one
    return float if {one, other} == {int, float} else str


def _data(attributes: Mapping[str, object], keys: Mapping[str, tuple[str, str]]) -> str:
    parts = []
    for name, (identifier, _) in keys.items():
        value = flatten(attributes.get(name))
        if value is not None:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            parts.append(f'<data key="{identifier}">{escape(text)}</data>')
    return "".join(parts)


def _quoted(text: str) -> str:
    # A parser would turn a line break or tab in an attribute into a space.
    return quoteattr(XML_ILLEGAL.sub("", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
