"""LaTeX in bibliographies: accents and escapes to characters, braces resolved, mathematics left as it is."""

import re
from functools import lru_cache
from typing import Any

from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db

__all__ = ["plain_text"]

_MATH = re.compile(r"(?<!\\)\$[^$]{1,2000}(?<!\\)\$|\\\([^\\]{1,2000}\\\)")
_LINK = re.compile(r"\\href\s?\{([^{}]{1,500})\}\s?\{([^{}]{0,500})\}|\\(?:url|path)\s?\{([^{}]{1,500})\}")
_NEEDS_WORK = re.compile(r"[\\{}~]|--")
_HOLD = re.compile("\ue000(\\d{1,6})\ue001")
_BARE_PERCENT = re.compile(r"(?<!\\)%")
_DASHES = (("---", "—"), ("--", "–"))


def plain_text(value: str) -> str:
    r"""The text that LaTeX source of a bibliography's field means.

    >>> plain_text(r"G{\"o}del, {E}scher and 95\% of $O(n^2)$")
    'Gödel, Escher and 95% of $O(n^2)$'
    """
    if not _NEEDS_WORK.search(value):
        return value
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(_link_text(match) if match.re is _LINK else match.group())
        return f"\ue000{len(held) - 1}\ue001"

    source = _LINK.sub(hold, value.replace("\ue000", "").replace("\ue001", ""))
    source = _BARE_PERCENT.sub(r"\\%", _MATH.sub(hold, source))
    try:
        text = _converter().latex_to_text(source)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError):
        text = re.sub(r"[{}]", "", source)  # no LaTeX after all: the words are what matters
    for dashes, dash in _DASHES:
        text = text.replace(dashes, dash)
    return _HOLD.sub(lambda match: held[int(match.group(1))], text)


def _link_text(match: re.Match[str]) -> str:
    address, words, bare = match.groups()
    return bare or (address if words in ("", address) else f"{words} {address}")


@lru_cache(maxsize=1)
def _converter() -> Any:
    return LatexNodes2Text(
        latex_context=get_default_latex_context_db(),
        math_mode="verbatim",
        strict_latex_spaces=False,
        keep_comments=True,
    )
