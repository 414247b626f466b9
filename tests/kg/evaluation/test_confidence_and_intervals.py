"""Reliability of confidence, and bootstrap intervals."""

import pytest

from kg.errors import KgError
from kg.evaluation import Figures, Interval, bootstrap, by_paper, reliability, score


def entity(name: str, confidence: float | None = None, *, optional: bool = False) -> dict[str, object]:
    return {
        "type": "Method",
        "name": name,
        "surfaces": [name],
        "role": "used",
        "optional": optional,
        "confidence": confidence,
    }


def test_confidence_is_compared_with_the_share_that_is_right() -> None:
    gold = {"p": {"entities": [entity("ANet"), entity("BNet")]}}
    found = {"p": {"entities": [entity("ANet", 0.92), entity("CNet", 0.98), entity("BNet", 0.31)]}}
    trust = reliability(gold, found)
    assert [(b.low, b.entities, b.right) for b in trust.bins if b.entities] == [(0.3, 1, 1.0), (0.9, 2, 0.5)]
    assert trust.bins[9].confidence == pytest.approx(0.95)
    assert trust.error == pytest.approx((0.45 * 2 + 0.69) / 3)


def test_what_counts_is_what_scoring_counts() -> None:
    gold = {"p": {"entities": [entity("ANet"), entity("maybe", optional=True)]}, "q": {"entities": []}}
    found = {"p": {"entities": [entity("ANet", 0.85), entity("A-Net", 0.8), entity("maybe", 0.8)]}}
    figures = score(gold, found).figures["all entities"]
    (full,) = [b for b in reliability(gold, found).bins if b.entities]
    assert (figures.tp, figures.fp) == (1, 1)
    assert (full.entities, full.right) == (2, 0.5)


@pytest.mark.parametrize(("confidence", "place"), [(0.0, 0), (0.0999, 0), (0.1, 1), (0.9, 9), (1.0, 9)])
def test_the_last_bin_holds_one(confidence: float, place: int) -> None:
    trust = reliability({"p": {"entities": []}}, {"p": {"entities": [entity("ANet", confidence)]}})
    assert [number for number, b in enumerate(trust.bins) if b.entities] == [place]


@pytest.mark.parametrize("confidence", [None, 1.2, -0.1, "high", float("nan")])
def test_entities_without_a_confidence_are_refused(confidence: object) -> None:
    with pytest.raises(KgError, match="no confidence"):
        reliability({"p": {"entities": []}}, {"p": {"entities": [{**entity("ANet"), "confidence": confidence}]}})


def test_nothing_found_is_no_error() -> None:
    assert reliability({"p": {"entities": [entity("ANet")]}}, {}).error == 0.0


def test_intervals_hold_the_figure_and_narrow_with_more_papers() -> None:
    some = [{"x": Figures(tp=n % 3, fp=1, fn=n % 2)} for n in range(10)]
    few, many = bootstrap(some, 400)["x"], bootstrap(some * 40, 400)["x"]
    total = Figures()
    for unit in some:
        total.add(unit["x"].tp, unit["x"].fp, unit["x"].fn)
    for value, wide, narrow in zip(total.ratios, few, many, strict=True):
        assert wide.low <= value <= wide.high
        assert narrow.low <= value <= narrow.high
        assert narrow.high - narrow.low < wide.high - wide.low


def test_the_same_seed_gives_the_same_intervals() -> None:
    units = [{"x": Figures(tp=n, fp=2)} for n in range(7)]
    assert bootstrap(units, 50) == bootstrap(units, 50)
    assert bootstrap(units, 50, seed=2) != bootstrap(units, 50)


def test_a_figure_that_some_papers_lack_counts_as_nothing_there() -> None:
    assert bootstrap([{"x": Figures(tp=1)}, {}], 30)["x"][0].high == 1.0
    assert bootstrap([{"x": Figures()}], 5)["x"] == (Interval(0.0, 0.0),) * 3


def test_the_papers_together_give_the_figures_of_all() -> None:
    gold = {"p": {"entities": [entity("ANet")]}, "q": {"entities": [entity("BNet")]}}
    found = {"p": {"entities": [entity("ANet")]}, "q": {"entities": [entity("CNet")]}}
    parts = [unit["all entities"] for unit in by_paper(gold, found)]
    whole = score(gold, found).figures["all entities"]
    assert (sum(f.tp for f in parts), sum(f.fp for f in parts)) == (whole.tp, whole.fp)
    assert [unit["role accuracy"].tp for unit in by_paper(gold, found)] == [1, 0]
