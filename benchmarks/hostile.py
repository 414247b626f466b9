"""Hostile inputs at their real size, through `kg extract` in a process of its own: outcome, CPU and peak memory.

Usage: python -m benchmarks.hostile [NAME...]

Writes the inputs to a temporary folder, one at a time (the largest has 200 MB), and prints for each the
exit code, seconds of CPU, peak resident memory in MiB, and the first line on standard error.
"""

import argparse
import gzip
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

__all__ = ["main"]

_GOOD = '{"title": "On Hedges", "abstract": "We cut them."}\n'


def _pieces(piece: str, times: int) -> Iterator[bytes]:
    data = piece.encode()
    together = max(1, (1 << 20) // len(data))
    for _ in range(times // together):
        yield data * together
    yield data * (times % together)


def _array_of_empty() -> Iterator[bytes]:
    yield b"["
    yield from _pieces("{},", 2_000_000)


#: By name: suffix, and what the file holds.
CASES: dict[str, tuple[str, Callable[[], Iterator[bytes]]]] = {
    "one line of 200 MB": (".txt", lambda: _pieces("hedges ", 200_000_000 // 7)),
    "one line of 200 MB, JSON": (".jsonl", lambda: _pieces('{"title": "', 200_000_000 // 11)),
    "array of two million empty objects": (".json", _array_of_empty),
    "a million empty abstracts": (".jsonl", lambda: _pieces('{"title": "", "abstract": ""}\n', 1_000_000)),
    "an abstract of 5 MB": (
        ".jsonl",
        lambda: iter([b'{"abstract": "' + b"We cut. " * 625_000 + b'"}\n', _GOOD.encode()]),
    ),
    "300,000 short lines": (".txt", lambda: _pieces("a, (B) - 1.\n[x] #: *\n", 150_000)),
    "XML of 60 MB": (".xml", lambda: iter([b"<feed><entry>", *_pieces("<a/>", 15_000_000)])),
    "page of an open tag": (".html", lambda: iter([b"<html><body>", *_pieces("<a ", 5_000_000)])),
}


def _bomb(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=9) as file:
        for _ in range(2000):
            file.write(b"\n" * (1 << 20))


def _measure(path: Path) -> str:
    """One run: exit code, CPU seconds, peak memory, and what it said."""
    command = [sys.executable, "-c", "from kg.cli import main; main()", "extract", str(path), "-o", os.devnull]
    process = subprocess.Popen([*command, "--profile", "fast"], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    said = (said.splitlines() or [""])[0].replace(str(path), path.name)
    seconds = usage.ru_utime + usage.ru_stime
    peak = usage.ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20)
    return f"{os.waitstatus_to_exitcode(status):4} {seconds:8.1f} {peak:8.0f}   {said[:150]}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="cases (default: all)")
    wanted = parser.parse_args().names or [*CASES, "bomb of 2 GB"]
    print(f"{'input':35} exit  CPU (s) peak (MiB)")
    for name in wanted:
        with tempfile.TemporaryDirectory() as folder:
            if name == "bomb of 2 GB":
                path = Path(folder) / "input.txt.gz"
                _bomb(path)
            else:
                suffix, make = CASES[name]
                path = Path(folder) / f"input{suffix}"
                with path.open("wb") as file:
                    file.writelines(make())
            print(f"{name:35} {_measure(path)}", flush=True)


if __name__ == "__main__":
    main()
