"""How the two models' words on a number are weighed, and what a result then says."""

import re
from collections.abc import Sequence

import numpy as np
import pytest
from named_texts import entity

from extractors.results.attachment import Attachment
from extractors.results.finding import _result, find_results, outcomes, read_results
from extractors.results.mentions import Finding, Mentions
from extractors.results.model import ResultModel
from extractors.results.number_features import number_features
from extractors.results.reading import Reading, read
from extractors.results.told import Told
from extractors.sight import Found, Sight
from kg.records import Entity

#: A model that has no opinion: every kind and every candidate is as likely.
BLANK = ResultModel(
    {},
    {slot: {} for slot in ("metric", "dataset", "subject")},
    1.0,
    dict.fromkeys(("number", "metric", "dataset", "subject"), 1.0),
    0.5,
)


def reading(text: str, *entities: Entity) -> Reading:
    found = read(text, entities)
    assert found is not None
    return found


def told(kinds: Sequence[float], **slots: dict[int | None, float]) -> Told:
    """What the neural part tells: shares of no outcome, score, delta and factor; and of candidates by slot."""
    shares = {slot: {c: float(np.log(s)) for c, s in slots.get(slot, {None: 1.0}).items()} for slot in BLANK.pairs}
    return Told(np.log(np.array(kinds)), shares)


SCORE = [0.001, 0.997, 0.001, 0.001]


def test_without_an_opinion_of_the_linear_model_the_other_decides_what_a_number_is() -> None:
    (found,) = outcomes(reading("It is 5%."), BLANK, {0: told([0.1, 0.1, 0.7, 0.1])})
    shares = np.array([0.1, 0.1, 0.7, 0.1]) ** 0.4
    assert found.kind == "delta"
    assert found.confidence == pytest.approx(shares[2] / shares.sum())


def test_two_opinions_are_multiplied_each_with_its_weight() -> None:
    text = "It is 5%."
    model = ResultModel({"bias": (0, 0, 1, 0)}, BLANK.pairs, 1.0, BLANK.pair_scales, 0.5)
    (alone,) = outcomes(reading(text), BLANK)
    assert alone.confidence == pytest.approx(0.25)
    kinds = [0.2, 0.4, 0.3, 0.1]
    (found,) = outcomes(reading(text), model, {0: told(kinds)})
    linear = np.exp(model.kinds(number_features(reading(text), 0)))
    shares = np.array(kinds) ** 0.4 * linear**0.8
    assert found.confidence == pytest.approx(max(shares[1:]) / shares.sum())


def test_a_number_below_the_threshold_is_no_outcome() -> None:
    assert outcomes(reading("It is 5%."), BLANK, {0: told([0.9, 0.05, 0.03, 0.02])}) == []


def test_only_more_than_the_threshold_is_enough() -> None:
    exact = ResultModel({}, BLANK.pairs, 1.0, BLANK.pair_scales, 0.75)
    assert outcomes(reading("It is 5%."), exact) == []


@pytest.mark.parametrize("text", ["29-60%", "29 to 60%", "29--60%", "29–60%", "29 and 60%"])
def test_the_numbers_of_a_range_or_list_are_of_one_kind_and_as_likely_outcomes(text: str) -> None:
    opinions = {0: told([0.04, 0.9, 0.03, 0.03]), 1: told([0.2, 0.03, 0.74, 0.03])}
    first, second = outcomes(reading(text), BLANK, opinions)
    assert first.kind == second.kind == "score"
    # How likely the two are outcomes lies in the middle, on the scale of log-odds.
    shares = [np.exp(opinions[number].kinds) ** 0.4 for number in (0, 1)]
    likely = 1 / (1 + np.exp(-np.mean([np.log(share[1:].sum() / share[0]) for share in shares])))
    kinds = sum(share[1:] / share[1:].sum() for share in shares)
    assert first.confidence == pytest.approx(second.confidence)
    assert first.confidence == pytest.approx(likely * max(kinds) / sum(kinds))


def chosen(
    text: str, opinions: dict[int, Told], *entities: Entity, threshold: float = 0.0
) -> tuple[list[dict[str, str | None]], dict[int, float], list[float]]:
    """What each number of a text belongs to, whom that promotes, and the confidence of each finding."""
    found = reading(text, *entities)
    findings = [Finding(number, "score") for number in range(len(found.numbers))]
    attachment = Attachment(Mentions(found), BLANK, opinions, threshold)
    attachment.assign(findings)
    names = [
        {slot: None if i is None else found.entities[i].name for slot, i in finding.chosen.items()}
        for finding in findings
    ]
    return names, attachment.promoted, [finding.confidence for finding in findings]


