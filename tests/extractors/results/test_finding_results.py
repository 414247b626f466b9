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


def test_what_humans_reach_belongs_to_no_method() -> None:
    text = "BarNet reaches 43.5% accuracy on FooBench, while humans reach 91.2%."
    found = results(text, BAR, ACCURACY, ("Dataset", "FooBench", "introduced"))
    assert [(r.value, r.subject) for r in found] == [(43.5, "BarNet"), (91.2, None)]


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


def test_slashes_give_each_dataset_its_number() -> None:
    datasets = [("Dataset", name, "evaluated") for name in ("MNIST", "SVHN", "COCO")]
    found = results("FooNet obtains 81.2/74.5/69.9 accuracy on MNIST/SVHN/COCO.", FOO, ACCURACY, *datasets)
    assert [(r.value, r.dataset) for r in found] == [(81.2, "MNIST"), (74.5, "SVHN"), (69.9, "COCO")]


def test_numbers_with_slashes_are_a_list_within_a_list() -> None:
    metrics = [("Metric", name, "reported") for name in ("PSNR", "SSIM")]
    found = results("FooNet achieves 36.8/0.951 and 30.5/0.872 PSNR/SSIM on KITTI.", FOO, *metrics)
    assert {r.value: r.metric for r in found} == {36.8: "PSNR", 0.951: "SSIM", 30.5: "PSNR", 0.872: "SSIM"}


def test_the_numbers_of_other_sizes_are_not_those_of_the_size_that_is_named() -> None:
    found = results("FooNet-S/M/L reaches 52.9/54.3/55.1 accuracy.", ("Method", "FooNet-S", "introduced"), ACCURACY)
    assert [(r.value, r.subject) for r in found] == [(52.9, "FooNet-S"), (54.3, None), (55.1, None)]


def test_a_score_in_brackets_after_what_is_compared_is_not_of_the_papers_own_method() -> None:
    text = "Compared to the larger base (accuracy 71.3%), FooNet reaches an accuracy of 74.9%."
    assert {r.value: r.subject for r in results(text, FOO, ACCURACY)} == {71.3: None, 74.9: "FooNet"}


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


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("FooNet gains most in accuracy (+2.4%).", ["delta"]),
        ("FooNet raises accuracy from 71.2% to 74.9%.", ["score", "score"]),
        ("FooNet reaches 52.2% vs. 51.9% accuracy.", ["score", "score"]),
        ("FooNet improves accuracy by 12-18%.", ["delta", "delta"]),
        ("FooNet loses little, with a maximum drop reaching 4.9% in accuracy.", ["delta"]),
        ("FooNet brings a 3.1% relative improvement in accuracy.", ["delta"]),
        ("FooNet brings a 3.1% accuracy gain.", ["delta"]),
        ("FooNet brings accuracy gains ranging from 3.9% to 12.3%.", ["delta", "delta"]),
        ("FooNet brings a 3.1x reduction in accuracy loss.", ["factor"]),
    ],
)
def test_the_form_of_a_number_says_its_kind(text: str, kinds: list[str]) -> None:
    assert [r.kind for r in results(text, FOO, ACCURACY)] == kinds


PRECISION_RECALL = (("Metric", "precision", "reported"), ("Metric", "recall", "reported"))


def test_one_number_said_of_two_metrics_is_a_result_of_each() -> None:
    found = results("FooNet reaches a precision and recall of 91.2%.", FOO, *PRECISION_RECALL)
    assert [(r.value, r.metric) for r in found] == [(91.2, "precision"), (91.2, "recall")]


def test_metrics_with_numbers_of_their_own_share_none() -> None:
    found = results("FooNet reaches 94.0% precision and 91.2% recall.", FOO, *PRECISION_RECALL)
    assert [(r.value, r.metric) for r in found] == [(94.0, "precision"), (91.2, "recall")]


def test_a_time_or_a_size_is_no_accuracy() -> None:
    found = results("FooNet reaches 52.9% accuracy in 4.5 ms.", FOO, ACCURACY)
    assert {r.value: r.metric for r in found}.get(4.5) is None
    assert [r.metric for r in found if r.value == 52.9] == ["accuracy"]


def test_an_unsure_name_makes_an_unsure_result() -> None:
    text = "FooNet attains an accuracy of 71.5%."
    method, metric = entity(text, *FOO), entity(text, *ACCURACY)
    (sure,) = find_results(text, [method, metric])
    (unsure,) = find_results(text, [method.model_copy(update={"confidence": 0.5}), metric])
    assert unsure.confidence == pytest.approx(sure.confidence / 2, abs=1e-3)


@pytest.mark.parametrize(
    "longer",
    ["FooNet-Tiny attains an accuracy", "FooNet attains a top-1 accuracy", "FooNet attains a pixel-level accuracy"],
)
def test_a_piece_of_a_longer_name_makes_an_unsure_result(longer: str) -> None:
    (whole,) = results("FooNet attains an accuracy of 71.5%.", FOO, ACCURACY)
    (piece,) = results(f"{longer} of 71.5%.", FOO, ACCURACY)
    assert piece.confidence < 0.7 * whole.confidence


def test_scores_that_nothing_tells_apart_are_unsure() -> None:
    alike = results("FooNet attains an accuracy of 71.5%. FooNet attains an accuracy of 62.3%.", FOO, ACCURACY)
    told_apart = results(
        "FooNet attains a precision of 71.5%. FooNet attains a recall of 62.3%.", FOO, *PRECISION_RECALL
    )
    assert max(r.confidence for r in alike) < 0.7 * min(r.confidence for r in told_apart)


def test_a_score_that_is_said_twice_is_no_less_sure() -> None:
    once, again = results("FooNet attains an accuracy of 71.5%. FooNet attains an accuracy of 71.5%.", FOO, ACCURACY)
    (alone,) = results("FooNet attains an accuracy of 71.5%.", FOO, ACCURACY)
    assert min(once.confidence, again.confidence) > 0.8 * alone.confidence


def test_a_method_that_a_sentence_names_in_passing_is_an_unsure_subject() -> None:
    (plain,) = results("FooNet attains an accuracy of 71.5%.", FOO, ACCURACY)
    passing = results("The detector based on FooNet attains an accuracy of 71.5%.", FOO, ACCURACY)
    assert [r.subject for r in passing] == ["FooNet"]
    assert passing[0].confidence < 0.85 * plain.confidence


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
        "FooNet reads images of 224 x 224 pixels with a learning rate of $10^{-4}$.",
        "FooNet is trained on 1,281,167 images, as Table 2 says.",
        "FooNet looks at the top 1% of the samples by accuracy.",
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
