"""`kg log`: the builds that made a graph."""

from kg.api.building import store_path
from kg.cli.application import app
from kg.cli.console import print_rows
from kg.cli.options import Directory, FormatOption, checked_format
from kg.store import Store

__all__ = ["log"]


@app.command()
def log(directory: Directory, format: FormatOption = "table") -> None:
    """The builds that made a graph: when, with which version and configuration, from what.

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
            )
            for r in store.runs()
        ]
    print_rows(checked, ("run", "started", "finished", "version", "configuration", "inputs", "papers"), rows)
