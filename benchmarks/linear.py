"""Is extraction linear in the length of hostile text?

Usage: python -m benchmarks.linear [--size 100000] [--profile accurate] [--json FILE] [TEXT...]

Prints CPU seconds at one size and at four times that size for texts made to hurt; a
ratio near 4 is linear, near 16 quadratic.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.reporting import report
from extractors.pipeline import Extractor
from kg.records import Paper

__all__ = ["main"]


def _repeat(unit: str) -> Callable[[int], str]:
    return lambda size: (unit * (size // len(unit) + 1))[:size]


TEXTS: dict[str, Callable[[int], str]] = {
    "prose": _repeat("We train the model on images and report accuracy for detection of objects in street scenes. "),
    "definitions": _repeat("graph neural net (GNN) "),
    "new names": lambda size: " ".join(f"Foo{i}Net" for i in range(size // 9))[:size],
    "new phrases": lambda size: " ".join(f"w{i} detection," for i in range(size // 16))[:size],
    "brackets": _repeat("("),
    "one word": _repeat("a"),
    "hyphens": _repeat("a-"),
    "digits": _repeat("1,"),
    "dots": _repeat("."),
    "quotes": _repeat("\"'“"),
    "slashes": lambda size: "We evaluate on " + "A/" * (size // 2),
    "LaTeX": _repeat("$\\alpha_{"),
    "address": lambda size: "https://a.b/" + "x)" * (size // 2),
    "proposals": _repeat("we propose Foo "),
    "capitals": _repeat("Aa "),
}


def _seconds(extractor: Extractor, text: str) -> float:
    began = time.process_time()
    extractor.extract(Paper(id="p", abstract=text))
    return time.process_time() - began


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="characters of the shorter text")
    parser.add_argument("--profile", default="accurate", help="accurate (default) or fast")
    parser.add_argument("texts", nargs="*", metavar="TEXT", help="which texts, by name (default: all)")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    arguments = parser.parse_args()
    extractor = Extractor(arguments.profile)
    rows = []
    for name in arguments.texts or TEXTS:
        make = TEXTS[name]
        print(f"{name} ...", file=sys.stderr, flush=True)
        short, long = (_seconds(extractor, make(n)) for n in (arguments.size, 4 * arguments.size))
        ratio = round(long / max(short, 1e-9), 1)
        rows.append({"text": name, "CPU s": round(short, 3), "four times as long": round(long, 3), "ratio": ratio})
    report("linear", rows, arguments.json)


if __name__ == "__main__":
    main()
