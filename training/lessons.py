"""Annotated papers as an encoder learns from them: pieces of words, and what is right about words and numbers."""

import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from extractors.results.mentions import SLOT_TYPES
from extractors.results.model import KINDS
from extractors.results.reading import read
from extractors.wordpieces import WordPieces, shape
from training.fit_results import ResultPaper, annotated_entities, located, right_entities
from training.gold import Annotated

__all__ = ["Batch", "Lesson", "Shares", "batches", "lesson_of", "together"]

#: Pieces of a text that are read; what comes after them is not learned from.
ROOM = 510
#: Weight of a choice whose right answer stands nowhere in the text as a name: "none" is then the honest one.
_LOST = 0.3


@dataclass(slots=True)
class Lesson:
    """One text: pieces with shapes and title flags, the first piece of each word, and what is right.

    Right is what is annotated, or, where there are `shares`, what a teacher says.

    Attributes
    ----------
    tags, roles
        Of each word; MASKED where it pulls neither way.
    numbers
        The word at which the digits of each number end, or the mark of its unit right after them.
    kinds
        Of each number: 0 where it is no outcome, else 1 + its kind.
    right
        Of each number and slot the words at which the right mentions begin; empty: none.
    weights
        Of each number and slot.
    """

    pieces: list[int]
    shapes: list[int]
    titles: list[int]
    firsts: list[int]
    tags: list[int]
    roles: list[int]
    numbers: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    right: list[list[list[int]]] = field(default_factory=list)
    weights: list[list[float]] = field(default_factory=list)
    shares: "Shares | None" = None


@dataclass(frozen=True, slots=True)
class Shares:
    """What a teacher says of a text: of each word its tags and roles, of each number its kinds and by slot what it
    belongs to (none, then each word), as probabilities."""

    tags: NDArray[np.float16]
    roles: NDArray[np.float16]
    kinds: NDArray[np.float16]
    slots: NDArray[np.float16]


def lesson_of(paper: Annotated, results: ResultPaper | None, pieces: WordPieces) -> Lesson:
    """The lesson of a paper; of a long text its beginning."""
    row, shapes, titles, firsts = [pieces.begin], [0], [0], []
    for start, end in paper.words:
        surface = paper.text[start:end]
        cut = pieces(surface)
        if len(row) + len(cut) > ROOM:
            break
        firsts.append(len(row))
        row += cut
        shapes += [shape(surface)] * len(cut)
        titles += [int(start < paper.title_end)] * len(cut)
    size = len(firsts)
    lesson = Lesson([*row, pieces.finish], [*shapes, 0], [*titles, 0], firsts, paper.tags[:size], paper.roles[:size])
    if results is not None:
        _add_numbers(lesson, paper, results)
    return lesson


def _add_numbers(lesson: Lesson, paper: Annotated, results: ResultPaper) -> None:
    reading = read(results.text, annotated_entities(results))
    if reading is None:
        return
    starts = [start for start, _ in paper.words]
    placed = located(results, reading)
    begins: dict[int, list[int]] = {}
    for item in reading.items:
        if item.tag not in ("w", "N"):
            begins.setdefault(item.index, []).append(bisect_right(starts, item.start) - 1)
    for number, one in enumerate(reading.numbers):
        word = bisect_right(starts, one.digits) - 1
        if word >= len(lesson.firsts):
            break
        result = placed.get(number)
        right: list[list[int]] = [[] for _ in SLOT_TYPES]
        weights = [0.0] * len(SLOT_TYPES)
        if result is not None:
            for place, slot in enumerate(SLOT_TYPES):
                meant = right_entities(results, result, reading.entities, slot) if result[slot] else []
                right[place] = [w for e in meant for w in begins.get(e, []) if w < len(lesson.firsts)]
                weights[place] = _LOST if result[slot] and not right[place] else 1.0
        lesson.numbers.append(word)
        lesson.kinds.append(0 if result is None else 1 + KINDS.index(result["kind"]))
        lesson.right.append(right)
        lesson.weights.append(weights)


@dataclass(slots=True)
class Batch:
    """Lessons side by side. Words and numbers of all stand in one row each, with the lesson they are of."""

    pieces: Tensor
    shapes: Tensor
    titles: Tensor
    mask: Tensor
    words: tuple[Tensor, Tensor]
    tags: Tensor
    roles: Tensor
    numbers: tuple[Tensor, Tensor]
    kinds: Tensor
    #: numbers x slots x (none, then each piece): may it be chosen; is it right.
    open: Tensor
    right: Tensor
    weights: Tensor
    #: What a teacher says, in the place of what is annotated: tags, roles, kinds, slots.
    shares: tuple[Tensor, Tensor, Tensor, Tensor] | None


def together(lessons: Sequence[Lesson]) -> Batch:
    """The tensors of some lessons."""
    longest = max(len(one.pieces) for one in lessons)
    columns = [
        torch.tensor([column + [0] * (longest - len(column)) for column in every])
        for every in ([o.pieces for o in lessons], [o.shapes for o in lessons], [o.titles for o in lessons])
    ]
    mask = torch.arange(longest)[None] < torch.tensor([len(one.pieces) for one in lessons])[:, None]
    words = [(row, first) for row, one in enumerate(lessons) for first in one.firsts]
    numbers = [(row, one.firsts[word]) for row, one in enumerate(lessons) for word in one.numbers]
    slots = len(SLOT_TYPES)
    may, right = (torch.zeros(len(numbers), slots, 1 + longest, dtype=torch.bool) for _ in range(2))
    at = 0
    for one in lessons:
        for choices in one.right:
            may[at, :, 0] = True
            may[at, :, 1 + torch.tensor(one.firsts)] = True
            for slot, places in enumerate(choices):
                right[at, slot, [1 + one.firsts[w] for w in places] or [0]] = True
            at += 1
    return Batch(
        *columns,
        mask,
        _pair(words),
        torch.tensor([t for one in lessons for t in one.tags]),
        torch.tensor([r for one in lessons for r in one.roles]),
        _pair(numbers),
        torch.tensor([k for one in lessons for k in one.kinds], dtype=torch.int64),
        may,
        right,
        torch.tensor([w for one in lessons for w in one.weights]).reshape(-1, slots),
        _shares(lessons, longest) if lessons[0].shares is not None else None,
    )


def _shares(lessons: Sequence[Lesson], longest: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """What the teacher says, its words of a slot put at their pieces."""
    said = [one.shares for one in lessons if one.shares is not None]
    slots = torch.zeros(sum(len(one.slots) for one in said), len(SLOT_TYPES), 1 + longest)
    at = 0
    for lesson, one in zip(lessons, said, strict=True):
        places = torch.tensor([0, *(1 + first for first in lesson.firsts)])
        slots[at : at + len(one.slots), :, places] = torch.from_numpy(one.slots.astype(np.float32))
        at += len(one.slots)
    tags, roles, kinds = (
        torch.from_numpy(np.concatenate(rows).astype(np.float32))
        for rows in ([o.tags for o in said], [o.roles for o in said], [o.kinds for o in said])
    )
    return tags, roles, kinds, slots


def _pair(places: list[tuple[int, int]]) -> tuple[Tensor, Tensor]:
    both = torch.tensor(places, dtype=torch.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def batches(lessons: Sequence[Lesson], size: int, rng: random.Random) -> list[list[Lesson]]:
    """Batches of lessons of like length, in random order."""
    order = sorted(lessons, key=lambda one: len(one.pieces) + rng.random() * 40)
    cut = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(cut)
    return cut
