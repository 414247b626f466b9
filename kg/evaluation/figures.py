"""Counts of right, wrong and missed, the ratios that follow, and how sure they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Figures", "Interval", "bootstrap"]


@dataclass(slots=True)
class Figures:
    """Counts of right, wrong and missed, and the ratios that follow."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float:
        """Right among predicted; 0 where nothing was predicted."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Right among annotated; 0 where nothing was annotated."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def add(self, tp: int, fp: int, fn: int) -> None:
        """Count more."""
        self.tp += tp
        self.fp += fp
        self.fn += fn

    @property
    def ratios(self) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        return self.precision, self.recall, self.f1


@dataclass(frozen=True, slots=True)
class Interval:
    """Between `low` and `high` lie 95 % of the samples."""

    low: float
    high: float


def bootstrap(units: Sequence[Mapping[str, Figures]], rounds: int, seed: int = 1) -> dict[str, tuple[Interval, ...]]:
    """The 95 % bootstrap intervals of precision, recall and F1.

    Parameters
    ----------
    units
        What is drawn with replacement (a paper, a passage), each with its counts by name.
    rounds
        Samples, each of as many units as there are.
    seed
        Of the random numbers: the same seed gives the same intervals.

    Examples
    --------
    >>> sure = [{"Task": Figures(tp=3)}] * 5
    >>> bootstrap(sure, 20)["Task"][2]
    Interval(low=1.0, high=1.0)
    """
    names = list(dict.fromkeys(name for unit in units for name in unit))
    none = Figures()
    counts = np.array([[(f.tp, f.fp, f.fn) for f in (unit.get(n, none) for n in names)] for unit in units])
    random = np.random.default_rng(seed)
    share = np.full(len(units), 1 / max(1, len(units)))
    values = np.empty((rounds, len(names), 3))
    for number in range(rounds):
        # How often each unit is drawn says as much as the draws themselves, in one row.
        drawn = np.tensordot(random.multinomial(len(units), share), counts, axes=1)
        values[number] = [Figures(*map(int, row)).ratios for row in drawn]
    low, high = np.percentile(values, (2.5, 97.5), axis=0)
    return {
        name: tuple(Interval(float(low[i, j]), float(high[i, j])) for j in range(3)) for i, name in enumerate(names)
    }
