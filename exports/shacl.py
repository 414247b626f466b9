"""SHACL shapes as SPARQL queries, one for each thing that can be wrong.

A SHACL engine asks about one node after the other; a query that is aimed at a shape's targets asks about all at
once, by the indexes of the store, and takes minutes where the other takes days. This is a translation of the part
of SHACL that `ontology/shapes.ttl` uses; anything else in a shape is refused, so that nothing is passed over. The
tests compare it with pyshacl on every kind of broken export.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import rdflib
from rdflib import RDF, SH, XSD
from rdflib.collection import Collection
from rdflib.term import Literal, Node, URIRef

from kg.errors import KgError
from kg.resources import ontology_dir

__all__ = ["Check", "Violated", "checks", "integer_paths"]

_NAMESPACE = "https://w3id.org/paperkg/shapes#"
# What says where a shape applies or how it is told, and is no constraint.
_NOT_CONSTRAINTS = {RDF.type, SH.targetClass, SH.targetSubjectsOf, SH.message, SH.path, SH.property}


#: The name of a shape, and what must hold.
Violated = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Check:
    """A query that finds what violates one constraint of a shape: `?this`, and `?value` where there is one."""

    shape: str
    message: str
    query: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a constraint applies: patterns that bind `?this`, and `?value` for one of a property."""

    shape: str
    message: str
    pattern: str
    path: str = ""

    @property
    def values(self) -> str:
        return f"{self.pattern} ?this {self.path} ?value ."

    @property
    def subject(self) -> str:
        return "?value" if self.path else "?this"

    def check(self, body: str) -> Check:
        return Check(self.shape, self.message, f"SELECT DISTINCT ?this ?value WHERE {{ {body} }}")


@cache
def _shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_dir() / "shapes.ttl", format="turtle")


@cache
def checks() -> tuple[Check, ...]:
    """All checks of the shapes, by shape, in a fixed order.

    Raises
    ------
    KgError
        If a shape uses a part of SHACL that has no translation here.
    """
    found: list[Check] = []
    for shape in sorted(_shapes().subjects(RDF.type, SH.NodeShape), key=str):
        for target in _targets(shape):
            found += _node_checks(shape, target, str(shape).removeprefix(_NAMESPACE), "")
    return tuple(sorted(set(found), key=lambda check: (check.shape, check.message, check.query)))


@cache
def integer_paths() -> dict[str, tuple[str, Violated]]:
    """Properties whose values are of a kind of integer that the store does not tell from others.

    By the property's IRI: that kind, and what is violated by another.
    """
    found = {}
    for part, kind in _shapes().subject_objects(SH.datatype):
        if kind == XSD.nonNegativeInteger:
            shape = _shapes().value(None, SH.property, part)
            owner = _shapes().value(None, SH.node, shape)
            part_of = _shapes().value(None, SH.property, owner)
            told = _shapes().value(owner or part, SH.message)
            name = str(part_of or shape).removeprefix(_NAMESPACE)
            found[str(_shapes().value(part, SH.path))] = (str(kind), (name, str(told)))
    return found


def _targets(shape: Node) -> Iterator[str]:
    classes = " ".join(_term(kind) for kind in sorted(_shapes().objects(shape, SH.targetClass), key=str))
    if classes:
        yield f"VALUES ?target {{ {classes} }} ?this a ?target ."
    for path in sorted(_shapes().objects(shape, SH.targetSubjectsOf), key=str):
        yield f"?this {_term(path)} ?any ."


def _node_checks(shape: Node, target: str, name: str, message: str) -> Iterator[Check]:
    place = _Place(name, message or str(_shapes().value(shape, SH.message) or name), target)
    yield from _constraints(shape, place)
    for part in _shapes().objects(shape, SH.property):
        path = _term(_shapes().value(part, SH.path))
        told = message or str(_shapes().value(part, SH.message))
        yield from _constraints(part, _Place(name, told, target, path))


def _constraints(shape: Node, place: _Place) -> Iterator[Check]:
    """What must hold of each value is asked in one query: a store takes longest to find the values."""
    conditions: list[str] = []
    for parameter, value in sorted(_shapes().predicate_objects(shape), key=str):
        if parameter in _CONDITIONS:
            conditions.append(f"({_CONDITIONS[parameter](value, place)})")
        elif parameter in _QUERIES:
            yield from _QUERIES[parameter](value, place)
        elif parameter not in _NOT_CONSTRAINTS:
            raise KgError(f"shapes.ttl: {parameter} in {place.shape} has no translation into SPARQL")
    if conditions:
        pattern = place.values if place.path else place.pattern
        yield place.check(f"{pattern} FILTER(!({' && '.join(conditions)}))")


def _min_count(value: Node, place: _Place) -> Iterator[Check]:
    _only_one(value, place)
    yield place.check(f"{place.pattern} FILTER NOT EXISTS {{ ?this {place.path} ?any_value }}")


