"""Trends, what rises, adoption, lineage, gaps: known answers on small corpora, and counts that prove nothing."""

import numpy as np
import pytest
from corpora import graph_of
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.analytics.periods import month_label, months_of, parse_month
from kg.analytics.significance import benjamini_hochberg, growth_at_least, growth_p_values


@pytest.mark.parametrize(
    ("by", "counts"),
    [
        ("year", {"2019": 1, "2020": 2, "2021": 0}),
        ("quarter", {"2019-Q1": 1, "2020-Q1": 1}),
        ("month", {"2019-03": 1, "2020-01": 1}),
    ],
)
def test_a_trend_counts_papers_per_period(harbour: kg.KnowledgeGraph, by: str, counts: dict[str, int]) -> None:
    table = harbour.trend("Harborset", by=by).set_index("period")  # type: ignore[arg-type]
    assert {period: table.loc[period, "papers"] for period in counts} == counts
    assert table["papers"].sum() == sum(counts.values())


def test_a_trend_has_every_period_and_the_share_of_its_papers(harbour: kg.KnowledgeGraph) -> None:
    table = harbour.trend("Harborset", by="quarter")
    assert table["period"].tolist()[:3] == ["2019-Q1", "2019-Q2", "2019-Q3"]
    assert table["period"].iloc[-1] == "2021-Q3"
    assert len(table) == 11
    assert harbour.trend("Pierset").set_index("period").loc["2021", ["papers", "share", "of"]].tolist() == [1, 0.5, 2]


def test_a_trend_of_a_type_has_its_most_frequent_names(harbour: kg.KnowledgeGraph) -> None:
    assert set(harbour.trend("datasets", top=2)["name"]) == {"Harborset", "Pierset"}
    assert set(harbour.trend(["Alphanet", "Pierset"])["name"]) == {"Alphanet", "Pierset"}


def test_a_trend_can_count_one_kind_of_link(harbour: kg.KnowledgeGraph) -> None:
    assert harbour.trend("Harborset", predicates=["introduces"])["papers"].tolist() == [1, 0, 0]


def test_an_unknown_predicate_is_refused(harbour: kg.KnowledgeGraph) -> None:
    with pytest.raises(kg.KgError, match="choose from introduces"):
        harbour.trend("Harborset", predicates=["cites"])


def test_an_unknown_period_is_refused(harbour: kg.KnowledgeGraph) -> None:
    with pytest.raises(kg.KgError, match="year, quarter, month"):
        harbour.trend("Harborset", by="decade")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("paper", "span"),
    [
        ({"date": "2020-03-14"}, ("2020-03", "2020-03")),
        ({"date": "2020"}, ("2020-01", "2020-12")),
        ({"date": None, "arxiv": "2011.11765"}, ("2020-11", "2020-11")),
        ({"date": "2020", "arxiv": "2011.11765"}, ("2020-11", "2020-11")),
        ({"date": "2021", "arxiv": "2011.11765"}, ("2021-01", "2021-12")),
        ({"date": "2021-05", "arxiv": "2011.11765"}, ("2021-05", "2021-05")),
        ({"date": None, "arxiv": "hep-th/9901001"}, None),
    ],
)
def test_a_paper_is_dated_by_its_date_and_else_by_its_arxiv_id(paper: dict, span: tuple[str, str] | None) -> None:
    months = months_of(paper)
    assert (None if months[0] < 0 else tuple(month_label(m, "month") for m in months)) == span


@given(st.integers(0, 9999), st.integers(1, 12))
def test_a_month_that_is_written_is_read_again(year: int, month: int) -> None:
    text = f"{year:04}-{month:02}"
    assert month_label(parse_month(text), "month") == text


