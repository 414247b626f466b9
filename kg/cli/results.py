"""`kg leaderboard`: results as ranked tables."""

from typing import Annotated

import typer

from kg.api.knowledge_graph import load
from kg.cli.application import app
from kg.cli.console import print_rows
from kg.cli.options import Directory, FormatOption, checked_format

__all__ = ["leaderboard"]


@app.command()
def leaderboard(
    directory: Directory,
    dataset: Annotated[str, typer.Option("--dataset", metavar="D", help="A dataset, by any of its names.")],
    metric: Annotated[str | None, typer.Option("--metric", metavar="M", help="Only this metric.")] = None,
    format: FormatOption = "table",
) -> None:
    """Scores that papers report on a dataset, best first, per metric.

    Example:  kg leaderboard out --dataset ImageNet --metric "top-1 accuracy"
    """
    checked = checked_format(format)
    table = load(directory).leaderboard(dataset, metric)
    table = table.astype(object).where(table.notna(), None)
    print_rows(checked, list(table.columns), table.to_numpy().tolist())
