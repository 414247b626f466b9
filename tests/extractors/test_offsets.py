"""In both profiles every mention is the text at its offsets, and no paper depends on its company."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.pipeline import PROFILES, Extractor
from kg.records import Extraction, Paper
from kg.text import clean

_EXTRACTORS = {profile: Extractor(profile) for profile in PROFILES}

_PIECES = st.sampled_from(
    "We propose QuillNet , a graph neural network (GNN) for parsing. | It reaches 91.2% accuracy on ImageNet and"
    " CIFAR-10/100 | named *FooBar* | BERT's | ﬁne-tuned | naïve Bayes | 𝔽oo-Net | e\u0301tude | ß-VAE | İstanbul"
    " | \u202eesrever | \u00a0 | $\\tau$-bench | https://a.org/ResNet | semantic segmentation".split("|")
)
_TEXT = st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=12).map(" ".join)
_PAPER = st.tuples(st.one_of(st.just(""), _TEXT), _TEXT)


def paper(id: str, title: str, abstract: str) -> Paper:
    return Paper(id=id, title=clean(title) or None, abstract=clean(abstract) or None)


def assert_exact(found: Extraction) -> None:
    for entity in found.entities:
        spoken = [found.text[m.start : m.end] for m in entity.mentions]
        assert all(0 <= m.start < m.end <= len(found.text) for m in entity.mentions)
        assert set(spoken) == set(entity.surfaces)
        assert entity.name in spoken
    for result in found.results:
        assert found.text[result.start : result.end] == result.text


@pytest.mark.parametrize("profile", PROFILES)
@given(written=_PAPER)
@settings(max_examples=60)
def test_every_mention_equals_the_text_at_its_offsets(profile: str, written: tuple[str, str]) -> None:
    assert_exact(_EXTRACTORS[profile].extract(paper("p", *written)))


@pytest.mark.parametrize("profile", PROFILES)
@given(written=st.lists(_PAPER, min_size=5, max_size=5))
@settings(max_examples=10)
def test_five_papers_give_the_same_together_backwards_and_alone(profile: str, written: list[tuple[str, str]]) -> None:
    papers = [paper(str(number), *texts) for number, texts in enumerate(written)]
    extractor = _EXTRACTORS[profile]
    together = list(extractor.stream(papers))
    assert list(extractor.stream(reversed(papers))) == together[::-1]
    assert [extractor.extract(p) for p in papers] == together