def _max_count(value: Node, place: _Place) -> Iterator[Check]:
    _only_one(value, place)
    yield place.check(f"{place.values} ?this {place.path} ?other . FILTER(!sameTerm(?value, ?other))")


def _only_one(value: Node, place: _Place) -> None:
    if int(str(value)) != 1:
        raise KgError(f"shapes.ttl: a count of {value} in {place.shape} has no translation into SPARQL")


def _class(value: Node, place: _Place) -> str:
    return f"EXISTS {{ {place.subject} a {_term(value)} }}"


def _datatype(datatype: Node, _: _Place) -> str:
    """That `?value` is a well-formed literal of a datatype. Oxigraph keeps all integers as xsd:integer."""
    if datatype == XSD.string:
        return "isLiteral(?value) && DATATYPE(?value) = xsd:string"
    if datatype == XSD.nonNegativeInteger:
        return "COALESCE(DATATYPE(?value) = xsd:integer && ?value >= 0, false)"
    if datatype == XSD.decimal:  # by its writing: the engine reads no more than 18 digits on either side
        number = "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$"
        return f"isLiteral(?value) && DATATYPE(?value) = xsd:decimal && REGEX(STR(?value), '{number}')"
    cast = f"{_term(datatype)}(STR(?value))"
    return f"COALESCE(DATATYPE(?value) = {_term(datatype)} && STR({cast}) != '', false)"


def _node_kind(value: Node, place: _Place) -> str:
    if value != SH.IRI:
        raise KgError(f"shapes.ttl: node kind {value} in {place.shape} has no translation into SPARQL")
    return f"isIRI({place.subject})"


def _min_length(value: Node, _: _Place) -> str:
    return f"!(isLiteral(?value) && STRLEN(STR(?value)) < {value})"


def _at_least(value: Node, _: _Place) -> str:
    return f"COALESCE(?value >= {value}, false)"


def _at_most(value: Node, _: _Place) -> str:
    return f"COALESCE(?value <= {value}, false)"


def _in(value: Node, _: _Place) -> str:
    allowed = ", ".join(_term(item) for item in Collection(_shapes(), value))
    return f"COALESCE(?value IN ({allowed}), false)"


def _or(value: Node, place: _Place) -> str:
    return " || ".join(f"({_option(option, place)})" for option in Collection(_shapes(), value))


def _option(option: Node, place: _Place) -> str:
    ((parameter, value),) = _shapes().predicate_objects(option)
    if parameter in _CONDITIONS:
        return _CONDITIONS[parameter](value, place)
    facts = dict(_shapes().predicate_objects(value))
    if parameter == SH.property and facts.keys() == {SH.path, SH.minCount}:
        return f"EXISTS {{ {place.subject} {_term(facts[SH.path])} ?any_value }}"
    raise KgError(f"shapes.ttl: an alternative in {place.shape} has no translation into SPARQL")


def _disjoint(value: Node, place: _Place) -> Iterator[Check]:
    yield place.check(f"{place.values} ?this {_term(value)} ?value .")


def _less_than(value: Node, place: _Place) -> Iterator[Check]:
    yield place.check(f"{place.values} ?this {_term(value)} ?other . FILTER(!COALESCE(?value < ?other, false))")


def _node(value: Node, place: _Place) -> Iterator[Check]:
    """What the other shape says of the values, told as one thing that is wrong with the node."""
    target = place.values.replace("?this", "?owner").replace("?value", "?this")
    yield from _node_checks(value, target, place.shape, place.message)


def _sparql(value: Node, place: _Place) -> Iterator[Check]:
    message = str(_shapes().value(value, SH.message))
    text = str(_shapes().value(value, SH.select)).replace("$this", "?this")
    head, _, body = text.partition("{")
    yield Check(place.shape, message, f"{head.replace('SELECT', 'SELECT DISTINCT')}{{ {place.pattern} {body}")


def _term(node: Node | None) -> str:
    if not isinstance(node, URIRef | Literal):
        raise KgError(f"shapes.ttl: {node} stands where a name or text must be")
    return node.n3()


#: What holds of a value, or of the node itself, as an expression that is never an error.
_CONDITIONS: dict[Node, Callable[[Node, _Place], str]] = {
    SH["class"]: _class,
    SH.datatype: _datatype,
    SH.nodeKind: _node_kind,
    SH.minLength: _min_length,
    SH.minInclusive: _at_least,
    SH.maxInclusive: _at_most,
    SH["in"]: _in,
    SH["or"]: _or,
}

#: What is asked in queries of its own.
_QUERIES: dict[Node, Callable[[Node, _Place], Iterator[Check]]] = {
    SH.minCount: _min_count,
    SH.maxCount: _max_count,
    SH.disjoint: _disjoint,
    SH.lessThan: _less_than,
    SH.node: _node,
    SH.sparql: _sparql,
}
