"""Node keys of names that no lexicon lists.

A key is made from the folded name alone, in which "Foo-Net", "FooNet" and "foo nets" are
one. So it is the same whichever of these spellings a corpus holds, and stays the same
when another one arrives. Word boundaries that folding has lost are found again with a
fixed list of words.
"""

import hashlib
import re
from functools import cache, lru_cache
from importlib.resources import files

from kg.text import name_key, slugify

__all__ = ["slug_of"]

_MAX_SLUG = 80
_MAX_WORD = 24
# Shorter names are mostly coinages (MendBench, CodeNet), which nobody would look for in two pieces.
_MIN_SPLIT = 13
_UNKNOWN_COST = 4
_MIN_UNKNOWN = 3
_Reading = tuple[int, int, tuple[str, ...]]
_IMPOSSIBLE: _Reading = (1 << 30, 0, ())
_NUMBER = re.compile(r"(?<=[a-z]{3})(?<!v)(?=\d+$)")
_DECIMAL = re.compile(r"(?<=\d)-(?=\d)")


@lru_cache(maxsize=100_000)
def slug_of(name: str) -> str:
    """A readable piece of a node key; six hex digits follow where it does not tell the name from all others.

    >>> [slug_of(n) for n in ("Pixel Consensus Voting", "pixel-consensus voting", "FooNet", "Foo-Net-50", "C", "C++")]
    ['pixel-consensus-voting', 'pixel-consensus-voting', 'foonet', 'foonet-50', 'c', 'c-cedb1b']
    """
    key = name_key(name)
    slug = slugify("-".join(_split(piece) for piece in _NUMBER.split(key)))
    # A hyphen between digits can only stand for a point: numbers are never split.
    told_apart = slug and len(slug) < _MAX_SLUG and _DECIMAL.sub(".", slug).replace("-", "") == key
    return slug if told_apart else marked(slug, key)


def marked(slug: str, key: str) -> str:
    """A slug with six hex digits of what it stands for."""
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:6]
    return f"{slug}-{digest}".lstrip("-")


@cache
def _words() -> frozenset[str]:
    return frozenset((files("kg.linking") / "words.txt").read_text(encoding="utf-8").split())


def _split(piece: str) -> str:
    """Hyphens between the words that were run together: the fewest words, then the longest."""
    if not _MIN_SPLIT <= len(piece) <= 200 or not piece.isalpha() or not piece.isascii():
        return piece
    words = _words()
    # For each length: the cost of the best reading so far, and the words of that reading.
    best: list[_Reading] = [(0, 0, ())]
    for end in range(1, len(piece) + 1):
        readings = []
        for start in range(max(0, end - _MAX_WORD), end):
            word = piece[start:end]
            if len(word) < _MIN_UNKNOWN and word not in words:
                continue
            cost = 1 if word in words else _UNKNOWN_COST + len(word)
            before, shape, read = best[start]
            readings.append((before + cost, shape - len(word) ** 2, (*read, word)))
        best.append(min(readings, default=_IMPOSSIBLE))
    cost, _, read = best[-1]
    if cost >= _IMPOSSIBLE[0]:
        return piece
    unknown = sum(len(word) for word in read if word not in words)
    return "-".join(read) if 2 * unknown <= len(piece) else piece
