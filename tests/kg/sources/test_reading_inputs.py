"""Files, folders, globs, standard input; compression, encodings, and what cannot be read."""

import codecs
import gzip
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.records import Record, Skip
from kg.sources import FORMATS, read
from kg.sources.opening import InputStream

Reading = Callable[..., list[Record | Skip]]
LINE = '{"title": "On Hedges", "abstract": "We cut them."}\n'


def titles(found: list[Record | Skip]) -> list[str | None]:
    return [item.title for item in found if isinstance(item, Record)]


def test_folder_is_read_recursively_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a/z.jsonl", "a/y.jsonl", ".hidden.jsonl", ".git/config.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"title": name}))
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    found = list(read([tmp_path]))
    assert titles(found) == ["a/y.jsonl", "a/z.jsonl", "b.jsonl"]
    assert [item.source.file for item in found if isinstance(item, Record)] == [
        str(tmp_path / t) for t in titles(found) if t
    ]


def test_glob(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl", "c.txt", "[x].jsonl"):
        (tmp_path / name).write_text(json.dumps({"title": name}))
    assert titles(list(read([f"{tmp_path}/*.jsonl"]))) == ["[x].jsonl", "a.jsonl", "b.jsonl"]
    assert titles(list(read([f"{tmp_path}/[x].jsonl"]))) == ["[x].jsonl"]


@pytest.mark.parametrize(
    ("given_input", "message"),
    [
        ("/no/such/file.txt", "no such file or folder"),
        ("/no/such/*.txt", "no file matches this pattern"),
        ("https://arxiv.org/abs/2101.00001", "a web address, not a file"),
        ("", "empty or impossible name"),
        ("a\x00b", "empty or impossible name"),
    ],
)
def test_input_that_is_not_there_fails_at_once(given_input: str, message: str) -> None:
    with pytest.raises(KgError, match=message):
        read([given_input])


def test_unknown_format_fails_at_once() -> None:
    with pytest.raises(KgError, match="choose one of text, lines"):
        read(["-"], format="word")


def test_formats_are_described() -> None:
    assert {"text", "jsonl", "json", "atom", "csv", "tsv", "parquet", "bibtex", "ris"} <= set(FORMATS)
    assert all(FORMATS.values())


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("wrong.csv", LINE + LINE, "jsonl"),
        ("line.txt", LINE, "json"),
        ("wrong.json", "title,abstract\nA,B\n", "csv"),
        ("wrong.txt", "@article{a, title={A}}", "bibtex"),
        ("wrong.bib", "TY  - JOUR\nTI  - A\nER  - \n", "ris"),
        ("papers", "[1] A Title of One Paper\n\nWe write an abstract. It is short.\n", "text"),
        ("one.tsv", "abstract\nWe write an abstract.\n", "csv"),
    ],
)
def test_content_tells_the_format(tmp_path: Path, name: str, content: str, expected: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    assert {item.source.format for item in read([path]) if isinstance(item, Record)} == {expected}


def test_format_may_be_forced(reading: Reading) -> None:
    assert [item.abstract for item in reading("One.\nTwo\n", format="lines") if isinstance(item, Record)] == [
        "One.",
        "Two",
    ]
    pairs = reading("T\nA\n\nU\nB\nV\n", format="pairs")
    assert [(item.title, item.abstract) for item in pairs if isinstance(item, Record)] == [("T", "A"), ("U", "B")]
    assert isinstance(pairs[-1], Skip)
    (whole,) = reading("One.\n\nTwo.\n", format="whole")
    assert isinstance(whole, Record)
    assert whole.abstract == "One. Two."


def test_limit_counts_papers(tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_text("{bad\n" + LINE * 5)
    found = list(read([path], limit=2))
    assert [type(item) for item in found] == [Skip, Record, Record]
    assert list(read([path], limit=0)) == []


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize(
    "content", [LINE, "title,abstract\nOn Hedges,We cut them.\n", "@article{a, title={On Hedges}}"]
)
def test_compressed_input(reading: Reading, compress: Callable[[bytes], bytes], content: str) -> None:
    assert titles(reading(compress(content.encode()))) == ["On Hedges"]


def test_compressed_frames_in_a_row(reading: Reading) -> None:
    assert titles(reading(zstandard.compress(LINE.encode()) + zstandard.compress(LINE.encode()))) == ["On Hedges"] * 2
    assert titles(reading(gzip.compress(LINE.encode()) + gzip.compress(LINE.encode()))) == ["On Hedges"] * 2


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
def test_truncated_compression_keeps_what_was_read(reading: Reading, compress: Callable[[bytes], bytes]) -> None:
    lines = "".join(json.dumps({"title": f"Paper {n} {os.urandom(20).hex()}"}) + "\n" for n in range(20_000))
    found = reading(compress(lines.encode())[:-1000])
    assert len(titles(found)) > 1000
    assert isinstance(found[-1], Skip)
    assert "cut off or damaged" in found[-1].reason or "cannot be read" in found[-1].reason


@pytest.mark.parametrize(
    "encoded",
    [
        "Hecken für Köche\n\nWe cook with hedges. It is good.".encode(),
        "Hecken für Köche\n\nWe cook with hedges. It is good.".encode("latin-1"),
        codecs.BOM_UTF8 + "Hecken für Köche\n\nWe cook with hedges. It is good.".encode(),
        "Hecken für Köche\n\nWe cook with hedges. It is good.".encode("utf-16"),
        codecs.BOM_UTF16_BE + "Hecken für Köche\n\nWe cook with hedges. It is good.".encode("utf-16-be"),
    ],
)
def test_encodings(reading: Reading, encoded: bytes) -> None:
    (record,) = reading(encoded)
    assert isinstance(record, Record)
    assert (record.title, record.abstract) == ("Hecken für Köche", "We cook with hedges. It is good.")


def test_one_wrong_byte_spoils_nothing_else(reading: Reading) -> None:
    (record,) = reading("We cook with “hedges” daily. It is ".encode() + b"\x93good\x94, we find.")
    assert isinstance(record, Record)
    assert record.abstract == "We cook with “hedges” daily. It is “good”, we find."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "an empty file"),
        (b"%PDF-1.7 x", "a PDF"),
        (b"PK\x03\x04", "a zip archive or an office document"),
        (b"\x00\x01\x02text", "binary data, not text"),
        # Without the time of day in it: workers that collect tests in different seconds must agree on their names.
        (gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "compressed twice"),
        (b"  \n ", "no paper found"),
    ],
)
def test_file_in_which_nothing_can_be_read_is_skipped(reading: Reading, content: bytes, reason: str) -> None:
    (skip,) = reading(content)
    assert isinstance(skip, Skip)
    assert skip.file == "-"
    assert reason in skip.reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_that_may_not_be_read_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_text(LINE)
    path.chmod(0)
    (skip,) = read([path])
    assert isinstance(skip, Skip)


