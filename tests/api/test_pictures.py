"""The picture of a graph as `KnowledgeGraph` makes it: from a store, with leaderboards, in a notebook."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.api.pictures import standings
from kg.outline import build_outline, fill


def data_of(page: str) -> Any:
    """What a page holds."""
    found = re.search(r'id="graph-data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found.group(1))


@pytest.fixture
def folder(graph: kg.KnowledgeGraph, tmp_path: Path) -> Path:
    graph.save(tmp_path / "g")
    return tmp_path / "g"


@pytest.mark.parametrize("how", [{}, {"top": 5}, {"around": "ImageNet", "hops": 2}, {"types": ["datasets"], "top": 3}])
def test_the_page_is_the_same_whether_all_sentences_were_read_or_only_those_it_holds(
    folder: Path, how: dict[str, Any], tmp_path: Path
) -> None:
    whole, outline = kg.load(folder), kg.load(folder)
    assert whole.nx.number_of_nodes() > 10
    reports = [g.write_picture(tmp_path / f"{i}.html", **how) for i, g in enumerate((whole, outline))]
    assert "nx" not in outline.__dict__
    assert reports[0] == reports[1]
    assert (tmp_path / "0.html").read_bytes() == (tmp_path / "1.html").read_bytes()


def test_an_outline_filled_in_for_all_nodes_is_the_graph(folder: Path) -> None:
    g = kg.load(folder)
    outline = build_outline(g._store)
    assert set(outline.edges(keys=True)) == set(g.nx.edges(keys=True))
    fill(outline, g._store, set(outline))
    for node in outline.nodes.values():
        node.pop("text_length", None)
    assert dict(outline.nodes(data=True)) == dict(g.nx.nodes(data=True))
    for edge in g.nx.edges(keys=True):
        assert outline.edges[edge] == g.nx.edges[edge]


def test_results_stand_as_on_the_leaderboard(folder: Path) -> None:
    g = kg.load(folder)
    datasets = {key for key, kind in g.nx.nodes(data="type") if kind == "Dataset"}
    found = standings(g.nx, datasets)
    for dataset in datasets:
        board = g.leaderboard(dataset=g.nx.nodes[dataset]["label"])
        ranks = sorted(
            standing.rank
            for result, standing in found.items()
            if standing.rank is not None and (result, dataset, "onDataset") in g.nx.edges(keys=True)
        )
        assert ranks == sorted(int(rank) for rank in board["rank"].dropna())


def test_a_view_is_a_page_in_a_frame_that_keeps_to_itself(graph: kg.KnowledgeGraph) -> None:
    shown = graph.view(around="ImageNet", height=400)
    text = shown._repr_html_()
    assert 'sandbox="allow-scripts allow-downloads allow-popups"' in text
    assert "height:400px" in text
    assert data_of(shown.page)["kind"] == "neighbourhood"


def test_progress_is_told(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int, int | None]] = []
    monkeypatch.setattr("kg.outline._EVERY", 1)
    kg.load(folder).write_picture(tmp_path / "page.html", progress=lambda *step: told.append(step))
    assert {step for step, *_ in told} == {"papers", "links"}
