"""Reading takes the memory of a record, however much comes."""

import io
import tracemalloc

import pytest

from kg.records import Skip
from kg.sources import opening, read

MIB = 1 << 20


def peak_while_reading(data: bytes, format: str) -> tuple[int, list[str]]:
    """The most memory that reading took beside the data, in bytes, and the reasons of the skips, each once."""
    reasons: dict[str, None] = {}
    stream = io.BytesIO(data)
    tracemalloc.start()
    try:
        for item in read(["-"], stdin=stream, format=format):
            if isinstance(item, Skip):
                reasons[item.reason] = None
        return tracemalloc.get_traced_memory()[1], list(reasons)
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("format", ["lines", "pairs", "jsonl", "text", "ris", "bibtex", "json", "atom", "csv"])
def test_a_line_without_end(monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    monkeypatch.setattr(opening, "LINE_CHARACTERS", MIB // 4)
    monkeypatch.setattr("kg.sources.json_reader.LINE_CHARACTERS", MIB // 4)
    peak, reasons = peak_while_reading(b"hedges " * (24 * MIB // 7), format)
    assert reasons
    assert peak < 20 * MIB


@pytest.mark.parametrize(
    ("format", "piece"),
    [("jsonl", b'{"title": "", "abstract": ""}\n'), ("csv", b",\n"), ("lines", b"\n"), ("text", b"\n")],
)
def test_empty_abstracts_without_end(format: str, piece: bytes) -> None:
    head = b"title,abstract\n" if format == "csv" else b""
    peak, reasons = peak_while_reading(head + piece * (MIB // len(piece)), format)
    assert len(reasons) == 1
    assert peak < 2 * MIB
