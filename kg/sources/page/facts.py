"""What the notes around an abstract tell of its paper: date, ids, venue, authors, links."""

import re
from dataclasses import dataclass, field

from kg.ids import parse_arxiv
from kg.links import find_links, is_web_address, trim_address, unique
from kg.sources.building import Draft
from kg.sources.dates import DateLine, read_date_line
from kg.sources.names import split_authors
from kg.sources.page.paragraphs import Unit
from kg.sources.page.units import note_kind
from kg.sources.venues import find_venue, venue_field, venue_line

__all__ = ["PaperNotes"]

_COUNT = re.compile(r"(\d{1,5}) authors?", re.IGNORECASE)
_ARXIV_CATEGORY = re.compile(
    r"\b(?:cs|math|stat|eess|econ|q-bio|q-fin|physics|astro-ph|cond-mat|nlin)\.[A-Za-z][A-Za-z-]{1,20}\b"
    r"|\b(?:quant-ph|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nucl-(?:ex|th)|astro-ph|cond-mat)\b"
)
_DATE_WORDS = re.compile(
    r"(?:[\[(]?\b(?:v1 submitted|first submitted|submitted|published|posted|created|announced|released|issued|"
    r"available online|online|received|date|"
    r"accepted|uploaded|added|on|\[v1\])\b(?:\s(?:on|at|in|online))?:?|\[v1\])\s{0,3}(.{4,60}?)(?=[;)(\]\[]|\.\s|"
    r"\.?$|\sby\b|\s·)",
    re.IGNORECASE,
)
_FIRST_VERSION = re.compile(r"(?:\[v1\]\s|\bv1 submitted\s)(.{4,40}?)(?=[;)(\]\[]|\.\s|\.?$)", re.IGNORECASE)
_SEPARATED = re.compile(r"\s{0,3}[·•|]\s{0,3}")
_SIZE = re.compile(r"\s?\(\d[^()]{0,30}\)\s?$")
_CITED_DATE = re.compile(r"\. ((?:19|20)\d\d(?: [A-Z][a-z]{2}(?: \d{1,2})?)?)\b")
_PMID = re.compile(r"\bpmid:?\s*(\d{4,9})\b", re.IGNORECASE)
_NOT_OWN = re.compile(
    r"\b(?:related|references?|replaces?|supersedes?|see also|overlap|extends|extended version of)\b", re.IGNORECASE
)


