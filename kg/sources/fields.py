"""One record with named fields (a JSON object, a table's row, a BibTeX or RIS entry) made into a Draft.

Catalogues agree on what a paper has, not on what to call it: each list below gives the names under
which one thing goes, best first, compared without case, spaces and punctuation.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from kg.ids import parse_arxiv, parse_doi
from kg.links import find_links
from kg.records import Record, Skip
from kg.sources.building import Draft, Origin
from kg.sources.dates import from_parts
from kg.sources.names import author_list, split_authors
from kg.sources.values import (
    FieldError,
    author_of,
    categories_of,
    count_of,
    date_of,
    field_key,
    first_of,
    joined_text,
    keyed,
    month_of,
    text_of,
    text_of_inverted_index,
    texts_of,
)
from kg.sources.venues import venue_field

__all__ = [
    "ABSTRACT_NAMES",
    "KNOWN_NAMES",
    "TITLE_NAMES",
    "draft_of_fields",
    "record_of_fields",
]

TITLE_NAMES = tuple(
    ("title articletitle papertitle documenttitle primarytitle displayname titles fulltitle ti t1").split()
)
ABSTRACT_NAMES = tuple(
    (
        "abstract abstractnote abstracttext abstracts paperabstract notesabstract summary ab n2 dcdescription "
        "descriptions description text"
    ).split()
)
_INVERTED = "abstractinvertedindex"
_AUTHORS = tuple(
    (
        "authorsparsed authorfullnames authorsfullnames af authors author authorships authorlist authornames "
        "creators creator firstauthors au a1 researchers"
    ).split()
)
_DATES = tuple(
    (
        "date publicationdate published publishedat publisheddate datepublished publishedprint publishedonline "
        "issued submitteddate submissiondate submitted coverdate versionhistory created createdat datecreated "
        "tcdate cdate primarydate y1 da"
    ).split()
)
_YEARS = ("year", "publicationyear", "pubyear", "yearpublished", "py")
_LATE_DATES = ("updatedate", "updated", "updatedat", "modified")
_VENUES = tuple(
    (
        "journalref venue publicationvenue journal journaltitle journalname booktitle conference conferencename "
        "conferencetitle proceedingstitle containertitle publicationtitle sourcetitle publication publishedin "
        "secondarytitle hostvenue primarylocation source event eventtitle series so jo t2 jf"
    ).split()
)
_CATEGORIES = tuple(
    (
        "categories category primarycategory arxivcategories subjects subject fieldsofstudy s2fieldsofstudy topics "
        "researchareas"
    ).split()
)
_NOTES = tuple(("comments comment arxivcomment note notes addendum annote extra howpublished c1note").split())
_LINKS = tuple(
    (
        "links githubrepo github githuburl codeurl code codelink coderepository repository repositoryurl repo "
        "repourl projectpage projecturl projectwebsite project website homepage demo demourl"
    ).split()
)
_ADDRESSES = tuple(
    (
        "url urls link externallink entryid absurl paperurl pdfurl urlabs urlpdf openaccesspdf identifier "
        "identifiers relatedidentifiers archiveid archivelocation callnumber landingpageurl citeas"
    ).split()
)
_DOIS = ("doi", "dois", "do", "di", "doiurl", "articledoi")
_ARXIVS = ("arxiv", "arxivid", "arxivnumber", "eprint", "arxivurl", "arxivlink")
_OWN_IDS = tuple(
    (
        "id paperid key entrykey citationkey uid ut eid pmid pubmedid openalexid openalex corpusid accessionnumber "
        "uniquewosid uteuniquewosid utuniquewosid articleid recordid an"
    ).split()
)
_EXTERNAL_IDS = ("externalids", "ids", "externalid", "articleids")
#: Objects that only wrap the paper's own: Hugging Face's `paper`, search engines' `_source`, OpenReview's `content`.
_WRAPPERS = ("paper", "source", "attributes", "content", "article", "work", "metadata", "bibjson", "document", "fields")
#: Every name that means something here: tables are recognised by them, and only such columns are read.
KNOWN_NAMES: frozenset[str] = frozenset().union(
    TITLE_NAMES, ABSTRACT_NAMES, _AUTHORS, _DATES, _YEARS, _LATE_DATES, _VENUES, _CATEGORIES, _NOTES, _LINKS,
    _ADDRESSES, _DOIS, _ARXIVS, _OWN_IDS, _EXTERNAL_IDS, _WRAPPERS,
    (_INVERTED, "versions", "month", "day", "authorcount", "numauthors", "datetext"),
)  # fmt: skip
_OPENALEX = re.compile(r"(?:https?://openalex\.org/)?(W\d{1,12})", re.IGNORECASE)
_Fields = dict[str, Any]


def _merged_fields(record: Mapping[str, Any]) -> _Fields:
    """The fields by comparable name; those of a wrapped paper stand before those around it."""
    fields = keyed(record)
    for wrapper in _WRAPPERS:
        inner = fields.get(wrapper)
        if isinstance(inner, dict):
            inside = keyed(inner)
            if _has_any(inside, TITLE_NAMES) and (
                _has_any(inside, ABSTRACT_NAMES) or not _has_any(fields, TITLE_NAMES)
            ):
                return {**fields, **inside}
    return fields


def record_of_fields(record: Mapping[str, Any], origin: Origin, position: int) -> Record | Skip:
    """The record that the fields make, or why they make none."""
    try:
        return draft_of_fields(record).build(origin, position)
    except FieldError as error:
        return origin.skip(position, f"not read: {error}")


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
    fields = _merged_fields(record)
    draft = Draft(title=_required_text(fields, TITLE_NAMES), abstract=_abstract(fields))
    draft.authors = _authors(fields)
    draft.author_count = count_of(fields.get("authorcount", fields.get("numauthors")))
    draft.date = _date(fields)
    draft.date_text = text_of(fields.get("datetext"))
    draft.venue = first_of(venue_field(text) for text in _texts(fields, _VENUES))
    draft.categories = [part for name in _CATEGORIES if name in fields for part in categories_of(fields[name])]
    draft.notes = _texts(fields, _NOTES)
    draft.links = [text for name in _LINKS if name in fields for text in texts_of(fields[name])]
    draft.addresses = [text for name in _ADDRESSES if name in fields for text in texts_of(fields[name])]
    draft.links += [link for address in draft.addresses for link in find_links(address)]
    _set_identifiers(draft, fields)
    return draft


def _has_any(fields: _Fields, names: Iterable[str]) -> bool:
    return any(name in fields for name in names)


def _texts(fields: _Fields, names: Iterable[str]) -> list[str]:
    return [text for name in names if name in fields and (text := text_of(fields[name]))]


def _required_text(fields: _Fields, names: Iterable[str]) -> str | None:
    """The first of the named fields that is filled, which must then hold text."""
    for name in names:
        if name not in fields:
            continue
        value = fields[name]
        if isinstance(value, bool | int | float):
            raise FieldError(
                f"its {name} is {'a number' if not isinstance(value, bool) else 'true or false'}, not text"
            )
        text = joined_text(value) if name in ABSTRACT_NAMES else text_of(value)
        if text is None and value and not isinstance(value, str):
            raise FieldError(f"its {name} holds no text")
        if text is not None:
            return text
    return None


def _abstract(fields: _Fields) -> str | None:
    inverted = fields.get(_INVERTED)
    if isinstance(inverted, dict) and not _has_any(fields, ("abstract",)):
        return text_of_inverted_index(inverted)
    return _required_text(fields, ABSTRACT_NAMES)


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
            names = [text for item in value[:5000] if (text := author_of(item))]
            if names:
                return author_list(names)
    return []


def _date(fields: _Fields) -> str | None:
    """The date: of the first version, else of the publication, else of the last change."""
    versions = fields.get("versions")
    if isinstance(versions, list) and versions and isinstance(versions[0], dict):
        first = date_of(versions[0].get("created"))
        if first:
            return first
    dates = [date for name in _DATES if name in fields and (date := date_of(fields[name]))]
    year = first_of(date_of(fields[name]) for name in _YEARS if name in fields)
    if year is not None:
        dates = [date for date in dates if date[:4] == year[:4]] or dates
        month = month_of(fields.get("month"))
        day = count_of(text_of(fields.get("day")))
        dates.append((from_parts(int(year[:4]), month, day) or year) if month else year)
    if dates:  # the first, or another that says the same more precisely
        return max((date for date in dates if date.startswith(dates[0])), key=len)
    return first_of(date_of(fields[name]) for name in _LATE_DATES if name in fields)


def _set_identifiers(draft: Draft, fields: _Fields) -> None:
    external = _first_mapping(fields, _EXTERNAL_IDS)
    draft.doi = first_of(parse_doi(text) for text in [*_texts(fields, _DOIS), *_texts(external, ("doi",))])
    arxivs = [*_texts(fields, _ARXIVS), *_texts(external, ("arxiv", "arxivid"))]
    draft.arxiv = next((text for text in arxivs if parse_arxiv(text)), None)
    for name in _OWN_IDS:
        if name not in fields:
            continue
        value = fields[name]
        text = text_of(value)
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
            return keyed(value)
        if isinstance(value, list | tuple):
            pairs = [keyed(item) for item in value[:50] if isinstance(item, dict)]
            return {
                field_key(str(pair.get("type") or pair.get("idtype"))): pair.get("value") or pair.get("id")
                for pair in pairs
            }
    return {}
