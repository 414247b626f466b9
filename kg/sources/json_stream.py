"""The papers of a JSON document one by one, wherever in it they are, in memory that one of them takes."""

from collections.abc import Callable, Generator, Iterator
from typing import Any, Protocol

import ijson

__all__ = ["NestingError", "stream_values"]

#: Deeper than any catalogue nests: a document that does so is no list of papers.
_MAX_DEPTH = 64
_MAX_CONTAINERS = 4

_Test = Callable[[str], bool]
_Events = Iterator[tuple[str, Any]]


class _Readable(Protocol):
    def read(self, size: int = -1) -> bytes: ...


class NestingError(ValueError):
    """The document is nested too deeply."""


def stream_values(source: _Readable, is_container: _Test, is_paper_sign: _Test) -> Iterator[Any]:
    """The elements of an array; of an object that holds the papers in a member, the elements of that; else the object.

    A member is such a container if its name says so (`is_container`) and no name before it says that the
    object is a paper itself (`is_paper_sign`). Several documents in a row are read one after the other.

    Raises
    ------
    NestingError, ijson.JSONError
        Where the document cannot be read on.
    """
    events = _bounded(ijson.basic_parse(source, multiple_values=True, use_float=True))
    for event, value in events:
        if event == "start_array":
            yield from _elements(events)
        elif event == "start_map":
            whole = yield from _members(events, is_container, is_paper_sign, 1)
            if whole is not None:
                yield whole
        else:
            yield value


def _bounded(events: _Events) -> _Events:
    depth = 0
    for event, value in events:
        if event in ("start_map", "start_array"):
            depth += 1
            if depth > _MAX_DEPTH:
                raise NestingError(f"more than {_MAX_DEPTH} brackets within one another")
        elif event in ("end_map", "end_array"):
            depth -= 1
        yield event, value


def _elements(events: _Events) -> Iterator[Any]:
    """The elements of an array whose beginning has been read."""
    for event, value in events:
        if event == "end_array":
            return
        yield _built(event, value, events)


def _members(
    events: _Events, is_container: _Test, is_paper_sign: _Test, nesting: int
) -> Generator[Any, None, dict[str, Any] | None]:
    """Yield what the containers in an object hold; return the object if it is itself to be taken for a paper."""
    members: dict[str, Any] = {}
    is_paper = has_container = False
    for event, name in events:
        if event == "end_map":
            break
        is_paper = is_paper or is_paper_sign(name)
        event, value = next(events)
        if event == "start_array" and is_container(name) and not is_paper:
            has_container = True
            yield from _elements(events)
        elif event == "start_map" and is_container(name) and not is_paper and nesting < _MAX_CONTAINERS:
            inner = yield from _members(events, is_container, is_paper_sign, nesting + 1)
            has_container = has_container or inner is None
            if inner is not None:
                members[name] = inner
        else:
            members[name] = _built(event, value, events)
    return None if has_container and not is_paper else members


def _built(event: str, value: Any, events: _Events) -> Any:
    """The value that begins with this event."""
    if event not in ("start_map", "start_array"):
        return value
    builder = ijson.ObjectBuilder()
    builder.event(event, value)
    depth = 1
    while depth:
        event, value = next(events)
        builder.event(event, value)
        depth += (event in ("start_map", "start_array")) - (event in ("end_map", "end_array"))
    return builder.value
