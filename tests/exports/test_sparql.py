import time

import pytest
import rdflib
from pyoxigraph import NamedNode
from rdf_samples import sample_store

from exports.sparql_results import SelectTable, to_rdflib
from kg.errors import KgError

STORE = sample_store()
IMAGENET = """SELECT ?paper ?sentence WHERE {
  ?link a kg:Link ; rdf:subject ?paper ; rdf:predicate kg:evaluatesOn ;
    rdf:object/skos:prefLabel "ImageNet" ; kg:sentence ?sentence
} ORDER BY ?paper"""


def test_select_gives_columns_and_rows() -> None:
    table = STORE.query(IMAGENET)
    assert isinstance(table, SelectTable)
    assert table.columns == ("paper", "sentence")
    assert table.rows == (
        ("https://arxiv.org/abs/2101.00001", "On ImageNet it reaches 81.5% top-1 accuracy, ahead of ResNet."),
        ("https://doi.org/10.1000/(thaw)%3C2%3E", "We use FrostNet on ImageNet and CIFAR-10 for image classification."),
    )


def test_ask_gives_a_truth_value() -> None:
    assert STORE.query("ASK { ?paper kg:introduces ?method }") is True
    assert STORE.query("ASK { ?paper kg:introduces kg:nothing }") is False


def test_construct_gives_triples_that_rdflib_takes() -> None:
    found = STORE.query("CONSTRUCT { ?m skos:related ?d } WHERE { ?m kg:evaluatedOn ?d }")
    assert isinstance(found, list)
    graph = to_rdflib(found)
    assert len(graph) == 1
    assert next(graph.predicates()) == rdflib.SKOS.related


def test_describe_gives_triples() -> None:
    found = STORE.query("DESCRIBE <https://arxiv.org/abs/2101.00001>")
    assert isinstance(found, list)
    assert {triple.subject for triple in found} == {NamedNode("https://arxiv.org/abs/2101.00001")}


def test_values_are_python_values() -> None:
    table = STORE.query(
        """SELECT * { VALUES (?a ?b ?c ?d ?e ?f ?g) {
             (1 2.50 1e3 true "x"@en "2024"^^xsd:gYear UNDEF) } }""",
    )
    assert isinstance(table, SelectTable)
    assert table.rows == ((1, 2.5, 1000.0, True, "x", "2024", None),)


@pytest.mark.parametrize(
    "prefix",
    ["kg", "rdf", "rdfs", "owl", "xsd", "skos", "dcterms", "schema", "prov", "oa", "foaf", "bibo", "mls"],
)
def test_prefixes_are_preset(prefix: str) -> None:
    assert STORE.query(f"ASK {{ ?s {prefix}:x ?o }}") is False


def test_a_prefix_can_be_declared_otherwise() -> None:
    assert STORE.query("PREFIX kg: <https://example.org/> ASK { ?s a kg:Paper }") is False


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("SELECT * WHERE { ?s ?p }", "line 1, column 24", "'}' is not expected"),
        ("SELECT ?x\nWHERE {\n  ?x a kg:Paper .\n  oops\n}", "line 4, column 3", "'oops' is not expected"),
        ("SELECT * {\n\t?s ?p ?o", "line 2, column 10", "ends too early"),
        ("", "line 1, column 1", "the query is empty"),
        ("SELECT * { ?s nope:p ?o }", "line 1, column 15", "the prefix 'nope:' is not declared"),
        ("SELECT * { ?s a <Paper> }", "line 1, column 17", "<Paper> is not an absolute IRI"),
        ("SELECT * { ?s ?p 'é' } LIMIT x", "line 1, column 30", "'x' is not expected"),
        ("# note\nINSERT DATA { kg:a kg:b kg:c }", "line 2, column 1", "read-only"),
        ("DROP ALL", "line 1, column 1", "read-only"),
        ("SELECT ?x (COUNT(*) AS ?n) { ?x ?p ?o }", "line 1", "neither grouped nor aggregated"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", "line 1", "GROUP BY"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, place: str, reason: str) -> None:
    with pytest.raises(KgError) as error:
        STORE.query(text)
    message = str(error.value)
    assert message.startswith(f"query, {place}")
    assert reason in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { { SELECT * { ?a ?b ?c . SERVICE ?a { ?s ?p ?o } } } }",
        "SELECT * { FILTER(1<2)SERVICE$x#>\n{ ?s ?p ?o } }",
        "SELECT * { FILTER(?a<?b+'>' )SERVICE<http://127.0.0.1:9/>{ ?s ?p '' } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } oops",
        "ASK { ?s ?p 'service' . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_no_query_leaves_the_machine(text: str) -> None:
    with pytest.raises(KgError, match=r"SERVICE is refused|is not expected here|\\u escapes|not declared"):
        STORE.query(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p 'a web service' }",
        "ASK { ?service schema:serviceType <https://example.org/service> } # service",
        "PREFIX service: <https://example.org/> ASK { service:a ?p 'x'@service }",
        r"ASK { ?s ?p 'C:\\u0041 \" \n' }",
    ],
)
def test_the_word_service_is_no_crime(text: str) -> None:
    assert STORE.query(text) is False


@pytest.mark.parametrize(
    "text", ["ASK {" * 5000, "SELECT * { FILTER(" + "(" * 60, "ASK { FILTER(" + "!" * 20_000 + "1) }"]
)
def test_a_query_that_would_break_the_engine_is_refused(text: str) -> None:
    with pytest.raises(KgError, match="nested"):
        STORE.query(text)


def test_a_long_query_is_answered() -> None:
    values = " ".join(f'"{number}"' for number in range(2000))
    table = STORE.query(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")
    assert isinstance(table, SelectTable)
    assert len(table.rows) == 2000


def test_text_that_is_no_text_is_refused() -> None:
    for timeout in (None, 5.0):
        with pytest.raises(KgError, match="query: "):
            STORE.query("ASK { ?s ?p '\ud800' }", timeout)


@pytest.mark.parametrize("text", [IMAGENET, "ASK { ?s ?p ?o }", "DESCRIBE <https://arxiv.org/abs/2101.00001>"])
def test_a_time_limit_changes_no_answer(text: str) -> None:
    within, without = STORE.query(text, timeout=60), STORE.query(text)
    if isinstance(without, list):
        assert set(map(str, within)) == set(map(str, without))  # type: ignore[arg-type]
    else:
        assert within == without


def test_a_query_is_ended_when_its_time_is_up() -> None:
    began = time.monotonic()
    with pytest.raises(KgError, match=r"stopped after 0.5 s"):
        STORE.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", timeout=0.5)
    assert time.monotonic() - began < 20


def test_a_mistake_is_told_as_well_under_a_time_limit() -> None:
    with pytest.raises(KgError, match="line 1, column 8"):
        STORE.query("SELECT ! { ?s ?p ?o }", timeout=30)
