"""What the neural part is shown of a number: its surroundings, as columns of whole numbers."""

import pytest
from named_texts import entity

from extractors.results.context import COLUMNS, Context, context_of
from extractors.results.mentions import Mentions
from extractors.results.reading import read
from kg.records import EntityType, Role

Named = tuple[EntityType, str, Role]


def context(text: str, number: int, *named: Named) -> tuple[list[str], Context]:
    """The words of a number's context, and the context."""
    entities = [entity(text, kind, name, role, whole=True) for kind, name, role in named]
    found = read(text, entities)
    assert found is not None
    seen = context_of(Mentions(found), number)
    return [text[found.items[p].start : found.items[p].end] for p in seen.places], seen


def column(text: str, number: int, name: str, *named: Named) -> list[tuple[str, int]]:
    words, seen = context(text, number, *named)
    return list(zip(words, seen.columns[:, list(COLUMNS).index(name)].tolist(), strict=True))


FOO: Named = ("Method", "Foo", "introduced")
BAR: Named = ("Method", "Bar", "compared")
A1: Named = ("Dataset", "A1", "evaluated")
B1: Named = ("Dataset", "B1", "evaluated")
F1: Named = ("Metric", "F1", "reported")
QA: Named = ("Task", "QA", "addressed")


def test_each_item_is_of_a_sort() -> None:
    text = "Foo has F1 of 5 and 6% on A1 for QA with 7"
    assert column(text, 0, "sort", FOO, F1, A1, QA) == [
        ("Foo", 2),
        ("has", 0),
        ("F1", 4),
        ("of", 0),
        ("5", 6),
        ("and", 0),
        ("6%", 7),
        ("on", 0),
        ("A1", 3),
        ("for", 0),
        ("QA", 5),
        ("with", 0),
        ("7", 1),
    ]


def test_a_name_has_its_role_and_how_often_it_is_mentioned() -> None:
    text = "Foo Foo Bar is 5"
    assert column(text, 0, "role", FOO, BAR) == [("Foo", 1), ("Foo", 1), ("Bar", 3), ("is", 0), ("5", 0)]
    assert [n for _, n in column(text, 0, "count", FOO, BAR)] == [2, 2, 1, 0, 0]
    assert column("Foo " * 9 + "is 5", 0, "count", FOO)[0] == ("Foo", 4)


def test_what_the_paper_introduces_is_ranked() -> None:
    own: list[Named] = [("Method", name, "introduced") for name in ("Foo", "Baz", "Qux")]
    text = "Foo Baz Qux Bar is 5"
    assert [n for _, n in column(text, 0, "rank", *own, BAR)] == [3, 4, 4, 0, 0, 0]
    assert [n for _, n in column(text, 0, "rank", own[0], BAR)][:2] == [1, 0]


def test_the_place_of_an_item_counts_from_the_number_up_to_a_bound() -> None:
    text = "w " * 20 + "5 " + "w " * 20
    places = [n for _, n in column(text, 0, "place")]
    assert places == [0] * 4 + list(range(33)) + [32] * 4


def test_the_place_of_a_name_in_another_sentence_counts_sentences() -> None:
    text = "Foo one. Foo two. Foo three. Foo four. Foo is 5. Foo six. Foo seven. Foo eight."
    assert [n for word, n in column(text, 0, "place", FOO) if word == "Foo"] == [40, 37, 36, 35, 14, 33, 34, 34]


def test_of_the_sentence_so_much_is_seen_on_either_side() -> None:
    text = "w " * 60 + "5 " + "v " * 60
    words, seen = context(text, 0)
    assert (words.count("w"), words.count("v")) == (48, 48)
    assert words[seen.target] == "5"
    assert seen.entities.tolist() == [-1] * 97


def test_of_each_type_the_first_mentions_and_the_nearest_are_seen() -> None:
    names: list[Named] = [("Method", f"M{n:02}", "used") for n in range(60)]
    sentences = [f"{name} so." for _, name, _ in names]
    text = " ".join([*sentences[:40], "Here is 5.", *sentences[40:]])
    words, seen = context(text, 0, *names)
    expected = [*range(8), *range(26, 40), *range(40, 46)]
    assert [word for word in words if word.startswith("M")] == [f"M{n:02}" for n in expected]
    assert [entity for entity in seen.entities.tolist() if entity >= 0] == expected


def test_a_name_at_the_numbers_position_of_a_list_is_told_from_the_others() -> None:
    text = "5 and 6 on A1 and B1, Foo and Bar"
    assert [(w, n) for w, n in column(text, 1, "aligned", A1, B1) if n] == [("A1", 3), ("B1", 1)]
    assert [(w, n) for w, n in column(text, 0, "aligned", A1, B1) if n] == [("A1", 1), ("B1", 3)]


def test_a_list_of_another_length_is_aligned_otherwise() -> None:
    text = "5 and 6 on A1, B1 and C1"
    listed: list[Named] = [A1, B1, ("Dataset", "C1", "evaluated")]
    assert [(w, n) for w, n in column(text, 0, "aligned", *listed) if n] == [("A1", 2), ("B1", 3), ("C1", 3)]


def test_a_single_number_or_name_is_no_list() -> None:
    assert not any(n for _, n in column("5 on A1 and B1", 0, "aligned", A1, B1))
    assert not any(n for _, n in column("5 and 6 on A1", 0, "aligned", A1))


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("5", 1),
        ("5.5", 2),
        ("0.5", 3),
        ("1999", 4),
        ("10^5", 5),
        ("5k", 6),
        ("5/10", 4 * 7 + 7),
        ("5%", 7 + 1),
        ("5.5 points", 2 * 7 + 2),
        ("5x", 3 * 7 + 1),
        ("5 ms", 4 * 7 + 1),
    ],
)
def test_a_number_has_a_figure_of_unit_and_shape(text: str, figure: int) -> None:
    assert [n for _, n in column(text, 0, "figure")] == [figure]


def test_what_is_no_number_has_no_figure() -> None:
    assert column("Foo is 5", 0, "figure", FOO) == [("Foo", 0), ("is", 0), ("5", 1)]
