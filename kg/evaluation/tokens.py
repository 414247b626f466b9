"""Tokens put together to running text again, with the place of each: extraction reads text, test sets hold tokens."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.text import clean

__all__ = ["Token", "joined"]

_ESCAPED = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": '"', "''": '"'}
_CLOSING = frozenset([",", ".", ";", ":", "!", "?", ")", "]", "}", "%", "'", "’", "'s", "’s", "n't"])
_OPENING = frozenset("([{")
_HYPHENS = frozenset("-–/")
_WHOLE_PART = re.compile(r"[0-9]\.")


@dataclass(frozen=True, slots=True)
class Token:
    """A token. `glued` says whether it follows the one before without a space; None where the set does not tell."""

    text: str
    glued: bool | None = None


def joined(tokens: Sequence[Token]) -> tuple[str, list[tuple[int, int]]]:
    """The text of the tokens and where in it each stands (start and end; equal where nothing is left of it).

    Brackets of the Penn Treebank ("-LRB-") are resolved. Where the set does not tell, there is no space before
    closing marks, after opening ones, around a hyphen, and inside a number cut into digits.

    >>> joined([Token(t) for t in "R - CNN reaches 4 2 . 2 % ( AP ) .".split()])[0]
    'R-CNN reaches 42.2% (AP).'
    """
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    length = 0
    before = ""
    tail = ""
    for token in tokens:
        text = clean(_ESCAPED.get(token.text, token.text))
        if text and length and not (_belong(before, tail, text) if token.glued is None else token.glued):
            parts.append(" ")
            length += 1
            tail = ""
        places.append((length, length + len(text)))
        if text:
            parts.append(text)
            length += len(text)
            before, tail = text, (tail + text)[-2:]
    return "".join(parts), places


def _belong(before: str, tail: str, text: str) -> bool:
    """Whether a token follows `before` without a space; `tail` ends what was written since the last one."""
    if text in _CLOSING or before in _OPENING or text in _HYPHENS or before in _HYPHENS:
        return True
    if not text.isdecimal():
        return False
    cut_digits = len(text) == len(before) == 1 and before.isdecimal()
    return cut_digits or _WHOLE_PART.fullmatch(tail) is not None
