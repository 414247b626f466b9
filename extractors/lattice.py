"""From scores of words to well-formed spans and their probabilities.

A path gives each word outside, or begin or inside of a type; inside follows begin or
inside of the same type only. The probability of a span is the share of all paths, each
weighted by its scores, that hold exactly this span.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.records import ENTITY_TYPES, EntityType

__all__ = ["FORBIDDEN", "LONGEST", "Lattice", "lattices", "well_formed"]

Floats = NDArray[np.float64]
FORBIDDEN = -1e4
#: Words of the longest span.
LONGEST = 10
_COUNT = 1 + 2 * len(ENTITY_TYPES)
_KIND = np.arange(len(ENTITY_TYPES))
_BEGIN = 2 * _KIND + 1


def well_formed(scores: Floats | None = None) -> Floats:
    """Scores of steps between labels (outside, then begin and inside of each type), impossible ones forbidden."""
    steps = np.zeros((_COUNT, _COUNT)) if scores is None else scores.astype(np.float64).copy()
    for kind in range(len(ENTITY_TYPES)):
        begin, inside = 1 + 2 * kind, 2 + 2 * kind
        for label in range(_COUNT):
            if label not in (begin, inside):
                steps[label, inside] = FORBIDDEN
    return steps


@dataclass(frozen=True, slots=True)
class Lattice:
    """Forward and backward sums over all paths; every row adds up to 1, `scale` keeps what was divided out.

    `marginals` has for each word the probability of each label.
    """

    forward: Floats
    backward: Floats
    emit: Floats
    steps: Floats
    scale: Floats
    marginals: Floats

    @classmethod
    def over(cls, scores: Floats, steps: Floats) -> "Lattice":
        """The lattice over one text: `scores` has a row a word, `steps` comes from `well_formed`."""
        return lattices([scores], steps)[0]

    def probabilities(self, first: int, last: int) -> Floats:
        """The probability of exactly this span, for each type."""
        inside = _BEGIN + 1
        value: Floats = self.forward[first, _BEGIN].copy()
        state = _BEGIN
        for i in range(first + 1, last + 1):
            value *= self.steps[state, inside] * self.emit[i, inside] / self.scale[i]
            state = inside
        if last + 1 == len(self.emit):
            return value
        onward = self.steps[state] * (self.emit[last + 1] * self.backward[last + 1]) / self.scale[last + 1]
        onward[_KIND, inside] = 0.0
        result: Floats = value * onward.sum(axis=1)
        return result

    def spans(self, least: float, longest: int = LONGEST) -> list[tuple[int, int, EntityType, float]]:
        """All spans of at least this probability, by position: first word, last word, type, probability."""
        found: list[tuple[int, int, EntityType, float]] = []
        for first, column in zip(*np.nonzero(self.marginals[:, 1::2] >= least), strict=True):
            kind = ENTITY_TYPES[column]
            begin, inside = 1 + 2 * int(column), 2 + 2 * int(column)
            reached, state, place = float(self.forward[first, begin]), begin, int(first)
            while place < len(self.emit) and place - first < longest and reached * self.backward[place, state] >= least:
                after = place + 1
                if after == len(self.emit):
                    here, reached = reached, 0.0
                else:
                    weights = self.steps[state] * self.emit[after] / self.scale[after]
                    leaves = weights * self.backward[after]
                    here = reached * float(leaves.sum() - leaves[inside])
                    reached *= float(weights[inside])
                if here >= least:
                    found.append((int(first), place, kind, min(1.0, here)))
                place, state = after, inside
        return found


def lattices(texts: Sequence[Floats], steps: Floats) -> list[Lattice]:
    """The lattices over several texts, read side by side; none depends on the others.

    Words are laid out by their place in the text, longer texts first, so that those that
    still run at a place stand together and nothing is padded. Each row is multiplied by
    itself (a product of matrices of 1 x 9 and 9 x 9), whatever the number of texts.
    """
    lengths = np.array([len(scores) for scores in texts], np.int64)
    order = np.argsort(-lengths, kind="stable")
    longest = int(lengths.max(initial=0))
    running = np.searchsorted(-lengths[order], -np.arange(longest), side="left")  # texts longer than each place
    begins = np.concatenate([[0], np.cumsum(running)])
    step = np.exp(np.maximum(steps, FORBIDDEN))
    back = np.ascontiguousarray(step.T)
    words = [begins[: lengths[text]] + rank for rank, text in enumerate(order)]
    emit = np.zeros((int(begins[-1]), 1, _COUNT))
    for text, places in zip(order, words, strict=True):
        scores = texts[text]
        emit[places, 0] = np.exp(scores - scores.max(axis=1, keepdims=True)) if len(scores) else scores
    forward, backward, scale = np.zeros_like(emit), np.ones_like(emit), np.ones((len(emit), 1, 1))
    current = np.zeros((len(texts), 1, _COUNT))
    for place in range(longest):
        low, high = begins[place], begins[place + 1]
        here = emit[low:high]
        current = np.matmul(current[: high - low], step) * here if place else here * _beginnings()
        total = current.sum(axis=2, keepdims=True)
        current = current / total
        scale[low:high], forward[low:high] = total, current
    for place in range(longest - 2, -1, -1):
        low, high = begins[place + 1], begins[place + 2]
        onward = np.matmul(emit[low:high] * backward[low:high], back) / scale[low:high]
        backward[begins[place] : begins[place] + high - low] = onward
    found: list[Lattice | None] = [None] * len(texts)
    for text, places in zip(order, words, strict=True):
        ahead, behind = forward[places, 0], backward[places, 0]
        found[text] = Lattice(ahead, behind, emit[places, 0], step, scale[places, 0, 0], ahead * behind)
    return [lattice for lattice in found if lattice is not None]


def _beginnings() -> Floats:
    allowed = np.ones(_COUNT)
    allowed[2::2] = 0.0
    return allowed
