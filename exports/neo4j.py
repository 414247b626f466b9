"""The graph as CSV for Neo4j's bulk import, with the command that loads it.

Values stand as they are, without the marks that keep spreadsheets from taking a text for a formula: this is for a
database, and its `neo4j-admin` takes every value for what it is. Texts of a list are separated by the character
U+001F, which no text of the graph holds.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from exports.bundle import Bundle
from exports.tables import plain_text, write_rows
from kg.graph import graph_edges, graph_nodes
from kg.records import GraphReader

__all__ = ["FILES", "write_neo4j"]

_SEPARATOR = "\x1f"
_NAME = {"label": "string", "aliases": "string[]", "papers": "long"}
_PAPER_TEXTS = ("id", "title", "abstract", "date", "date_text", "venue", "arxiv", "doi")
_PAPER = {
    "label": "string",
    **dict.fromkeys(_PAPER_TEXTS, "string"),
    **dict.fromkeys(("authors", "categories", "links"), "string[]"),
    "author_count": "long",
}
_RESULT = {"label": "string", "value": "double", "unit": "string", "kind": "string", "text": "string"}
# By type of node, its properties with their types.
_COLUMNS: dict[str, Mapping[str, str]] = {
    "Paper": _PAPER,
    **dict.fromkeys(("Method", "Dataset", "Metric", "Task"), _NAME),
    "Result": _RESULT,
}
_EDGES = "relationships.csv"
_SCRIPT = "import.sh"
_COMMAND = """#!/bin/sh
# Loads the graph into a Neo4j database that does not run: sh import.sh [DATABASE]
set -eu
cd "$(dirname "$0")"
exec neo4j-admin database import full "${1:-neo4j}" --overwrite-destination \\
  --array-delimiter=U+001F --multiline-fields=true --id-type=string \\
"""

#: The files of an export.
FILES = (*(f"{kind}.csv" for kind in _COLUMNS), _EDGES, _SCRIPT)


def write_neo4j(reader: GraphReader, bundle: Bundle) -> None:
    """Write a file of nodes for each type, one of relationships, and the script that loads them."""
    for kind, columns in _COLUMNS.items():
        with bundle.file(f"{kind}.csv") as stream:
            head = ["key:ID", *(f"{name}:{type}" for name, type in columns.items()), ":LABEL"]
            write_rows(stream, head, _node_rows(reader, kind, columns))
    with bundle.file(_EDGES) as stream:
        head = [":START_ID", ":END_ID", ":TYPE", "confidence:double", "sentences:string[]"]
        write_rows(stream, head, _edge_rows(reader))
    with bundle.file(_SCRIPT) as stream:
        parts = [f"  --nodes={kind}.csv" for kind in _COLUMNS] + [f"  --relationships={_EDGES}"]
        stream.write((_COMMAND + " \\\n".join(parts) + "\n").encode())


def _node_rows(reader: GraphReader, kind: str, columns: Mapping[str, str]) -> Iterator[list[object]]:
    for key, attributes in graph_nodes(reader):
        if attributes["type"] == kind:
            yield [_cell(key), *(_cell(attributes.get(name)) for name in columns), kind]
        elif attributes["type"] == "Paper" and kind != "Result":
            return  # entities come before papers


def _edge_rows(reader: GraphReader) -> Iterator[list[object]]:
    for source, target, predicate, attributes in graph_edges(reader):
        sentences = list(dict.fromkeys(said["text"] for said in attributes["evidence"]))
        yield [_cell(source), _cell(target), predicate, attributes["confidence"], _cell(sentences)]


def _cell(value: Any) -> object:
    if isinstance(value, list):
        return _SEPARATOR.join(map(plain_text, value))
    return plain_text(value) if isinstance(value, str) else value
