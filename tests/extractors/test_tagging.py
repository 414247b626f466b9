"""Words, lattice, trees and proposals: what the learned extraction stands on."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.lattice import FORBIDDEN, Lattice, lattices, likely_spans, well_formed
from extractors.linear import Linear, LinearTagger, MarkedText
from extractors.names import NameRecord, NameTable
from extractors.pipeline import Extractor
from extractors.proposals import entity_key
from extractors.trees import Trees
from extractors.word_features import Mark, feature_strings
from extractors.wordpieces import WordPieces, shape, words
from kg.acronyms import Definition
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


@settings(max_examples=10)
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
    assert lattice.probabilities(np.array([1]), np.array([2]))[0] == pytest.approx(held / total)
    listed = {(first, last, kind): p for first, last, kind, p in lattice.spans(0.0)}
    for kind, name in enumerate(ENTITY_TYPES):
        assert listed[1, 2, name] == pytest.approx(held[kind] / total)


@given(st.lists(st.integers(0, 9), max_size=6), st.integers(0, 10_000))
def test_what_a_text_gives_does_not_depend_on_the_texts_beside_it(lengths, seed):
    rng = np.random.default_rng(seed)
    steps, texts = well_formed(rng.normal(size=(9, 9))), [rng.normal(size=(n, 9)) for n in lengths]
    together = lattices(texts, steps)
    for scores, lattice, spans in zip(texts, together, likely_spans(together, 0.01), strict=True):
        alone = Lattice.over(scores, steps)
        assert np.array_equal(lattice.marginals, alone.marginals)
        assert np.array_equal(lattice.backward, alone.backward)
        assert spans == alone.spans(0.01)
        first, last = (np.array([span[n] for span in spans], np.int64) for n in (0, 1))
        by_type = lattice.probabilities(first, last)
        assert [row[ENTITY_TYPES.index(s[2])] for row, s in zip(by_type, spans, strict=True)] == pytest.approx(
            [s[3] for s in spans]
        )


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
    )
    assert stump.scores(np.array([[0.0], [1.0]])).ravel().tolist() == [-0.75, 2.25]


def leaf_reached(trees: Trees, tree: int, row: np.ndarray) -> int:
    """The plain walk from the root."""
    node = 0
    while trees.left[tree, node] != node:
        lower = row[trees.feature[tree, node]] <= trees.threshold[tree, node]
        node = int((trees.left if lower else trees.right)[tree, node])
    return node


@given(st.integers(0, 10_000))
def test_scores_by_bits_are_those_of_a_walk_down_each_tree(seed):
    rng = np.random.default_rng(seed)
    count, nodes = 5, 2 * int(rng.integers(1, 16)) + 1
    left, right = (np.tile(np.arange(nodes, dtype=np.int32), (count, 1)) for _ in range(2))
    for tree in range(count):
        leaves, free = [0], 1
        while free + 1 < nodes:
            node = leaves.pop(int(rng.integers(len(leaves))))
            left[tree, node], right[tree, node] = free, free + 1
            leaves += [free, free + 1]
            free += 2
    trees = Trees(
        feature=rng.integers(0, 3, (count, nodes)).astype(np.int32),
        threshold=rng.integers(0, 4, (count, nodes)).astype(np.float64),
        left=left,
        right=right,
        value=rng.normal(size=(count, nodes)),
        output=np.array([0, 1, 0, 1, 0], np.int32),
        base=np.array([0.5, -0.5]),
    )
    rows = rng.integers(0, 4, (7, 3)).astype(np.float64)
    for row, scores in zip(rows, trees.scores(rows), strict=True):
        walked = [trees.value[tree, leaf_reached(trees, tree, row)] for tree in range(count)]
        assert scores == pytest.approx([0.5 + walked[0] + walked[2] + walked[4], -0.5 + walked[1] + walked[3]])


ODD_WORDS = st.text(st.sampled_from("aBc1 (-)é:.\u0130"), max_size=12)


@given(st.lists(ODD_WORDS, min_size=1, max_size=4), ODD_WORDS, st.integers(0, 10_000))
def test_features_looked_up_by_number_score_as_those_written_out(texts, title, seed):
    rng = np.random.default_rng(seed)
    clusters = {"a": (1, 2), "b": (1, 3), "0": (4, 5)}
    read = []
    for body in texts:
        text = f"{title}\n{body} a-B (A1)"
        found = words(text)
        first, last = found[0], found[-1]
        marks = [Mark(first[0], first[1], "Dat"), Mark(found[-2][0], last[1], "Metu")]
        read.append(MarkedText(text, found, len(title), marks, [Definition(short=found[-2], long=first)]))
    written = [feature_strings(t.text, t.words, t.title_end, t.marks, t.definitions, clusters) for t in read]
    features = sorted({f for rows in written for row in rows for f in row})
    weights = dict(zip(features, rng.normal(size=(len(features), 9)).astype(np.float32), strict=True))
    for feature in features[::3]:  # most features of a new text are unknown
        del weights[feature]
    model = Linear(list(weights), np.array([*weights.values()]).reshape(-1, 9), well_formed(), clusters)
    for rows, scores in zip(written, LinearTagger(model).scores(read), strict=True):
        expected = [sum((weights[f] for f in row if f in weights), np.zeros(9)) for row in rows]
        assert scores == pytest.approx(np.array(expected), abs=1e-4)


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


def test_of_two_records_as_good_one_is_taken_whatever_the_order_of_keys() -> None:
    table = NameTable({"a": NameRecord(3, (1, 0, 0, 0), 0), "b": NameRecord(3, (1, 0, 0, 0), 2)})
    assert table.best(["a", "b"]) == table.best(["b", "a"])
