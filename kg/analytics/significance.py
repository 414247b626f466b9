"""Whether a share grew, or only seems so: exact tests and bounds that small counts cannot fake.

`scipy.stats` is imported where it is used: it takes longer to load than all else, and every command would wait for it.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["benjamini_hochberg", "growth_at_least", "growth_p_values"]


def growth_p_values(
    after: NDArray[np.int64], before: NDArray[np.int64], papers_after: int, papers_before: int
) -> NDArray[np.float64]:
    """The chance of so many papers after, or more, if the share had stayed the same: Fisher's exact test, one-sided.

    >>> growth_p_values(np.array([1, 30]), np.array([0, 10]), 100, 100).round(6).tolist()
    [0.5, 0.000325]
    """
    from scipy import stats

    total = papers_after + papers_before
    chances: NDArray[np.float64] = stats.hypergeom.sf(after - 1, total, papers_after, after + before)
    return chances


def benjamini_hochberg(p_values: ArrayLike) -> NDArray[np.float64]:
    """p-values corrected for how many were tested: the false discovery rate at which each is significant.

    Benjamini and Hochberg (1995).

    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    from scipy import stats

    corrected: NDArray[np.float64] = stats.false_discovery_control(np.asarray(p_values, dtype=float), method="bh")
    return corrected


def growth_at_least(
    after: NDArray[np.int64],
    before: NDArray[np.int64],
    papers_after: int,
    papers_before: int,
    confidence: float = 0.95,
) -> NDArray[np.float64]:
    """The factor by which a share grew at least, with this confidence.

    The lower end of the exact (Clopper and Pearson 1934) one-sided interval for the ratio of two
    Poisson rates, given how many there are in all. One paper after none proves little:

    >>> growth_at_least(np.array([1, 30]), np.array([0, 0]), 100, 100).round(2).tolist()
    [0.05, 9.52]
    """
    from scipy import stats

    lower = np.where(after > 0, stats.beta.ppf(1 - confidence, np.maximum(after, 1), before + 1), 0.0)
    factor: NDArray[np.float64] = lower / (1 - lower) * papers_before / papers_after
    return factor
