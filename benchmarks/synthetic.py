"""A store of invented papers, as large as one likes, to measure on: about 330 triples a paper.

    python -m benchmarks.synthetic 47919 --output /tmp/synthetic

Names of datasets, metrics, tasks and older methods are drawn by Zipf's law, as in real corpora: a few
stand in thousands of papers, most in a handful. The same number gives the same store.
"""

import argparse
import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from kg import __version__
from kg.api.building import lookup_in, store_path
from kg.linking import Linker
from kg.records import Entity, EntityType, Extraction, Mention, Paper, Record, Result, Role, Source
from kg.store import Store

__all__ = ["synthetic_store"]

_SYLLABLES = "ba ce di fo gu ka le mi no pu ra se ti vo zu xe".split()
_KINDS = {"Dataset": 5000, "Metric": 300, "Task": 1500}
_CONFIGURATION = "synthetic"

Named = tuple[EntityType, str, Role]


class _Text:
    """A text that grows, and where in it each entity is named."""

    def __init__(self) -> None:
        self.text = ""
        self.places: dict[Named, list[Mention]] = {}

    def say(self, *parts: str | Named) -> None:
        for part in parts:
            words = part if isinstance(part, str) else part[1]
            if not isinstance(part, str):
                start = len(self.text)
                self.places.setdefault(part, []).append(Mention(start=start, end=start + len(words), confidence=0.93))
            self.text += words


class _Names:
    """Names by rank, the first the most frequent."""

    def __init__(self, random_numbers: random.Random) -> None:
        self._random = random_numbers
        self._weights: dict[int, list[float]] = {}

    def one(self, kind: EntityType, role: Role, ranks: int) -> Named:
        weights = self._weights.setdefault(ranks, list(accumulate(1 / (rank + 3) for rank in range(ranks))))
        (rank,) = self._random.choices(range(ranks), cum_weights=weights)
        return kind, invented_name(kind, rank), role


def invented_name(kind: str, rank: int) -> str:
    """The name of the entity of this rank, counted from 0: different for every kind and rank.

    >>> invented_name("Dataset", 17)
    'Babacece Dataset'
    """
    syllables = ""
    while rank or len(syllables) < 8:
        rank, digit = divmod(rank, len(_SYLLABLES))
        syllables = _SYLLABLES[digit] + syllables
    return f"{syllables.title()} {kind}"


def _paper(number: int, papers: int) -> Extraction:
    draw = random.Random(number)
    names = _Names(draw)
    own: Named = ("Method", invented_name("Method", papers + number), "introduced")
    task, other_task = names.one("Task", "addressed", _KINDS["Task"]), names.one("Task", "addressed", _KINDS["Task"])
    used = [names.one("Method", "used", papers // 5 + 50) for _ in range(2)]
    rivals = [names.one("Method", "compared", papers // 5 + 50) for _ in range(3)]
    sets = [names.one("Dataset", "evaluated", _KINDS["Dataset"]) for _ in range(draw.randint(1, 3))]
    metric = names.one("Metric", "reported", _KINDS["Metric"])
    text = _Text()
    text.say(own, " for ", task, "\n")
    title_length = len(text.text) - 1
    text.say("We present ", own, ", a way to do ", task, " and ", other_task, " at once. ")
    text.say(own, " takes up ", used[0], " and ", used[1], ", and drops what made them slow. ")
    for rival in rivals:
        text.say("It does better than ", rival, " when both see the same data. ")
    results = []
    for place, dataset in enumerate(sets):
        value = round(draw.uniform(20, 99), 1)
        text.say("On ", dataset, ", ")
        start = len(text.text)
        text.say(own, " reaches ", f"{value}% ", metric)
        results.append(
            Result(
                subject=own[1], dataset=dataset[1], metric=metric[1], value=value, unit="%",
                text=text.text[start:], start=start, end=len(text.text), confidence=0.8 - 0.1 * place,
            )
        )  # fmt: skip
        text.say(". ")
    text.say("The number says how often this was tried: ", f"{number}.")
    entities = [
        Entity(type=kind, name=name, surfaces=[name], role=role, confidence=0.95,
               role_confidence=round(draw.uniform(0.3, 1), 3), mentions=mentions)
        for (kind, name, role), mentions in text.places.items()
    ]  # fmt: skip
    paper = Paper(
        id=f"arxiv:{2001 + number // 99_999}.{number % 99_999:05}",
        title=text.text[:title_length],
        abstract=text.text[title_length + 1 :],
        authors=[f"{invented_name('Author', draw.randrange(papers))} Writer" for _ in range(4)],
        date=f"20{draw.randint(12, 25)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
        venue=f"Conference {draw.randint(1, 60)}",
        categories=["cs.LG"],
        links=[f"https://github.com/invented/{number}"] if draw.random() < 0.3 else [],
    )
    return Extraction(**paper.model_dump(), entities=entities, results=results)


def _records(papers: int) -> Iterator[Record]:
    for number in range(papers):
        found = _paper(number, papers)
        fields = found.model_dump(exclude={"id", "entities", "results", "sources", "arxiv", "doi"})
        source = Source(file="invented", format="none", position=number + 1)
        yield Record(**fields, arxiv=found.id.removeprefix("arxiv:"), source=source)


def synthetic_store(papers: int, directory: Path) -> Store:
    """Make a store of so many papers in a folder that has none."""
    from extractors.lexicon import default_lexicon

    store = Store(store_path(directory), create=True)
    run = store.begin_run("2026-01-01T00:00:00", __version__, _CONFIGURATION, [])
    store.add_records(_records(papers), run)
    store.resolve_papers()
    store.add_extractions((_paper(number, papers) for number in range(papers)), _CONFIGURATION)
    linker = Linker(lookup_in(default_lexicon()))
    for extraction in store.extractions(_CONFIGURATION):
        linker.learn(extraction)
    linker.freeze()
    with store.relinking():
        store.add_entities(linker.entities())
        for extraction in store.extractions(_CONFIGURATION):
            store.add_linked_paper(linker.link(extraction))
        store.add_relations(linker.relations())
    store.end_run(run, "2026-01-01T00:00:00", {})
    return store


def main() -> None:
    """Read the arguments and make the store."""
    parser = argparse.ArgumentParser(description="A store of invented papers, to measure on.")
    parser.add_argument("papers", type=int)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    with synthetic_store(arguments.papers, arguments.output) as store:
        print(store.paper_counts(), store.entity_counts())


if __name__ == "__main__":
    main()
