"""JSON and JSON Lines: arXiv's snapshot, the usual catalogues' answers, our own extractions."""

import json
from collections.abc import Iterator
from typing import Any

from kg.records import Record, Skip
from kg.sources.building import Origin
from kg.sources.fields import ABSTRACT_NAMES, record_of_fields
from kg.sources.json_stream import DECODER, stream_values
from kg.sources.opening import LINE_CHARACTERS, InputStream, numbered_lines, text_stream
from kg.sources.values import field_key

__all__ = ["read_json", "read_json_lines"]

#: Members that hold the list of papers in an answer that says other things too.
_CONTAINERS = frozenset(
    (
        "data results items papers articles records entries docs documents works hits publications notes "
        "response message library collection dailypapers list rows"
    ).split()
)
_PAPER_SIGNS = frozenset((*ABSTRACT_NAMES[:8], "abstractinvertedindex")) - {"abstracts"}
_MAX_NESTING = 4


def read_json_lines(stream: InputStream, origin: Origin) -> Iterator[Record | Skip]:
    """One object a line. A line that cannot be parsed is skipped, the others are read."""
    for number, line in numbered_lines(stream):
        if len(line) >= LINE_CHARACTERS:
            yield origin.skip(number, f"a line of more than {LINE_CHARACTERS:,} characters")
            continue
        if not line.strip():
            continue
        try:
            value = DECODER.decode(line)
        except (ValueError, RecursionError) as error:
            yield origin.skip(number, f"malformed JSON: {_short(error)}")
            continue
        for paper in _papers(value):
            yield _record(paper, origin, number)


def read_json(stream: InputStream, origin: Origin) -> Iterator[Record | Skip]:
    """An array of objects, one object, several in a row, or a catalogue's answer with the papers somewhere in it.

    Papers are read one by one; after a fault in the JSON nothing can be read.
    """
    number = 0
    try:
        for value in stream_values(text_stream(stream), _is_container, _is_paper_sign):
            stream.renew()
            for paper in _papers(value):
                number += 1
                yield _record(paper, origin, number)
    except (ValueError, RecursionError) as error:
        if stream.problem is None:
            # Lines and columns count from where the reading of this piece began: they say nothing.
            reason = error.msg if isinstance(error, json.JSONDecodeError) else _short(error)
            yield origin.skip(number + 1, f"malformed JSON: the rest of the file is not read: {reason}")


def _is_container(name: str) -> bool:
    return field_key(name) in _CONTAINERS


def _is_paper_sign(name: str) -> bool:
    return field_key(name) in _PAPER_SIGNS


def _papers(value: Any, depth: int = 0) -> Iterator[Any]:
    """The papers in a parsed value: itself, or those of the list that it wraps."""
    inner: Any = value if isinstance(value, list) else None
    if isinstance(value, dict) and not any(map(_is_paper_sign, value)):
        wrapped = (inside for name, inside in value.items() if _is_container(name))
        inner = next((inside for inside in wrapped if isinstance(inside, list | dict) and inside), None)
    if inner is None or depth >= _MAX_NESTING:
        yield value
        return
    for item in inner if isinstance(inner, list) else [inner]:
        yield from _papers(item, depth + 1)


def _record(value: Any, origin: Origin, position: int) -> Record | Skip:
    if not isinstance(value, dict):
        return origin.skip(position, "not a JSON object with fields such as title and abstract")
    return record_of_fields(value, origin, position)


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
