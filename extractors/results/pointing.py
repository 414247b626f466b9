"""What the encoder itself says of a number: what it is, and by slot which name it points to.

A number asks, each word offers itself; the product of the two says how well they fit
(pointer networks: Vinyals et al., NeurIPS 2015). A name has what the words of its mentions have together.
"""

from collections.abc import Sequence

import numpy as np

from extractors.results.mentions import SLOT_TYPES, Mentions
from extractors.results.told import MOST, Told, log_shares
from extractors.sight import Sight

__all__ = ["pointed"]


def pointed(mentions: Mentions, sight: Sight, numbers: Sequence[int]) -> dict[int, Told]:
    """What is told of these numbers of a text, the first so many of those that the encoder has seen."""
    reading = mentions.reading
    seen = [n for n in numbers if reading.items[reading.places[n]].end <= sight.end][:MOST]
    asking = [sight.word_at(reading.numbers[n].digits) for n in seen]
    offering = {
        kind: [
            (item.index, word)
            for item in reading.items
            if item.tag == kind and item.end <= sight.end
            for word in range(sight.word_at(item.start), sight.word_at(item.end - 1) + 1)
        ]
        for kind in SLOT_TYPES.values()
    }
    scale = sight.asks.shape[2] ** -0.5
    slots: list[dict[str, dict[int | None, float]]] = [{} for _ in seen]
    for column, (slot, kind) in enumerate(SLOT_TYPES.items()):
        words = [word for _, word in offering[kind]]
        fits = sight.asks[asking, column] @ sight.offers[words, column].T * scale
        every = log_shares(np.column_stack([sight.nones[asking, column], fits]).astype(np.float64))
        for row, shares in enumerate(every.tolist()):
            told: dict[int | None, float] = {None: shares[0]}
            for (entity, _), share in zip(offering[kind], shares[1:], strict=True):
                told[entity] = float(np.logaddexp(told[entity], share)) if entity in told else share
            slots[row][slot] = told
    kinds = log_shares(sight.kinds[asking].astype(np.float64))
    return {number: Told(kinds[row], slots[row]) for row, number in enumerate(seen)}