def test_link_that_leads_nowhere_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "missing")
    (tmp_path / "here.jsonl").write_text(LINE)
    skip, record = read([tmp_path])
    assert isinstance(skip, Skip)
    assert "cannot be read" in skip.reason
    assert isinstance(record, Record)


def test_pipe_is_read() -> None:
    reader, writer = os.pipe()
    os.write(writer, LINE.encode())
    os.close(writer)
    with os.fdopen(reader, "rb", buffering=0) as pipe:
        assert titles(list(read(["-"], stdin=pipe))) == ["On Hedges"]  # type: ignore[arg-type]


def test_record_without_end_is_cut_off_with_a_reason() -> None:
    stream = InputStream(io.BufferedReader(io.BytesIO(b"x" * 5_000_000)), allowance=1_000_000)  # type: ignore[arg-type]
    assert len(stream.read()) < 2_000_000
    assert stream.problem is not None
    assert "a single record takes more than" in stream.problem


def test_overlong_abstract_is_skipped(reading: Reading) -> None:
    found = reading(
        "We write. " * 20_000 + "\n" + "We cut hedges. It is good, as we show in three gardens of the north.\n"
    )
    assert [type(item) for item in found] == [Skip, Record]
    assert isinstance(found[0], Skip)
    assert "more than 100,000 characters" in found[0].reason


def test_entities_and_control_characters_are_resolved(reading: Reading) -> None:
    (record,) = reading(json.dumps({"title": "Q&amp;A\x07 over\n hedges", "abstract": "Abstract: a  b"}))
    assert isinstance(record, Record)
    assert (record.title, record.abstract) == ("Q&A over hedges", "a b")


def test_many_windows_of_a_long_text_lose_nothing(
    monkeypatch: pytest.MonkeyPatch, reading: Reading, papers: list[Any]
) -> None:
    monkeypatch.setattr("kg.sources.page.reader._WINDOW_LINES", 40)
    lines = ["Daily Papers", "Mar 9, 2025", ""]
    for n in range(60):
        paper = papers[n % 4]
        lines += [f"{paper.title} {n}", "", paper.abstract, "", "• 4 authors", "·", "Jun 16", ""]
    found = [item for item in reading("\n".join(lines)) if isinstance(item, Record)]
    assert [(r.title, r.date, r.author_count) for r in found] == [
        (f"{papers[n % 4].title} {n}", "2025-06-16", 4) for n in range(60)
    ]


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("ab AB.,:•·-\n\t[]()#*1290|\\{}\"'@—Title:Abstract"), max_size=400))
def test_any_text_gives_records_and_skips(text: str) -> None:
    found = list(read(["-"], stdin=io.BytesIO(text.encode())))
    assert found
    assert all(item.title or item.abstract for item in found if isinstance(item, Record))


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_give_records_and_skips(data: bytes) -> None:
    assert list(read(["-"], stdin=io.BytesIO(data)))
