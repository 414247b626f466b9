"""Noun phrases without a parser: runs of words that may stand inside a name, ending in a telling head.

"we study weakly supervised semantic segmentation of images" holds the phrase
"weakly supervised semantic segmentation", whose head is a task's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.pieces import Piece
from extractors.words import WordStats
from kg.text import singular

__all__ = ["Phrase", "phrases"]

_MAX_MODIFIERS = 4
# Figures ("88.0%", "7b") do not modify a name; "3d" does.
_MODIFIER = re.compile(r"[^\d+].*|\d+d")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Pieces `first` to `last` (inclusive); `last` is the head."""

    first: int
    last: int


def phrases(text: str, found: list[Piece], stats: WordStats) -> Iterator[Phrase]:
    """Each head with all words before it that may modify it, at most four.

    Linear: every piece is looked at once per position it may take before a head.
    """
    for last, piece in enumerate(found):
        if singular(piece.folded) not in stats.head:
            continue
        first = last
        while (
            first > 0
            and last - first < _MAX_MODIFIERS
            and found[first - 1].joins_next
            and stats.may_modify(found[first - 1].folded)
            and _MODIFIER.fullmatch(found[first - 1].folded)
        ):
            first -= 1
        # Part of a hyphenated word ("end" of "end-to-end") is no beginning.
        while first < last and first > 0 and text[found[first].start - 1] in "-–" and found[first - 1].joins_next:
            first += 1
        yield Phrase(first, last)
