"""Pairs of real names, checked by reading: what the shipped lexicon and spelling alone make of them."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from extractors.lexicon import default_lexicon
from kg.api.lexicon_names import LexiconNames
from kg.linking.naming import key_of_name
from kg.records import EntityType

PAIRS = Path(__file__).parents[2] / "data" / "linking_pairs.tsv"


@pytest.fixture(scope="module")
def known() -> LexiconNames:
    return LexiconNames(default_lexicon())


def test_names_alone_keep_nearly_all_different_names_apart(known: LexiconNames) -> None:
    outcomes: Counter[tuple[str, bool]] = Counter()
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            one, other = (key_of_name(known, row["type"], row[name]) for name in ("one", "other"))  # type: ignore[arg-type]
            outcomes[row["verdict"], one == other] += 1
    assert outcomes["different", True] <= 0.02 * (outcomes["different", True] + outcomes["different", False])
    assert outcomes["same", True] >= 0.6 * (outcomes["same", True] + outcomes["same", False])


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("Dataset", ("CIFAR10", "CIFAR-10", "Cifar 10", "CIFAR-10 dataset")),
        ("Dataset", ("ImageNet", "ImageNet-1k", "ILSVRC 2012")),
        ("Method", ("stochastic gradient descent", "SGD", "Stochastic Gradient Descents")),
        ("Method", ("graph convolutional networks", "GCN", "Graph Convolution Network")),
        ("Metric", ("FID", "FID score", r"Fr\'echet inception distance", "Fréchet Inception Distance")),
        ("Metric", ("MSE", "mean squared error", "mean-square error")),
    ],
)
def test_one_entity_is_one_node(known: LexiconNames, kind: EntityType, names: tuple[str, ...]) -> None:
    assert len({key_of_name(known, kind, name) for name in names}) == 1


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("Dataset", ("CIFAR-10", "CIFAR-100", "CIFAR")),
        ("Dataset", ("ImageNet", "Tiny ImageNet", "ImageNet-V2", "ImageNet-21k")),
        ("Method", ("GPT-2", "GPT-3", "GPT-3.5", "GPT-35")),
        ("Method", ("ResNet", "ResNet-50", "ResNet-101")),
        ("Metric", ("mAP", "mAP@50", "precision", "average precision")),
        ("Method", ("image-to-text retrieval", "image text retrieval")),
    ],
)
def test_variants_are_nodes_of_their_own(known: LexiconNames, kind: EntityType, names: tuple[str, ...]) -> None:
    assert len({key_of_name(known, kind, name) for name in names}) == len(names)
