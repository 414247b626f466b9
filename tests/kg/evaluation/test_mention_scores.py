"""Counting mentions found exactly, and mentions touched."""

from hypothesis import given
from hypothesis import strategies as st

from kg.evaluation import Figures, MentionScores, Passage, Span, score_mentions

_SPANS = st.lists(
    st.builds(
        lambda s, n, t: Span(s, s + n, t), st.integers(0, 30), st.integers(1, 8), st.sampled_from(["Task", "Metric"])
    ),
    max_size=8,
)


def counts(gold: list[Span], found: list[Span]) -> tuple[Figures, Figures]:
    scores = score_mentions([Passage("p", "x" * 60, tuple(gold))], [found], ("Task", "Metric"))
    return scores.exact[0]["all"], scores.overlap[0]["all"]


def test_the_same_mentions_are_all_right() -> None:
    spans = [Span(0, 4, "Task"), Span(6, 9, "Metric")]
    assert counts(spans, spans) == (Figures(2, 0, 0), Figures(2, 0, 0))


def test_another_boundary_is_an_overlap_only_and_another_type_neither() -> None:
    gold = [Span(0, 4, "Task"), Span(6, 9, "Metric")]
    found = [Span(0, 5, "Task"), Span(6, 9, "Task")]
    assert counts(gold, found) == (Figures(0, 2, 2), Figures(1, 1, 1))


def test_mentions_that_only_touch_do_not_overlap() -> None:
    assert counts([Span(0, 4, "Task")], [Span(4, 6, "Task")])[1] == Figures(0, 1, 1)


def test_one_long_guess_finds_one_mention() -> None:
    assert counts([Span(0, 2, "Task"), Span(3, 5, "Task")], [Span(0, 5, "Task")])[1] == Figures(1, 0, 1)


def test_types_that_the_set_does_not_annotate_do_not_count() -> None:
    scores = score_mentions([Passage("p", "xxx", ())], [[Span(0, 2, "Method")]], ("Task",))
    assert scores.exact == [{"Task": Figures(), "all": Figures()}]


@given(_SPANS, _SPANS)
def test_counts_add_up_and_overlap_is_never_stricter_than_exact(gold: list[Span], found: list[Span]) -> None:
    exact, overlap = counts(gold, found)
    assert exact.tp <= overlap.tp
    for figures in (exact, overlap):
        assert figures.tp + figures.fn == len(set(gold))
        assert figures.tp + figures.fp == len(set(found))


def test_totals_are_sums_over_passages() -> None:
    passages = [Passage("a", "xxxx", (Span(0, 2, "Task"),)), Passage("b", "xxxx", (Span(0, 2, "Task"),))]
    scores = score_mentions(passages, [[Span(0, 2, "Task")], []], ("Task",))
    assert MentionScores.total(scores.exact)["all"] == Figures(1, 0, 1)
