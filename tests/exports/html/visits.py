"""An open page and what it did, for the tests that drive a browser."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 390, "height": 844}


@dataclass
class Visit:
    """An open page, with everything that it asked the network for and complained of."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listeners = (
            ("request", lambda request: self.requests.append(request.url)),
            ("pageerror", lambda error: self.complaints.append(str(error))),
            ("console", lambda message: self.complaints.append(message.text)),
        )

    def listeners(self) -> tuple[tuple[str, Callable[[Any], None]], ...]:
        """What is heard of the page, by event."""
        return self._listeners

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


def label(graph: nx.MultiDiGraph, key: str) -> str:
    """What a node is called."""
    return str(graph.nodes[key]["label"])
