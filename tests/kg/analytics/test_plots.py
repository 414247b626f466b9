"""Pictures are written, are the same for the same graph, and hostile names do them no harm."""

import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from corpora import graph_of

import kg
from kg.api import drawing
from kg.api.labelling import place_labels
from kg.api.plotting import Picture

pytest.importorskip("matplotlib")


def pictures(g: kg.KnowledgeGraph) -> dict[str, Picture]:
    return {
        "trend": g.plot.trend("datasets", by="quarter"),
        "share": g.plot.trend(["Harborset", "Alphanet"], share=True),
        "rank": g.plot.rank("Method", by="pagerank"),
        "heatmap": g.plot.heatmap(),
        "communities": g.plot.communities(),
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


def test_names_beside_points_cover_neither_each_other_nor_a_point() -> None:
    points = np.random.default_rng(0).random((60, 2))
    labels = [(f"Name number {n}", (x, y)) for n, (x, y) in enumerate(points.tolist())]
    kept = []

    def draw(axes: Any) -> None:
        axes.scatter(*points.T)
        kept.append(place_labels(axes, labels, points, 8))

    figure = Picture(draw, (6, 4)).figure
    texts = figure.axes[0].texts
    boxes = [text.get_window_extent() for text in texts]
    assert 5 < len(boxes) == kept[0] < 60
    assert texts[0].get_text() == "Name number 0"
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    dots = figure.axes[0].transData.transform(points)
    assert not any(box.contains(*dot) for box in boxes for dot in dots)
    assert all(figure.bbox.containsx(box.x0) and figure.bbox.containsx(box.x1) for box in boxes)


def test_a_trend_shows_no_share_where_there_are_no_papers_and_says_what_time_it_covers() -> None:
    graph = graph_of([(f"p{year}", f"{year}-03", [("uses", "m Alphanet")]) for year in (2018, 2021)])
    axes = graph.plot.trend("Alphanet", share=True).figure.axes[0]
    assert np.isnan(axes.lines[0].get_ydata()).tolist() == [False, True, True, False]
    assert axes.get_xlabel() == "papers from 2018-03 to 2021-03"
    assert axes.get_title(loc="left") == "Share of papers per year that name Alphanet"


def test_bars_of_growth_start_at_none_and_mark_what_is_not_significant() -> None:
    papers = [
        (f"{year}p{n}", str(year), [("uses", f"m {name}") for name, count in counts.items() if n < count])
        for year, counts in (
            (2020, {"Newnet": 2, "Oldnet": 20, "Perhapsnet": 1}),
            (2021, {"Newnet": 20, "Perhapsnet": 8}),
        )
        for n in range(40)
    ]
    graph = graph_of(papers)
    table = graph.rising(2021, type="Method").set_index("name")
    axes = graph.plot.rank("Method", by="growth", since=2021).figure.axes[0]
    shown = [text.get_text() for text in axes.get_yticklabels()]
    assert shown == [name for name in table.index if table.loc[name, "at_least"] > 1]
    assert "Oldnet" not in shown
    assert {bar.get_x() for bar in axes.patches} == {1.0}
    ends = [round(bar.get_x() + bar.get_width(), 9) for bar in axes.patches]
    assert ends == [round(table.loc[name, "at_least"], 9) for name in shown]


def test_growth_of_nothing_is_told() -> None:
    papers = [(f"p{year}{n}", str(year), [("uses", "m Evenet")]) for year in (2020, 2021) for n in range(5)]
    with pytest.raises(kg.KgError, match="of no method it is sure"):
        graph_of(papers).plot.rank("Method", by="growth", since=2021)


def test_a_timeline_names_the_holders_of_the_record(graph: kg.KnowledgeGraph, tmp_path: Path) -> None:
    axes = graph.plot.timeline("imagenet", "top-1 accuracy", file=tmp_path / "line.png").figure.axes[0]
    records = graph.timeline("ImageNet", "top-1 accuracy").query("record")
    holders = records["method"].fillna(records["paper"])
    assert {text.get_text() for text in axes.texts} == set(holders)
    assert axes.get_title(loc="left") == "top-1 accuracy on ImageNet"
    assert axes.get_ylabel() == "top-1 accuracy (%)"


def test_a_timeline_of_nothing_is_told(graph: kg.KnowledgeGraph) -> None:
    with pytest.raises(kg.KgError, match="nothing to plot"):
        graph.plot.timeline("CIFAR-10", "top-1 accuracy")


def test_scores_written_as_shares_and_as_percentages_have_bars_on_one_scale() -> None:
    axes = Picture(
        lambda axes: drawing.draw_bars(axes, [drawing.Bar("A", 83.0, "0.83"), drawing.Bar("B", 80.0, "80%")], "t", "x"),
        (6, 2),
    ).figure.axes[0]
    assert [bar.get_width() for bar in axes.patches] == [83.0, 80.0]
    assert [text.get_text() for text in axes.texts] == ["0.83", "80%"]
