"""Words of a text cut at spaces, hyphens and brackets, with offsets: what names are compared by.

spaCy's tokens keep "CIFAR-10" in several pieces and "top-1" in others; names need one
rule for all spellings. A piece knows whether a name may run on across its edges.
"""

import itertools
import re
from typing import NamedTuple

__all__ = ["Piece", "hide_addresses", "pieces"]

# Joiners (space, hyphens, slashes, underscore) and hard breaks (brackets, quotes, commas …) end a piece.
_RUN = re.compile(r"[^\s\-_/\\‐-―()\[\]{}<>\"“”„«»`,;:|~…]+")
_SOFT_GAP = re.compile(r"[ \t\-_/‐-―]{1,3}")
# What stands inside an address is no name; hidden so that it never becomes a piece.
_ADDRESS = re.compile(r"(?:https?://|www\.|(?<![\w/])(?:github|gitlab|huggingface)\.(?:com|co)/)[^\s<>\"]{1,500}")
_HOSTS = re.compile(r"(?:github|gitlab|huggingface)\.co")
_SOFT_MARKS = frozenset(" \t-_/‐‑‒–—―")
_TAIL_ENDS = frozenset("'’s.!?*")
_TAIL = re.compile(r"(?:['’]s?|[.!?*]+)$")


class Piece(NamedTuple):
    """One piece: its offsets, its folded form, and whether the gap to the next piece is soft."""

    start: int
    end: int
    folded: str
    joins_next: bool

    @property
    def span(self) -> tuple[int, int]:
        """Start and end."""
        return self.start, self.end


def hide_addresses(text: str) -> str:
    """The text with web addresses replaced by as many spaces.

    >>> hide_addresses("see https://a.org/X now")
    'see                 now'
    """
    if "://" not in text and "www." not in text and not _HOSTS.search(text):
        return text
    return _ADDRESS.sub(lambda m: " " * len(m.group()), text)


def pieces(text: str) -> list[Piece]:
    """All pieces of a text.

    >>> [p.folded for p in pieces("ResNet-50's accuracy (top-1), e.g. on ImageNet.")]
    ['resnet', '50', 'accuracy', 'top', '1', 'e.g', 'on', 'imagenet']
    """
    spans: list[tuple[int, int]] = []
    for match in _RUN.finditer(text):
        start, end = match.span()
        while end > start and text[start] in "'’.":
            start += 1
        if text[end - 1] in _TAIL_ENDS and (tail := _TAIL.search(text, max(start, end - 4), end)):
            end = tail.start()
        if end > start:
            spans.append((start, end))
    folded = text.casefold()
    if len(folded) != len(text):  # a letter that folds to two
        forms = [text[start:end].casefold() for start, end in spans]
    else:
        forms = [folded[start:end] for start, end in spans]
    gaps = [text[a[1] : b[0]] for a, b in itertools.pairwise(spans)]
    joins = [gap in _SOFT_MARKS if len(gap) == 1 else _SOFT_GAP.fullmatch(gap) is not None for gap in gaps]
    return [Piece(*span, form, join) for span, form, join in zip(spans, forms, [*joins, False], strict=False)]
