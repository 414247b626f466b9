"""What a field's value says, in the forms in which data hold it: text, lists, objects, numbers, dates."""

import datetime
import functools
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from kg.sources.dates import from_parts, parse_date

__all__ = [
    "FieldError",
    "author_of",
    "categories_of",
    "count_of",
    "date_of",
    "field_key",
    "first_of",
    "joined_text",
    "keyed",
    "month_of",
    "text_of",
    "text_of_inverted_index",
    "texts_of",
]

_INNER_TEXT = ("value", "name", "displayname", "text", "title", "description", "abstract", "raw", "content", "fulltext")
_ARXIV_CATEGORY = re.compile(r"[a-z-]{2,10}(?:\.[A-Za-z-]{2,20})?")
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_MAX_WORDS = 50_000
#: Numbers beyond it are no year, time or id; the largest cannot even be made floats.
_LARGEST = 10**30

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


def keyed(record: Mapping[str, Any]) -> _Fields:
    fields: _Fields = {}
    for name, value in record.items():
        if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
            continue
        fields.setdefault(field_key(str(name)), value)
    return fields


def first_of(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def text_of(value: Any, depth: int = 0) -> str | None:
    """The text in a value: itself, the first of a list, the telling member of an object."""
    if isinstance(value, str):
        return value.strip() or None
    if value is None or isinstance(value, bool) or depth > 3:
        return None
    if isinstance(value, int | float):
        if not abs(value) < _LARGEST:  # nor is NaN
            return None
        return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        inner = keyed(value)
        if isinstance(inner.get("source"), dict):  # OpenAlex: a location and its source
            return text_of(inner["source"], depth + 1)
        return first_of(text_of(inner[name], depth + 1) for name in _INNER_TEXT if name in inner)
    if isinstance(value, list | tuple):
        return first_of(text_of(item, depth + 1) for item in value[:20])
    return None


def texts_of(value: Any) -> list[str]:
    """The texts of a list, or the one text."""
    if isinstance(value, dict):
        return [text for item in list(value.values())[:100] if (text := text_of(item))]
    if isinstance(value, list | tuple):
        return [text for item in value[:5000] if (text := text_of(item))]
    text = text_of(value)
    if text is None:
        return []
    return text.split() if text.count("://") > 1 else [text]


def joined_text(value: Any) -> str | None:
    """An abstract in parts (paragraphs, labelled sections) as one text."""
    if not isinstance(value, list | tuple):
        return text_of(value)
    return " ".join(texts_of(value)) or None


def text_of_inverted_index(index: Mapping[str, Any]) -> str | None:
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


def author_of(item: Any) -> str | None:
    if isinstance(item, str):
        return item
    if isinstance(item, list | tuple):  # arXiv: last name, first name, suffix
        parts = [part.strip() for part in item if isinstance(part, str)]
        last, first, suffix = (*parts, "", "", "")[:3]
        return " ".join(part for part in (first, last, suffix) if part) or None
    if isinstance(item, dict):
        inner = keyed(item)
        if isinstance(inner.get("author"), dict):
            inner = keyed(inner["author"])
        whole = first_of(
            text_of(inner.get(name))
            for name in ("name", "displayname", "fullname", "literal", "authorname", "rawauthorname")
        )
        given = first_of(text_of(inner.get(name)) for name in ("given", "givenname", "first", "firstname"))
        family = first_of(text_of(inner.get(name)) for name in ("family", "familyname", "last", "lastname"))
        return whole or " ".join(part for part in (given, family) if part) or None
    return None


def count_of(value: Any) -> int | None:
    if isinstance(value, str) and value.isdecimal():
        value = int(value[:9])
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 100_000 else None


def month_of(value: Any) -> int | None:
    text = text_of(value)
    if text is None:
        return None
    date = from_parts(2000, int(text)) if text.isdecimal() and len(text) <= 2 else parse_date(f"{text} 2000")
    return int(date[5:7]) if date and len(date) >= 7 else None


def date_of(value: Any) -> str | None:
    """A date in any of the forms in which data hold one: text, a time stamp, a year, CSL's date-parts."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, int | float):
        return _date_of_number(value)
    if isinstance(value, str):
        text = value.strip()
        return parse_date(text.rstrip("/").replace("//", "/")) or (
            parse_date(text.split("/")[0]) if "/" in text else None
        )
    if isinstance(value, dict):
        parts = value.get("date-parts") or value.get("date_parts")
        if isinstance(parts, list) and parts and isinstance(parts[0], list):
            numbers = [
                int(part)
                for part in parts[0][:3]
                if isinstance(part, int) or (isinstance(part, str) and part.isdecimal() and len(part) <= 4)
            ]
            return from_parts(*numbers) if numbers else None
        return first_of(date_of(value.get(name)) for name in ("date-time", "value", "$date", "year"))
    if isinstance(value, list) and value:
        return date_of(value[0])
    return None


def _date_of_number(value: float) -> str | None:
    """A year, or seconds or milliseconds since 1970."""
    if not abs(value) < _LARGEST:
        return None
    if value < 3000:
        return from_parts(int(value)) if float(value).is_integer() else None
    seconds = value / 1000 if value > 1e11 else value
    try:
        moment = datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.date().isoformat() if 1990 <= moment.year <= 2099 else None


def categories_of(value: Any) -> list[str]:
    if isinstance(value, str):
        words = value.split()
        if words and all(_ARXIV_CATEGORY.fullmatch(word) for word in words):
            return words
        return [part.strip() for part in re.split(r"[;|,]", value) if part.strip()]
    if isinstance(value, list | tuple):
        texts = [
            text_of(keyed(item).get("category", item)) if isinstance(item, dict) else text_of(item)
            for item in value[:200]
        ]
        flat = [text for text in texts if text]
        return flat[0].split() if len(flat) == 1 and " " in flat[0] and "." in flat[0] else flat
    return []
