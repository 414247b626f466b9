"""Annotated numbers as the neural part of results learns from them.

A paper is shown several times, each time with another list of entities: the annotated ones
with some left out, some given a wrong role and things that are none put among them, or those
that extraction finds at some threshold. At use the list is never perfect either.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractors.recognizer import ROLE_OF
from extractors.results.context import MENTION_SORTS, context_of
from extractors.results.mentions import SLOT_TYPES, Mentions
from extractors.results.model import KINDS
from extractors.results.reading import read
from extractors.sight import Found
from kg.evaluation import entity_names as names_of  # the same folding as in scoring
from kg.records import Entity
from training.fit_results import ResultPaper, annotated_entities, located, right_entities

__all__ = ["Example", "examples", "shown"]

_THRESHOLDS = (0.12, 0.15, 0.25, 0.4)
_LEFT_OUT, _WRONG_ROLE, _INTRUDERS = 0.12, 0.10, 0.5
#: The share of the numbers that state no outcome which is shown.
_NOTHING = 0.5
#: Weight of a choice whose right answer is not among the entities: "none" is then the honest one.
_LOST = 0.3


@dataclass(frozen=True, slots=True)
class Example:
    """One number: what stands around it, what it is (0: no outcome, else 1 + its kind), and what it belongs to.

    `own` and `right` hold for each slot and item whether its mention may fill the slot, and
    whether it is the right one; where no item is right, "none" is.
    """

    vectors: NDArray[np.float16]
    columns: NDArray[np.int64]
    target: int
    kind: int
    own: NDArray[np.bool_]
    right: NDArray[np.bool_]
    weights: NDArray[np.float32]


def shown(paper: ResultPaper, found: Found, rng: random.Random, annotated: bool) -> list[Entity]:
    """The entities of a paper as one example sees them."""
    every = [*found.entities, *found.possible]
    if not annotated:
        least = rng.choice(_THRESHOLDS)
        return [entity for entity in every if entity.confidence >= least]
    kept = []
    for entity in annotated_entities(paper):
        if rng.random() < _LEFT_OUT:
            continue
        wrong = rng.random() < _WRONG_ROLE
        kept.append(entity.model_copy(update={"role": rng.choice(ROLE_OF[entity.type])}) if wrong else entity)
    taken = {at for entity in kept for m in entity.mentions for at in range(m.start, m.end)}
    known = [names_of(entity) for entity in paper.entities]
    for entity in every:
        names = names_of(entity.model_dump())
        free = all(taken.isdisjoint(range(m.start, m.end)) for m in entity.mentions)
        if free and not any(names & others for others in known) and rng.random() < _INTRUDERS:
            kept.append(entity)
    return sorted(kept, key=lambda e: (e.mentions[0].start, e.mentions[0].end))


def examples(paper: ResultPaper, found: Found, entities: Sequence[Entity], rng: random.Random) -> list[Example]:
    """The numbers of a paper, with these entities."""
    reading = read(paper.text, entities)
    if reading is None or found.sight is None:
        return []
    mentions, placed = Mentions(reading), located(paper, reading)
    made = []
    for number in range(len(reading.numbers)):
        result = placed.get(number)
        if (result is None and rng.random() >= _NOTHING) or reading.items[reading.places[number]].end > found.sight.end:
            continue
        context = context_of(mentions, number)
        size = len(context.places)
        own = np.array([context.columns[:, 0] == sort for sort in MENTION_SORTS])
        right, weights = np.zeros((len(SLOT_TYPES), size), bool), np.zeros(len(SLOT_TYPES), np.float32)
        if result is not None:
            for row, slot in enumerate(SLOT_TYPES):
                meant = right_entities(paper, result, reading.entities, slot) if result[slot] else []
                right[row] = np.isin(context.entities, meant) if meant else False
                weights[row] = _LOST if result[slot] and not right[row].any() else 1.0
        spans = [(reading.items[p].start, reading.items[p].end) for p in context.places]
        made.append(
            Example(
                found.sight.vectors(spans).astype(np.float16),
                context.columns,
                context.target,
                0 if result is None else 1 + KINDS.index(result["kind"]),
                own,
                right,
                weights,
            )
        )
    return made
