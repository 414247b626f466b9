"""`kg query`: SPARQL on a graph."""

import re
from pathlib import Path
from typing import Annotated, Any

import rdflib
import typer

from kg.api.knowledge_graph import load
from kg.cli.application import app
from kg.cli.console import escaped, print_rows, warn
from kg.cli.options import FormatOption, checked_format
from kg.errors import KgError

__all__ = ["query"]

_LIBRARY_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


@app.command()
def query(
    directory: Annotated[Path | None, typer.Argument(metavar="DIR", help="The folder of a built graph.")] = None,
    question: Annotated[
        str | None, typer.Argument(metavar="QUERY", help="SPARQL, a .rq file, or the name of a library query.")
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", metavar="KEY=VALUE", help="A parameter of a library query.")
    ] = None,
    format: FormatOption = "table",
    timeout: Annotated[float | None, typer.Option("--timeout", metavar="S", min=0.001, help="Seconds at most.")] = None,
    list_queries: Annotated[bool, typer.Option("--list", help="List the library of named queries.")] = False,
) -> None:
    """Ask in SPARQL; the prefixes of the ontology (kg:, skos:, dcterms: …) are preset.

    Example:  kg query out papers-on-dataset --param dataset=ImageNet
    """
    from exports.query_library import load_queries

    checked = checked_format(format)
    if list_queries:
        rows = [(q.name, ", ".join(p.name for p in q.parameters), q.description) for q in load_queries().values()]
        print_rows(checked, ("name", "parameters", "answers"), rows)
        return
    if directory is None or question is None:
        raise typer.BadParameter("give DIR and QUERY, or --list", param_hint="DIR QUERY")
    text = _query_text(question, _parameters(param or []))
    answer = load(directory).sparql(text, timeout=timeout)
    _print_answer(answer, checked)


def _parameters(pairs: list[str]) -> dict[str, str]:
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"{pair!r} is not of the form KEY=VALUE", param_hint="--param")
        values[name] = value
    return values


def _query_text(question: str, values: dict[str, str]) -> str:
    """SPARQL as it stands, from a file, or from the library with its parameters filled in."""
    from exports.query_library import named_query

    if _LIBRARY_NAME.fullmatch(question):
        return named_query(question).bind(values)
    if values:
        raise typer.BadParameter("only queries of the library take parameters", param_hint="--param")
    if not question.endswith(".rq") or "\n" in question:
        return question
    try:
        return Path(question).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(f"{question}: cannot be read: {error}") from error


def _print_answer(answer: Any, format: Any) -> None:
    if isinstance(answer, bool):
        typer.echo("true" if answer else "false")
    elif isinstance(answer, rdflib.Graph):
        typer.echo(escaped(answer.serialize(format="turtle")), nl=False)
    else:
        table = answer.astype(object).where(answer.notna(), None)
        print_rows(format, list(table.columns), table.to_numpy().tolist())
        if format == "table":
            warn(f"{len(table)} row{'' if len(table) == 1 else 's'}")
