"""Options that several commands share."""

from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = ["Directory", "FormatOption", "checked_format"]

_FORMATS = ("table", "csv", "json")

Directory = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a built graph.")]
FormatOption = Annotated[str, typer.Option("--format", metavar="table|csv|json", help="How to print.")]


def checked_format(format: str) -> Any:
    """The format, or wrong usage."""
    if format not in _FORMATS:
        raise typer.BadParameter(f"choose from {', '.join(_FORMATS)}", param_hint="--format")
    return format
