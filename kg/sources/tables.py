"""Tables: CSV and TSV of reference managers and catalogues, and Parquet."""

import csv
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any

from kg.errors import KgError
from kg.records import Record, Skip
from kg.sources.building import Origin
from kg.sources.fields import ABSTRACT_NAMES, KNOWN_NAMES, TITLE_NAMES, record_of_fields
from kg.sources.opening import InputStream, bounded_lines, decode_head, seekable, text_stream
from kg.sources.values import field_key

__all__ = ["read_csv", "read_parquet", "table_delimiter"]

_DELIMITERS = (",", "\t", ";", "|")
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?", re.IGNORECASE)
_QUOTED_CELL = re.compile(r"(?:^|\t)\"[^\t\n]*\"(?:\t|$)", re.MULTILINE)
_TEXT_COLUMNS = frozenset((*TITLE_NAMES, *ABSTRACT_NAMES, "abstractinvertedindex"))
#: Longer than any cell of a table of papers: a quotation mark that is never closed has swallowed the rows after it.
_MAX_CELL = 200_000
_MAX_REPAIRS = 20
_BATCH = 128
_BOMB_BYTES = 256 << 20


def table_delimiter(head: str, by_suffix: bool = False) -> str | None:
    """What separates the columns, if the text begins with a header that names a title or abstract.

    >>> table_delimiter("Key;Title;Abstract Note\\n"), table_delimiter("Title, authors and abstract of my papers\\n")
    (';', None)
    """
    lines = head.splitlines()
    if lines and (told := _SEPARATOR_LINE.fullmatch(lines[0].rstrip("\r\n"))):
        return told.group(1)
    first = next((line for line in lines if line.strip()), "")
    for delimiter in _DELIMITERS:
        cells = next(csv.reader([first], delimiter=delimiter), [])
        keys = [field_key(cell) for cell in cells if len(cell) <= 60]
        known = [key for key in keys if key in KNOWN_NAMES]
        if _TEXT_COLUMNS.isdisjoint(known):
            continue
        if len(cells) >= 2 and (len(known) >= 2 or by_suffix):
            return delimiter
        if len(cells) == 1 and by_suffix:
            return delimiter
    return None


def read_csv(stream: InputStream, origin: Origin) -> Iterator[Record | Skip]:
    """A row a paper, under a header that says which column is what. The position is the row's first line."""
    head = decode_head(stream.head) or ""
    delimiter = table_delimiter(head, by_suffix=True)
    if delimiter is None:
        yield origin.skip(1, "no column is named as a title or an abstract is: the first line must name the columns")
        return
    quoting = csv.QUOTE_NONE if delimiter == "\t" and not _QUOTED_CELL.search(head) else csv.QUOTE_MINIMAL
    limit = csv.field_size_limit(_MAX_CELL)  # it holds for all tables that are read
    try:
        yield from _records(
            _rows(bounded_lines(stream, text_stream(stream, newline="")), delimiter, quoting), stream, origin
        )
    finally:
        csv.field_size_limit(limit)


def _records(
    rows: Iterator[tuple[int, list[str] | str]], stream: InputStream, origin: Origin
) -> Iterator[Record | Skip]:
    """The papers of a table's rows, the first of which names the columns; a text in the place of a row is its fault."""
    header: list[str] | None = None
    for line, row in rows:
        stream.renew()
        if isinstance(row, str):
            yield origin.skip(line, row)
        elif not any(cell.strip() for cell in row):
            continue
        elif header is None:
            header = row
        elif any(cell.strip() for cell in row[len(header) :]):
            yield origin.skip(line, f"{len(row)} cells in a row, where the header names {len(header)} columns")
        else:
            yield record_of_fields(dict(zip(header, row, strict=False)), origin, line)


def _rows(lines: Iterable[str], delimiter: str, quoting: Any) -> Iterator[tuple[int, list[str] | str]]:
    """Rows and the line on which each begins; in place of a row that cannot be told, why.

    After a quotation mark that is never closed, reading goes on at the line after it.
    """
    number, width, repairs = 1, 0, 0
    source = iter(lines)
    first = next(source, "")
    if _SEPARATOR_LINE.fullmatch(first.rstrip("\r\n")):
        number = 2
    else:
        source = itertools.chain([first], source)
    while True:
        taken: list[str] = []
        fault: str | None = None
        try:
            for row in csv.reader(_noting(source, taken), delimiter=delimiter, quoting=quoting):
                width = width or len(row)
                if len(taken) > 1 and len(row) != width and repairs < _MAX_REPAIRS:
                    fault = "its lines make no row"
                    break
                yield number, row
                number += len(taken)
                taken.clear()
        except csv.Error as error:
            fault = str(error)
        if fault is None:
            return
        yield number, _row_fault(fault, len(taken))
        repairs += 1
        again = taken[1:] if repairs <= _MAX_REPAIRS else []
        number += len(taken) - len(again)
        source = itertools.chain(again, source)


def _row_fault(fault: str, lines: int) -> str:
    if "field larger" in fault and lines <= 1:
        return f"a cell of more than {_MAX_CELL:,} characters"
    return f"a malformed row (a quotation mark that is not closed?): {fault}"


def _noting(source: Iterator[str], taken: list[str]) -> Iterator[str]:
    """The lines, each noted as taken."""
    for line in source:
        taken.append(line)
        yield line


def read_parquet(stream: InputStream, origin: Origin) -> Iterator[Record | Skip]:
    """A row a paper, read batch by batch; the position is the row's number."""
    import pyarrow
    import pyarrow.parquet

    from kg.extraction_files import shard_facts
    from kg.sources.shards import records_of

    try:
        with seekable(stream) as file:
            table = pyarrow.parquet.ParquetFile(file)
            if shard_facts(table.schema_arrow) is not None:
                yield from records_of(table, origin)
                return
            columns = [name for name in table.schema_arrow.names if field_key(name) in KNOWN_NAMES]
            if _TEXT_COLUMNS.isdisjoint(map(field_key, columns)):
                yield origin.skip(None, "no column is named as a title or an abstract is")
                return
            if _is_bomb(table.metadata, set(columns)):
                yield origin.skip(None, "a compression bomb? Its columns unpack to more than 1,000 times their size")
                return
            batches = table.iter_batches(batch_size=_BATCH, columns=columns)
            rows = (row for batch in batches for row in batch.to_pylist())
            for number, row in enumerate(rows, start=1):
                yield record_of_fields(row, origin, number)
    except KgError as error:
        yield origin.skip(None, str(error))
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        yield origin.skip(None, f"damaged Parquet: {' '.join(str(error).split())[:160]}")


def _is_bomb(metadata: Any, columns: set[str]) -> bool:
    """Whether the columns that would be read unpack to far more than any text does."""
    for group in map(metadata.row_group, range(metadata.num_row_groups)):
        chunks = [group.column(number) for number in range(group.num_columns)]
        read = [chunk for chunk in chunks if chunk.path_in_schema.partition(".")[0] in columns]
        plain, packed = sum(c.total_uncompressed_size for c in read), sum(c.total_compressed_size for c in read)
        if plain > max(_BOMB_BYTES, 1000 * packed):
            return True
    return False
