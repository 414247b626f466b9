"""What extraction prepares is what linking would work out by itself, and counts only for the paper as it is."""

from collections.abc import Iterator

import pytest
from small_corpus import Names, paper

from exports.rdf import pieces
from kg.corrections import Corrections
from kg.linking import link_corpus, prepare, way_of_linking
from kg.records import Extraction, Record, Source
from kg.store import Store

PAPERS = [
    paper("p0", ("Method", "used", ("graph convolutional network", "GCN")), ("Dataset", "evaluated", ("ImageNet",))),
    paper("p1", ("Method", "introduced", ("FooNet",)), ("Method", "used", ("graph convolutional networks", "GCN"))),
    paper("p2", ("Method", "introduced", ("BarNet",)), ("Method", "compared", ("GCN",)), ("Task", "addressed", ("x",))),
]


def extracted() -> Store:
    """A store of the papers, extracted and not yet linked."""
    store = Store(None)
    run = store.begin_run("2026-01-01", "0", "c", [])
    source = Source(file="f", format="jsonl", position=1)
    store.add_records([Record(abstract=p.abstract, own_id=p.id, source=source) for p in PAPERS], run)
    store.resolve_papers()
    store.add_extractions(PAPERS, "c")
    return store


@pytest.fixture
def store() -> Iterator[Store]:
    with extracted() as store:
        yield store


def keep_prepared(store: Store, papers: list[Extraction], way: str) -> None:
    with store.transaction():
        for one in papers:
            store.keep_prepared(one.id, way, prepare(one, Names(), Corrections()))


def graph(store: Store) -> tuple[str, list[tuple[str, str]]]:
    link_corpus(store, Names(), "c", 1)
    return "".join(pieces(store)), list(store.paper_digests())


@pytest.fixture
def expected() -> tuple[str, list[tuple[str, str]]]:
    with extracted() as store:
        return graph(store)


def test_linking_from_what_was_prepared_gives_the_same_graph(
    store: Store, expected: tuple[str, list[tuple[str, str]]]
) -> None:
    found = [store.extraction(p.id, "c") for p in PAPERS]
    keep_prepared(store, found, way_of_linking(Names(), "c"))
    assert graph(store) == expected
    assert list(store.read_rows("SELECT * FROM prepared")) == []


@pytest.mark.parametrize("stale", ["way", "paper"])
def test_what_was_prepared_otherwise_is_not_used(
    stale: str, store: Store, expected: tuple[str, list[tuple[str, str]]]
) -> None:
    wrong = [one.model_copy(update={"entities": []}) for one in PAPERS]
    keep_prepared(store, wrong, "another way" if stale == "way" else way_of_linking(Names(), "c"))
    if stale == "paper":
        with store.transaction():
            store._db.execute("UPDATE prepared SET basis = 'of other words'")
    assert graph(store) == expected
