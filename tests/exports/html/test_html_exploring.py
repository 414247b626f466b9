"""What a reader does with the page: search, click, filter, follow, expand, take away."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from invented_graphs import invented_graph
from visits import Visit, label

from exports.html import write_html
from kg import KnowledgeGraph

# ---- search


def test_search_completes_and_enter_flies_to_the_node(small: Visit, small_graph: nx.MultiDiGraph, hub: str) -> None:
    small.page.keyboard.press("/")
    small.page.keyboard.type(label(small_graph, hub)[:4].lower())
    names = small.page.locator("#search-list .name").all_inner_texts()
    assert label(small_graph, hub) in names
    small.search(label(small_graph, hub))
    small.page.keyboard.press("Enter")
    assert small.panel("#panel-title").inner_text() == label(small_graph, hub)
    point = small.call("key => paperkg.position(key)", hub)
    assert 280 < point["x"] < 860
    assert 0 < point["y"] < 800


def test_search_finds_aliases_and_names_them(small: Visit, small_graph: nx.MultiDiGraph) -> None:
    key, aliases = next((k, a) for k, a in small_graph.nodes(data="aliases") if a)
    small.search(aliases[0].upper())
    assert small.page.locator("#search-list .alias").first.inner_text() == aliases[0]
    small.page.keyboard.press("Enter")
    assert small.panel("#panel-title").inner_text() == label(small_graph, key)
    assert aliases[0] in small.panel(".aliases").inner_text()


def test_search_is_a_combobox_for_the_keyboard(small: Visit) -> None:
    small.search("Net")
    field = small.page.locator("#search")
    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-activedescendant") == "match-0"
    small.page.keyboard.press("ArrowDown")
    second = small.page.locator("#match-1")
    assert second.get_attribute("aria-selected") == "true"
    chosen = second.locator(".name").inner_text()
    small.page.keyboard.press("Enter")
    assert small.panel("#panel-title").inner_text() == chosen
    assert small.call("document.activeElement.id") == "panel-title"


def test_canvas_is_moved_and_nodes_are_opened_by_keys(small: Visit) -> None:
    small.page.locator("#mynetwork [role=application]").focus()
    before = small.call("network.getViewPosition()")
    small.page.keyboard.press("ArrowRight", delay=120)
    assert small.call("network.getViewPosition()")["x"] > before["x"]
    small.page.keyboard.press("Enter")
    assert small.panel("#panel-title").inner_text()


# ---- filters


def test_types_can_be_switched_off_and_on(small: Visit, small_graph: nx.MultiDiGraph) -> None:
    everything = small.visible()
    box = small.page.locator("[data-kind=types][data-value=Dataset]")
    assert box.locator("xpath=..").locator(".count").inner_text() == str(
        sum(kind == "Dataset" for _, kind in small_graph.nodes(data="type"))
    )
    box.uncheck()
    assert small.visible() == {key for key in everything if not key.startswith("dataset:")}
    box.check()
    assert small.visible() == everything


def test_one_type_can_be_shown_alone(small: Visit) -> None:
    everything = small.visible()
    small.page.locator("[aria-label='Only Datasets']").focus()
    small.page.keyboard.press("Enter")
    assert {key.partition(":")[0] for key in small.visible()} == {"dataset"}
    small.page.keyboard.press("Enter")
    assert small.visible() == everything


def test_predicates_can_be_switched_off(small: Visit, small_graph: nx.MultiDiGraph) -> None:
    lines = small.call("paperkg.lines()")
    counts = Counter(predicate for *_, predicate in small_graph.edges(keys=True))
    for name, predicate in (("uses", "uses"), ("is used for", "usedFor")):
        row = small.page.locator(f"[data-value={predicate}]").locator("xpath=..")
        assert row.inner_text().split("\n") == [name, f"{counts[predicate]}"]
    for box in small.page.locator("[data-kind=predicates]").all()[1:]:
        box.uncheck()
    assert 0 < small.call("paperkg.lines()") < lines
    left = small.visible()
    assert {key.partition(":")[0] for key in left} == {"paper", "method"}


@pytest.mark.parametrize(
    ("slider", "value"),
    [
        ("#year-from", "2023"),
        ("#year-to", "2020"),
        ("#papers-min", "3"),
        ("#confidence-min", "90"),
    ],
)
def test_ranges_narrow_down(small: Visit, small_graph: nx.MultiDiGraph, slider: str, value: str) -> None:
    everything = small.visible()
    small.page.locator(slider).fill(value)
    left = small.visible()
    assert set() < left < everything
    assert f"{len(left)} of {len(everything)}" in small.page.locator("#summary").inner_text()
    if slider == "#year-from":
        assert all(small_graph.nodes[key]["date"] >= "2023" for key in left if key.startswith("paper:"))
    if slider == "#year-to":
        assert all(small_graph.nodes[key]["date"] < "2021" for key in left if key.startswith("paper:"))
        assert small.page.locator("#year-value").inner_text() == "2019 – 2020"
    if slider == "#papers-min":
        assert all(small_graph.nodes[key]["papers"] >= 3 for key in left if not key.startswith("paper:"))


def test_filters_that_leave_nothing_can_be_reset(small: Visit) -> None:
    everything = small.visible()
    for box in small.page.locator("[data-kind=types]").all():
        box.uncheck()
    assert small.visible() == set()
    small.page.locator("#reset-filters").click()
    assert small.visible() == everything


# ---- neighbourhood, path, expansion


def around(graph: nx.MultiDiGraph, key: str, hops: int) -> set[str]:
    plain = graph.to_undirected().subgraph(n for n in graph if graph.nodes[n]["type"] != "Result")
    return set(nx.single_source_shortest_path_length(plain, key, cutoff=hops))


def test_neighbourhood_shows_what_is_so_many_links_away(small: Visit, small_graph: nx.MultiDiGraph, hub: str) -> None:
    everything = small.visible()
    small.open_node(hub)
    small.panel(".hop[data-hops='1']").click()
    assert small.visible() == around(small_graph, hub, 1)
    small.page.locator("#banner-hops button").nth(1).click()
    assert small.visible() == around(small_graph, hub, 2)
    small.page.locator("#banner-close").click()
    assert small.visible() == everything


def test_expansion_of_a_neighbourhood_adds_what_is_around_a_node(
    small: Visit, small_graph: nx.MultiDiGraph, hub: str
) -> None:
    small.open_node(hub)
    small.panel(".hop[data-hops='1']").click()
    near = sorted(around(small_graph, hub, 1) - {hub})[-1]
    small.open_node(near)
    small.panel("#expand").click()
    assert small.visible() == around(small_graph, hub, 1) | around(small_graph, near, 1)
    far = next(key for key in sorted(small_graph) if key.startswith("paper:") and key not in small.visible())
    small.open_node(far)
    assert len(small.visible()) > 100


def test_path_between_two_nodes_is_shown_with_its_sentences(
    small: Visit, small_graph: nx.MultiDiGraph, hub: str, dataset: str
) -> None:
    plain = small_graph.to_undirected().subgraph(n for n in small_graph if small_graph.nodes[n]["type"] != "Result")
    steps = nx.shortest_path_length(plain, hub, dataset)
    small.open_node(hub)
    small.panel("#path-to").click()
    small.page.keyboard.type(label(small_graph, dataset))
    small.page.keyboard.press("Enter")
    stops = small.panel(".stop").all_inner_texts()
    assert (stops[0], stops[-1], len(stops)) == (label(small_graph, hub), label(small_graph, dataset), steps + 1)
    assert len(small.visible()) == steps + 1
    assert small.panel(".between .sentence mark").count() >= steps
    small.page.locator("#banner-close").click()
    assert len(small.visible()) > steps + 1


def test_double_click_shows_again_what_a_filter_hides(small: Visit, small_graph: nx.MultiDiGraph, hub: str) -> None:
    small.page.locator("[data-kind=types][data-value=Paper]").uncheck()
    point = small.call("key => paperkg.position(key)", hub)
    small.page.mouse.dblclick(point["x"], point["y"])
    small.panel("#panel-title").wait_for()
    assert around(small_graph, hub, 1) <= small.visible()


def test_large_graph_says_what_it_shows_and_papers_appear_on_expansion(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    graph = invented_graph(300)
    write_html(graph, tmp_path / "page.html", top=80, directory="out")
    page = visit(tmp_path / "page.html")
    assert page.page.locator("#summary").inner_text() == "80 entities of 300 papers"
    page.page.locator("#note summary").click()
    assert "kg view out --top 160 -o graph.html" in page.page.locator("#note").inner_text()
    assert page.call("paperkg.lines()") > 60
    key = next(key for key in sorted(page.visible()) if key.startswith("method:"))
    point = page.call("key => paperkg.position(key)", key)
    page.page.mouse.dblclick(point["x"], point["y"])
    page.panel("#panel-title").wait_for()
    papers = {key for key in page.visible() if key.startswith("paper:")}
    assert papers
    assert papers <= set(graph.predecessors(key))


# ---- taking away


def test_view_is_saved_as_png(small: Visit, tmp_path: Path) -> None:
    with small.page.expect_download() as download:
        small.page.locator("#save-image").click()
    download.value.save_as(tmp_path / "graph.png")
    content = (tmp_path / "graph.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) > 20_000
    assert download.value.suggested_filename == "graph.png"


def test_sparql_that_is_copied_gives_the_table_of_the_node(
    visit: Callable[..., Visit], graph: KnowledgeGraph, tmp_path: Path
) -> None:
    write_html(graph.nx, tmp_path / "page.html")
    page = visit(tmp_path / "page.html", permissions=["clipboard-read", "clipboard-write"])
    for key in ("dataset:imagenet", "paper:arxiv:2101.00001"):
        page.open_node(key)
        page.panel("#copy-sparql").click()
        page.page.wait_for_function("document.querySelector('#said').textContent.startsWith('SPARQL copied')")
        query = page.call("navigator.clipboard.readText()")
        sentences = set(graph.sparql(query)["sentence"])
        page.panel("summary").last.click()
        assert page.panel(".query pre").inner_text().strip() == query.strip()
        links = graph.nx.in_edges(key, data=True) if key.startswith("dataset") else graph.nx.out_edges(key, data=True)
        papers = [edge for source, _, edge in links if source.startswith("paper:")]
        assert sentences == {e["text"] for edge in papers for e in edge["evidence"]}


def test_link_to_the_node_is_copied(visit: Callable[..., Visit], small_file: Path, hub: str) -> None:
    page = visit(small_file, permissions=["clipboard-read", "clipboard-write"])
    page.open_node(hub)
    page.panel("#copy-link").click()
    page.page.wait_for_function("document.querySelector('#said').textContent.startsWith('Link copied')")
    assert re.search(r"graph\.html#method%3A[\w-]+$", page.call("navigator.clipboard.readText()"))
