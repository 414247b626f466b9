"""Pages and plain text, read into records."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.records import Record, Skip
from kg.sources.building import Draft, Origin
from kg.sources.dates import read_date_line
from kg.sources.opening import InputStream, numbered_lines
from kg.sources.page.facts import PaperNotes
from kg.sources.page.layout import Part, parts_of_page
from kg.sources.page.lines import Line, page_lines
from kg.sources.page.navigation import without_button
from kg.sources.page.paragraphs import Unit, cut
from kg.sources.page.units import look
from kg.sources.venues import venue_line
from kg.text import clean

__all__ = ["read_each_line", "read_lines", "read_page", "read_pairs", "read_whole"]

#: A long text is read in windows; the last paper of one, which may not be whole, begins the next.
_WINDOW_LINES = 20_000
_WINDOW_CHARACTERS = 8_000_000
#: Longer than an abstract may be, so that what is cut off here is skipped and not read in part.
_LONGEST_LINE = 150_000
_STARTS = (Part.TITLE, Part.BARE)
_NOTES = (Part.BETWEEN, Part.AFTER, Part.BARE_AFTER)
_MORE = (Part.MORE, Part.BARE_MORE)
_FORMAT_SIGN = re.compile(r"\[(?:PDF|HTML|BOOK|CITATION)\]\s+")
_BRACKETED_END = re.compile(r"(.{8,1000}?)\s?[(\[]([^()\[\]]{4,60})[)\]]")
_YEAR = re.compile(r"\d{4}")
_EXPANDED = "▽ More"
_FOLDED = ("△ Less", "▽ More", "...Expand", "…Expand", "... Expand", "Expand")


def read_page(stream: InputStream, origin: Origin) -> Iterator[Record | Skip]:
    """The papers of a copied page or a plain text, whatever its layout."""
    return read_lines(numbered_lines(stream), origin)


def read_lines(numbered: Iterator[tuple[int, str]], origin: Origin) -> Iterator[Record | Skip]:
    """The papers of a page that is given as its numbered lines."""
    window: list[Line] = []
    size = 0
    page_year: int | None = None
    begins = True
    for line in page_lines(_bounded(numbered)):
        window.append(line)
        size += len(line.text)
        if len(window) < _WINDOW_LINES and size < _WINDOW_CHARACTERS:
            continue
        page = _Page(window, begins, ends=False, year=page_year)
        papers = page.papers()
        if len(papers) > 1:
            yield from (paper.build(origin, page.year) for paper in papers[:-1])
            window = [line for line in window if line.number >= papers[-1].first_line]
        else:
            yield from (paper.build(origin, page.year) for paper in papers)
            window = []
        size = sum(len(line.text) for line in window)
        page_year, begins = page.year, False
    page = _Page(window, begins, ends=True, year=page_year)
    yield from (paper.build(origin, page.year) for paper in page.papers())


def _bounded(numbered: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The lines, none of them endless, and of empty lines in a row the first."""
    was_empty = False
    for number, line in numbered:
        is_empty = not line or line.isspace()
        if not (is_empty and was_empty):
            yield number, line[:_LONGEST_LINE]
        was_empty = is_empty


@dataclass(slots=True)
class _Paper:
    """A paper as the page's parts give it."""

    position: int
    first_line: int
    title: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    notes: PaperNotes = field(default_factory=PaperNotes)

    def build(self, origin: Origin, page_year: int | None) -> Record | Skip:
        draft = Draft(title=self.title, abstract=_abstract(self.paragraphs) or self.notes.short)
        self.notes.fill(draft, page_year)
        return draft.build(origin, self.position)

    @property
    def is_paper(self) -> bool:
        """A title without an abstract is a paper only where an id, a date or authors stand with it."""
        return bool(self.paragraphs) or (
            self.title is not None and (self.notes.is_proven or self.notes.short is not None)
        )


