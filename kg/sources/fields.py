"""One record with named fields (a JSON object, a table's row, a BibTeX or RIS entry) made into a Draft.

Catalogues agree on what a paper has, not on what to call it: each list below gives the names under
which one thing goes, best first, compared without case, spaces and punctuation.
"""

import datetime
import functools
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from kg.ids import parse_arxiv, parse_doi
from kg.sources.building import Draft
from kg.sources.dates import from_parts, parse_date
from kg.sources.links import find_links
from kg.sources.names import author_list, split_authors
from kg.sources.venues import venue_field

__all__ = ["ABSTRACT_NAMES", "KNOWN_NAMES", "TITLE_NAMES", "FieldError", "draft_of_fields", "field_key", "merged_fields"]

TITLE_NAMES = (
    "title", "articletitle", "papertitle", "documenttitle", "primarytitle", "displayname", "titles", "fulltitle", "ti", "t1",
)  # fmt: skip
ABSTRACT_NAMES = (
    "abstract", "abstractnote", "abstracttext", "abstracts", "paperabstract", "notesabstract", "summary", "ab", "n2",
    "dcdescription", "descriptions", "description", "text",
)  # fmt: skip
_INVERTED = "abstractinvertedindex"
_AUTHORS = (
    "authorsparsed", "authorfullnames", "authorsfullnames", "af", "authors", "author", "authorships", "authorlist", "authornames",
    "creators", "creator", "firstauthors", "au", "a1", "researchers",
)  # fmt: skip
_DATES = (
    "date", "publicationdate", "published", "publishedat", "publisheddate", "datepublished", "publishedprint",
    "publishedonline", "issued", "submitteddate", "submissiondate", "submitted", "coverdate", "versionhistory",
    "created", "createdat", "datecreated", "tcdate", "cdate", "primarydate", "y1", "da",
)  # fmt: skip
_YEARS = ("year", "publicationyear", "pubyear", "yearpublished", "py")
_LATE_DATES = ("updatedate", "updated", "updatedat", "modified")
_VENUES = (
    "journalref", "venue", "publicationvenue", "journal", "journaltitle", "journalname", "booktitle", "conference", "conferencename",
    "conferencetitle", "proceedingstitle", "containertitle", "publicationtitle", "sourcetitle", "publication", "publishedin",
    "secondarytitle", "hostvenue", "primarylocation", "source", "event", "eventtitle", "series", "so", "jo", "t2", "jf",
)  # fmt: skip
_CATEGORIES = (
    "categories", "category", "primarycategory", "arxivcategories", "subjects", "subject", "fieldsofstudy",
    "s2fieldsofstudy", "topics", "researchareas",
)  # fmt: skip
_NOTES = ("comments", "comment", "arxivcomment", "note", "notes", "addendum", "annote", "extra", "howpublished", "c1note")
_LINKS = (
    "links", "githubrepo", "github", "githuburl", "codeurl", "code", "codelink", "coderepository", "repository",
    "repositoryurl", "repo", "repourl", "projectpage", "projecturl", "projectwebsite", "project", "website", "homepage", "demo",
    "demourl",
)  # fmt: skip
_ADDRESSES = (
    "url", "urls", "link", "externallink", "entryid", "absurl", "paperurl", "pdfurl", "urlabs", "urlpdf", "openaccesspdf",
    "identifier", "identifiers", "relatedidentifiers", "archiveid", "archivelocation", "callnumber", "landingpageurl", "citeas",
)  # fmt: skip
_DOIS = ("doi", "dois", "do", "di", "doiurl", "articledoi")
_ARXIVS = ("arxiv", "arxivid", "arxivnumber", "eprint", "arxivurl", "arxivlink")
_OWN_IDS = (
    "id", "paperid", "key", "entrykey", "citationkey", "uid", "ut", "eid", "pmid", "pubmedid", "openalexid", "openalex", "corpusid",
    "accessionnumber", "uniquewosid", "uteuniquewosid", "utuniquewosid", "articleid", "recordid", "an",
)  # fmt: skip
_EXTERNAL_IDS = ("externalids", "ids", "externalid", "articleids")
#: Objects that only wrap the paper's own: Hugging Face's `paper`, search engines' `_source`, OpenReview's `content`.
_WRAPPERS = ("paper", "source", "attributes", "content", "article", "work", "metadata", "bibjson", "document", "fields")
_INNER_TEXT = ("value", "name", "displayname", "text", "title", "description", "abstract", "raw", "content", "fulltext")
#: Every name that means something here: tables are recognised by them, and only such columns are read.
KNOWN_NAMES = frozenset(
    (*TITLE_NAMES, *ABSTRACT_NAMES, _INVERTED, *_AUTHORS, *_DATES, *_YEARS, *_LATE_DATES, *_VENUES, *_CATEGORIES, *_NOTES)
    + (*_LINKS, *_ADDRESSES, *_DOIS, *_ARXIVS, *_OWN_IDS, *_EXTERNAL_IDS, *_WRAPPERS)
    + ("versions", "month", "day", "authorcount", "numauthors", "datetext")
)
_ARXIV_CATEGORY = re.compile(r"[a-z-]{2,10}(?:\.[A-Za-z-]{2,20})?")
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_OPENALEX = re.compile(r"(?:https?://openalex\.org/)?(W\d{1,12})", re.IGNORECASE)
_MAX_WORDS = 50_000

