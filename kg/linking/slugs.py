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


def slug_of(name: str) -> str:
    """A readable piece of a node key; six hex digits follow where it does not tell the name from all others.

    >>> [slug_of(n) for n in ("Pixel Consensus Voting", "pixel-consensus voting", "FooNet", "Foo-Net-50", "C", "C++")]
    ['pixel-consensus-voting', 'pixel-consensus-voting', 'foonet', 'foonet-50', 'c', 'c-cedb1b']
    """
    return _slug_of_key(name_key(name))


@lru_cache(maxsize=100_000)
def _slug_of_key(key: str) -> str:
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


@cache
def _beginnings() -> frozenset[str]:
    """Everything that a word of the list begins with."""
    return frozenset(word[:length] for word in _costs() for length in range(1, len(word) + 1))


def _split(piece: str) -> str:
    """Hyphens between the words that were run together: the likeliest reading, of two as likely the longer word."""
    size = len(piece)
    if size > _MAX_SPLIT:
        return piece
    costs, beginnings = _costs(), _beginnings()
    best, begins = [_IMPOSSIBLE] * (size + 1), [0] * (size + 1)
    best[0] = 0
    #: Of each place the cost up to there, less that of its letters: an unknown word costs by its letters.
    offset: list[int] = []
    for place in range(size + 1):
        if place >= _MIN_UNKNOWN:
            window = offset[max(0, place - _MAX_WORD) : place - _MIN_UNKNOWN + 1]
            least = min(window)
            cost, begin = least + _UNKNOWN_COST + _LETTER_COST * place, window.index(least) + max(0, place - _MAX_WORD)
            if cost < best[place] or (cost == best[place] and begin < begins[place]):
                best[place], begins[place] = cost, begin
        here = best[place]
        offset.append(here - _LETTER_COST * place)
        if here >= _IMPOSSIBLE:
            continue
        for end in range(place + 1, min(place + _MAX_WORD, size) + 1):
            word = piece[place:end]
            if word not in beginnings:
                break
            known = costs.get(word)
            if known is not None and here + known < best[end]:
                best[end], begins[end] = here + known, place
    if best[-1] >= _IMPOSSIBLE:
        return piece
    words: list[str] = []
    end = size
    while end:
        words.append(piece[begins[end] : end])
        end = begins[end]
    unknown = sum(len(word) for word in words if word not in costs)
    return piece if 2 * unknown > len(piece) else "-".join(reversed(words))