class _Page:
    """A page, or a window of one: its units, their parts, and the papers that they make."""

    def __init__(self, lines: list[Line], begins: bool, ends: bool, year: int | None) -> None:
        self._units = cut(lines)
        self._sights = [look(unit) for unit in self._units]
        self._parts = parts_of_page(self._units, self._sights, begins, ends)
        self._repeated: frozenset[str] | None = None
        self.year = year or (self._year_of_header() if begins else None)

    def papers(self) -> list[_Paper]:
        """The papers in their order."""
        papers: list[_Paper] = []
        pending: list[int] = []
        current: _Paper | None = None
        for place, (unit, part) in enumerate(zip(self._units, self._parts, strict=True)):
            if part is Part.BEFORE:
                pending.append(place)
            elif part in _STARTS:
                current = self._begin(place, pending)
                papers.append(current)
                pending = []
            elif current is None:
                continue
            elif part is Part.ABSTRACT or part in _MORE:
                current.paragraphs.append(_content(unit))
                current.notes.add_links(unit)
            elif part in _NOTES:
                current.notes.add(unit, self._sights[place].kind)
        return [paper for paper in papers if paper.is_paper]

    def _begin(self, place: int, pending: Sequence[int]) -> _Paper:
        unit = self._units[place]
        first = self._units[pending[0]].number if pending else unit.number
        paper = _Paper(unit.number, first)
        if self._parts[place] is Part.TITLE:
            paper.title, paper.notes.venue = _without_venue(self._title(place))
        else:
            paper.paragraphs.append(_content(unit))
        paper.notes.add_links(unit)
        for earlier in pending:
            paper.notes.add(self._units[earlier], self._sights[earlier].kind)
        return paper

    def _title(self, place: int) -> str:
        text = _content(self._units[place])
        is_after_page = place == 0 or self._parts[place - 1] in (Part.HEADER, Part.NOISE, Part.BARE_NOISE)
        return without_button(text, self._repeated_words()) if is_after_page else text

    def _repeated_words(self) -> frozenset[str]:
        """The words that the page has more than once, folded: those of a title that its abstract has too."""
        if self._repeated is None:
            words = (word for unit in self._units for word in unit.text.split())
            counts = Counter(word.strip(".,:;!?()\"'“”").lower() for word in words)
            self._repeated = frozenset(word for word, count in counts.items() if count > 1)
        return self._repeated

    def _year_of_header(self) -> int | None:
        """The year of the date that stands above the papers."""
        for unit, part in zip(self._units, self._parts, strict=True):
            if part not in (Part.HEADER, Part.BEFORE):
                return None
            year = _year_in(unit.text)
            if year is not None:
                return year
        return None


def _without_venue(title: str) -> tuple[str, str | None]:
    """A title without the venue in brackets after it, and the venue."""
    title = _FORMAT_SIGN.sub("", title)
    match = _BRACKETED_END.fullmatch(title)
    venue = venue_line(match.group(2)) if match else None
    return (match.group(1), venue) if match and venue else (title, None)


def _year_in(text: str) -> int | None:
    """The year of a date in a heading ("Daily Papers - Mar 9, 2025"); a copyright's year is none."""
    if not _YEAR.search(text) or "©" in text:
        return None
    words = text.split()
    if len(words) > 20:
        return None
    for start in range(len(words)):
        for size in (5, 4, 3, 2, 1):
            piece = " ".join(words[start : start + size])
            line = read_date_line(piece) if start + size <= len(words) else None
            if line is not None and line.date and len(line.date) > 4:
                return int(line.date[:4])
    return None


def _content(unit: Unit) -> str:
    """A unit's text without the label before it, if the label is the page's and not the text's own."""
    if unit.label is not None and unit.label.field in ("title", "abstract", "short"):
        return unit.label.value
    return unit.text


def _abstract(paragraphs: list[str]) -> str | None:
    """The paragraphs as one text, without the buttons that fold it."""
    text = " ".join(paragraphs)
    if _EXPANDED in text:  # arXiv's search gives the beginning, the button, then the whole
        before, _, after = text.partition(_EXPANDED)
        text = after if len(after) > len(before) else before
    for button in _FOLDED:
        text = text.strip().removesuffix(button)
    return text.strip() or None


def read_each_line(stream: InputStream, origin: Origin) -> Iterator[Record | Skip]:
    """One abstract a line, whatever it looks like."""
    for number, line in numbered_lines(stream):
        if line.strip():
            yield Draft(abstract=line).build(origin, number)


def read_pairs(stream: InputStream, origin: Origin) -> Iterator[Record | Skip]:
    """A line with a title, a line with its abstract, and so on, whatever they look like."""
    title: tuple[int, str] | None = None
    for number, line in numbered_lines(stream):
        if not line.strip():
            continue
        if title is None:
            title = (number, line)
        else:
            yield Draft(title=title[1], abstract=line).build(origin, title[0])
            title = None
    if title is not None:
        yield origin.skip(title[0], "a title without an abstract after it")


def read_whole(stream: InputStream, origin: Origin) -> Iterator[Record | Skip]:
    """The whole text is one abstract."""
    texts: list[str] = []
    size = 0
    for _, line in numbered_lines(stream):
        size += len(line)
        if size > _WINDOW_CHARACTERS:
            yield origin.skip(1, "too long for one abstract")
            return
        texts.append(line)
    yield Draft(abstract=clean(" ".join(texts))).build(origin, 1)
