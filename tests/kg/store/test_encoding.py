"""What the store keeps as JSON is what Python's own module would make of it."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kg.store import dump, load

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(VALUES)
def test_any_value_comes_back(value: Any) -> None:
    assert load(dump(value)) == json.loads(json.dumps(value))
    assert json.loads(dump(value)) == json.loads(json.dumps(value))


def test_it_is_compact_and_keeps_letters() -> None:
    assert dump({"é": ("a", [1, 0.5, None])}) == '{"é":["a",[1,0.5,null]]}'
    assert dump("\ud800") == '"\ud800"'
