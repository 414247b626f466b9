"""How a triple is written: as a line of N-Triples or N-Quads, or with its subject's others in Turtle or TriG.

All are text made here and not by an RDF library: handing every triple to one as an object takes
several times as long as all the rest of an export. The tests hold each against pyoxigraph and rdflib.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable

from exports.vocabulary import PREFIXES

__all__ = ["NQuads", "NTriples", "Syntax", "TriG", "Turtle"]


class _Terms(dict[str, str]):
    """Prefixed names with the IRIs that they stand for, each made once."""

    def __missing__(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        self[name] = f"<{PREFIXES[prefix]}{local}>"
        return self[name]


class _Names(dict[str, str]):
    """Prefixed names as they stand."""

    def __missing__(self, name: str) -> str:
        self[name] = name
        return name


class Syntax(ABC):
    """What differs between the ways of writing the same triples.

    A statement is a predicate, a space and an object, as the syntax writes them.
    """

    #: How predicates and classes of the vocabularies are written, by prefixed name.
    terms: dict[str, str]

    @abstractmethod
    def head(self) -> str:
        """What stands before the first triple."""

    @abstractmethod
    def node(self, iri: str) -> str:
        """How the IRI of a paper, entity or result is written."""

    @abstractmethod
    def about(self, subject: str, statements: Iterable[str], label: str = "") -> str:
        """The triples of one subject, each with the label of the graph that it stands in."""

    def label(self, graph: str) -> str:
        """What tells of a triple that it stands in a named graph, where the syntax does so triple by triple."""
        del graph
        return ""

    def record(self, graph: str, text: str) -> str:
        """A record whose triples, the text, stand in a named graph, where the syntax has such."""
        del graph
        return text

    def types(self, *classes: str) -> list[str]:
        """The statements that a subject is of these classes."""
        return [f"{self.terms['rdf:type']} {self.terms[name]}" for name in classes]

    def having(self, subject: str, statements: list[str], link: str, part: tuple[str, list[str]], label: str) -> str:
        """The triples of one subject, and of another, with its statements, that it alone is linked to."""
        node, told = part
        return self.about(subject, [*statements, f"{link} {node}"], label) + self.about(node, told, label)

    def whole(self, subject: str, statements: Iterable[str], parts: Iterable[tuple[str, str]], label: str) -> str:
        """The triples of one subject, and of its parts: each as written, after what it is to the subject."""
        return self.about(subject, statements, label) + "".join([text for _, text in parts])

    def name(self, name: str) -> str:
        """How a predicate is written as an object."""
        return self.terms[name]

    def iri(self, iri: str) -> str:
        """How any other IRI is written."""
        return f"<{iri}>"

    def decimal(self, digits: str) -> str:
        """How a decimal number is written."""
        return f'"{digits}"^^{self.terms["xsd:decimal"]}'

    def offset(self, number: int) -> str:
        """How a place in a text is written."""
        return f'"{number}"^^{self.terms["xsd:nonNegativeInteger"]}'

    def date(self, iso: str, datatype: str) -> str:
        """How a date is written, whose datatype is a prefixed name."""
        return f'"{iso}"^^{self.terms[datatype]}'


class NTriples(Syntax):
    """Canonical N-Triples.

    >>> it = "<http://example.org/it>"
    >>> print(NTriples().about(it, ["<http://example.org/is> 1", "<http://example.org/has> 2"]), end="")
    <http://example.org/it> <http://example.org/is> 1 .
    <http://example.org/it> <http://example.org/has> 2 .
    """

    def __init__(self) -> None:
        self.terms = _Terms()

    def head(self) -> str:
        return ""

    def node(self, iri: str) -> str:
        return f"<{iri}>"

    def about(self, subject: str, statements: Iterable[str], label: str = "") -> str:
        end = f"{label} .\n"
        return f"{subject} {f'{end}{subject} '.join(statements)}{end}"


class NQuads(NTriples):
    """Canonical N-Quads.

    >>> syntax = NQuads()
    >>> label = syntax.label("http://example.org/g")
    >>> print(syntax.about("<http://example.org/it>", ["<http://example.org/is> 1"], label), end="")
    <http://example.org/it> <http://example.org/is> 1 <http://example.org/g> .
    """

    def label(self, graph: str) -> str:
        return f" <{graph}>"


class Turtle(Syntax):
    """Turtle, with the prefixes of the ontology and one for each type of entity.

    >>> syntax = Turtle("https://w3id.org/paperkg/id/")
    >>> method = syntax.node("https://w3id.org/paperkg/id/method/resnet")
    >>> print(syntax.about(method, [f'{syntax.terms["skos:prefLabel"]} "ResNet"']), end="")
    method:resnet skos:prefLabel "ResNet" .
    """

    # Local names that need no escape in any reader: letters, digits, and hyphens or dots between them.
    _LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")

    def __init__(self, base_iri: str) -> None:
        self.terms = _Names({"rdf:type": "a"})
        kinds = ("method", "dataset", "metric", "task", "result")
        self._prefixes = {f"{base_iri}{kind}/": kind for kind in kinds} | {"https://arxiv.org/abs/": "arxiv"}

    def head(self) -> str:
        declared = {**PREFIXES, **{prefix: iri for iri, prefix in self._prefixes.items()}}
        return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in declared.items()) + "\n"

    def node(self, iri: str) -> str:
        namespace, slash, local = iri.rpartition("/")
        prefix = self._prefixes.get(namespace + slash)
        return f"{prefix}:{local}" if prefix and self._LOCAL.fullmatch(local) else f"<{iri}>"

    def decimal(self, digits: str) -> str:
        # Without a point it would be an integer.
        return digits if "." in digits else super().decimal(digits)

    def about(self, subject: str, statements: Iterable[str], label: str = "") -> str:
        del label
        return f"{subject} " + " ;\n\t".join(statements) + " .\n"


class TriG(Turtle):
    """TriG: Turtle with named graphs."""

    def record(self, graph: str, text: str) -> str:
        return f"<{graph}> {{\n{text}}}\n"
