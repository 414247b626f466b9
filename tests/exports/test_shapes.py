from functools import cache
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyshacl import validate
from rdf_samples import (
    MemoryReader,
    entity,
    link,
    linked,
    result,
    sample_reader,
    sample_store,
    sample_triples,
    stored,
)
from rdflib import SH as SHACL

from exports import shacl
from exports.rdf import triples
from exports.serialize import write_rdf
from exports.sparql_results import to_rdflib
from exports.validation import validate_file
from exports.vocabulary import PREFIXES
from kg.errors import KgError
from kg.fileio import open_output
from kg.records import Paper
from kg.resources import ontology_dir
from kg.text import clean

BASE = "https://w3id.org/paperkg/id/"
HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in {**PREFIXES, "id": BASE}.items())
NET = "<https://arxiv.org/abs/2101.00001>"
IMAGENET, FROST, TOP1 = f"<{BASE}dataset/imagenet>", f"<{BASE}method/frostnet>", f"<{BASE}metric/top-1-accuracy>"
RESULT = f"<{BASE}result/0f>"
LINK = f"<{BASE}link/arxiv:2101.00001/evaluatesOn/dataset/imagenet>"
TASK = f"<{BASE}task/image-classification>"
AT = sample_reader().paper_list[0].paper.text.index("ImageNet")
SELECTOR = f"<{BASE}mention/arxiv:2101.00001/{AT}-{AT + 8}/dataset/imagenet/text>"


@cache
def one_paper() -> MemoryReader:
    """A graph with one link and one result: pyshacl takes its time over each node."""
    reader = sample_reader()
    net = reader.paper_list[0]
    (on_imagenet,) = [edge for edge in net.links if edge.predicate == "evaluatesOn"]
    return MemoryReader(reader.entity_list, [linked(net.paper, [on_imagenet], net.results)], [])


@cache
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_dir() / "shapes.ttl")


def complaints(graph: rdflib.Graph) -> set[str]:
    """The messages of the shapes that a graph does not meet."""
    conforms, report, text = validate(graph, shacl_graph=shapes(), inference="none", advanced=True)
    assert isinstance(report, rdflib.Graph), text
    # Only what is wrong itself, not the details of why.
    messages = {str(report.value(one, SHACL.resultMessage)) for one in report.objects(None, SHACL.result)}
    assert conforms == (not messages)
    return messages


def changed(update: str) -> rdflib.Graph:
    """One paper of the sample graph after an update that does change it."""
    graph = to_rdflib(triples(one_paper()))
    before = set(graph)
    graph.update(HEAD + update)
    assert set(graph) != before
    return graph


@pytest.mark.parametrize("provenance", ["full", "links", "none"])
def test_a_good_export_conforms(provenance: str) -> None:
    assert complaints(to_rdflib(sample_triples(provenance))) == set()  # type: ignore[arg-type]


@settings(max_examples=10)
@given(st.text(alphabet=st.characters(), min_size=1, max_size=8), st.text(alphabet=st.characters(), max_size=8))
def test_an_export_of_hostile_names_conforms(name: str, before: str) -> None:
    surface = clean(name) or "x"
    paper = Paper(id=name, title=f"{clean(before)} {surface} ends", authors=[name], venue=name, date="2024")
    at_result = (result(paper, "result:1", surface, 1.5),)
    reader = MemoryReader(
        [entity("Method", name, surface, name)],
        [linked(paper, [link(paper, "uses", f"method:{name}", surface)], at_result)],
        [],
    )
    assert complaints(to_rdflib(triples(reader))) == set()


@pytest.mark.parametrize("value", [1e41, -1e41, 1e-30, 0.1 + 0.2])
def test_a_value_of_any_size_conforms(value: float, tmp_path: Path) -> None:
    paper = Paper(id="p", title="A value beyond all engines")
    reader = MemoryReader([], [linked(paper, [], (result(paper, "result:1", "value", value),))], [])
    graph = to_rdflib(triples(reader))
    assert complaints(graph) == complaints_by_sparql(graph, tmp_path) == set()


