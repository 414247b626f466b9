"""The panel of a node: what it is, its numbers, its links with sentences, and how names lead on."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import networkx as nx
import pytest
from invented_graphs import Paper, add_paper, invented_graph
from visits import Visit, label

from exports.html import Standing, write_html


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
    assert sorted(map(str.strip, group.locator(".what .year").all_inner_texts())) == sorted(years)
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
    write_html(small_graph, tmp_path / "page.html", standings=lambda _: ranks)
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
