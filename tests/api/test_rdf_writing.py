"""RDF that several processes write is byte for byte what one writes, whatever happens meanwhile."""

import io
from pathlib import Path

import pytest
from three_papers import PAPERS, write_jsonl

import kg
from exports.serialize import write_rdf
from exports.vocabulary import DEFAULT_BASE
from kg.api import rdf_writing
from kg.api.rdf_writing import write_rdf_in_processes
from kg.store import FILE_NAME, Store


@pytest.fixture(autouse=True)
def one_paper_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf_writing, "_TOGETHER", 1)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("graph")
    kg.build(write_jsonl(out / "papers.jsonl", PAPERS), out, profile="fast").reader.close()
    return out


def by_one(store: Store, format: str) -> bytes:
    stream = io.BytesIO()
    write_rdf(store, stream, format)  # type: ignore[arg-type]
    return stream.getvalue()


def by_two(store: Store, format: str) -> bytes:
    stream = io.BytesIO()
    write_rdf_in_processes(store, stream, format, base_iri=DEFAULT_BASE, provenance="full", jobs=2)  # type: ignore[arg-type]
    return stream.getvalue()


@pytest.mark.parametrize("format", ["ttl", "nt", "nq", "trig", "jsonld"])
def test_two_processes_write_what_one_does(built: Path, format: str) -> None:
    with Store(built / FILE_NAME) as store:
        assert by_two(store, format) == by_one(store, format)


def test_a_graph_that_changes_meanwhile_is_written_as_it_was(built: Path) -> None:
    with Store(built / FILE_NAME) as store:
        before = by_one(store, "nt")
        with Store(built / FILE_NAME, write=True) as writer, writer.writing():
            writer.begin_run("2026-01-01", "0", "c", [])
        assert by_two(store, "nt") == before


def test_where_no_process_can_be_had_one_writes_all(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf_writing, "_COMMAND", [*rdf_writing._COMMAND[:1], "-c", "raise SystemExit(1)"])
    with Store(built / FILE_NAME) as store:
        assert by_two(store, "nt") == by_one(store, "nt")


def test_papers_between_bounds_are_all_papers(built: Path) -> None:
    with Store(built / FILE_NAME) as store:
        ids = [one.paper.id for one in store.linked_papers()]
        for size in (1, 2, 3, 4):
            bounds = store.paper_bounds(size)
            assert [one.paper.id for span in bounds for one in store.linked_papers(*span)] == ids
