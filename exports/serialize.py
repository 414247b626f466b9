"""Triples to files: Turtle and N-Triples, written as they are made."""

from collections.abc import Iterable
from typing import BinaryIO, Literal

import pyoxigraph
from pyoxigraph import RdfFormat, Triple

from exports.rdf import Provenance, triples
from exports.vocabulary import DEFAULT_BASE, PREFIXES
from kg.errors import KgError
from kg.records import ENTITY_TYPES, GraphReader

__all__ = ["RdfName", "write_rdf", "write_triples"]

RdfName = Literal["ttl", "nt"]

_FORMATS: dict[str, RdfFormat] = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES}


def write_rdf(
    reader: GraphReader,
    stream: BinaryIO,
    format: RdfName = "ttl",
    *,
    base_iri: str = DEFAULT_BASE,
    provenance: Provenance = "full",
) -> None:
    """Write the graph of a reader, one paper at a time.

    The same papers give the same bytes, wherever and in whatever order they were read.

    Raises
    ------
    KgError
        If the format, the base or the level of provenance is unknown.
    """
    write_triples(triples(reader, base_iri=base_iri, provenance=provenance), stream, format, base_iri)


def write_triples(
    source: Iterable[Triple], stream: BinaryIO, format: RdfName = "ttl", base_iri: str = DEFAULT_BASE
) -> None:
    """Write triples in the order in which they come.

    >>> import io
    >>> from exports.vocabulary import kg, term
    >>> out = io.BytesIO()
    >>> write_triples([Triple(kg("uses"), term("rdfs:subPropertyOf"), kg("mentions"))], out, "nt")
    >>> out.getvalue().decode().split()[0]
    '<https://w3id.org/paperkg/ontology#uses>'
    """
    if format not in _FORMATS:
        raise KgError(f"RDF format {format!r}: must be one of {', '.join(_FORMATS)}")
    prefixes = _turtle_prefixes(base_iri) if format == "ttl" else None
    pyoxigraph.serialize(source, stream, _FORMATS[format], prefixes=prefixes)


def _turtle_prefixes(base_iri: str) -> dict[str, str]:
    """The ontology's prefixes and one for each type of entity, so that a reader sees `method:resnet`."""
    data = {name: f"{base_iri}{name}/" for name in map(str.lower, ENTITY_TYPES)}
    return {**PREFIXES, **data, "result": f"{base_iri}result/", "arxiv": "https://arxiv.org/abs/"}
