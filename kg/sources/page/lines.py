"""The lines of a page: what marks them (bullets, numbers, headings, links) told apart from what they say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.sources.page.navigation import is_navigation
from kg.text import clean

__all__ = ["Line", "page_lines", "without_markdown"]

_RULE = re.compile(r"[-=_*~+#—–]{3,}|\\\\|(?:\* ){2,}\*")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BOLD = re.compile(r"(?:\*\*|__)([^*_][^*]{0,400}?)(?:\*\*|__)")
_BULLET = re.compile(r"[-*‣▪●◦]\s+(?=\S)")
_QUOTE = re.compile(r"(?:>\s?)+")
_ITEM = re.compile(
    r"(?:(?:Paper|Article|No\.|#) ?(\d{1,4}) ?[:.)]|\[(\d{1,4})\][.:]?|(\d{1,4})(?:\.(?=\s|\*\*)|[.:]?\)))\s+(?=\S)"
)
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\]\((https?://[^()\s]{1,500}(?:\([^()\s]{0,100}\))?)(?:\s\"[^\"]{0,200}\")?\)")
_SLANTED = re.compile(r"[*_]([^\s*_][^*]{0,400}[^\s*_])[*_]")
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*|__|\*)(?=[^\s*_])([^*\n]{1,300}?[^\s*_]?)\1(?![\w*])")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\u00ad\ufeff]")


@dataclass(slots=True)
class Line:
    """A line without its marking: list bullets, heading signs, links' addresses.

    `marker` is the bullet or number as it stood; `alone`: the line is no part of a paragraph.
    """

    number: int
    text: str
    indent: int = 0
    heading: int = 0
    item: int | None = None
    marker: str = ""
    rule: bool = False
    alone: bool = False
    links: list[str] = field(default_factory=list)


def page_lines(numbered: Iterable[tuple[int, str]]) -> Iterator[Line]:
    """The lines of a page; a table's cells, which tabs separate, are lines of their own."""
    for number, raw in numbered:
        raw = raw.rstrip()
        cells = [raw.expandtabs(8)] if raw[:1].isspace() else raw.split("\t")
        label = ""
        for cell in cells:
            if cell.rstrip().endswith(":") and len(cell) < 40 and len(cells) > 1:
                label = f"{cell.strip()} "  # "Comments:<tab>10 pages" is one thing
                continue
            yield _line(number, label + cell)
            label = ""
        if label:
            yield _line(number, label)


def _line(number: int, raw: str) -> Line:
    text = _INVISIBLE.sub("", raw)
    line = Line(number, "", indent=len(text) - len(text.lstrip()))
    text = clean(text)
    if _RULE.fullmatch(text):
        line.rule = True
        return line
    if text.startswith("\\\\ "):  # the last line of a paper in arXiv's mails: \\ ( https://arxiv.org/abs/... )
        line.alone, text = True, text[3:]
    text = _QUOTE.sub("", text, count=1) if text.startswith(">") else text
    if heading := _HEADING.fullmatch(text):
        line.heading, text = len(heading.group(1)), heading.group(2).rstrip().rstrip("#").rstrip()
    if marker := _BULLET.match(text) or _ITEM.match(text):
        number = marker.re is _ITEM and next(filter(None, marker.groups()))
        line.marker, text = marker.group(), text[marker.end() :]
        line.item = int(number) if number else None
    if link := _LINK.fullmatch(text.strip("*_")):
        line.links, text = [link.group(2)], link.group(1)
    if bold := _BOLD.fullmatch(text):
        line.heading, text = line.heading or 7, bold.group(1)
    elif slanted := _SLANTED.fullmatch(text):
        text = slanted.group(1)
    line.text = text.strip()
    return line


def _link_words(match: re.Match[str]) -> str:
    """The words of a link, unless they only say what it leads to ("[pdf](...)")."""
    words: str = match.group(1)
    return "" if is_navigation(words) else words


def without_markdown(lines: list[Line]) -> None:
    """Take links and the signs of emphasis off the lines of a page in markdown; elsewhere a star may be a star."""
    if not any(0 < line.heading < 7 for line in lines):
        return
    for line in lines:
        if "](" in line.text:
            line.links += [match.group(2) for match in _LINK.finditer(line.text)]
            line.text = _LINK.sub(_link_words, line.text).rstrip(" -–—|[")
        if "*" in line.text or "__" in line.text:
            line.text = _EMPHASIS.sub(r"\2", line.text)
