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

__all__ = ["FORBIDDEN", "LONGEST", "Lattice", "Span", "lattices", "likely_spans", "well_formed"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: First word, last word, type, probability.
Span = tuple[int, int, EntityType, float]
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

    @classmethod
    def joined(cls, parts: Sequence["Lattice"]) -> "Lattice":
        """Several lattices as one, whose words are numbered on."""
        arrays = (
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("forward", "backward", "emit", "scale", "marginals")
        )
        forward, backward, emit, scale, marginals = arrays
        return cls(forward, backward, emit, parts[0].steps, scale, marginals)

    def probabilities(self, first: Ints, last: Ints, ends: Ints | None = None) -> Floats:
        """The probability of exactly these spans, first word to last: a row a span, a column a type.

        In joined lattices `ends` tells of each span where its text ends.
        """
        inside = _BEGIN + 1
        value: Floats = self.forward[first][:, _BEGIN]
        for place in range(1, int((last - first).max(initial=0)) + 1):
            running = np.flatnonzero(last - first >= place)
            here = first[running] + place
            state = _BEGIN if place == 1 else inside
            value[running] *= self.steps[state, inside] * self.emit[here][:, inside] / self.scale[here, None]
        onward = np.flatnonzero(last + 1 < (len(self.emit) if ends is None else ends))
        after = last[onward] + 1
        leaving = np.stack([self.steps[_BEGIN], self.steps[inside]])
        leaving[:, _KIND, inside] = 0.0
        ahead = self.emit[after] * self.backward[after] / self.scale[after, None]
        several = (last[onward] > first[onward]).astype(np.int64)
        value[onward] *= (leaving[several] * ahead[:, None, :]).sum(axis=2)
        return value

    def spans(self, least: float, longest: int = LONGEST) -> list[Span]:
        """All spans of at least this probability, by position: first word, last word, type, probability."""
        return likely_spans([self], least, longest)[0]


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


def likely_spans(read: Sequence[Lattice], least: float, longest: int = LONGEST) -> list[list[Span]]:
    """For each lattice its spans of at least this probability, by position."""
    lengths = np.array([len(lattice.emit) for lattice in read], np.int64)
    begins = np.concatenate([[0], np.cumsum(lengths)])
    if begins[-1] == 0:
        return [[] for _ in read]
    forward, backward, emit, scale, marginals = (
        np.concatenate([getattr(lattice, part) for lattice in read])
        for part in ("forward", "backward", "emit", "scale", "marginals")
    )
    step = read[0].steps
    text_end = np.repeat(begins[1:], lengths)  # of each word: where its text ends
    first, kind = np.nonzero(marginals[:, 1::2] >= least)
    begin, inside = 1 + 2 * kind, 2 + 2 * kind
    reached, state = forward[first, begin], begin
    found: list[tuple[Ints, Ints, Ints, Floats]] = []
    for length in range(1, longest + 1):
        place = first + length - 1
        running = np.flatnonzero(reached * backward[place, state] >= least)
        first, kind, inside, state, reached, place = (a[running] for a in (first, kind, inside, state, reached, place))
        if not len(first):
            break
        after = np.minimum(place + 1, len(emit) - 1)
        at_end = place + 1 == text_end[place]
        weights = step[state] * emit[after] / scale[after, None]
        leaves = weights * backward[after]
        number = np.arange(len(first))
        leaves[number, inside] = 0.0
        here = np.where(at_end, reached, reached * leaves.sum(axis=1))
        kept = np.flatnonzero(here >= least)
        found.append((first[kept], place[kept], kind[kept], here[kept]))
        onward = np.flatnonzero(~at_end)
        reached = (reached * weights[number, inside])[onward]
        first, kind, inside = first[onward], kind[onward], inside[onward]
        state = inside
    return _by_text(found, begins)


def _by_text(found: Sequence[tuple[Ints, Ints, Ints, Floats]], begins: Ints) -> list[list[Span]]:
    """Spans over all words of several texts, sorted, each given to its text and counted from its first word."""
    if not found:
        return [[] for _ in begins[1:]]
    first, last, kind, probability = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((last, kind, first))
    first, last, kind, probability = first[order], last[order], kind[order], np.minimum(probability[order], 1.0)
    text = np.searchsorted(begins, first, side="right") - 1
    rows = zip(
        text.tolist(),
        (first - begins[text]).tolist(),
        (last - begins[text]).tolist(),
        kind.tolist(),
        probability.tolist(),
        strict=True,
    )
    spans: list[list[Span]] = [[] for _ in range(len(begins) - 1)]
    for number, low, high, type_number, value in rows:
        spans[number].append((low, high, ENTITY_TYPES[type_number], value))
    return spans


def _beginnings() -> Floats:
    allowed = np.ones(_COUNT)
    allowed[2::2] = 0.0
    return allowed
