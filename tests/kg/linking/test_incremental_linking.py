"""Whatever the order and the steps in which papers come and go, the graph is that of the papers that are there."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_corpus import Names, add, paper

from exports.rdf import pieces
from kg.linking import link_corpus
from kg.records import EntityType, Extraction, Role
from kg.store import Store

# Names that meet in every way linking knows: spellings, acronyms of two senses, listed and unlisted, variants.
MENTIONS: list[tuple[EntityType, Role, tuple[str, ...]]] = [
    ("Method", "used", ("graph convolutional network", "GCN")),
    ("Method", "introduced", ("gated contrast net", "GCN")),
    ("Method", "used", ("GCN",)),
    ("Method", "compared", ("FCN",)),
    ("Method", "used", ("fully convolutional networks", "FCN")),
    ("Method", "introduced", ("Fusing Cross Network", "FCN")),
    ("Method", "introduced", ("FooNet",)),
    ("Method", "used", ("Foo-Net",)),
    ("Method", "used", ("FooNet-50",)),
    ("Method", "used", ("ResNet-50",)),
    ("Method", "used", ("ResNet",)),
    ("Dataset", "evaluated", ("ImageNet",)),
    ("Dataset", "introduced", ("ILSVRC 2012",)),
    ("Task", "addressed", ("parsing",)),
]

corpora = st.lists(
    st.lists(st.sampled_from(MENTIONS), min_size=1, max_size=4, unique=True), min_size=1, max_size=9
).map(lambda all_named: [paper(f"p{number}", *named) for number, named in enumerate(all_named)])
unhurried = settings(max_examples=40)


def graph_of(store: Store) -> tuple[object, ...]:
    """All that anybody can read of a graph."""
    entities = list(store.entities())
    return (
        entities,
        [store.written_for(e.key) for e in entities],
        list(store.linked_papers()),
        list(store.relations()),
        list(store.paper_digests()),
        list(store.entity_digests()),
        "".join(pieces(store)),
    )


def graph_in_one_go(papers: Iterable[Extraction]) -> tuple[object, ...]:
    with Store(None) as store:
        add(store, papers)
        return graph_of(store)


@unhurried
@given(corpora, st.randoms(use_true_random=False), st.integers(1, 4))
def test_any_order_and_any_increments_give_the_same_graph(papers, random, size):  # type: ignore[no-untyped-def]
    shuffled = list(papers)
    random.shuffle(shuffled)
    with Store(None) as store:
        for start in range(0, len(shuffled), size):
            add(store, shuffled[start : start + size])
        assert graph_of(store) == graph_in_one_go(papers)


@unhurried
@given(corpora, st.data())
def test_what_was_removed_leaves_no_trace(papers, data):  # type: ignore[no-untyped-def]
    gone = data.draw(st.sets(st.sampled_from([p.id for p in papers]), max_size=len(papers) - 1))
    with Store(None) as store:
        add(store, papers)
        store.remove_papers(sorted(gone))
        store.resolve_papers()
        link_corpus(store, Names(), "c", 9)
        assert graph_of(store) == graph_in_one_go([p for p in papers if p.id not in gone])


@unhurried
@given(corpora, st.data())
def test_a_paper_that_changes_is_linked_as_if_it_had_never_been_otherwise(papers, data):  # type: ignore[no-untyped-def]
    named = data.draw(st.lists(st.sampled_from(MENTIONS), min_size=1, max_size=4, unique=True))
    changed = paper("p0", *named)
    with Store(None) as store:
        add(store, papers)
        add(store, [changed])
        assert graph_of(store) == graph_in_one_go([changed, *papers[1:]])


def test_a_build_that_brings_nothing_new_writes_nothing_of_the_graph() -> None:
    papers = [paper("p", MENTIONS[0], MENTIONS[6]), paper("q", MENTIONS[2])]
    with Store(None) as store:
        add(store, papers)
        add(store, papers)
        assert list(store.changes(2)) == []


def test_papers_that_use_an_acronym_follow_when_its_sense_becomes_clear() -> None:
    silent = paper("q", ("Method", "used", ("GCN",)))
    with Store(None) as store:
        add(store, [silent])
        assert [e.key for e in store.entities()] == ["method:gcn"]
        add(store, [paper(f"p{n}", MENTIONS[0]) for n in range(2)])
        assert [(e.key, e.papers) for e in store.entities()] == [("method:graph-convolutional-network", 3)]
        assert [(c.change, c.key) for c in store.changes(2)][2:4] == [
            ("-", "method:gcn"),
            ("+", "method:graph-convolutional-network"),
        ]


def test_a_digest_changes_with_the_paper_and_only_then() -> None:
    with Store(None) as store:
        add(store, [paper("p", MENTIONS[6], MENTIONS[11]), paper("q", MENTIONS[9])])
        before, entities = dict(store.paper_digests()), dict(store.entity_digests())
        add(store, [paper("p", MENTIONS[6], MENTIONS[12]), paper("r", MENTIONS[10])])
        after = dict(store.paper_digests())
        assert {id for id in after if after[id] != before.get(id)} == {"p", "r"}
        changed = {key for key, digest in store.entity_digests() if entities.get(key) != digest}
        # What FooNet's paper introduces, it does not evaluate FooNet on; ResNet-50 has found its base.
        assert changed == {"dataset:imagenet", "method:foonet", "method:resnet", "method:resnet-50"}


@pytest.mark.parametrize("run", [1, 2, 3])
def test_changes_are_told_for_every_run_whatever_came_later(run: int) -> None:
    with Store(None) as store:
        add(store, [paper("p", MENTIONS[9])])
        add(store, [paper("q", MENTIONS[10])])
        add(store, [paper("p", MENTIONS[13])])
        expected = {
            1: ["+ p", "+ method:resnet-50", "+ p uses method:resnet-50"],
            2: ["+ q", "+ method:resnet", "+ q uses method:resnet"],
            3: ["- method:resnet-50", "+ task:parsing", "+ p addresses task:parsing", "- p uses method:resnet-50"],
        }
        assert [f"{c.change} {c.key}" for c in store.changes(run)] == expected[run]
