"""A corpus that tries to break out: everything shows as text, nothing runs, nothing is asked for."""

from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from invented_graphs import Paper, add_paper
from visits import Visit

from exports.html import write_html

HOSTILE = {
    "element": "<script>window.owned = 1</script>",
    "end": "</script><script>window.owned = 1</script>",
    "comment": "<!--<script>",
    "attribute": '"><img src=x onerror="window.owned = 1">',
    "vector": "<svg onload=window.owned=1>",
    "scheme": "javascript:window.owned=1",
    "template": "{{ 7 * 7 }}${window.owned = 1}",
    "shell": "'; rm -rf ~; echo '",
    "long": "N" * 10_000,
    "right-to-left": "Net\u202eteN\u2066 and more",
    "separators": "a\u2028b\u2029c",
    "astral": "\U0001f9ea\U0001f9ec Net",
    "prototype": "__proto__",
    "lone surrogate": "half \ud83e pair",
}


@pytest.fixture(scope="module")
def hostile_graph() -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    for number, name in enumerate(HOSTILE.values()):
        paper = Paper(f"p{number}{name[:40]}", f"{name[:300]} in the title")
        paper.add(
            ["We propose ", ("Method", name, "introduces"), " and ", ("Method", "Common", "uses"), f" {name[:99]}."]
        )
        paper.add(["On ", ("Dataset", f"{name[:50]} data", "evaluatesOn"), " it reaches 99%."])
        add_paper(
            graph, paper, authors=[name], date=name[:20], date_text=name, venue=name, categories=[name],
            links=[name, "javascript:window.owned=1", "https://example.org/<b>"], arxiv=None, doi=name[:30],
        )  # fmt: skip
    for key, node in list(graph.nodes(data=True)):
        if node["type"] == "Method":
            node["aliases"] = [node["label"], *HOSTILE.values()]
        if node["type"] == "Dataset":
            graph.add_node(
                f"result:{key}", type="Result", label="", value=1.0, unit=HOSTILE["attribute"], kind="score", text=key
            )
            graph.add_edge(f"result:{key}", key, "onDataset", confidence=1.0, evidence=[])
    return graph


@pytest.fixture
def hostile(visit: Callable[..., Visit], hostile_graph: nx.MultiDiGraph, tmp_path: Path) -> Visit:
    write_html(hostile_graph, tmp_path / "page.html", title=HOSTILE["end"], directory=HOSTILE["shell"])
    return visit(tmp_path / "page.html")


def test_every_panel_shows_text_and_runs_nothing(hostile: Visit, hostile_graph: nx.MultiDiGraph) -> None:
    keys = sorted(hostile.visible())
    assert len(keys) == sum(kind != "Result" for _, kind in hostile_graph.nodes(data="type"))
    for key in keys:
        hostile.open_node(key)
        assert hostile.panel().locator("img, script, iframe, b, svg[onload]").count() == 0
        addresses = hostile.call("[...document.querySelectorAll('#panel a')].map(a => new URL(a.href).protocol)")
        assert set(addresses) <= {"https:", "http:", "file:"}
    assert hostile.call("window.owned") is None
    assert hostile.page.title() == HOSTILE["end"]


def test_hostile_names_are_found_and_shown_as_they_are(hostile: Visit) -> None:
    for name in HOSTILE.values():
        name = name.replace("\ud83e", "\ufffd")
        hostile.search(name[:200])
        hostile.page.keyboard.press("Enter")
        assert name[:200] in hostile.panel().text_content()
    assert hostile.call("window.owned") is None


def test_tooltip_shows_text(hostile: Visit) -> None:
    for key in sorted(hostile.visible())[:8]:
        point = hostile.call("key => paperkg.position(key)", key)
        hostile.page.mouse.move(point["x"], point["y"], steps=3)
        assert hostile.page.locator("#tip *").evaluate_all("all => all.every(e => ['BDI', 'SPAN'].includes(e.tagName))")
    assert hostile.call("window.owned") is None


def test_long_name_does_not_spread_the_picture(hostile: Visit) -> None:
    assert hostile.call("document.documentElement.scrollWidth") <= 1280
    widths = [label["right"] - label["left"] for label in hostile.call("paperkg.labels()")]
    assert max(widths) < 500


def test_commands_quote_names_for_the_shell(visit: Callable[..., Visit], tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    for number in range(25):
        paper = Paper(f"p{number}", f"Title {number}")
        paper.add(["We use ", ("Method", HOSTILE["shell"], "uses"), "."])
        add_paper(graph, paper)
    write_html(graph, tmp_path / "page.html", directory="a b")
    page = visit(tmp_path / "page.html")
    page.open_node(next(key for key in page.visible() if key.startswith("method:")))
    quoted = HOSTILE["shell"].replace("'", "'\\''")
    assert page.panel(".group .rest code").inner_text() == f"kg show 'a b' '{quoted}'"
