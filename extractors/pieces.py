"""Words of a text cut at spaces, hyphens and brackets, with offsets: what names are compared by.

spaCy's tokens keep "CIFAR-10" in several pieces and "top-1" in others; names need one
rule for all spellings. A piece knows whether a name may run on across its edges.
"""

import re
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Piece", "hide_addresses", "pieces"]

# Joiners (space, hyphens, slashes, underscore) and hard breaks (brackets, quotes, commas …) end a piece.
# Letters that nearly all pieces are made of come first: they are matched as a run.
_RUN = re.compile(r"(?:[A-Za-z0-9.]++|[^\s\-_/\\‐-―()\[\]{}<>\"“”„«»`,;:|~…])++")
_SOFT_GAP = re.compile(r"[ \t\-_/‐-―]{1,3}")
# What stands inside an address is no name; hidden so that it never becomes a piece.
_ADDRESS = re.compile(r"(?:https?://|www\.|(?<![\w/])(?:github|gitlab|huggingface)\.(?:com|co)/)[^\s<>\"]{1,500}")
_HOSTS = re.compile(r"(?:github|gitlab|huggingface)\.co")
_SOFT_MARKS = frozenset(" \t-_/‐‑‒–—―")
_TAIL_ENDS = frozenset("'’s.!?*")
_new = tuple.__new__
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
    found: list[Piece] = []
    start, end, form = 0, 0, ""
    for match in _RUN.finditer(text):
        lead, size, folded = _form(match.group())
        if not size:
            continue
        begin = match.start() + lead
        if form:
            # Nearly always one space.
            one = begin - end == 1
            joins = text[end] in _SOFT_MARKS if one else _SOFT_GAP.fullmatch(text, end, begin) is not None
            found.append(_new(Piece, (start, end, form, joins)))
        start, end, form = begin, begin + size, folded
    if form:
        found.append(Piece(start, end, form, False))
    return found


@lru_cache(maxsize=1 << 16)
def _form(run: str) -> tuple[int, int, str]:
    """Of a run between joiners and breaks: how many marks stand before the piece, its length, its folded form."""
    start, end = 0, len(run)
    while end > start and run[start] in "'’.":
        start += 1
    if run[end - 1] in _TAIL_ENDS and (tail := _TAIL.search(run, max(start, end - 4), end)):
        end = tail.start()
    return start, end - start, run[start:end].casefold()
