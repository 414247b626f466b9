"""`kg extract` and `kg build` on inputs made to break them: papers, or one line and exit code 1."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

_COMMAND = [sys.executable, "-c", "from kg.cli import main; main()", "extract"]


def extract(*inputs: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*_COMMAND, *map(str, inputs), "-o", "-", "--profile", "fast", "--jobs", "1"],
        input=stdin,
        capture_output=True,
        timeout=300,
        check=False,
    )


def fault_of(done: subprocess.CompletedProcess[bytes]) -> str:
    """The one line on standard error of a command that failed."""
    message = done.stderr.decode()
    assert done.returncode == 1, message
    assert done.stdout == b""
    assert message.count("\n") == 1, message
    return message


def test_nothing_readable_is_one_line(tmp_path: Path) -> None:
    """Empty, binary, truncated, a loop of links: the line names the first and what is wrong with it."""
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(os.urandom(5000))
    (tmp_path / "c.gz").write_bytes(gzip.compress(b"x" * 5000)[:20])
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "d.txt").symlink_to("d.txt")
    message = fault_of(extract(tmp_path))
    assert "no paper could be read" in message
    assert "a.txt: an empty file" in message


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("https://arxiv.org/list/cs", "a web address, not a file"),
        ("no/such\x1b[31m.txt", "no file matches this pattern"),
    ],
)
def test_input_that_is_no_path(given: str, message: str) -> None:
    assert message in fault_of(extract(given))


def test_papers_among_rubbish_are_read_and_the_rubbish_is_named(tmp_path: Path) -> None:
    deep, surrogate = "[" * 100_000, '{"title": "Hedges \\ud800of ImageNet", "abstract": "We cut.", "year": 1e400}'
    lines = ["{", deep, '{"title": ""}', surrogate, "\x00", '{"abstract": "' + "(" * 90_000 + '"}']
    path = tmp_path / "papers\x1b[2J.jsonl"
    path.write_text("\n".join(lines))
    done = extract(path, "--from", "jsonl")
    message = done.stderr.decode()
    assert done.returncode == 0, message
    assert done.stdout.count(b"\n") == 2
    assert b"Hedges of ImageNet" in done.stdout
    assert "\x1b" not in message
    assert [f":{n}: " in message for n in range(1, 6)] == [True, True, True, False, False]
