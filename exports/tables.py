"""The graph as four tables: nodes, edges, mentions and results, as CSV or Parquet.

Columns are described in the Parquet files themselves, and in docs/loading.md. The rows stream from the store.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from exports.bundle import Bundle
from exports.literals import XML_ILLEGAL
from kg.graph import graph_edges, graph_nodes
from kg.records import GraphReader

__all__ = ["TABLES", "Table", "harmless", "plain_text", "table_files", "write_csv", "write_parquet", "write_rows"]

#: Rows of one Parquet row group.
_GROUP = 20_000
# What a spreadsheet may take for the start of a formula (OWASP), and the mark that is put before it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "'"

_TEXTS = pa.list_(pa.string())
_EVIDENCE = pa.list_(
    pa.struct(
        {
            "paper": pa.string(),
            "start": pa.int64(),
            "end": pa.int64(),
            "text": pa.string(),
            "mention": pa.list_(pa.int64()),
        }
    )
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, its columns, and where its rows come from."""

    name: str
    schema: pa.Schema
    rows: Callable[[GraphReader], Iterator[Row]]


def _schema(*columns: tuple[str, pa.DataType, str]) -> pa.Schema:
    return pa.schema([pa.field(name, kind, metadata={"description": words}) for name, kind, words in columns])


def _node_rows(reader: GraphReader) -> Iterator[Row]:
    for key, attributes in graph_nodes(reader):
        yield {"key": key, **attributes}


def _edge_rows(reader: GraphReader) -> Iterator[Row]:
    for source, target, predicate, attributes in graph_edges(reader):
        yield {"source": source, "target": target, "predicate": predicate, **attributes}


def _mention_rows(reader: GraphReader) -> Iterator[Row]:
    for linked in reader.linked_papers():
        content = linked.paper.text
        for found in linked.mentions:
            where = {"paper": linked.paper.key, "entity": found.entity, "start": found.start, "end": found.end}
            yield {**where, "text": content[found.start : found.end], "confidence": found.confidence}


def _result_rows(reader: GraphReader) -> Iterator[Row]:
    for linked in reader.linked_papers():
        for found in linked.results:
            row = {name: getattr(found, name) for name in found.__slots__}
            yield {**row, "paper": linked.paper.key}


#: The tables of an export, in the order in which they are written.
TABLES = (
    Table(
        "nodes",
        _schema(
            ("key", pa.string(), "the node's key, such as method:resnet"),
            ("type", pa.string(), "Paper, Method, Dataset, Metric, Task or Result"),
            ("label", pa.string(), "its name; of a paper the title, of a result value and unit"),
            ("aliases", _TEXTS, "other names"),
            ("papers", pa.int64(), "how many papers name it"),
            ("id", pa.string(), "of a paper: its id, such as arxiv:2004.01849"),
            ("title", pa.string(), "of a paper"),
            ("abstract", pa.string(), "of a paper"),
            ("authors", _TEXTS, "of a paper: names, in order"),
            ("author_count", pa.int64(), "of a paper, where more are said to be than are named"),
            ("date", pa.string(), "of a paper: 2024, 2024-06 or 2024-06-17"),
            ("date_text", pa.string(), "of a paper: the words, where no year is to be had"),
            ("venue", pa.string(), "of a paper"),
            ("categories", _TEXTS, "of a paper"),
            ("links", _TEXTS, "of a paper: code and other pages"),
            ("arxiv", pa.string(), "of a paper: its arXiv id"),
            ("doi", pa.string(), "of a paper"),
            ("value", pa.float64(), "of a result"),
            ("unit", pa.string(), "of a result; empty where there is none"),
            ("kind", pa.string(), "of a result: score, delta or factor"),
            ("text", pa.string(), "of a result: the words that state it"),
        ),
        _node_rows,
    ),
    Table(
        "edges",
        _schema(
            ("source", pa.string(), "key of the node where it starts"),
            ("target", pa.string(), "key of the node where it ends"),
            ("predicate", pa.string(), "such as evaluatesOn"),
            ("confidence", pa.float64(), "0 to 1"),
            ("evidence", _EVIDENCE, "sentences with their offsets, and where in the paper's text the mention is"),
        ),
        _edge_rows,
    ),
    Table(
        "mentions",
        _schema(
            ("paper", pa.string(), "key of the paper"),
            ("entity", pa.string(), "key of the entity that is named"),
            ("start", pa.int64(), "offset in characters into title, line break and abstract"),
            ("end", pa.int64(), "offset after the last character"),
            ("text", pa.string(), "the words"),
            ("confidence", pa.float64(), "0 to 1"),
        ),
        _mention_rows,
    ),
    Table(
        "results",
        _schema(
            ("key", pa.string(), "key of the result"),
            ("paper", pa.string(), "key of the paper that states it"),
            ("method", pa.string(), "key of the method; missing where the wording does not tell"),
            ("dataset", pa.string(), "key of the dataset"),
            ("metric", pa.string(), "key of the metric"),
            ("task", pa.string(), "key of the task"),
            ("value", pa.float64(), "the number"),
            ("unit", pa.string(), "empty where there is none"),
            ("kind", pa.string(), "score, delta or factor"),
            ("text", pa.string(), "the words that state it"),
            ("start", pa.int64(), "offset of these words"),
            ("end", pa.int64(), "offset after them"),
            ("confidence", pa.float64(), "0 to 1"),
        ),
        _result_rows,
    ),
)


