"""Tables of papers, entities and results; finding names; single nodes with their evidence."""

import pandas as pd
import pytest

import kg


def by_name(table: pd.DataFrame, *columns: str) -> dict[str, tuple[object, ...]]:
    return {row[0]: tuple(row[1:]) for row in table[["name", *columns]].to_numpy().tolist()}


def test_papers_are_listed_by_date_with_what_they_name(harbour: kg.KnowledgeGraph) -> None:
    table = harbour.papers()
    assert table["id"].tolist() == ["p1", "p3", "p2", "p5", "p6", "p4"]
    counts = table.set_index("id").loc["p2", ["methods", "datasets", "metrics", "tasks", "results"]]
    assert counts.tolist() == [3, 1, 1, 0, 0]


@pytest.mark.parametrize(
    ("choice", "ids"),
    [
        ({"year": 2020}, ["p3", "p2"]),
        ({"year": (2019, 2020)}, ["p1", "p3", "p2"]),
        ({"category": "cs"}, ["p1", "p3", "p2"]),
        ({"category": "CS.cv"}, ["p1", "p3"]),
        ({"category": "cs.C"}, []),
        ({"year": 2020, "category": "stat"}, ["p3"]),
    ],
)
def test_papers_are_chosen_by_year_and_category(harbour: kg.KnowledgeGraph, choice: dict, ids: list[str]) -> None:
    assert harbour.papers(**choice)["id"].tolist() == ids


@pytest.mark.parametrize("year", ["2020", (2019, 2020, 2021), (2019,), ("2019", "2020")])
def test_what_are_no_years_is_refused(harbour: kg.KnowledgeGraph, year: object) -> None:
    with pytest.raises(kg.KgError, match="no years"):
        harbour.papers(year=year)  # type: ignore[arg-type]


def test_entities_are_counted_by_role_and_dated(harbour: kg.KnowledgeGraph) -> None:
    assert by_name(harbour.datasets(), "papers", "introduced", "used", "first", "last") == {
        "Harborset": (3, 1, 2, "2019-03", "2020"),
        "Pierset": (3, 0, 2, "2020", "2021-07"),
        "Lonelyset": (1, 0, 1, "2021-08", "2021-08"),
    }


def test_entities_of_some_years_count_only_papers_of_these_years(harbour: kg.KnowledgeGraph) -> None:
    assert by_name(harbour.methods(year=2020), "papers") == {
        "Alphanet": (1,), "Betanet": (2,), "Quaynet": (1,), "Gammanet": (1,)
    }  # fmt: skip
    assert by_name(harbour.methods(year=2020, min_papers=2), "papers") == {"Betanet": (2,)}


def test_results_have_the_names_of_what_they_are_about(graph: kg.KnowledgeGraph) -> None:
    table = graph.results()
    best = table[table["value"] == 83.0].iloc[0]
    assert best["dataset"] == "ImageNet"
    assert best["metric"] == "top-1 accuracy"
    assert "83" in best["quote"]
    assert graph.results(year=1999).empty


def test_coverage_is_the_share_of_papers_that_name_a_type(harbour: kg.KnowledgeGraph) -> None:
    table = harbour.coverage()
    assert table["year"].tolist()[:3] == [2019, 2020, 2021]
    assert pd.isna(table["year"].iloc[3])
    assert table["papers"].tolist() == [1, 2, 2, 1]
    assert table["metric"].tolist() == [0.0, 0.5, 0.0, 0.0]
    assert table["method"].tolist() == [1.0, 1.0, 0.5, 1.0]
    assert table.attrs["dataset"] == 1.0


@pytest.mark.parametrize("text", ["harborset", "Harbor Set", "HARBOR-SETS", "dataset:harborset"])
def test_the_same_name_in_another_spelling_is_found_with_score_100(harbour: kg.KnowledgeGraph, text: str) -> None:
    found = harbour.find(text)
    assert (found["name"][0], found["score"][0], found["rank"][0]) == ("Harborset", 100.0, 1)


def test_a_misspelled_name_is_found_with_a_lower_score(harbour: kg.KnowledgeGraph) -> None:
    found = harbour.find("Habrorset", type="dataset")
    assert found["name"][0] == "Harborset"
    assert 60 <= found["score"][0] < 100
    assert set(found["type"]) == {"Dataset"}


def test_an_alias_of_the_lexicon_is_found_although_no_paper_uses_it(graph: kg.KnowledgeGraph) -> None:
    assert graph.find("ILSVRC 2012")["name"][0] == "ImageNet"


def test_what_is_like_nothing_is_not_found(harbour: kg.KnowledgeGraph) -> None:
    assert harbour.find("§§§§").empty


def test_evidence_of_an_entity_are_the_sentences_of_its_papers_in_order(harbour: kg.KnowledgeGraph) -> None:
    entity = harbour.entity("pierset")
    evidence = entity.evidence()
    assert evidence["paper"].tolist() == ["p3", "p5", "p4"]
    assert entity.evidence("mentions")["sentence"].tolist() == ["It mentions Pierset here."]
    for row in evidence.to_dict("records"):
        text = "{title}\n{abstract}".format_map(harbour.nx.nodes[f"paper:{row['paper']}"])
        assert text[row["start"] : row["end"]] == row["sentence"]
        assert text[row["mention_start"] : row["mention_end"]] == "Pierset"


def test_a_paper_has_its_fields_and_its_evidence(harbour: kg.KnowledgeGraph) -> None:
    paper = harbour.paper("p1")
    assert (paper.title, paper.date, paper.key) == ("The paper called p1", "2019-03", "paper:p1")
    assert set(paper.evidence("introduces")["entity"]) == {"Harborset", "Alphanet"}


def test_a_name_of_another_type_is_not_taken(harbour: kg.KnowledgeGraph) -> None:
    with pytest.raises(kg.KgError, match="no dataset is called"):
        harbour.entity("Alphanet", type="Dataset")
    with pytest.raises(kg.KgError, match="no entity type"):
        harbour.entity("Alphanet", type="Gadget")


def test_a_result_is_neither_paper_nor_entity(graph: kg.KnowledgeGraph) -> None:
    result = graph.results()["key"][0]
    for call in (graph.similar, graph.ego, graph.entity, graph.paper):
        with pytest.raises(kg.KgError):
            call(result)


def test_a_very_long_text_is_like_nothing_or_like_its_beginning(harbour: kg.KnowledgeGraph) -> None:
    assert len(harbour.find("Harborset " * 100_000)) <= 10


def test_a_view_escapes_what_it_shows(harbour: kg.KnowledgeGraph) -> None:
    nx_graph = harbour.nx.copy()
    nx_graph.nodes["paper:p1"]["title"] = "<script>alert(1)</script>"
    from kg.analytics import PaperView

    assert "<script>" not in PaperView(nx_graph, "paper:p1")._repr_html_()
