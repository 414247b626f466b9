"""Graphs saved, pickled, merged and compared."""

import pickle
from pathlib import Path

import pytest
from networkx.utils import graphs_equal

import kg


def build(papers: list[dict], folder: Path, name: str) -> kg.KnowledgeGraph:
    import json

    path = folder / f"{name}.jsonl"
    path.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    return kg.build(path, profile="fast")


PAPERS = [
    {
        "id": "2101.00001",
        "title": "TinkerNet: A Compact Network",
        "abstract": "We propose TinkerNet for image classification and evaluate it on ImageNet.",
    },
    {
        "id": "2203.00002",
        "title": "MendBench: A Benchmark for Program Repair",
        "abstract": "We introduce MendBench, a benchmark for program repair.",
    },
    {
        "id": "2305.00003",
        "title": "Wider TinkerNet",
        "abstract": "We train TinkerNet with knowledge distillation on CIFAR-10.",
    },
]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[kg.KnowledgeGraph, kg.KnowledgeGraph, kg.KnowledgeGraph]:
    """The graphs of the first two papers, of the last two, and of all."""
    folder = tmp_path_factory.mktemp("parts")
    return build(PAPERS[:2], folder, "one"), build(PAPERS[1:], folder, "two"), build(PAPERS, folder, "all")


Parts = tuple[kg.KnowledgeGraph, kg.KnowledgeGraph, kg.KnowledgeGraph]


def test_merging_gives_the_graph_of_one_build(parts: Parts, tmp_path: Path) -> None:
    one, two, whole = parts
    merged = kg.merge(one, two, tmp_path / "merged", profile="fast")
    assert kg.diff(whole, merged).empty
    assert kg.diff(merged, kg.merge(two, one, profile="fast")).empty
    assert graphs_equal(kg.load(tmp_path / "merged").nx, whole.nx)


def test_merging_extracts_nothing_again(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    from extractors.pipeline import Extractor

    read: list[str] = []
    monkeypatch.setattr(Extractor, "stream", lambda _, papers: iter([read.append(p.id) for p in papers][:0]))
    kg.merge(parts[0], parts[1], profile="fast")
    assert read == []


def test_merging_into_a_graph_is_refused(parts: Parts, built: Path) -> None:
    with pytest.raises(kg.KgError, match="holds a graph already"):
        kg.merge(parts[0], parts[1], built)


def test_the_difference_says_what_came_went_and_changed(parts: Parts) -> None:
    one, _, whole = parts
    there = kg.diff(one, whole)
    added = set(there[(there["change"] == "added") & (there["kind"] == "Paper")]["subject"])
    assert added == {"paper:arxiv:2305.00003"}
    changed = there[(there["change"] == "changed") & (there["subject"] == "method:tinkernet")].iloc[0]
    assert (changed["before"]["papers"], changed["after"]["papers"]) == (1, 2)
    back = kg.diff(whole, one)
    opposite = {"added": "removed", "removed": "added", "changed": "changed"}
    assert [opposite[change] for change in there["change"]] == back["change"].tolist()
    assert len(back) == len(there)


def test_a_saved_graph_is_loaded_as_it_was(parts: Parts, tmp_path: Path) -> None:
    parts[2].save(tmp_path / "new" / "folder")
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["paperkg.sqlite"]
    assert graphs_equal(kg.load(tmp_path / "new" / "folder").nx, parts[2].nx)


def test_saving_over_a_graph_is_refused_and_leaves_it(parts: Parts, built: Path) -> None:
    before = kg.load(built).counts()
    with pytest.raises(kg.KgError, match="exists already"):
        parts[2].save(built)
    assert kg.load(built).counts() == before


def test_saving_where_a_file_stands_is_told(parts: Parts, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(kg.KgError, match="cannot be created"):
        parts[2].save(tmp_path / "file" / "folder")


def test_a_pickled_graph_is_the_same_and_needs_no_file(parts: Parts, graph: kg.KnowledgeGraph) -> None:
    for original in (parts[2], graph):
        again = pickle.loads(pickle.dumps(original))
        assert graphs_equal(again.nx, original.nx)
        assert again.counts() == original.counts()
