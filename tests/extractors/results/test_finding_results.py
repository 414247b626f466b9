"""Results of texts whose entities are given: what a number is, and what it belongs to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from named_texts import entity

from extractors.results import find_results
from kg.records import Entity, EntityType, Mention, Result, Role


def results(text: str, *named: tuple[EntityType, str, Role]) -> list[Result]:
    return find_results(text, [entity(text, *one) for one in named])


FOO = ("Method", "FooNet", "introduced")
BAR = ("Method", "BarNet", "compared")
ACCURACY = ("Metric", "accuracy", "reported")


def test_a_result_names_its_method_metric_and_dataset() -> None:
    text = "We propose FooNet. FooNet achieves 83.9% accuracy on ImageNet."
    (found,) = results(text, FOO, ACCURACY, ("Dataset", "ImageNet", "evaluated"))
    assert (found.subject, found.metric, found.dataset) == ("FooNet", "accuracy", "ImageNet")
    assert (found.value, found.unit, found.kind) == (83.9, "%", "score")
    assert found.text == text[found.start : found.end] == "FooNet achieves 83.9% accuracy on ImageNet"


def test_the_number_that_a_method_leads_away_from_is_not_its_own() -> None:
    text = "We propose FooNet. FooNet reduces the accuracy gap and FooNet raises accuracy from 71.2% to 74.9%."
    before, after = results(text, FOO, ACCURACY)
    assert (before.value, before.subject) == (71.2, None)
    assert (after.value, after.subject) == (74.9, "FooNet")


def test_respectively_gives_each_dataset_its_number() -> None:
    text = "FooNet obtains an mIoU of 47.9% and 45.1% on Cityscapes and ADE20K, respectively."
    found = results(
        text,
        FOO,
        ("Metric", "mIoU", "reported"),
        ("Dataset", "Cityscapes", "evaluated"),
        ("Dataset", "ADE20K", "evaluated"),
    )
    assert [(r.value, r.dataset, r.metric) for r in found] == [(47.9, "Cityscapes", "mIoU"), (45.1, "ADE20K", "mIoU")]


def test_each_of_two_clauses_keeps_its_own_metric() -> None:
    text = "FooNet reaches a precision of 91.2% and a recall of 88.4%."
    found = results(text, FOO, ("Metric", "precision", "reported"), ("Metric", "recall", "reported"))
    assert [(r.value, r.metric) for r in found] == [(91.2, "precision"), (88.4, "recall")]


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("FooNet outperforms BarNet by 2.4% in accuracy.", 2.4, "delta"),
        ("FooNet is 3.2x faster than BarNet at the same accuracy.", 3.2, "factor"),
        ("FooNet attains an accuracy of 71.5%.", 71.5, "score"),
    ],
)
def test_an_outcome_has_a_kind(text: str, value: float, kind: str) -> None:
    (found,) = results(text, FOO, BAR, ACCURACY)
    assert (found.value, found.kind) == (value, kind)


def test_an_unlisted_acronym_beside_a_number_is_not_passed_over_for_another_metric() -> None:
    text = "FooNet achieves an FID of 2.11 and an IS of 9.87 on CIFAR-10."
    found = results(text, FOO, ("Metric", "FID", "reported"), ("Dataset", "CIFAR-10", "evaluated"))
    assert {r.value: r.metric for r in found} == {2.11: "FID", 9.87: None}


def test_two_numbers_set_against_each_other_have_not_the_same_subject() -> None:
    text = "FooNet achieves 52.2% versus 51.9% accuracy on COCO."
    found = results(text, FOO, ACCURACY, ("Dataset", "COCO", "evaluated"))
    assert [(r.value, r.subject) for r in found] == [(52.2, "FooNet"), (51.9, None)]


@pytest.mark.parametrize(
    "text",
    [
        "We train FooNet for 300 epochs on 8 GPUs.",
        "FooNet was presented in 2021, and Section 3 defines accuracy.",
        "FooNet has 12 layers and keeps its accuracy.",
    ],
)
def test_a_setting_is_no_result(text: str) -> None:
    assert results(text, FOO, ACCURACY) == []


@given(st.text(alphabet="ab 0123456789.,;%x-()", max_size=120), st.integers(0, 100), st.integers(1, 20))
@settings(max_examples=60)
def test_every_quote_is_the_text_it_points_to(text: str, start: int, length: int) -> None:
    metric = Entity(
        type="Metric",
        name="m",
        surfaces=["m"],
        role="reported",
        mentions=[Mention(start=start, end=min(start + length, len(text)))] if start < len(text) else [],
    )
    for found in find_results(text, [metric]):
        assert text[found.start : found.end] == found.text
        assert found.metric in (None, "m")
        assert 0 <= found.confidence <= 1


def test_no_text_no_results() -> None:
    assert find_results("", []) == []
