"""Answers of the engine as Python values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
)

from exports.sparql_engine import failure
from exports.vocabulary import PREFIXES

if TYPE_CHECKING:
    import rdflib

__all__ = ["QueryResult", "SelectTable", "Value", "read_result", "to_python", "to_rdflib"]

#: What a cell of a table holds. An IRI is its text, a missing value is None.
Value = str | int | float | bool | None

_XSD = PREFIXES["xsd"]
_FLOATS = frozenset(_XSD + name for name in ("decimal", "double", "float"))
_INTEGERS = frozenset(
    _XSD + name
    for name in (
        *("integer", "int", "long", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)


@dataclass(frozen=True, slots=True)
class SelectTable:
    """What a SELECT gives: the names of the columns, and the rows in the query's order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


#: SELECT gives a table, ASK a bool, CONSTRUCT and DESCRIBE a list of triples.
QueryResult = SelectTable | bool | list[Triple]


def read_result(answer: QuerySolutions | QueryBoolean | QueryTriples) -> QueryResult:
    """The whole answer. The engine works as it is read, so it may still fail here.

    Raises
    ------
    KgError
        If the query cannot be answered.
    DamagedStoreError
        If the store's files cannot be read.
    """
    try:
        if isinstance(answer, QueryBoolean):
            return bool(answer)
        if isinstance(answer, QueryTriples):
            return list(answer)
        columns = tuple(variable.value for variable in answer.variables)
        rows = tuple(tuple(to_python(term) for term in solution) for solution in answer)
    except (OSError, RuntimeError, ValueError) as error:
        raise failure(error) from error
    return SelectTable(columns, rows)


def to_python(term: NamedNode | BlankNode | Literal | Triple | None) -> Value:
    """A term as a table shows it: numbers and booleans as such, all else as text, dates in ISO form.

    >>> to_python(Literal(3)), to_python(Literal("x")), to_python(None)
    (3, 'x', None)
    """
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return term.value
    if not isinstance(term, Literal):
        return str(term)
    datatype = term.datatype.value
    try:
        if datatype in _INTEGERS:
            return int(term.value)
        if datatype in _FLOATS:
            return float(term.value)
    except ValueError:  # an ill-typed literal is shown as it stands
        return term.value
    if datatype == f"{_XSD}boolean":
        return term.value in ("true", "1")
    return term.value


def to_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    """The triples as an rdflib graph, with the ontology's prefixes bound."""
    import rdflib  # a second of start-up that most queries need not pay

    graph = rdflib.Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.parse(data=pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    return graph
