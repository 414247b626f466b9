"""Screenshots of a page that `kg build` or `kg view` wrote: light, dark, narrow, and with a node's panel open.

    python -m benchmarks.screenshots demo/graph.html /tmp/shots

A Chromium or Chrome must be on the path; playwright (extra `dev`) drives it. The network stays off.
"""

import argparse
import sys
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from benchmarks.browsers import launch

_WIDE = (1440, 900)
_NARROW = (390, 844)
#: The entity that most papers name: its panel has something to show.
_MOST_NAMED = """() => {
  const { nodes } = JSON.parse(document.getElementById("graph-data").textContent);
  const entities = nodes.filter(node => node.type !== "Paper");
  return entities.reduce((best, node) => (node.papers > best.papers ? node : best)).key;
}"""


def take(page: Path, out: Path, node: str | None = None, scale: float = 2) -> list[Path]:
    """Take the four screenshots and return where they are; `scale` is of a screen's pixels to those of the page."""
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = launch(driver)
        files = [
            _shoot(browser, page, out / "light.png", _WIDE, "light", scale),
            _shoot(browser, page, out / "dark.png", _WIDE, "dark", scale),
            _shoot(browser, page, out / "narrow.png", _NARROW, "light", scale),
            _shoot(browser, page, out / "panel.png", _WIDE, "light", scale, panel=True, node=node),
        ]
        browser.close()
    return files


def _shoot(
    browser: Browser,
    page: Path,
    out: Path,
    size: tuple[int, int],
    scheme: str,
    scale: float,
    *,
    panel: bool = False,
    node: str | None = None,
) -> Path:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=scale,
        offline=True,
        reduced_motion="reduce",
    )
    tab = context.new_page()
    tab.goto(page.resolve().as_uri())
    if panel:
        key = node or tab.evaluate(_MOST_NAMED)
        tab.goto(f"{page.resolve().as_uri()}#{quote(key, safe='')}")
        tab.reload()
        tab.locator("#panel-title").wait_for()
    tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    tab.screenshot(path=out)
    context.close()
    return out


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("page", type=Path, help="the page, for example demo/graph.html")
    parser.add_argument("out", type=Path, help="the folder for light.png, dark.png, narrow.png and panel.png")
    parser.add_argument("--node", help="the key of the node whose panel is shown (default: the most named entity)")
    parser.add_argument("--scale", type=float, default=2, help="pixels of the screen for each of the page")
    arguments = parser.parse_args()
    if not arguments.page.is_file():
        sys.exit(f"{arguments.page}: no such file; `kg build` leaves graph.html in its output folder")
    for file in take(arguments.page, arguments.out, arguments.node, arguments.scale):
        print(file)


if __name__ == "__main__":
    main()
