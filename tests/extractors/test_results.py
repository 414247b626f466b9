import pytest

from extractors.pipeline import Extractor
from kg.records import Paper, Result

_EXTRACTOR = Extractor()


def results(abstract: str) -> list[Result]:
    return _EXTRACTOR.extract(Paper(id="p", abstract=abstract)).results


@pytest.mark.parametrize(
    ("abstract", "value", "unit", "kind"),
    [
        ("It reaches 83.9% top-1 accuracy on ImageNet.", 83.9, "%", "score"),
        ("Accuracy improves by 5.8% on CIFAR-10.", 5.8, "%", "delta"),
        ("Our kernel gives an 88.7x speedup.", 88.7, "x", "factor"),
        ("It has an AUC of .93 on this data.", 0.93, "", "score"),
    ],
)
def test_a_plainly_worded_outcome_is_a_result(abstract: str, value: float, unit: str, kind: str) -> None:
    (found,) = results(abstract)
    assert (found.value, found.unit, found.kind) == (value, unit, kind)


@pytest.mark.parametrize(
    "abstract",
    [
        "We fine-tune with 1% of the labels and report accuracy.",
        "We train for 300 epochs in 2021 on 8 GPUs and report accuracy.",
        "Section 3 defines accuracy.",
        "It keeps its accuracy with 4.2 million parameters.",
    ],
)
def test_settings_and_years_are_no_results(abstract: str) -> None:
    assert results(abstract) == []


def test_each_number_of_a_list_belongs_to_its_own_dataset() -> None:
    found = results("FooNet reaches 88.5% top-1 accuracy on ImageNet and 94.6% on CIFAR-100.")
    assert [(r.value, r.dataset) for r in found] == [(88.5, "ImageNet"), (94.6, "CIFAR-100")]


def test_a_result_belongs_to_the_metric_and_dataset_of_its_sentence() -> None:
    (found,) = results("We propose FooNet. FooNet reaches 83.9% top-1 accuracy on ImageNet.")
    assert (found.subject, found.metric, found.dataset) == ("FooNet", "top-1 accuracy", "ImageNet")
