"""Every place where a text names something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.occurrences import occurrences


@pytest.mark.parametrize(
    ("text", "surface", "places"),
    [
        ("net", "net", [(0, 3)]),
        ("a net", "net", [(2, 5)]),
        ("nets", "net", []),
        ("subnet", "net", []),
        ("net_two", "net", []),
        ("net2", "net", []),
        ("net-two", "net", [(0, 3)]),
        ("NET", "net", [(0, 3)]),
        ("Net", "NET", []),
        ("NET", "NET", [(0, 3)]),
        ("Deep Net of deep nets and a DEEP NET", "Deep Net", [(0, 8), (28, 36)]),
        ("C and C++", "C++", [(6, 9)]),
        ("C++ and C++11", "C++", [(0, 3), (8, 11)]),
        ("the .NET way", ".NET", [(4, 8)]),
        ("NET", ".NET", []),
        ("two two", "two two", [(0, 7)]),
        ("", "net", []),
        ("a net ", "net", [(2, 5)]),
        ("xnet net", "net", [(5, 8)]),
        ("net_ net", "net", [(5, 8)]),
        ("_net net", "net", [(5, 8)]),
        ("netnet net", "net", [(7, 10)]),
        ("DEEP net", "Deep Net", [(0, 8)]),
        ("deepNet", "deepNet", [(0, 7)]),
        ("DEEPNET", "deepNet", []),
        ("of (a) and (b)", "(b)", [(11, 14)]),
        ("Straße im Park", "straße", [(0, 6)]),
        ("İx net", "net", [(3, 6)]),
    ],
)
def test_whole_words_are_found_where_they_stand(text: str, surface: str, places: list[tuple[int, int]]) -> None:
    assert occurrences(text, [surface]) == {surface: places}


def test_surfaces_of_one_first_word_are_found_each_for_itself() -> None:
    found = occurrences("deep nets, deep net", ["deep", "deep net", "deep nets", "shallow", "+"])
    assert found == {"deep": [(0, 4), (11, 15)], "deep net": [(11, 19)], "deep nets": [(0, 9)], "shallow": [], "+": []}


@given(st.text(alphabet="aB b_-.1é", max_size=40), st.lists(st.text(alphabet="aB b-.1é", min_size=1, max_size=5)))
def test_what_is_found_is_the_surface_in_its_own_or_another_case(text: str, surfaces: list[str]) -> None:
    for surface, places in occurrences(text, surfaces).items():
        assert places == sorted(set(places))
        for start, end in places:
            assert text[start:end].casefold() == surface.casefold()
            assert not (text[end : end + 1].isalnum() and text[end - 1].isalnum())


def test_many_surfaces_are_found_as_few_are() -> None:
    names = [f"n{number}" for number in range(60)]
    text = " ".join(names) + " N1 xn2 n2x"
    assert occurrences(text, names) == {name: occurrences(text, [name])[name] for name in names}
