"""The papers of a JSON document one by one, wherever in it they are, in memory that one of them takes.

Each is parsed by Python's own parser, as a line of JSON Lines is: what is odd in one (a lone surrogate, NaN,
a number of any length) is odd in the other.
"""

import json
import math
import re
from collections.abc import Callable, Generator, Iterator
from typing import Any, TextIO

__all__ = ["DECODER", "stream_values"]

_MAX_CONTAINERS = 4
#: Integers of more digits are no year and no id; from 4,300 on Python refuses to read them.
_MAX_DIGITS = 400
_PIECE = 1 << 16
#: Nearer to the end of what was read, a fault may be that more is to come: no word of JSON is longer.
_LONGEST_WORD = 12
_SPACE = re.compile(r"[ \t\n\r]*")

_Test = Callable[[str], bool]


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MAX_DIGITS else math.inf


DECODER = json.JSONDecoder(parse_int=_integer)


def stream_values(source: TextIO, is_container: _Test, is_paper_sign: _Test) -> Iterator[Any]:
    """The elements of an array; of an object that holds the papers in a member, the elements of that; else the object.

    A member is such a container if its name says so (`is_container`) and no name before it says that the
    object is a paper itself (`is_paper_sign`). Several documents in a row are read one after the other.

    Raises
    ------
    json.JSONDecodeError, RecursionError
        Where the document cannot be read on.
    """
    text = _Text(source)
    while (opening := text.next()) != "":
        if opening == "[":
            yield from _elements(text)
        elif opening == "{":
            whole = yield from _members(text, is_container, is_paper_sign, 1)
            if whole is not None:
                yield whole
        else:
            yield text.value()


class _Text:
    """A text that is read piece by piece, as its values ask for more."""

    def __init__(self, source: TextIO) -> None:
        self._source = source
        self._read = ""
        self._at = 0

    def next(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            self._at = _SPACE.match(self._read, self._at).end()  # type: ignore[union-attr]  # it always matches
            if self._at < len(self._read):
                return self._read[self._at]
            if not self._more():
                return ""

    def take(self, *wanted: str) -> str:
        """Go past the next character, which must be one of these."""
        found = self.next()
        if found not in wanted:
            raise self._fault(" or ".join(map(repr, wanted)))
        self._at += 1
        return found

    def name(self) -> str:
        """The next value, which must be a string: the name of a member."""
        if self.next() != '"':
            raise self._fault("a name in double quotes")
        return str(self.value())

    def value(self) -> Any:
        """The next value, whole."""
        self.next()
        while True:
            try:
                value, end = DECODER.raw_decode(self._read, self._at)
            except json.JSONDecodeError as error:
                cut_off = error.msg.startswith("Unterminated string") or error.pos > len(self._read) - _LONGEST_WORD
                if cut_off and self._more():
                    continue
                raise
            if end > len(self._read) - _LONGEST_WORD and self._more():
                continue  # 12 may be the beginning of 12.3e-4
            self._at = end
            return value

    def _fault(self, wanted: str) -> json.JSONDecodeError:
        return json.JSONDecodeError(f"Expecting {wanted}", self._read, self._at)

    def _more(self) -> bool:
        """Read on, the further the longer the value is, so that it is not tried too often; false at the end."""
        piece = self._source.read(max(_PIECE, (len(self._read) - self._at) // 4))
        if not piece:
            return False
        self._read = self._read[self._at :] + piece
        self._at = 0
        return True


def _elements(text: _Text) -> Iterator[Any]:
    """The elements of an array that comes next."""
    text.take("[")
    if text.next() == "]":
        text.take("]")
        return
    while True:
        yield text.value()
        if text.take(",", "]") == "]":
            return


def _members(
    text: _Text, is_container: _Test, is_paper_sign: _Test, nesting: int
) -> Generator[Any, None, dict[str, Any] | None]:
    """Yield what the containers in an object hold; return the object if it is itself to be taken for a paper."""
    members: dict[str, Any] = {}
    is_paper = has_container = False
    text.take("{")
    if text.next() == "}":
        text.take("}")
        return members
    while True:
        name = text.name()
        text.take(":")
        is_paper = is_paper or is_paper_sign(name)
        opening = text.next() if is_container(name) and not is_paper else ""
        if opening == "[":
            has_container = True
            yield from _elements(text)
        elif opening == "{" and nesting < _MAX_CONTAINERS:
            inner = yield from _members(text, is_container, is_paper_sign, nesting + 1)
            has_container = has_container or inner is None
            if inner is not None:
                members[name] = inner
        else:
            members[name] = text.value()
        if text.take(",", "}") == "}":
            return None if has_container and not is_paper else members
