"""Whether every mention is the text at its offsets, and no result depends on the order of the papers.

Usage: python -m benchmarks.offsets PAPERS.jsonl[.gz] [--profile fast|accurate] [--limit N] [--sample N]

Reads papers in any of our input formats, extracts each, and compares every mention and
result with the text at its offsets. A sample of all papers is then extracted again in
another order, backwards and one by one. Prints counts; the exit code is 1 where anything differs.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extractors.pipeline import PROFILES, Extractor
from kg import sources
from kg.records import Extraction, Paper, Record
from kg.same_paper import merge_records

__all__ = ["Tally", "main", "spans_of"]

_SHOWN = 20
_EVERY = 1_000


def spans_of(extraction: Extraction) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Start and end of each mention and result, with the texts that may stand there."""
    for entity in extraction.entities:
        for mention in entity.mentions:
            yield mention.start, mention.end, tuple(entity.surfaces)
    for result in extraction.results:
        yield result.start, result.end, (result.text,)


@dataclass(slots=True)
class Tally:
    """What was read and compared; `faults` names what differs."""

    papers: int = 0
    spans: int = 0
    faults: list[str] = field(default_factory=list)

    def count(self, extraction: Extraction) -> None:
        """Compare one paper's spans with its text."""
        self.papers += 1
        text = extraction.text
        for start, end, allowed in spans_of(extraction):
            self.spans += 1
            if not (0 <= start < end <= len(text) and text[start:end] in allowed):
                self.faults.append(f"{extraction.id}: {start}-{end} is {text[start:end]!r}, not {allowed}")


def papers(path: Path, limit: int | None) -> Iterator[Paper]:
    """Each record of a file as a paper of its own, numbered so that ids differ."""
    for number, record in enumerate(sources.read([path], limit=limit)):
        if isinstance(record, Record):
            yield merge_records([record], f"{number}")


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path)
    parser.add_argument("--profile", choices=PROFILES, default="fast")
    parser.add_argument("--limit", type=int, help="read at most so many papers")
    parser.add_argument("--sample", type=int, default=100, help="papers whose order is changed")
    options = parser.parse_args()
    extractor = Extractor(options.profile)
    tally = Tally()
    sample: list[Extraction] = []
    chance = random.Random(1)
    began = time.process_time()
    for extraction in extractor.stream(papers(options.papers, options.limit)):
        tally.count(extraction)
        # A reservoir: every paper of the file is as likely to be in the sample.
        place = len(sample) if len(sample) < options.sample else chance.randrange(tally.papers)
        if place < options.sample:
            sample[place : place + 1] = [extraction]
        if tally.papers % _EVERY == 0:
            print(f"{tally.papers} papers, {len(tally.faults)} faults", file=sys.stderr, flush=True)
    seconds = time.process_time() - began
    print(
        f"{options.profile}: {tally.papers} papers, {tally.spans} mentions and results, {len(tally.faults)} not exact"
    )
    chance.shuffle(sample)
    asked = [Paper(**extraction.model_dump()) for extraction in sample]
    backwards = list(extractor.stream(asked[::-1]))[::-1]
    alone = [extractor.extract(paper) for paper in asked]
    differing = [a.id for a, b, c in zip(sample, backwards, alone, strict=True) if not a == b == c]
    print(f"{len(sample)} of them again, shuffled, backwards and one by one: {len(differing)} differ")
    print(f"{seconds:.0f} s of CPU time for the first reading")
    for fault in (*tally.faults[:_SHOWN], *(f"differs: {id}" for id in differing[:_SHOWN])):
        print(fault)
    sys.exit(1 if tally.faults or differing else 0)


if __name__ == "__main__":
    main()
