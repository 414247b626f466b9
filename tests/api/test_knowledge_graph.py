from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
import rdflib

import kg


def test_the_graph_is_a_plain_networkx_multidigraph(graph: kg.KnowledgeGraph) -> None:
    assert type(graph.nx) is nx.MultiDiGraph
    assert graph.nx.nodes["paper:arxiv:2101.00001"]["title"].startswith("TinkerNet")
    assert nx.is_directed(graph.nx)


@pytest.mark.parametrize(
    ("paper", "predicate", "entity"),
    [
        ("paper:arxiv:2101.00001", "introduces", "method:tinkernet"),
        ("paper:arxiv:2101.00001", "evaluatesOn", "dataset:imagenet"),
        ("paper:arxiv:2203.00002", "introduces", "dataset:mendbench"),
        ("paper:arxiv:2305.00003", "uses", "method:tinkernet"),
        ("paper:arxiv:2305.00003", "evaluatesOn", "dataset:cifar-10"),
    ],
)
def test_papers_are_linked_to_what_they_name(graph: kg.KnowledgeGraph, paper: str, predicate: str, entity: str) -> None:
    assert graph.nx.has_edge(paper, entity, key=predicate)


def test_every_edge_of_a_paper_carries_the_sentence_that_names_the_entity(graph: kg.KnowledgeGraph) -> None:
    for source, target, data in graph.nx.edges(data=True):
        if not source.startswith("paper:"):
            continue
        node = graph.nx.nodes[source]
        text = f"{node['title']}\n{node['abstract']}"
        names = {graph.nx.nodes[target]["label"], *graph.nx.nodes[target]["aliases"]}
        assert data["evidence"]
        for sentence in data["evidence"]:
            assert text[sentence["start"] : sentence["end"]] == sentence["text"]
            assert text[slice(*sentence["mention"])] in names


def test_a_method_named_in_two_papers_is_one_node(graph: kg.KnowledgeGraph) -> None:
    assert graph.nx.nodes["method:tinkernet"]["papers"] == 2


def test_select_gives_a_dataframe(graph: kg.KnowledgeGraph) -> None:
    table = graph.sparql(
        """SELECT ?title ?sentence WHERE {
             ?link a kg:Link ; rdf:predicate kg:evaluatesOn ; rdf:subject ?paper ; rdf:object ?dataset .
             ?link kg:sentence ?sentence .
             ?dataset skos:prefLabel "ImageNet" . ?paper dcterms:title ?title } ORDER BY ?title ?sentence"""
    )
    assert isinstance(table, pd.DataFrame)
    assert list(table.columns) == ["title", "sentence"]
    assert set(table["title"]) == {
        "TinkerNet: A Compact Network for Image Classification",
        "Wider TinkerNet with Knowledge Distillation",
    }
    assert all("ImageNet" in sentence for sentence in table["sentence"])


def test_ask_gives_a_bool_and_construct_an_rdflib_graph(graph: kg.KnowledgeGraph) -> None:
    assert graph.sparql("ASK { ?p kg:introduces ?m . ?m skos:prefLabel 'TinkerNet' }") is True
    constructed = graph.sparql("CONSTRUCT { ?p kg:uses ?m } WHERE { ?p kg:uses ?m }")
    assert isinstance(constructed, rdflib.Graph)
    assert len(constructed) > 0


def test_a_wrong_query_says_where(graph: kg.KnowledgeGraph) -> None:
    with pytest.raises(kg.KgError, match="line 1"):
        graph.sparql("SELEKT ?x WHERE { }")


def test_the_leaderboard_ranks_scores_and_keeps_the_quote(graph: kg.KnowledgeGraph) -> None:
    table = graph.leaderboard(dataset="imagenet-1k", metric="Top-1 Accuracy", min_confidence=0)
    assert table["value"].iloc[0] == 83.0
    assert table["rank"].iloc[0] == 1
    assert table["rank"].is_monotonic_increasing
    assert all(str(int(value)) in quote for value, quote in zip(table["value"], table["quote"], strict=True))


def test_an_unknown_name_gets_a_suggestion(graph: kg.KnowledgeGraph) -> None:
    with pytest.raises(kg.KgError, match="did you mean 'ImageNet'"):
        graph.leaderboard(dataset="ImagNet")


def test_the_graph_shows_itself_in_a_notebook(graph: kg.KnowledgeGraph) -> None:
    assert "3 papers" in repr(graph)
    shown = graph._repr_html_()
    assert "<table>" in shown
    assert ">ImageNet" in shown
    assert shown.index(">Method<") < shown.index(">Dataset<")
    assert graph.view()._repr_html_().startswith("<iframe srcdoc=")


def test_what_a_notebook_shows_is_escaped_and_short(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("type,name,aliases\nDataset,<b>Bench&Co,\n", encoding="utf-8")
    page = tmp_path / "page.txt"
    page.write_text("We train ResNet-50 on <b>Bench&Co and report top-1 accuracy for image classification.")
    shown = kg.build(page, profile="fast", lexicon=names)._repr_html_()
    assert "<b>" not in shown


def test_a_sentence_that_is_evidence_of_many_links_is_in_memory_once(graph: kg.KnowledgeGraph) -> None:
    sentences: dict[str, set[int]] = {}
    for _, _, evidence in graph.nx.edges(data="evidence"):
        for said in evidence:
            sentences.setdefault(said["text"], set()).add(id(said["text"]))
    assert {len(objects) for objects in sentences.values()} == {1}


def test_extract_reads_one_text() -> None:
    found = kg.extract("We train ResNet-50 on ImageNet.", title="A study of &amp; in titles")
    assert found.title == "A study of & in titles"
    assert {e.name for e in found.entities} == {"ResNet-50", "ImageNet"}


def test_building_again_extracts_nothing_twice(corpus: Path, tmp_path: Path) -> None:
    first = kg.build(corpus, tmp_path / "out")
    again = kg.build(corpus, tmp_path / "out")
    assert first.report is not None
    assert again.report is not None
    assert (first.report.extracted, again.report.extracted) == (3, 0)
    assert again.report.entities == first.report.entities


def test_building_without_a_folder_needs_no_disk(corpus: Path) -> None:
    assert kg.build(corpus).counts()["Paper"] == 3


def test_loading_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(kg.KgError, match="kg build"):
        kg.load(tmp_path)


def test_importing_kg_loads_neither_spacy_nor_pandas() -> None:
    import subprocess
    import sys

    code = "import sys, kg; sys.exit(any(m in sys.modules for m in ('spacy', 'pandas', 'rdflib')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
