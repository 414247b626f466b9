"""Boosted decision trees as plain numbers: what a second stage decides with."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_LEAVES", "Trees"]

#: Leaves of one tree at most: the bits of the masks below.
MOST_LEAVES = 16
_ROWS = 512  # that are scored at a time, so that the work stays in the cache
_LOWEST_BIT = np.array([0] + [(n & -n).bit_length() - 1 for n in range(1, 1 << MOST_LEAVES)], np.int8)


@dataclass(frozen=True)
class Trees:
    """Trees side by side: row = tree, column = node. A node without children points to itself.

    Scoring goes by bits as in Lucchese et al. (2015), "QuickScorer", SIGIR: every test of a
    tree that fails strikes out the leaves on its left; the first leaf left is the one reached.
    """

    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    output: NDArray[np.int32]
    base: NDArray[np.float64]

    @cached_property
    def _tests(self) -> list[tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.uint16]]]:
        """The tests, one of each tree at a time: feature, threshold, and the leaves that stay when it fails.

        The last two are columns, a tree a row.
        """
        count = len(self.feature)
        most = max((len(tests) for tests, _ in self._plans), default=0)
        found = []
        for slot in range(most):
            feature, threshold = np.zeros(count, np.int64), np.full(count, np.inf)
            mask = np.full(count, 0xFFFF, np.uint16)
            for tree, (tests, _) in enumerate(self._plans):
                if slot < len(tests):
                    node, mask[tree] = tests[slot]
                    feature[tree], threshold[tree] = self.feature[tree, node], self.threshold[tree, node]
            found.append((feature, threshold[:, None], mask[:, None]))
        return found

    @cached_property
    def _first_leaf(self) -> NDArray[np.int64]:
        """Where in all leaf values those of each tree begin, as a column."""
        return np.arange(0, len(self.feature) * MOST_LEAVES, MOST_LEAVES)[:, None]

    @cached_property
    def _leaf_values(self) -> NDArray[np.float64]:
        values = np.zeros((len(self.feature), MOST_LEAVES))
        for tree, (_, leaves) in enumerate(self._plans):
            values[tree, : len(leaves)] = self.value[tree, leaves]
        return values

    @cached_property
    def _plans(self) -> list[tuple[list[tuple[int, int]], list[int]]]:
        """Of each tree its tests with their masks, and its leaves from left to right."""
        return [self._plan(tree) for tree in range(len(self.feature))]

    def _plan(self, tree: int) -> tuple[list[tuple[int, int]], list[int]]:
        tests: list[tuple[int, int]] = []
        leaves: list[int] = []

        def visit(node: int) -> None:
            left, right = int(self.left[tree, node]), int(self.right[tree, node])
            if left == node:
                leaves.append(node)
                return
            first = len(leaves)
            visit(left)
            struck = ((1 << len(leaves)) - 1) & ~((1 << first) - 1)
            tests.append((node, 0xFFFF & ~struck))
            visit(right)

        visit(0)
        if len(leaves) > MOST_LEAVES:
            raise ValueError(f"a tree of {len(leaves)} leaves; at most {MOST_LEAVES} can be scored")
        return tests, leaves

    def scores(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """For each row of features the summed values of each output."""
        found = [self._scores(rows[low : low + _ROWS]) for low in range(0, len(rows), _ROWS)]
        return np.concatenate(found) if found else np.zeros((0, len(self.base)))

    def _scores(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        columns = np.ascontiguousarray(rows.T)  # what one test of all trees looks at lies together
        open_leaves = np.full((len(self.feature), len(rows)), 0xFFFF, np.uint16)
        for feature, threshold, mask in self._tests:
            failed = (columns.take(feature, 0) > threshold).view(np.uint8).astype(np.uint16)
            open_leaves &= mask | (failed - 1)  # 0 - 1 has all bits: a test that holds strikes out nothing
        values = self._leaf_values.take(self._first_leaf + _LOWEST_BIT.take(open_leaves))
        result = np.tile(self.base, (len(rows), 1))
        for column in range(len(self.base)):
            result[:, column] += values[self.output == column].sum(axis=0)
        return result
