"""`kg query`, `kg stats`, `kg show`, `kg leaderboard`, `kg log`: questions to a graph."""

import re
from pathlib import Path
from typing import Annotated, Any

import rdflib
import typer

from kg.api.building import store_path
from kg.api.knowledge_graph import KnowledgeGraph, load
from kg.cli.application import app
from kg.cli.console import plain, print_rows, print_table, warn
from kg.cli.write import Directory
from kg.errors import KgError
from kg.store import Store

__all__ = ["leaderboard", "log", "query", "show", "stats"]

_FORMATS = ("table", "csv", "json")
_TOP = 10
_LIBRARY_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SHOWN_LINES = 120
_SENTENCES_PER_LINK = 3

FormatOption = Annotated[str, typer.Option("--format", metavar="table|csv|json", help="How to print.")]


def _checked(format: str) -> Any:
    if format not in _FORMATS:
        raise typer.BadParameter(f"choose from {', '.join(_FORMATS)}", param_hint="--format")
    return format


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

    checked = _checked(format)
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
        typer.echo(answer.serialize(format="turtle"), nl=False)
    else:
        table = answer.astype(object).where(answer.notna(), None)
        print_rows(format, list(table.columns), table.to_numpy().tolist())
        if format == "table":
            warn(f"{len(table)} row{'' if len(table) == 1 else 's'}")


@app.command()
def stats(directory: Directory, format: FormatOption = "table") -> None:
    """How much of what a graph holds, and the most frequent names.

    Example:  kg stats out
    """
    checked = _checked(format)
    graph = load(directory)
    store = graph.reader
    rows: list[tuple[str, str, int]] = [("nodes", kind, count) for kind, count in graph.counts().items()]
    rows += [("edges", predicate, count) for predicate, count in store.edge_counts().items()]
    if checked != "table":
        print_rows(checked, ("kind", "name", "count"), rows)
        return
    print_table("", ("", "", "count"), rows)
    for kind in store.entity_counts():
        entities = sorted((e for e in store.entities() if e.type == kind), key=lambda e: (-e.papers, e.key))[:_TOP]
        print_table(
            f"\n{kind}", ("label", "papers", "also"), [(e.label, e.papers, ", ".join(e.aliases[:4])) for e in entities]
        )


@app.command()
def show(
    directory: Directory,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A label, an alias, a paper's id or title, or a node key.")
    ],
) -> None:
    """All that the graph knows of one node, with the sentences that say so.

    Example:  kg show out ImageNet
    """
    graph = load(directory)
    found = graph.names.find_all(name) or [graph.names.find(name)]
    for key in found:
        _show_node(graph, key)


def _show_node(graph: KnowledgeGraph, key: str) -> None:
    data = graph.nx.nodes[key]
    typer.echo(f"{plain(data['label'])}  ({data['type']}, {plain(key)})")
    if data["type"] == "Paper":
        for field in ("title", "date", "date_text", "venue", "authors", "categories", "links"):
            if value := data.get(field):
                typer.echo(f"  {field}: {plain(', '.join(value) if isinstance(value, list) else value)}")
    else:
        typer.echo(f"  papers: {data['papers']}")
        for surface, reason in graph.reader.link_reasons(key).items():
            typer.echo(f"  {plain(surface)!r}: {plain(reason)}")
    lines = _edge_lines(graph, key)
    for line in lines[:_SHOWN_LINES]:
        typer.echo(line)
    if len(lines) > _SHOWN_LINES:
        typer.echo(f"  … {len(lines) - _SHOWN_LINES} more lines; kg query gives them all")
    typer.echo("")


def _edge_lines(graph: KnowledgeGraph, key: str) -> list[str]:
    lines = []
    outward = [(p, "->", t, d) for _, t, p, d in graph.nx.out_edges(key, keys=True, data=True)]
    inward = [(p, "<-", s, d) for s, _, p, d in graph.nx.in_edges(key, keys=True, data=True)]
    for predicate, arrow, other, data in sorted(
        [*outward, *inward], key=lambda e: (e[0], e[1], -e[3]["confidence"], e[2])
    ):
        label = plain(graph.nx.nodes[other]["label"])
        lines.append(f"  {predicate} {arrow} {label}  ({data['confidence']:.2f})")
        sentences = dict.fromkeys(e["text"] for e in data["evidence"])
        lines += [f"      “{plain(sentence)}”" for sentence in list(sentences)[:_SENTENCES_PER_LINK]]
    return lines


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
    checked = _checked(format)
    table = load(directory).leaderboard(dataset, metric)
    table = table.astype(object).where(table.notna(), None)
    print_rows(checked, list(table.columns), table.to_numpy().tolist())


@app.command()
def log(directory: Directory, format: FormatOption = "table") -> None:
    """The builds that made a graph: when, with which version and configuration, from what.

    Example:  kg log out
    """
    checked = _checked(format)
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
