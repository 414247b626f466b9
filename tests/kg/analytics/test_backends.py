"""A networkx backend that is given priority computes the centralities: a real one, found by its entry point."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

#: Gives each node its number as its score, which no centrality does.
BACKEND = """
class Graph:
    __networkx_backend__ = "marking"

    def __init__(self, size):
        self.size = size

class Backend:
    @staticmethod
    def convert_from_nx(graph, **_):
        return Graph(graph.number_of_nodes())

    @staticmethod
    def convert_to_nx(result, **_):
        return result

    @staticmethod
    def pagerank(graph, **_):
        return {node: float(node) for node in range(graph.size)}

    @staticmethod
    def betweenness_centrality(graph, **_):
        raise RuntimeError("no such device")
"""

ASK = """
import json, sys, kg
graph = kg.load(sys.argv[1])
print(json.dumps(graph.rank("Method", by="pagerank", top=None)[["score", "key"]].to_numpy().tolist()))
try:
    graph.rank("Method", by="betweenness")
except kg.KgError as error:
    print(error)
"""


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """The environment of a process in which the backend is installed and given priority."""
    (tmp_path / "marking_backend.py").write_text(BACKEND, encoding="utf-8")
    described = tmp_path / "marking_backend-1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: marking-backend\nVersion: 1.0\n")
    (described / "entry_points.txt").write_text("[networkx.backends]\nmarking = marking_backend:Backend\n")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PYTHONPATH": path, "NETWORKX_BACKEND_PRIORITY": "marking"}


def ask(folder: Path, environment: dict[str, str]) -> list[str]:
    command = [sys.executable, "-c", ASK, str(folder)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.splitlines()


def test_a_backend_is_called_and_fails_in_one_line(built: Path, installed: dict[str, str]) -> None:
    scores, failure = ask(built, installed)
    (own,) = ask(built, dict(os.environ))
    assert all(score == int(score) > 0 for score, _ in json.loads(scores))
    assert all(0 < score < 1 for score, _ in json.loads(own))
    assert sorted(key for _, key in json.loads(scores)) == sorted(key for _, key in json.loads(own))
    assert failure.startswith("the networkx backend that is given priority (marking) failed: RuntimeError: no such")
