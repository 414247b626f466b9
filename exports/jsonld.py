"""The graph as JSON-LD: one JSON object for each entity and each paper, which holds all that is the paper's own.

A paper is framed: its links, mentions, quotations and results stand inside it, under the reverse terms
`links`, `passages` and `results` of the context. What it only points at (entities, its venue) is an IRI, and
the cells of its list of authors are `@included`. Each object is on a line of its own, so that the file can be
written, and read by a streaming reader, one paper at a time. The context stands at the head: nothing is fetched.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, BinaryIO

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat, Triple

from exports.rdf import Provenance, RecordWriter, records
from exports.syntax import NTriples
from exports.vocabulary import DEFAULT_BASE, PREFIXES
from kg.records import GraphReader
from kg.resources import ontology_dir

__all__ = ["write_jsonld"]

_RDF = PREFIXES["rdf"]
_XSD_STRING = f"{PREFIXES['xsd']}string"
# Which triples make something a part of the paper that they lead to, and the reverse term for that.
_REVERSE = {
    f"{_RDF}subject": "links",
    f"{PREFIXES['oa']}hasSource": "passages",
    f"{PREFIXES['kg']}resultOf": "results",
}
_SELECTOR = f"{PREFIXES['oa']}hasSelector"

Node = dict[str, Any]


def write_jsonld(
    reader: GraphReader, stream: BinaryIO, *, base_iri: str = DEFAULT_BASE, provenance: Provenance = "full"
) -> None:
    """Write the graph of a reader as one JSON-LD document, a record at a time.

    Raises
    ------
    KgError
        If the base or the level of provenance is unknown.
    """
    writer = RecordWriter(reader.configuration(), NTriples(), base_iri=base_iri, provenance=provenance)
    stream.write(f'{{"@context": {_dumped(_context())},\n"@graph": ['.encode())
    separator = "\n"
    for record in records(writer, reader):
        for node in _framed(quad.triple for quad in pyoxigraph.parse(record, RdfFormat.N_TRIPLES, lenient=True)):
            stream.write(f"{separator}{_dumped(node)}".encode())
            separator = ",\n"
    stream.write(b"\n]}\n")


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def _context() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    return content


@cache
def _terms() -> dict[str, tuple[str, str | None]]:
    """The context read backwards: by IRI, the term that stands for it and the type that its values have."""
    terms: dict[str, tuple[str, str | None]] = {}
    for term, entry in _context().items():
        kind = entry.get("@type") if isinstance(entry, dict) else None
        meant = entry.get("@id") if isinstance(entry, dict) else entry
        if not isinstance(meant, str) or ":" not in meant or meant.startswith("http"):
            continue
        if isinstance(entry, dict) and "@container" in entry:
            continue  # a list of the context's is one without names for its cells
        terms[_expanded(meant)] = (term, kind if kind in (None, "@id") else _expanded(kind))
    return terms


def _expanded(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


@cache
def _compact(iri: str) -> tuple[str, str | None]:
    """A property's or class's term, or its prefixed name, with the type of its values."""
    if iri in _terms():
        return _terms()[iri]
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}", None
    return iri, None


def _framed(triples: Iterable[Triple]) -> Iterator[Node]:
    """The objects of one record: each subject one, but what is part of another stands inside that."""
    nodes: dict[str, Node] = {}
    parts: list[tuple[str, str, str]] = []
    for triple in triples:
        subject, predicate = triple.subject.value, triple.predicate.value  # type: ignore[union-attr]
        node = nodes.setdefault(subject, {"id": subject})
        if predicate in _REVERSE:
            parts.append((triple.object.value, _REVERSE[predicate], subject))  # type: ignore[union-attr]
        elif predicate == f"{_RDF}type":
            node.setdefault("type", []).append(_compact(triple.object.value)[0])  # type: ignore[union-attr]
        else:
            _add_value(node, predicate, triple)
    for target, term, part in parts:
        # A paper comes with its parts in one record.
        nodes[target].setdefault(term, []).append(nodes[part])
    inside = {part for _, _, part in parts}
    selector_term = _compact(_SELECTOR)[0]
    for node in nodes.values():
        if (selector := node.get(selector_term)) in nodes:
            inside.add(selector)
            node[selector_term] = nodes[selector]
    tops = [node for name, node in nodes.items() if name not in inside]
    cells = [node for node in tops if "rdf:first" in node]
    if cells:  # the paper comes first in its record
        tops[0]["@included"] = cells
    yield from (node for node in tops if "rdf:first" not in node)


def _add_value(node: Node, predicate: str, triple: Triple) -> None:
    term, kind = _compact(predicate)
    node[term] = _joined(node.get(term), _value(triple.object, kind))


def _value(term: Any, kind: str | None) -> object:
    if isinstance(term, NamedNode):
        return term.value if kind == "@id" else {"id": term.value}
    datatype = term.datatype.value
    if datatype == (kind or _XSD_STRING):
        return term.value
    return {"@value": term.value, "@type": _compact(datatype)[0]}


def _joined(known: object, value: object) -> object:
    """One value stands alone, several in a list."""
    if known is None:
        return value
    return [*known, value] if isinstance(known, list) else [known, value]
