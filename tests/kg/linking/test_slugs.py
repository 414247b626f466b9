from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.linking.slugs import marked, slug_of
from kg.text import name_key


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Graph Convolutional Networks", "graph-convolutional-network"),
        ("multi-view pose estimation", "multiview-pose-estimation"),
        ("3D object detection", "3d-object-detection"),
        ("TinkerNet", "tinkernet"),
        ("TinkerNet-50", "tinkernet-50"),
        ("TinkerNetV2", "tinkernet-v2"),
        ("Zorb2.5", "zorb2-5"),
        ("TinkerNet 50k 3D", "tinkernet50k3d"),
        ("2D image segmentation", "2d-image-segmentation"),
        ("zorbtinker", "zorbtinker"),
        ("image classification", "image-classification"),
        ("imageclassification-2", "image-classification-2"),
        ("xq7 image classification", "xq7image-classification"),
        ("qzxjv image classification", "qzxjv-image-classification"),
        ("qzxjvqzxjvq image net", "qzxjvqzxjvqimagenet"),
        ("ab2", "ab2"),
        ("abc2", "abc-2"),
        ("abcv2", "abc-v2"),
    ],
)
def test_slugs_are_readable(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.parametrize("names", [("Foo-Net", "FooNet", "foo net", "Foo Nets"), ("program-repair", "Program Repair")])
def test_all_spellings_of_a_name_have_one_slug(names: tuple[str, ...]) -> None:
    assert len({slug_of(name) for name in names}) == 1


@pytest.mark.parametrize(
    "names", [("C", "C++", "C#"), ("Zorb2.5", "Zorb25", "Zorb2/5"), ("模型", "模式"), ("a" * 90, "a" * 91)]
)
def test_different_names_have_different_slugs(names: tuple[str, ...]) -> None:
    for one, other in combinations(names, 2):
        assert (slug_of(one) == slug_of(other)) == (name_key(one) == name_key(other))


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_slug_is_of_the_folded_name_and_of_no_other(one: str, other: str) -> None:
    assert set(slug_of(one)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    if name_key(one):
        assert (slug_of(one) == slug_of(other)) == (name_key(one) == name_key(other))


def test_a_mark_is_six_digits_of_what_it_stands_for() -> None:
    assert marked("c", "c++") == "c-cedb1b"
    assert marked("", "c++") == "cedb1b"
    assert marked("c", "\ud800") == marked("c", "?")