def test_where_nothing_is_named_nothing_is_chosen_for_certain() -> None:
    assert chosen("It is 5%.", {}) == ([dict.fromkeys(("metric", "dataset", "subject"))], {}, [1.0])


def test_of_candidates_as_likely_none_comes_first() -> None:
    text = "M1 is 5%."
    names, _, confidence = chosen(text, {}, entity(text, "Method", "M1"))
    assert names[0]["subject"] is None
    assert confidence == [pytest.approx(0.5)]


def test_what_the_neural_part_is_sure_of_is_chosen() -> None:
    text = "M1 and M2 are 5%."
    opinion = told(SCORE, subject={None: 0.1, 0: 0.2, 1: 0.7})
    names, _, confidence = chosen(text, {0: opinion}, entity(text, "Method", "M1"), entity(text, "Method", "M2"))
    assert names[0]["subject"] == "M2"
    shares = np.array([0.1, 0.2, 0.7]) ** 0.7
    assert confidence == [pytest.approx(shares[2] / shares.sum())]


def far() -> tuple[str, list[Entity]]:
    """A text with so many methods before its number that the one in the middle is no candidate by itself."""
    names = [f"M{n:02}x" for n in range(12)]
    text = " ".join(names) + " are 5%."
    return text, [entity(text, "Method", name) for name in names]


def test_the_neural_part_may_bring_in_a_candidate_from_afar() -> None:
    text, entities = far()
    assert 6 not in Mentions(reading(text, *entities)).candidates(Finding(0, "score"), "subject")
    opinion = told(SCORE, subject={None: 0.02, 6: 0.98})
    assert chosen(text, {0: opinion}, *entities)[0][0]["subject"] == "M06x"


def test_a_candidate_from_afar_that_is_unlikely_is_none() -> None:
    text, entities = far()
    opinion = told(SCORE, subject={None: 0.001, 6: 0.04, 0: 0.959})
    assert chosen(text, {0: opinion}, *entities)[0][0]["subject"] == "M00x"
    only = told(SCORE, subject={None: 1e-9, 6: 0.04})
    assert chosen(text, {0: only}, *entities)[0][0]["subject"] != "M06x"


def test_a_candidate_that_is_barred_does_not_come_back_from_afar() -> None:
    text = "Pre-trained on A1 it has 5%."
    opinion = told(SCORE, dataset={None: 0.01, 0: 0.99})
    assert chosen(text, {0: opinion}, entity(text, "Dataset", "A1"))[0][0]["dataset"] is None


def test_respectively_is_nearly_certain() -> None:
    text = "It has 5% and 6% on A1 and B1, respectively."
    names, _, confidence = chosen(text, {}, entity(text, "Dataset", "A1"), entity(text, "Dataset", "B1"))
    assert [one["dataset"] for one in names] == ["A1", "B1"]
    assert confidence == [0.95, 0.95]


def test_an_unlisted_acronym_beside_the_number_leaves_no_metric() -> None:
    text = "an accuracy, and an IS of 9.87"
    opinion = told(SCORE, metric={None: 0.01, 0: 0.99})
    assert chosen(text, {0: opinion}, entity(text, "Metric", "accuracy"))[0][0]["metric"] is None


@pytest.mark.parametrize(("threshold", "promoted"), [(0.3, {}), (0.5, {0: 0.3 + 0.7 * 0.4}), (0.6, None)])
def test_what_a_result_belongs_to_for_certain_becomes_more_likely_an_entity(
    threshold: float, promoted: dict[int, float] | None
) -> None:
    text = "M1 is 5%."
    opinion = told(SCORE, subject={None: 1e-9, 0: 1 - 1e-9})
    names, raised, _ = chosen(text, {0: opinion}, entity(text, "Method", "M1", confidence=0.3), threshold=threshold)
    assert names[0]["subject"] == (None if promoted is None else "M1")
    assert raised == pytest.approx(promoted or {}, abs=2e-3)


def test_of_several_results_the_surest_raises_an_entity() -> None:
    text = "M1 is 5%. M1 is 6%."
    sure = told(SCORE, subject={None: 1e-9, 0: 1 - 1e-9})
    unsure = told(SCORE, subject={None: 0.3, 0: 0.7})
    one = entity(text, "Method", "M1", confidence=0.4)
    for opinions in ({0: sure, 1: unsure}, {0: unsure, 1: sure}):
        assert chosen(text, opinions, one, threshold=0.5)[1][0] == pytest.approx(0.4 + 0.6 * 0.4, abs=2e-3)


def test_the_number_that_an_own_method_leads_away_from_is_not_its_own() -> None:
    text = "M1 goes from 5% to 6%."
    opinion = told(SCORE, subject={None: 0.01, 0: 0.99})
    for role, subjects in (("introduced", [None, "M1"]), ("used", ["M1", "M1"])):
        own = entity(text, "Method", "M1", role)  # type: ignore[arg-type]
        names = chosen(text, {0: opinion, 1: opinion}, own)[0]
        assert [one["subject"] for one in names] == subjects


