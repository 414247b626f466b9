"""`kg rank`, `kg trend`, `kg similar`, `kg path` and `kg gaps`: analytics on a built graph."""

import math
from pathlib import Path
from typing import Annotated, Any, get_args

import pandas as pd
import typer

from kg.analytics.periods import Period
from kg.analytics.ranking import RANKINGS
from kg.api.knowledge_graph import load
from kg.api.plotting import checked_plot_file
from kg.cli.application import app
from kg.cli.console import TableFormat, print_rows, warn
from kg.cli.options import Directory, FormatOption, checked_format
from kg.records import ENTITY_TYPES

__all__ = ["gaps", "path", "rank", "similar", "trend"]

_NODE_TYPES = (*ENTITY_TYPES, "Paper")

_Top = Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many rows.")]
_Plot = Annotated[Path | None, typer.Option("--plot", metavar="FILE", help="Draw it to a .png or .svg file as well.")]


@app.command()
def rank(
    directory: Directory,
    type: Annotated[str, typer.Option("--type", metavar="T", help=", ".join(_NODE_TYPES))] = "Method",
    by: Annotated[str, typer.Option("--by", metavar="MEASURE", help=", ".join(RANKINGS))] = "papers",
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="For growth: when 'after' begins (2020, 2020-06).")
    ] = None,
    top: _Top = 20,
    plot: _Plot = None,
    format: FormatOption = "table",
) -> None:
    """The most important methods, datasets, metrics, tasks or papers.

    By growth, all that was compared is shown: before and after, how much the share grew at least, and whether
    that is significant.

    Example:  kg rank out --type Dataset --by pagerank
    """
    checked = checked_format(format)
    measure: Any = _choice(by, RANKINGS, "--by")
    kind = _choice(type, _NODE_TYPES, "--type")
    _check_plot(plot)
    graph = load(directory)
    if plot is not None:
        graph.plot.rank(kind, by=measure, top=top, since=since, file=plot)
    if measure == "growth" and kind != "Paper":
        table = graph.rising(since, type=kind, top=top)
        _print(table, checked, but=("rank", "type", "p", "key"))
        found = table.attrs
        warn(f"{found['papers_before']} papers before {found['since']}, {found['papers_after']} since")
        return
    _print(graph.rank(kind, by=measure, top=top), checked, but=("key", "score") if measure == "papers" else ("key",))


@app.command()
def trend(
    directory: Directory,
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="Methods, datasets …, or a type: its most frequent ones.")
    ],
    by: Annotated[str, typer.Option("--by", metavar="year|quarter|month", help="The periods.")] = "year",
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many of a type.")] = 5,
    plot: _Plot = None,
    share: Annotated[
        bool, typer.Option("--share", help="Show and plot the share of papers instead of their number.")
    ] = False,
    format: FormatOption = "table",
) -> None:
    """How many papers name something, over time.

    Example:  kg trend out ImageNet COCO --by year --plot trend.png
    """
    checked = checked_format(format)
    period: Any = _choice(by, get_args(Period), "--by")
    _check_plot(plot)
    graph = load(directory)
    name = names[0] if len(names) == 1 else names
    table = graph.trend(name, by=period, top=top)
    if plot is not None:
        graph.plot.trend(name, by=period, top=top, share=share, file=plot)
    if checked == "table":
        _print_periods(table, period, share)
    else:
        _print(table, checked)


@app.command()
def similar(
    directory: Directory,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A paper or an entity, by any of its names.")],
    type: Annotated[
        str | None, typer.Option("--type", metavar="T", help="Look for this type; its own by default.")
    ] = None,
    top: _Top = 10,
    format: FormatOption = "table",
) -> None:
    """Papers or entities that share neighbours with one, rare neighbours counting most.

    Example:  kg similar out CIFAR-10
    """
    checked = checked_format(format)
    kind = _choice(type, _NODE_TYPES, "--type") if type else None
    _print(load(directory).similar(name, type=kind, top=top), checked, but=("key",))


@app.command()
def path(
    directory: Directory,
    first: Annotated[str, typer.Argument(metavar="NAME", help="A paper or an entity.")],
    second: Annotated[str, typer.Argument(metavar="NAME", help="Another one.")],
    sentences: Annotated[int, typer.Option("--sentences", metavar="N", min=1, help="How many for each edge.")] = 1,
    format: FormatOption = "table",
) -> None:
    """The shortest way between two papers or entities, with the sentences along it.

    Example:  kg path out ResNet LibriSpeech
    """
    checked = checked_format(format)
    _print(load(directory).path(first, second, sentences=sentences), checked, but=("subject_key", "object_key"))


@app.command()
def gaps(
    directory: Directory,
    task: Annotated[str, typer.Option("--task", metavar="T", help="A task, by any of its names.")],
    dataset: Annotated[str, typer.Option("--dataset", metavar="D", help="A dataset, by any of its names.")],
    min_papers: Annotated[
        int, typer.Option("--min-papers", metavar="N", min=1, help="Leave out methods of fewer papers on the task.")
    ] = 1,
    format: FormatOption = "table",
) -> None:
    """Methods for a task that no paper tried on a dataset.

    Example:  kg gaps out --task "image classification" --dataset CIFAR-10
    """
    checked = checked_format(format)
    table = load(directory).gaps(task, dataset, min_papers=min_papers)
    _print(table, checked, but=("key",))
    if checked == "table":
        warn(f"{len(table)} method{'' if len(table) == 1 else 's'}; abstracts leave much unsaid")


def _choice(value: str, choices: tuple[str, ...], option: str) -> str:
    """The choice that is meant, in any case, or wrong usage."""
    for choice in choices:
        if value.casefold() in (choice.casefold(), f"{choice.casefold()}s"):
            return choice
    raise typer.BadParameter(f"choose from {', '.join(choices)}", param_hint=option)


def _check_plot(file: Path | None) -> None:
    """A wrong suffix is told before anything is computed."""
    if file is not None:
        checked_plot_file(file)


def _print_periods(table: pd.DataFrame, by: Period, share: bool) -> None:
    """A trend for people to read: a row for each period, a column for each name, and how many papers there are."""
    periods = table.drop_duplicates("period").set_index("period")["of"].rename("all papers").to_frame()
    for key, group in table.groupby("key", sort=False):
        counted = group.set_index("period")
        periods[key] = (100 * counted["share"]).round(1) if share else counted["papers"]
    names = dict(zip(table["key"], table["name"], strict=True))
    shown = periods[[*names, "all papers"]].astype(object)
    rows = shown.where(shown.notna(), None).reset_index().to_numpy().tolist()
    title = f"% of the papers of each {by}" if share else f"papers per {by}"
    print_rows("table", [by, *names.values(), "all papers"], rows, title)


def _print(table: pd.DataFrame, format: TableFormat, but: tuple[str, ...] = ()) -> None:
    """A table on standard output; lists of names are joined but in JSON, which knows no infinity.

    For people, columns that only programs need are left out, and what was computed has three digits.
    """
    if format == "table":
        table = table.drop(columns=list(but))
        for column in table.select_dtypes("float"):
            table[column] = table[column].map(lambda value: float(f"{value:.3g}"))
    plain = table.astype(object).where(table.notna(), None)
    if format == "json":
        plain = plain.map(lambda cell: None if cell == math.inf else cell)
    rows = plain.to_numpy().tolist()
    if format != "json":
        rows = [[", ".join(cell) if isinstance(cell, list) else cell for cell in row] for row in rows]
    print_rows(format, list(plain.columns), rows)
