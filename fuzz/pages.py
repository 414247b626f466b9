"""Fuzz the readers: any bytes, in any format, give papers and skips that keep what records promise.

Usage: python -m fuzz.pages [--seconds 600] [INPUT...]

The first byte of an input chooses the format (most often: told by content); the rest is the file.
"""

import importlib
import io
from collections.abc import Iterator
from pathlib import Path

from fuzz.running import instrumented, run

_PACKAGES = ("kg.sources", "kg.text", "kg.links", "kg.ids")

with instrumented(*_PACKAGES):
    from kg.records import Record, Skip
    from kg.sources import FORMATS, read
    from kg.text import clean

__all__ = ["main", "test"]

#: The fuzzer mutates bytes; a Parquet file that is damaged so is Arrow's matter, not ours.
_FORMATS = [None, *(name for name in FORMATS if name != "parquet")]


def test(data: bytes) -> None:
    """Read one input and see that everything read keeps its promises."""
    format = _FORMATS[data[0] % len(_FORMATS)] if data else None
    found = list(read(["-"], stdin=io.BytesIO(data[1:]), format=format))
    assert found, "an input from which nothing comes, not even a skip"
    for item in found:
        if isinstance(item, Skip):
            assert item.reason
            assert "\n" not in item.reason
            continue
        _check(item)


def _check(record: Record) -> None:
    assert record.title or record.abstract
    for text in (record.title, record.abstract, record.venue, record.own_id, *record.authors, *record.categories):
        if text is not None:
            text.encode()  # no lone surrogates
            assert text == clean(text) or "&" in text, f"not clean: {text!r}"
    for link in record.links:
        assert link.startswith(("http://", "https://"))
    Record.model_validate_json(record.model_dump_json())


def _seeds() -> Iterator[bytes]:
    """The demo corpus in pieces, and the head of a file in each of the other formats."""
    examples = Path(__file__).parent.parent / "examples"
    for file in ("daily_papers.txt", "reading_list.txt", "references.bib"):
        for part in (examples / file).read_bytes()[:3000].split(b"\n\n"):
            yield b"\0" + part
    for line in (examples / "papers.jsonl").read_bytes().splitlines()[:3]:
        yield b"\0" + line
    for text in _SMALL:
        yield b"\0" + text.encode()


_SMALL = [
    '[{"title": "On Hedges", "abstract": "We cut them.", "externalIds": {"ArXiv": "2101.00001"}, "year": 2021}]',
    '{"results": [{"display_name": "On Hedges", "abstract_inverted_index": {"We": [0], "cut.": [1]}}]}',
    "title,abstract,year\nOn Hedges,We cut them.,2021\n",
    'Key\tTitle\tAbstract Note\n1\t"On ""Hedges"""\tWe cut them.\n',
    "TY  - JOUR\nTI  - On Hedges\nAB  - We cut them.\nAU  - Lovelace, Ada\nPY  - 2021\nER  - \n",
    "PMID- 12345678\nTI  - On Hedges\nAB  - We cut\n      them.\nDP  - 2021 Mar\n",
    "FN X\nVR 1.0\nPT J\nAU Lovelace, A\nTI On Hedges\nAB We cut them.\nPY 2021\nER\n",
    '<?xml version="1.0"?><feed><entry><title>On Hedges</title><summary>We cut them.</summary></entry></feed>',
    "<html><body><h2>On Hedges</h2><p>We cut them, and it is good.</p><p>Mar 9, 2025</p></body></html>",
    "# Papers\n\n1. **On Hedges** ([pdf](https://arxiv.org/pdf/2101.00001))\n   Ada Lovelace, Alan Turing\n   > Cut.",
    "Title: On Hedges\nAuthors: Ada Lovelace\nComments: Accepted at ICML 2020\n\\\\\n  We cut them.\n\\\\ ( x , 5kb)\n",
    "arXiv:2101.00001 [cs.LG]\nSubmitted on 9 Mar 2025 (v1), last revised 1 Apr 2025\nAbstract: We cut hedges.\n",
]


def main() -> None:
    """Run the fuzzer."""
    importlib.import_module("pyarrow")  # which zstd needs: slow to load, and none of the time of an input
    run("pages", test, _seeds(), _PACKAGES)


if __name__ == "__main__":
    main()
