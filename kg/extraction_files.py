"""Extractions as files: JSON Lines, or Parquet, written as they come.

The Parquet is a shard: beside each paper with what was found in it stand the records that it was read as, word
for word, so that `kg build` merges the records of many such files as if one machine had read them all, and
extracts nothing twice. In a record a text or list that is null is the paper's own; an empty one is none.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from kg.errors import KgError
from kg.records import Extraction, Record

__all__ = ["SCHEMA", "ExtractedPaper", "ShardFacts", "records_of_row", "shard_facts", "write_jsonl", "write_parquet"]

#: Raised whenever a reader of the older form would misread the newer.
FORMAT = 1
_KEY = b"paperkg"
_ROWS = 1000

_TEXTS = pa.list_(pa.string())
_MENTION = pa.struct([("start", pa.int32()), ("end", pa.int32()), ("confidence", pa.float64())])
_ENTITY = pa.struct(
    [
        ("type", pa.string()),
        ("name", pa.string()),
        ("surfaces", _TEXTS),
        ("role", pa.string()),
        ("confidence", pa.float64()),
        ("role_confidence", pa.float64()),
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
        ("confidence", pa.float64()),
    ]
)
_SOURCE = pa.struct([("file", pa.string()), ("format", pa.string()), ("position", pa.int64())])
#: What a record and a paper have in common.
_PAPER = [
    ("title", pa.string()),
    ("abstract", pa.string()),
    ("authors", _TEXTS),
    ("author_count", pa.int64()),
    ("date", pa.string()),
    ("date_text", pa.string()),
    ("venue", pa.string()),
    ("categories", _TEXTS),
    ("links", _TEXTS),
    ("arxiv", pa.string()),
    ("doi", pa.string()),
]
_RECORD = pa.struct([*_PAPER, ("own_id", pa.string()), ("source", _SOURCE)])

#: The columns of a Parquet file of extractions: the fields of `kg.records.Extraction`, and the records as read.
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        *_PAPER,
        ("sources", pa.list_(_SOURCE)),
        ("entities", pa.list_(_ENTITY)),
        ("results", pa.list_(_RESULT)),
        ("records", pa.list_(_RECORD)),
    ]
)

_SHARED_TEXTS = ("title", "abstract")
_SHARED_LISTS = ("authors", "categories", "links")
#: The columns that give the records of a row.
RECORD_COLUMNS = [*_SHARED_TEXTS, *_SHARED_LISTS, "records"]

#: A paper with what was found in it, and the records that it was read as.
ExtractedPaper = tuple[Extraction, list[Record]]


@dataclass(frozen=True, slots=True)
class ShardFacts:
    """What a shard says of itself.

    `configuration` is that of the extraction, `profile` and `version` say it to people. The shard is part `part` of
    `parts` of what was read from `inputs` (a hash of their names); `content` is the hash of the records in it.
    """

    configuration: str
    profile: str
    version: str
    part: int = 1
    parts: int = 1
    inputs: str = ""
    content: str = ""

    def metadata(self) -> dict[bytes, bytes]:
        """The facts as metadata of a Parquet file."""
        return {_KEY: json.dumps({"format": FORMAT, **asdict(self)}, sort_keys=True).encode()}


def shard_facts(schema: pa.Schema) -> ShardFacts | None:
    """What the file with this schema says of itself as a shard; None where it is another Parquet file.

    Raises
    ------
    KgError
        If it is a shard of another version of paperkg, or has not the columns of one.
    """
    found = (schema.metadata or {}).get(_KEY)
    if found is None:
        return None
    try:
        said = json.loads(found)
        format = said.pop("format")
        facts = ShardFacts(**said) if format == FORMAT else None
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise KgError("a damaged shard: what it says of itself cannot be read; extract it again") from error
    if facts is None:
        raise KgError(
            f"a shard of another version of paperkg (form {str(format)[:20]}; this one reads {FORMAT}): extract anew"
        )
    if not all(type(value) is type(default) for value, default in zip(asdict(facts).values(), _BLANK, strict=True)):
        raise KgError("a damaged shard: what it says of itself cannot be read; extract it again")
    if not schema.remove_metadata().equals(SCHEMA):
        raise KgError("a damaged shard: it has not the columns of one; extract it again")
    return facts


_BLANK = tuple(asdict(ShardFacts("", "", "")).values())


def write_jsonl(extractions: Iterator[Extraction], stream: BinaryIO) -> None:
    """One JSON object a line."""
    for extraction in extractions:
        stream.write(extraction.model_dump_json().encode("utf-8", "replace") + b"\n")


def write_parquet(papers: Iterator[ExtractedPaper], stream: BinaryIO, facts: ShardFacts) -> None:
    """One row a paper, in row groups of a thousand."""
    schema = SCHEMA.with_metadata(facts.metadata())
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        rows = (_row(extraction, records) for extraction, records in papers)
        while group := list(islice(rows, _ROWS)):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))


def _row(extraction: Extraction, records: list[Record]) -> dict[str, Any]:
    row = extraction.model_dump()
    row["records"] = [_told_apart(record.model_dump(), row) for record in records]
    return row


def _told_apart(record: dict[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """A record, without what it shares with the paper."""
    for name in _SHARED_TEXTS:
        record[name] = None if record[name] == row[name] else record[name] or ""
    for name in _SHARED_LISTS:
        record[name] = None if record[name] == row[name] else record[name]
    return record


def records_of_row(row: Mapping[str, Any]) -> list[Record]:
    """The records of a row with the `RECORD_COLUMNS`, as they were read.

    Raises
    ------
    ValueError
        If the row is no row of a shard.
    """
    records = []
    for said in row["records"] or ():
        for name in _SHARED_TEXTS:
            said[name] = row[name] if said[name] is None else said[name] or None
        for name in _SHARED_LISTS:
            said[name] = row[name] if said[name] is None else said[name]
        records.append(Record.model_validate(said))
    return records
