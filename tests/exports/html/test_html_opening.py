"""The page as it opens in a browser: at rest, labelled, in colour, readable in the dark and on a phone."""

import itertools
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from invented_graphs import invented_graph
from visits import NARROW, Visit

from exports.html import render, write_html

_COUNT_COLOURS = """types => {
  const { canvas } = network.canvas.frame;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const style = getComputedStyle(document.documentElement);
  return types.map(type => {
    const hex = style.getPropertyValue("--" + type.toLowerCase()).trim();
    const [r, g, b] = [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
    let count = 0;
    for (let i = 0; i < data.length; i += 4) count += data[i] === r && data[i + 1] === g && data[i + 2] === b;
    return count;
  });
}"""
TYPES = ["Paper", "Method", "Dataset", "Metric", "Task"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_five_types_are_drawn_in_five_colours(visit: Callable[..., Visit], small_file: Path, scheme: str) -> None:
    page = visit(small_file, color_scheme=scheme)
    assert page.call("document.documentElement.dataset.theme") == scheme
    assert all(count > 100 for count in page.call(_COUNT_COLOURS, TYPES))


def test_everything_is_drawn_and_at_rest(small: Visit, small_graph: nx.MultiDiGraph) -> None:
    nodes = {key for key, kind in small_graph.nodes(data="type") if kind != "Result"}
    assert small.visible() == nodes
    before = small.call("network.getPositions()")
    small.call("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert small.call("network.getPositions()") == before
    assert small.call("network.physics.physicsEnabled") is False
    inside = small.call("Object.values(network.getPositions()).map(p => network.canvasToDOM(p))")
    assert all(0 < p["x"] < 1280 and 0 < p["y"] < 800 for p in inside)


def test_labels_do_not_overlap_and_more_appear_with_zoom(visit: Callable[..., Visit], tmp_path: Path) -> None:
    write_html(invented_graph(150), tmp_path / "page.html")
    page = visit(tmp_path / "page.html")
    far = page.call("paperkg.labels()")
    assert len(far) > 10
    for a, b in itertools.combinations(far, 2):
        apart = a["right"] <= b["left"] or b["right"] <= a["left"] or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]
        assert apart, (a, b)
    for _ in range(4):
        page.page.locator("#zoom-in").click()
    near = page.call("paperkg.labels()")
    assert {label["label"] for label in near} - {label["label"] for label in far}


def test_communities_have_names_that_lead_there(small: Visit) -> None:
    titles = small.call("paperkg.titles()")
    assert titles
    for a, b in itertools.combinations(titles + small.call("paperkg.labels()"), 2):
        assert a["right"] <= b["left"] or b["right"] <= a["left"] or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]
    scale = small.call("network.getScale()")
    small.page.mouse.click((titles[-1]["left"] + titles[-1]["right"]) / 2, titles[-1]["bottom"] - 4)
    assert small.call("network.getScale()") > scale
    assert small.panel().is_hidden()


def test_help_says_what_can_be_done(small: Visit) -> None:
    small.page.locator("#help-toggle").click()
    assert "Double click" in small.page.locator("#help").inner_text()
    small.page.keyboard.press("Escape")
    assert small.page.locator("#help").is_hidden()
    assert small.call("document.activeElement.id") == "help-toggle"


def test_title_and_numbers_say_what_is_shown(small: Visit) -> None:
    assert small.page.title() == "Forty papers"
    assert small.page.locator("#title").inner_text() == "Forty papers"
    assert small.page.locator("#summary").inner_text().startswith("40 papers · ")


def test_every_control_has_a_name(small: Visit) -> None:
    small.open_node("metric:accuracy")
    unnamed = small.call(
        """[...document.querySelectorAll("button, input, a, [role=application]")].filter(control =>
             !(control.getAttribute("aria-label") || control.textContent.trim() || control.closest("label")))
           .map(control => control.outerHTML)"""
    )
    assert unnamed == []


def test_dark_colours_can_be_chosen_and_given_up(small: Visit) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    light = small.call(background)
    small.page.locator("#theme").click()
    assert small.call(background) != light
    assert small.page.locator("#theme").get_attribute("aria-pressed") == "true"
    small.page.locator("#theme").click()
    assert small.call(background) == light


def test_narrow_screen_shows_graph_search_filters_and_panel(visit: Callable[..., Visit], small_file: Path) -> None:
    page = visit(small_file, viewport=NARROW, has_touch=True, is_mobile=True)
    assert page.call("document.documentElement.scrollWidth") == NARROW["width"]
    assert page.page.locator("#predicate-filter").is_hidden()
    page.page.locator("#side-toggle").tap()
    assert page.page.locator("#predicate-filter").is_visible()
    page.page.locator("#side-toggle").tap()
    assert page.page.locator("#type-filter").is_visible()
    page.search("accuracy")
    page.page.keyboard.press("Enter")
    panel = page.panel().bounding_box()
    assert panel["x"] == 0
    assert panel["width"] == NARROW["width"]
    point = page.call("key => paperkg.position(key)", "metric:accuracy")
    assert 0 < point["x"] < NARROW["width"]
    assert 0 < point["y"] < panel["y"]


def test_notebook_frame_shows_the_same(
    visit: Callable[..., Visit], small_graph: nx.MultiDiGraph, tmp_path: Path
) -> None:
    (tmp_path / "empty.html").write_text("<!doctype html><title>notebook</title>")
    outer = visit(tmp_path / "empty.html")
    outer.call(
        """page => {
             const frame = Object.assign(document.createElement("iframe"), { width: 900, height: 600, srcdoc: page });
             document.body.append(frame);
           }""",
        render(small_graph),
    )
    frame = outer.page.frame_locator("iframe")
    frame.locator("#search").fill("accuracy")
    frame.locator("#search").press("Enter")
    frame.locator("#panel a.name").first.click()
    assert frame.locator("#panel-title").inner_text() != "accuracy"
    frame.locator("#panel-back").click()
    assert frame.locator("#panel-title").inner_text() == "accuracy"
