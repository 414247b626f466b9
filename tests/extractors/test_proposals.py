"""Which spans are spellings of one thing."""

import pytest

from extractors.candidates import Candidate, TextView
from extractors.lexicon import default_lexicon
from extractors.proposals import propose
from extractors.words import word_stats
from kg.records import EntityType

TEXT = "We study driving. The driving score (DS) of FooNet on the FooBench dataset is high. FooBench is new. DS is not."


def together(*candidates: tuple[str, EntityType, float]) -> set[frozenset[str]]:
    """The surfaces of each proposal."""
    view = TextView(TEXT, 0, default_lexicon(), word_stats())
    found = [
        Candidate(TEXT.index(surface), TEXT.index(surface) + len(surface), kind, likely, "tagger")
        for surface, kind, likely in candidates
    ]
    return {frozenset(proposal.surfaces(TEXT)) for proposal in propose(view, found)}


def test_a_name_and_the_same_with_a_generic_last_word_are_one_thing() -> None:
    assert together(("FooBench dataset", "Dataset", 0.9), ("FooBench", "Dataset", 0.1)) == {
        frozenset({"FooBench dataset", "FooBench"})
    }


@pytest.mark.parametrize(("likely", "things"), [(0.1, 2), (0.8, 1)])
def test_ordinary_words_are_a_metric_without_score_only_where_they_are_likely_one(likely: float, things: int) -> None:
    assert len(together(("driving score", "Metric", 0.9), ("driving", "Metric", likely))) == things


def test_what_the_text_defines_stays_with_its_acronym() -> None:
    assert together(("driving score", "Metric", 0.9), ("driving", "Metric", 0.1), ("DS", "Metric", 0.9)) == {
        frozenset({"driving score", "DS"}),
        frozenset({"driving"}),
    }
