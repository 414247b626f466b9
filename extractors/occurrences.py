"""Every place where a text names something: whole words."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

__all__ = ["occurrences"]

_WORDS = re.compile(r"\w+")
#: So many words are quicker looked for one by one.
_FEW = 50


def occurrences(text: str, surfaces: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
    """The whole-word places of each surface: words in any case, single names with capitals as they stand.

    >>> occurrences("A net, two Nets, one net.", ["net"])
    {'net': [(2, 5), (21, 24)]}
    """
    found: dict[str, list[tuple[int, int]]] = {surface: [] for surface in surfaces}
    by_first_word: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for surface in found:
        if first := _WORDS.search(surface):
            by_first_word[first.group().casefold()].append((first.start(), surface))
    for at, word in _places(text, by_first_word):
        for lead, surface in by_first_word[word]:
            start = at - lead
            end = start + len(surface)
            if start >= 0 and _same(surface, text[start:end]) and _is_whole(text, end):
                found[surface].append((start, end))
    return found


def _places(text: str, words: Collection[str]) -> Iterator[tuple[int, str]]:
    """Where each of some folded words stands as a whole, in any case."""
    folded = text.casefold()
    # One pass over the text, where there are many words to look for, or a letter folds to two.
    if len(words) > _FEW or len(folded) != len(text):
        for match in _WORDS.finditer(text):
            if (word := match.group().casefold()) in words:
                yield match.start(), word
        return
    for word in words:
        size = len(word)
        at = folded.find(word)
        while at >= 0:
            end = at + size
            if _is_whole(text, end) and (at == 0 or not _is_word(text[at - 1])):
                yield at, word
            at = folded.find(word, end)


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
