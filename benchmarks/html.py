"""How long the picture takes to open, beside a page that pyvis makes of the same drawn graph with its defaults.

    python -m benchmarks.html demo [DIR ...] [--json FILE] [--runs 3] [--patience 60]

Each DIR holds a graph that `kg build` left; its page is made here, and timed too. In one headless Chromium, the network
off, both pages are opened in turns. "open" is the time from navigation until a page is at rest and answers: ours once
two frames were drawn after its load event and the search completes a name; pyvis's when vis-network says that the
physics has come to rest, or "never" after `--patience` seconds. "load" is the load event alone, "CPU" what the page's
process took in all, which a busy machine disturbs less. Best of `--runs`; what the pages ask the network for ("asked")
and print ("said") is counted over all. Needs a Chromium on the path and the extra `dev`.
"""

import argparse
import json
import re
import resource
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import networkx as nx
from playwright.sync_api import Browser, sync_playwright
from pyvis.network import Network

import kg
from benchmarks.browsers import launch

__all__ = ["main"]

_USABLE = """async () => {
  const frame = () => new Promise(done => requestAnimationFrame(done));
  await frame();
  await frame();
  const field = document.getElementById("search");
  field.value = JSON.parse(document.getElementById("graph-data").textContent).nodes[0].label.slice(0, 20);
  field.dispatchEvent(new Event("input"));
  if (!document.querySelector("#search-list .match")) throw new Error("the search completes nothing");
  return performance.now() / 1000;
}"""
_AT_REST = """patience => new Promise(done => {
  if (typeof network === "undefined") return done(null);
  if (network.physics.stabilized) return done(performance.now() / 1000);
  network.on("stabilized", () => done(performance.now() / 1000));
  setTimeout(() => done(null), patience * 1000);
})"""
_LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd / 1000"


@dataclass
class Opening:
    """What a page did, in seconds; `opened` is None if it did not come to rest."""

    load: float
    opened: float | None
    cpu: float
    requests: int
    messages: int


@dataclass
class Row:
    """One page."""

    graph: str
    page: str
    nodes: int
    lines: int
    bytes: int
    make_cpu: float | None
    opening: Opening


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path, nargs="+")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--patience", type=float, default=60.0, help="seconds that a page has to come to rest")
    options = parser.parse_args()
    rows: list[Row] = []
    print(f"{'':24} {'nodes':>6} {'lines':>6} {'MB':>5} {'made':>7} {'load':>7} {'open':>7} {'CPU':>7} asked said")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = launch(driver)
        for directory in options.directory:
            for row in _measure(browser, directory, Path(folder), options.runs, options.patience):
                rows.append(row)
                print(_line(row), flush=True)
        browser.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"seconds; made: CPU time of kg view, the libraries loaded; peak memory of this process {peak:,.0f} MB")
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1))


def _line(row: Row) -> str:
    seen = row.opening
    opened = f"{seen.opened:7.2f}" if seen.opened is not None else "  never"
    made = f"{row.make_cpu:7.1f}" if row.make_cpu is not None else " " * 7
    return (
        f"{row.graph[:15]:15} {row.page:8} {row.nodes:6} {row.lines:6} {row.bytes / 1e6:5.1f} {made}"
        f" {seen.load:7.2f} {opened} {seen.cpu:7.2f} {seen.requests:5} {seen.messages:4}"
    )


def _measure(browser: Browser, directory: Path, folder: Path, runs: int, patience: float) -> list[Row]:
    ours, theirs = folder / "ours.html", folder / "pyvis.html"
    began = time.process_time()
    report = kg.load(directory).write_picture(ours, directory=str(directory))
    made = time.process_time() - began
    graph = drawn_graph(ours.read_text(encoding="utf-8"))
    theirs.write_text(default_page(graph), encoding="utf-8")
    seen: dict[Path, list[Opening]] = {ours: [], theirs: []}
    for _ in range(runs):
        seen[ours].append(_open(browser, ours, _USABLE, None))
        if all(opening.opened is not None for opening in seen[theirs]):  # One wait for what never ends is enough.
            seen[theirs].append(_open(browser, theirs, _AT_REST, patience))
    size = (report.shown_nodes, graph.number_of_edges())
    return [
        Row(directory.name, "paperkg", *size, ours.stat().st_size, made, _best(seen[ours])),
        Row(directory.name, "pyvis", *size, theirs.stat().st_size, None, _best(seen[theirs])),
    ]


def drawn_graph(page: str) -> nx.Graph:
    """The nodes and lines that one of our pages draws."""

    def block(name: str) -> Any:
        found = re.search(rf'id="graph-{name}">(.*?)</script>', page, re.DOTALL)
        assert found, name
        return json.loads(found.group(1))

    graph = nx.Graph()
    for node in block("nodes"):
        graph.add_node(node["id"], label=node["label"], group=node["group"], size=node["size"])
    graph.add_edges_from((edge["from"], edge["to"]) for edge in block("edges"))
    return graph


def default_page(graph: nx.Graph) -> str:
    """What pyvis makes of a graph if nothing is said."""
    network = Network(cdn_resources="in_line")
    network.from_nx(graph)
    return str(network.generate_html())


def _open(browser: Browser, page: Path, script: str, argument: object) -> Opening:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    tab = context.new_page()
    tab.set_default_timeout(600_000)
    requests: list[str] = []
    messages: list[str] = []
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("console", lambda message: messages.append(message.text))
    tab.on("pageerror", lambda error: messages.append(str(error)))
    session = context.new_cdp_session(tab)
    session.send("Performance.enable")
    tab.goto(page.as_uri())
    opened = tab.evaluate(script, argument)
    metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    loaded = tab.evaluate(_LOADED)
    context.close()
    outside = [url for url in requests if not url.startswith(("file:", "data:", "blob:"))]
    return Opening(loaded, opened, metrics["ProcessTime"], len(outside), len(messages))


def _best(openings: list[Opening]) -> Opening:
    best = min(openings, key=lambda seen: (seen.opened is None, seen.opened or seen.load))
    best.requests = sum(seen.requests for seen in openings)
    best.messages = sum(seen.messages for seen in openings)
    return best


if __name__ == "__main__":
    main()
