"""A full disk gives one clear line, and the store stays what it was."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from invented_papers import write

import kg
from exports.rdf import pieces
from kg.errors import KgError


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"no small file system here: {done.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def triples(directory: Path) -> str:
    graph = kg.load(directory)
    text = "".join(pieces(graph.reader))
    graph.reader.close()
    return text


def test_a_full_disk_is_told_and_leaves_the_store_whole(small_disk: Path, tmp_path: Path) -> None:
    few, many = write(tmp_path / "few.jsonl", range(3)), write(tmp_path / "many.jsonl", range(3, 123))
    out = small_disk / "out"
    kg.build(few, out, profile="fast").reader.close()
    before = triples(out)
    with pytest.raises(KgError, match="full"):
        kg.build(many, out, profile="fast")
    assert triples(out) == before

    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    kg.build(many, out, profile="fast").reader.close()
    kg.build([few, many], tmp_path / "undisturbed", profile="fast").reader.close()
    assert triples(out) == triples(tmp_path / "undisturbed")
