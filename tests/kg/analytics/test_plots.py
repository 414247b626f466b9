"""Pictures are written, are the same for the same graph, and hostile names do them no harm."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest
from corpora import graph_of

import kg
from kg.api.plotting import Picture

pytest.importorskip("matplotlib")

SCORES = pd.DataFrame(
    {
        "date": ["2020-01", "2020-06-02", "2021"],
        "value": [70.0, 65.0, 75.0],
        "method": ["A $\\frac", None, "C"],
        "paper": ["p", "q", "r"],
        "best": [70.0, 70.0, 75.0],
        "record": [True, False, True],
    }
)


def pictures(g: kg.KnowledgeGraph) -> dict[str, Picture]:
    return {
        "trend": g.plot.trend("datasets", by="quarter"),
        "share": g.plot.trend(["Harborset", "Alphanet"], share=True),
        "rank": g.plot.rank("Method", by="pagerank"),
        "heatmap": g.plot.heatmap(),
        "communities": g.plot.communities(),
        "timeline": g.plot.timeline(SCORES, title="accuracy on $x"),
    }


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_the_same_graph_gives_the_same_files(harbour: kg.KnowledgeGraph, tmp_path: Path, suffix: str) -> None:
    for name, picture in pictures(harbour).items():
        picture.save(tmp_path / f"{name}{suffix}")
    for name, picture in pictures(harbour).items():
        picture.save(tmp_path / f"again{suffix}")
        assert (tmp_path / f"again{suffix}").read_bytes() == (tmp_path / f"{name}{suffix}").read_bytes(), name


def test_a_leaderboard_has_a_bar_for_each_ranked_score(graph: kg.KnowledgeGraph, tmp_path: Path) -> None:
    ranked = graph.leaderboard("ImageNet", "top-1 accuracy")["rank"].notna().sum()
    picture = graph.plot.leaderboard("ImageNet", "top-1 accuracy", file=tmp_path / "board.svg")
    assert len(picture.figure.axes[0].patches) == ranked
    assert ET.parse(tmp_path / "board.svg").getroot().tag.endswith("svg")


def test_a_notebook_shows_a_picture(harbour: kg.KnowledgeGraph) -> None:
    assert harbour.plot.trend("Harborset")._repr_png_().startswith(b"\x89PNG")


def test_names_are_no_formulas(tmp_path: Path) -> None:
    hostile = "m $\\undefined{<b>&x"
    graph = graph_of([(f"p{n}", "2020-05", [("uses", hostile), ("on", "d $^_set")]) for n in range(3)])
    for picture in pictures_of_any(graph):
        picture.save(tmp_path / "hostile.svg")
        ET.parse(tmp_path / "hostile.svg")


def pictures_of_any(g: kg.KnowledgeGraph) -> list[Picture]:
    return [g.plot.trend("methods"), g.plot.heatmap(), g.plot.communities()]


@pytest.mark.parametrize("file", ["picture.pdf", "picture", "picture.svg.exe"])
def test_another_kind_of_file_is_refused(harbour: kg.KnowledgeGraph, tmp_path: Path, file: str) -> None:
    with pytest.raises(kg.KgError, match=r"\.png or \.svg"):
        harbour.plot.heatmap(file=tmp_path / file)
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_told(harbour: kg.KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(kg.KgError, match="cannot be written"):
        harbour.plot.heatmap(file=tmp_path / "nowhere" / "picture.png")


def test_nothing_to_plot_is_told() -> None:
    undated = graph_of([("p", None, [("on", "d Harborset")])])
    for plot in (undated.plot.heatmap, undated.plot.communities):
        with pytest.raises(kg.KgError, match="nothing to plot"):
            plot()
    with pytest.raises(kg.KgError, match="nothing to plot"):
        undated.plot.trend("Harborset")
    with pytest.raises(kg.KgError, match="nothing to plot"):
        undated.plot.timeline(SCORES.head(0))
