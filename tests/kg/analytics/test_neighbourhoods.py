"""Subgraphs, projections, rankings, communities, similarity and paths, against known answers and networkx."""

import networkx as nx
import numpy as np
import pytest
from corpora import graph_of
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

import kg
from kg.analytics import betweenness, pagerank


def undirected(g: kg.KnowledgeGraph) -> nx.Graph:
    """Papers and entities, one edge for each pair: what rankings are computed on."""
    return nx.Graph(g.nx.subgraph(n for n, kind in g.nx.nodes(data="type") if kind != "Result"))


def test_the_neighbourhood_of_a_node_is_that_of_networkx(harbour: kg.KnowledgeGraph) -> None:
    for hops in range(4):
        expected = nx.ego_graph(harbour.nx.to_undirected(as_view=True), "dataset:pierset", radius=hops)
        assert set(harbour.ego("Pierset", hops)) == set(expected)


def test_a_subgraph_keeps_papers_and_the_types_that_are_asked_for(harbour: kg.KnowledgeGraph) -> None:
    part = harbour.subgraph(types=["datasets"])
    assert set(dict(part.nodes(data="type")).values()) == {"Paper", "Dataset"}
    assert part.edges["paper:p1", "dataset:harborset", "introduces"]["evidence"]


def test_a_subgraph_of_some_years_has_only_what_their_papers_name(harbour: kg.KnowledgeGraph) -> None:
    part = harbour.subgraph(years=2019)
    labels = set(dict(part.nodes(data="label")).values())
    assert labels == {"The paper called p1", "Harborset", "Alphanet", "quay sorting"}


def test_a_subgraph_is_a_copy_whose_edges_can_be_taken_away(harbour: kg.KnowledgeGraph) -> None:
    edges = harbour.nx.number_of_edges()
    harbour.subgraph(years=2019).clear()
    assert harbour.nx.number_of_edges() == edges


def test_a_projection_counts_the_papers_that_use_both(harbour: kg.KnowledgeGraph) -> None:
    network = harbour.project("Dataset")
    assert dict(network.edges) == {("dataset:harborset", "dataset:pierset"): {"weight": 1}}
    assert set(network) == {"dataset:harborset", "dataset:pierset", "dataset:lonelyset"}
    assert harbour.project("Method").edges["method:alphanet", "method:betanet"]["weight"] == 1
    assert harbour.project("Dataset", min_papers=2).number_of_edges() == 0


def test_a_bipartite_network_joins_two_types_and_counts_mentions_if_asked(harbour: kg.KnowledgeGraph) -> None:
    network = harbour.bipartite("Method", "Dataset")
    assert network.edges["method:betanet", "dataset:harborset"]["weight"] == 2
    assert not network.has_edge("method:alphanet", "dataset:pierset")
    assert harbour.bipartite("Method", "Dataset", mentions=True).has_edge("method:alphanet", "dataset:pierset")
    with pytest.raises(kg.KgError, match="project"):
        harbour.bipartite("Method", "methods")


def test_rank_by_papers_counts_and_breaks_ties_by_key(harbour: kg.KnowledgeGraph) -> None:
    table = harbour.rank("Method")
    assert table["name"].tolist() == ["Alphanet", "Betanet", "Gammanet", "Quaynet"]
    assert table["score"].tolist() == [3, 3, 1, 1]
    assert harbour.rank("Method", top=1)["rank"].tolist() == [1]


@pytest.mark.parametrize("kind", ["Method", "Paper"])
@pytest.mark.parametrize("by", ["pagerank", "betweenness"])
def test_centralities_are_those_of_networkx(harbour: kg.KnowledgeGraph, kind: str, by: str) -> None:
    graph = undirected(harbour)
    oracle = nx.pagerank(graph, tol=1e-10, max_iter=1000) if by == "pagerank" else nx.betweenness_centrality(graph)
    table = harbour.rank(kind, by=by, top=None)  # type: ignore[arg-type]
    assert table["score"].is_monotonic_decreasing
    for key, score in zip(table["key"], table["score"], strict=True):
        assert score == pytest.approx(oracle[key], abs=1e-6)


