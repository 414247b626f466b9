"""What the encoder's pointers say of a number and the names that it may belong to."""

import numpy as np
import pytest
from named_texts import entity

from extractors.results.mentions import SLOT_TYPES, Mentions
from extractors.results.pointing import pointed
from extractors.results.reading import read
from extractors.results.told import MOST, Told, blended
from extractors.sight import Sight
from extractors.wordpieces import words

SLOTS = list(SLOT_TYPES)


def sight(text: str, fits: dict[tuple[str, str], float], nones: float = 0.0, seen: int = 10_000) -> Sight:
    """An encoder that says how well the word `at` fits what the number `asked` asks for, in each slot."""
    found = words(text)[:seen]
    surfaces = [text[start:end] for start, end in found]
    asked = sorted({number for number, _ in fits}) or [""]
    asks = np.zeros((len(found), len(SLOTS), len(asked)), np.float32)
    offers = np.zeros_like(asks)
    for place, surface in enumerate(surfaces):
        if surface in asked:
            asks[place, :, asked.index(surface)] = len(asked) ** 0.5
        for column, number in enumerate(asked):
            offers[place, :, column] = fits.get((number, surface), 0.0)
    kinds = np.tile(np.array([0, 3, 1, 1], np.float32), (len(found), 1))
    inner = np.zeros((len(found), 1), np.float32)
    return Sight(found, inner, kinds, asks, offers, np.full((len(found), len(SLOTS)), nones, np.float32))


def mentions(text: str, *named: tuple[str, str]) -> Mentions:
    reading = read(text, [entity(text, kind, name) for kind, name in named])  # type: ignore[arg-type]
    assert reading is not None
    return Mentions(reading)


def test_a_number_belongs_to_the_name_that_fits_best() -> None:
    text = "Foo has 5 and Bar has 6 here."
    told = pointed(
        mentions(text, ("Method", "Foo"), ("Method", "Bar")),
        sight(text, {("5", "Foo"): 4.0, ("6", "Bar"): 4.0}),
        [0, 1],
    )
    assert [max(told[n].slots["subject"], key=told[n].slots["subject"].__getitem__) for n in (0, 1)] == [0, 1]


def test_what_fits_less_than_none_is_not_meant() -> None:
    text = "Foo has 5 here."
    told = pointed(mentions(text, ("Method", "Foo")), sight(text, {("5", "Foo"): 1.0}, nones=2.0), [0])
    assert told[0].slots["subject"][None] > told[0].slots["subject"][0]


def test_a_name_has_what_its_mentions_have_together() -> None:
    text = "Foo and Bar, Foo has 5 here."
    told = pointed(mentions(text, ("Method", "Foo"), ("Method", "Bar")), sight(text, {("5", "Foo"): 0.0}), [0])
    assert np.exp([told[0].slots["subject"][one] for one in (0, 1, None)]) == pytest.approx([0.5, 0.25, 0.25])


def test_any_word_of_a_name_may_be_the_one_that_is_meant() -> None:
    text = "Foo Net and Bar have 5 here."
    told = pointed(mentions(text, ("Method", "Foo Net"), ("Method", "Bar")), sight(text, {("5", "Net"): 9.0}), [0])
    assert told[0].slots["subject"][0] > -0.1


def test_only_names_of_a_slots_type_are_asked_for() -> None:
    text = "Foo has 5 on Baz."
    told = pointed(mentions(text, ("Method", "Foo"), ("Dataset", "Baz")), sight(text, {("5", "Baz"): 9.0}), [0])
    assert {slot: set(shares) for slot, shares in told[0].slots.items()} == {
        "metric": {None},
        "dataset": {None, 1},
        "subject": {None, 0},
    }


def test_the_shares_of_kinds_and_of_each_slot_add_up() -> None:
    text = "Foo has 5 on Baz."
    (told,) = pointed(
        mentions(text, ("Method", "Foo"), ("Dataset", "Baz")), sight(text, {("5", "Baz"): 9.0}), [0]
    ).values()
    assert np.exp(told.kinds).sum() == pytest.approx(1)
    for shares in told.slots.values():
        assert sum(np.exp(list(shares.values()))) == pytest.approx(1)


def test_numbers_that_the_encoder_has_not_seen_are_not_told_of() -> None:
    text = "Foo has 5 and Bar has 6 here."
    assert pointed(mentions(text, ("Method", "Foo")), sight(text, {}, seen=3), [0, 1]).keys() == {0}


def test_of_a_text_so_many_numbers_are_told_of_and_no_more() -> None:
    text = "Foo has 5 and " * 300
    assert len(pointed(mentions(text, ("Method", "Foo")), sight(text, {}), range(300))) == MOST


def told(kinds: list[float], **subject: float) -> Told:
    names = {None if name == "none" else int(name[1:]): float(np.log(share)) for name, share in subject.items()}
    return Told(np.log(np.array(kinds)), {"subject": names})


def test_two_readers_are_believed_alike() -> None:
    one, other = told([0.8, 0.2], none=0.2, e1=0.8), told([0.2, 0.8], none=0.8, e1=0.2)
    both = blended({0: one}, {0: other}, 0.5)[0]
    assert np.exp(both.kinds) == pytest.approx([0.5, 0.5])
    assert np.exp(list(both.slots["subject"].values())) == pytest.approx([0.5, 0.5])


def test_the_surer_of_two_readers_decides() -> None:
    both = blended({0: told([0.5, 0.5], none=0.6, e1=0.4)}, {0: told([0.01, 0.99], none=0.01, e1=0.99)}, 0.5)[0]
    assert both.kinds.argmax() == 1
    assert both.slots["subject"][1] > both.slots["subject"][None]


def test_a_name_that_one_reader_does_not_know_of_is_unlikely_but_possible() -> None:
    both = blended({0: told([1.0], none=0.5, e1=0.5)}, {0: told([1.0], none=0.5, e2=0.5)}, 0.5)[0]
    assert set(both.slots["subject"]) == {None, 1, 2}
    assert sum(np.exp(list(both.slots["subject"].values()))) == pytest.approx(1)


def test_a_number_that_the_second_reader_does_not_tell_of_is_as_the_first_tells_it() -> None:
    one = told([0.8, 0.2], none=0.2, e1=0.8)
    assert blended({0: one}, {1: one}, 0.5) == {0: one}


def test_a_reader_has_the_share_that_it_is_given() -> None:
    one, other = told([0.8, 0.2], none=1.0), told([0.2, 0.8], none=1.0)
    assert np.exp(blended({0: one}, {0: other}, 0.0)[0].kinds) == pytest.approx([0.8, 0.2])
    assert np.exp(blended({0: one}, {0: other}, 1.0)[0].kinds) == pytest.approx([0.2, 0.8])
