"""The graph as Turtle or N-Triples, written as it is made."""

from typing import BinaryIO, Literal, get_args

import pyoxigraph
from pyoxigraph import RdfFormat

from exports.rdf import Provenance, ntriples, quads
from exports.vocabulary import DEFAULT_BASE, PREFIXES
from kg.errors import KgError
from kg.records import ENTITY_TYPES, GraphReader

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
    if format == "nt":
        for piece in ntriples(reader, base_iri=base_iri, provenance=provenance):
            stream.write(piece.encode())
    elif format == "ttl":
        # TriG of quads that all are in the default graph is Turtle, and saves making a triple of each.
        source = quads(reader, base_iri=base_iri, provenance=provenance)
        pyoxigraph.serialize(source, stream, RdfFormat.TRIG, prefixes=_turtle_prefixes(base_iri))
    else:
        raise KgError(f"RDF format {format!r}: must be one of {', '.join(get_args(RdfName))}")


def _turtle_prefixes(base_iri: str) -> dict[str, str]:
    """The ontology's prefixes and one for each type of entity, so that a reader sees `method:resnet`."""
    data = {name: f"{base_iri}{name}/" for name in map(str.lower, ENTITY_TYPES)}
    return {**PREFIXES, **data, "result": f"{base_iri}result/", "arxiv": "https://arxiv.org/abs/"}