_Fields = dict[str, Any]


class FieldError(ValueError):
    """A field holds what cannot be the thing that it is named for."""


@functools.lru_cache(maxsize=10_000)
def field_key(name: str) -> str:
    """A field's name as names are compared.

    >>> field_key("Abstract Note"), field_key("journal-ref"), field_key("_source")
    ('abstractnote', 'journalref', 'source')
    """
    return _NOT_KEY.sub("", name[:100].casefold())


def merged_fields(record: Mapping[str, Any]) -> _Fields:
    """The fields by comparable name; those of a wrapped paper stand before those around it."""
    fields = _keyed(record)
    for wrapper in _WRAPPERS:
        inner = fields.get(wrapper)
        if isinstance(inner, dict):
            inside = _keyed(inner)
            if _has_any(inside, TITLE_NAMES) and (_has_any(inside, ABSTRACT_NAMES) or not _has_any(fields, TITLE_NAMES)):
                return {**fields, **inside}
    return fields


def draft_of_fields(record: Mapping[str, Any]) -> Draft:
    """What a record's fields tell of a paper.

    >>> draft = draft_of_fields({"Title": "On Trees", "summary": "We climb.", "id": "2101.00001v2"})
    >>> draft.title, draft.abstract, draft.arxiv
    ('On Trees', 'We climb.', '2101.00001v2')

    Raises
    ------
    FieldError
        If title or abstract is no text.
    """
    fields = merged_fields(record)
    draft = Draft(title=_required_text(fields, TITLE_NAMES), abstract=_abstract(fields))
    draft.authors = _authors(fields)
    draft.author_count = _count(fields.get("authorcount", fields.get("numauthors")))
    draft.date = _date(fields)
    draft.date_text = _text(fields.get("datetext"))
    draft.venue = _first(venue_field(text) for text in _texts(fields, _VENUES))
    draft.categories = [part for name in _CATEGORIES if name in fields for part in _categories(fields[name])]
    draft.notes = _texts(fields, _NOTES)
    draft.links = [text for name in _LINKS if name in fields for text in _all_texts(fields[name])]
    draft.addresses = [text for name in _ADDRESSES if name in fields for text in _all_texts(fields[name])]
    draft.links += [link for address in draft.addresses for link in find_links(address)]
    _set_identifiers(draft, fields)
    return draft


def _keyed(record: Mapping[str, Any]) -> _Fields:
    fields: _Fields = {}
    for name, value in record.items():
        if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
            continue
        fields.setdefault(field_key(str(name)), value)
    return fields


def _has_any(fields: _Fields, names: Iterable[str]) -> bool:
    return any(name in fields for name in names)


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _text(value: Any, depth: int = 0) -> str | None:
    """The text in a value: itself, the first of a list, the telling member of an object."""
    if isinstance(value, str):
        return value.strip() or None
    if value is None or isinstance(value, bool) or depth > 3:
        return None
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        inner = _keyed(value)
        if isinstance(inner.get("source"), dict):  # OpenAlex: a location and its source
            return _text(inner["source"], depth + 1)
        return _first(_text(inner[name], depth + 1) for name in _INNER_TEXT if name in inner)
    if isinstance(value, list | tuple):
        return _first(_text(item, depth + 1) for item in value[:20])
    return None


