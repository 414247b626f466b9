"""A JSON document read piece by piece is what Python's parser makes of the whole."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sources.json_stream import stream_values

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


class Pieces(io.StringIO):
    """A text of which no reading gives more than a few characters."""

    def __init__(self, text: str, size: int) -> None:
        super().__init__(text)
        self._size = size

    def read(self, size: int | None = -1) -> str:
        return super().read(min(size, self._size) if size is not None and size > 0 else self._size)


def values(text: str, size: int = 7) -> list[Any]:
    found = stream_values(Pieces(text, size), lambda name: name in ("data", "items"), lambda name: name == "abstract")
    return list(found)


@given(st.lists(VALUES), st.integers(1, 9), st.sampled_from([None, 0, 2]), st.booleans())
def test_the_elements_of_an_array_are_what_was_written(
    written: list[Any], size: int, indent: int | None, ascii_only: bool
) -> None:
    assert values(json.dumps(written, indent=indent, ensure_ascii=ascii_only), size) == written


@given(st.lists(VALUES.filter(lambda v: not isinstance(v, list | dict)), max_size=5), st.integers(1, 9))
def test_documents_in_a_row_are_read_one_after_the_other(written: list[Any], size: int) -> None:
    assert values(" ".join(map(json.dumps, written)), size) == written


@given(st.lists(VALUES, min_size=1), st.data(), st.integers(1, 9))
def test_of_a_document_cut_off_anywhere_whole_elements_are_read_up_to_there(
    written: list[Any], data: st.DataObject, size: int
) -> None:
    text = json.dumps(written)
    cut = text[: data.draw(st.integers(1, len(text) - 1))]
    found = []
    with pytest.raises((json.JSONDecodeError, StopIteration)):  # noqa: PT012
        for value in stream_values(Pieces(cut, size), lambda _: False, lambda _: False):
            found.append(value)  # noqa: PERF402
    assert found[: len(found) - 1] == written[: max(0, len(found) - 1)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("[]", []),
        ("{}", [{}]),
        ('{"data": []}', []),
        ('{"data": [1, 2], "count": 2}', [1, 2]),
        ('{"data": {"items": [1]}}', [1]),
        ('{"data": {"title": "A"}}', [{"data": {"title": "A"}}]),
        ('{"abstract": "x", "data": [1]}', [{"abstract": "x", "data": [1]}]),
        ('{"data": [1], "abstract": "x"}', [1, {"abstract": "x"}]),
        ('{"a": 1}{"b": 2}', [{"a": 1}, {"b": 2}]),
        ("[1][2]", [1, 2]),
        ("[1, 2", [1, 2]),
    ],
)
def test_containers_are_opened_and_papers_are_not(text: str, found: list[Any]) -> None:
    read = []
    try:
        for value in stream_values(Pieces(text, 3), lambda n: n in ("data", "items"), lambda n: n == "abstract"):
            read.append(value)  # noqa: PERF402
    except json.JSONDecodeError:
        assert text == "[1, 2"
    assert read == found


@pytest.mark.parametrize(
    "text", ["[1 2]", "[1,]", "[,1]", "{1: 2}", '{"a" 1}', '{"a": 1,}', '{"data": [1}', "]", '["a', "[1e]", "[nul]"]
)
@pytest.mark.parametrize("size", [1, 100])
def test_what_is_no_json_is_a_fault(text: str, size: int) -> None:
    with pytest.raises(json.JSONDecodeError):
        values(text, size)
