"""A text as a row of items: words, names and numbers, and which numbers and names stand in one list."""

import pytest
from named_texts import entity

from extractors.results.mentions import Finding, Mentions
from extractors.results.reading import Reading, read
from kg.records import EntityType, Role


def reading(text: str, *named: tuple[EntityType, str], role: Role = "reported") -> Reading:
    """The reading of a text in which every occurrence of these names is a mention."""
    found = read(text, [entity(text, kind, name, role) for kind, name in named])
    assert found is not None
    return found


def words(found: Reading) -> list[str]:
    return [f"{item.tag}:{item.word}" for item in found.items]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("It gains 5.4% here.", "w:it w:gains N:# w:here w:."),
        ("Top-1 of A/B's is 5", "w:top w:- w:1 w:of w:a w:/ w:b's w:is N:#"),
        (r"\textbf{It} is $5$ ~ (so)", "w:it w:is N:# w:( w:so w:)"),
        ("Well-being of GPT-4 is 5", "w:well-being w:of w:gpt w:- w:4 w:is N:#"),
    ],
)
def test_items_are_words_marks_and_numbers_without_latex(text: str, items: str) -> None:
    found = reading(text)
    assert words(found) == items.split()
    assert all(found.text[i.start : i.end].lower() == i.word for i in found.items if i.tag == "w")


def test_a_name_of_several_words_is_one_item_told_by_its_last_word() -> None:
    found = reading("Its Top-1 Accuracy is 5%.", ("Metric", "Top-1 Accuracy"))
    assert words(found) == ["w:its", "Metric:accuracy", "w:is", "N:#", "w:."]
    item = found.items[1]
    assert (item.index, item.sentence, found.text[item.start : item.end]) == (0, 0, "Top-1 Accuracy")


def test_of_a_sentence_without_numbers_only_names_are_items() -> None:
    found = reading("FooNet is new. It has 5%.\nFooNet ends", ("Method", "FooNet"))
    assert words(found) == ["Method:foonet", "w:it", "w:has", "N:#", "w:.", "Method:foonet"]
    assert found.bounds == [(0, 1), (1, 5), (5, 6)]
    assert [item.sentence for item in found.items] == [0, 1, 1, 1, 1, 2]
    assert found.places == [3]


def test_of_two_names_that_overlap_the_first_and_longer_stands() -> None:
    found = reading("A deep net of 5%", ("Method", "deep"), ("Method", "deep net"), ("Method", "net of"))
    assert [(item.word, item.index) for item in found.items if item.tag == "Method"] == [("net", 1)]


@pytest.mark.parametrize("name", ["GPT 4", "4 bits", "4"])
def test_a_number_within_a_name_is_none(name: str) -> None:
    assert read(f"We use {name}.", [entity(f"We use {name}.", "Method", name)]) is None


def test_a_name_within_a_list_of_numbers_ends_it() -> None:
    text = "We see 5, 6 nets and 7."
    assert reading(text).last == [1, 1, 2]
    assert reading(text, ("Method", "6 nets")).last == [0, 1]


def test_a_unit_may_be_a_name_too() -> None:
    found = reading("It takes 5 points.", ("Metric", "points"))
    assert words(found) == ["w:it", "w:takes", "N:#", "Metric:points", "w:."]
    assert found.text[slice(found.items[2].start, found.items[2].end)].strip() == "5"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("5, 6 and 7 of 8", [0, 0, 0, 3], [2, 2, 2, 3]),
        ("5 to 6% and 7", [0, 0, 0], [2, 2, 2]),
        ("It has 5. 6 of 7", [0, 1, 2], [0, 1, 2]),
        ("It is 5\n6, 7", [0, 1, 1], [0, 2, 2]),
        ("5", [0], [0]),
    ],
)
def test_numbers_that_are_joined_in_one_sentence_are_a_list(text: str, first: list[int], last: list[int]) -> None:
    found = reading(text)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "joints"),
    [
        ("5, 6 and 7", [",", "and", ""]),
        ("5--6", ["--", ""]),
        ("5% vs. 6%", ["vs", ""]),
        ("5% versus 6% against 7%", ["vs", "vs", ""]),
        ("5% to even $6$", ["to even", ""]),
    ],
)
def test_what_joins_a_number_to_the_next(text: str, joints: list[str]) -> None:
    found = reading(text)
    assert [found.joint(number) for number in range(len(found.numbers))] == joints


def test_a_text_without_a_number_by_itself_is_not_read() -> None:
    assert read("GPT-4 and no more.", []) is None


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("from 5 to 6", [True, False]),
        ("from about 5% to 6%", [True, False]),
        ("from the very first 5 to 6", [False, False]),
        ("5 to 6", [False, False]),
        ("from 5 and 6", [False, False]),
        ("It is from. 5 to 6", [False, False]),
    ],
)
def test_from_one_number_to_another_is_a_change(text: str, starts: list[bool]) -> None:
    found = reading(text)
    assert [found.starts_change(number) for number in range(len(starts))] == starts


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("an IS of 9.87", True),
        ("an IS: 9.87", True),
        ("an IS score of = 9.87", False),
        ("an IS of the 9.87", False),
        ("at 9.87 IS", True),
        ("at 9.87 and 9.88 IS", False),
        ("at 9.87 is", False),
        ("at 9.87 Is", False),
        ("An IS. 9.87 is", False),
        ("FID of 9.87", False),
    ],
)
def test_an_acronym_beside_a_number_that_is_no_name_is_its_metric(text: str, unknown: bool) -> None:
    mentions = Mentions(reading(text, ("Metric", "FID")))
    assert mentions.unknown_metric(Finding(0, "score")) == unknown