@dataclass(slots=True)
class PaperNotes:
    """Gathers the notes of one paper."""

    date: str | None = None
    late_date: str | None = None
    undated: DateLine | None = None
    author_count: int | None = None
    authors: list[str] = field(default_factory=list)
    venue: str | None = None
    categories: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    own_id: str | None = None
    short: str | None = None
    is_proven: bool = False

    def add(self, unit: Unit, kind: str) -> None:
        """Take in one unit, which `units.look` has found to be of this kind."""
        self.add_links(unit)
        if unit.label is not None and kind == unit.label.field:
            self._add_labelled(unit.label.field, unit.label.name, unit.label.value)
        elif kind == "mixed":
            for part in _SEPARATED.split(unit.text):
                self._add_kind(note_kind(part) or "", part)
        else:
            self._add_kind(kind, unit.text)

    def fill(self, draft: Draft, page_year: int | None) -> None:
        """Give the paper what was gathered."""
        draft.date = self.date or self.late_date
        if draft.date is None and self.undated is not None:
            draft.date, draft.date_text = self.undated.in_year(page_year), self.undated.text
        draft.authors, draft.author_count = self.authors, self.author_count
        draft.venue, draft.categories = self.venue, self.categories
        draft.links += unique(self.links)
        draft.notes, draft.addresses, draft.own_id = self.notes, self.addresses, self.own_id

    def add_links(self, unit: Unit) -> None:
        for address in unit.links:  # of markdown links
            self.addresses.append(address)
            self.links += find_links(f"page {address}")

    def _add_kind(self, kind: str, text: str) -> None:
        match kind:
            case "count":
                count = _COUNT.search(text)
                self.author_count = int(count.group(1)) if count else self.author_count
                self.is_proven = True
            case "authors":
                self.authors = self.authors or split_authors(re.sub(r"^by\s", "", text, flags=re.IGNORECASE))
                self.is_proven = True
            case "date":
                self._add_date(text)
            case "id":
                self._add_identifier(text)
            case "listing":
                self._add_listing(text)
            case "venue":
                self.venue = self.venue or venue_line(text)
                self.notes.append(text)
            case "categories":
                self.categories += _ARXIV_CATEGORY.findall(text)
            case "link":
                self.links += find_links(f"page {text}")
            case "note" | "text":
                self.notes.append(text)

    def _add_labelled(self, kind: str, name: str, value: str) -> None:
        if not value:
            return
        match kind:
            case "authors":
                self.authors = self.authors or split_authors(value)
                self.is_proven = True
            case "date":
                self._add_date(value)
            case "late date":
                line = _date_in(value)
                self.late_date = self.late_date or (line.date if line else None)
            case "id":
                self._add_labelled_identifier(name, value)
            case "venue":
                self.venue = self.venue or find_venue(value) or venue_field(value)
                self.notes.append(value)
            case "categories":
                self.categories += _ARXIV_CATEGORY.findall(value) or [part.strip() for part in re.split("[;,]", value)]
            case "link":
                addresses = [trim_address(word) for word in re.findall(r"https?://[^\s,;|<>\"]+", value)]
                self.addresses += addresses
                self.links += [
                    address for address in addresses if is_web_address(address) and _is_project(name, address)
                ]
            case "note":
                self.notes.append(value)
            case "short":
                self.short = self.short or value

    def _add_labelled_identifier(self, name: str, value: str) -> None:
        self.is_proven = True
        if name.startswith("arxiv") and parse_arxiv(value.split()[0]):
            self.addresses.append(f"arXiv:{value.split()[0].removeprefix('arXiv:')}")
        elif name in ("id", "identifier", "paper id", "pmid"):
            word = value.split()[0]
            if parse_arxiv(word):
                self.addresses.append(f"arXiv:{word}")
            elif not value.lower().startswith(("10.", "http", "doi", "arxiv")):
                self.own_id = self.own_id or (f"pmid:{word}" if name == "pmid" else value)
        self._add_identifier(value)

    def _add_identifier(self, text: str) -> None:
        self.is_proven = True
        if _NOT_OWN.search(text):
            return
        bare = parse_arxiv(text)
        self.addresses.append(f"arXiv:{bare}" if bare else text)
        self.categories += _ARXIV_CATEGORY.findall(text)
        if pmid := _PMID.search(text):
            self.own_id = self.own_id or f"pmid:{pmid.group(1)}"
        if self.date is None and (cited := _CITED_DATE.search(text)):
            self._add_date(cited.group(1))
            self.venue = self.venue or text[: cited.start()].strip()

    def _add_listing(self, text: str) -> None:
        """A search engine's line: authors - venue, year - host."""
        authors, middle, _ = text.split(" - ", 2)
        self.authors = self.authors or split_authors(authors.replace("…", ""))
        venue, _, year = middle.rpartition(", ")
        self._add_date(year)
        if venue and not venue.endswith("…"):
            self.venue = self.venue or venue_field(venue)
        self.addresses.append(middle)
        self.is_proven = True

    def _add_date(self, text: str) -> None:
        line = _date_in(text)
        if line is None:
            return
        if line.date is None:
            self.undated = self.undated or line
        elif (
            self.date is None
            or _FIRST_VERSION.search(text)
            or (line.date.startswith(self.date) and line.date != self.date)
        ):
            self.date = line.date


def _date_in(text: str) -> DateLine | None:
    """The date in a line that has one: of the first version, else the one that the line begins with or announces."""
    if first := _FIRST_VERSION.search(text):
        line = read_date_line(first.group(1))
        if line is not None and line.date:
            return line
    bare = _SIZE.sub("", text)
    for candidate in (
        bare,
        re.split(r"[;(]|\s·\s|,? (?:[Ll]ast|[Ll]atest) (?:[Rr]evised|[Mm]odified|[Uu]pdated)", bare, maxsplit=1)[0],
    ):
        if (line := read_date_line(candidate)) is not None:
            return line
    for match in _DATE_WORDS.finditer(text):
        if (line := read_date_line(match.group(1))) is not None:
            return line
    return None


def _is_project(name: str, address: str) -> bool:
    """Whether a labelled address is code or a project's page, not the paper itself."""
    if name in (
        "url",
        "link",
        "links",
        "paper",
        "pdf",
        "page",
        "download",
        "available at",
        "html",
        "full text",
        "poster",
        "slides",
    ):
        return bool(find_links(address))
    return bool(find_links(f"project {address}"))
