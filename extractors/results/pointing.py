"""What the encoder itself says of a number: what it is, and by slot which name it points to.

A number asks, each word offers itself; the product of the two says how well they fit
(pointer networks: Vinyals et al., NeurIPS 2015). A name has what the words of its mentions have together.
"""

from collections.abc import Sequence

import numpy as np

from extractors.results.mentions import SLOT_TYPES, Mentions
from extractors.results.told import Told, log_shares, seen_numbers
from extractors.sight import Sight

__all__ = ["pointed"]


def pointed(mentions: Mentions, sight: Sight, numbers: Sequence[int]) -> dict[int, Told]:
    """What is told of these numbers of a text, the first so many of those that the encoder has seen."""
    reading = mentions.reading
    seen = seen_numbers(reading, sight, numbers)
    asking = [sight.word_at(reading.numbers[n].digits) for n in seen]
    scale = sight.asks.shape[2] ** -0.5
    slots: list[dict[str, dict[int | None, float]]] = [{} for _ in seen]
    for column, (slot, kind) in enumerate(SLOT_TYPES.items()):
        entities, words, begins = _words_of_names(mentions, sight, kind)
        fits = sight.asks[asking, column] @ sight.offers[words, column].T * scale
        every = np.column_stack([sight.nones[asking, column], fits]).astype(np.float64)
        by_name = log_shares(np.logaddexp.reduceat(every, [0, *begins], axis=1)).tolist()
        for row, shares in enumerate(by_name):
            slots[row][slot] = dict(zip([None, *entities], shares, strict=True))
    kinds = log_shares(sight.kinds[asking].astype(np.float64))
    return {number: Told(kinds[row], slots[row]) for row, number in enumerate(seen)}


def _words_of_names(mentions: Mentions, sight: Sight, kind: str) -> tuple[list[int], list[int], list[int]]:
    """The entities of a type, the words of all their mentions, and where those of each begin (the first at 1)."""
    words: dict[int, list[int]] = {}
    for item in mentions.reading.items:
        if item.tag == kind and item.end <= sight.end:
            named = range(sight.word_at(item.start), sight.word_at(item.end - 1) + 1)
            words.setdefault(item.index, []).extend(named)
    begins, at = [], 1
    for some in words.values():
        begins.append(at)
        at += len(some)
    return list(words), [word for some in words.values() for word in some], begins
