"""Cutting a text into units: each a line, or the lines of one wrapped paragraph.

A page gives a paragraph a line; a mail or a PDF wraps it at some width. Two lines belong together
where the first is as full as that width allows and the second goes on with its sentence.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.sources.dates import read_date_line
from kg.sources.names import is_author_line, may_be_name
from kg.sources.page.labels import Label, read_label
from kg.sources.page.prose import prose_score
from kg.text import clean

__all__ = ["Line", "Unit", "cut", "page_lines"]

_RULE = re.compile(r"[-=_*~+#—–]{3,}|\\\\|(?:\* ){2,}\*")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_BOLD = re.compile(r"(?:\*\*|__)([^*_].{0,400}?)(?:\*\*|__)")
_BULLET = re.compile(r"[-*+‣▪●◦]\s+(?=\S)")
_QUOTE = re.compile(r"(?:>\s?)+")
_ITEM = re.compile(r"[(\[]?(\d{1,4})(?:[\])]|\.(?=\s|\*\*)|[.:]?\))[.:]?\s+(?=\S)")
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\]\((https?://[^()\s]{1,500}(?:\([^()\s]{0,100}\))?)(?:\s\"[^\"]{0,200}\")?\)")
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*|__|\*)(?=[^\s*_])([^*\n]{1,300}?[^\s*_]?)\1(?![\w*])")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\u00ad\ufeff]")
_IDENTIFIER = re.compile(r"(?:arxiv:|doi:|https?://|pmid:|\[v\d)", re.IGNORECASE)
_COUNT = re.compile(r"[•·]?\s*\d+ authors?|[·•|]", re.IGNORECASE)
_GOES_ON = re.compile(r"[a-z0-9(\[{$\"'“‘=<>+%&/\\]")
_HANGING = re.compile(
    r"(?:[,;:&(/–—-]|\b(?:a|an|the|of|for|in|on|to|and|or|nor|with|via|from|by|at|as|into|under|over|through|between|towards?|using|"
    r"without|within|across|against|than|that|which|is|are|was|were|be|been|has|have|can|we|our|their|its|this|these|such|both|"
    r"et al\.|e\.g\.|i\.e\.|Fig\.|vs\.))$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?][\"'”’)\]]{0,2}$")
_HYPHENED = re.compile(r"([\w-]*[a-zA-Z])-$")
#: Lines longer than this are whole paragraphs: nobody wraps at such a width.
_WIDEST = 160
_NARROWEST = 45


@dataclass(slots=True)
class Line:
    """A line without its marking: list bullets, heading signs, links' addresses."""

    number: int
    text: str
    indent: int = 0
    heading: int = 0
    item: int | None = None
    rule: bool = False
    links: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Unit:
    """A line or paragraph. `gap`: an empty line stands before it; `rule`: a line drawn across the page does."""

    number: int
    text: str
    gap: bool
    rule: bool = False
    heading: int = 0
    item: int | None = None
    label: Label | None = None
    links: list[str] = field(default_factory=list)


def page_lines(numbered: Iterable[tuple[int, str]]) -> Iterator[Line]:
    """The lines of a page; a table's cells, which tabs separate, are lines of their own."""
    for number, raw in numbered:
        cells = raw.expandtabs(8).split("\n") if raw[:1].isspace() else raw.split("\t")
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
        text = text[3:]
    text = _QUOTE.sub("", text, count=1) if text.startswith(">") else text
    if heading := _HEADING.fullmatch(text):
        line.heading, text = len(heading.group(1)), heading.group(2)
    text = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
    if item := _ITEM.match(text):
        line.item, text = int(item.group(1)), text[item.end() :]
    line.links = [match.group(2) for match in _LINK.finditer(text)]
    text = _LINK.sub(r"\1", text) if line.links else text
    if bold := _BOLD.fullmatch(text):
        line.heading, text = line.heading or 7, bold.group(1)
    line.text = (_EMPHASIS.sub(r"\2", text) if "*" in text or "__" in text else text).strip()
    return line


def cut(lines: list[Line]) -> list[Unit]:
    """The units of a page, in order. Numbers of list items are taken off only where they count up."""
    _restore_false_items(lines)
    units: list[Unit] = []
    spelled = _Spelling(lines)
    block: list[Line] = []
    gap = rule = False
    for line in lines:
        if line.text:
            block.append(line)
            continue
        if block:
            units += _cut_block(block, gap, rule, spelled)
            block, gap, rule = [], True, False
        gap = True
        rule = rule or line.rule
    if block:
        units += _cut_block(block, gap, rule, spelled)
    return units


def _restore_false_items(lines: list[Line]) -> None:
    """A number before a line is a list's only where others follow it in order ("3) …" in a text is none)."""
    numbers = [line.item for line in lines if line.item is not None]
    in_order = sum(1 for first, second in zip(numbers, numbers[1:], strict=False) if second == first + 1)
    if numbers and (in_order * 2 >= len(numbers) - 1 if len(numbers) > 1 else numbers[0] <= 1):
        return
    for line in lines:
        if line.item is not None:
            line.text, line.item = f"{line.item}. {line.text}", None


