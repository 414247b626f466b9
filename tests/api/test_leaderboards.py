"""Leaderboards and timelines over graphs made here, so that every number is known."""

import networkx as nx
import pandas as pd
import pytest

from kg.api.leaderboards import leaderboard
from kg.api.names import NameIndex
from kg.api.timelines import timeline
from kg.errors import KgError

ENTITIES = {
    "dataset:imagenet": ("Dataset", "ImageNet", ["ILSVRC 2012"]),
    "dataset:empty": ("Dataset", "EmptySet", []),
    "metric:accuracy": ("Metric", "accuracy", []),
    "metric:latency": ("Metric", "latency", []),
    "metric:wobble": ("Metric", "wobble", []),
    "task:image-classification": ("Task", "image classification", []),
    "method:a": ("Method", "A-Net", []),
    "method:b": ("Method", "B-Net", []),
    "method:c": ("Method", "$C$-Net_{2}", []),
}


def graph_of(*results: dict[str, object]) -> nx.MultiDiGraph:
    """A graph with one paper for each result; `text` is its abstract, of which the value is the quote."""
    graph = nx.MultiDiGraph()
    for key, (kind, label, aliases) in ENTITIES.items():
        graph.add_node(key, type=kind, label=label, aliases=aliases, papers=1)
    for number, given in enumerate(results):
        one = {"metric": "metric:accuracy", "method": "method:a", "unit": "%", "kind": "score", "date": None, **given}
        text = str(one.get("text", f"It reaches {one['value']} on ImageNet."))
        quote = str(one.get("quote", one["value"]))
        paper, result = f"paper:{one.get('paper', number)}", f"result:{number:03}"
        graph.add_node(
            paper,
            type="Paper",
            label="t",
            aliases=[],
            papers=1,
            id=paper[6:],
            title=None,
            abstract=text,
            date=one["date"],
        )
        graph.add_edge(paper, "dataset:imagenet", key="evaluatesOn", confidence=1.0, evidence=[])
        graph.add_node(
            result, type="Result", label="r", aliases=[], papers=1,
            value=one["value"], unit=one["unit"], kind=one["kind"], text=quote,
        )  # fmt: skip
        start = text.index(quote)
        edge = {
            "confidence": one.get("confidence", 0.9),
            "evidence": [{"paper": paper[6:], "start": start, "end": start + len(quote), "text": quote}],
        }
        graph.add_edge(result, paper, key="resultOf", **edge)
        graph.add_edge(result, "dataset:imagenet", key="onDataset", **edge)
        graph.add_edge(result, one["metric"], key="byMetric", **edge)
        if one["method"]:
            graph.add_edge(result, one["method"], key="ofMethod", **edge)
        if "task" in one:
            graph.add_edge(result, one["task"], key="forTask", **edge)
    return graph


def board(graph: nx.MultiDiGraph, dataset: str = "ImageNet", metric: str | None = None, **more: object) -> pd.DataFrame:
    return leaderboard(graph, NameIndex(graph), dataset, metric, **more)  # type: ignore[arg-type]


def ranks(table: pd.DataFrame) -> dict[float, int | None]:
    return {
        value: None if pd.isna(rank) else int(rank) for value, rank in zip(table["value"], table["rank"], strict=True)
    }


def test_more_is_better_for_accuracy_and_less_for_latency() -> None:
    graph = graph_of(
        {"value": 71.0},
        {"value": 83.9, "method": "method:b"},
        {"value": 12.0, "unit": "ms", "metric": "metric:latency"},
        {"value": 9.0, "unit": "ms", "metric": "metric:latency"},
    )
    assert ranks(board(graph)) == {83.9: 1, 71.0: 2, 9.0: 1, 12.0: 2}


def test_a_share_compares_with_its_percentage() -> None:
    table = board(graph_of({"value": 0.839, "unit": ""}, {"value": 83.9}, {"value": 80.0}))
    assert ranks(table) == {0.839: 1, 83.9: 1, 80.0: 3}


def test_seconds_compare_with_milliseconds() -> None:
    latency = {"metric": "metric:latency"}
    table = board(graph_of({"value": 0.5, "unit": "s", **latency}, {"value": 90.0, "unit": "ms", **latency}))
    assert ranks(table) == {90.0: 1, 0.5: 2}


def test_deltas_and_factors_are_never_among_the_scores() -> None:
    graph = graph_of({"value": 90.0}, {"value": 99.0, "kind": "delta"}, {"value": 98.0, "kind": "factor", "unit": "x"})
    assert ranks(board(graph)) == {90.0: 1}
    assert ranks(board(graph, kind="delta")) == {99.0: None}
    assert ranks(board(graph, kind="factor")) == {98.0: None}


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("It reaches up to 95.0 on ImageNet.", "a bound or rounded"),
        ("It reaches more than 95.0 on ImageNet.", "a bound or rounded"),
        ("It reaches about 95.0 on ImageNet.", "a bound or rounded"),
    ],
)
def test_a_bound_is_noted_and_not_ranked(text: str, note: str) -> None:
    table = board(graph_of({"value": 95.0, "text": text}, {"value": 90.0}))
    assert ranks(table) == {90.0: 1, 95.0: None}
    assert note in table["note"].iloc[1]
    assert any("1 of 2 rows" in warning for warning in table.attrs["warnings"])


def test_both_ends_of_a_range_are_not_ranked() -> None:
    text = "It reaches 81-89% accuracy on ImageNet."
    ends = [{"value": v, "paper": "x", "text": text, "quote": "81-89%"} for v in (81.0, 89.0)]
    assert ranks(board(graph_of(*ends, {"value": 80.0}))) == {80.0: 1, 89.0: None, 81.0: None}


