"""What is told of a number: what it is, and which names it may belong to, as log-probabilities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractors.results.reading import Reading
from extractors.sight import Sight

__all__ = ["MOST", "UNSEEN", "Told", "blended", "log_shares", "seen_numbers"]

#: Numbers of one text that are looked at.
MOST = 96
#: The log-probability of a name that a reader does not know of.
UNSEEN = -8.0


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one number.

    `kinds` are log-probabilities: of no outcome, then of each kind. `slots` holds for metric,
    dataset and subject the log-probability of each entity that may be meant, and of None.
    """

    kinds: NDArray[np.float64]
    slots: dict[str, dict[int | None, float]]


def seen_numbers(reading: Reading, sight: Sight, numbers: Sequence[int]) -> list[int]:
    """Of these numbers of a text the first so many of those that the encoder has seen."""
    return [n for n in numbers if reading.items[reading.places[n]].end <= sight.end][:MOST]


def log_shares(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-probabilities from scores, along the last axis."""
    shares: NDArray[np.float64] = scores - np.logaddexp.reduce(scores, axis=-1, keepdims=True)
    return shares


def blended(one: Mapping[int, Told], other: Mapping[int, Told], share: float) -> dict[int, Told]:
    """What two readers tell of each number: the mean of their log-probabilities, in which `other` has this share.

    Where `other` tells nothing of a number, `one` has the word.
    """
    return {number: _mean(told, other[number], share) if number in other else told for number, told in one.items()}


def _mean(one: Told, other: Told, share: float) -> Told:
    slots: dict[str, dict[int | None, float]] = {}
    for slot, shares in one.slots.items():
        also = other.slots[slot]
        names = [*shares, *(name for name in also if name not in shares)]
        said, told = (np.array([known.get(name, UNSEEN) for name in names]) for known in (shares, also))
        slots[slot] = dict(zip(names, log_shares(_weighed(said, told, share)).tolist(), strict=True))
    return Told(log_shares(_weighed(one.kinds, other.kinds, share)), slots)


def _weighed(one: NDArray[np.float64], other: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    return (1 - share) * one + share * other
