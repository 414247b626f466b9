"""What a paper itself says that its acronyms stand for."""

import re
from collections.abc import Iterable
from functools import cached_property

from kg.acronyms import definitions
from kg.records import Paper
from kg.text import name_key

__all__ = ["Said", "title_expansion"]

_TITLE = re.compile(r"(?P<short>[^\W_][\w.+\-]{1,14}) ?(?:[:–—]| - ) ?(?P<rest>\S.{2,300})")
_FUNCTION_WORDS = frozenset("a an and as at by for from in of on or the to via with".split())
_WORD = re.compile(r"[^\s\-/,;:()]+")


class Said:
    """The expansions that title and abstract give, found by any spelling of the acronym."""

    def __init__(self, paper: Paper) -> None:
        text = paper.text
        self.text = text
        self._expansions: dict[str, str] = {}
        for found in definitions(text):
            self._expansions.setdefault(name_key(text[slice(*found.short)]), text[slice(*found.long)])
        self._title_name = ""
        if match := _TITLE.match(paper.title or ""):
            self._title_name = name_key(match.group("short"))
            expansion = title_expansion(match.group("short"), match.group("rest"))
            if expansion:
                self._expansions.setdefault(self._title_name, expansion)

    def expansion(self, surfaces: Iterable[str]) -> str | None:
        """What one of the surfaces stands for, if the paper says so."""
        found = {self._expansions[key] for key in map(name_key, surfaces) if key in self._expansions}
        return min(found, key=lambda long: (-len(long), long), default=None)

    def is_titled(self, surfaces: Iterable[str]) -> bool:
        """Whether the title begins with one of the surfaces and a colon: the paper's own thing."""
        return bool(self._title_name) and any(name_key(s) == self._title_name for s in surfaces)

    def spells_out(self, names: Iterable[str]) -> bool:
        """Whether any of the names stands in the text, in whatever spelling."""
        return any(name_key(n) in self._folded for n in names)

    @cached_property
    def _folded(self) -> str:
        return name_key(self.text)


def title_expansion(short: str, rest: str) -> str | None:
    """The beginning of a title's second half that spells out its first: each letter begins a word.

    >>> title_expansion("GAT", "Gated Early Arrival and Train Tables for Small Stations")
    'Gated Early Arrival and Train'
    >>> title_expansion("BERT", "Pre-training of Deep Bidirectional Transformers")
    """
    letters = [c.casefold() for c in short if c.isalpha()]
    if sum(c.isupper() for c in short) < 2 or len(letters) < 2:
        return None
    waiting = 0
    for number, match in enumerate(_WORD.finditer(rest)):
        if number > 2 * len(letters) + 2:
            return None
        if match.group()[0].casefold() == letters[waiting]:
            waiting += 1
        elif number == 0:
            return None
        if waiting == len(letters):
            return rest[: match.end()]
    return None
