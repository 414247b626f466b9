"""Extraction by several processes gives what one gives, whatever happens to a process."""

import os
import signal
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

import kg
from extractors.pipeline import Extractor
from kg.api import workers
from kg.api.workers import OnFailure, Pool, WorkerOptions
from kg.errors import KgError
from kg.records import Extraction, Paper

OPTIONS = WorkerOptions("fast")
PAPERS = [
    Paper(id=str(n), abstract=f"We train Net{n} on the Set{n} dataset and reach {n % 100}.5% accuracy.")
    for n in range(400)
]


def no_failure(paper: Paper, reason: str) -> None:
    raise AssertionError(f"{paper.id}: {reason}")


def extract_in_processes(
    papers: list[Paper], options: WorkerOptions, jobs: int, failed: OnFailure
) -> Generator[Extraction, None, None]:
    """The extractions of papers, in order, by so many processes."""
    with Pool(options, jobs, failed) as pool:
        for batch in pool.run((paper.id, paper.model_dump_json()) for paper in papers):
            yield from map(Extraction.model_validate_json, batch.column("extraction").to_pylist())


def children() -> list[int]:
    """The processes that this one has started and that still run."""
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(pid) for file in tasks for pid in file.read_text().split()]


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="lists processes through /proc")


@pytest.fixture(scope="module")
def alone():
    return list(Extractor("fast").stream(PAPERS))


@pytest.mark.parametrize("jobs", [1, 3])
def test_any_number_of_processes_gives_what_one_gives_in_order(alone, jobs):
    assert list(extract_in_processes(PAPERS, OPTIONS, jobs, no_failure)) == alone


@needs_proc
def test_a_process_that_is_killed_is_replaced_and_nothing_is_lost(alone):
    before = set(children())  # a browser, for instance, where these tests run after those of the picture
    stream = extract_in_processes(PAPERS, OPTIONS, 2, no_failure)
    found = [next(stream)]
    for pid in set(children()) - before:
        os.kill(pid, signal.SIGKILL)
    assert [*found, *stream] == alone


@needs_proc
def test_no_process_outlives_a_stream_that_is_dropped():
    before = set(children())
    stream = extract_in_processes(PAPERS, OPTIONS, 2, no_failure)
    next(stream)
    assert set(children()) - before
    stream.close()
    assert not set(children()) - before


def test_a_paper_that_kills_each_process_is_named_and_the_others_are_kept(monkeypatch, tmp_path, alone):
    # A real process of ours, but for one paper that no memory would hold: it is ended as the kernel would.
    stub = tmp_path / "paperkg_dying_worker.py"
    stub.write_text(
        "import os, signal\n"
        "import kg.api.worker as worker\n"
        "real = worker.read_frame\n"
        "def read(stream):\n"
        "    body = real(stream)\n"
        '    if body and b\'"id":"77"\' in body:\n'
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return body\n"
        "worker.read_frame = read\n"
        "worker.main()\n"
    )
    monkeypatch.setattr(workers, "COMMAND", [workers.COMMAND[0], str(stub)])
    failed = []
    found = list(extract_in_processes(PAPERS, OPTIONS, 2, lambda paper, reason: failed.append((paper.id, reason))))
    assert [id for id, _ in failed] == ["77"]
    assert "signal 9" in failed[0][1]
    assert found == [x for x in alone if x.id != "77"]


@pytest.mark.skipif(sys.platform != "linux", reason="limits the memory of a process")
def test_a_paper_too_large_for_the_memory_of_a_process_is_named_and_the_others_are_kept(monkeypatch, tmp_path, alone):
    limited = tmp_path / "paperkg_limited_worker.py"
    limited.write_text(
        "import resource, sys\n"
        "from pathlib import Path\n"
        "import kg.api.batches as batches, kg.api.worker as worker\n"
        "load = batches.BatchReader.__init__\n"
        "def loaded(self, *options):\n"
        "    load(self, *options)\n"
        "    used = int(Path('/proc/self/statm').read_text().split()[0]) * resource.getpagesize()\n"
        "    resource.setrlimit(resource.RLIMIT_AS, (used + (128 << 20), resource.RLIM_INFINITY))\n"
        "batches.BatchReader.__init__ = loaded\n"
        "try:\n"
        "    worker.main()\n"
        "except MemoryError as error:\n"
        "    sys.exit(f'out of memory {error}')\n"
    )
    monkeypatch.setattr(workers, "COMMAND", [workers.COMMAND[0], str(limited)])
    huge = Paper(id="huge", abstract="We cut hedges. " * 400_000)
    failed = []
    papers = [*PAPERS[:2], huge, *PAPERS[2:4]]
    found = list(extract_in_processes(papers, OPTIONS, 2, lambda paper, reason: failed.append((paper.id, reason))))
    assert [id for id, _ in failed] == ["huge"]
    assert found == alone[:4]


def test_processes_that_cannot_start_end_in_one_clear_line():
    with pytest.raises(KgError, match="--jobs 1"):
        list(extract_in_processes(PAPERS, WorkerOptions("fast", lexicon="/nowhere/names.csv"), 2, no_failure))


def test_a_graph_built_by_several_processes_is_that_of_one(tmp_path):
    page = tmp_path / "abstracts.jsonl"
    page.write_text("".join(f"{p.model_dump_json(include={'id', 'abstract'})}\n" for p in PAPERS))
    files = []
    for jobs in (1, 2):
        out = tmp_path / str(jobs)
        kg.build(page, out, profile="fast", jobs=jobs)
        files.append(list(kg.load(out).reader.entities()))
    assert files[0] == files[1]


def test_a_process_that_is_killed_while_it_has_nothing_to_do_is_no_failure(alone):
    with Pool(OPTIONS, 2, no_failure) as pool:
        idle = pool._workers[1]  # fewer papers than one batch: it is given nothing
        os.kill(idle._process.pid, signal.SIGKILL)
        idle._process.wait()
        batches = list(pool.run((paper.id, paper.model_dump_json()) for paper in PAPERS[:4]))
    found = [Extraction.model_validate_json(row) for b in batches for row in b.column("extraction").to_pylist()]
    assert found == alone[:4]
