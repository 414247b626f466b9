"""What a reader does with the page: search, click, filter, follow, expand, take away."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import networkx as nx
import pytest
from invented_graphs import Paper, add_paper, invented_graph
from visits import Visit

from exports.html import Standing, write_html
from kg import KnowledgeGraph


@pytest.fixture(scope="session")
def hub(small_graph: nx.MultiDiGraph) -> str:
    """A method that many papers use, but not more than are listed."""
    uses = Counter(target for _, target, predicate in small_graph.edges(keys=True) if predicate == "uses")
    return max((key for key in uses if uses[key] <= 20), key=lambda key: (uses[key], key))


@pytest.fixture(scope="session")
def dataset(small_graph: nx.MultiDiGraph) -> str:
    """The dataset with most results."""
    counts = Counter(target for _, target, predicate in small_graph.edges(keys=True) if predicate == "onDataset")
    return max(sorted(counts), key=lambda key: counts[key])


def label(graph: nx.MultiDiGraph, key: str) -> str:
    return str(graph.nodes[key]["label"])


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


# ---- a node's panel


def test_click_opens_the_panel_with_sentences_and_marked_mentions(
    small: Visit, small_graph: nx.MultiDiGraph, hub: str
) -> None:
    small.click_node(hub)
    assert small.panel("#panel-title").inner_text() == label(small_graph, hub)
    assert small.panel("#panel-type").inner_text() == "method"
    assert small.panel(".numbers").inner_text().startswith(f"{small_graph.nodes[hub]['papers']} papers · 20")
    users = [p for p, _, predicate in small_graph.in_edges(hub, keys=True) if predicate == "uses"]
    group = small.panel("details[data-predicate=uses][data-direction=in]")
    assert group.locator("h3").inner_text().split() == ["Used", "by", str(len(users))]
    assert set(group.locator(".what .name").all_inner_texts()) == {label(small_graph, p) for p in users}
    years = [small_graph.nodes[p]["date"][:4] for p in users]
    assert sorted(group.locator(".what .year").all_inner_texts()) == sorted(years)
    assert "[object" not in small.panel().inner_text()
    sentences = {e["text"] for p in users for e in small_graph.edges[p, hub, "uses"]["evidence"]}
    assert set(group.locator(".sentence").all_inner_texts()) <= sentences
    assert set(group.locator("mark").all_inner_texts()) == {label(small_graph, hub)}


def test_paper_panel_highlights_everything_that_it_names(small: Visit, small_graph: nx.MultiDiGraph) -> None:
    paper = next(key for key, kind in small_graph.nodes(data="type") if kind == "Paper")
    node = small_graph.nodes[paper]
    small.open_node(paper)
    assert small.panel("#abstract p").inner_text() == node["abstract"]
    named = {(label(small_graph, t), small_graph.nodes[t]["type"]) for t in small_graph.successors(paper)}
    marks = small.call(
        "[...document.querySelectorAll('#abstract mark')].map(m => [m.textContent, m.className.replace('type-', '')])"
    )
    assert {(text, kind) for text, kind in marks} <= {(text, kind.lower()) for text, kind in named}
    assert len(marks) >= len(named) - 1  # One may stand in the title alone.
    hrefs = small.call("[...document.querySelectorAll('#panel a.out')].map(a => a.href)")
    assert hrefs == [f"https://arxiv.org/abs/{node['arxiv']}", *node["links"]]
    assert small.panel(".tag").inner_text() == "code"
    assert node["authors"][0] in small.panel(".authors").inner_text()


def test_sentences_of_a_link_unfold_and_after_twenty_comes_the_command(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    graph = nx.MultiDiGraph()
    paper = Paper("10.1000/x y", "One paper")
    for number in range(23):
        paper.add([f"In case {number} we use ", ("Method", "Sameness", "uses"), "."])
    add_paper(graph, paper, doi="10.1000/x y", arxiv=None)
    write_html(graph, tmp_path / "page.html", directory="out")
    page = visit(tmp_path / "page.html", "#method%3Asameness")
    link = page.panel("details[data-predicate=uses] li")
    assert link.locator(".sentence:visible").all_inner_texts() == ["In case 0 we use Sameness."]
    link.locator("button.link").click()
    assert link.locator(".sentence:visible").count() == 20
    assert link.locator(".rest").inner_text() == "More sentences: kg show out Sameness"
    link.locator(".name").click()
    assert page.panel("a.out").get_attribute("href") == "https://doi.org/10.1000/x%20y"


def test_leaderboard_is_ranked_and_the_less_certain_come_when_asked_for(
    visit: Callable[..., Visit], small_graph: nx.MultiDiGraph, dataset: str, tmp_path: Path
) -> None:
    on = sorted(result for result, _, predicate in small_graph.in_edges(dataset, keys=True) if predicate == "onDataset")
    assert len(on) > 1
    ranks = {result: Standing(rank, f"note {rank}", rank < len(on)) for rank, result in enumerate(on, start=1)}
    write_html(small_graph, tmp_path / "page.html", standings=lambda keys: ranks)
    page = visit(tmp_path / "page.html", "#" + quote(dataset, safe=""))
    shown = [int(text) for text in page.panel(".results td.rank").all_inner_texts()]
    assert sorted(shown) == list(range(1, len(on)))
    parts = page.panel(".results tbody tr").evaluate_all("rows => rows.map(row => row.className)")
    assert parts[0] == "part"
    assert f"note {shown[0]}" in page.panel(".results .note").first.inner_text()
    page.panel(".unfold").click()
    assert page.panel(".results td.rank").count() == len(on)
    assert page.panel("tr.unsure").count() == 1


def test_dataset_panel_has_a_leaderboard(small: Visit, small_graph: nx.MultiDiGraph, dataset: str) -> None:
    small.open_node(dataset)
    assert small.panel(".results h3").inner_text().startswith("Leaderboard")
    cells = small.panel(".results td.number").all_inner_texts()
    expected = [
        small_graph.nodes[result]["value"]
        for result, _, predicate in small_graph.in_edges(dataset, keys=True)
        if predicate == "onDataset"
    ]  # fmt: skip
    assert sorted(cells) == sorted(f"{value:g}%" for value in expected)


def test_names_lead_on_and_back_leads_back(small: Visit, small_graph: nx.MultiDiGraph, hub: str) -> None:
    small.click_node(hub)
    small.panel(".group .name").first.click()
    second = small.panel("#panel-title").inner_text()
    assert second != label(small_graph, hub)
    small.panel("#panel-back").click()
    assert small.panel("#panel-title").inner_text() == label(small_graph, hub)
    small.page.go_forward()
    assert small.panel("#panel-title").inner_text() == second


def test_address_opens_its_node(visit: Callable[..., Visit], small_file: Path, small_graph: nx.MultiDiGraph) -> None:
    paper = next(key for key, kind in small_graph.nodes(data="type") if kind == "Paper")
    page = visit(small_file, "#" + quote(paper, safe=""))
    assert page.panel("#panel-title").inner_text() == label(small_graph, paper)
    assert page.call("document.querySelector('#panel-back')") is None
    page.open_node("metric:accuracy")
    assert page.call("location.hash") == "#metric%3Aaccuracy"


@pytest.mark.parametrize("address", ["#method%3Anonesuch", "#%", "#%E0%A4%A"])
def test_address_of_nothing_says_so(visit: Callable[..., Visit], small_file: Path, address: str) -> None:
    page = visit(small_file, address)
    assert "no node" in page.page.locator("#said").inner_text()
    assert page.panel().is_hidden()


def test_at_most_twenty_of_a_kind_and_then_the_command(visit: Callable[..., Visit], tmp_path: Path) -> None:
    graph = invented_graph(168)
    write_html(graph, tmp_path / "page.html", directory="my graph")
    uses = Counter(target for _, target, predicate in graph.edges(keys=True) if predicate == "uses")
    key, count = max(uses.items(), key=lambda item: item[1])
    assert count > 20
    page = visit(tmp_path / "page.html", "#" + quote(key, safe=""))
    group = page.panel("details[data-predicate=uses][data-direction=in]")
    assert group.locator("li").count() == 20
    name = graph.nodes[key]["label"]
    assert group.locator(".rest").inner_text() == f"{count - 20} more: kg show 'my graph' {name}"


def test_escape_closes_and_a_click_on_nothing_deselects(small: Visit, hub: str) -> None:
    small.click_node(hub)
    small.page.keyboard.press("Escape")
    assert small.panel().is_hidden()
    assert small.call("location.hash") == ""


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
