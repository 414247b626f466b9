"""Words, lattice, trees and proposals: what the learned extraction stands on."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.lattice import FORBIDDEN, Lattice, well_formed
from extractors.pipeline import Extractor
from extractors.proposals import entity_key
from extractors.trees import Trees
from extractors.wordpieces import WordPieces, shape, words
from kg.records import ENTITY_TYPES, Paper

TEXT = (
    "QuixNet: Fast graph matching\nWe propose QuixNet, a graph neural network (GNN) for graph matching. "
    "On the Willow dataset it reaches 91.2% accuracy and outperforms BERT-based baselines."
)


@given(st.text(max_size=200))
def test_words_cover_all_but_space_in_order(text):
    found = words(text)
    assert "".join(text[start:end] for start, end in found) == "".join(c for c in text if not c.isspace())
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))
    assert all(shape(text[start:end]) >= 0 for start, end in found)


def test_pieces_are_the_longest_that_match_from_the_left():
    pieces = WordPieces({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "stack": 3, "##gan": 4, "sta": 5, "##ck": 6})
    assert pieces("StackGAN") == (3, 4)
    assert pieces("zzz") == (0,)


def paths(length: int) -> list[tuple[int, ...]]:
    """All well-formed label sequences."""
    labels = range(1 + 2 * len(ENTITY_TYPES))

    def allowed(path: tuple[int, ...]) -> bool:
        return all(
            label == 0 or label % 2 == 1 or (before in (label - 1, label))
            for before, label in zip((0, *path), path, strict=False)
        )

    return [p for p in itertools.product(labels, repeat=length) if allowed(p)]


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10_000))
def test_span_probability_is_the_share_of_paths_that_hold_the_span(seed):
    rng = np.random.default_rng(seed)
    scores, steps = rng.normal(size=(4, 9)), well_formed(rng.normal(size=(9, 9)))
    lattice = Lattice.over(scores, steps)
    total, held = 0.0, np.zeros(len(ENTITY_TYPES))
    for path in paths(4):
        weight = np.exp(
            sum(scores[i, y] for i, y in enumerate(path)) + sum(steps[a, b] for a, b in itertools.pairwise(path))
        )
        total += weight
        for kind in range(len(ENTITY_TYPES)):
            if path[1] == 1 + 2 * kind and path[2] == 2 + 2 * kind and path[3] != 2 + 2 * kind:
                held[kind] += weight
    assert lattice.probabilities(1, 2) == pytest.approx(held / total)
    listed = {(first, last, kind): p for first, last, kind, p in lattice.spans(0.0)}
    for kind, name in enumerate(ENTITY_TYPES):
        assert listed[1, 2, name] == pytest.approx(held[kind] / total)


def test_inside_never_follows_outside():
    assert well_formed()[0, 2] == FORBIDDEN


def test_trees_sum_their_leaves():
    stump = Trees(
        feature=np.array([[0, 0, 0]]),
        threshold=np.array([[0.5, np.inf, np.inf]]),
        left=np.array([[1, 1, 2]]),
        right=np.array([[2, 1, 2]]),
        value=np.array([[0.0, -1.0, 2.0]]),
        output=np.array([0]),
        base=np.array([0.25]),
        depth=1,
    )
    assert stump.scores(np.array([[0.0], [1.0]])).ravel().tolist() == [-0.75, 2.25]


@pytest.mark.parametrize(("one", "other"), [("ImageNet dataset", "Imagenet"), ("graph networks", "Graph Network")])
def test_spellings_of_one_thing_share_a_key(one, other):
    assert entity_key(one) == entity_key(other)


@pytest.mark.parametrize("profile", ["fast", "accurate"])
def test_entities_have_exact_offsets_and_roles(profile):
    found = Extractor(profile).extract(Paper(id="p", title=TEXT.split("\n")[0], abstract=TEXT.split("\n")[1]))
    roles = {s: (e.type, e.role) for e in found.entities for s in e.surfaces}
    assert roles["QuixNet"] == ("Method", "introduced")
    assert roles["GNN"] == roles["graph neural network"]
    for entity in found.entities:
        assert {TEXT[m.start : m.end] for m in entity.mentions} == set(entity.surfaces)


@pytest.mark.parametrize("profile", ["fast", "accurate"])
def test_neighbours_and_order_change_nothing(profile):
    papers = [Paper(id=str(n), abstract=TEXT[n * 7 :]) for n in range(6)]
    extractor = Extractor(profile)
    together = {e.id: e for e in extractor.stream(reversed(papers))}
    assert all(extractor.extract(p) == together[p.id] for p in papers)


@pytest.mark.parametrize("text", ["", " ", "(", "a", "\n", "💡" * 30, "x" * 5000, "CNN-" * 400])
def test_odd_texts_are_read(text):
    for profile in ("fast", "accurate"):
        extractor = Extractor(profile)
        for doc in extractor.nlp.pipe([text]):
            assert all(m.end <= len(text) for e in doc._.paper_entities for m in e.mentions)
