"""Names right beside a number: what the words leave no doubt about, and what they leave open."""

import re

import pytest

from extractors.results.beside import beside
from extractors.results.mentions import Finding, Mentions
from extractors.results.reading import read
from kg.records import Entity, EntityType, Mention

NAMES: dict[str, EntityType] = {
    "FooNet": "Method",
    "BarNet": "Method",
    "FooBench": "Dataset",
    "BarSet": "Dataset",
    "precision": "Metric",
    "recall": "Metric",
}


def given(text: str, slot: str) -> list[str | None]:
    """What the words beside each number of a text give it."""
    entities = [
        Entity(type=kind, name=name, surfaces=[name], role="mentioned", mentions=places)
        for name, kind in NAMES.items()
        if (places := [Mention(start=m.start(), end=m.end()) for m in re.finditer(name, text)])
    ]
    reading = read(text, entities)
    assert reading is not None
    mentions = Mentions(reading)
    found = [beside(mentions, Finding(number, "score"), slot) for number in range(len(reading.numbers))]
    return [None if index is None else entities[index].name for index in found]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It has precision 91.2%, recall 90.1%.", ["precision", "recall"]),
        ("A precision of 91.2% and a recall of 90.1% are reached.", ["precision", "recall"]),
        ("It reaches 91.2% precision.", ["precision"]),
        ("It gains 2.1% in recall.", ["recall"]),
        ("Both precision (0.91) and recall (0.90) grow.", ["precision", "recall"]),
        ("It has precision 91.2% recall.", [None]),
        ("It reaches 91.2% on FooBench in precision.", [None]),
        ("A precision of 91.2% and 90.1% is reached.", [None, None]),
    ],
)
def test_a_metric_right_beside_a_number_is_its_metric(text: str, names: list[str | None]) -> None:
    assert given(text, "metric") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It reaches 91.2% on FooBench and 90.1% on the BarSet.", ["FooBench", "BarSet"]),
        ("It reaches 91.2% precision on FooBench.", ["FooBench"]),
        ("It leads on FooBench (91.2%) and BarSet (90.1%).", ["FooBench", "BarSet"]),
        ("Trained with FooBench, it reaches 91.2%.", [None]),
    ],
)
def test_a_dataset_right_beside_a_number_is_its_dataset(text: str, names: list[str | None]) -> None:
    assert given(text, "dataset") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("FooNet achieves a precision of 91.2%.", ["FooNet"]),
        ("FooNet reaches only 91.2%; the score is 90.1% for BarNet.", ["FooNet", None]),
        ("FooNet beats BarNet by 2.1%.", [None]),
        ("FooNet, built on BarNet, reaches 91.2%.", [None]),
    ],
)
def test_a_method_that_reaches_a_number_has_it(text: str, names: list[str | None]) -> None:
    assert given(text, "subject") == names
