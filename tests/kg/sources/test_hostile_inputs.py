"""Folders, links, globs, compression: what leads nowhere, round in circles, or unpacks without end."""

import gzip
import io
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard

from kg.records import Record, Skip
from kg.sources import opening, read
from tests.kg.sources.samples import NEVER_GUESSED, SAMPLES, parquet

Reading = Callable[..., list[Record | Skip]]
LINE = '{"title": "On Hedges", "abstract": "We cut them."}\n'


def only_skip(found: list[Record | Skip]) -> Skip:
    (skip,) = found
    assert isinstance(skip, Skip), skip
    assert "\n" not in skip.reason
    return skip


def test_folder_without_papers(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / ".hidden").write_text(LINE)
    assert list(read([tmp_path])) == []


def test_folders_linked_crosswise_are_each_read_once(tmp_path: Path) -> None:
    """Ten folders that hold links to one another have ten factorial paths through them."""
    for name in "abcdefghij":
        (tmp_path / name).mkdir()
        (tmp_path / name / "p.jsonl").write_text(json.dumps({"title": name}))
        for other in "abcdefghij":
            (tmp_path / name / f"to-{other}").symlink_to(tmp_path / other)
    found = list(read([tmp_path]))
    assert sorted(item.title or "" for item in found if isinstance(item, Record)) == list("abcdefghij")
    assert not [item for item in found if isinstance(item, Skip)]


def test_glob_of_any_depth_follows_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x" / "y").mkdir(parents=True)
    for place in (tmp_path, tmp_path / "x", tmp_path / "x" / "y"):
        (place / "p.jsonl").write_text(json.dumps({"title": place.name or "top"}))
        (place / "loop").symlink_to(tmp_path)
        (place / "again").symlink_to(tmp_path)
    expected = [str(tmp_path / part) for part in ("p.jsonl", "x/p.jsonl", "x/y/p.jsonl")]
    assert [str(item.source.file) for item in read([f"{tmp_path}/**/*.jsonl"]) if isinstance(item, Record)] == expected
    assert len([*read([f"{tmp_path}/**"])]) == 3
    monkeypatch.chdir(tmp_path)
    assert len([*read(["**/*.jsonl"])]) == 3
    assert len([*read(["x/**/p.jsonl"])]) == 2


def test_link_to_itself_is_named(tmp_path: Path) -> None:
    (tmp_path / "round.jsonl").symlink_to("round.jsonl")
    assert "cannot be read" in only_skip(list(read([tmp_path]))).reason


@pytest.fixture
def deep_folder(tmp_path: Path) -> Iterator[Path]:
    """A file under 1,100 folders in one another; pytest's own cleaning would fail on them, whose paths are too long."""
    here = os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(1100):
            os.mkdir("d", dir_fd=here)
            inner = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
        with os.fdopen(os.open("p.jsonl", os.O_CREAT | os.O_WRONLY, dir_fd=here), "w") as file:
            file.write(LINE)
    finally:
        os.close(here)
    yield tmp_path
    subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)


def test_folders_nested_deeper_than_the_stack(deep_folder: Path) -> None:
    (record,) = read([deep_folder])
    assert isinstance(record, Record)


@pytest.mark.parametrize("format", SAMPLES)
@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("left", [12, 40])
def test_compressed_file_cut_off(reading: Reading, format: str, compress: Callable[[bytes], bytes], left: int) -> None:
    found = reading(compress(SAMPLES[format].encode())[:left], format if format in NEVER_GUESSED else None)
    last = found[-1]
    assert isinstance(last, Skip)
    assert "cut off or damaged" in last.reason or "cannot be read" in last.reason


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize(
    ("content", "format"),
    [
        (b"\n", None),
        (b" ", None),
        (b"a ", None),
        (b"a ", "jsonl"),
        (b"a ", "bibtex"),
        (b"a ", "whole"),
        (b"<p>", "html"),
        (b"title,abstract\n", None),
    ],
)
def test_compression_bomb_is_bounded(
    reading: Reading,
    monkeypatch: pytest.MonkeyPatch,
    compress: Callable[[bytes], bytes],
    content: bytes,
    format: str | None,
) -> None:
    monkeypatch.setattr(opening, "_BOMB_BYTES", 70_000)
    last = reading(compress(content * (200_000 // len(content))), format)[-1]
    assert isinstance(last, Skip)
    assert "a compression bomb?" in last.reason


def test_what_compresses_well_is_read(reading: Reading) -> None:
    assert len(reading(gzip.compress(LINE.encode() * 20_000))) == 20_000


@pytest.mark.parametrize("format", SAMPLES)
def test_binary_data_forced_into_a_format(reading: Reading, format: str) -> None:
    data = bytes(range(256)) * 20
    assert reading(data, format)
    assert "binary data" in only_skip(reading(data)).reason


@pytest.mark.parametrize("format", [*SAMPLES, "parquet"])
def test_empty_file_forced_into_a_format(reading: Reading, format: str) -> None:
    skip = only_skip(reading(b"", format))
    assert skip.reason


@pytest.mark.parametrize("format", SAMPLES)
@pytest.mark.parametrize("other", SAMPLES)
def test_wrong_format_forced(reading: Reading, format: str, other: str) -> None:
    assert reading(SAMPLES[other], format)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"x": [1, 2]}, "no column is named as a title or an abstract is"),
        ({"title": [1, 2]}, "its title is a number, not text"),
        ({"abstract": [[True], [False]]}, "its abstract holds no text"),
        ({"title": [None, None]}, "neither title nor abstract"),
        ({"title": [], "abstract": []}, "no paper found"),
    ],
)
def test_parquet_of_the_wrong_schema(reading: Reading, columns: dict[str, list[object]], reason: str) -> None:
    for item in reading(parquet(**columns)):
        assert isinstance(item, Skip)
        assert reason in item.reason


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
def test_compressed_parquet_from_a_stream(reading: Reading, compress: Callable[[bytes], bytes]) -> None:
    (record,) = reading(compress(parquet(title=["On Hedges"], abstract=["We cut them."])), "parquet")
    assert isinstance(record, Record)
    assert (record.title, record.abstract) == ("On Hedges", "We cut them.")


@pytest.mark.parametrize("keep", [4, 8, 100, -1, -4, -8, -20])
def test_parquet_cut_off(reading: Reading, keep: int) -> None:
    data = parquet(title=["On Hedges"], abstract=["We cut them."])
    assert "damaged Parquet" in only_skip(reading(data[:keep])).reason


def test_parquet_whose_columns_unpack_without_end_is_refused(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow
    import pyarrow.parquet

    monkeypatch.setattr("kg.sources.tables._BOMB_BYTES", 100_000)
    out = io.BytesIO()
    table = pyarrow.table({"title": ["x" * 2_000_000]})
    pyarrow.parquet.write_table(table, out, compression="zstd", use_dictionary=False)
    assert "a compression bomb?" in only_skip(reading(out.getvalue())).reason