def table_files(suffix: str) -> tuple[str, ...]:
    """The names of the files of an export.

    >>> table_files("csv")
    ('nodes.csv', 'edges.csv', 'mentions.csv', 'results.csv')
    """
    return tuple(f"{table.name}.{suffix}" for table in TABLES)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe stands before one that could be.

    One that begins with an apostrophe gets another, so that taking one away gives every text back.

    >>> harmless("=1+1"), harmless("'tis"), harmless("ResNet")
    ("'=1+1", "''tis", 'ResNet')
    """
    return f"{_MARK}{text}" if text.startswith((*_FORMULA, _MARK)) else text


def write_csv(reader: GraphReader, bundle: Bundle) -> None:
    """Write each table as CSV: UTF-8, a head line, lists as JSON, nothing where a value is missing."""
    for table in TABLES:
        with bundle.file(f"{table.name}.csv") as stream:
            names = table.schema.names
            write_rows(stream, names, ([_cell(row.get(name)) for name in names] for row in table.rows(reader)))


def write_rows(stream: BinaryIO, head: list[str], rows: Iterable[list[object]]) -> None:
    """Write lines of CSV to a binary file, which stays open."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    # Not "\n": the csv module quotes what holds a character of its line end, and a lone "\r" must be quoted.
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    text.detach()


def _cell(value: object) -> object:
    if isinstance(value, str):
        return harmless(plain_text(value))
    if isinstance(value, list):
        return plain_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    return value


def plain_text(text: str) -> str:
    """A text without control characters and lone surrogates, which many readers of tables trip over.

    Each becomes U+FFFD, so that offsets stay right.
    """
    return XML_ILLEGAL.sub("\ufffd", text)


def _plain(value: Any) -> Any:
    """The same for all texts in a value."""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value


def write_parquet(reader: GraphReader, bundle: Bundle) -> None:
    """Write each table as Parquet, compressed with zstd, a few thousand rows at a time."""
    for table in TABLES:
        with (
            bundle.file(f"{table.name}.parquet") as stream,
            pq.ParquetWriter(stream, table.schema, compression="zstd") as writer,
        ):
            for rows in _groups(table.rows(reader)):
                writer.write_table(pa.Table.from_pylist(_plain(rows), schema=table.schema))


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows by thousands; once even where there are none, so that the columns are there."""
    stream = iter(rows)
    group = list(islice(stream, _GROUP))
    while True:
        yield group
        group = list(islice(stream, _GROUP))
        if not group:
            return