# An update that breaks the sample graph, and what the shapes then say.
BROKEN = [
    (f'INSERT DATA {{ {IMAGENET} kg:nameKey "" }}', "A name key is a text"),
    (
        f"DELETE {{ ?s skos:prefLabel ?o }} WHERE {{ ?s skos:prefLabel ?o . FILTER(?s = {FROST}) }}",
        "one preferred label",
    ),
    (f'INSERT DATA {{ {FROST} skos:prefLabel "Second" }}', "one preferred label"),
    (f'INSERT DATA {{ {FROST} skos:altLabel "FrostNet" }}', "one preferred label"),
    (f'INSERT DATA {{ {FROST} skos:altLabel "" }}', "alternative label is a text"),
    (f"INSERT DATA {{ {NET} kg:evaluatesOn {FROST} }}", "evaluates on a dataset"),
    (f"INSERT DATA {{ {NET} kg:uses {IMAGENET} }}", "uses a method"),
    (f"INSERT DATA {{ {NET} kg:comparesWith {IMAGENET} }}", "compares with a method"),
    (f"INSERT DATA {{ {NET} kg:reports {IMAGENET} }}", "reports a metric"),
    (f"INSERT DATA {{ {NET} kg:addresses {IMAGENET} }}", "addresses a task"),
    (f"INSERT DATA {{ {NET} kg:introduces {TASK} }}", "introduces a method, dataset or metric"),
    (f"INSERT DATA {{ {NET} kg:mentions {RESULT} }}", "mentions a method, dataset, metric or task"),
    (f"DELETE DATA {{ {NET} kg:mentions {IMAGENET} }}", "mentions whatever"),
    (f"INSERT DATA {{ {FROST} kg:uses {FROST} }}", "is a paper"),
    (f"INSERT DATA {{ {FROST} kg:variantOf {IMAGENET} }}", "variant of a method"),
    (f"INSERT DATA {{ {IMAGENET} kg:variantOf {FROST} }}", "variant of a dataset"),
    (f"INSERT DATA {{ {TOP1} kg:variantOf {FROST} }}", "variant of a metric"),
    (f"INSERT DATA {{ {TASK} kg:variantOf {FROST} }}", "variant of a task"),
    (f"INSERT DATA {{ {NET} kg:variantOf {FROST} }}", "What is a variant"),
    (f"INSERT DATA {{ {FROST} kg:evaluatedOn {FROST} }}", "evaluated on a dataset"),
    (f"INSERT DATA {{ {FROST} kg:usedFor {FROST} }}", "used for a task"),
    (f"INSERT DATA {{ {FROST} kg:comparedWith {IMAGENET} }}", "compared with a method"),
    (f"INSERT DATA {{ {IMAGENET} kg:comparedWith {FROST} }}", "is a method"),
    (f"DELETE WHERE {{ {NET} dcterms:identifier ?o }}", "one identifier"),
    (f"DELETE WHERE {{ {NET} dcterms:title ?t ; dcterms:abstract ?a }}", "a title or an abstract"),
    (f'INSERT DATA {{ {NET} dcterms:title "Another" }}', "at most one title"),
    (f'INSERT DATA {{ {NET} dcterms:abstract "Another" }}', "at most one abstract"),
    (f'INSERT DATA {{ {NET} dcterms:date "2021" }}', "A date is"),
    (f'DELETE WHERE {{ {NET} dcterms:date ?d }} ; INSERT DATA {{ {NET} dcterms:date "3 Jan 2021" }}', "A date is"),
    (
        f'DELETE WHERE {{ {NET} dcterms:date ?d }} ; INSERT DATA {{ {NET} dcterms:date "2021-02-31"^^xsd:date }}',
        "A date is",
    ),
    (f"DELETE WHERE {{ {RESULT} kg:value ?v }}", "exactly one value"),
    (f'DELETE WHERE {{ {RESULT} kg:value ?v }} ; INSERT DATA {{ {RESULT} kg:value "81" }}', "exactly one value"),
    (
        f'DELETE WHERE {{ {RESULT} kg:value ?v }} ; INSERT DATA {{ {RESULT} kg:value "8,1"^^xsd:decimal }}',
        "exactly one value",
    ),
    (f"DELETE WHERE {{ {RESULT} kg:quote ?q }}", "exactly one quote"),
    (f'DELETE WHERE {{ {RESULT} kg:quote ?q }} ; INSERT DATA {{ {RESULT} kg:quote "81" }}', "are its quote"),
    (f'INSERT DATA {{ {RESULT} kg:kind "guess" }}', "a score, a delta or a factor"),
    (f'INSERT DATA {{ {RESULT} kg:unit "x" }}', "at most one unit"),
    (f"INSERT DATA {{ {RESULT} kg:confidence 2.0 }}", "from 0 to 1"),
    (f"DELETE WHERE {{ {RESULT} kg:resultOf ?p }}", "that of exactly one paper"),
    (f"INSERT DATA {{ {RESULT} kg:ofMethod {IMAGENET} }}", "A result is of a method"),
    (f"INSERT DATA {{ {RESULT} kg:onDataset {FROST} }}", "A result is on a dataset"),
    (f"INSERT DATA {{ {RESULT} kg:byMetric {FROST} }}", "A result is by a metric"),
    (f"INSERT DATA {{ {RESULT} kg:forTask {FROST} }}", "A result is for a task"),
    (f"INSERT DATA {{ {RESULT} prov:wasDerivedFrom id:nothing }}", "one quotation"),
    (f"DELETE WHERE {{ {IMAGENET} ?p ?o }}", "ends at exactly one entity"),
    (f"DELETE WHERE {{ {NET} a ?c }}", "starts at exactly one paper"),
    (f"INSERT DATA {{ {LINK} rdf:predicate kg:resultOf }}", "exactly one predicate"),
    (f"DELETE DATA {{ {NET} kg:evaluatesOn {IMAGENET} }}", "also said directly"),
    (f"DELETE WHERE {{ {LINK} kg:confidence ?c }}", "A link has exactly one confidence"),
    (f"DELETE WHERE {{ {LINK} kg:sentence ?s }}", "at least one sentence"),
    (f"INSERT DATA {{ {LINK} prov:wasDerivedFrom id:nothing }}", "derived from mentions"),
    ("DELETE WHERE { ?x a prov:Activity }", "which configuration"),
    ("DELETE WHERE { ?m kg:refersTo ?e }", "refers to exactly one entity"),
    (
        "DELETE { ?m kg:confidence ?c } WHERE { ?m a kg:Mention ; kg:confidence ?c }",
        "A mention has exactly one confidence",
    ),
    (f"DELETE WHERE {{ {SELECTOR} oa:exact ?e }}", "exactly one selector"),
    (f"DELETE WHERE {{ {SELECTOR} a oa:TextQuoteSelector }}", "exactly one selector"),
    (f"DELETE WHERE {{ {SELECTOR} oa:end ?e }} ; INSERT DATA {{ {SELECTOR} oa:end 3 }}", "exactly one selector"),
    ("DELETE WHERE { ?m oa:hasSource ?p }", "stands in exactly one paper"),
    (
        f"DELETE WHERE {{ {SELECTOR} oa:start ?s }} ; "
        f'INSERT DATA {{ {SELECTOR} oa:start "0"^^xsd:nonNegativeInteger }}',
        "those at the offsets",
    ),
    (
        f'DELETE WHERE {{ {SELECTOR} oa:exact ?e }} ; INSERT DATA {{ {SELECTOR} oa:exact "imagenet" }}',
        "those at the offsets",
    ),
    (
        f'DELETE WHERE {{ {NET} dcterms:title ?t }} ; INSERT DATA {{ {NET} dcterms:title "FrostNet" }}',
        "those at the offsets",
    ),
    (f"DELETE WHERE {{ {NET} dcterms:title ?t }}", "those at the offsets"),
]


