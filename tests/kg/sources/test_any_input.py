"""Whatever becomes of a file on its way, and whatever it holds: right papers, or skips that say why."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.records import Record, Skip
from kg.sources import read
from kg.text import clean, is_clean
from tests.kg.sources.samples import SAMPLES, parquet

#: What a piece of a file may be replaced by: marks that mean something in one format or another, or anything.
_MARKS = [
    "{",
    "}",
    '"',
    "'",
    ",",
    "\t",
    "\n",
    "\r",
    "\0",
    "<",
    ">",
    "&",
    "&#0;",
    "]]>",
    "<!--",
    "@",
    "\\",
    "\\ud800",
    "-",
]
_PIECES = st.sampled_from(_MARKS) | st.text(max_size=8)
_PLACES = st.integers(0, 400)


def check(found: list[Record | Skip]) -> None:
    """What everything promises that is read, from whatever."""
    for item in found:
        if isinstance(item, Skip):
            assert item.reason
            assert is_clean(item.reason)
            continue
        assert item.title or item.abstract
        for text in (item.title, item.abstract, item.venue, item.own_id, *item.authors, *item.categories):
            assert text is None or text.encode()
        assert all(link.startswith(("http://", "https://")) for link in item.links)
        assert Record.model_validate_json(item.model_dump_json()) == item


def reading(data: bytes, format: str | None) -> list[Record | Skip]:
    return list(read(["-"], stdin=io.BytesIO(data), format=format))


@pytest.mark.parametrize("format", SAMPLES)
@given(changes=st.lists(st.tuples(_PLACES, st.integers(0, 12), _PIECES), min_size=1, max_size=6), forced=st.booleans())
@settings(max_examples=60)
def test_a_file_that_was_spoiled_gives_papers_and_skips(
    format: str, changes: list[tuple[int, int, str]], forced: bool
) -> None:
    text = SAMPLES[format]
    for place, size, piece in changes:
        place %= len(text) + 1
        text = text[:place] + piece + text[place + size :]
    found = reading(text.encode("utf-8", "surrogatepass"), format if forced else None)
    assert found or not text.strip()
    check(found)


@given(place=st.integers(0, 3000), size=st.integers(0, 20), piece=st.binary(max_size=20))
@settings(max_examples=60)
def test_a_parquet_file_that_was_spoiled_gives_papers_and_skips(place: int, size: int, piece: bytes) -> None:
    data = parquet(title=["On Hedges"] * 5, abstract=["We cut them."] * 5)
    place %= len(data) + 1
    check(reading(data[:place] + piece + data[place + size :], "parquet"))


#: A text of words as papers have them: it begins and ends with a letter and is clean.
_WORDS = st.lists(
    st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="&"), min_size=1, max_size=9), max_size=6
).map(lambda words: clean(" ".join(["On", *words, "hedges"])))


def _csv(delimiter: str) -> Callable[[dict[str, str]], bytes]:
    def write(paper: dict[str, str]) -> bytes:
        out = io.StringIO()
        writer = csv.DictWriter(out, list(paper), delimiter=delimiter)
        writer.writeheader()
        writer.writerow(paper)
        return out.getvalue().encode()

    return write


def _atom(paper: dict[str, str]) -> bytes:
    return (
        f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>{escape(paper["title"])}</title>'
        f"<summary>{escape(paper['abstract'])}</summary></entry></feed>"
    ).encode()


def _tagged(pattern: str) -> Callable[[dict[str, str]], bytes]:
    return lambda paper: pattern.format(**paper).encode()


WRITERS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "jsonl": lambda paper: json.dumps(paper).encode(),
    "json": lambda paper: json.dumps([paper], indent=1, ensure_ascii=False).encode(),
    "csv": _csv(","),
    "tsv": _csv("\t"),
    "atom": _atom,
    "ris": _tagged("TY  - JOUR\nTI  - {title}\nAB  - {abstract}\nER  - \n"),
    "nbib": _tagged("PMID- 12345678\nTI  - {title}\nAB  - {abstract}\n"),
    "wos": _tagged("FN Example\nVR 1.0\nPT J\nTI {title}\nAB {abstract}\nER\n\nEF\n"),
    "parquet": lambda paper: parquet(**{name: [value] for name, value in paper.items()}),
    "pairs": _tagged("{title}\n{abstract}\n"),
}


@pytest.mark.parametrize("format", WRITERS)
@given(title=_WORDS, abstract=_WORDS)
@settings(max_examples=60)
def test_any_title_and_abstract_are_read_as_they_were_written(format: str, title: str, abstract: str) -> None:
    (record,) = reading(WRITERS[format]({"title": title, "abstract": abstract}), format)
    assert isinstance(record, Record), record
    assert (record.title, record.abstract) == (title, abstract)
