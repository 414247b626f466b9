"""Boosted decision trees as plain numbers: what a second stage decides with."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Trees"]


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees side by side: row = tree, column = node. A node without children points to itself."""

    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    output: NDArray[np.int32]
    base: NDArray[np.float64]
    depth: int

    def scores(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """For each row of features the summed values of each output."""
        count = len(self.feature)
        trees = np.arange(count)[None, :]
        nodes = np.zeros((len(rows), count), dtype=np.int32)
        number = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            lower = rows[number, self.feature[trees, nodes]] <= self.threshold[trees, nodes]
            nodes = np.where(lower, self.left[trees, nodes], self.right[trees, nodes])
        values = self.value[trees, nodes]
        result = np.tile(self.base, (len(rows), 1))
        for column in range(len(self.base)):
            result[:, column] += values[:, self.output == column].sum(axis=1)
        return result
