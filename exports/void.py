"""A description of a graph in VoID and DCAT, for catalogues: what is in it, how much, made when and of what.

It is a file of its own, because unlike an export it says when the graph was built and which files there are.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO

from exports.iris import Iris, encode_segment
from exports.literals import quoted
from exports.sparql_results import QueryResult, SelectTable, Value
from exports.vocabulary import DEFAULT_BASE, PREFIXES
from kg.errors import KgError

__all__ = ["MEDIA_TYPES", "write_void"]

#: The media type of each form of RDF, by the name of its format.
MEDIA_TYPES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "trig": "application/trig",
    "nq": "application/n-quads",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
_PREFIXES = {
    **{name: PREFIXES[name] for name in ("kg", "rdf", "xsd", "dcterms", "prov", "foaf")},
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
}
_TRIPLES = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"
_CLASSES = "SELECT ?class (COUNT(*) AS ?n) { ?s a ?class } GROUP BY ?class ORDER BY ?class"
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"
_SAMPLE = "SELECT ?p { ?p a kg:Paper } ORDER BY ?p LIMIT 1"


def write_void(
    ask: Callable[[str], QueryResult],
    stream: BinaryIO,
    *,
    configuration: str,
    modified: str | None = None,
    files: Mapping[str, int] | None = None,
    base_iri: str = DEFAULT_BASE,
) -> None:
    """Write the description in Turtle.

    Parameters
    ----------
    ask
        Answers SPARQL about the graph.
    configuration
        The hash of what extracted it.
    modified
        When it was last built, as an ISO date and time.
    files
        Names of the graph's RDF files, whose suffix before any `.gz` or `.zst` is their format, with their sizes in
        bytes; they stand beside the description.

    Raises
    ------
    KgError
        If the base is no IRI.
    """
    iris = Iris(base_iri)
    lines = [
        "a void:Dataset, dcat:Dataset",
        f"dcterms:title {quoted('Knowledge graph of papers, methods, datasets, metrics and tasks')}@en",
        "dcterms:conformsTo <https://w3id.org/paperkg/ontology#>, <https://w3id.org/paperkg/shapes#>",
        f"prov:wasGeneratedBy <{iris.configuration(configuration)}>",
        f"void:uriSpace {quoted(base_iri)}",
        *(f"void:vocabulary <{iri}>" for iri in PREFIXES.values()),
        f"void:triples {_number(ask(_TRIPLES))}",
        f"void:distinctSubjects {_number(ask(_SUBJECTS))}",
        *(f"void:exampleResource <{paper}>" for (paper,) in _rows(ask(_SAMPLE))),
    ]
    if modified:
        lines.append(f"dcterms:modified {quoted(modified)}^^xsd:dateTime")
    classes, properties = _rows(ask(_CLASSES)), _rows(ask(_PROPERTIES))
    lines += [f"void:classes {len(classes)}", f"void:properties {len(properties)}"]
    lines += [f"void:classPartition [ void:class <{name}> ; void:entities {count} ]" for name, count in classes]
    lines += [f"void:propertyPartition [ void:property <{name}> ; void:triples {count} ]" for name, count in properties]
    lines += _distributions(files or {})
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in _PREFIXES.items())
    about = " ;\n\t".join(lines)
    stream.write(f"{head}\n<{base_iri}> {about} .\n".encode())


def _distributions(files: Mapping[str, int]) -> Iterable[str]:
    for name, size in sorted(files.items()):
        format = name.removesuffix(".gz").removesuffix(".zst").rpartition(".")[2]
        if format in MEDIA_TYPES:
            packed = {"gz": "application/gzip", "zst": "application/zstd"}.get(name.rpartition(".")[2])
            compressed = f" ; dcat:compressFormat {quoted(packed)}" if packed else ""
            yield (
                f"dcat:distribution [ a dcat:Distribution ; dcat:downloadURL <{encode_segment(name)}> ;"
                f" dcat:mediaType {quoted(MEDIA_TYPES[format])}{compressed} ; dcat:byteSize {size} ]"
            )


def _rows(answer: QueryResult) -> tuple[tuple[Value, ...], ...]:
    if not isinstance(answer, SelectTable):
        raise KgError("VoID description: the SPARQL store gave no table")
    return answer.rows


def _number(answer: QueryResult) -> Value:
    return _rows(answer)[0][0]
