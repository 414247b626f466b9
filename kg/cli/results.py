"""`kg leaderboard` and `kg timeline`: results as ranked tables, and the best value over time."""

from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
import typer

from kg.api.knowledge_graph import KnowledgeGraph, load
from kg.api.leaderboards import MIN_CONFIDENCE
from kg.api.plotting import checked_plot_file
from kg.cli.application import app
from kg.cli.console import print_rows, print_table, warn
from kg.cli.options import Directory, FormatOption, checked_format

__all__ = ["leaderboard", "timeline"]

_Dataset = Annotated[str, typer.Option("--dataset", metavar="D", help="A dataset, by any of its names.")]
_Task = Annotated[str | None, typer.Option("--task", metavar="T", help="Only results for this task.")]
_MinConfidence = Annotated[
    float, typer.Option("--min-confidence", metavar="X", min=0, max=1, help="Leave out results less certain than X.")
]
_Kind = Literal["score", "delta", "factor"]
_TITLES: dict[_Kind, str] = {"delta": "Improvements (not ranked)", "factor": "Factors (not ranked)"}


@app.command()
def leaderboard(
    directory: Directory,
    dataset: _Dataset,
    metric: Annotated[str | None, typer.Option("--metric", metavar="M", help="Only this metric.")] = None,
    task: _Task = None,
    kind: Annotated[
        str, typer.Option("--kind", metavar="score|delta|factor|all", help="Which numbers; all tables them apart.")
    ] = "score",
    min_confidence: _MinConfidence = MIN_CONFIDENCE,
    format: FormatOption = "table",
) -> None:
    """Scores that papers report on a dataset, best first, per metric; what does not compare is not ranked.

    Example:  kg leaderboard out --dataset ImageNet --metric "top-1 accuracy"
    """
    checked = checked_format(format)
    if kind not in ("score", "delta", "factor", "all"):
        raise typer.BadParameter("choose from score, delta, factor, all", param_hint="--kind")
    if kind == "all" and checked != "table":
        raise typer.BadParameter("choose one of score, delta, factor for csv and json", param_hint="--kind")
    graph = load(directory)
    kinds: list[_Kind] = ["score", "delta", "factor"] if kind == "all" else [_kind(kind)]
    for number, one in enumerate(kinds):
        table = graph.leaderboard(dataset, metric, task, one, min_confidence)
        columns, rows = _plain(table)
        if checked != "table":
            print_rows(checked, columns, rows)
        elif rows or number == 0:
            print_table(_TITLES.get(one, ""), columns, rows)
        for warning in table.attrs["warnings"]:
            warn(f"note: {warning}")
    _say_coverage(graph, dataset, table.attrs["coverage"])


@app.command()
def timeline(
    directory: Directory,
    dataset: _Dataset,
    metric: Annotated[str, typer.Option("--metric", metavar="M", help="A metric, by any of its names.")],
    task: _Task = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="Draw it to a .png or .svg file as well.")
    ] = None,
    min_confidence: _MinConfidence = MIN_CONFIDENCE,
    format: FormatOption = "table",
) -> None:
    """The best value of a metric on a dataset over time.

    Example:  kg timeline out --dataset ImageNet --metric "top-1 accuracy" --plot imagenet.svg
    """
    checked = checked_format(format)
    if plot is not None:
        checked_plot_file(plot)
    graph = load(directory)
    table = graph.timeline(dataset, metric, task, min_confidence)
    if plot is not None:
        graph.plot.timeline(dataset, metric, task=task, min_confidence=min_confidence, file=plot)
    columns, rows = _plain(table)
    print_rows(checked, columns, rows)
    for warning in table.attrs["warnings"]:
        warn(f"note: {warning}")


def _kind(name: str) -> _Kind:
    return "delta" if name == "delta" else "factor" if name == "factor" else "score"


def _plain(table: pd.DataFrame) -> tuple[list[str], list[list[object]]]:
    """Column names and rows, with None for what is missing."""
    table = table.astype(object).where(table.notna(), None)
    return list(table.columns), table.to_numpy().tolist()


def _say_coverage(graph: KnowledgeGraph, dataset: str, counts: dict[str, int]) -> None:
    """What share of the corpus the table rests on."""
    label = graph.nx.nodes[graph.names.find(dataset, ["Dataset"])]["label"]
    papers, naming, stating = counts["papers"], counts["naming"], counts["stating"]
    share = 100 * stating / papers if papers else 0.0
    warn(f"{stating} of {papers} papers ({share:.1f} %) state a result on {label}; {naming} name it")
