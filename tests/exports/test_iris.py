import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode
from rdflib import URIRef

from exports.iris import Iris, encode_segment
from kg.errors import KgError

anything = st.text(alphabet=st.characters(), max_size=20)
IRIS = Iris()


@given(anything, anything)
def test_different_segments_stay_different(one: str, other: str) -> None:
    assert (encode_segment(one) == encode_segment(other)) == (one == other)


@given(anything)
def test_a_segment_is_ascii_without_slash_or_relative_step(text: str) -> None:
    encoded = encode_segment(text)
    assert encoded.isascii()
    assert "/" not in encoded
    assert encoded not in (".", "..")


@given(anything, anything)
def test_different_papers_have_different_valid_iris(one: str, other: str) -> None:
    for prefix in ("", "arxiv:", "doi:", "hash:"):
        a, b = IRIS.paper(prefix + one), IRIS.paper(prefix + other)
        assert (a == b) == (one == other)
        assert URIRef(NamedNode(a).value).n3() == f"<{a}>"


@given(anything)
def test_schemes_of_ids_do_not_meet(text: str) -> None:
    made = {IRIS.paper(f"{scheme}{text}x") for scheme in ("arxiv:", "doi:", "hash:", "own-")}
    assert len(made) == 4


@given(st.sampled_from(["method", "dataset"]), anything, st.sampled_from(["method", "dataset"]), anything)
def test_different_entities_have_different_iris(kind: str, slug: str, other_kind: str, other_slug: str) -> None:
    one, other = f"{kind}:{slug}", f"{other_kind}:{other_slug}"
    assert (IRIS.node(one) == IRIS.node(other)) == (one == other)


@given(anything, st.integers(0, 99), st.integers(0, 99), anything)
def test_parts_of_a_paper_have_iris_of_their_own(paper: str, start: int, end: int, slug: str) -> None:
    mention = IRIS.mention(paper, start, end, f"method:{slug}")
    nodes = [
        IRIS.paper(f"own-{paper}"),
        IRIS.node(f"method:{slug}"),
        IRIS.link(paper, "uses", f"method:{slug}"),
        mention,
        IRIS.selector(mention),
        IRIS.author_cell(paper, 1),
        IRIS.author_cell(paper, 2),
        IRIS.venue(paper),
        IRIS.configuration(paper),
        IRIS.quotation(f"result:{slug}"),
    ]
    assert len({NamedNode(node).value for node in nodes}) == len(nodes)


@pytest.mark.parametrize(
    ("identifier", "iri"),
    [
        ("arxiv:2004.01849", "https://arxiv.org/abs/2004.01849"),
        ("arxiv:hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        ("doi:10.1000/a(b)<c>#d", "https://doi.org/10.1000/a(b)%3Cc%3E%23d"),
        ("arxiv:", "https://w3id.org/paperkg/id/paper/arxiv:"),
        ("arxiv:../x", "https://arxiv.org/abs/%2E%2E/x"),
        ("000-005", "https://w3id.org/paperkg/id/paper/000-005"),
        ("über 100%", "https://w3id.org/paperkg/id/paper/%C3%BCber%20100%25"),
    ],
)
def test_the_iri_of_a_paper_follows_its_id(identifier: str, iri: str) -> None:
    assert IRIS.paper(identifier) == NamedNode(iri).value


@pytest.mark.parametrize("base", ["https://example.org/kg/", "https://example.org/kg#", "urn:kg/"])
def test_a_base_of_ones_own_is_used(base: str) -> None:
    iris = Iris(base)
    assert iris.node("task:x") == f"{base}task/x"
    NamedNode(iris.selector(iris.mention("p", 1, 2, "task:x")))


@pytest.mark.parametrize("base", ["", "kg/", "https://example.org/kg", "https://exa mple.org/", "https://x/#a#"])
def test_a_base_that_cannot_serve_is_refused(base: str) -> None:
    with pytest.raises(KgError, match="base IRI"):
        Iris(base)
