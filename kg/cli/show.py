"""`kg stats` and `kg show`: what a graph holds, and all about one node."""

from typing import Annotated

import typer

from kg.api.knowledge_graph import KnowledgeGraph, load
from kg.cli.application import app
from kg.cli.console import plain, print_rows, print_table
from kg.cli.options import Directory, FormatOption, checked_format

__all__ = ["show", "stats"]

_TOP = 10
_SHOWN_LINES = 120
_SENTENCES_PER_LINK = 3


@app.command()
def stats(directory: Directory, format: FormatOption = "table") -> None:
    """How much of what a graph holds, and the most frequent names.

    Example:  kg stats out
    """
    checked = checked_format(format)
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
        for written in graph.reader.written_for(key):
            typer.echo(f"  {plain(written.text)!r} ×{written.mentions}: {plain(written.reason)}")
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
