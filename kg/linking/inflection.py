"""Names that differ only in inflection, function words or accents: "convolution network", "convolutional networks"."""

import re
import unicodedata
from functools import lru_cache

from kg.text import name_key, singular

__all__ = ["inflection_key"]

_WORD = re.compile(r"[^\s\-_/]+")
_LATEX_ACCENT = re.compile(r"\\[`'^\"~=.cuvH]\{?([A-Za-z])\}?")
# Not "to", which says what becomes what ("image-to-text").
_FUNCTION_WORDS = frozenset("a an and by for from in of on the via with".split())
_ENDINGS = (
    ("isation", "ization"),
    ("ional", "ion"),
    ("formation", "form"),
    ("ised", "ize"),
    ("ized", "ize"),
    ("ing", ""),
    ("ed", ""),
)
_MIN_STEM = 4


@lru_cache(maxsize=1 << 16)
def inflection_key(name: str) -> str:
    """A coarser key than `kg.text.name_key`: every word without its ending. One word alone keeps its own.

    >>> inflection_key("Graph Convolution Networks") == inflection_key("graph convolutional network")
    True
    >>> inflection_key("mean squared error") == inflection_key("mean-square errors")
    True
    >>> inflection_key("Fr\\\\'echet inception distance") == inflection_key("Fréchet Inception Distance")
    True
    """
    plain = unicodedata.normalize("NFKD", _LATEX_ACCENT.sub(r"\1", name))
    words = _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))
    if len(words) < 2:
        return name_key(name)
    return "".join(_stem(word) for word in words if word.casefold() not in _FUNCTION_WORDS)


def _stem(word: str) -> str:
    # Capitals within a word, or digits, mark a name and no inflected word.
    if not word.isalpha() or not (word.islower() or word.istitle()):
        return name_key(word)
    folded = singular(word.casefold())
    for ending, instead in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= _MIN_STEM:
            folded = folded.removesuffix(ending) + instead
            break
    return folded.removesuffix("e") if len(folded) > _MIN_STEM else folded