@pytest.mark.parametrize("text", ["It keeps 91-95% on ImageNet.", r"It keeps $91\%$--$95\%$ on ImageNet."])
def test_one_end_of_a_range_is_not_ranked_though_the_other_is_no_row(text: str) -> None:
    table = board(graph_of({"value": 95.0, "text": text, "quote": "95"}, {"value": 90.0}))
    assert ranks(table) == {90.0: 1, 95.0: None}


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("It reaches 91.0 on the ImageNet validation set.", "validation"),
        ("It reaches 91.0 on a subset of ImageNet.", "subset"),
        ("It reaches 91.0 on ImageNet in the 5-shot setting.", "5-shot"),
        ("It reaches 91.0 on ImageNet with 10% of the labels.", "10% of the labels"),
    ],
)
def test_different_splits_and_settings_are_named_in_a_warning(text: str, note: str) -> None:
    table = board(graph_of({"value": 91.0, "text": text}, {"value": 90.0}))
    assert table["note"].iloc[0] == note
    assert any("differ in split or setting" in warning for warning in table.attrs["warnings"])


def test_another_unit_is_not_ranked_among_the_usual_one() -> None:
    rows = [{"value": v, "unit": u, "metric": "metric:latency"} for v, u in ((5.0, "ms"), (6.0, "ms"), (1.0, "%"))]
    table = board(graph_of(*rows))
    assert ranks(table) == {5.0: 1, 6.0: 2, 1.0: None}


def test_a_metric_of_unknown_direction_is_not_ranked() -> None:
    table = board(graph_of({"value": 3.0, "unit": "", "metric": "metric:wobble"}))
    assert ranks(table) == {3.0: None}
    assert any("which way is better" in warning for warning in table.attrs["warnings"])


def test_uncertain_results_are_left_out_and_counted() -> None:
    graph = graph_of({"value": 99.0, "confidence": 0.2}, {"value": 90.0})
    assert ranks(board(graph)) == {90.0: 1}
    assert "1 of 2 results are left out" in board(graph).attrs["warnings"][0]
    assert ranks(board(graph, min_confidence=0.0)) == {99.0: 1, 90.0: 2}


def test_a_dataset_that_another_sentence_names_is_too_uncertain() -> None:
    graph = graph_of({"value": 99.0, "text": "We use ImageNet. Elsewhere it reaches 99.0 too."}, {"value": 90.0})
    assert ranks(board(graph)) == {90.0: 1}
    assert board(graph, min_confidence=0.0)["note"].iloc[0] == "dataset named elsewhere"


def test_a_dataset_that_is_only_tuned_on_has_no_row() -> None:
    graph = graph_of({"value": 99.0, "text": "Fine-tuned on ImageNet, it reaches 99.0 elsewhere."}, {"value": 90.0})
    assert ranks(board(graph)) == {90.0: 1}


def test_the_same_statement_is_one_row() -> None:
    assert len(board(graph_of({"value": 90.0, "paper": "x"}, {"value": 90.0, "paper": "x"}))) == 1


def test_a_task_narrows_the_table() -> None:
    graph = graph_of({"value": 90.0, "task": "task:image-classification"}, {"value": 91.0})
    assert ranks(board(graph, task="Image Classification")) == {90.0: 1}


@pytest.mark.parametrize("name", ["imagenet", "IMAGENET", "ilsvrc 2012"])
def test_any_alias_in_any_case_finds_the_dataset(name: str) -> None:
    assert len(board(graph_of({"value": 90.0}), name)) == 1


def test_a_near_miss_is_suggested() -> None:
    with pytest.raises(KgError, match="did you mean 'ImageNet'"):
        board(graph_of({"value": 90.0}), "ImagNet")


def test_a_metric_without_scores_there_says_which_have_some() -> None:
    assert "there are: accuracy" in board(graph_of({"value": 90.0}), metric="latency").attrs["warnings"][0]


def test_the_table_says_what_it_rests_on() -> None:
    table = board(graph_of({"value": 90.0}, {"value": 91.0}))
    assert table.attrs["coverage"] == {"papers": 2, "naming": 2, "stating": 2}


def test_no_results_make_an_empty_table() -> None:
    table = board(graph_of({"value": 90.0}), "EmptySet")
    assert (len(table), list(table.columns)[:3]) == (0, ["metric", "rank", "method"])


def over_time() -> nx.MultiDiGraph:
    return graph_of(
        {"value": 80.0, "date": "2020-01"},
        {"value": 78.0, "date": "2021"},
        {"value": 85.0, "date": "2022-05-01", "method": "method:c"},
        {"value": 99.0},
    )


def test_a_timeline_keeps_the_best_so_far() -> None:
    graph = over_time()
    table = timeline(graph, NameIndex(graph), "ImageNet", "accuracy", None)
    assert list(table["best"]) == [80.0, 80.0, 85.0]
    assert list(table["record"]) == [True, False, True]
    assert any("no date" in warning for warning in table.attrs["warnings"])


def test_the_values_that_are_compared_are_on_one_scale() -> None:
    graph = graph_of({"value": 0.83, "unit": ""}, {"value": 80.0, "method": "method:b"})
    table = leaderboard(graph, NameIndex(graph), "ImageNet", "accuracy")
    assert table["value"].tolist() == [0.83, 80.0]
    assert table.attrs["compared"] == [83.0, 80.0]
