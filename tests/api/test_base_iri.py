"""Where the IRIs of the data begin: told once, it holds for queries and exports alike."""

from pathlib import Path

import pytest

import kg
from kg.api.building import store_path
from kg.cli.write import write_export
from kg.store import Store

MINE = "https://example.org/papers/"
DATASETS = "SELECT ?d { ?d a kg:Dataset }"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A graph of one dataset."""
    (tmp_path / "papers.txt").write_text(
        "We train a small network on ImageNet and report its accuracy for image classification.\n", encoding="utf-8"
    )
    kg.build(tmp_path / "papers.txt", tmp_path, profile="fast").reader.close()
    return tmp_path


def set_base(folder: Path, iri: str) -> None:
    graph = kg.KnowledgeGraph(Store(store_path(folder), write=True))
    graph.set_base_iri(iri)
    graph.reader.close()


def datasets(folder: Path) -> list[str]:
    return list(kg.load(folder).sparql(DATASETS)["d"])  # type: ignore[index]


def test_a_base_that_was_set_holds_for_queries_and_exports(folder: Path) -> None:
    assert datasets(folder) == ["https://w3id.org/paperkg/id/dataset/imagenet"]
    set_base(folder, MINE)
    assert datasets(folder) == [f"{MINE}dataset/imagenet"]
    out = folder / "graph.nt"
    write_export(kg.load(folder), "nt", str(out), base_iri=None, provenance="full", directory=str(folder))
    assert f"<{MINE}dataset/imagenet>" in out.read_text()


def test_an_export_may_have_another(folder: Path) -> None:
    set_base(folder, MINE)
    out = folder / "graph.nt"
    other = "https://example.org/other/"
    write_export(kg.load(folder), "nt", str(out), base_iri=other, provenance="full", directory=str(folder))
    assert MINE not in out.read_text()
    assert kg.load(folder).base_iri == MINE


@pytest.mark.parametrize("iri", ["papers/", "https://example.org/papers", "https://example.org/a b/"])
def test_what_is_no_base_is_not_kept(folder: Path, iri: str) -> None:
    with pytest.raises(kg.KgError, match="base IRI"):
        set_base(folder, iri)
    assert kg.load(folder).base_iri == "https://w3id.org/paperkg/id/"
