"""The graph as JSON-LD: one JSON object for each entity and each paper, which holds all that is the paper's own.

A paper is framed: its links, mentions, quotations and results stand inside it, under the reverse terms
`links`, `passages` and `results` of the context. What it only points at (entities, its venue) is an IRI, and
the cells of its list of authors are `@included`. Each object is on a line of its own, so that the file can be
written, and read by a streaming reader, one paper at a time. The context stands at the head: nothing is fetched.
"""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any, BinaryIO

from exports.rdf import Provenance, pieces
from exports.syntax import Syntax
from exports.vocabulary import DEFAULT_BASE
from kg.records import GraphReader
from kg.resources import ontology_dir

__all__ = ["JsonLd", "write_jsonld"]

_SEPARATOR = ",\n"


def write_jsonld(
    reader: GraphReader, stream: BinaryIO, *, base_iri: str = DEFAULT_BASE, provenance: Provenance = "full"
) -> None:
    """Write the graph of a reader as one JSON-LD document, a record at a time.

    Raises
    ------
    KgError
        If the base or the level of provenance is unknown.
    """
    before = ""
    for text in pieces(reader, JsonLd(), base_iri=base_iri, provenance=provenance):
        objects = text.removesuffix(_SEPARATOR)
        stream.write((before + objects).encode())
        # The last object of all has none after it.
        before = text[len(objects) :]
    stream.write(b"\n]}\n")


class JsonLd(Syntax):
    """Objects of JSON-LD, each as text; a statement is a property, a space and a value.

    What escapes a text for N-Triples escapes it for JSON.

    >>> syntax = JsonLd()
    >>> method = syntax.node("https://w3id.org/paperkg/id/method/resnet")
    >>> label = f'{syntax.terms["skos:altLabel"]} "Residual Network"'
    >>> print(syntax.about(method, [*syntax.types("kg:Method"), label]))
    {"id":"https://w3id.org/paperkg/id/method/resnet","type":"Method","altLabel":"Residual Network"}
    """

    def __init__(self) -> None:
        self.terms = _Properties({name: f'"{term}"' for term, name in _single_terms()})
        # These the reverse terms of the context say, by the place of a part in what it is a part of.
        self.terms |= dict.fromkeys(_reversed(), "")

    def head(self) -> str:
        context = json.dumps(_context(), ensure_ascii=False, separators=(",", ":"))
        return f'{{"@context": {context},\n"@graph": [\n'

    def node(self, iri: str) -> str:
        return f'"{iri}"'

    def iri(self, iri: str) -> str:
        return f'"{iri}"'

    def name(self, name: str) -> str:
        return f'"{name}"'

    # The context gives the types of these.

    def decimal(self, digits: str) -> str:
        return f'"{digits}"'

    def offset(self, number: int) -> str:
        return f'"{number}"'

    def date(self, iso: str, datatype: str) -> str:
        return f'{{"@value":"{iso}","@type":"{datatype}"}}'

    def about(self, subject: str, statements: Iterable[str], label: str = "") -> str:
        """An object with a property for each predicate: its value, or a list of several."""
        del label
        members: dict[str, list[str]] = {}
        for statement in statements:
            name, _, value = statement.partition(" ")
            if name:
                members.setdefault(name, []).append(value)
        inside = ",".join(
            [
                f"{name}:{values[0]}" if len(values) == 1 else f"{name}:[{','.join(values)}]"
                for name, values in members.items()
            ]
        )
        return f'{{"id":{subject},{inside}}}'

    def having(self, subject: str, statements: list[str], link: str, part: tuple[str, list[str]], label: str) -> str:
        del label
        return self.about(subject, [*statements, f"{link} {self.about(*part)}"])

    def whole(self, subject: str, statements: Iterable[str], parts: Iterable[tuple[str, str]], label: str) -> str:
        del label
        inside: dict[str, list[str]] = {}
        for name, text in parts:
            inside.setdefault(name, []).append(text)
        lists = "".join([f',"{name}":[{",".join(texts)}]' for name, texts in inside.items()])
        return f"{self.about(subject, statements)[:-1]}{lists}}}"

    def record(self, graph: str, text: str) -> str:
        del graph
        return text + _SEPARATOR


class _Properties(dict[str, str]):
    """Prefixed names with their terms, or as they stand where they have none."""

    def __missing__(self, name: str) -> str:
        self[name] = f'"{name}"'
        return self[name]


@cache
def _context() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    return content


def _single_terms() -> Iterable[tuple[str, str]]:
    """The terms of the context with the prefixed names that they stand for, but for reverse ones and lists."""
    yield "type", "rdf:type"
    for term, entry in _context().items():
        meant = entry.get("@id") if isinstance(entry, dict) else entry
        if isinstance(meant, str) and "://" not in meant and ":" in meant and "@container" not in str(entry):
            yield term, meant


def _reversed() -> Iterable[str]:
    return [entry["@reverse"] for entry in _context().values() if isinstance(entry, dict) and "@reverse" in entry]
