import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.pieces import hide_addresses, pieces


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("CIFAR-10", ["cifar", "10"]),
        ("ImageNet's accuracy.", ["imagenet", "accuracy"]),
        ("(mAP@50)", ["map@50"]),
        ("C++ and F1.", ["c++", "and", "f1"]),
    ],
)
def test_pieces_are_cut_at_joiners_and_brackets(text: str, folded: list[str]) -> None:
    assert [p.folded for p in pieces(text)] == folded


def test_a_name_does_not_run_on_across_a_comma_or_bracket() -> None:
    joins = {p.folded: p.joins_next for p in pieces("one two, three (four) five-six")}
    assert [joins[w] for w in ("one", "two", "three", "four", "five")] == [True, False, False, False, True]


@given(st.text(max_size=300))
def test_offsets_are_exact(text: str) -> None:
    for piece in pieces(text):
        assert text[piece.start : piece.end].casefold() == piece.folded


@given(st.text(max_size=300))
def test_hiding_addresses_keeps_every_offset(text: str) -> None:
    assert len(hide_addresses(text)) == len(text)