def _all_texts(value: Any) -> list[str]:
    """The texts of a list, or the one text."""
    if isinstance(value, dict):
        return [text for item in list(value.values())[:100] if (text := _text(item))]
    if isinstance(value, list | tuple):
        return [text for item in value[:5000] if (text := _text(item))]
    text = _text(value)
    if text is None:
        return []
    return text.split() if text.count("://") > 1 else [text]


def _texts(fields: _Fields, names: Iterable[str]) -> list[str]:
    return [text for name in names if name in fields and (text := _text(fields[name]))]


def _required_text(fields: _Fields, names: Iterable[str]) -> str | None:
    """The first of the named fields that is filled, which must then hold text."""
    for name in names:
        if name not in fields:
            continue
        value = fields[name]
        if isinstance(value, bool | int | float):
            raise FieldError(f"its {name} is {'a number' if not isinstance(value, bool) else 'true or false'}, not text")
        text = _joined(value) if name in ABSTRACT_NAMES else _text(value)
        if text is None and value and not isinstance(value, str):
            raise FieldError(f"its {name} holds no text")
        if text is not None:
            return text
    return None


def _joined(value: Any) -> str | None:
    """An abstract in parts (paragraphs, labelled sections) as one text."""
    if not isinstance(value, list | tuple):
        return _text(value)
    return " ".join(_all_texts(value)) or None


def _abstract(fields: _Fields) -> str | None:
    inverted = fields.get(_INVERTED)
    if isinstance(inverted, dict) and not _has_any(fields, ("abstract",)):
        return _of_inverted_index(inverted)
    return _required_text(fields, ABSTRACT_NAMES)


def _of_inverted_index(index: Mapping[str, Any]) -> str | None:
    """OpenAlex gives the positions of each word instead of the text."""
    if isinstance(index.get("InvertedIndex"), dict):
        index = index["InvertedIndex"]
    placed = [
        (position, str(word))
        for word, positions in index.items()
        if isinstance(positions, list)
        for position in positions
        if isinstance(position, int)
    ]
    if len(placed) > _MAX_WORDS:
        raise FieldError("its inverted index holds more words than an abstract has")
    return " ".join(word for _, word in sorted(placed, key=lambda pair: pair[0])) or None


def _authors(fields: _Fields) -> list[str]:
    for name in _AUTHORS:
        if name not in fields:
            continue
        value = fields[name]
        if isinstance(value, str):
            return split_authors(value)
        if isinstance(value, dict):
            value = value.get("author") or value.get("list") or value.get("value") or [value]
        if isinstance(value, list | tuple):
            names = [text for item in value[:5000] if (text := _one_author(item))]
            if names:
                return author_list(names)
    return []


def _one_author(item: Any) -> str | None:
    if isinstance(item, str):
        return item
    if isinstance(item, list | tuple):  # arXiv: last name, first name, suffix
        parts = [part.strip() for part in item if isinstance(part, str)]
        last, first, suffix = (*parts, "", "", "")[:3]
        return " ".join(part for part in (first, last, suffix) if part) or None
    if isinstance(item, dict):
        inner = _keyed(item)
        if isinstance(inner.get("author"), dict):
            inner = _keyed(inner["author"])
        whole = _first(_text(inner.get(name)) for name in ("name", "displayname", "fullname", "literal", "authorname", "rawauthorname"))
        given = _first(_text(inner.get(name)) for name in ("given", "givenname", "first", "firstname"))
        family = _first(_text(inner.get(name)) for name in ("family", "familyname", "last", "lastname"))
        return whole or " ".join(part for part in (given, family) if part) or None
    return None


def _count(value: Any) -> int | None:
    if isinstance(value, str) and value.isdecimal():
        value = int(value[:9])
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 100_000 else None