@pytest.mark.parametrize("text", ["", "soon", "2020-13", "20-01", "2020-01-01-01", "２０２０"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(kg.KgError, match="no date"):
        parse_month(text)


def growing(before: int, after: int, papers: int = 40) -> list:
    """As many papers each year; one method is named by so many of them."""
    return [
        (f"{year}p{n}", str(year), [("on", "d Steadyset"), *([("uses", "m Newnet")] if n < count else [])])
        for year, count in ((2020, before), (2021, after))
        for n in range(papers)
    ]


def test_what_grows_much_is_significant_and_what_is_steady_is_not() -> None:
    table = graph_of(growing(2, 20)).rising(2021).set_index("name")
    assert bool(table.loc["Newnet", "significant"])
    assert not bool(table.loc["Steadyset", "significant"])
    assert table.loc["Newnet", ["before", "after", "growth"]].tolist() == [2, 20, 10.0]
    assert 1 < table.loc["Newnet", "at_least"] < 10
    assert table.loc["Newnet", "rank"] == 1


def test_a_few_papers_after_none_are_not_significant() -> None:
    table = graph_of(growing(0, 3)).rising(2021, min_papers=1).set_index("name")
    assert not bool(table.loc["Newnet", "significant"])
    assert np.isinf(table.loc["Newnet", "growth"])
    assert table.loc["Newnet", "at_least"] < 2


def test_many_steady_names_raise_few_false_alarms() -> None:
    rng = np.random.default_rng(0)
    papers = [
        (f"p{n}", str(2020 + n % 2), [("uses", f"m Name{word}net") for word in sorted(set(rng.integers(0, 60, 5)))])
        for n in range(300)
    ]
    table = graph_of(papers).rising(2021, top=None)
    assert len(table) > 40
    assert table["significant"].sum() == 0


@given(st.integers(0, 30), st.integers(0, 30), st.integers(31, 90), st.integers(31, 90))
def test_the_bound_is_below_the_ratio(after: int, before: int, n_after: int, n_before: int) -> None:
    counts = np.array([after]), np.array([before])
    bound = growth_at_least(*counts, n_after, n_before)[0]
    assert bound >= 0
    if before:
        assert bound <= (after / n_after) / (before / n_before) + 1e-9
    assert 0 <= growth_p_values(*counts, n_after, n_before)[0] <= 1 + 1e-9


def test_correction_never_makes_a_chance_smaller() -> None:
    chances = np.array([0.001, 0.2, 0.04, 0.9])
    assert (benjamini_hochberg(chances) >= chances).all()


def test_without_papers_before_or_after_there_is_no_growth(harbour: kg.KnowledgeGraph) -> None:
    for since in (1990, 2050):
        with pytest.raises(kg.KgError, match="papers before and since"):
            harbour.rising(since)


def test_papers_whose_year_holds_the_date_are_on_neither_side(harbour: kg.KnowledgeGraph) -> None:
    # p3 is of 2020, without a month; p4 has no date.
    assert harbour.rising("2020-06", min_papers=1).attrs == {
        "since": "2020-06", "papers_before": 2, "papers_after": 2
    }  # fmt: skip


def test_rank_by_growth_has_the_order_of_rising() -> None:
    graph = graph_of(growing(2, 20))
    assert graph.rank("Method", by="growth", since=2021)["key"].tolist() == ["method:newnet"]


def test_adoption_tells_who_introduced_a_dataset_and_who_used_it_since(harbour: kg.KnowledgeGraph) -> None:
    table = harbour.adoption("Harborset")
    assert table.attrs == {"introduced_by": "p1", "introduced_on": "2019-03"}
    assert table["paper"].tolist() == ["p1", "p3", "p2"]
    assert table["so_far"].tolist() == [1, 2, 3]
    assert table["months"].isna().tolist() == [False, True, False]
    assert table["months"].iloc[2] == 10
    assert table["sentence"].iloc[0] == "It introduces Harborset here."


def test_adoption_leaves_out_mere_mentions_and_knows_when_nobody_introduced_it(harbour: kg.KnowledgeGraph) -> None:
    table = harbour.adoption("Pierset")
    assert table["paper"].tolist() == ["p3", "p5"]
    assert table.attrs["introduced_by"] is None


def test_lineage_tells_what_a_method_builds_on_and_what_builds_on_it(harbour: kg.KnowledgeGraph) -> None:
    rows = {tuple(row) for row in harbour.lineage("Betanet")[["relation", "method", "paper"]].to_numpy().tolist()}
    assert rows == {
        ("buildsOn", "Alphanet", "p2"),
        ("comparesWith", "Gammanet", "p2"),
        ("comparedWithBy", "Quaynet", "p3"),
    }
    assert harbour.lineage("Alphanet")[["relation", "method"]].to_numpy().tolist() == [["usedBy", "Betanet"]]


def test_gaps_are_methods_for_the_task_that_no_paper_tried_on_the_dataset(harbour: kg.KnowledgeGraph) -> None:
    table = harbour.gaps("quay sorting", "Pierset")
    assert table[["method", "papers", "first"]].to_numpy().tolist() == [["Alphanet", 2, "2019-03"]]
    # On Harborset p2 uses Alphanet and introduces Betanet.
    assert harbour.gaps("quay sorting", "Harborset").empty
    assert harbour.gaps("quay sorting", "Lonelyset")["method"].tolist() == ["Alphanet", "Betanet"]
    assert harbour.gaps("quay sorting", "Lonelyset").set_index("method").loc["Betanet", "tried_on"] == ["Pierset"]


def test_gaps_are_those_of_the_named_query(harbour: kg.KnowledgeGraph) -> None:
    from exports.query_library import named_query

    for dataset in ("Pierset", "Harborset", "Lonelyset"):
        query = named_query("gaps").bind({"task": "quay sorting", "dataset": dataset})
        answer = harbour.sparql(query)
        assert sorted(answer["label"]) == sorted(harbour.gaps("quay sorting", dataset)["method"])  # type: ignore[index]
