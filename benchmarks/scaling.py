"""`kg build --profile fast` from end to end at several sizes: rate, its slope, memory, one process against several.

    python -m benchmarks.scaling [--sizes 12000,48000,192000] [--jobs 2,1] [--json FILE] [--keep DIR]

Papers are the real abstracts, multiplied (`benchmarks.multiply`). Each build reads, extracts, links, stores
and writes Turtle, in processes of its own. What is printed of each: seconds, seconds of CPU of all
processes, and the peak of their memory together (PSS, sampled from /proc twice a second; Linux only).
The slope is the number of papers more, by the seconds more, between one size and the next: what
starting costs is not in it. A reference runs in the same minute, because clocks differ: a loop of Python.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.multiply import SOURCE, write_papers
from kg.cores import usable_cores
from kg.store import FILE_NAME, Store

__all__ = ["Build", "main", "measured"]

_EVERY = 0.5
_LOOP = 5_000_000


@dataclass(frozen=True, slots=True)
class Build:
    """What one build took; `reference` are CPU seconds of the reference, `memory` MiB of PSS at the peak."""

    papers: int
    jobs: int
    seconds: float
    cpu: float
    memory: float
    entities: int
    store_mib: float
    turtle_mib: float
    reference: float


def measured(corpus: Path, directory: Path, jobs: int, profile: str = "fast") -> Build:
    """Build a graph and see what it takes."""
    reference = _reference()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    command = [sys.executable, "-c", "from kg.cli import main; main()", "build", str(corpus), "-o", str(directory)]
    options = ["--profile", profile, "--jobs", str(jobs), "--export", "ttl"]
    process = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL)
    peak = 0
    while True:
        try:
            process.wait(_EVERY)
            break
        except subprocess.TimeoutExpired:
            peak = max(peak, _memory(process.pid))
    if process.returncode:
        raise SystemExit(f"the build of {corpus} ended with {process.returncode}")
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    with Store(directory / FILE_NAME) as store:
        papers, entities = store.paper_counts()["papers"], sum(store.entity_counts().values())
    return Build(
        papers=papers,
        jobs=jobs,
        seconds=round(seconds, 2),
        cpu=round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2),
        memory=round(peak / 1024, 1),
        entities=entities,
        store_mib=round((directory / FILE_NAME).stat().st_size / 2**20, 1),
        turtle_mib=round((directory / "graph.ttl").stat().st_size / 2**20, 1),
        reference=round(reference, 3),
    )


def _reference() -> float:
    began = time.process_time()
    total = 0
    for number in range(_LOOP):
        total += number
    return time.process_time() - began


def _memory(pid: int) -> int:
    """KiB of a process and all below it, shared pages counted by their share."""
    total = 0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total = int(line.split()[1])
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            total += sum(_memory(int(child)) for child in children.read_text().split())
    except OSError:  # it has just ended, or there is no /proc
        pass
    return total


def _slope(small: Build, large: Build) -> float:
    return (large.papers - small.papers) / (large.seconds - small.seconds)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="12000,48000,192000", help="papers of each build")
    parser.add_argument("--jobs", default=str(usable_cores()), help="processes; the sizes are built for each")
    parser.add_argument("--profile", choices=("fast", "accurate"), default="fast")
    parser.add_argument("--source", type=Path, default=SOURCE)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--keep", type=Path, help="keep corpora and graphs in this folder")
    arguments = parser.parse_args()
    folder = arguments.keep or Path(tempfile.mkdtemp(prefix="paperkg-scaling-"))
    folder.mkdir(parents=True, exist_ok=True)
    builds: list[Build] = []
    try:
        print(
            f"{'papers':>9} {'jobs':>4} {'s':>8} {'s CPU':>8} {'ms each':>8} {'papers/s':>8} {'slope/s':>8} {'MiB':>7}"
        )
        for jobs in map(int, arguments.jobs.split(",")):
            earlier: Build | None = None
            for size in map(int, arguments.sizes.split(",")):
                corpus, out = folder / f"{size}.jsonl", folder / f"{size}-{jobs}"
                if not corpus.exists():
                    write_papers(size, corpus, arguments.source)
                shutil.rmtree(out, ignore_errors=True)
                one = measured(corpus, out, jobs, arguments.profile)
                builds.append(one)
                slope = f"{_slope(earlier, one):8.1f}" if earlier else " " * 8
                each, rate = 1000 * one.cpu / one.papers, one.papers / one.seconds
                print(
                    f"{one.papers:9,} {one.jobs:4} {one.seconds:8.1f} {one.cpu:8.1f} {each:8.2f} {rate:8.1f} {slope}"
                    f" {one.memory:7,.0f}",
                    flush=True,
                )
                earlier = one
    finally:
        if not arguments.keep:
            shutil.rmtree(folder, ignore_errors=True)
    if arguments.json:
        machine = {"machine": platform.platform(), "cores": os.cpu_count(), "python": platform.python_version()}
        figures = {**machine, "profile": arguments.profile, "builds": [asdict(one) for one in builds]}
        arguments.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
