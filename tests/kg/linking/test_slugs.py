from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.linking.slugs import slug_of
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
