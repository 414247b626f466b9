"""The page as a file: what is in it, how it is laid out, and that nothing in it can break out."""

import base64
import hashlib
import itertools
import json
import math
import re
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_graphs import Paper, add_paper, invented_graph

from exports.html import render, write_html
from exports.html.data import build, utf16_offsets
from exports.html.layout import place
from exports.html.page import SHAPES, json_script
from exports.html.regions import name_regions
from exports.html.selection import find_node, select
from exports.iris import Iris
from kg.errors import KgError


def block(page: str, name: str) -> Any:
    """A block of JSON of the page."""
    found = re.search(rf'<script type="application/json" id="graph-{name}">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found.group(1))


@pytest.fixture(scope="module")
def page(small_graph: nx.MultiDiGraph) -> str:
    return render(small_graph)


def test_page_refers_to_no_file_and_no_host(page: str) -> None:
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    assert re.findall(r'(?:src|href)="([^"]*)"', markup) == ["data:,"]
    assert "sourceMappingURL" not in page


def test_policy_allows_exactly_the_scripts_and_the_style_that_are_there(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    allowed = policy.group(1).replace("&#39;", "'")
    assert "default-src 'none'" in allowed
    assert "unsafe" not in allowed
    inline = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inline]
    assert sorted(re.findall(r"'sha256-([^']+)'", allowed)) == sorted(hashes)
    assert len(hashes) == 3


def test_same_graph_gives_the_same_page_in_whatever_order_it_was_built(small_graph: nx.MultiDiGraph, page: str) -> None:
    again = nx.MultiDiGraph()
    again.add_nodes_from(reversed(list(small_graph.nodes(data=True))))
    again.add_edges_from(reversed(list(small_graph.edges(keys=True, data=True))))
    assert render(again) == page


def test_every_paper_and_entity_is_drawn_and_results_are_not(small_graph: nx.MultiDiGraph, page: str) -> None:
    drawn = {block(page, "data")["nodes"][node["id"]]["key"] for node in block(page, "nodes")}
    assert drawn == {key for key, kind in small_graph.nodes(data="type") if kind != "Result"}


def test_each_type_has_a_shape_of_its_own(page: str) -> None:
    nodes = block(page, "data")["nodes"]
    shapes = {(nodes[node["id"]]["type"], node["shape"]) for node in block(page, "nodes")}
    assert shapes == set(SHAPES.items())
    assert len(set(SHAPES.values())) == len(SHAPES)


def test_size_grows_with_the_number_of_papers(page: str) -> None:
    nodes = block(page, "data")["nodes"]
    methods = [(nodes[n["id"]]["papers"], n["size"]) for n in block(page, "nodes") if n["shape"] == "dot"]
    assert [size for _, size in sorted(methods)] == sorted(size for _, size in methods)
    assert max(methods)[1] > 2 * min(methods)[1]


def test_every_result_stands_with_what_it_is_about(small_graph: nx.MultiDiGraph, page: str) -> None:
    data = block(page, "data")
    results = [key for key, kind in small_graph.nodes(data="type") if kind == "Result"]
    assert len(data["results"]) == len(results)
    assert all(data["nodes"][result["dataset"]]["type"] == "Dataset" for result in data["results"])


def test_evidence_points_at_the_sentence_and_the_mention(small_graph: nx.MultiDiGraph) -> None:
    data = build(small_graph, select(small_graph), Iris())
    nodes = data["nodes"]
    for subject, predicate, target, _, sentences, evidence in data["links"]:
        given_edge = small_graph.edges[nodes[subject]["key"], nodes[target]["key"], predicate]
        assert sentences == len(given_edge["evidence"])
        for (paper, start, end, first, last), item in zip(evidence, given_edge["evidence"], strict=True):
            text = "\n".join(nodes[paper]["paper"][field] for field in ("title", "abstract"))
            assert text[start:end] == item["text"]
            assert text[first:last] == nodes[target]["label"]


def test_offsets_count_as_javascript_counts() -> None:
    graph = nx.MultiDiGraph()
    paper = Paper("p", "\U0001f600 smiles")
    paper.add(["We use ", ("Method", "Tiny\U0001f916Net", "uses"), " \U0001f600 twice."])
    add_paper(graph, paper)
    data = build(graph, select(graph), Iris())
    [_, _, _, _, _, [[_, start, end, first, last]]] = data["links"][0]
    utf16 = paper.text.encode("utf-16-le")
    assert utf16[2 * first : 2 * last].decode("utf-16-le") == "Tiny\U0001f916Net"
    assert utf16[2 * start : 2 * end].decode("utf-16-le").startswith("We use")


@given(st.text())
def test_utf16_offsets_agree_with_the_encoding(text: str) -> None:
    offsets = utf16_offsets(text) or list(range(len(text) + 1))
    assert offsets == [len(text[:i].encode("utf-16-le", "surrogatepass")) // 2 for i in range(len(text) + 1)]


def test_a_sentence_whose_text_is_not_there_is_quoted() -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("method:a", type="Method", label="A", aliases=[], papers=1)
    graph.add_node("method:b", type="Method", label="B", aliases=[], papers=1)
    evidence = {"paper": "gone", "start": 10, "end": 24, "text": "A is a B here.", "mention": [10, 11]}
    graph.add_edge("method:a", "method:b", "variantOf", confidence=1.0, evidence=[evidence])
    assert build(graph, select(graph), Iris())["links"][0][5] == [["gone", "A is a B here.", 0, 1]]


@settings(max_examples=40)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_json_survives_and_holds_nothing_that_ends_a_script(value: object) -> None:
    text = str(json_script(value))
    assert not set("<>&\u2028\u2029") & set(text)
    text.encode()
    assert json.loads(text) == value


@pytest.mark.parametrize("hostile", ["</script>", "<!--<script>", "&lt;", "\u2028"])
def test_hostile_title_stays_text(hostile: str, small_graph: nx.MultiDiGraph) -> None:
    small = small_graph.subgraph(list(small_graph)[:3])
    page = render(small, title=hostile)
    assert page.count("</script>") == 6
    assert block(page, "data")["title"] == hostile


def test_numbers_that_json_cannot_hold_are_left_out() -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("metric:x", type="Metric", label="x", aliases=[], papers=1)
    graph.add_node("result:1", type="Result", label="?", value=math.nan, unit="", kind="score", text="")
    graph.add_edge("result:1", "metric:x", "byMetric", confidence=math.inf, evidence=[])
    assert block(render(graph), "data")["results"][0]["value"] is None


@pytest.mark.parametrize("graph", [nx.MultiDiGraph(), nx.MultiDiGraph([("paper:a", "paper:b")])])
def test_graphs_with_nothing_to_say_give_a_page(graph: nx.MultiDiGraph) -> None:
    assert "<!doctype html>" in render(graph)


# ---- layout


def test_nothing_stands_on_anything_else(page: str) -> None:
    nodes = block(page, "nodes")
    gaps = [
        math.dist((a["x"], a["y"]), (b["x"], b["y"])) - a["size"] - b["size"]
        for i, a in enumerate(nodes)
        for b in nodes[:i]
    ]  # fmt: skip
    assert min(gaps) > 0


def test_communities_are_apart() -> None:
    cliques = [[(a + 10 * c, b + 10 * c, 1.0) for a in range(10) for b in range(a)] for c in range(3)]
    layout = place([8.0] * 30, [edge for clique in cliques for edge in clique] + [(0, 10, 1.0), (10, 20, 1.0)])
    places = layout.places
    assert {frozenset(region.members) for region in layout.regions} == {
        frozenset(range(c, c + 10)) for c in (0, 10, 20)
    }
    for a, b in itertools.combinations(layout.regions, 2):
        assert math.dist((a.x, a.y), (b.x, b.y)) > a.reach + b.reach
    centres = [tuple(sum(p[i] for p in places[10 * c : 10 * c + 10]) / 10 for i in (0, 1)) for c in range(3)]
    for node, point in enumerate(places):
        nearest = min(range(3), key=lambda c: math.dist(point, centres[c]))
        assert nearest == node // 10


@settings(max_examples=40)
@given(st.integers(0, 40), st.data())
def test_layout_takes_any_graph(count: int, data: st.DataObject) -> None:
    node = st.integers(0, max(count - 1, 0))
    pairs = data.draw(st.lists(st.tuples(node, node), max_size=80)) if count else []
    edges = [(a, b, 1.0) for a, b in pairs if a != b]
    layout = place([6.0] * count, edges)
    assert len(layout.places) == count
    assert len(set(layout.places)) == count
    assert layout == place([6.0] * count, edges)
    assert sorted(node for region in layout.regions for node in region.members) == list(range(count))
    for region in layout.regions:
        for node in region.members:
            x, y = layout.places[node]
            assert math.dist((x, y), (region.x, region.y)) <= region.reach + 2


# ---- what is shown


def test_large_graph_shows_entities_joined_by_co_use(tmp_path: Path) -> None:
    graph = invented_graph(300)
    report = write_html(graph, tmp_path / "page.html", top=60)
    assert (report.kind, report.shown_nodes) == ("co-use", 60)
    assert report.held_papers > 0
    data = block((tmp_path / "page.html").read_text(encoding="utf-8"), "data")
    kinds = {node["type"] for node in data["nodes"][:60]}
    assert "Paper" not in kinds
    least = min(node["papers"] for node in data["nodes"][:60])
    left_out = {n for n in graph if graph.nodes[n]["type"] not in ("Paper", "Result")}
    left_out -= {node["key"] for node in data["nodes"]}
    assert max(graph.nodes[key]["papers"] for key in left_out) <= least


def test_a_join_counts_the_papers_that_name_both() -> None:
    graph = invented_graph(120)
    for a, b, papers in select(graph, top=40).joins:
        shared = {p for p in graph.predecessors(a) if p in set(graph.predecessors(b))}
        assert papers == sum(graph.nodes[p]["type"] == "Paper" for p in shared)


def test_page_counts_the_links_that_it_leaves_out() -> None:
    graph = invented_graph(300)
    data = build(graph, select(graph, top=5), Iris())
    node = max(data["nodes"][:5], key=lambda node: node["papers"])
    incoming = sum(1 for *_, predicate in graph.in_edges(node["key"], keys=True) if predicate == "uses")
    assert node.get("more", {}).get("<uses", incoming) == incoming


def test_around_shows_what_is_within_reach(small_graph: nx.MultiDiGraph) -> None:
    key = next(k for k, kind in small_graph.nodes(data="type") if kind == "Dataset")
    plain = small_graph.to_undirected().subgraph(n for n in small_graph if small_graph.nodes[n]["type"] != "Result")
    for hops in (1, 2):
        expected = nx.single_source_shortest_path_length(plain, key, cutoff=hops)
        chosen = select(small_graph, around=small_graph.nodes[key]["label"], hops=hops)
        assert set(chosen.drawn) == set(expected)
        assert chosen.centre == key


def test_types_leave_out_other_entities(small_graph: nx.MultiDiGraph) -> None:
    drawn = select(small_graph, types=["Dataset"]).drawn
    assert {small_graph.nodes[key]["type"] for key in drawn} == {"Paper", "Dataset"}


def test_names_are_found_by_key_label_and_alias(small_graph: nx.MultiDiGraph) -> None:
    key = next(k for k, aliases in small_graph.nodes(data="aliases") if aliases)
    node = small_graph.nodes[key]
    assert {find_node(small_graph, n) for n in (key, node["label"].upper(), node["aliases"][0])} == {key}


def test_unknown_name_is_an_error_that_says_what_to_do(small_graph: nx.MultiDiGraph) -> None:
    with pytest.raises(KgError, match="nothing in the graph is named 'Nonesuch'"):
        select(small_graph, around="Nonesuch")


def test_report_counts_what_is_in_the_file(small_graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    report = write_html(small_graph, tmp_path / "page.html")
    assert report.bytes == (tmp_path / "page.html").stat().st_size
    assert report.nodes == report.shown_nodes == sum(kind != "Result" for _, kind in small_graph.nodes(data="type"))
    assert report.edges == report.shown_edges


def test_a_place_that_cannot_be_written_is_a_clear_error(small_graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="cannot be written"):
        write_html(small_graph, tmp_path / "missing" / "page.html")


def test_file_of_hundreds_of_papers_stays_small(tmp_path: Path) -> None:
    assert write_html(invented_graph(168), tmp_path / "page.html").bytes < 2_000_000


def test_a_community_is_named_by_what_is_most_its_own() -> None:
    nodes = [{"type": "Method", "label": f"M{i}", "papers": 1} for i in range(24)]
    nodes[0] |= {"label": "everywhere", "papers": 9}
    nodes[1] |= {"type": "Task", "label": "parsing", "papers": 5}
    nodes[2] |= {"label": "Parsing 2", "papers": 4}
    nodes[3] |= {"label": "own", "papers": 3}
    pairs = {(i, j): 1.0 for c in (0, 12) for i in range(c, c + 12) for j in range(c, i)}
    pairs |= {(0, i): 1.0 for i in range(12, 24)}
    layout = place([5.0] * 24, [(a, b, weight) for (a, b), weight in pairs.items()])
    named = {tuple(region["names"]) for region in name_regions(layout.regions, nodes, pairs) if 1 in region["members"]}
    assert named <= {("parsing", "own"), ("parsing", "everywhere")}
    assert named


# ---- colours

_LUMA = (0.2126, 0.7152, 0.0722)


def lightness(colour: str) -> float:
    """CIE L* of a colour #rrggbb."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    y = sum(weight * c for weight, c in zip(_LUMA, linear, strict=True))
    return 116 * y ** (1 / 3) - 16


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_types_differ_in_grey(theme: int, page: str) -> None:
    rules = re.findall(r":root(?:\[data-theme=\"dark\"\])? \{(.*?)\}", page, re.DOTALL)
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", rules[theme]))
    steps = sorted(lightness(colours[kind.lower()]) for kind in SHAPES)
    assert min(b - a for a, b in itertools.pairwise(steps)) > 7


_TEXT = ("ink", "soft", "faint", "accent")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return sum(
        weight * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
        for weight, c in zip(_LUMA, channels, strict=True)
    )


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["bg", "card", "hover"])
def test_text_has_the_contrast_that_wcag_aa_asks(theme: int, ground: str, page: str) -> None:
    rules = re.findall(r":root(?:\[data-theme=\"dark\"\])? \{(.*?)\}", page, re.DOTALL)
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", rules[theme]))
    for text in _TEXT:
        low, high = sorted(luminance(colours[name]) for name in (text, ground))
        assert (high + 0.05) / (low + 0.05) >= 4.5, text
