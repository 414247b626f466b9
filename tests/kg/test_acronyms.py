import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.acronyms import definitions, is_short_for, matches_initials


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("graph neural networks (GNNs)", [("GNNs", "graph neural networks")]),
        ("audio-aware large language models (ALLMs)", [("ALLMs", "audio-aware large language models")]),
        ("We use stochastic gradient descent (SGD).", [("SGD", "stochastic gradient descent")]),
        ("a mean opinion score (MOS, from 1 to 5)", [("MOS", "mean opinion score")]),
        ("CNN (convolutional neural network)", [("CNN", "convolutional neural network")]),
        ("Once-for-All (OFA) training", [("OFA", "Once-for-All")]),
        ("the model (see below)", []),
        ("accuracy (in percent)", []),
        ("a b (", []),
    ],
)
def test_definitions_are_read_in_both_orders(text: str, pairs: list[tuple[str, str]]) -> None:
    assert [(text[slice(*d.short)], text[slice(*d.long)]) for d in definitions(text)] == pairs


@given(st.text(alphabet="aAbB (),-.;", max_size=200))
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    for found in definitions(text):
        assert 0 <= found.short[0] < found.short[1] <= len(text)
        assert 0 <= found.long[0] < found.long[1] <= len(text)
        assert found.short[1] <= found.long[0] or found.long[1] <= found.short[0]


def test_initials_count_hyphenated_parts() -> None:
    assert matches_initials("VQA", "visual question-answering")
    assert not matches_initials("VQA", "visual answering")


def test_a_single_word_is_no_expansion() -> None:
    assert not is_short_for("NET", "network")
