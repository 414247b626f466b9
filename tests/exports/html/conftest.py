"""A headless Chromium, and pages opened in it with the network off."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from invented_graphs import invented_graph
from visits import WIDE, Visit

from exports.html import write_html

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium. Without one the tests skip, unless PAPERKG_REQUIRE_BROWSER=1 forbids that."""
    program = next((found for name in _NAMES if (found := shutil.which(name))), None)
    missing = f"no browser: none of {', '.join(_NAMES)} is on the path" if program is None else None
    if find_spec("playwright") is None:
        missing = "playwright, which drives the browser, is not installed"
    if missing and os.environ.get("PAPERKG_REQUIRE_BROWSER") == "1":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=program, args=list(_ARGUMENTS), timeout=_TIMEOUT)
        yield running
        running.close()


_OPTIONS = {"viewport": WIDE, "offline": True, "reduced_motion": "reduce"}
#: A condition is waited for this long at most (ms): much longer than any machine should need, however busy it is.
_TIMEOUT = 90_000


@pytest.fixture(scope="session")
def usual_tab(browser: Any) -> Any:
    """One tab for all visits with the usual options: opening another costs more than loading a page."""
    tab = browser.new_context(**_OPTIONS).new_page()
    tab.set_default_timeout(_TIMEOUT)
    return tab


@pytest.fixture
def visit(browser: Any, usual_tab: Any) -> Iterator[Callable[..., Visit]]:
    """Opens a file. At the end nothing may have been requested but files, and nothing complained of."""
    visits: list[Visit] = []

    def opened(file: Path, address: str = "", **options: Any) -> Visit:
        tab = browser.new_context(**_OPTIONS | options).new_page() if options else usual_tab
        tab.set_default_timeout(_TIMEOUT)
        tab.goto("about:blank")
        seen = Visit(tab)
        visits.append(seen)
        for event, listener in seen.listeners():
            tab.on(event, listener)
        tab.goto(file.as_uri() + address)
        return seen

    yield opened
    for seen in visits:
        for event, listener in seen.listeners():
            seen.page.remove_listener(event, listener)
        if seen.page is not usual_tab:
            seen.page.context.close()
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
