"""Ctrl-C and SIGTERM end a build in one line; the same command then goes on to where an undisturbed build ends."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exports.rdf import pieces
from kg.store import FILE_NAME, Store

ENOUGH_FOR_TWO_PROCESSES = 1400
KG = [sys.executable, "-c", "from kg.cli import main; main()"]


def build(corpus: Path, out: Path) -> list[str]:
    return [*KG, "build", str(corpus), "-o", str(out), "--profile", "fast", "--jobs", "2", "--export", "none"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "papers.jsonl"
    sentences = "We train Zub{n}Net on ImageNet and CIFAR-10. It beats ResNet-{n} by {n}.5 points of accuracy. "
    lines = [
        json.dumps({"id": f"2401.{n:05}", "title": f"Zub{n}Net", "abstract": sentences.format(n=n) * 3})
        for n in range(ENOUGH_FOR_TWO_PROCESSES)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def undisturbed(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("undisturbed")
    subprocess.run(build(corpus, out), check=True, capture_output=True)
    return triples(out)


def triples(out: Path) -> str:
    with Store(out / FILE_NAME) as store:
        return "".join(pieces(store))


def extracted(out: Path) -> int:
    """How many extractions a store holds while it is being built."""
    try:
        db = sqlite3.connect(f"file:{out / FILE_NAME}?mode=ro", uri=True, timeout=0.1)
        with db:
            return int(db.execute("SELECT count(*) FROM extractions").fetchone()[0])
    except sqlite3.Error:
        return 0


def children_of(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in tasks for child in file.read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="lists processes through /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_stopped_says_so_in_one_line_and_the_next_goes_on(
    number: signal.Signals, corpus: Path, undisturbed: str, tmp_path: Path
) -> None:
    process = subprocess.Popen(build(corpus, tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not extracted(tmp_path):
        assert process.poll() is None, "the build ended before it could be stopped"
        time.sleep(0.02)
    workers = children_of(process.pid)
    process.send_signal(number)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 128 + number
    assert [line for line in said.splitlines() if not line.startswith(("read:", "extract:"))] == [
        "kg: stopped; what was finished is kept, the same command goes on from there"
    ]
    assert workers
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
    before = extracted(tmp_path)
    assert 0 < before < ENOUGH_FOR_TWO_PROCESSES
    subprocess.run(build(corpus, tmp_path), check=True, capture_output=True, env={**os.environ, "NO_COLOR": "1"})
    db = sqlite3.connect(tmp_path / FILE_NAME)
    counts = [json.loads(row[0])["extracted"] for row in db.execute("SELECT counts FROM runs WHERE finished != ''")]
    assert counts == [ENOUGH_FOR_TWO_PROCESSES - before]
    assert triples(tmp_path) == undisturbed
