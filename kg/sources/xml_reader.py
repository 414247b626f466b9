"""Feeds and harvests in XML: the arXiv API's Atom, RSS, and OAI-PMH with Dublin Core or arXiv's own fields.

Entities that a document declares are refused, nothing outside of the document is fetched, and each
entry is let go of when it has been read.
"""

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, iterparse

from kg.records import Record, Skip
from kg.sources.building import Origin
from kg.sources.fields import record_of_fields
from kg.sources.opening import InputStream, Utf8, is_wide, text_stream

__all__ = ["read_xml"]

_ENTRIES = frozenset(("entry", "item", "record"))
#: RSS of arXiv: "arXiv:2101.00001v1 Announce Type: new Abstract: ..."
_ANNOUNCED = re.compile(r"(arXiv:\S{5,30})\s+Announce Type:\s*[\w-]+\s+Abstract:\s*", re.IGNORECASE)
#: More than any paper's record has.
_MAX_ELEMENTS = 200_000
_MAX_DEPTH = 100
_NAMES = {
    "identifier": "identifiers",
    "pubdate": "published",
    "guid": "identifiers",
    "primary_category": "category",
    "journal_ref": "journalref",
    "comments": "comment",
}
_LISTS = frozenset(("author", "creator", "category", "subject", "link", "identifiers", "description", "date"))


def read_xml(stream: InputStream, origin: Origin) -> Iterator[Record | Skip]:
    """Every entry of a feed or harvest. The position is the entry's number."""
    number = 0
    try:
        for entry in _entries(stream):
            stream.renew()
            number += 1
            yield _record(entry, origin, number)
    except _SizeError as error:
        yield origin.skip(number + 1, f"{error}: the rest of the file is not read")
    except DefusedXmlException:
        yield origin.skip(
            number + 1, "the XML declares entities of its own, which are not resolved: the rest is not read"
        )
    except (ParseError, ValueError, LookupError) as error:
        if stream.problem is None:
            yield origin.skip(number + 1, f"malformed XML: the rest of the file is not read: {str(error)[:120]}")


class _SizeError(Exception):
    """An entry is larger than any paper is."""


def _entries(stream: InputStream) -> Iterator[Element]:
    """The outermost entries, each let go of afterwards, as is all that stands around them."""
    stack: list[Element] = []
    entry: Element | None = None
    elements = 0
    for event, element in _parsed(stream):
        if event == "start":
            elements += 1
            if entry is None and _local(element) in _ENTRIES:
                entry, elements = element, 0
            if elements > _MAX_ELEMENTS or len(stack) > _MAX_DEPTH:
                raise _SizeError(f"more than {_MAX_ELEMENTS:,} elements in an entry, or {_MAX_DEPTH} in one another")
            stack.append(element)
            continue
        stack.pop()
        if element is entry:
            yield element
            entry = None
        if entry is None:
            elements = 0
            if stack:
                stack[-1].clear()


def _parsed(stream: InputStream) -> Iterator[tuple[str, Element]]:
    """Beginnings and ends of elements. A text in wide characters is made UTF-8, whatever its declaration says."""
    events = ("start", "end")
    if is_wide(stream):
        parser = DefusedXMLParser(encoding="utf-8", target=TreeBuilder())
        return iter(iterparse(Utf8(text_stream(stream)), events, parser))
    return iter(iterparse(io.BufferedReader(stream), events))


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _record(element: Element, origin: Origin, position: int) -> Record | Skip:
    fields: dict[str, Any] = {}
    for child in _leaves(element):
        name = _NAMES.get(_local(child), _local(child))
        value = _value(child, name)
        if value is None:
            continue
        if name in _LISTS:
            fields.setdefault(name, []).append(value)
        else:
            fields.setdefault(name, value)
    _settle(fields)
    return record_of_fields(fields, origin, position)


def _leaves(element: Element) -> Iterator[Element]:
    """The fields of an entry: what stands directly in it before what stands deeper; an author is one field."""
    later: list[Element] = []
    for child in element:
        if (
            _local(child) == "author"
            or len(child) == 0
            or _local(child) in ("title", "summary", "abstract", "description")
        ):
            yield child
        elif _local(child) != "header":  # of OAI-PMH: when the record was changed there
            later.append(child)
    for child in later:
        yield from _leaves(child)


def _value(element: Element, name: str) -> str | None:
    if name == "author" and len(element):
        parts = {_local(child): "".join(child.itertext()).strip() for child in element}
        return parts.get("name") or " ".join(filter(None, (parts.get("forenames"), parts.get("keyname")))) or None
    text = " ".join("".join(element.itertext()).split())
    return text or element.get("term") or element.get("href")


def _settle(fields: dict[str, Any]) -> None:
    """Lists in which one element says this and the next says that, as Dublin Core has them."""
    fields["categories"] = fields.pop("category", []) + fields.pop("subject", [])
    descriptions = fields.pop("description", [])
    if descriptions:
        announced = _ANNOUNCED.match(descriptions[0])
        if announced:
            fields.setdefault("arxiv", announced.group(1))
            descriptions[0] = descriptions[0][announced.end() :]
        fields.setdefault("abstract", descriptions[0])
        fields["notes"] = " ".join(descriptions[1:]).removeprefix("Comment: ") or None
    dates = fields.get("date")
    if isinstance(dates, list):
        fields["date"] = min(dates)
    creators = fields.get("creator")
    if isinstance(creators, list) and len(creators) == 1:
        fields["creator"] = creators[0]
