"""Acronym definitions in running text.

Schwartz, A. and Hearst, M. (2003), "A simple algorithm for identifying abbreviation
definitions in biomedical text", Pacific Symposium on Biocomputing 8. Both orders are
read: "long form (SF)" and "SF (long form)".
"""

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Definition", "acronym_letters", "definitions", "initials", "is_short_for", "matches_initials"]

_PARENTHESIS = re.compile(r"\(([^()\n]{2,120})\)")
_WORD = re.compile(r"[^\s(),;:]+")
_SHORT = re.compile(r"[^\W_][\w.+\-/&*@$^{}\\]{1,14}(?: [A-Z0-9][\w\-]{0,5})?")
_BETWEEN_WORDS = re.compile(r"[\s\-/]+")
_CUT = re.compile(r"[;,:]|\.\s|\(|\)|\n")


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form and its long form, as character spans of one text."""

    short: tuple[int, int]
    long: tuple[int, int]


def definitions(text: str) -> list[Definition]:
    """All definitions in a text, by position.

    >>> text = "We train graph neural networks (GNNs) and a CNN (convolutional neural network)."
    >>> [(text[slice(*d.short)], text[slice(*d.long)]) for d in definitions(text)]
    [('GNNs', 'graph neural networks'), ('CNN', 'convolutional neural network')]
    """
    return list(_definitions(text)) if "(" in text else []


# A text is asked for by extraction and by linking, soon after one another.
@lru_cache(maxsize=256)
def _definitions(text: str) -> tuple[Definition, ...]:
    found = []
    for match in _PARENTHESIS.finditer(text):
        inner_start, inner_end = match.span(1)
        cut = re.search(r"[;,]", match.group(1))
        if cut:
            inner_end = inner_start + cut.start()
        inner = text[inner_start:inner_end].rstrip()
        definition = None
        if _is_short_form(inner):
            definition = _long_before(text, match.start(), (inner_start, inner_start + len(inner)))
        if definition is None and len(inner.split()) > 1:
            definition = _short_before(text, match.start(), (inner_start, inner_start + len(inner)))
        if definition is not None:
            found.append(definition)
    return tuple(found)


def _is_short_form(text: str) -> bool:
    return (
        _SHORT.fullmatch(text) is not None
        and any(c.isalpha() for c in text)
        and sum(c.isupper() or c.isdigit() for c in text) >= 1
    )


def _long_before(text: str, parenthesis: int, short: tuple[int, int]) -> Definition | None:
    """The shortest run of words before the parenthesis that spells out the short form."""
    form = text[slice(*short)]
    letters = acronym_letters(form)
    if not letters:
        return None
    reach = min(len(letters) + 5, len(letters) * 2)
    window_start = max(0, parenthesis - 40 * reach)
    window = text[window_start:parenthesis].rstrip()
    cuts = [m.end() for m in _CUT.finditer(window)]
    words = [m.span() for m in _WORD.finditer(window, cuts[-1] if cuts else 0)][-reach:]
    if not words:
        return None
    window = window.rstrip("~ -")
    begin = _by_initials(form, window, words) or _match_backwards(letters, window, words[0][0], len(window))
    if begin is None:
        return None
    # Half a hyphenated word is no beginning of a name.
    begin = max(start for start, _ in words if start <= begin)
    long = window[begin:]
    # A long form that holds the short form as a word explains nothing; one word is a mere variant.
    if form in long.split() or len(long) <= len(form):
        return None
    return Definition(short, (window_start + begin, window_start + len(window)))


def _by_initials(form: str, window: str, words: list[tuple[int, int]]) -> int | None:
    """Where the words begin whose initials are the short form: surer than a match of single letters."""
    return next((start for start, _ in reversed(words) if matches_initials(form, window[start:])), None)


def _short_before(text: str, parenthesis: int, long: tuple[int, int]) -> Definition | None:
    head = text[max(0, parenthesis - 24) : parenthesis].rstrip()
    match = re.search(r"[^\s(),;:]+$", head)
    if match is None or not _is_short_form(match.group()) or sum(c.isupper() for c in match.group()) < 2:
        return None
    begin = _match_backwards(acronym_letters(match.group()), text, long[0], long[1])
    if begin is None or begin != long[0]:
        return None
    start = max(0, parenthesis - 24) + match.start()
    return Definition((start, start + len(match.group())), long)


def acronym_letters(short: str) -> str:
    """The characters of a short form that its long form must hold, without a plural s."""
    if len(short) > 2 and short.endswith("s") and short[-2].isupper():
        short = short[:-1]
    return "".join(c for c in short.casefold() if c.isalnum())


def _match_backwards(letters: str, text: str, low: int, high: int) -> int | None:
    """Schwartz & Hearst's match from right to left; the first letter must begin a word."""
    position = high - 1
    for index in range(len(letters) - 1, -1, -1):
        wanted = letters[index]
        while position >= low and (
            text[position].casefold() != wanted or (index == 0 and position > low and text[position - 1].isalnum())
        ):
            position -= 1
        if position < low:
            return None
        position -= 1
    return position + 1


def matches_initials(short: str, long: str) -> bool:
    """Whether the letters of `short` are the initials of the words of `long`, hyphenated parts counted.

    >>> matches_initials("GNNs", "graph neural networks"), matches_initials("CAM", "camera")
    (True, False)
    """
    spelled = initials(long)
    return len(spelled) > 1 and acronym_letters(short) == spelled


def initials(long: str) -> str:
    """The first letters of the words of a name, hyphenated parts counted.

    >>> initials("self-supervised Learning")
    'ssl'
    """
    return "".join(word[0] for word in _BETWEEN_WORDS.split(long.casefold()) if word)


@lru_cache(maxsize=1 << 16)
def is_short_for(short: str, long: str) -> bool:
    """Whether `short` could abbreviate `long` under Schwartz & Hearst's rule, from its first letter on.

    >>> is_short_for("WSSS", "weakly supervised semantic segmentation")
    True
    """
    letters = acronym_letters(short)
    if not letters or (len(long.split()) < 2 and "-" not in long) or not _is_short_form(short):
        return False
    return _match_backwards(letters, long, 0, len(long)) == 0
