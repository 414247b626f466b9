"""Shards, as `kg extract` writes them: the records in them, and what was found in their papers."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from kg.errors import KgError
from kg.extraction_files import RECORD_COLUMNS, ShardFacts, records_of_row, shard_facts
from kg.records import Extraction, Mention, Record, Result, Skip
from kg.sources.building import MAX_TEXT, Origin
from kg.text import is_clean, paper_text

__all__ = ["Shard", "extractions_of", "records_of", "shard_at"]

_BATCH = 512
_FOUND_COLUMNS = ["id", "title", "abstract", "entities", "results"]


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard among the inputs, and what it says of itself."""

    file: str
    facts: ShardFacts


def shard_at(name: str, file: BinaryIO) -> Shard | None:
    """The shard that a Parquet file is; None where it is none, or cannot be read as one."""
    try:
        facts = shard_facts(pq.ParquetFile(file).schema_arrow)
        return Shard(name, facts) if facts is not None else None
    except (KgError, pa.ArrowException, OSError, ValueError):
        return None
    finally:
        file.seek(0)


def records_of(table: pq.ParquetFile, origin: Origin) -> Iterator[Record | Skip]:
    """The records of a shard, as they were read from its own input. Where one cannot be, the skip gives the row."""
    for number, row in enumerate(_rows(table, RECORD_COLUMNS), start=1):
        try:
            records = records_of_row(row)
        except (ValueError, TypeError) as error:
            yield origin.skip(number, f"a damaged row of a shard: {_short(error)}")
            continue
        for record in records:
            yield record if _is_sound(record) else origin.skip(number, "a damaged row of a shard: a text is not clean")


def extractions_of(file: BinaryIO) -> Iterator[Extraction]:
    """What was found in the papers of a shard. A row that cannot be right is passed over: its paper is read anew.

    Raises
    ------
    KgError
        If the file cannot be read.
    """
    try:
        for row in _rows(pq.ParquetFile(file), _FOUND_COLUMNS):
            try:
                found = Extraction.model_validate(row)
            except (ValueError, TypeError):
                continue
            if _offsets_hold(found):
                yield found
    except (pa.ArrowException, OSError, ValueError) as error:
        raise KgError(f"damaged Parquet: {_short(error)}") from error


def _rows(table: pq.ParquetFile, columns: list[str]) -> Iterator[dict[str, Any]]:
    for batch in table.iter_batches(batch_size=_BATCH, columns=columns):
        yield from batch.to_pylist()


def _is_sound(record: Record) -> bool:
    """Whether a record can have come from a reader: texts as `kg.text.clean` leaves them, of a bounded length."""
    texts = [text for text in (record.title, record.abstract) if text is not None]
    return bool(texts) and all(text and len(text) <= MAX_TEXT and is_clean(text) for text in texts)


def _offsets_hold(found: Extraction) -> bool:
    """Whether all offsets lie in the text, and all numbers are numbers."""
    length = len(paper_text(found.title, found.abstract))
    spans: list[Mention | Result] = [m for entity in found.entities for m in entity.mentions]
    spans += found.results
    named = all(entity.name and entity.surfaces and entity.mentions for entity in found.entities)
    return (
        named
        and all(0 <= span.start < span.end <= length for span in spans)
        and all(isfinite(result.value) for result in found.results)
        and all(
            0 <= confidence <= 1
            for entity in found.entities
            for confidence in (entity.confidence, entity.role_confidence, *(m.confidence for m in entity.mentions))
        )
        and all(0 <= result.confidence <= 1 for result in found.results)
    )


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:160]
