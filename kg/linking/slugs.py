"""Node keys of names that no lexicon lists.

A key is made from the folded name alone, in which "Foo-Net", "FooNet" and "foo nets" are
one. So it is the same whichever of these spellings a corpus holds, and stays the same
when another one arrives. Word boundaries that folding has lost are found again with a
fixed list of words, commonest first, by Viterbi's algorithm over word frequencies that
follow Zipf's law.
"""

import hashlib
import re
from functools import cache, lru_cache
from importlib.resources import files
from math import log

from kg.text import name_key, slugify

__all__ = ["marked", "slug_of"]

_MAX_SLUG = 80
_MAX_SPLIT = 120
_MAX_WORD = 24
# Shorter names are mostly coinages (MendBench, TinkerNet), which nobody would look for in two pieces.
_MIN_SPLIT = 12
_MIN_UNKNOWN = 3
_UNKNOWN_COST = 16_000
_LETTER_COST = 3_000
_IMPOSSIBLE = 1 << 40
_LETTERS = re.compile(rf"[a-z]{{{_MIN_SPLIT},}}")
_DIMENSIONS = re.compile(r"(?<![a-z0-9])\d+d(?=[a-z]{3})")
_LAST_NUMBER = re.compile(r"(?<=[a-z]{3})v?\d+$")
_DECIMAL = re.compile(r"(?<=\d)-(?=\d)")


@lru_cache(maxsize=100_000)
def slug_of(name: str) -> str:
    """A readable piece of a node key; six hex digits follow where it does not tell the name from all others.

    >>> [slug_of(n) for n in ("Pixel Consensus Voting", "pixel-consensus voting", "FooNet", "Foo-Net-50", "C", "C++")]
    ['pixel-consensus-voting', 'pixel-consensus-voting', 'foonet', 'foonet-50', 'c', 'c-cedb1b']
    """
    key = name_key(name)
    slug = slugify(_spaced(key))
    # A hyphen between digits can only stand for a point: numbers are never split.
    told_apart = slug and len(slug) < _MAX_SLUG and _DECIMAL.sub(".", slug).replace("-", "") == key
    return slug if told_apart else marked(slug, key)


def marked(slug: str, key: str) -> str:
    """A slug with six hex digits of what it stands for."""
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:6]
    return f"{slug}-{digest}".lstrip("-")


def _spaced(key: str) -> str:
    """The folded name with hyphens where words, and a number or version at the end, begin."""
    key = _DIMENSIONS.sub(lambda found: f"{found.group()}-", key)
    key = _LAST_NUMBER.sub(lambda found: f"-{found.group()}", key)
    return _LETTERS.sub(lambda found: _split(found.group()), key)


@cache
def _costs() -> dict[str, int]:
    """The cost of each word, in thousandths: by Zipf's law the logarithm of its rank."""
    words = (files("kg.linking") / "words.txt").read_text(encoding="utf-8").split()
    scale = log(len(words))
    return {word: round(1000 * log((rank + 1) * scale)) for rank, word in enumerate(words)}


def _split(piece: str) -> str:
    """Hyphens between the words that were run together: the likeliest reading."""
    if len(piece) > _MAX_SPLIT:
        return piece
    costs = _costs()
    best = [0]
    begins = [0]
    for end in range(1, len(piece) + 1):
        cheapest, begin = _IMPOSSIBLE, 0
        for start in range(max(0, end - _MAX_WORD), end):
            length = end - start
            cost = costs.get(piece[start:end])
            if cost is None:
                if length < _MIN_UNKNOWN:
                    continue
                cost = _UNKNOWN_COST + _LETTER_COST * length
            if best[start] + cost < cheapest:
                cheapest, begin = best[start] + cost, start
        best.append(cheapest)
        begins.append(begin)
    if best[-1] >= _IMPOSSIBLE:
        return piece
    words: list[str] = []
    end = len(piece)
    while end:
        words.append(piece[begins[end] : end])
        end = begins[end]
    unknown = sum(len(word) for word in words if word not in costs)
    return piece if 2 * unknown > len(piece) else "-".join(reversed(words))
