"""Every place where a text names something: whole words, in one pass."""

import re
from collections import defaultdict
from collections.abc import Iterable

__all__ = ["occurrences"]

_WORDS = re.compile(r"\w+")


def occurrences(text: str, surfaces: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
    """The whole-word places of each surface: words in any case, single names with capitals as they stand.

    One pass over the words of the text, whatever the number of surfaces.

    >>> occurrences("A net, two Nets, one net.", ["net"])
    {'net': [(2, 5), (21, 24)]}
    """
    found: dict[str, list[tuple[int, int]]] = {surface: [] for surface in surfaces}
    by_first_word: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for surface in found:
        if first := _WORDS.search(surface):
            by_first_word[first.group().casefold()].append((first.start(), surface))
    for word in _WORDS.finditer(text):
        for lead, surface in by_first_word.get(word.group().casefold(), ()):
            start = word.start() - lead
            end = start + len(surface)
            if start >= 0 and _same(surface, text[start:end]) and _is_whole(text, end):
                found[surface].append((start, end))
    return found


def _same(surface: str, there: str) -> bool:
    if there == surface:
        return True
    exact = " " not in surface and any(c.isupper() for c in surface)
    return not exact and there.casefold() == surface.casefold()


def _is_whole(text: str, end: int) -> bool:
    """Whether no word runs on across `end`."""
    return end >= len(text) or not (_is_word(text[end - 1]) and _is_word(text[end]))


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