@pytest.mark.parametrize(("update", "complaint"), BROKEN)
def test_a_broken_export_is_told(update: str, complaint: str, tmp_path: Path) -> None:
    graph = changed(update)
    found = complaints(graph)
    assert any(complaint in message for message in found), found
    assert complaints_by_sparql(graph, tmp_path) == found


def complaints_by_sparql(graph: rdflib.Graph, folder: Path) -> set[str]:
    """The messages of `kg validate`, which are to be those of pyshacl."""
    path = folder / "broken.nt"
    path.write_bytes(graph.serialize(format="nt", encoding="utf-8"))
    return {violation.message for violation in validate_file(path)}


def test_a_violation_is_counted_with_examples(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_bytes(changed("DELETE WHERE { ?e skos:prefLabel ?l }").serialize(format="turtle", encoding="utf-8"))
    (violation,) = validate_file(path)
    assert violation.shape == "Entity"
    assert violation.count == 9
    assert violation.examples[0] == (f"{BASE}dataset/cifar", "")
    assert len(violation.examples) == 3


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nt", "graph.nq", "graph.trig", "graph.rdfxml", "graph.jsonld"])
@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
def test_every_form_of_export_conforms_as_a_file(name: str, packed: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}{packed}"
    with open_output(path) as stream:
        write_rdf(sample_reader(), stream, name.partition(".")[2])  # type: ignore[arg-type]
    assert validate_file(path) == []


def test_a_kept_store_is_validated() -> None:
    assert sample_store().validate() == []
    reader = sample_reader()
    reader.entity_list = [kept for kept in reader.entity_list if kept.key != "dataset:imagenet"]
    messages = {violation.message for violation in stored(reader).validate()}
    assert "A paper evaluates on a dataset" in messages


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.ttl", b"<a> <b> .", r"x\.ttl:1: is no valid RDF"),
        ("x.txt", b"", "neither a folder of kg build nor an RDF file"),
        ("x.nt.gz", b"\x1f\x8bnonsense", "cannot be read"),
    ],
)
def test_what_is_no_rdf_is_told(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(KgError, match=message):
        validate_file(path)


def test_a_shape_that_cannot_be_translated_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = "@prefix sh: <http://www.w3.org/ns/shacl#> . <x:s> a sh:NodeShape ; sh:targetClass <x:c> ; sh:closed true ."
    monkeypatch.setattr(shacl, "_shapes", lambda: rdflib.Graph().parse(data=odd, format="turtle"))
    with pytest.raises(KgError, match="has no translation"):
        shacl.checks.__wrapped__()


def test_every_shape_has_a_broken_export() -> None:
    """The messages above cover all that the shapes can say."""
    for message in map(str, shapes().objects(None, SHACL.message)):
        # What is wrong inside a selector is told by the shape of what it selects.
        assert message.startswith("A selector") or any(complaint in message for _, complaint in BROKEN), message
