"""What stands around a number, as rows of whole numbers that the neural part reads.

A context holds the items of the number's sentence near it and the mentions of entities elsewhere
that may be meant. Each item is told by what it is, where it stands, and how it lies to the number's list.
"""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractors.results.mentions import SLOT_TYPES, Finding, Mentions
from extractors.results.numbers import Number

__all__ = ["COLUMNS", "MENTION_SORTS", "Context", "context_of"]

#: How many items of the sentence are looked at on either side of the number.
_REACH = 48
#: Mentions outside of the sentence: the first of the text, the last before it and the first after it.
_OPENING, _BEFORE, _AFTER = 8, 14, 6
_NEAR = 16
_ROLES = ("introduced", "used", "compared", "evaluated", "reported", "addressed", "mentioned")
_TAGS = ("w", "N", "Method", "Dataset", "Metric", "Task")
_UNITS = ("", "%", "points", "x")
_SHAPES = ("integer", "decimal", "fraction", "year", "power", "scaled", "rating")
_ALIGNED = ("metric", "dataset", "subject")

#: The columns of a context and how many values each takes.
COLUMNS: dict[str, int] = {
    "sort": 8,  # a word, a number, a mention by its type; the number itself; another of its list
    "role": 1 + len(_ROLES),
    "place": 2 * _NEAR + 1 + 8,  # items from the number, or sentences for what stands elsewhere
    "count": 5,  # how often the entity is mentioned
    "rank": 5,  # of what the paper introduces, the how manieth; of how many
    "aligned": 4,  # in an enumeration as long as the number's list: at its position, at another
    "figure": 1 + (len(_UNITS) + 1) * len(_SHAPES),  # of numbers: unit and shape
}


#: For each slot the sort of the mentions that may fill it.
MENTION_SORTS = [_TAGS.index(kind) for kind in SLOT_TYPES.values()]


@dataclass(frozen=True, slots=True)
class Context:
    """Of one number: the items (`places` in the reading), their columns, which is the number, whose mention each is.

    `entities` holds the index of the entity that an item mentions, or -1.
    """

    places: NDArray[np.int64]
    columns: NDArray[np.int64]
    target: int
    entities: NDArray[np.int64]


def context_of(mentions: Mentions, number: int) -> Context:
    """The context of a number of a text."""
    reading = mentions.reading
    items, place = reading.items, reading.places[number]
    sentence = items[place].sentence
    low, high = reading.bounds[sentence]
    inside = range(max(low, place - _REACH), min(high, place + _REACH + 1))
    outside = _elsewhere(mentions, inside.start, inside.stop)
    places = [*(p for p in outside if p < inside.start), *inside, *(p for p in outside if p >= inside.stop)]
    aligned = _aligned(mentions, number)
    first, last = reading.places[reading.first[number]], reading.places[reading.last[number]]
    rows = []
    for at in places:
        item = items[at]
        entity = reading.entities[item.index] if item.index >= 0 and item.tag not in ("w", "N") else None
        sort = _TAGS.index(item.tag)
        if item.tag == "N":
            sort = 6 if at == place else 7 if first <= at <= last else 1
        rank = 0
        if entity is not None and item.index in mentions.introduced:
            rank = 1 + min(mentions.introduced[item.index], 1) + 2 * (len(mentions.introduced) > 1)
        rows.append(
            (
                sort,
                0 if entity is None else 1 + _ROLES.index(entity.role),
                _where(at - place, item.sentence - sentence, item.sentence),
                0 if entity is None else min(mentions.seen[item.index], 4),
                rank,
                aligned.get(at, 0),
                _figure(reading.numbers[item.index]) if item.tag == "N" else 0,
            )
        )
    entities = [items[at].index if items[at].tag not in ("w", "N") else -1 for at in places]
    return Context(np.array(places), np.array(rows), places.index(place), np.array(entities))


def _elsewhere(mentions: Mentions, low: int, high: int) -> list[int]:
    """Mentions before item `low` and from item `high` on, in order; of each type some."""
    found: set[int] = set()
    for slot in SLOT_TYPES.values():
        at = mentions.at[slot]
        before, after = bisect_left(at, low), bisect_left(at, high)
        found.update(at[: min(_OPENING, before)])
        found.update(at[max(0, before - _BEFORE) : before])
        found.update(at[after : after + _AFTER])
    return sorted(found)


def _where(items: int, sentences: int, sentence: int) -> int:
    if sentences == 0:
        return max(-_NEAR, min(_NEAR, items)) + _NEAR
    base = 2 * _NEAR + 1
    if sentences > 0:
        return base + min(sentences, 2) - 1
    return base + 2 + min(-sentences, 3) - 1 + 3 * (sentence == 0)


def _figure(number: Number) -> int:
    unit = _UNITS.index(number.unit) if number.unit in _UNITS else len(_UNITS)
    return 1 + unit * len(_SHAPES) + _SHAPES.index(number.shape)


def _aligned(mentions: Mentions, number: int) -> dict[int, int]:
    """Of the enumerations around the number's list, which mention stands at the number's position."""
    reading = mentions.reading
    first, last = reading.first[number], reading.last[number]
    if first == last:
        return {}
    size, position = last - first + 1, number - first
    marks: dict[int, int] = {}
    for slot in _ALIGNED:
        for run in mentions.runs(Finding(number, "score"), slot):
            if len(run) > 1:
                fits = 1 if len(run) == size else 2
                marks |= {at: (fits if i == position else 3) for i, at in enumerate(run)}
    return marks