def _cut_block(block: list[Line], gap: bool, rule: bool, spelled: "_Spelling") -> list[Unit]:
    """The units of lines without an empty one between them."""
    labels = [read_label(line.text) for line in block]
    joins = _joins(block, labels)
    units: list[Unit] = []
    for place, line in enumerate(block):
        if place and joins[place - 1]:
            units[-1].text = spelled.joined(units[-1].text, line.text)
            units[-1].links += line.links
        else:
            is_first = not units
            unit = Unit(line.number, line.text, gap and is_first, rule and is_first, line.heading, line.item, links=line.links)
            units.append(unit)
    for unit in units:
        unit.label = read_label(unit.text)
    return units


def _joins(block: list[Line], labels: list[Label | None]) -> list[bool]:
    """For each line but the last, whether the next one goes on with it."""
    widths = [len(line.text) + line.indent for line in block if len(line.text) <= _WIDEST]
    width = max(widths, default=0)
    pairs = list(zip(block, block[1:], strict=False))
    sure = [_goes_on(first, second, label, width) for (first, second), label in zip(pairs, labels[1:], strict=False)]
    joins = list(sure)
    for place, (first, second) in enumerate(pairs):
        if sure[place] or not _is_full(first, second, width) or _starts_anew(second, labels[place + 1]):
            continue
        joins[place] = _is_wrapped(first, second, place > 0 and joins[place - 1], place + 1 < len(sure) and sure[place + 1])
    for place, (first, second) in enumerate(pairs):
        labelled = labels[place] or (place > 0 and joins[place - 1] and _is_labelled(labels, joins, place))
        if labelled and second.indent > first.indent - 1 and second.indent >= 2 and not _starts_anew(second, labels[place + 1]):
            joins[place] = True
    return joins


def _is_wrapped(first: Line, second: Line, joined_before: bool, joined_after: bool) -> bool:
    """Whether a full line and the next are one paragraph, where the words at the break do not tell."""
    if is_author_line(second.text) or is_author_line(first.text):
        return is_author_line(f"{first.text} {second.text}") and not is_author_line(second.text)
    if is_author_line(f"{first.text} {second.text}"):
        return True
    if _ENDS.search(first.text):
        return joined_before or joined_after
    score = prose_score(first.text)
    if joined_before or score > 0.5:
        return True
    if score > -1:
        return joined_after
    # The first line is a title's. The second is the title's too if it is no name and does not begin a sentence.
    return not joined_after and prose_score(second.text) < -1 and not may_be_name(second.text)


def _is_labelled(labels: list[Label | None], joins: list[bool], place: int) -> bool:
    while place > 0 and joins[place - 1]:
        place -= 1
    return labels[place] is not None


def _goes_on(first: Line, second: Line, label: Label | None, width: int) -> bool:
    """Whether the second line surely goes on with the first one's sentence."""
    if not _may_join(first, second) or _starts_anew(second, label) or len(first.text) + first.indent < 0.5 * width:
        return False
    if _ENDS.search(first.text) and not _HANGING.search(first.text):
        return False
    hangs = bool(_HANGING.search(first.text)) and len(first.text) > 12
    return hangs or (second.text[0].islower() and bool(_GOES_ON.match(second.text)) and len(first.text) >= _NARROWEST)


def _is_full(first: Line, second: Line, width: int) -> bool:
    """Whether the second line's first word had no room on the first line."""
    if width < _NARROWEST or not _may_join(first, second):
        return False
    return len(first.text) + first.indent + 1 + len(second.text.split(maxsplit=1)[0]) > 0.88 * width


def _may_join(first: Line, second: Line) -> bool:
    return max(len(first.text), len(second.text)) <= _WIDEST and not first.heading and not second.heading


def _starts_anew(line: Line, label: Label | None) -> bool:
    """Whether a line is the beginning of something by its own looks."""
    return (
        label is not None
        or line.item is not None
        or bool(_IDENTIFIER.match(line.text))
        or bool(_COUNT.fullmatch(line.text))
        or read_date_line(line.text) is not None
    )


class _Spelling:
    """Joins lines; where the first ends in a hyphen, the rest of the text tells whether the word has one."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._words: set[str] | None = None

    def joined(self, first: str, second: str) -> str:
        """The two lines as one."""
        match = _HYPHENED.search(first)
        if match is None or not second[:1].islower():
            return f"{first} {second}"
        before, after = match.group(1), re.match(r"[\w-]*", second)
        whole = before + (after.group() if after else "")
        if self._words is None:
            self._words = {word for line in self._lines for word in re.findall(r"[\w-]+", line.text.lower())}
        return first[:-1] + second if whole.lower() in self._words else first + second
