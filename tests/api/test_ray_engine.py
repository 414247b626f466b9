"""Extraction by a real Ray cluster gives what one process gives, whatever becomes of its nodes.

The cluster has several nodes, each in processes of its own on this machine.
"""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from extractors.pipeline import Extractor
from kg.api import ray_engine
from kg.api.batches import WorkerOptions
from kg.api.ray_engine import ray_readers
from kg.errors import KgError
from kg.records import Extraction, Paper

needs_ray = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed (paperkg[ray])")

#: Memory of each node's object store: little, for the machine has to hold several nodes.
SMALL = {"num_cpus": 1, "object_store_memory": 80 << 20, "include_log_monitor": False}
PAPERS = [
    Paper(id=str(n), abstract=f"We train Net{n} on the Set{n} dataset and reach {n % 100}.5% accuracy.")
    for n in range(240)
]


def no_failure(paper: Paper, reason: str) -> None:
    raise AssertionError(f"{paper.id}: {reason}")


@pytest.fixture(scope="module")
def alone() -> list[Extraction]:
    return list(Extractor("fast").stream(PAPERS))


@pytest.fixture(scope="module")
def configuration() -> str:
    return Extractor("fast").configuration


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head that does no work, and two nodes that do; this process is connected to it."""
    # A node that is gone is noticed within seconds; processes of Ray get their share of a busy machine.
    quick = {
        "RAY_health_check_period_ms": "1000",
        "RAY_health_check_failure_threshold": "5",
        "RAY_worker_niceness": "0",
    }
    os.environ.update(quick, RAY_USAGE_STATS_ENABLED="0", RAY_BACKEND_LOG_LEVEL="fatal")
    import ray
    from ray.cluster_utils import Cluster

    cluster = Cluster(
        initialize_head=True, head_node_args={**SMALL, "num_cpus": 0, "include_dashboard": False, "no_monitor": True}
    )
    try:
        cluster.nodes_of_work = [cluster.add_node(**SMALL) for _ in range(2)]
        cluster.wait_for_nodes()
        ray.init(address=cluster.address, log_to_driver=False)
        yield cluster
    finally:
        ray.shutdown()
        cluster.shutdown()
        for name in quick:
            del os.environ[name]


def read_on(
    papers: list[Paper], configuration: str, options: WorkerOptions | None = None, failed: Any = no_failure
) -> Iterator[Extraction]:
    kept = ((paper.id, paper.model_dump_json()) for paper in papers)
    with ray_readers(options or WorkerOptions("fast"), None, 0, configuration, failed) as read:
        for batch in read(kept):
            yield from map(Extraction.model_validate_json, batch.column("extraction").to_pylist())


@needs_ray
def test_nothing_is_lost_and_nothing_comes_twice_when_a_node_dies_and_another_joins(
    cluster, alone, configuration, monkeypatch
):
    monkeypatch.setattr(ray_engine, "BATCH", 16)
    stream = read_on(PAPERS, configuration)
    found = [next(stream)]
    cluster.remove_node(cluster.nodes_of_work.pop(), allow_graceful=False)
    found += [next(stream) for _ in range(40)]
    cluster.add_node(**SMALL)
    found += stream
    assert found == alone


@needs_ray
def test_the_names_of_a_lexicon_reach_every_node(cluster, tmp_path):
    names = tmp_path / "mine.csv"
    names.write_text("type,name,aliases\nDataset,HarborBench,Harbor Benchmark\n")
    here = Extractor("fast", names)
    papers = [Paper(id="1", abstract="We evaluate on the Harbor Benchmark.")]
    assert cluster.list_all_nodes()
    assert list(read_on(papers, here.configuration, WorkerOptions("fast", str(names)))) == list(here.stream(papers))


@needs_ray
def test_a_node_with_another_paperkg_is_refused(cluster):
    assert cluster.list_all_nodes()
    with pytest.raises(KgError, match="install the same on every node"):
        list(read_on(PAPERS[:1], "another configuration"))


def answer(number: int) -> dict[str, Any]:
    return {"number": number, "found": [b"%d" % number], "failed": []}


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [0, 0, 1, 2, 1], [1, 2, 2, 0]])
def test_answers_count_once_and_in_order_however_they_come(order):
    given = ray_engine._in_order((answer(n) for n in order), 3)
    assert [found for found, _ in given] == [[b"0"], [b"1"], [b"2"]]


def test_an_answer_that_never_comes_is_missed():
    with pytest.raises(KgError, match="2 batches did not come back"):
        list(ray_engine._in_order(iter([answer(0), answer(2)]), 3))


def run(*words: object, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from kg.cli import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **env})


def test_without_ray_the_extra_is_named(tmp_path):
    # A folder before all others in which the import of Ray fails as it does where it is not installed.
    (tmp_path / "ray.py").write_text("raise ModuleNotFoundError(\"No module named 'ray'\")\n")
    page = tmp_path / "page.txt"
    page.write_text("We train ResNet-50 on ImageNet and report top-1 accuracy.\n")
    done = run("extract", page, "-o", "-", "--profile", "fast", "--engine", "ray", PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert done.stdout == ""
    assert "paperkg[ray]" in done.stderr.splitlines()[-1]


@needs_ray
def test_a_cluster_that_is_not_there_is_one_line(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("We train ResNet-50 on ImageNet and report top-1 accuracy.\n")
    words = ("extract", page, "-o", "-", "--profile", "fast", "--engine", "ray", "--address")
    done = run(*words, "nonsense://nowhere")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Ray at nonsense://nowhere" in done.stderr


@needs_ray
def test_a_graph_built_on_a_cluster_is_that_of_one_machine(cluster, tmp_path):
    import kg

    page = tmp_path / "page.jsonl"
    page.write_text("".join(f"{p.model_dump_json(include={'id', 'abstract'})}\n" for p in PAPERS[:40]))
    assert cluster.list_all_nodes()
    here = kg.build(page, profile="fast")
    there = kg.build(page, profile="fast", engine="ray", jobs=0)
    tables = [json.dumps([str(row) for row in graph.reader.linked_papers()]) for graph in (here, there)]
    assert tables[0] == tables[1]
