"""From what a reader found to a Record: the one place where texts are cleaned, ids and dates settled."""

import re
from dataclasses import dataclass, field

from kg.ids import arxiv_month, find_arxiv, find_doi, parse_arxiv, parse_doi
from kg.links import find_links, is_web_address, trim_address, unique
from kg.records import Record, Skip, Source
from kg.sources.venues import find_venue
from kg.text import clean

__all__ = ["MAX_TEXT", "Draft", "Origin"]

_TAG = re.compile(
    r"</?(?:jats:[a-z-]{1,30}|mml:[a-z]{1,20}|p|i|b|em|strong|sub|sup|sc|tt|u|br|div|span|italic|bold|title|sec|"
    r"inline-formula|"
    r"tex-math|math|mrow|mi|mo|mn|msub|msup|mtext|h[1-6]|ul|ol|li|abstract|abstracttext|list|list-item|xref|scp|a|img)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_JATS_HEADING = re.compile(r"<jats:title>\s*(?:abstract|summary)\s*</jats:title>", re.IGNORECASE)
_ABSTRACT_LABEL = re.compile(
    r"^[*_\s]{0,4}abstract[*_]{0,2}(?:\s{0,3}[:.—|]+[*_]{0,2}\s*|\s?[-–](?=\s|[A-Z])|\s{0,3}\n\s*)", re.IGNORECASE
)
#: A note that names another work: what the paper extends, overlaps with, or gives away with a DOI of its own.
_OTHER_WORK = re.compile(
    r"\b(?:overlaps?|exten(?:ds|ded|sion)|based on|supersed\w{1,5}|companion|version of (?!record)|part of|see "
    r"also|replac\w{1,5}|"
    r"dataset|data|code|software|zenodo|figshare|osf|merged|duplicate|reply|comment on|previous|earlier|preliminary)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"(?:n\.?/?a\.?|none|null|nan|nil|-+|\.+|\[?no abstract(?: is)?(?: available)?\]?\.?|abstract not available\.?|"
    r"abstract|untitled|\[?no title(?: available)?\]?|unknown)",
    re.IGNORECASE,
)
#: Longer than any abstract: what has this length is something else (a whole article, a dump in one field).
MAX_TEXT = 100_000
_MAX_FIELD = 1_000
_MAX_LIST = 5_000


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that is read and the format in which: what records and skips say of where they come from."""

    file: str
    format: str

    def skip(self, position: int | None, reason: str) -> Skip:
        """A note that something at this position was not read; what a library says of it may hold anything."""
        return Skip(file=self.file, position=position, reason=clean(reason))


@dataclass(slots=True)
class Draft:
    """What a reader has found of one paper, still as it stood there.

    `notes` are texts such as arXiv comments: they give venue and links where no field does.
    `addresses` are the paper's own links and ids in any writing; they give arXiv id and DOI.
    """

    title: str | None = None
    abstract: str | None = None
    authors: list[str] = field(default_factory=list)
    author_count: int | None = None
    date: str | None = None
    date_text: str | None = None
    venue: str | None = None
    categories: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    arxiv: str | None = None
    doi: str | None = None
    own_id: str | None = None
    notes: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def build(self, origin: Origin, position: int) -> Record | Skip:
        """The record, or why there is none."""
        title = _text(self.title)
        abstract = _text(_unlabelled(self.abstract))
        if title is None and abstract is None:
            return origin.skip(position, "neither title nor abstract")
        if len(title or "") > MAX_TEXT or len(abstract or "") > MAX_TEXT:
            return origin.skip(position, f"a title or abstract of more than {MAX_TEXT:,} characters")
        arxiv, doi = self._identifiers()
        date = self.date or (arxiv_month(arxiv) if arxiv else None)
        notes = [clean(note) for note in self.notes]
        mined = [link for text in [*notes, abstract or ""] for link in find_links(text)]
        return Record(
            title=title,
            abstract=abstract,
            authors=_short_texts(self.authors),
            author_count=self.author_count,
            date=date,
            date_text=clean(self.date_text)[:_MAX_FIELD] if self.date_text and not date else None,
            venue=_field(self.venue) or next(filter(None, map(find_venue, notes)), None),
            categories=_short_texts(unique(self.categories)),
            links=unique([*filter(is_web_address, map(trim_address, self.links)), *mined])[:_MAX_LIST],
            arxiv=arxiv,
            doi=doi,
            own_id=None if arxiv or doi else _field(self.own_id),
            source=Source(file=origin.file, format=origin.format, position=position),
        )

    def _identifiers(self) -> tuple[str | None, str | None]:
        """arXiv id and DOI: from their fields, else from any other line or field but the abstract.

        arXiv's own DOI is the arXiv id written otherwise, not a DOI beside it.
        """
        arxiv = parse_arxiv(self.arxiv) if self.arxiv else None
        doi = parse_doi(self.doi) if self.doi else None
        elsewhere = [text for text in [*self.addresses, self.doi or "", self.own_id or ""] if text]
        elsewhere += [note for note in self.notes if not _OTHER_WORK.search(note)]
        arxiv = arxiv or next(filter(None, map(find_arxiv, elsewhere)), None)
        if doi is not None and find_arxiv(doi):
            doi = None
        return arxiv, doi or next(filter(None, map(find_doi, elsewhere)), None)


def _text(value: str | None) -> str | None:
    """A title or abstract, cleaned; markup of publishers and "n/a" are none of it."""
    if not value:
        return None
    if "<" in value or "&lt;" in value:
        value = _JATS_HEADING.sub("", value.replace("&lt;", "<").replace("&gt;", ">"))
        value = _TAG.sub(_tag_space, value)
    value = clean(value)
    return None if not value or (len(value) < 40 and _NOTHING.fullmatch(value)) else value


def _unlabelled(abstract: str | None) -> str | None:
    """An abstract without the word "Abstract" before it."""
    label = _ABSTRACT_LABEL.match(abstract) if abstract else None
    return abstract[label.end() :] if abstract and label else abstract


def _tag_space(match: re.Match[str]) -> str:
    """What stands for a tag: a space between paragraphs, nothing inside of a word."""
    name = match.group().strip("</>").split()[0].lower().removeprefix("jats:")
    return " " if name in ("p", "br", "div", "title", "sec", "li", "list-item", "h1", "h2", "h3", "h4") else ""


def _field(value: str | None) -> str | None:
    return (clean(value)[:_MAX_FIELD] or None) if value else None


def _short_texts(values: list[str]) -> list[str]:
    values = values[:_MAX_LIST]
    together = "".join(values)
    if together.isprintable() and "&" not in together and "  " not in together and len(together) < _MAX_FIELD:
        cleaned = [value.strip() for value in values]  # nothing to clean in any of them
    else:
        cleaned = [clean(value)[:_MAX_FIELD] for value in values]
    return [value for value in cleaned if value]
