import io

import rdflib
from rdf_samples import sample_store, sample_triples
from rdflib import DCAT, DCTERMS, RDF, VOID

from exports.vocabulary import KG
from exports.void import write_void

BASE = rdflib.URIRef("https://w3id.org/paperkg/id/")


def described() -> rdflib.Graph:
    out = io.BytesIO()
    write_void(
        sample_store().query,
        out,
        configuration="c0ffee",
        modified="2026-01-02T03:04:05+00:00",
        files={"graph.ttl": 7, "graph.nq.gz": 5, "graph.html": 9, "graph.csv": 1},
    )
    return rdflib.Graph().parse(data=out.getvalue(), format="turtle")


def test_the_description_counts_what_is_there() -> None:
    graph = described()
    assert (BASE, RDF.type, VOID.Dataset) in graph
    assert (BASE, RDF.type, DCAT.Dataset) in graph
    assert graph.value(BASE, VOID.triples).toPython() == len(set(sample_triples()))  # type: ignore[union-attr]
    entities = {
        str(graph.value(part, VOID["class"])): graph.value(part, VOID.entities).toPython()  # type: ignore[union-attr]
        for part in graph.objects(BASE, VOID.classPartition)
    }
    assert entities[f"{KG}Paper"] == 4
    assert entities[f"{KG}Dataset"] == 3
    triples = sum(
        graph.value(part, VOID.triples).toPython()  # type: ignore[union-attr]
        for part in graph.objects(BASE, VOID.propertyPartition)
    )
    assert triples == graph.value(BASE, VOID.triples).toPython()  # type: ignore[union-attr]
    assert str(graph.value(BASE, DCTERMS.modified)) == "2026-01-02T03:04:05+00:00"


def test_only_rdf_files_are_distributions() -> None:
    graph = described()
    found = {
        (str(graph.value(part, DCAT.downloadURL)).rpartition("/")[2], str(graph.value(part, DCAT.mediaType)))
        for part in graph.objects(BASE, DCAT.distribution)
    }
    assert found == {("graph.ttl", "text/turtle"), ("graph.nq.gz", "application/n-quads")}
