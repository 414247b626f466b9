"""Graphs with little in them (none, one, undated papers) and names that nothing has get one clear line."""

import pytest
from corpora import graph_of

import kg

ONE = [("p1", "2020-05", [("uses", "m Alphanet"), ("on", "d Harborset"), ("addresses", "t quay sorting")])]
UNDATED = [
    ("p1", None, [("uses", "m Alphanet"), ("on", "d Harborset")]),
    ("p2", None, [("introduces", "m Betanet"), ("on", "d Harborset")]),
]


def test_an_empty_graph_counts_none_of_each_type() -> None:
    assert graph_of([]).counts() == {"Paper": 0, "Method": 0, "Dataset": 0, "Metric": 0, "Task": 0, "Result": 0}


@pytest.mark.parametrize(
    ("papers", "shown"),
    [
        ([], "<KnowledgeGraph: 0 papers, 0 methods, 0 datasets, 0 metrics, 0 tasks, 0 results>"),
        (ONE, "<KnowledgeGraph: 1 paper, 1 method, 1 dataset, 0 metrics, 1 task, 0 results>"),
    ],
    ids=["empty", "one"],
)
def test_a_graph_says_how_much_it_holds(papers: list, shown: str) -> None:
    assert repr(graph_of(papers)) == shown


@pytest.mark.parametrize("papers", [[], UNDATED], ids=["empty", "undated"])
@pytest.mark.parametrize("since", [None, 2020])
def test_growth_without_dates_says_that_dates_are_missing(papers: list, since: int | None) -> None:
    for call in (graph_of(papers).rising, lambda since: graph_of(papers).rank("Method", by="growth", since=since)):
        with pytest.raises(kg.KgError, match="no paper has a date"):
            call(since=since)


def test_growth_within_one_month_says_that_time_is_missing() -> None:
    with pytest.raises(kg.KgError, match="all papers are of 2020-05"):
        graph_of(ONE).rising()


@pytest.mark.parametrize(
    ("months", "since"),
    [
        (["2018-01", "2021-12"], "2021-01"),
        (["2021-01", "2021-12"], "2021-07"),
        (["2020-11", "2021-01"], "2021-03"),
        (["2021-05", "2021-06"], "2021-06"),
    ],
)
def test_growth_is_of_the_last_year_or_of_the_later_half_of_a_shorter_corpus(months: list[str], since: str) -> None:
    papers = [(f"p{n}", month, [("uses", "m Alphanet")]) for n, month in enumerate([*months, "2021-06"])]
    assert graph_of(papers).rising(min_papers=1).attrs["since"] == since


def test_a_period_without_papers_has_no_share() -> None:
    papers = [(f"p{year}", str(year), [("uses", "m Alphanet")]) for year in (2019, 2021)]
    table = graph_of(papers).trend("Alphanet").set_index("period")
    assert table["papers"].tolist() == [1, 0, 1]
    assert table["share"].isna().tolist() == [False, True, False]


def test_undated_papers_have_no_trend_and_count_in_all_else() -> None:
    graph = graph_of(UNDATED)
    assert graph.trend("Harborset").empty
    assert graph.adoption("Harborset")["paper"].tolist() == ["p1", "p2"]
    assert graph.coverage()[["papers", "dataset"]].to_numpy().tolist() == [[2, 1.0]]
    assert graph.datasets()[["papers", "first", "last"]].to_numpy().tolist() == [[2, None, None]]


@pytest.mark.parametrize("call", ["rank", "similar", "find", "rising"])
@pytest.mark.parametrize("top", [0, -1])
def test_fewer_than_one_row_is_refused(call: str, top: int) -> None:
    name = {"rank": ["Method"], "similar": ["Alphanet"], "find": ["Alphanet"], "rising": []}[call]
    with pytest.raises(kg.KgError, match=f"top is {top}"):
        getattr(graph_of([*ONE, ("p2", "2020-06", [("uses", "m Betanet")])]), call)(*name, top=top)


@pytest.mark.parametrize(
    ("call", "name", "message"),
    [
        ("entity", "Alfanet", "no method, dataset, metric or task is called 'Alfanet'; did you mean 'Alphanet'?"),
        ("similar", "Alfanet", "no paper or entity is called 'Alfanet'; did you mean 'Alphanet'?"),
        ("lineage", "harborset", "no method is called 'harborset'; 'Harborset' is a dataset"),
        ("adoption", "zzzz", "no method, dataset, metric or task is called 'zzzz'; kg stats shows what there is"),
        ("paper", "Alphanet", "no paper is called 'Alphanet'; 'Alphanet' is a method"),
        ("trend", "", "no method, dataset, metric or task is called ''; kg stats shows what there is"),
    ],
)
def test_an_unknown_name_gets_one_line_that_helps(call: str, name: str, message: str) -> None:
    with pytest.raises(kg.KgError) as told:
        getattr(graph_of(ONE), call)(name)
    assert str(told.value) == message


def test_an_unknown_name_on_an_empty_graph_is_told_that_it_is_empty() -> None:
    with pytest.raises(kg.KgError, match="no method is called 'Alphanet'; the graph holds no method"):
        graph_of([]).lineage("Alphanet")


def test_a_very_long_name_is_told_in_a_short_line() -> None:
    with pytest.raises(kg.KgError) as told:
        graph_of(ONE).entity("x\n" * 50_000)
    assert len(str(told.value)) < 300
    assert "\n" not in str(told.value)


def test_a_suggestion_is_about_as_near_as_the_best_one() -> None:
    said = [("on", "d Harborset"), ("on", "d Harborsets Extra Large"), ("addresses", "t harbor setting")]
    with pytest.raises(kg.KgError, match=r"did you mean 'Harborset'\?$"):
        graph_of([("p1", "2020", said)]).entity("Harbrset")
