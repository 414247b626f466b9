"""What a paper says that its acronyms stand for, what all papers say of them, and how names are labelled."""

import pytest

from kg.linking.inflection import inflection_key
from kg.linking.labels import label_of
from kg.linking.said import Said, title_expansion
from kg.linking.senses import dominant_sense
from kg.records import Paper


def said(title: str | None, abstract: str | None = None) -> Said:
    return Said(Paper(id="p", title=title, abstract=abstract or "Words."))


@pytest.mark.parametrize(
    ("short", "rest", "expansion"),
    [
        ("GAT", "Gated Early Arrival and Train Tables", "Gated Early Arrival and Train"),
        ("GAT", "gated-arrival trains", "gated-arrival trains"),
        ("GAT-2", "Gated Arrival Trains", "Gated Arrival Trains"),
        ("ZoRN", "Zorbs of Ring Nets", "Zorbs of Ring Nets"),
        ("ZORN", "Zorbs of Ring Nets, and More", "Zorbs of Ring Nets"),
        ("GAT", "The Gated Arrival Trains", None),
        ("Gat", "Gated Arrival Trains", None),
        ("G2", "Gated Trains", None),
        ("GA", "Gated b c d e f Arrival", "Gated b c d e f Arrival"),
        ("GA", "Gated b c d e f g Arrival", None),
        ("GAT", "Gated Arrival", None),
    ],
)
def test_a_title_spells_out_its_acronym_word_by_word_within_a_few_words(
    short: str, rest: str, expansion: str | None
) -> None:
    assert title_expansion(short, rest) == expansion


@pytest.mark.parametrize(
    ("title", "expansion"),
    [
        ("GAT: Gated Arrival Trains for All", "Gated Arrival Trains"),
        ("GAT - Gated Arrival Trains", "Gated Arrival Trains"),
        ("GAT – Gated Arrival Trains", "Gated Arrival Trains"),
        ("GAT-Gated Arrival Trains", None),
        ("On GAT: Gated Arrival Trains", None),
        ("GAT: early trains", None),
        (None, None),
    ],
)
def test_an_acronym_before_a_colon_or_dash_is_explained_after_it(title: str | None, expansion: str | None) -> None:
    assert said(title).expansion(["gat"]) == expansion


def test_what_the_text_defines_goes_before_what_the_title_spells() -> None:
    paper = said(
        "GAT: Gated Arrival Trains", "A graph attention toolkit (GAT) is used. A green apple tree (GAT) is not."
    )
    assert paper.expansion(["GAT"]) == "graph attention toolkit"


def test_of_several_acronyms_the_longest_expansion_counts() -> None:
    paper = said(None, "A small ring net (SRN) and a large ring network (LRN).")
    assert paper.expansion(["SRN", "LRN", "other"]) == "large ring network"
    assert paper.expansion(["other"]) is None


def test_a_title_begins_with_the_papers_own_thing() -> None:
    paper = said("FooNet: early trains")
    assert paper.is_titled(["other", "Foo-Net"])
    assert not paper.is_titled(["early"])
    assert not said("Early trains").is_titled(["", "Early"])


def test_a_name_is_spelled_out_in_whatever_spelling() -> None:
    paper = said(None, "We use Deep-Ring Networks here.")
    assert paper.spells_out(["no", "deep ring network"])
    assert not paper.spells_out(["deep nets"])


@pytest.mark.parametrize(
    ("senses", "sense"),
    [
        ({}, None),
        ({"a": 1}, None),
        ({"a": 2}, "a"),
        ({"a": 8, "b": 2}, "a"),
        ({"a": 7, "b": 2}, None),
        ({"b": 2, "a": 2}, None),
    ],
)
def test_a_sense_is_clear_from_two_papers_and_four_of_five_on(senses: dict[str, int], sense: str | None) -> None:
    assert dominant_sense(senses) == sense


@pytest.mark.parametrize(
    ("surfaces", "label"),
    [
        ({"CNNs": 3, "CNN": 1, "convolutional network": 2}, "CNN"),
        ({"Zorbs": 2}, "Zorbs"),
        ({"FOONETS": 1, "FooNets": 2}, "FooNets"),
        ({"Foo Nets": 2, "foo net": 1}, "Foo Nets"),
        ({"Foo Nets": 2, "Foo Net": 1, "foo net": 2}, "Foo Net"),
        ({"bb": 1, "cc": 1}, "bb"),
        ({"b": 1, "cc": 1}, "cc"),
        ({"aa": 1, "bb": 2}, "bb"),
        ({"NETS": 1, "nets": 1}, "NETS"),
    ],
)
def test_the_label_is_the_commonest_spelling_in_its_commonest_form(surfaces: dict[str, int], label: str) -> None:
    assert label_of(surfaces) == label


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("graph convolution network", "Graph Convolutional Networks"),
        ("mean squared error", "mean-square errors"),
        ("image tokenisation", "image tokenization"),
        ("data normalized", "data normalised"),
        ("learning from the data", "learning of data"),
        ("feature transformation", "feature transform"),
        ("deep hashing", "deep hash"),
        ('Schr\\"odinger bridges', "Schrödinger bridge"),
        ("path/finding", "path find"),
        ("walked path", "walk path"),
    ],
)
def test_inflection_and_function_words_do_not_tell_names_apart(one: str, other: str) -> None:
    assert inflection_key(one) == inflection_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("image to text", "image text"),
        ("king size", "k size"),
        ("bed size", "b size"),
        ("LOGGED data", "LOG data"),
        ("v2ing data", "v2 data"),
        ("kng net", "knging net"),
        ("code", "cod"),
        ("sparse nets", "dense nets"),
    ],
)
def test_other_words_and_marks_of_names_tell_them_apart(one: str, other: str) -> None:
    assert inflection_key(one) != inflection_key(other)
