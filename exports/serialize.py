"""The graph in a syntax of RDF, written as it is made."""

from collections.abc import Callable
from typing import BinaryIO, Literal, cast, get_args

import pyoxigraph
from pyoxigraph import RdfFormat

from exports.jsonld import write_jsonld
from exports.rdf import Provenance, RecordWriter, pieces, triples
from exports.syntax import NQuads, NTriples, Syntax, TriG, Turtle
from exports.vocabulary import DEFAULT_BASE, PREFIXES
from kg.errors import KgError
from kg.records import GraphReader

__all__ = ["RdfName", "record_writer", "write_rdf"]

#: Turtle, N-Triples, TriG and N-Quads (one named graph a paper), RDF/XML, JSON-LD.
RdfName = Literal["ttl", "nt", "trig", "nq", "rdfxml", "jsonld"]

_SYNTAXES: dict[str, Callable[[str], Syntax]] = {
    "ttl": Turtle,
    "nt": lambda _: NTriples(),
    "trig": TriG,
    "nq": lambda _: NQuads(),
}


class _KeepsReturns:
    """Writes a carriage return as a character reference: XML readers take any other for a line break."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> int:
        self._stream.write(bytes(data).replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        self._stream.flush()


def write_rdf(
    reader: GraphReader,
    stream: BinaryIO,
    format: RdfName = "ttl",
    *,
    base_iri: str = DEFAULT_BASE,
    provenance: Provenance = "full",
) -> None:
    """Write the graph of a reader, a few papers at a time.

    The same papers give the same bytes, wherever and in whatever order they were read.

    Raises
    ------
    KgError
        If the format, the base or the level of provenance is unknown.
    """
    if format not in get_args(RdfName):
        raise KgError(f"RDF format {format!r}: must be one of {', '.join(get_args(RdfName))}")
    if format == "jsonld":
        write_jsonld(reader, stream, base_iri=base_iri, provenance=provenance)
    elif format == "rdfxml":
        found = triples(reader, base_iri=base_iri, provenance=provenance)
        pyoxigraph.serialize(found, cast(BinaryIO, _KeepsReturns(stream)), RdfFormat.RDF_XML, prefixes=PREFIXES)
    else:
        syntax = _SYNTAXES[format](base_iri)
        for text in pieces(reader, syntax, base_iri=base_iri, provenance=provenance):
            stream.write(text.encode())


def record_writer(
    reader: GraphReader, format: str, *, base_iri: str = DEFAULT_BASE, provenance: Provenance = "full"
) -> RecordWriter | None:
    """What writes single records as `write_rdf` does; None where a format is not written record by record.

    Raises
    ------
    KgError
        If the base or the level of provenance is unknown.
    """
    syntax = _SYNTAXES.get(format)
    if syntax is None:
        return None
    return RecordWriter(reader.configuration(), syntax(base_iri), base_iri=base_iri, provenance=provenance)
