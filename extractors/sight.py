"""What the encoder makes of the words of a text, kept for those who read it after the entities."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractors.wordpieces import Word
from kg.records import Entity

__all__ = ["SEEN", "Found", "Sight"]

#: Words of a text of which it is kept: more than any abstract has.
SEEN = 20_000


class Sight:
    """A vector for each of the first words of a text.

    Attributes
    ----------
    end
        Where the last of these words ends.
    width
        How many figures a vector has.
    """

    def __init__(
        self,
        words: Sequence[Word],
        inner: NDArray[np.float32],
        kinds: NDArray[np.float32],
        asks: NDArray[np.float32],
        offers: NDArray[np.float32],
        nones: NDArray[np.float32],
    ) -> None:
        self.kinds = kinds
        self.nones = nones
        by_slot = (len(words[: len(inner)]), nones.shape[1], asks[0].size // nones.shape[1] if len(asks) else 0)
        self.asks, self.offers = asks.reshape(by_slot), offers.reshape(by_slot)
        self._starts = [start for start, _ in words[: len(inner)]]
        self._ends = [end for _, end in words[: len(inner)]]
        self._inner = inner
        self.end = self._ends[-1] if len(inner) else 0
        self.width = inner.shape[1]

    def word_at(self, at: int) -> int:
        """The word that stands at a character, or the last one before it."""
        return max(0, bisect_right(self._starts, at) - 1)

    def vectors(self, spans: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
        """For each span of characters the mean over its words; zeros where there is none."""
        found = np.zeros((len(spans), self.width), np.float32)
        for row, (start, end) in enumerate(spans):
            low, high = bisect_right(self._ends, start), bisect_left(self._starts, end)
            if high > low:
                found[row] = self._inner[low:high].mean(axis=0)
        return found


@dataclass(frozen=True, slots=True)
class Found:
    """What is found in a text: its entities, what else may be one, and what the encoder saw (None: it did not read).

    `threshold` is the confidence that parts the two.
    """

    entities: list[Entity]
    possible: list[Entity]
    threshold: float
    sight: Sight | None

    @classmethod
    def of(cls, entities: Sequence[tuple[Entity, bool]], threshold: float, sight: Sight | None) -> "Found":
        """What is found, each with whether it is likely enough."""
        sure, unsure = ([entity for entity, likely in entities if likely is wanted] for wanted in (True, False))
        return cls(sure, unsure, threshold, sight)
