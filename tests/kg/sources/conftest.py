"""Invented papers and a short way to read a text of them."""

import io
from collections.abc import Callable
from typing import NamedTuple

import pytest

from kg.records import Record, Skip
from kg.sources import read


class Written(NamedTuple):
    """A paper written for the tests."""

    title: str
    abstract: str


#: Long and short abstracts, titles with a comma, a quotation, LaTeX, a question, in small letters.
PAPERS = [
    Written(
        "Ladders for Deep Orchards: Pruning without Regret",
        "Fruit trees have long been pruned by hand, which is slow. We present LadderNet, a network that decides which "
        "branch to cut from a single image of the tree. It halves the time of pruning on three orchards, and its cuts "
        "agree with those of experts in nine cases out of ten. Code is available at "
        "https://github.com/example/ladders.",
    ),
    Written("On the Width of Hedges", "We bound the width of a hedge in terms of its height."),
    Written(
        "Hedges, Lawns, and Paths: Planning a Garden with $k$-Means",
        "Planning a garden means trading space against light. This paper treats it as clustering, and shows that "
        "$k$-means with a penalty of $\\lambda \\|x\\|_2$ finds plans that gardeners like. A survey of forty of them "
        "supports the claim; limits of the method are discussed.",
    ),
    Written(
        '"It Grows on You": What Do Plant Classifiers Know?',
        "Plant classifiers are accurate, but nobody knows what they look at. We ask ten of them about leaves and stems "
        "and flowers, and find that most decide by the pot. We also release PotBench, which takes the pots away.",
    ),
    Written(
        "weeds are all around us",
        "Weeds compete with crops for water. Existing detectors miss them when they are small. We propose a detector "
        "that looks at the soil first. On two fields it finds 20% more weeds than the best earlier one.",
    ),
    Written("Memory Meadows", "Memory meadows are networks of small memories that learn to predict together."),
]


@pytest.fixture
def papers() -> list[Written]:
    return list(PAPERS)


Reading = Callable[..., list[Record | Skip]]


@pytest.fixture
def reading() -> Reading:
    """Reads a text or bytes as standard input."""

    def read_content(content: str | bytes, format: str | None = None) -> list[Record | Skip]:
        data = content.encode() if isinstance(content, str) else content
        return list(read(["-"], stdin=io.BytesIO(data), format=format))

    return read_content


@pytest.fixture
def pairs() -> Callable[[list[Record | Skip]], list[tuple[str | None, str | None]]]:
    """Titles and abstracts of what was read; a skip fails the test."""

    def titles_and_abstracts(found: list[Record | Skip]) -> list[tuple[str | None, str | None]]:
        assert not [item for item in found if isinstance(item, Skip)]
        return [(item.title, item.abstract) for item in found if isinstance(item, Record)]

    return titles_and_abstracts
