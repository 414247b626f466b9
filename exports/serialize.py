"""The graph as Turtle or N-Triples, written as it is made."""

from typing import BinaryIO, Literal

from exports.rdf import Provenance, pieces
from exports.syntax import NTriples, Syntax, Turtle
from exports.vocabulary import DEFAULT_BASE
from kg.errors import KgError
from kg.records import GraphReader

__all__ = ["RdfName", "write_rdf"]

RdfName = Literal["ttl", "nt"]


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
    for text in pieces(reader, _syntax(format, base_iri), base_iri=base_iri, provenance=provenance):
        stream.write(text.encode())


def _syntax(format: str, base_iri: str) -> Syntax:
    if format == "ttl":
        return Turtle(base_iri)
    if format == "nt":
        return NTriples()
    raise KgError(f"RDF format {format!r}: must be ttl or nt")
