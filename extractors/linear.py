"""The linear tagger of the fast profile: weights of features, steps between labels.

A conditional random field whose weights were learned by `training`; here they are rows
of a table, found by the feature's own text. No library beyond numpy is needed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.lattice import Lattice, well_formed
from extractors.lexicon import LexiconMatch
from extractors.word_features import Mark, word_features
from extractors.wordpieces import Word
from kg.acronyms import Definition

__all__ = ["LinearTagger", "lexicon_marks", "read_linear"]


def lexicon_marks(text: str, matches: Iterable[LexiconMatch], hidden: Collection[str] = frozenset()) -> Iterator[Mark]:
    """The longest names of the lexicon at each place; `hidden` keys are passed over."""
    covered = 0
    for match in matches:
        if match.end <= covered or match.key in hidden:
            continue
        surface = text[match.start : match.end]
        if len(surface) <= 5 and surface.islower() and any(n.isupper() for n in match.term.names):
            continue
        covered = match.end
        doubt = "g" if match.term.generic else "u" if match.key in match.term.uncertain else ""
        yield Mark(match.start, match.end, match.term.type[:3] + doubt)


class LinearTagger:
    """Scores words by their features; `lattice` turns the scores of a text into spans."""

    def __init__(
        self,
        rows: Mapping[str, int],
        weights: NDArray[np.float32],
        steps: NDArray[np.float32],
        clusters: Mapping[str, tuple[int, int]],
    ) -> None:
        self._rows = rows
        # The row of zeros at the end stands for a text without known features.
        self._weights = np.vstack([weights, np.zeros((1, weights.shape[1]), np.float32)])
        self._steps = well_formed(steps.astype(np.float64))
        self.clusters = clusters

    def lattice(
        self, text: str, found: list[Word], title_end: int, marks: Iterable[Mark], definitions: Iterable[Definition]
    ) -> Lattice:
        """The lattice over the words of one text."""
        rows, zero = self._rows, len(self._weights) - 1
        numbers: list[int] = []
        begins: list[int] = []
        for features in word_features(text, found, title_end, marks, definitions, self.clusters):
            begins.append(len(numbers))
            numbers.append(zero)
            numbers.extend([n for n in map(rows.get, features) if n is not None])
        scores = np.add.reduceat(self._weights[numbers], begins, axis=0) if begins else self._weights[:0]
        return Lattice.over(scores.astype(np.float64), self._steps)


@cache
def read_linear(path: Path) -> LinearTagger:
    """The tagger kept in an .npz file; nothing in it is code."""
    with np.load(path, allow_pickle=False) as kept:
        names = kept["features"].tobytes().decode("utf-8").split("\n")
        weights = kept["weights"].astype(np.float32) * kept["scale"].astype(np.float32)
        words = kept["words"].tobytes().decode("utf-8").split("\n")
        clusters = dict(zip(words, map(tuple, kept["clusters"].tolist()), strict=True))
        return LinearTagger({n: i for i, n in enumerate(names)}, weights, kept["steps"].astype(np.float32), clusters)
