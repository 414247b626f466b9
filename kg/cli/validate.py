"""`kg validate`: whether a graph is what the SHACL shapes say it must be."""

from pathlib import Path
from typing import Annotated

import typer

from kg.api.knowledge_graph import load
from kg.cli.application import app
from kg.cli.console import print_rows, progress_bar, warn
from kg.cli.options import FormatOption, checked_format
from kg.errors import KgError

__all__ = ["validate"]


@app.command()
def validate(
    place: Annotated[Path, typer.Argument(metavar="DIR|FILE", help="The folder of a built graph, or an RDF file.")],
    format: FormatOption = "table",
) -> None:
    """Check a graph, or an RDF file, against the SHACL shapes of the ontology; exit 1 if anything is wrong.

    Example:  kg validate out/graph.ttl
    """
    from exports.shacl import checks
    from exports.validation import validate_file

    checked = checked_format(format)
    if not place.exists():
        raise KgError(f"{place}: no such file or folder")
    with progress_bar() as progress:

        def show(done: int, total: int) -> None:
            progress("check", done, total)

        violations = load(place).validate(show) if place.is_dir() else validate_file(place, show)
    if not violations:
        warn(f"{place}: conforms to the shapes ({len(checks())} checks)")
        if checked != "json":
            return
    rows = [
        (
            found.shape,
            found.count,
            found.message,
            "; ".join(f"{node} ({value})" if value else node for node, value in found.examples),
        )
        for found in violations
    ]
    print_rows(checked, ("shape", "count", "what must hold", "for example"), rows)
    if violations:
        warn(f"{place}: {len(violations)} kinds of violation")
        raise typer.Exit(1)
