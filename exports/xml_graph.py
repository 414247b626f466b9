"""What the XML formats of graphs have in common: flat attributes with a type each, and names that XML can hold.

They know numbers, texts and truth values, and no missing ones. So a list of texts is joined with `"; "`, any
other list and every dict is written as JSON, what is None is left out, and characters that XML does not allow
are removed.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

import networkx as nx

from exports.literals import XML_ILLEGAL

__all__ = ["attribute_types", "edge_ends", "flatten", "quoted_attribute", "scalar_text", "written", "xml_names"]

_TYPE_NAMES = {bool: "boolean", int: "long", float: "double", str: "string"}

Scalar = bool | int | float | str


def flatten(value: object) -> Scalar | None:
    """A value in a form that they have; None where it is to be left out.

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


def xml_names(graph: "nx.MultiDiGraph[Any]") -> dict[str, str]:
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


def attribute_types(rows: Iterable[Mapping[str, object]], prefix: str) -> dict[str, tuple[str, str]]:
    """The attributes that occur, by name, with an identifier and the type that fits all values."""
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


def scalar_text(value: Scalar) -> str:
    """A flat value as XML Schema writes it.

    >>> scalar_text(True), scalar_text(0.5)
    ('true', '0.5')
    """
    return str(value).lower() if isinstance(value, bool) else str(value)


def quoted_attribute(text: str) -> str:
    """A text as the value of an attribute, with its quotation marks."""
    # A parser would turn a line break or tab in an attribute into a space.
    return quoteattr(XML_ILLEGAL.sub("", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def written(attributes: Mapping[str, object], keys: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Identifier and text of each attribute that has a value, in the order of `keys` (see `attribute_types`)."""
    for name, (identifier, _) in keys.items():
        value = flatten(attributes.get(name))
        if value is not None:
            yield identifier, scalar_text(value)


def edge_ends(names: Mapping[str, str], source: str, target: str) -> str:
    """The XML attributes that say where an edge begins and ends."""
    return f"source={quoted_attribute(names.get(source, source))} target={quoted_attribute(names.get(target, target))}"
