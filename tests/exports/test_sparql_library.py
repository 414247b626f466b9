from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdf_samples import sample_store
from rdflib.plugins.sparql import prepareQuery

from exports.literals import XML_ILLEGAL
from exports.query_library import load_queries, named_query
from exports.sparql_results import SelectTable, Value
from kg.errors import KgError

STORE = sample_store()
NET = "https://arxiv.org/abs/2101.00001"
THAW = "https://doi.org/10.1000/(thaw)%3C2%3E"
QUERIES = load_queries()


def answer(name: str, /, **values: str) -> list[dict[str, Value]]:
    table = STORE.query(named_query(name).bind(values))
    assert isinstance(table, SelectTable)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def column(rows: list[dict[str, Value]], *names: str) -> list[tuple[Value, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_says_what_it_answers_and_runs_as_it_stands(name: str) -> None:
    entry = QUERIES[name]
    assert entry.description.endswith((".", "?"))
    assert isinstance(STORE.query(entry.text), SelectTable)
    prepareQuery(entry.text)


@pytest.mark.parametrize("spelling", ["ImageNet", "imagenet", "ILSVRC"])
def test_papers_on_a_dataset_with_the_sentence(spelling: str) -> None:
    assert column(answer("papers-on-dataset", dataset=spelling), "paper", "date", "sentence") == [
        (THAW, "2022-05", "We use FrostNet on ImageNet and CIFAR-10 for image classification."),
        (NET, "2021-01-03", "On ImageNet it reaches 81.5% top-1 accuracy, ahead of ResNet."),
    ]


def test_methods_evaluated_on_a_dataset() -> None:
    rows = answer("methods-on-dataset", dataset="ImageNet")
    assert column(rows, "label", "papers", "example") == [("FrostNet", 1, NET)]


def test_which_paper_introduced_something() -> None:
    rows = answer("introduced-by", name="frost net")
    assert column(rows, "label", "paper") == [("FrostNet", NET)]


@pytest.mark.parametrize("paper", ["arxiv:2101.00001", "2101.00001", NET, "frostnet: QUICK frozen networks"])
def test_all_that_a_paper_says(paper: str) -> None:
    rows = answer("paper", paper=paper)
    assert [row["predicate"] for row in rows] == [
        "addresses",
        "comparesWith",
        "evaluatesOn",
        "introduces",
        "reports",
        "result",
    ]
    assert rows[-1]["label"] == "FrostNet / ImageNet / top-1 accuracy"
    assert rows[-1]["value"] == 81.5
    assert rows[-1]["quote"] == "81.5% top-1 accuracy"


def test_evidence_for_one_link() -> None:
    (row,) = answer("evidence", paper="10.1000/(thaw)<2>", name="CIFAR-10")
    assert row["predicate"] == "evaluatesOn"
    assert row["exact"] == "CIFAR-10"
    assert row["start"] == len("Thawing\nWe use FrostNet on ImageNet and ")
    (row,) = answer("extractor", paper="10.1000/(thaw)<2>", name="CIFAR-10")
    assert str(row["configuration"]).endswith("configuration/c0ffee")
    assert row["hash"] == "c0ffee"


def test_datasets_used_together() -> None:
    assert column(answer("datasets-together", dataset="CIFAR-10"), "label", "papers") == [("ImageNet", 1)]


@pytest.mark.parametrize("method", ["FrostNet", "residual network"])
def test_what_a_method_was_compared_with(method: str) -> None:
    assert column(answer("compared-with", method=method), "from", "to", "paper") == [("FrostNet", "ResNet", NET)]


def test_gaps_between_a_task_and_a_dataset() -> None:
    gaps = {"task": "Image Classification"}
    assert answer("gaps", dataset="ImageNet", **gaps) == []
    assert column(answer("gaps", dataset="CIFAR", **gaps), "label", "papers") == [("FrostNet", 2)]


def test_metrics_of_a_task() -> None:
    assert column(answer("metrics-of-task", task="image classification"), "label", "papers") == [("top-1 accuracy", 1)]


def test_papers_per_year() -> None:
    assert column(answer("papers-per-year", name="ResNet"), "year", "papers") == [("2020", 1), ("2021", 1)]


def test_papers_with_code_on_a_dataset() -> None:
    rows = answer("code-on-dataset", dataset="ImageNet")
    assert column(rows, "paper", "code") == [(NET, "https://github.com/frost/net")]


@pytest.mark.parametrize(("values", "labels"), [({}, [0.2, 0.4]), ({"below": "0.3"}, [0.2]), ({"below": "0"}, [])])
def test_links_to_review(values: dict[str, str], labels: list[float]) -> None:
    assert [row["confidence"] for row in answer("low-confidence", **values)] == labels


@pytest.mark.parametrize(
    ("values", "found"), [({}, 1), ({"metric": "TOP-1"}, 1), ({"metric": "energy"}, 0), ({"metric": "none such"}, 0)]
)
def test_a_leaderboard_can_be_narrowed_to_a_metric(values: dict[str, str], found: int) -> None:
    assert len(answer("leaderboard", dataset="ImageNet", **values)) == found


@pytest.mark.parametrize(
    "value",
    [
        '" } ?s ?p ?o . { #',
        'ImageNet" "CIFAR-10',
        "VALUES ?metric { UNDEF }",
        "\\",
        '\\" }',
        "line\nbreak\r\t\x00",
        "\\u0022",
        "SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }",
    ],
)
def test_a_value_is_never_read_as_part_of_the_query(value: str) -> None:
    assert answer("leaderboard", dataset=value, metric=value) == []


@given(st.text(alphabet=st.characters(), max_size=30))
def test_a_value_arrives_as_it_was_given(value: str) -> None:
    bound = named_query("papers-of-author").bind({"author": value})
    block = bound[bound.index("VALUES") : bound.index("?paper dcterms:creator")]
    table = STORE.query(f"SELECT ?author {{ {block} }}")
    assert isinstance(table, SelectTable)
    assert table.rows == ((XML_ILLEGAL.sub("\ufffd", value),),)


@settings(max_examples=30)
@given(st.text(alphabet=st.characters(), max_size=30))
def test_any_value_of_any_kind_gives_a_query_that_runs(value: str) -> None:
    for name, values in (("evidence", {"paper": value, "name": value}), ("leaderboard", {"dataset": value})):
        assert isinstance(STORE.query(named_query(name).bind(values)), SelectTable)


@pytest.mark.parametrize(
    "written",
    [
        *("2101.00001", "2101.00001v3", "arXiv:2101.00001", "https://arxiv.org/abs/2101.00001v1"),
        *("http://www.arxiv.org/pdf/2101.00001", "frostnet: QUICK frozen network"),
    ],
)
def test_a_paper_is_found_by_whatever_names_it(written: str) -> None:
    assert {row["predicate"] for row in answer("paper", paper=written)} >= {"introduces", "result"}


def test_a_paper_is_found_by_its_doi_page() -> None:
    assert answer("paper", paper="https://doi.org/10.1000/(thaw)%3C2%3E")


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("gaps", {"task": "x"}, "parameter 'dataset' is missing"),
        ("gaps", {"task": "x", "dataset": "y", "metric": "z"}, "no parameter 'metric'; it takes dataset, task"),
        ("low-confidence", {"below": "half"}, "must be a number"),
        ("low-confidence", {"below": "nan"}, "must be a number"),
    ],
)
def test_wrong_parameters_are_told(name: str, values: dict[str, str], message: str) -> None:
    with pytest.raises(KgError, match=message):
        named_query(name).bind(values)


def test_an_unknown_name_brings_the_nearest() -> None:
    with pytest.raises(KgError, match="did you mean leaderboard"):
        named_query("leaderbord")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# Asks.\n# param: x (needed) something\nASK { VALUES ?x { 1 } }", "should describe a parameter"),
        ("# Asks.\n# param: x (required, text) something\nASK { ?x ?y ?z }", "no VALUES block"),
    ],
)
def test_a_file_that_is_not_of_the_form_is_told(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "broken.rq").write_text(text)
    with pytest.raises(KgError, match=message):
        load_queries(tmp_path)
