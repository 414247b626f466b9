"""What single words say about the phrases they stand in: which may be part of a name, and which head of what.

The table (`data/words.tsv`) is counted from the annotations by `training/word_stats.py`.
Each row is a folded word with the share of its occurrences that lie inside a name, and,
for phrases that end in it, the share that are a Method, Dataset, Metric or Task.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.records import ENTITY_TYPES, EntityType

__all__ = ["WordStats", "word_stats"]

_PATH = Path(__file__).parent / "data" / "words.tsv"


@dataclass(frozen=True, slots=True)
class WordStats:
    """Shares between 0 and 1, smoothed; `inside` of a word that was never seen is unknown (absent)."""

    inside: dict[str, float]
    head: dict[str, dict[EntityType, float]]

    def may_modify(self, word: str) -> bool:
        """Whether a word may stand inside a name: unknown words may, function words may not."""
        return self.inside.get(word, 1.0) >= 0.12

    def head_type(self, word: str) -> tuple[EntityType, float] | None:
        """The likeliest type of a phrase that ends in `word`, and how likely it is a name of it."""
        shares = self.head.get(word)
        if not shares:
            return None
        best = max(shares, key=lambda t: shares[t])
        return best, shares[best]


@cache
def word_stats() -> WordStats:
    """The table that ships with the package."""
    inside: dict[str, float] = {}
    head: dict[str, dict[EntityType, float]] = {}
    with _PATH.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["inside"]:
                inside[row["word"]] = float(row["inside"])
            shares = {t: float(row[t.casefold()]) for t in ENTITY_TYPES if row[t.casefold()]}
            if shares:
                head[row["word"]] = shares
    return WordStats(inside, head)