LISTED = (("Dataset", "A1"), ("Dataset", "B1"), ("Dataset", "C1"), ("Method", "M1"), ("Method", "M2"))


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("It has 5 and 6 on A1 and B1, respectively.", ["A1", "B1"]),
        ("It has 5, 6, and 7 on A1, B1, and C1, respectively.", ["A1", "B1", "C1"]),
        ("On A1 and B1 it has 5 and 6, respectively.", ["A1", "B1"]),
        ("It has 5/6 on A1/B1.", ["A1", "B1"]),
        ("It has 5 and 6 on A1 and B1.", [None, None]),
        ("It has 5 and 6 on A1, B1 and C1, respectively.", [None, None]),
        ("It has 5 and 6 on A1 and A1, respectively.", [None, None]),
        ("It has 5 to 6 on A1 and B1, respectively.", [None, None]),
        ("It has 5 on A1, respectively.", [None]),
        ("It has 5 and 6 on A1 where nobody looks and B1, respectively.", [None, None]),
    ],
)
def test_names_and_numbers_of_two_lists_belong_together_respectively(text: str, datasets: list[str | None]) -> None:
    found = reading(text, *LISTED)  # type: ignore[arg-type]
    chosen = [Mentions(found).by_position(Finding(number, "score"), "dataset") for number in range(len(datasets))]
    assert [None if index is None else found.entities[index].name for index in chosen] == datasets


@pytest.mark.parametrize(
    ("text", "methods"),
    [
        ("M1 and M2 have 5 and 6, respectively.", ["M1", "M2"]),
        ("It has 5 and 6 and is better than M1 and M2, respectively.", [None, None]),
        ("All that we know of nets such as M1 and M2 is 5 and 6, respectively.", [None, None]),
    ],
)
def test_only_methods_that_open_the_sentence_have_the_numbers(text: str, methods: list[str | None]) -> None:
    found = reading(text, *LISTED)  # type: ignore[arg-type]
    chosen = [Mentions(found).by_position(Finding(number, "score"), "subject") for number in range(len(methods))]
    assert [None if index is None else found.entities[index].name for index in chosen] == methods


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("pre-trained on A1 it has 5", "pre"),
        ("pretraining with the A1 gives 5", "pre"),
        ("with A1 weights 5", "pre"),
        ("A1-pretrained nets have 5", "pre"),
        ("A1-1K pretraining has 5", "pre"),
        ("trained on A1 it has 5", "train"),
        ("fine-tuned on A1 it has 5", "train"),
        ("has 5 on A1", "on"),
        ("has 5 on standard A1", "on"),
        ("has 5 from A1", "from"),
        ("has 5 in A1", "ofin"),
        ("A1 is 5", "named"),
        ("A1 is 5 on A1", "named on"),
    ],
)
def test_the_words_beside_a_dataset_tell_its_use(text: str, use: str) -> None:
    assert Mentions(reading(text, ("Dataset", "A1"))).use(0) == use


def test_a_dataset_for_pretraining_alone_has_no_results_of_its_own() -> None:
    found = reading("Pre-trained on A1 it has 5 on B1.", ("Dataset", "A1"), ("Dataset", "B1"))
    assert Mentions(found).candidates(Finding(0, "score"), "dataset") == [None, 1]


def test_the_nearest_names_on_either_side_and_the_first_of_the_text_are_candidates() -> None:
    names: list[tuple[EntityType, str]] = [("Method", f"M{n:02}x") for n in range(30)]
    text = " ".join(name for _, name in names[:15]) + " has 5 and " + " ".join(name for _, name in names[15:])
    mentions = Mentions(reading(text, *names))
    assert mentions.candidates(Finding(0, "score"), "subject") == [None, 14, 13, 12, 11, 15, 16, 17, 18, 0, 1, 2]


def test_two_numbers_set_against_each_other_are_not_of_one_method() -> None:
    found = reading("M1 has 5% versus 6%, not M2", ("Method", "M1"), ("Method", "M2"))
    mentions = Mentions(found)
    first, second = Finding(0, "score", {"subject": 0}), Finding(1, "score")
    assert mentions.candidates(second, "subject", first) == [None, 1]
    assert mentions.candidates(second, "subject", Finding(0, "score", {"subject": 1})) == [None, 0]
    assert mentions.candidates(second, "subject", None) == [None, 0, 1]
    assert mentions.candidates(first, "subject", second) == [None, 0, 1]


def test_mentions_are_counted_and_methods_of_the_paper_ranked() -> None:
    text = "M1 and D1 and M2 and M1 has 5"
    found = reading(text, ("Method", "M1"), ("Dataset", "D1"), ("Method", "M2"), role="introduced")
    mentions = Mentions(found)
    assert mentions.seen == {0: 2, 1: 1, 2: 1}
    assert mentions.introduced == {0: 0, 2: 1}
    assert {kind: len(at) for kind, at in mentions.at.items()} == {"Method": 3, "Dataset": 1, "Metric": 0, "Task": 0}
    assert Mentions(reading(text, ("Method", "M1"))).introduced == {}
