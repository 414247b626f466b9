"""Invented papers with extractions, to measure on: names by Zipf's law, acronyms, variants, roles.

    python -m benchmarks.synthetic 47919 --output /tmp/synthetic

makes a store of them that holds a graph; the same number gives the same store.
"""

import argparse
import random
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from extractors.lexicon import default_lexicon
from kg.api.building import store_path
from kg.api.lexicon_names import LexiconNames
from kg.linking import link_corpus
from kg.records import Entity, EntityType, Extraction, Mention, Record, Result, Role, Source
from kg.store import Store

__all__ = ["SyntheticCorpus", "link_synthetic", "synthetic_store"]

_SYLLABLES = "ba co du fe gi ho ku la me ni po qua re si ta vo wi xa yo zu".split()
_FILLER = (
    "We study the problem in detail and give an account of what happens when conditions vary .",
    "Extensive experiments show that the approach holds up across settings of practical interest .",
    "Prior work leaves this question open , which motivates a closer look at its foundations .",
    "Our analysis explains why the effect appears and how it depends on scale .",
)
_ROLES: dict[EntityType, tuple[Role, ...]] = {
    "Method": ("introduced", "used", "used", "compared", "mentioned"),
    "Dataset": ("evaluated", "evaluated", "introduced", "mentioned"),
    "Metric": ("reported", "mentioned"),
    "Task": ("addressed", "addressed", "mentioned"),
}
#: Names of each type per ten papers, as in the arXiv abstracts of 2025; a few per cent of these are acronyms.
_NAMES: dict[EntityType, float] = {"Method": 20, "Dataset": 4, "Metric": 2, "Task": 10}
_PER_PAPER: dict[EntityType, int] = {"Method": 4, "Dataset": 1, "Metric": 1, "Task": 2}


class SyntheticCorpus:
    """Papers by number: the same number gives the same paper."""

    def __init__(self, papers: int, seed: int = 1) -> None:
        self._seed = seed
        rng = random.Random(seed)
        self._names: dict[EntityType, list[tuple[str, ...]]] = {}
        self._weights: dict[EntityType, list[float]] = {}
        for kind, share in _NAMES.items():
            count = max(10, int(papers * share / 10))
            self._names[kind] = [_name(rng, number) for number in range(count)]
            self._weights[kind] = list(accumulate(1 / (rank + 10) for rank in range(count)))

    def record(self, number: int) -> Record:
        """The paper as a source gives it."""
        made = self.extraction(number)
        source = Source(file="synthetic", format="jsonl", position=number)
        return Record(title=made.title, abstract=made.abstract, arxiv=made.arxiv, date="2025", source=source)

    def extractions(self, numbers: Iterator[int]) -> Iterator[Extraction]:
        """Papers with what they name."""
        return map(self.extraction, numbers)

    def extraction(self, number: int) -> Extraction:
        """One paper with what it names, its offsets true."""
        rng = random.Random(self._seed * 1_000_003 + number)
        title = f"Paper {number} on {_word(rng)} {_word(rng)}"
        abstract = ""
        offset = len(title) + 1
        entities: list[Entity] = []
        for kind, most in _PER_PAPER.items():
            for surfaces in {self._pick(rng, kind) for _ in range(rng.randint(1, 2 * most))}:
                # Half of the papers that use a name with an acronym give both, some the acronym alone.
                written = surfaces if rng.random() < 0.5 else surfaces[-1:]
                mentions = []
                for surface in written:
                    abstract += rng.choice(_FILLER)[:-2] + ", with "
                    start = offset + len(abstract)
                    mentions.append(Mention(start=start, end=start + len(surface), confidence=0.9))
                    abstract += surface + " . "
                role = rng.choice(_ROLES[kind])
                entities.append(
                    Entity(
                        type=kind,
                        name=written[0],
                        surfaces=sorted(set(written)),
                        role=role,
                        confidence=0.9,
                        role_confidence=0.9,
                        mentions=mentions,
                    )
                )
        start = offset + len(abstract)
        abstract += "It scores 81.5 % ."
        subject = next(e.name for e in entities if e.type == "Method")
        dataset = next((e.name for e in entities if e.type == "Dataset"), None)
        found = Result(
            subject=subject, dataset=dataset, value=81.5, unit="%", text="81.5 %", start=start + 10, end=start + 16
        )
        arxiv = f"25{number // 100_000 + 1:02}.{number % 100_000:05}"
        return Extraction(
            id=f"arxiv:{arxiv}",
            arxiv=arxiv,
            title=title,
            abstract=abstract,
            date="2025",
            entities=entities,
            results=[found],
        )

    def _pick(self, rng: random.Random, kind: EntityType) -> tuple[str, ...]:
        weights = self._weights[kind]
        return self._names[kind][bisect_left(weights, rng.random() * weights[-1])]


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, 4)))


def _name(rng: random.Random, number: int) -> tuple[str, ...]:
    """A coinage, a coinage with a number, or a phrase with its acronym."""
    shape = rng.random()
    if shape < 0.4:
        return (f"{_word(rng).title()}Net{number}",)
    if shape < 0.5:
        return (f"{_word(rng).title()}-{rng.randint(1, 100)}",)
    words = [_word(rng) for _ in range(rng.randint(2, 4))]
    phrase = " ".join(words)
    return (phrase, "".join(w[0] for w in words).upper()) if shape < 0.7 else (phrase,)


def link_synthetic(store: Store, known: LexiconNames, run: int) -> None:
    """Link and count, as every build does."""
    link_corpus(store, known, "benchmark", run)
    counts = store.entity_counts() | store.edge_counts() | store.paper_counts() | store.change_counts(run)
    store.end_run(run, "", counts)


def synthetic_store(papers: int, directory: Path) -> None:
    """Make a store of so many papers in a folder that has none."""
    corpus = SyntheticCorpus(papers)
    directory.mkdir(parents=True, exist_ok=True)
    with Store(store_path(directory), create=True) as store, store.writing():
        run = store.begin_run("", "benchmark", "benchmark", [])
        store.add_records(map(corpus.record, range(papers)), run)
        store.resolve_papers()
        store.add_extractions(corpus.extractions(iter(range(papers))), "benchmark")
        link_synthetic(store, LexiconNames(default_lexicon()), run)


def main() -> None:
    """Read the arguments and make the store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=int)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    synthetic_store(arguments.papers, arguments.output)


if __name__ == "__main__":
    main()
