"""kill -9 at any moment, then the same command again, ends where an undisturbed build ends."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from invented_papers import write

from exports.rdf import pieces
from kg.store import FILE_NAME, Store

GRAPHS, KILLS_EACH = 10, 3


class BuildServer:
    """Talks to `build_server.py`."""

    def __init__(self, warm_up: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("build_server.py")), str(warm_up)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        assert self._answer() == "ready"

    def _answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def build(self, corpus: Path, directory: Path, *, kill_after: float | None = None) -> int:
        """The exit status of a build; negative if a signal ended it."""
        assert self._process.stdin
        print(json.dumps([str(corpus), str(directory), kill_after]), file=self._process.stdin, flush=True)
        return int(self._answer())

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=60)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuildServer]:
    server = BuildServer(write(tmp_path_factory.mktemp("warm") / "up.jsonl", range(2)))
    yield server
    server.close()


def contents(directory: Path) -> tuple[str, dict[str, list[tuple[object, ...]]]]:
    """The graph as N-Triples, and all tables but the runs and who wrote what in which."""
    tables = (
        "papers pending extractions contributions surfaces senses bare redirects entities bases links mentions results"
        " derived"
    )
    with Store(directory / FILE_NAME) as store:
        triples = "".join(pieces(store))
    db = sqlite3.connect(directory / FILE_NAME)
    rows: dict[str, list[tuple[object, ...]]] = {}
    for table in tables.split():
        columns = [r[1] for r in db.execute(f"PRAGMA table_info({table})") if r[1] != "since"]
        quoted = ", ".join(f'"{c}"' for c in columns)
        rows[table] = db.execute(f"SELECT {quoted} FROM {table} ORDER BY {quoted}").fetchall()
    rows["records"] = db.execute("SELECT digest, file, ident, data, paper FROM records ORDER BY digest").fetchall()
    rows["linked"] = db.execute("SELECT id, data, digest FROM linked ORDER BY id").fetchall()
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    db.close()
    return triples, rows


def test_thirty_kills_at_random_moments_change_nothing(server: BuildServer, tmp_path: Path) -> None:
    corpus = write(tmp_path / "papers.jsonl", range(12))
    began = time.monotonic()
    assert server.build(corpus, tmp_path / "undisturbed") == 0
    duration = time.monotonic() - began
    expected = contents(tmp_path / "undisturbed")
    moments = random.Random(20)
    killed = 0
    for number in range(GRAPHS):
        directory = tmp_path / f"killed{number}"
        for _ in range(KILLS_EACH):
            if server.build(corpus, directory, kill_after=moments.uniform(0, duration)) == -signal.SIGKILL:
                killed += 1
            else:
                duration *= 0.8  # the machine has become quicker
        assert server.build(corpus, directory) == 0
        assert contents(directory) == expected
    # Some builds are over before their time: what is asked for is that most are not.
    assert killed >= GRAPHS


def test_a_kill_in_the_middle_of_an_addition_leaves_the_old_graph_readable(server: BuildServer, tmp_path: Path) -> None:
    first, second = write(tmp_path / "first.jsonl", range(5)), write(tmp_path / "second.jsonl", range(5, 25))
    directory = tmp_path / "out"
    assert server.build(first, directory) == 0
    before, _ = contents(directory)
    assert server.build(second, directory, kill_after=0.5) in (0, -signal.SIGKILL)
    after, _ = contents(directory)
    assert server.build(second, directory) == 0
    whole, _ = contents(directory)
    assert after in (before, whole)
    assert before != whole
