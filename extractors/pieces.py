"""Words of a text cut at spaces, hyphens and brackets, with offsets: what names are compared by.

spaCy's tokens keep "CIFAR-10" in several pieces and "top-1" in others; names need one
rule for all spellings. A piece knows whether a name may run on across its edges.
"""

import re
from dataclasses import dataclass

__all__ = ["Piece", "hide_addresses", "pieces"]

# Joiners (space, hyphens, slashes, underscore) and hard breaks (brackets, quotes, commas …) end a piece.
_RUN = re.compile(r"[^\s\-_/\\‐-―()\[\]{}<>\"“”„«»`,;:|~…]+")
_SOFT_GAP = re.compile(r"[ \t\-_/‐-―]{1,3}")
# What stands inside an address is no name; hidden so that it never becomes a piece.
_ADDRESS = re.compile(r"(?:https?://|www\.|(?<![\w/])(?:github|gitlab|huggingface)\.(?:com|co)/)[^\s<>\"]{1,500}")
_TAIL = re.compile(r"(?:['’]s?|[.!?*]+)$")


@dataclass(frozen=True, slots=True)
class Piece:
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
        tail = _TAIL.search(text, max(start, end - 4), end)
        if tail:
            end = tail.start()
        if end > start:
            spans.append((start, end))
    found = []
    for index, (start, end) in enumerate(spans):
        joins = False
        if index + 1 < len(spans):
            joins = _SOFT_GAP.fullmatch(text, end, spans[index + 1][0]) is not None
        found.append(Piece(start, end, text[start:end].casefold(), joins))
    return found
