"""Extractions as files: JSON Lines, or Parquet, written as they come."""

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from kg.records import Extraction

__all__ = ["SCHEMA", "write_jsonl", "write_parquet"]

_ROWS = 1000

_MENTION = pa.struct([("start", pa.int32()), ("end", pa.int32()), ("confidence", pa.float32())])
_ENTITY = pa.struct(
    [
        ("type", pa.string()),
        ("name", pa.string()),
        ("surfaces", pa.list_(pa.string())),
        ("role", pa.string()),
        ("confidence", pa.float32()),
        ("role_confidence", pa.float32()),
        ("mentions", pa.list_(_MENTION)),
    ]
)
_RESULT = pa.struct(
    [
        ("subject", pa.string()),
        ("dataset", pa.string()),
        ("metric", pa.string()),
        ("value", pa.float64()),
        ("unit", pa.string()),
        ("kind", pa.string()),
        ("text", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("confidence", pa.float32()),
    ]
)
_SOURCE = pa.struct([("file", pa.string()), ("format", pa.string()), ("position", pa.int64())])

#: The columns of a Parquet file of extractions: the fields of `kg.records.Extraction`.
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("abstract", pa.string()),
        ("authors", pa.list_(pa.string())),
        ("author_count", pa.int32()),
        ("date", pa.string()),
        ("date_text", pa.string()),
        ("venue", pa.string()),
        ("categories", pa.list_(pa.string())),
        ("links", pa.list_(pa.string())),
        ("arxiv", pa.string()),
        ("doi", pa.string()),
        ("sources", pa.list_(_SOURCE)),
        ("entities", pa.list_(_ENTITY)),
        ("results", pa.list_(_RESULT)),
    ]
)


def write_jsonl(extractions: Iterator[Extraction], stream: BinaryIO) -> None:
    """One JSON object a line."""
    for extraction in extractions:
        stream.write(extraction.model_dump_json().encode("utf-8", "replace") + b"\n")


def write_parquet(extractions: Iterator[Extraction], stream: BinaryIO) -> None:
    """One row a paper, in row groups of a thousand."""
    with pq.ParquetWriter(stream, SCHEMA, compression="zstd") as writer:
        rows = (extraction.model_dump() for extraction in extractions)
        while group := list(islice(rows, _ROWS)):
            writer.write_table(pa.Table.from_pylist(group, schema=SCHEMA))