def quotes(text: str, *entities: Entity) -> list[str]:
    """The quotes of all numbers of a text, each of which belongs to the first entity."""
    found = reading(text, *entities)
    return [
        _result(found, Finding(n, "score", {"subject": 0, "dataset": None, "metric": None})).text
        for n in range(len(found.numbers))
    ]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Here M1 is 5% good.", "M1 is 5%"),
        ("Here 5% is of M1 too.", "5% is of M1"),
        ("M1 is it. Here is 5%.", "5%"),
        ("M1 and M1 are 5%.", "M1 are 5%"),
        (f"M1 {'w' * 80} is 5%.", f"M1 {'w' * 80} is 5%"),
        (f"M1 {'w' * 100} is 5%.", "5%"),
        (f"5% {'w' * 100} is M1.", "5%"),
        (f"M1 {'w ' * 30}is 5%.", "5%"),
    ],
)
def test_a_quote_reaches_from_the_name_to_the_number_where_they_stand_near(text: str, quote: str) -> None:
    assert quotes(text, entity(text, "Method", "M1")) == [quote]


@pytest.mark.parametrize(
    ("text", "value", "unit", "likely"),
    [
        ("It is -5%.", -5.0, "%", 0.25),
        ("It is −5 points.", -5.0, "points", 0.25),
        ("It is +5x.", 5.0, "x", 0.75),  # a factor by its form, if an outcome
        ("It is 5.", 5.0, "", 0.25),
    ],
)
def test_a_result_has_the_numbers_sign_value_and_unit(text: str, value: float, unit: str, likely: float) -> None:
    lenient = ResultModel({}, BLANK.pairs, 1.0, BLANK.pair_scales, 0.1)
    (found,) = find_results(text, [], lenient)
    assert (found.value, found.unit) == (value, unit)
    assert (found.subject, found.dataset, found.metric, found.confidence) == (None, None, None, likely)
    assert text[found.start : found.end] == found.text


def blind(text: str, entities: Sequence[tuple[Entity, bool]], threshold: float = 0.5) -> Found:
    """What is found in a text of which the encoder saw every word, and saw nothing in it."""
    spans = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    nothing = [np.zeros((len(spans), width), np.float32) for width in (768, 4, 3 * 8, 3 * 8, 3)]
    return Found.of(entities, threshold, Sight(spans, *nothing))


LENIENT = ResultModel({}, BLANK.pairs, 1.0, BLANK.pair_scales, 0.0)


def test_results_may_name_what_is_likely_enough_and_what_is_not() -> None:
    text = "M1 and M2 have an accuracy of 5%."
    sure, unsure = entity(text, "Method", "M2"), entity(text, "Metric", "accuracy", confidence=0.45)
    entities, results = read_results(text, blind(text, [(sure, True), (unsure, False)]), LENIENT)
    assert [r.metric for r in results] == ["accuracy"]
    assert [e.name for e in entities] == ["M2", "accuracy"]
    assert 0.5 <= entities[1].confidence <= 0.45 + 0.55 * 0.4
    assert [m.confidence for m in entities[1].mentions] == [entities[1].confidence]
    assert entities[0] is sure


def test_what_no_result_names_stays_what_it_was() -> None:
    text = "M1 and M2 have an accuracy of 5%."
    sure, unsure = entity(text, "Method", "M2"), entity(text, "Metric", "accuracy", confidence=0.01)
    entities, results = read_results(text, blind(text, [(sure, True), (unsure, False)]), LENIENT)
    assert entities == [sure]
    assert [r.metric for r in results] == [None]


def test_a_text_without_numbers_has_its_entities_and_no_results() -> None:
    text = "M1 is here."
    one = entity(text, "Method", "M1")
    assert read_results(text, blind(text, [(one, True)])) == ([one], [])


def test_numbers_that_are_hardly_outcomes_are_not_read_by_the_neural_part() -> None:
    text = "M1 has an accuracy of 5%."
    hardly = ResultModel({"u%": (9, 0, 0, 0)}, BLANK.pairs, 1.0, BLANK.pair_scales, 0.0)
    shown: list[list[int]] = []

    class Watching:
        def read(self, _mentions: Mentions, _sight: Sight, numbers: Sequence[int]) -> dict[int, Told]:
            shown.append(list(numbers))
            return {}

    read_results(text, blind(text, []), LENIENT, Watching())  # type: ignore[arg-type]
    read_results(text, blind(text, []), hardly, Watching())  # type: ignore[arg-type]
    assert shown == [[0]]
