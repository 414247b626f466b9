"""Cutting a text into units: each a line, or the lines of one wrapped paragraph.

A page gives a paragraph a line; a mail or a PDF wraps it at some width. Two lines belong together
where the first is as full as that width allows and the second goes on with its sentence.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.sources.dates import read_date_line
from kg.sources.names import is_author_line
from kg.sources.page.labels import Label, read_label
from kg.sources.page.prose import makes_statement, prose_score
from kg.text import clean

__all__ = ["Line", "Unit", "cut", "page_lines"]

_RULE = re.compile(r"[-=_*~+#—–]{3,}|\\\\|(?:\* ){2,}\*")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_BOLD = re.compile(r"(?:\*\*|__)([^*_][^*]{0,400}?)(?:\*\*|__)")
_BULLET = re.compile(r"[-*‣▪●◦]\s+(?=\S)")
_QUOTE = re.compile(r"(?:>\s?)+")
_ITEM = re.compile(r"(?:\[(\d{1,4})\][.:]?|(\d{1,4})(?:\.(?=\s|\*\*)|[.:]?\)))\s+(?=\S)")
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\]\((https?://[^()\s]{1,500}(?:\([^()\s]{0,100}\))?)(?:\s\"[^\"]{0,200}\")?\)")
_SLANTED = re.compile(r"[*_]([^\s*_][^*]{0,400}[^\s*_])[*_]")
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*|__|\*)(?=[^\s*_])([^*\n]{1,300}?[^\s*_]?)\1(?![\w*])")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\u00ad\ufeff]")
_IDENTIFIER = re.compile(r"(?:arxiv:|doi:|pmid:|\[v\d)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$")
_SEPARATOR = re.compile(r"\s[•·|]\s")
_BRACKETED = re.compile(r"\[[^\[\]]{1,150}\]")
_COUNT = re.compile(r"[•·]?\s*\d+ authors?|[·•|]", re.IGNORECASE)
_HANGING = re.compile(
    r"(?:[,;:&(/–—-]|\b(?:a|an|the|of|for|in|on|to|and|or|nor|with|via|from|by|at|as|into|under|over|through|between|towards?|using|"
    r"without|within|across|against|than|that|which|is|are|was|were|be|been|has|have|can|we|our|their|its|this|these|such|both|"
    r"et al\.|e\.g\.|i\.e\.|Fig\.|vs\.))$"
)
_ENDS = re.compile(r"[.!?][\"'”’)\]]{0,2}$")
_HYPHENED = re.compile(r"([\w-]*[a-zA-Z])-$")
_NO_LABEL = Label("", "", "")
#: Lines longer than this are whole paragraphs: nobody wraps at such a width.
_WIDEST = 160
_NARROWEST = 40


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
        line.heading, text = len(heading.group(1)), heading.group(2)
    if marker := _BULLET.match(text) or _ITEM.match(text):
        number = marker.re is _ITEM and (marker.group(1) or marker.group(2))
        line.marker, text = marker.group(), text[marker.end() :]
        line.item = int(number) if number else None
    line.links = [match.group(2) for match in _LINK.finditer(text)]
    text = _LINK.sub(r"\1", text) if line.links else text
    if bold := _BOLD.fullmatch(text):
        line.heading, text = line.heading or 7, bold.group(1)
    elif slanted := _SLANTED.fullmatch(text):
        text = slanted.group(1)
    line.text = text.strip()
    return line


def cut(lines: list[Line]) -> list[Unit]:
    """The units of a page, in order. Numbers of list items are taken off only where they count up."""
    _restore_markers(lines)
    if any(0 < line.heading < 7 for line in lines):  # a page in markdown
        for line in lines:
            line.text = _EMPHASIS.sub(r"\2", line.text) if "*" in line.text or "__" in line.text else line.text
    blocks = list(_blocks(lines))
    width = _wrap_width(blocks)
    spelled = _Spelling(lines)
    return [unit for block in blocks for unit in _cut_block(block, width, spelled)]


@dataclass(slots=True)
class _Block:
    """Lines without an empty one between them, and what stands before the first."""

    lines: list[Line]
    labels: list[Label | None]
    gap: bool
    rule: bool


def _blocks(lines: list[Line]) -> Iterator[_Block]:
    block: list[Line] = []
    gap = rule = False
    for line in lines:
        if line.text:
            block.append(line)
            continue
        if block:
            yield _Block(block, [read_label(part.text) for part in block], gap, rule)
            block, rule = [], False
        gap, rule = True, rule or line.rule
    if block:
        yield _Block(block, [read_label(part.text) for part in block], gap, rule)


def _wrap_width(blocks: list[_Block]) -> int:
    """The width at which the page's paragraphs are wrapped; 0 where they are not."""
    pairs = [
        (first, second, label)
        for block in blocks
        for first, second, label in zip(block.lines, block.lines[1:], block.labels[1:], strict=False)
        if _may_join(first, second)
    ]
    widths = [len(first.text) + first.indent for first, second, label in pairs if _goes_on(first, second, label)]
    return max(widths) if len(widths) >= max(2, 0.1 * len(pairs)) else 0


