"""The typer application that the command modules add to."""

import typer

from kg import __version__
from kg.cli.help import GroupedCommands

__all__ = ["app"]

app = typer.Typer(
    name="kg",
    cls=GroupedCommands,
    help="From abstracts to a knowledge graph of papers, methods, datasets, metrics and tasks.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"paperkg {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", callback=_print_version, is_eager=True, help="Print the version."),
) -> None:
    """From abstracts to a knowledge graph of papers, methods, datasets, metrics and tasks."""
