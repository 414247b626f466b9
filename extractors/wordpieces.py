"""What the tagger reads: the words of a text with offsets, shapes and WordPiece numbers.

A word is a run of letters and digits, or one other character: the finest cut at which a
name may begin or end, so that "CNN-based" can yield "CNN". Pieces are those of BERT's
uncased vocabulary, found by the greedy longest match.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

__all__ = ["SHAPES", "Word", "WordPieces", "read_vocabulary", "shape", "words"]

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*|[^\w\s]|_")
_LONGEST = 60  # characters of a word that are looked at; what is longer is unknown
_MOST_PIECES = 12

#: Every shape that a word can have, in the order of their numbers; 0 is no word at all.
SHAPES = (
    "none",
    "lower",
    "Capital",
    "UPPER",
    "UPPERs",
    "Camel",
    "loWer",
    "1",
    "1a",
    "A1",
    "a1",
    "X",
    "x",
    "-",
    "(",
    ")",
    ".",
    ",",
    ":",
    "/",
    "other",
)
_NUMBER = {name: number for number, name in enumerate(SHAPES)}
_MARKS = {"-": "-", "‐": "-", "‑": "-", "–": "-", "(": "(", "[": "(", ")": ")", "]": ")", ".": ".", "!": ".", "?": "."}
_MARKS |= {",": ",", ";": ",", ":": ":", "—": ":", "/": "/"}


#: One word: its characters from start to end (exclusive). A plain pair, since a text has hundreds.
Word = tuple[int, int]


def words(text: str) -> list[Word]:
    """All words of a text.

    >>> text = "CNN-based (top-1)"
    >>> [text[start:end] for start, end in words(text)]
    ['CNN', '-', 'based', '(', 'top', '-', '1', ')']
    """
    return [match.span() for match in _WORD.finditer(text)]


@lru_cache(maxsize=1 << 16)
def shape(word: str) -> int:
    """The number of a word's shape: what an uncased vocabulary does not see.

    >>> [SHAPES[shape(w)] for w in ("model", "Model", "CNN", "CNNs", "StackGAN", "nuScenes", "50", "T5", "x")]
    ['lower', 'Capital', 'UPPER', 'UPPERs', 'Camel', 'loWer', '1', 'A1', 'x']
    """
    return _NUMBER[_shape(word)]


def _shape(word: str) -> str:
    if not word[0].isalnum():
        return _MARKS.get(word, "other")
    if word.isdigit():
        return "1"
    if any(c.isdigit() for c in word):
        if word[0].isdigit():
            return "1a"
        return "A1" if any(c.isupper() for c in word) else "a1"
    if len(word) == 1:
        return "X" if word.isupper() else "x"
    if word.islower():
        return "lower"
    if word.isupper():
        return "UPPER"
    if word[0].isupper():
        if word[1:].islower():
            return "Capital"
        return "UPPERs" if word[-1] == "s" and word[:-1].isupper() else "Camel"
    return "loWer" if any(c.isupper() for c in word) else "other"


class WordPieces:
    """A vocabulary of word pieces, and the numbers of the pieces of a word."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._known: dict[str, tuple[int, ...]] = {}
        self.unknown = vocabulary["[UNK]"]
        self.begin = vocabulary["[CLS]"]
        self.finish = vocabulary["[SEP]"]

    def __call__(self, word: str) -> tuple[int, ...]:
        """The pieces of one word, at least one."""
        found = self._known.get(word)
        if found is None:
            found = self._cut(word)
            if len(self._known) < 200_000:
                self._known[word] = found
        return found

    def _cut(self, word: str) -> tuple[int, ...]:
        decomposed = unicodedata.normalize("NFD", word.lower())
        folded = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
        if not folded or len(folded) > _LONGEST:
            return (self.unknown,)
        found: list[int] = []
        begin = 0
        while begin < len(folded):
            for end in range(len(folded), begin, -1):
                piece = self._vocabulary.get(("##" if begin else "") + folded[begin:end])
                if piece is not None:
                    found.append(piece)
                    begin = end
                    break
            else:
                return (self.unknown,)
        return tuple(found[:_MOST_PIECES])


@cache
def read_vocabulary(path: Path) -> WordPieces:
    """The vocabulary of a file with one piece a line, numbered from 0."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return WordPieces({piece: number for number, piece in enumerate(lines) if piece})