def _date(fields: _Fields) -> str | None:
    """The date: of the first version, else of the publication, else of the last change."""
    versions = fields.get("versions")
    if isinstance(versions, list) and versions and isinstance(versions[0], dict):
        first = _date_value(versions[0].get("created"))
        if first:
            return first
    dates = [date for name in _DATES if name in fields and (date := _date_value(fields[name]))]
    year = _first(_date_value(fields[name]) for name in _YEARS if name in fields)
    if year is not None:
        dates = [date for date in dates if date[:4] == year[:4]] or dates
        month = _month(fields.get("month"))
        day = _count(_text(fields.get("day")))
        dates.append((from_parts(int(year[:4]), month, day) or year) if month else year)
    if dates:  # the first, or another that says the same more precisely
        return max((date for date in dates if date.startswith(dates[0])), key=len)
    return _first(_date_value(fields[name]) for name in _LATE_DATES if name in fields)


def _month(value: Any) -> int | None:
    text = _text(value)
    if text is None:
        return None
    date = from_parts(2000, int(text)) if text.isdecimal() and len(text) <= 2 else parse_date(f"{text} 2000")
    return int(date[5:7]) if date and len(date) >= 7 else None


def _date_value(value: Any) -> str | None:
    """A date in any of the forms in which data hold one: text, a time stamp, a year, CSL's date-parts."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, int | float):
        return _date_of_number(value)
    if isinstance(value, str):
        text = value.strip()
        return parse_date(text.rstrip("/").replace("//", "/")) or (parse_date(text.split("/")[0]) if "/" in text else None)
    if isinstance(value, dict):
        parts = value.get("date-parts") or value.get("date_parts")
        if isinstance(parts, list) and parts and isinstance(parts[0], list):
            numbers = [int(part) for part in parts[0][:3] if isinstance(part, int) or (isinstance(part, str) and part.isdecimal())]
            return from_parts(*numbers) if numbers else None
        return _first(_date_value(value.get(name)) for name in ("date-time", "value", "$date", "year"))
    if isinstance(value, list) and value:
        return _date_value(value[0])
    return None


def _date_of_number(value: float) -> str | None:
    """A year, or seconds or milliseconds since 1970."""
    if not math.isfinite(value):
        return None
    if value < 3000:
        return from_parts(int(value)) if float(value).is_integer() else None
    seconds = value / 1000 if value > 1e11 else value
    try:
        moment = datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.date().isoformat() if 1990 <= moment.year <= 2100 else None


def _categories(value: Any) -> list[str]:
    if isinstance(value, str):
        words = value.split()
        if words and all(_ARXIV_CATEGORY.fullmatch(word) for word in words):
            return words
        return [part.strip() for part in re.split(r"[;|,]", value) if part.strip()]
    if isinstance(value, list | tuple):
        texts = [_text(_keyed(item).get("category", item)) if isinstance(item, dict) else _text(item) for item in value[:200]]
        flat = [text for text in texts if text]
        return flat[0].split() if len(flat) == 1 and " " in flat[0] and "." in flat[0] else flat
    return []


def _set_identifiers(draft: Draft, fields: _Fields) -> None:
    external = _first_mapping(fields, _EXTERNAL_IDS)
    draft.doi = _first(parse_doi(text) for text in [*_texts(fields, _DOIS), *_texts(external, ("doi",))])
    arxivs = [*_texts(fields, _ARXIVS), *_texts(external, ("arxiv", "arxivid"))]
    draft.arxiv = next((text for text in arxivs if parse_arxiv(text)), None)
    for name in _OWN_IDS:
        if name not in fields:
            continue
        value = fields[name]
        text = _text(value)
        if text is None or text.startswith("hash:"):
            continue
        is_number = isinstance(value, int | float)  # a number has lost the zeros that end an arXiv id
        if draft.arxiv is None and not is_number and parse_arxiv(text):
            draft.arxiv = text
        elif draft.doi is None and not is_number and parse_doi(text):
            draft.doi = parse_doi(text)
        elif draft.own_id is None:
            openalex = _OPENALEX.fullmatch(text)
            draft.own_id = openalex.group(1) if openalex else text


def _first_mapping(fields: _Fields, names: Iterable[str]) -> _Fields:
    for name in names:
        value = fields.get(name)
        if isinstance(value, dict):
            return _keyed(value)
        if isinstance(value, list | tuple):
            pairs = [_keyed(item) for item in value[:50] if isinstance(item, dict)]
            return {field_key(str(pair.get("type") or pair.get("idtype"))): pair.get("value") or pair.get("id") for pair in pairs}
    return {}
