"""`kg log`, `kg diff` and `kg remove`: the runs that made a graph, what they changed, and taking papers out."""

from pathlib import Path
from typing import Annotated

import typer

from kg.api.building import remove_papers, store_path
from kg.cli.application import app
from kg.cli.build import LexiconOption
from kg.cli.console import print_rows, progress_bar, warn
from kg.cli.options import Directory, FormatOption, checked_format
from kg.errors import KgError
from kg.store import Store

__all__ = ["diff", "log", "remove"]


@app.command()
def log(directory: Directory, format: FormatOption = "table") -> None:
    """The runs that made a graph: when, with which version and configuration, from what.

    Example:  kg log out
    """
    checked = checked_format(format)
    with Store(store_path(directory)) as store:
        rows = [
            (
                r.id,
                r.started,
                r.finished or "not finished",
                r.version,
                r.configuration,
                ", ".join(r.inputs),
                r.counts.get("papers"),
                r.counts.get("paper +"),
                r.counts.get("paper -"),
            )
            for r in store.runs()
        ]
    columns = ("run", "started", "finished", "version", "configuration", "inputs", "papers", "added", "dropped")
    print_rows(checked, columns, rows)


@app.command()
def diff(
    directory: Directory,
    run: Annotated[
        int | None, typer.Argument(metavar="[RUN]", help="A run's number in kg log; the last if none.")
    ] = None,
    format: FormatOption = "table",
) -> None:
    """The papers, entities and links that a run added (+) or dropped (-).

    Example:  kg diff out 2
    """
    checked = checked_format(format)
    with Store(store_path(directory)) as store:
        runs = [r.id for r in store.runs()]
        if not runs or (run is not None and run not in runs):
            known = f"1 to {max(runs)}" if runs else "none"
            raise KgError(f"{directory}: has no run {run if run is not None else ''}; kg log lists them ({known})")
        print_rows(checked, ("change", "kind", "key"), store.changes(runs[-1] if run is None else run))


@app.command()
def remove(
    directory: Directory,
    papers: Annotated[list[str], typer.Argument(metavar="ID...", help="Papers: ids, node keys, arXiv ids or DOIs.")],
    lexicon: LexiconOption = None,
) -> None:
    """Take papers out of a graph, with everything that was read and extracted for them.

    Exports that lie in DIR stay as they are, and are named; kg export writes them anew.

    Example:  kg remove out arxiv:2101.00001
    """
    path: Path = store_path(directory)
    with Store(path, write=True) as store, progress_bar() as progress:
        report = remove_papers(store, papers, lexicon, progress)
    warn(f"{directory}: holds {report.papers} papers now")
    if stale := sorted(file.name for file in path.parent.glob("graph.*")):
        warn(f"{', '.join(stale)} in {directory} are as before; kg export writes them anew")
    if report.to_extract:
        warn(f"{report.to_extract} of them read otherwise without these; the next kg build extracts them again")
