"""JSON and JSON Lines: arXiv's snapshot, the usual catalogues' answers, our own extractions."""

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

import ijson

from kg.records import Record, Skip
from kg.sources.building import Origin
from kg.sources.fields import ABSTRACT_NAMES, FieldError, draft_of_fields, field_key
from kg.sources.opening import InputStream, decode_head, numbered_lines, text_stream

__all__ = ["read_json", "read_json_lines"]

#: Members that hold the list of papers in an answer that says other things too.
_CONTAINERS = frozenset(
    ["data", "results", "items", "papers", "articles", "records", "entries", "docs", "documents", "works", "hits", "publications", "notes", "response", "message", "library", "collection", "dailypapers", "list", "rows"]
)
_PAPER_SIGNS = frozenset((*ABSTRACT_NAMES[:8], "abstractinvertedindex")) - {"abstracts"}
_MAX_NESTING = 4


def read_json_lines(stream: InputStream, origin: Origin) -> Iterator[Record | Skip]:
    """One object a line. A line that cannot be parsed is skipped, the others are read."""
    for number, line in numbered_lines(stream):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield origin.skip(number, f"malformed JSON: {_short(error)}")
            continue
        for paper in _papers(value):
            yield _record(paper, origin, number)


def read_json(stream: InputStream, origin: Origin) -> Iterator[Record | Skip]:
    """An array of objects, one object, several in a row, or a catalogue's answer with the papers somewhere in it.

    Papers are read one by one; after a fault in the JSON nothing can be read.
    """
    path = _container_path(decode_head(stream.head) or "")
    number = 0
    try:
        for value in ijson.items(_Utf8(text_stream(stream)), path, multiple_values=True, use_float=True):
            stream.renew()
            for paper in _papers(value):
                number += 1
                yield _record(paper, origin, number)
    except (ijson.JSONError, ValueError, RecursionError) as error:
        if stream.problem is None:
            yield origin.skip(number + 1, f"malformed JSON: the rest of the file is not read: {_short(error)}")


class _Utf8:
    """A text as the UTF-8 bytes that ijson wants, whatever its own encoding."""

    def __init__(self, text: TextIO) -> None:
        self._text = text

    def read(self, size: int = -1) -> bytes:
        return self._text.read(size).encode("utf-8", "replace")


def _container_path(head: str) -> str:
    """Where the papers are, in ijson's notation: "item" for an array, "message.items.item", "" for bare objects."""
    if head.lstrip("\ufeff \t\r\n").startswith("["):
        return "item"
    seen_paper_in: set[str] = set()
    try:
        for prefix, event, value in ijson.parse(io.BytesIO(head.encode("utf-8", "replace"))):
            parent, _, name = prefix.rpartition(".")
            if event == "map_key" and field_key(value) in _PAPER_SIGNS:
                seen_paper_in.add(prefix)
            if event != "start_array" or "item" in prefix.split(".") or prefix.count(".") >= _MAX_NESTING:
                continue
            if field_key(name) in _CONTAINERS and parent not in seen_paper_in:
                return f"{prefix}.item"
    except (ijson.JSONError, ValueError):
        return ""  # the head ends somewhere inside; a fault in the file itself is met when it is read
    return ""


def _papers(value: Any, depth: int = 0) -> Iterator[Any]:
    """The papers in a parsed value: itself, or those of the list that it wraps."""
    inner: Any = value if isinstance(value, list) else None
    if isinstance(value, Mapping) and not any(field_key(str(name)) in _PAPER_SIGNS for name in value):
        wrapped = (inside for name, inside in value.items() if field_key(str(name)) in _CONTAINERS)
        inner = next((inside for inside in wrapped if isinstance(inside, list | dict) and inside), None)
    if inner is None or depth >= _MAX_NESTING:
        yield value
        return
    for item in inner if isinstance(inner, list) else [inner]:
        yield from _papers(item, depth + 1)


def _record(value: Any, origin: Origin, position: int) -> Record | Skip:
    if not isinstance(value, Mapping):
        return origin.skip(position, "not a JSON object with fields such as title and abstract")
    try:
        return draft_of_fields(value).build(origin, position)
    except FieldError as error:
        return origin.skip(position, f"not read: {error}")


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
