"""A text as a row of items around its numbers: words, entities and numbers, each one item.

An entity counts as one item however many words it has, so that "#% top-1 accuracy on
ImageNet" and "#% F1 on X" look alike; marks of LaTeX are no items.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.results.numbers import Number, read_numbers
from kg.records import Entity
from kg.sentences import sentence_spans

__all__ = ["EDGE", "Item", "Reading", "read"]

_WORD = re.compile(r"\\[A-Za-z]+|[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d.,]*|[^\w\s${}\\~]")
_AGAINST = ("vs", "versus", "against")
#: What stands beyond the ends of a sentence.
EDGE = "<s>"


@dataclass(slots=True)
class Item:
    """A word, an entity or a number. `word` is in lower case, of an entity its last word.

    `tag` is "w", "N" or the type of the entity; `index` counts numbers or entities.
    """

    start: int
    end: int
    word: str
    tag: str
    index: int
    sentence: int


@dataclass(slots=True)
class Reading:
    """What is known of a text before anything is decided.

    `places` is the item of each number; `first` and `last` are the first and last number of its
    list; `bounds` are the first and last (exclusive) item of each sentence.
    """

    text: str
    entities: Sequence[Entity]
    numbers: list[Number]
    items: list[Item]
    places: list[int]
    first: list[int]
    last: list[int]
    bounds: list[tuple[int, int]]

    def joint(self, number: int) -> str:
        """What joins a number to the next of its list ("and", "-", "to", "vs"); empty at the end of the list."""
        joint = (self.numbers[number].joint or "").strip(" ~${(+")
        return "vs" if joint.startswith(_AGAINST) else joint

    def starts_change(self, number: int) -> bool:
        """Is this the first number of "from A to B"? "Ranging from A to B" is a range."""
        place = self.places[number]
        low = max(self.bounds[self.items[place].sentence][0], place - 3)
        words = [item.word for item in self.items[low:place]]
        return self.joint(number) == "to" and "from" in words[-2:] and not any(w.startswith("rang") for w in words)


def read(text: str, entities: Sequence[Entity]) -> Reading | None:
    """The items of a text; None where no number stands by itself."""
    numbers = read_numbers(text)
    if not numbers:
        return None
    mentions = _disjoint(entities)
    numbers = _outside(numbers, mentions)
    if not numbers:
        return None
    items, bounds = _items(text, entities, numbers, mentions)
    places = [place for place, item in enumerate(items) if item.tag == "N"]
    first, last = _lists(numbers, items, places)
    return Reading(text, entities, numbers, items, places, first, last, bounds)


def _disjoint(entities: Sequence[Entity]) -> list[tuple[int, int, int]]:
    """Mentions as start, end and number of the entity, in order, the longer one where two overlap."""
    ordered = sorted(
        ((m.start, -m.end, index) for index, entity in enumerate(entities) for m in entity.mentions),
    )
    kept: list[tuple[int, int, int]] = []
    for start, negative, index in ordered:
        if not kept or start >= kept[-1][1]:
            kept.append((start, -negative, index))
    return kept


def _outside(numbers: list[Number], mentions: list[tuple[int, int, int]]) -> list[Number]:
    """The numbers that are not part of a name."""
    kept: list[Number] = []
    place = 0
    for number in numbers:
        while place < len(mentions) and mentions[place][1] <= number.start:
            place += 1
        if place == len(mentions) or mentions[place][0] >= number.digits:
            kept.append(number)
        elif kept:
            kept[-1].joint = None
    return kept


def _items(
    text: str, entities: Sequence[Entity], numbers: list[Number], mentions: list[tuple[int, int, int]]
) -> tuple[list[Item], list[tuple[int, int]]]:
    """All items, and those of each sentence; of a sentence without numbers the entities are enough."""
    marks = sorted(
        [(n.start, n.end, -1, i) for i, n in enumerate(numbers)] + [(s, e, index, 0) for s, e, index in mentions]
    )
    items: list[Item] = []
    bounds: list[tuple[int, int]] = []
    mark = 0
    for sentence, (begin, end) in enumerate(sentence_spans(text)):
        opening, low = len(items), mark
        while mark < len(marks) and marks[mark][0] < end:
            mark += 1
        inside = marks[low:mark]
        wordy = any(index < 0 for _, _, index, _ in inside)
        at = begin
        for place, (start, stop, index, number) in enumerate(inside):
            if wordy:
                items += _words(text, at, start, sentence)
            if index < 0:
                if place + 1 < len(inside):
                    stop = min(stop, inside[place + 1][0])
                items.append(Item(start, stop, "#", "N", number, sentence))
            else:
                head = " ".join(text[start:stop].split()[-1:]).lower()
                items.append(Item(start, stop, head, entities[index].type, index, sentence))
            at = max(at, stop)
        if wordy:
            items += _words(text, at, end, sentence)
        bounds.append((opening, len(items)))
    return items, bounds


def _words(text: str, start: int, end: int, sentence: int) -> list[Item]:
    return [
        Item(m.start(), m.end(), m.group().lower(), "w", -1, sentence)
        for m in _WORD.finditer(text, start, end)
        if m.group()[0] != "\\"
    ]


def _lists(numbers: list[Number], items: list[Item], places: list[int]) -> tuple[list[int], list[int]]:
    """For each number the first and the last number of its list ("5.4, 3.1 and 2.0")."""
    first = list(range(len(numbers)))
    last = list(range(len(numbers)))
    for index in range(1, len(numbers)):
        before = items[places[index - 1]]
        if numbers[index - 1].joint is not None and before.sentence == items[places[index]].sentence:
            first[index] = first[index - 1]
        else:
            numbers[index - 1].joint = None
    for index in range(len(numbers) - 2, -1, -1):
        if first[index + 1] == first[index]:
            last[index] = last[index + 1]
    return first, last
