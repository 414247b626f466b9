"""The papers of a JSON document one by one, wherever in it they are, in memory that one of them takes."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

import ijson

__all__ = ["NestingError", "stream_values"]

#: Deeper than any catalogue nests: a document that does so is no list of papers.
_MAX_DEPTH = 64
_OPENING = ("start_map", "start_array")
_CLOSING = ("end_map", "end_array")


class _Readable(Protocol):
    def read(self, size: int = -1) -> bytes: ...


class NestingError(ValueError):
    """The document is nested too deeply."""


def stream_values(
    source: _Readable, is_container: Callable[[str], bool], is_paper_sign: Callable[[str], bool], max_nesting: int = 4
) -> Iterator[Any]:
    """The elements of an array; of an object that holds the papers in a member, the elements of that; else the object.

    A member is such a container if its name says so (`is_container`) and no name beside it says that the object is
    a paper itself (`is_paper_sign`). Several documents in a row are read one after the other.

    Raises
    ------
    NestingError, ijson.JSONError
        Where the document cannot be read on.
    """
    walk = _Walk(is_container, is_paper_sign, max_nesting)
    for event, value in ijson.basic_parse(source, multiple_values=True, use_float=True):
        yield from walk.step(event, value)


class _Walk:
    """Where in the document the parser is, and what has been built of the value that it is in."""

    def __init__(self, is_container: Callable[[str], bool], is_paper_sign: Callable[[str], bool], max_nesting: int) -> None:
        self._is_container = is_container
        self._is_paper_sign = is_paper_sign
        self._max_nesting = max_nesting
        self._depth = 0
        self._names: list[str] = []
        self._signs: list[bool] = []
        self._container: int | None = None
        self._value: ijson.ObjectBuilder | None = None
        self._value_depth = 0
        self._found_container = False

    def step(self, event: str, value: Any) -> Iterator[Any]:
        """Take in one event of the parser."""
        if event in _CLOSING:
            self._depth -= 1
        if self._container is not None and self._depth < self._container and self._value is None:
            self._container = None  # the array of papers ends here
        elif self._value is not None:
            self._value.event(event, value)
            if self._depth == self._value_depth and event != "map_key":
                yield self._take()
        elif self._container is not None or (self._depth == 0 and event != "start_array"):
            yield from self._begin_value(event, value)
        if self._value is None or not self._found_container:
            self._note(event, value)
        if event in _OPENING:
            self._depth += 1
            if self._depth > _MAX_DEPTH:
                raise NestingError(f"more than {_MAX_DEPTH} brackets within one another")

    def _begin_value(self, event: str, value: Any) -> Iterator[Any]:
        self._value = ijson.ObjectBuilder()
        self._value.event(event, value)
        self._value_depth = self._depth
        if event not in _OPENING:
            yield self._take()

    def _take(self) -> Any:
        assert self._value is not None
        value, self._value = self._value.value, None
        return value

    def _note(self, event: str, value: Any) -> None:
        """Keep the names under which the parser is, and see whether a list of papers begins."""
        del self._names[self._depth :], self._signs[self._depth :]
        if event == "map_key":
            self._names[self._depth - 1 :] = [value]
            self._signs[self._depth - 1] = self._signs[self._depth - 1] or self._is_paper_sign(value)
        elif event == "start_map":
            self._names.append("")
            self._signs.append(False)
        elif event == "start_array" and self._container is None and self._begins_container():
            self._container, self._value, self._found_container = self._depth + 1, None, self._depth > 0

    def _begins_container(self) -> bool:
        if self._depth == 0:
            return True
        is_in_maps = len(self._names) == self._depth <= self._max_nesting
        return is_in_maps and self._is_container(self._names[-1]) and not self._signs[-1]