def _restore_markers(lines: list[Line]) -> None:
    """Give back what is no marker of a list: numbers that do not count up, and a dash in the midst of a text."""
    numbers = [line.item for line in lines if line.item is not None]
    in_order = sum(1 for first, second in zip(numbers, numbers[1:], strict=False) if second == first + 1)
    is_list = bool(numbers) and (in_order * 2 >= len(numbers) - 1 if len(numbers) > 1 else numbers[0] <= 1)
    before = Line(0, "")
    for line in lines:
        in_text = bool(before.text) and not before.marker
        if line.marker and (not is_list if line.item is not None else in_text):
            line.text, line.item = line.marker + line.text, None
            line.marker = ""
        before = line


def _cut_block(block: _Block, width: int, spelled: "_Spelling") -> list[Unit]:
    """The units of one block."""
    joins = _joins(block, width)
    units: list[Unit] = []
    for place, line in enumerate(block.lines):
        if place and joins[place - 1]:
            units[-1].text = spelled.joined(units[-1].text, line.text)
            units[-1].links += line.links
        else:
            first = not units
            unit = Unit(line.number, line.text, block.gap and first, block.rule and first, line.heading, line.item, links=line.links)
            units.append(unit)
    for unit in units:
        unit.label = read_label(unit.text)
    return units


def _joins(block: _Block, width: int) -> list[bool]:
    """For each line but the last, whether the next one goes on with it."""
    lines, labels = block.lines, block.labels
    sure = [_goes_on(lines[place], lines[place + 1], labels[place + 1]) for place in range(len(lines) - 1)]
    joins: list[bool] = []
    paragraph, label = lines[0].text, labels[0]
    for place, is_sure in enumerate(sure):
        first, second = lines[place], lines[place + 1]
        is_set_in = label is not None and second.indent >= max(2, first.indent)
        heading = labels[place + 1] if not is_set_in or (labels[place + 1] or _NO_LABEL).value else None
        if joins and joins[-1] and heading is not None and heading.field in ("link", "section"):
            heading = None  # a word and a colon in a text that goes on: "Code: https://..."
        is_new = _starts_anew(second, heading)
        joined = is_sure or (
            not is_new
            and _is_full(first, second, width)
            and _is_wrapped(paragraph, second, joins, sure[place + 1 : place + 2] == [True])
        )
        # What is set in goes on with the label above it, as in the head of a mail.
        joined = joined or (is_set_in and not is_new)
        joins.append(joined)
        paragraph = f"{paragraph} {second.text}" if joined else second.text
        label = label if joined else labels[place + 1]
    return joins


def _is_wrapped(paragraph: str, second: Line, joins: list[bool], goes_on: bool) -> bool:
    """Whether a paragraph whose last line is full goes on, where the words at the break do not tell.

    `joins` are those above in the block; `goes_on`: whether the next line surely does in its turn.
    """
    score = prose_score(paragraph)
    if score > 0.5 and joins and joins[-1]:
        return True
    names = is_author_line(paragraph, 0.5)
    if names or is_author_line(second.text, 0.5):
        return names and is_author_line(f"{paragraph} {second.text}", 0.5) and _is_capitalised(second.text)
    if score > -0.5 or makes_statement(paragraph):
        return goes_on or not _ENDS.search(paragraph)
    if score > (-3 if joins else -1):  # below other lines: hardly a title
        return goes_on or not second.text[:1].isalpha()
    # A title: the next line is its own if that is not the abstract's first.
    return not goes_on and not _ENDS.search(paragraph) and prose_score(second.text.rstrip(".")) < -2.2


def _is_capitalised(text: str) -> bool:
    words = text.split()
    return sum(word[0].islower() for word in words) <= 0.25 * len(words)


def _goes_on(first: Line, second: Line, label: Label | None) -> bool:
    """Whether the second line surely goes on with the first one's sentence."""
    hangs = bool(_HANGING.search(first.text))
    unfinished = hangs or second.text[:1].islower()  # then a label is a word of the text ("project\npage: ...")
    if not _may_join(first, second) or _starts_anew(second, None if unfinished else label):
        return False
    if _ENDS.search(first.text) and not hangs:
        return False
    if len(first.text) < _NARROWEST or (_ADDRESS.match(second.text) and prose_score(first.text) < -0.5):
        return False
    return hangs or (second.text[:1].islower() and " " in second.text) or (second.text[:1].islower() and second.text.endswith("."))


def _is_full(first: Line, second: Line, width: int) -> bool:
    """Whether the second line's first word had no room on the first line."""
    if width < _NARROWEST or not _may_join(first, second):
        return False
    return len(first.text) + first.indent + 1 + len(second.text.split(maxsplit=1)[0]) > 0.88 * width


def _may_join(first: Line, second: Line) -> bool:
    if max(len(first.text), len(second.text)) > _WIDEST or first.heading or second.heading:
        return False
    return not _BRACKETED.fullmatch(first.text)


def _starts_anew(line: Line, label: Label | None) -> bool:
    """Whether a line is the beginning of something by its own looks."""
    return (
        label is not None
        or line.alone
        or bool(line.marker)
        or bool(_IDENTIFIER.match(line.text))
        or bool(_COUNT.fullmatch(line.text))
        or bool(_SEPARATOR.search(line.text))
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
