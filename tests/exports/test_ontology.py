import json
from functools import cache

import owlrl
import pytest
import rdflib
from rdf_samples import sample_triples
from rdflib import OWL, RDF, RDFS, SKOS, Namespace
from rdflib.compare import isomorphic

from exports import rdf, vocabulary
from exports.sparql_results import to_rdflib
from kg.records import ROLE_PREDICATE
from kg.resources import ontology_dir

KG = Namespace(vocabulary.KG)
CLASSES = ["Paper", "Entity", "Method", "Dataset", "Metric", "Task", "Result", "Mention", "Link"]
ROLES = ["introduces", "uses", "comparesWith", "evaluatesOn", "reports", "addresses"]
RELATIONS = ["variantOf", "evaluatedOn", "usedFor", "comparedWith"]
RESULT_LINKS = ["resultOf", "ofMethod", "onDataset", "byMetric", "forTask"]
OBJECT_PROPERTIES = ["mentions", *ROLES, *RELATIONS, *RESULT_LINKS, "refersTo"]
DATA_PROPERTIES = ["nameKey", "confidence", "sentence", "value", "unit", "kind", "quote"]
TERMS = [*CLASSES, *OBJECT_PROPERTIES, *DATA_PROPERTIES]
MAPPINGS = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch)


@cache
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_dir() / "paperkg.ttl")


def test_the_ontology_has_these_terms_and_no_others() -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    found = {str(s) for kind in kinds for s in ontology().subjects(RDF.type, kind) if str(s).startswith(str(KG))}
    assert found == {str(KG[name]) for name in TERMS}


@pytest.mark.parametrize("name", TERMS)
def test_a_term_is_described_and_mapped(name: str) -> None:
    term = KG[name]
    label, comment = ontology().value(term, RDFS.label), ontology().value(term, RDFS.comment)
    assert isinstance(label, rdflib.Literal)
    assert isinstance(comment, rdflib.Literal)
    assert label.language == comment.language == "en"
    assert ontology().value(term, RDFS.isDefinedBy) == KG[""]
    outside = [o for mapping in MAPPINGS for o in ontology().objects(term, mapping) if not str(o).startswith(str(KG))]
    assert outside


@pytest.mark.parametrize("name", TERMS)
def test_an_example_is_turtle_about_the_term(name: str) -> None:
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in vocabulary.PREFIXES.items())
    example = rdflib.Graph().parse(data=prefixes + str(ontology().value(KG[name], SKOS.example)), format="turtle")
    assert len(example)
    assert KG[name] in set(example.predicates()) | set(example.objects()) or name == "Entity"


@pytest.mark.parametrize("name", [*OBJECT_PROPERTIES, *DATA_PROPERTIES])
def test_a_property_has_domain_and_range(name: str) -> None:
    assert ontology().value(KG[name], RDFS.domain)
    assert ontology().value(KG[name], RDFS.range)


def test_roles_are_ways_of_mentioning() -> None:
    assert {str(p) for p in ontology().subjects(RDFS.subPropertyOf, KG.mentions)} == {str(KG[name]) for name in ROLES}
    assert set(ROLE_PREDICATE.values()) == {*ROLES, "mentions"}


def test_the_ontology_is_versioned_and_licensed() -> None:
    head = KG[""]
    assert (head, RDF.type, OWL.Ontology) in ontology()
    assert str(ontology().value(head, OWL.versionIRI)).endswith(str(ontology().value(head, OWL.versionInfo)))
    assert ontology().value(head, rdflib.DCTERMS.license)


@pytest.mark.parametrize("provenance", ["full", "none"])
def test_an_export_uses_no_term_that_the_ontology_lacks(provenance: rdf.Provenance) -> None:
    used = {
        node for triple in to_rdflib(sample_triples(provenance)) for node in triple if str(node).startswith(str(KG))
    }
    assert used <= {KG[name] for name in TERMS}


@cache
def inferred() -> rdflib.Graph:
    graph = to_rdflib(sample_triples()) + ontology()
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def test_an_export_and_the_ontology_do_not_contradict_each_other() -> None:
    errors = inferred().objects(None, rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error"))
    assert list(errors) == []


def test_a_contradiction_would_be_seen() -> None:
    graph = to_rdflib(sample_triples()) + ontology()
    graph.add((rdflib.URIRef("https://arxiv.org/abs/2101.00001"), RDF.type, KG.Method))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    assert list(graph.objects(None, rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")))


def test_what_follows_of_mentions_and_classes_is_what_the_export_says() -> None:
    stated = to_rdflib(sample_triples())
    assert set(inferred().subject_objects(KG.mentions)) == set(stated.subject_objects(KG.mentions))
    for name in ("Paper", "Method", "Dataset", "Metric", "Task", "Result", "Mention", "Link"):
        assert set(inferred().subjects(RDF.type, KG[name])) == set(stated.subjects(RDF.type, KG[name]))
    assert set(inferred().subject_objects(KG.variantOf)) == set(inferred().subject_objects(SKOS.broader))


def test_the_context_gives_json_the_meaning_of_the_turtle() -> None:
    context = json.loads((ontology_dir() / "context.jsonld").read_text())
    document = context | {
        "id": "https://arxiv.org/abs/2101.00001",
        "type": ["Paper", "schema:ScholarlyArticle"],
        "title": "FrostNet",
        "date": {"@value": "2021-01", "@type": "xsd:gYearMonth"},
        "authorList": ["Ada Frost", "Bo Ice"],
        "evaluatesOn": "https://w3id.org/paperkg/id/dataset/imagenet",
        "@reverse": {"resultOf": {"type": "Result", "value": "81.5", "kind": "score"}},
    }
    turtle = """
        @prefix kg: <https://w3id.org/paperkg/ontology#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix bibo: <http://purl.org/ontology/bibo/> .
        <https://arxiv.org/abs/2101.00001> a kg:Paper, <https://schema.org/ScholarlyArticle> ;
          dcterms:title "FrostNet" ; dcterms:date "2021-01"^^xsd:gYearMonth ;
          bibo:authorList ("Ada Frost" "Bo Ice") ; kg:evaluatesOn <https://w3id.org/paperkg/id/dataset/imagenet> .
        [] a kg:Result ; kg:resultOf <https://arxiv.org/abs/2101.00001> ; kg:value 81.5 ; kg:kind "score" .
    """
    read = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    assert isomorphic(read, rdflib.Graph().parse(data=turtle, format="turtle"))


def test_the_context_has_every_term_under_its_own_name() -> None:
    context = json.loads((ontology_dir() / "context.jsonld").read_text())["@context"]
    for name in TERMS:
        entry = context[name]
        assert (entry["@id"] if isinstance(entry, dict) else entry) == f"kg:{name}"
    assert vocabulary.PREFIXES.items() <= context.items()