@settings(max_examples=25)
@given(st.integers(2, 60), st.integers(0, 150), st.integers(0, 10_000))
def test_centralities_of_any_graph_are_those_of_networkx(nodes: int, edges: int, seed: int) -> None:
    graph = nx.gnm_random_graph(nodes, min(edges, nodes * (nodes - 1) // 2), seed=seed)
    adjacency = sparse.csr_array(nx.to_scipy_sparse_array(graph, nodelist=range(nodes), dtype=float))
    ranks, between = nx.pagerank(graph, tol=1e-10, max_iter=1000), nx.betweenness_centrality(graph)
    np.testing.assert_allclose(pagerank(adjacency), [ranks[n] for n in range(nodes)], atol=1e-7)
    np.testing.assert_allclose(betweenness(adjacency), [between[n] for n in range(nodes)], atol=1e-9)


def test_betweenness_from_some_sources_is_seeded_and_near_the_exact_one() -> None:
    adjacency = sparse.csr_array(nx.to_scipy_sparse_array(nx.barbell_graph(20, 3), dtype=float))
    estimate = betweenness(adjacency, pivots=30, seed=1)
    np.testing.assert_array_equal(estimate, betweenness(adjacency, pivots=30, seed=1))
    np.testing.assert_allclose(estimate, betweenness(adjacency), atol=0.15)


def test_papers_are_not_ranked_by_how_many_papers_name_them(harbour: kg.KnowledgeGraph) -> None:
    with pytest.raises(kg.KgError, match="pagerank"):
        harbour.rank("Paper", by="papers")
    with pytest.raises(kg.KgError, match="choose from papers"):
        harbour.rank("Method", by="fame")  # type: ignore[arg-type]


TWO_FIELDS = [
    (
        f"{field}{n}",
        "2020",
        [("on", f"d {field}set A"), ("uses", f"m {field}net {n % 3}"), ("addresses", f"t {field}ing")],
    )
    for field in ("Harbor", "Meadow")
    for n in range(9)
]


def test_two_fields_that_share_nothing_are_two_communities_named_by_their_own() -> None:
    table = graph_of(TWO_FIELDS).communities()
    assert table["entities"].tolist() == [5, 5]
    assert table["papers"].tolist() == [9, 9]
    for name, members in zip(table["name"], table["members"], strict=True):
        field = "harbor" if "Harbor" in name else "meadow"
        assert all(field in key for key in members)
        assert f"{field.capitalize()}set A" in name


def test_communities_are_the_same_for_the_same_seed(harbour: kg.KnowledgeGraph) -> None:
    assert harbour.communities(seed=3).equals(harbour.communities(seed=3))


def test_entities_without_company_are_in_no_community(harbour: kg.KnowledgeGraph) -> None:
    members = [key for keys in harbour.communities()["members"] for key in keys]
    assert "dataset:lonelyset" not in members
    assert len(members) == len(set(members))


def test_similar_datasets_are_those_of_the_same_papers(harbour: kg.KnowledgeGraph) -> None:
    table = harbour.similar("Pierset")
    assert table["name"].tolist() == ["Harborset"]
    assert "The paper called p3" in table["shared_names"][0]
    assert 0 < table["score"][0] < 1


def test_a_rare_shared_neighbour_counts_more_than_a_common_one() -> None:
    common = [(f"c{n}", "2020", [("on", "d Everyset")]) for n in range(6)]
    graph = graph_of(
        [
            ("a", "2020", [("on", "d Everyset"), ("uses", "m Rarenet"), ("uses", "m Ownnet")]),
            ("b", "2020", [("on", "d Everyset"), ("uses", "m Othernet")]),
            ("c", "2020", [("uses", "m Rarenet"), ("uses", "m Strangenet")]),
            *common,
        ]
    )
    table = graph.similar("a", top=None).set_index("key")
    assert table.loc["paper:c", "score"] > table.loc["paper:b", "score"]


def test_similar_can_look_for_another_type(harbour: kg.KnowledgeGraph) -> None:
    assert set(harbour.similar("Pierset", type="method")["type"]) == {"Method"}


def test_a_path_is_as_short_as_that_of_networkx_and_says_what_the_papers_say(harbour: kg.KnowledgeGraph) -> None:
    graph = undirected(harbour)
    for target in ("Pierset", "mooring score", "p4", "Alphanet"):
        key = harbour.names.find(target)
        way = harbour.path("Quaynet", target)
        assert way["step"].max() == nx.shortest_path_length(graph, "method:quaynet", key)
        for row in way.dropna(subset="sentence").to_dict("records"):
            assert row["sentence"] in harbour.nx.nodes[f"paper:{row['paper']}"]["abstract"]


def test_of_equally_short_ways_the_one_through_rarer_things_is_taken() -> None:
    crowd = [(f"x{n}", "2020", [("on", "d Aset")]) for n in range(4)]
    both = [("on", "d Aset"), ("on", "d Zset")]
    graph = graph_of([("a", "2020", [*both, ("uses", "m Anet")]), ("b", "2020", [*both, ("uses", "m Bnet")]), *crowd])
    assert set(graph.path("Anet", "Bnet")["object"]) >= {"Zset"}


def test_what_nothing_connects_has_no_path(harbour: kg.KnowledgeGraph) -> None:
    with pytest.raises(kg.KgError, match="nothing connects"):
        harbour.path("Lonelyset", "Alphanet")


def test_a_path_to_itself_is_empty(harbour: kg.KnowledgeGraph) -> None:
    assert harbour.path("Alphanet", "alphanet").empty


@pytest.mark.parametrize("call", ["papers", "methods", "results", "coverage", "communities"])
def test_a_graph_without_papers_gives_tables_without_rows(call: str) -> None:
    empty = graph_of([])
    assert getattr(empty, call)().empty
    assert empty.find("x").empty
    assert empty.rank("Method", by="pagerank").empty
    assert empty.rank("Method", by="betweenness").empty
    assert empty.project("Dataset").number_of_nodes() == 0


def test_where_a_backend_is_chosen_networkx_gives_the_same_scores(
    harbour: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = [harbour.rank("Method", by=by, top=None)["score"].tolist() for by in ("pagerank", "betweenness")]
    monkeypatch.setattr("kg.analytics.centrality.backend_is_chosen", lambda: True)
    asked = [harbour.rank("Method", by=by, top=None)["score"].tolist() for by in ("pagerank", "betweenness")]
    np.testing.assert_allclose(own, asked, atol=1e-6)
