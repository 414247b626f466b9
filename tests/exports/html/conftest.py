"""A headless Chromium, and pages opened in it with the network off."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from invented_graphs import invented_graph

from exports.html import write_html

playwright = pytest.importorskip("playwright.sync_api")

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 390, "height": 844}


@dataclass
class Visit:
    """An open page, with everything that it asked the network for and complained of."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def call(self, expression: str, argument: object = None) -> Any:
        """What an expression gives in the page; `paperkg` is its interface for scripts."""
        return self.page.evaluate(expression, argument)

    def open_node(self, key: str) -> None:
        self.call("key => paperkg.open(key)", key)

    def click_node(self, key: str, **options: Any) -> None:
        point = self.call("key => paperkg.position(key)", key)
        self.page.mouse.click(point["x"], point["y"], **options)

    def visible(self) -> set[str]:
        return set(self.call("paperkg.visible()"))

    def panel(self, selector: str = "") -> Any:
        return self.page.locator(f"#panel {selector}")

    def search(self, words: str) -> None:
        self.page.locator("#search").fill(words)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium. Without one the tests skip, unless PAPERKG_REQUIRE_BROWSER=1 forbids that."""
    program = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if program is None:
        reason = f"no browser: none of {', '.join(_NAMES)} is on the path"
        if os.environ.get("PAPERKG_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        yield running
        running.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Visit]]:
    """Opens a file. At the end nothing may have been requested but files, and nothing complained of."""
    visits: list[Visit] = []
    contexts = []

    def opened(file: Path, address: str = "", **options: Any) -> Visit:
        context = browser.new_context(**{"viewport": WIDE, "offline": True, "reduced_motion": "reduce"} | options)
        contexts.append(context)
        context.set_default_timeout(5_000)
        seen = Visit(context.new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.on("console", lambda message: seen.complaints.append(message.text))
        seen.page.goto(file.as_uri() + address)
        visits.append(seen)
        return seen

    yield opened
    for context in contexts:
        context.close()
    for seen in visits:
        assert [url for url in seen.requests if not url.startswith(("file:", "data:", "blob:"))] == []
        assert seen.complaints == []


@pytest.fixture(scope="session")
def small_graph() -> nx.MultiDiGraph:
    """Forty invented papers."""
    return invented_graph(40)


@pytest.fixture(scope="session")
def small_file(small_graph: nx.MultiDiGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the forty papers."""
    file = tmp_path_factory.mktemp("page") / "graph.html"
    write_html(small_graph, file, title="Forty papers", directory="my graph")
    return file


@pytest.fixture
def small(visit: Callable[..., Visit], small_file: Path) -> Visit:
    """The page of the forty papers, open."""
    return visit(small_file)
