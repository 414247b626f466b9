"""Sentence boundaries by rule: the same for extraction and for the evidence in the graph.

Abstracts are edited prose, so punctuation decides; what misleads it are abbreviations,
initials and decimal numbers. Linear in the length of the text.
"""

import re
from bisect import bisect_right
from functools import lru_cache

__all__ = ["Sentences", "sentence_spans"]

# The look-behind lets a run of dots be tried once, not from each of its dots.
_BOUNDARY = re.compile(r"(?:(?<![.!?])[.!?]+[\"'”’)\]}]{0,3}(?=\s)|\n)\s*")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|vs|cf|etc|resp|approx|w\.r\.t|a\.k\.a|viz|fig|figs|eq|eqs|sec|no|nos|dr|mr"
    r"|ms|mrs|prof|st|inc|ltd|al)"
    r"|(?:^|[\s(.])[A-Za-z])\.$",
    re.IGNORECASE,
)
# "etc." and "al." may also end a sentence: a capital after them decides.
_MAY_END = re.compile(r"\b(?:etc|al|no|inc|ltd)\.$", re.IGNORECASE)
_STARTS_SENTENCE = re.compile(r"[\"'“‘(\[{$\\]*(?:[A-Z]|\d|\W?[A-Z])")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end (exclusive) of each sentence, without the white space between them.

    >>> text = "We use e.g. ResNet. It works."
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['We use e.g. ResNet.', 'It works.']
    """
    return list(_spans(text))


# A text is asked for by extraction, by the reading of results and by linking, soon after one another.
@lru_cache(maxsize=256)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        if match.end() >= len(text):
            break
        if text[match.start()] != "\n" and not _ends_sentence(text, match):
            continue
        end = match.start() + len(match.group().rstrip())
        if end > start:
            spans.append((start, end))
        start = match.end()
    end = len(text.rstrip())
    if end > start:
        spans.append((start, end))
    return tuple(spans)


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    head = text[max(0, match.start() - 12) : match.start() + 1]
    capital = _STARTS_SENTENCE.match(text, match.end()) is not None
    if head.endswith(".") and _ABBREVIATION.search(head):
        return capital and _MAY_END.search(head) is not None
    return capital or text[match.start()] in "!?"


class Sentences:
    """The sentences of one text, found again by offset in logarithmic time."""

    def __init__(self, text: str) -> None:
        self.spans = _spans(text)
        self._starts = [start for start, _ in self.spans]

    def at(self, offset: int) -> tuple[int, int]:
        """The span of the sentence that holds the character at `offset`.

        >>> Sentences("One. Two.").at(6)
        (5, 9)
        """
        if not self.spans:
            return (0, 0)
        return self.spans[max(0, bisect_right(self._starts, offset) - 1)]
