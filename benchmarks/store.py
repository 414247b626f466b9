"""What a large store costs: building it from extractions, then adding one paper, then reading digests.

Usage: python -m benchmarks.store [--papers 47919] [--directory DIR] [--json FILE]

Papers are invented (`benchmarks.synthetic`), so that no extraction is needed. Prints CPU
seconds and the peak of resident memory after each step. With --directory a store that is
there already is used, and kept.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.reporting import report
from benchmarks.synthetic import SyntheticCorpus, link_synthetic
from extractors.lexicon import default_lexicon
from kg.api.lexicon_names import LexiconNames
from kg.store import FILE_NAME, Store

__all__ = ["main"]


_steps: list[dict[str, object]] = []


@contextmanager
def _timed(step: str) -> Iterator[None]:
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10)
    seconds = time.process_time() - cpu
    wall = time.perf_counter() - wall
    _steps.append({"step": step, "CPU s": round(seconds, 2), "s": round(wall, 2), "peak MiB": peak})
    print(f"{step:44} {seconds:9.2f} s CPU", flush=True)


def _add(store: Store, corpus: SyntheticCorpus, numbers: range, known: LexiconNames) -> None:
    run = store.begin_run("", "benchmark", "benchmark", [])
    store.add_records(map(corpus.record, numbers), run)
    store.resolve_papers()
    store.add_extractions(corpus.extractions(iter(numbers)), "benchmark")
    link_synthetic(store, known, run)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=47_919)
    parser.add_argument("--directory", type=Path)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        _measure(arguments.papers, arguments.directory or Path(temporary))
    report("store", _steps, arguments.json)


def _measure(papers: int, directory: Path) -> None:
    known = LexiconNames(default_lexicon())
    corpus = SyntheticCorpus(papers)
    with _timed("the names of the corpus"):
        pass
    with Store(directory / FILE_NAME, create=True) as store, store.writing():
        there = store.paper_counts()["papers"]
        if there < papers:
            with _timed(f"adding {papers - there:,} papers"):
                _add(store, corpus, range(there, papers), known)
            there = papers
        print(f"{'':44} {store.entity_counts()}, {store.result_count():,} results")
        for number in range(there, there + 3):
            with _timed("adding one paper"):
                _add(store, corpus, range(number, number + 1), known)
        with _timed("taking one paper out"):
            run = store.begin_run("", "benchmark", "benchmark", [])
            store.remove_papers([corpus.extraction(there).id])
            store.resolve_papers()
            link_synthetic(store, known, run)
        with _timed("reading the digests of all papers"):
            sum(1 for _ in store.paper_digests())
        with _timed("reading the digests of all entities"):
            sum(1 for _ in store.entity_digests())
    size = (directory / FILE_NAME).stat().st_size
    print(f"the file has {size / 2**20:,.0f} MiB, {size / papers:,.0f} bytes a paper")


if __name__ == "__main__":
    main()
