"""The store that is kept on disk: always what the graph is, whatever happened to its files."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat
from rdf_samples import MemoryReader, entity, link, linked, sample_reader

from exports.rdf import pieces
from exports.sparql_changes import compare, read_digests
from exports.sparql_generations import hold_current, new_generation, writing
from exports.sparql_results import SelectTable
from exports.sparql_source import ReaderSource
from exports.sparql_store import SparqlStore
from exports.syntax import NQuads
from exports.vocabulary import PREFIXES
from kg.errors import KgError
from kg.records import Paper, Relation

PAPERS = "SELECT ?id { ?p a kg:Paper ; dcterms:identifier ?id } ORDER BY ?id"


class Graph:
    """A graph that changes, with the store of it."""

    def __init__(self, folder: Path) -> None:
        self.reader = sample_reader()
        self.stamp = 0
        self.folder = folder
        self.store = self.opened()

    def opened(self) -> SparqlStore:
        return SparqlStore(self.folder, lambda: ReaderSource(self.reader, str(self.stamp)))

    def content(self) -> set[str]:
        """All that is in the store, as lines of N-Quads."""
        path = self.store.refresh(quiet=True)
        dumped = pyoxigraph.Store.read_only(str(path)).dump(format=RdfFormat.N_QUADS)
        assert dumped is not None
        return set(dumped.decode().splitlines())

    def expected(self) -> set[str]:
        # Oxigraph keeps every kind of integer as xsd:integer.
        lines = {line for text in pieces(self.reader, NQuads()) for line in text.splitlines()}
        return {line.replace("#nonNegativeInteger>", "#integer>") for line in lines}

    def ids(self) -> list[object]:
        return ids(self.store)


def ids(store: SparqlStore) -> list[object]:
    table = store.query(PAPERS)
    assert isinstance(table, SelectTable)
    return [row[0] for row in table.rows]


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    return Graph(tmp_path / "sparql")


def drop_paper(reader: MemoryReader) -> None:
    reader.paper_list = [kept for kept in reader.paper_list if kept.paper.venue != "ICE 2021"]


def add_paper(reader: MemoryReader) -> None:
    paper = Paper(id="doi:10.9/new", title="ResNet once more", venue="V")
    reader.paper_list.append(linked(paper, [link(paper, "uses", "method:resnet", "ResNet")]))


def rename_paper(reader: MemoryReader) -> None:
    first = reader.paper_list[0]
    reader.paper_list[0] = replace(first, paper=first.paper.model_copy(update={"venue": "Elsewhere"}))


def rename_entity(reader: MemoryReader) -> None:
    reader.entity_list[1] = replace(reader.entity_list[1], label="Residual Net", aliases=())


def drop_entity(reader: MemoryReader) -> None:
    reader.entity_list = [kept for kept in reader.entity_list if kept.key != "dataset:cifar"]


def add_entity(reader: MemoryReader) -> None:
    reader.entity_list.append(entity("Task", "a/b % new", "new \u202e task"))


def change_relation(reader: MemoryReader) -> None:
    reader.relation_list[0] = Relation("dataset:cifar-10", "variantOf", "dataset:imagenet", 0.5)


def configure_anew(reader: MemoryReader) -> None:
    reader.digest = "decade"


CHANGES = [
    *(drop_paper, add_paper, rename_paper),
    *(rename_entity, drop_entity, add_entity, change_relation, configure_anew),
]


def test_the_store_holds_the_quads_of_the_export(graph: Graph) -> None:
    assert graph.content() == graph.expected()


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_the_graph_is_in_the_next_answer(graph: Graph, change: Callable[[MemoryReader], None]) -> None:
    graph.content()
    change(graph.reader)
    graph.stamp += 1
    assert graph.content() == graph.expected()


@settings(max_examples=25)
@given(steps=st.lists(st.sampled_from(CHANGES[1:]), max_size=5, unique=True))
def test_any_changes_one_after_the_other_give_the_same_store_as_at_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Callable[[MemoryReader], None]]
) -> None:
    graph = Graph(tmp_path_factory.mktemp("steps"))
    for step in steps:
        graph.content()
        step(graph.reader)
        graph.stamp += 1
    assert graph.content() == graph.expected()


class WithDigests(MemoryReader):
    """A reader that keeps digests, as the store does."""

    def paper_digests(self) -> Iterator[tuple[str, str]]:
        return ((found.paper.id, str(hash(repr(found)))) for found in self.linked_papers())

    def entity_digests(self) -> Iterator[tuple[str, str]]:
        for found in self.entities():
            own = [edge for edge in self.relations() if edge.subject == found.key]
            yield found.key, str(hash(repr((found, own))))


@pytest.mark.parametrize("change", CHANGES)
def test_digests_that_the_reader_keeps_are_taken(graph: Graph, change: Callable[[MemoryReader], None]) -> None:
    reader = sample_reader()
    graph.reader = WithDigests(reader.entity_list, reader.paper_list, reader.relation_list)
    graph.content()
    change(graph.reader)
    graph.stamp += 1
    assert graph.content() == graph.expected()


def test_what_did_not_change_is_not_written_again(graph: Graph) -> None:
    before = {path.stat().st_ino for path in graph.store.refresh().iterdir() if path.suffix == ".sst"}
    rename_entity(graph.reader)
    graph.stamp += 1
    after = {path.stat().st_ino for path in graph.store.refresh().iterdir() if path.suffix == ".sst"}
    assert before & after


def test_every_triple_counts_once_over_all_graphs(graph: Graph) -> None:
    reader = graph.reader
    reader.paper_list = [
        replace(found, paper=found.paper.model_copy(update={"venue": "One for all"})) for found in reader.paper_list
    ]
    table = graph.store.query("SELECT (COUNT(*) AS ?n) { ?v a schema:CreativeWork ; schema:name ?name }")
    assert isinstance(table, SelectTable)
    assert table.rows == ((1,),)


def test_a_paper_has_a_graph_of_its_own(graph: Graph) -> None:
    table = graph.store.query('SELECT ?g { GRAPH ?g { ?p dcterms:identifier "arxiv:2101.00001" } }')
    assert isinstance(table, SelectTable)
    assert table.rows == (("https://w3id.org/paperkg/id/graph/paper/arxiv:2101.00001",),)


def test_a_missing_and_an_outdated_store_are_told_and_made_good(graph: Graph, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    assert len(graph.ids()) == 4
    assert "is not there" in caplog.text
    caplog.clear()
    assert len(graph.ids()) == 4
    assert caplog.text == ""
    drop_paper(graph.reader)
    graph.stamp += 1
    assert len(graph.ids()) == 3
    assert "out of date" in caplog.text


def damage_pointer(generation: Path) -> None:
    (generation.parent / "CURRENT").write_text("../../etc")


def damage_note(generation: Path) -> None:
    (generation / "note.json").write_text("[")


def damage_manifest(generation: Path) -> None:
    (generation / "store" / "CURRENT").write_text("nonsense\n")


def lose_data(generation: Path) -> None:
    for path in (generation / "store").glob("*.sst"):
        path.unlink()


def garble_data(generation: Path) -> None:
    for path in (generation / "store").glob("*.sst"):
        data = bytearray(path.read_bytes())
        data[: len(data) // 2] = os.urandom(len(data) // 2)
        path.write_bytes(data)


DAMAGES = [damage_pointer, damage_note, damage_manifest, lose_data, garble_data]


@pytest.mark.parametrize("timeout", [None, 60.0])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_is_made_anew(graph: Graph, damage: Callable[[Path], None], timeout: float | None) -> None:
    right = graph.store.query(PAPERS)
    generation = graph.store.refresh().parent
    graph.store.close()
    damage(generation)
    assert graph.opened().query(PAPERS, timeout) == right


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_is_not_built_upon(graph: Graph, damage: Callable[[Path], None]) -> None:
    generation = graph.store.refresh().parent
    graph.store.close()
    damage(generation)
    rename_entity(graph.reader)
    graph.stamp += 1
    graph.store = graph.opened()
    graph.store.query(PAPERS)
    table = graph.store.query('ASK { ?m skos:prefLabel "Residual Net" }')
    assert table is True


def test_a_reader_keeps_what_it_reads_while_the_store_is_changed(graph: Graph) -> None:
    path = graph.store.refresh()
    lease = hold_current(graph.folder)
    assert lease is not None
    for step in (rename_entity, add_entity, drop_entity):
        step(graph.reader)
        graph.stamp += 1
        other = graph.opened()
        other.refresh(quiet=True)
        other.close()
    assert path.exists()
    graph.store.close()
    lease.release()
    configure_anew(graph.reader)
    graph.stamp += 1
    graph.opened().refresh(quiet=True)
    assert not path.exists()
    assert len(list(graph.folder.glob("g*"))) == 1


def test_readers_and_a_writer_at_the_same_time_see_whole_graphs(graph: Graph) -> None:
    graph.store.refresh(quiet=True)
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            # A source that says "nothing has changed": what is read is whatever generation is current.
            lease = hold_current(graph.folder)
            if lease is None:
                wrong.append("no store")
                return
            store = pyoxigraph.Store.read_only(str(lease.path / "store"))
            papers = list(store.query(PAPERS, prefixes=PREFIXES, use_default_graph_as_union=True))
            if len(papers) not in (3, 4, 5):
                wrong.append(len(papers))
            del store, papers
            lease.release()

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for step in CHANGES:
        step(graph.reader)
        graph.stamp += 1
        graph.store.refresh(quiet=True)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    order = []
    with writing(tmp_path):
        other = threading.Thread(target=lambda: _write(tmp_path, order))
        other.start()
        other.join(0.2)
        order.append("first")
    other.join()
    assert order == ["first", "second"]


def _write(folder: Path, order: list[str]) -> None:
    with writing(folder):
        order.append("second")


def test_a_writer_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    with writing(tmp_path):
        with new_generation(tmp_path) as first:
            (first / "x").write_text("1")
        with pytest.raises(RuntimeError):
            _fail_half_way(tmp_path)
    lease = hold_current(tmp_path)
    assert lease is not None
    assert (lease.path / "x").read_text() == "1"
    assert len(list(tmp_path.glob(".new-*"))) == 0


def _fail_half_way(folder: Path) -> None:
    with new_generation(folder) as second:
        (second / "x").write_text("2")
        raise RuntimeError


def test_a_folder_that_cannot_be_written_is_not_needed(graph: Graph, caplog: pytest.LogCaptureFixture) -> None:
    graph.folder.write_text("a file stands in the way")
    assert len(graph.ids()) == 4
    assert "temporary" in caplog.text


def test_digests_that_are_not_sorted_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not sorted"):
        compare([], [("b", "1"), ("a", "2")], tmp_path / "digests")


@given(
    old=st.dictionaries(st.text(max_size=3), st.sampled_from("12"), max_size=8),
    new=st.dictionaries(st.text(max_size=3), st.sampled_from("12"), max_size=8),
)
def test_what_differs_is_found(
    tmp_path_factory: pytest.TempPathFactory, old: dict[str, str], new: dict[str, str]
) -> None:
    target = tmp_path_factory.mktemp("digests") / "new"
    changes = compare(sorted(old.items()), sorted(new.items()), target)
    assert changes.gone == sorted(old.keys() - new.keys())
    assert changes.new == sorted(new.keys() - old.keys())
    assert changes.changed == sorted(name for name in old.keys() & new.keys() if old[name] != new[name])
    assert list(read_digests(target)) == sorted(new.items())


def test_a_store_made_by_other_code_is_made_anew(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    graph.store.refresh()
    monkeypatch.setattr(ReaderSource, "format", lambda _: "another version")
    first = graph.folder.joinpath("CURRENT").read_text()
    graph.store.refresh()
    assert graph.folder.joinpath("CURRENT").read_text() != first


def test_a_killed_writer_does_no_harm(graph: Graph) -> None:
    graph.store.refresh()
    script = (
        "import os, sys; from pathlib import Path; from exports.sparql_generations import *\n"
        "folder = Path(sys.argv[1])\n"
        "with writing(folder), new_generation(folder) as new: (new / 'half').touch(); os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", script, graph.folder], check=False).returncode == 9
    graph.stamp += 1
    assert graph.content() == graph.expected()
    assert list(graph.folder.glob(".new-*")) == []


def test_a_temporary_store_cannot_be_written_either(monkeypatch: pytest.MonkeyPatch) -> None:
    store = SparqlStore(None, lambda: ReaderSource(sample_reader(), ""))
    monkeypatch.setattr("exports.sparql_store.synchronize", _no_space)
    with pytest.raises(KgError, match="cannot be written"):
        store.query(PAPERS)


def _no_space(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")
