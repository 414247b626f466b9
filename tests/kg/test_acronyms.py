import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.acronyms import acronym_letters, definitions, is_short_for, matches_initials


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
        ("A mean opinion score (MOS) and a deep net (DN).", [("MOS", "mean opinion score"), ("DN", "deep net")]),
        ("We train nets; deep ring nets (DRN) win", [("DRN", "deep ring nets")]),
        ("all the deep, ring nets (DRN)", []),
        ("a non-deep ring net (DRN)", [("DRN", "non-deep ring net")]),
        ("DRN net (DRN)", []),
        ("network (NET)", [("NET", "network")]),
        ("a hyper-text mark-up language (HTML)", [("HTML", "hyper-text mark-up language")]),
        ("the deep ring net~(DRN)", [("DRN", "deep ring net")]),
        ("DRN (deep ring network; used)", [("DRN", "deep ring network")]),
        ("Drn (deep ring network)", []),
        ("DRN (the deep ring network)", []),
        ("DRN (deep sea)", []),
        ("DRN, (deep ring network)", []),
        ("mean (1)", []),
        ("a very deep ring and x y z w net (DRN)", []),
        ("version two (V2 X)", []),
        ("graph neural nets (GNN's)", []),
        ("multi-task nets (MTN+)", [("MTN+", "multi-task nets")]),
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


@pytest.mark.parametrize(
    ("short", "letters"),
    [("GNNs", "gnn"), ("GNS", "gns"), ("As", "as"), ("Gens", "gens"), ("F-1", "f1"), ("CNNs2", "cnns2")],
)
def test_the_letters_of_an_acronym_are_those_without_its_plural(short: str, letters: str) -> None:
    assert acronym_letters(short) == letters


@pytest.mark.parametrize(
    ("short", "long", "is_so"),
    [
        ("WSSS", "weakly supervised semantic segmentation", True),
        ("HTML", "hyper-text mark-up language", True),
        ("TML", "hyper-text mark-up language", False),
        ("SSS", "weakly semantic segmentation", False),
        ("sgd", "stochastic gradient descent", False),
        ("--", "weakly supervised", False),
        ("VQA", "visual question", False),
        ("VQA", "visual-qa", True),
        ("WSSS" * 8, "weakly supervised semantic segmentation", False),
    ],
)
def test_an_acronym_is_short_for_a_name_that_holds_its_letters_from_the_first_on(
    short: str, long: str, is_so: bool
) -> None:
    assert is_short_for(short, long) == is_so


def test_initials_count_hyphenated_parts() -> None:
    assert matches_initials("VQA", "visual question-answering")
    assert not matches_initials("VQA", "visual answering")


def test_a_single_word_is_no_expansion() -> None:
    assert not is_short_for("NET", "network")
