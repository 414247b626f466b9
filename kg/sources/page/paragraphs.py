"""Cutting a page into units: each a line, or the lines of one wrapped paragraph.

A page gives a paragraph a line; a mail or a PDF wraps it at some width. Two lines belong together
where the first is as full as that width allows and the second goes on with its sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from kg.sources.dates import read_date_line
from kg.sources.names import is_author_line
from kg.sources.page.labels import Label, read_label
from kg.sources.page.lines import Line, without_markdown
from kg.sources.page.prose import begins_abstract, makes_statement, prose_score

__all__ = ["Unit", "cut"]

_IDENTIFIER = re.compile(r"(?:arxiv:|doi:|pmid:|\[v\d)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$")
_SEPARATOR = re.compile(r"\s[•·|]\s")
_BRACKETED = re.compile(r"\[[^\[\]]{1,150}\]")
_COUNT = re.compile(r"[•·]?\s*\d+ authors?|[·•|]", re.IGNORECASE)
_HANGING = re.compile(
    r"(?:[,;:&(/–—-]|\b(?:a|an|the|of|for|in|on|to|and|or|nor|with|via|from|by|at|as|into|under|over|through|"
    r"between|towards?|using|"
    r"without|within|across|against|than|that|which|including|like|where|while|when|whose|not|only|more|most|each|other|all|among|during|is|are|was|were|be|been|has|have|can|we|our|their|its|this|"
    r"these|such|both|"
    r"et al\.|e\.g\.|i\.e\.|Fig\.|vs\.))$"
)
_ENDS = re.compile(r"[.!?][\"'”’)\]]{0,2}$")
_NOUN = re.compile(
    r"\w(?:tions?|ings?|ments?|ness|ity|ities|sis|ics|ance|ence|ers|ors|als|ives?|irs|ages|works?|models?)$",
    re.IGNORECASE,
)
_HYPHENED = re.compile(r"(?<![\w-])([\w-]*[a-zA-Z])-$")
#: Lines longer than this are whole paragraphs: nobody wraps at such a width.
_WIDEST = 160
_NARROWEST = 40
#: As much of a paragraph as tells what it is.
_BEGINNING = 1000


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


@dataclass(slots=True)
class _Block:
    """Lines without an empty one between them, and what stands before the first."""

    lines: list[Line]
    labels: list[Label | None]
    gap: bool
    rule: bool


def cut(lines: list[Line]) -> list[Unit]:
    """The units of a page, in order. Numbers of list items are taken off only where they count up."""
    _restore_markers(lines)
    without_markdown(lines)
    blocks = list(_blocks(lines))
    wrapping = _Wrapping(blocks)
    return [unit for block in blocks for unit in _cut_block(block, wrapping)]


def _restore_markers(lines: list[Line]) -> None:
    """Give back what is no marker of a list: numbers that do not count up, and a dash in the midst of a text."""
    numbers = [line.item for line in lines if line.item is not None]
    in_order = sum(1 for first, second in pairwise(numbers) if second == first + 1)
    is_list = bool(numbers) and (in_order * 2 >= len(numbers) - 1 if len(numbers) > 1 else numbers[0] <= 1)
    before = Line(0, "")
    for line in lines:
        in_text = bool(before.text) and not before.marker
        if line.marker and (not is_list if line.item is not None else in_text):
            line.text, line.item, line.marker = line.marker + line.text, None, ""
        before = line


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


def _cut_block(block: _Block, wrapping: "_Wrapping") -> Iterator[Unit]:
    """The units of one block."""
    joins = [False, *wrapping.joins(block)]
    starts = [place for place, joined in enumerate(joins) if not joined]
    for start, end in zip(starts, [*starts[1:], len(joins)], strict=True):
        lines = block.lines[start:end]
        first = lines[0]
        text = wrapping.text(lines)
        links = [link for line in lines for link in line.links]
        at_top = start == 0
        yield Unit(
            first.number,
            text,
            block.gap and at_top,
            block.rule and at_top,
            first.heading,
            first.item,
            read_label(text),
            links,
        )


class _Wrapping:
    """How the paragraphs of a page are wrapped: the width (0 where they are not), and the words for joining lines."""

    def __init__(self, blocks: list[_Block]) -> None:
        self._blocks = blocks
        self._words: set[str] | None = None
        pairs = [
            (first, second, label)
            for block in blocks
            for first, second, label in zip(block.lines, block.lines[1:], block.labels[1:], strict=False)
            if _may_join(first, second)
        ]
        widths = [len(first.text) + first.indent for first, second, label in pairs if _goes_on(first, second, label)]
        self._width = max(widths) if len(widths) >= max(2, 0.1 * len(pairs)) else 0

    def joins(self, block: _Block) -> list[bool]:
        """For each line of a block but the last, whether the next one goes on with it."""
        lines, labels = block.lines, block.labels
        joins: list[bool] = []
        paragraph, label = lines[0].text, labels[0]
        for place, second in enumerate(lines[1:], start=1):
            first, second_label = lines[place - 1], labels[place]
            is_set_in = label is not None and second.indent >= max(2, first.indent)
            if is_set_in and second_label is not None and not second_label.value:
                second_label = None
            if joins and joins[-1] and second_label is not None and second_label.field in ("link", "section"):
                second_label = None  # a word and a colon in a text that goes on: "Code: https://..."
            if _goes_on(first, second, labels[place]):
                joined = True
            elif _starts_anew(second, second_label):
                joined = False
            else:
                # What is set in goes on with the label above it, as in the head of a mail.
                joined = is_set_in or self._is_wrapped(paragraph, lines, place, bool(joins))
            joins.append(joined)
            paragraph = f"{paragraph} {second.text}"[:_BEGINNING] if joined else second.text
            label = label if joined else labels[place]
        return joins

    def text(self, lines: list[Line]) -> str:
        """The lines as one; where one ends in a hyphen, the rest of the page tells whether the word has one."""
        parts = [lines[0].text]
        for line in lines[1:]:
            hyphened = _HYPHENED.search(parts[-1])
            if hyphened is None or not line.text[:1].islower():
                parts.append(f" {line.text}")
                continue
            rest = re.match(r"[\w-]*", line.text)
            whole = hyphened.group(1) + (rest.group() if rest else "")
            if whole.lower() in self._page_words():
                parts[-1] = parts[-1][:-1]
            parts.append(line.text)
        return "".join(parts)

    def _page_words(self) -> set[str]:
        """The words of the page: those that begin with a capital folded too."""
        if self._words is None:
            self._words = set()
            for block in self._blocks:
                for line in block.lines:
                    self._words.update(word for word in re.findall(r"[\w-]+", line.text) if word[:1].islower())
        return self._words

    def _is_full(self, first: Line, second: Line) -> bool:
        """Whether the second line's first word had no room on the first line."""
        if self._width < _NARROWEST or not _may_join(first, second):
            return False
        return len(first.text) + first.indent + 1 + len(second.text.split(maxsplit=1)[0]) > 0.88 * self._width

    def _is_wrapped(self, paragraph: str, lines: list[Line], place: int, has_lines_above: bool) -> bool:
        """Whether a full line and the next one are one paragraph, where the words at the break do not tell."""
        first, second = lines[place - 1 : place + 1]
        if not self._is_full(first, second):
            return False
        score, is_ended = prose_score(paragraph), bool(_ENDS.search(first.text))
        if score > 0.5 and has_lines_above:
            return True
        names = is_author_line(paragraph, 0.5)
        if names or is_author_line(second.text, 0.5):
            return names and is_author_line(f"{paragraph} {second.text}", 0.5) and _is_capitalised(second.text)
        third = lines[place + 1] if place + 1 < len(lines) else None
        goes_on = third is not None and _goes_on(second, third, read_label(third.text))
        if score > -0.5 or makes_statement(paragraph) or (score > -3 and begins_abstract(paragraph)):
            return goes_on or score > 0.5 or not is_ended
        if score > (-3 if has_lines_above else -1):  # below other lines: hardly a title
            return goes_on or not second.text[:1].isalpha()
        return not is_ended and not goes_on and self._is_rest_of_title(second, third)

    def _is_rest_of_title(self, second: Line, third: Line | None) -> bool:
        """Whether the line under a full line of a title is the title's too: no name, and not the abstract's first."""
        if prose_score(second.text.rstrip(".")) > -2.2:
            return False
        if third is not None and self._is_full(second, third) and prose_score(third.text.rstrip(".")) > -2.2:
            return False
        words = re.findall(r"[\w-]+", second.text)
        if not 2 <= len(words) <= 4 or second.text.endswith(".") or not all(word[:1].isupper() for word in words):
            return True
        # A few words with capitals: a name, unless one is built as nouns are or common on the page.
        return any(_NOUN.search(word) or (len(word) > 3 and word.lower() in self._page_words()) for word in words)


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
    return (
        hangs
        or (second.text[:1].islower() and " " in second.text)
        or (second.text[:1].islower() and second.text.endswith("."))
    )


def _may_join(first: Line, second: Line) -> bool:
    if max(len(first.text), len(second.text)) > _WIDEST or first.heading or second.heading:
        return False
    return not _BRACKETED.fullmatch(first.text) and not _IDENTIFIER.match(first.text)


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
