"""Tagged formats, a line a field: RIS, Web of Science's plain text, and PubMed's nbib."""

import re
from collections.abc import Iterator
from typing import Any

import rispy
from rispy.parser import ParseError

from kg.records import Record, Skip
from kg.sources.building import Origin
from kg.sources.fields import record_of_fields
from kg.sources.opening import InputStream, numbered_lines

__all__ = ["read_nbib", "read_ris", "read_web_of_science"]

_RIS_START = re.compile(r"\ufeff?\s*TY {1,2}-")
_RIS_TAG = re.compile(r"[A-Z][A-Z0-9] {1,2}-(?: |$)")
_NBIB_TAG = re.compile(r"([A-Z]{2,4}) *- (.*)")
_WOS_TAG = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?")
_MAX_LINES = 20_000
_NBIB_NAMES = {
    "TI": "title",
    "BTI": "booktitle",
    "AB": "abstract",
    "FAU": "authors",
    "DP": "date",
    "JT": "journal",
    "PMID": "pmid",
    "LID": "identifiers",
    "AID": "identifiers",
}
_WOS_NAMES = {
    "TI": "title",
    "AB": "abstract",
    "AU": "authors",
    "AF": "authorfullnames",
    "SO": "journal",
    "PY": "year",
    "PD": "month",
    "DI": "doi",
    "UT": "ut",
}
_LISTS = frozenset(("authors", "authorfullnames", "identifiers"))


def read_ris(stream: InputStream, origin: Origin) -> Iterator[Record | Skip]:
    """RIS, from TY to ER; a record without ER ends where the next begins."""
    for line, lines in _chunks(stream, _RIS_START):
        yield _of_ris(lines, origin, line)


def _of_ris(lines: list[str], origin: Origin, line: int) -> Record | Skip:
    text = [entry.lstrip("\ufeff") for entry in lines if not entry.startswith("ER")]
    unfolded: list[str] = []
    for entry in text:
        if _RIS_TAG.match(entry) or not unfolded:
            unfolded.append(entry.rstrip())
        elif entry.strip():
            unfolded[-1] += f" {entry.strip()}"  # a field over several lines
    try:
        entries = rispy.loads("\n".join([*unfolded, "ER  - ", ""]), skip_unknown_tags=True)
    except (ParseError, ValueError, OSError, KeyError, TypeError, AttributeError) as error:
        return origin.skip(line, f"malformed RIS: {' '.join(str(error).split())[:120]}")
    if not entries:
        return origin.skip(line, "malformed RIS: no fields")
    return record_of_fields(entries[0], origin, line)


def read_nbib(stream: InputStream, origin: Origin) -> Iterator[Record | Skip]:
    """PubMed's own export, whose records begin with the PMID."""
    for line, lines in _chunks(stream, re.compile(r"\ufeff?PMID *- ")):
        fields = _tagged_fields(lines, _NBIB_TAG, _NBIB_NAMES)
        for identifier in fields.pop("identifiers", []):
            kind = identifier.rpartition("[")[2].rstrip("]")
            fields.setdefault(kind, identifier.partition(" ")[0])
        yield record_of_fields(fields, origin, line)


def read_web_of_science(stream: InputStream, origin: Origin) -> Iterator[Record | Skip]:
    """Web of Science's "plain text file", whose records begin with PT and end with ER."""
    for line, lines in _chunks(stream, re.compile(r"PT ")):
        yield record_of_fields(_tagged_fields(lines, _WOS_TAG, _WOS_NAMES), origin, line)


def _chunks(stream: InputStream, start: re.Pattern[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines of each record, and the number of its first line. What stands before the first is passed over."""
    lines: list[str] = []
    first = 0
    for number, line in numbered_lines(stream):
        if start.match(line):
            if first:
                yield first, lines
            lines, first = [], number
        if first and len(lines) < _MAX_LINES:
            lines.append(line.rstrip("\n"))
    if first:
        yield first, lines


def _tagged_fields(lines: list[str], tag: re.Pattern[str], names: dict[str, str]) -> dict[str, Any]:
    """Fields by the names that they have everywhere else; a line that begins with space goes on with the one before."""
    fields: dict[str, Any] = {}
    name = ""
    for line in lines:
        match = tag.fullmatch(line.rstrip()) if line[:1].isalpha() else None
        if match:
            name = names.get(match.group(1), "")
        text = (match.group(2) or "") if match else line.strip()
        if not name or not text:
            continue
        if name in _LISTS:
            fields.setdefault(name, []).append(text)
        else:
            fields[name] = f"{fields[name]} {text}" if name in fields else text
    return fields
