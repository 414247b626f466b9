"""Reading papers: from a file, a folder, a glob or standard input, in whatever format they are."""

import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from kg.errors import KgError
from kg.records import Record, Skip
from kg.sources.bibtex import read_bibtex
from kg.sources.building import Origin
from kg.sources.detection import recognise
from kg.sources.html_reader import read_html
from kg.sources.inputs import STDIN, check_input, input_files
from kg.sources.json_reader import read_json, read_json_lines
from kg.sources.opening import InputStream
from kg.sources.page import read_each_line, read_page, read_pairs, read_whole
from kg.sources.tables import read_csv, read_parquet
from kg.sources.tagged import read_nbib, read_ris, read_web_of_science
from kg.sources.xml_reader import read_xml
from kg.storage import is_address, open_at

if TYPE_CHECKING:
    from kg.sources.shards import Shard

__all__ = ["FORMATS", "open_input", "read"]

_Reader = Callable[[InputStream, Origin], Iterator[Record | Skip]]


class _Format(NamedTuple):
    reader: _Reader
    description: str


_READERS: dict[str, _Format] = {
    "text": _Format(read_page, "copied pages, mails and plain text: titles, abstracts and notes in any usual layout"),
    "lines": _Format(read_each_line, "one abstract a line, no titles (never guessed: 'text' finds it too)"),
    "pairs": _Format(read_pairs, "a line with a title, a line with its abstract, and so on (never guessed)"),
    "whole": _Format(read_whole, "the whole file is one abstract (never guessed)"),
    "jsonl": _Format(read_json_lines, "JSON Lines: arXiv's snapshot, catalogues, extractions of kg extract"),
    "json": _Format(read_json, "JSON: an array, or an answer of Semantic Scholar, OpenAlex, Crossref, Hugging Face"),
    "atom": _Format(read_xml, "XML: the arXiv API's Atom feed, RSS, OAI-PMH"),
    "csv": _Format(read_csv, "CSV with a header, as Zotero, Scopus and others write it (any delimiter)"),
    "tsv": _Format(read_csv, "tab-separated values with a header, as Web of Science writes it"),
    "parquet": _Format(read_parquet, "Parquet"),
    "bibtex": _Format(read_bibtex, "BibTeX"),
    "ris": _Format(read_ris, "RIS"),
    "nbib": _Format(read_nbib, "PubMed's export (MEDLINE)"),
    "wos": _Format(read_web_of_science, "Web of Science's plain text"),
    "html": _Format(read_html, "a web page saved as HTML"),
}

#: The names that `--from` accepts, and what each is.
FORMATS: dict[str, str] = {name: format_.description for name, format_ in _READERS.items()}


def read(
    inputs: Sequence[str | os.PathLike[str]],
    *,
    format: str | None = None,
    limit: int | None = None,
    stdin: BinaryIO | None = None,
    shards: "list[Shard] | None" = None,
) -> Iterator[Record | Skip]:
    """The papers of all inputs, one by one, and what was not read.

    Parameters
    ----------
    inputs
        Files, folders (read recursively, in order, hidden files passed over), globs, '-' for
        standard input, or addresses that fsspec knows (`s3://…`). gzip and zstd are unpacked.
    format
        A name from `FORMATS`, for all inputs; by default each file's is told from its content.
    limit
        Stop after so many papers.
    stdin
        What '-' reads, by default the process's standard input.
    shards
        Shards of `kg extract` among the inputs are noted here when they are come to.

    Raises
    ------
    KgError
        At once, if an input is not there or the format has an unknown name.

    Examples
    --------
    >>> [paper.title for paper in read(["-"], stdin=io.BytesIO(b'{"title": "On Trees", "abstract": "We climb."}'))]
    ['On Trees']
    """
    if format is not None and format not in _READERS:
        raise KgError(f"{format}: no such input format: choose one of {', '.join(_READERS)}")
    names = [os.fspath(given) for given in inputs]
    for name in names:
        check_input(name)
    return _limited(_read_all(names, format, stdin, [] if shards is None else shards), limit)


def _limited(found: Iterator[Record | Skip], limit: int | None) -> Iterator[Record | Skip]:
    papers = 0
    while limit is None or papers < limit:
        item = next(found, None)
        if item is None:
            return
        papers += isinstance(item, Record)
        yield item


def _read_all(
    names: Sequence[str], format: str | None, stdin: BinaryIO | None, shards: "list[Shard]"
) -> Iterator[Record | Skip]:
    for given in names:
        for name in input_files(given):
            if name == STDIN:
                raw = stdin if stdin is not None else cast(BinaryIO, sys.stdin.buffer)
                yield from _read_file(_buffered(raw), name, format, shards)
                continue
            try:
                with open_input(name) as opened:
                    yield from _read_file(opened, name, format, shards)
            except OSError as error:
                yield Skip(file=name, reason=f"cannot be read: {error.strerror or error}")


def _buffered(raw: BinaryIO) -> BinaryIO:
    """A stream that can be looked into without being read on."""
    return raw if hasattr(raw, "peek") else cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, raw)))


def _shard(stream: InputStream, name: str) -> "Shard | None":
    """What a Parquet file says of itself as a shard. Of a stream it cannot be asked, nor could it be read twice."""
    from kg.sources.shards import shard_at  # only here, for it needs Arrow

    return shard_at(name, stream.file) if stream.file is not None and name != STDIN else None


def open_input(name: str) -> BinaryIO:
    """An input file, here or elsewhere, to be read; it can be looked into."""
    return open_at(name) if is_address(name) else cast(BinaryIO, Path(name).open("rb"))


def _read_file(raw: BinaryIO, name: str, format: str | None, shards: "list[Shard]") -> Iterator[Record | Skip]:
    stream = InputStream(raw)
    recognised, reason = (format, "") if format is not None else recognise(stream, name)
    if recognised is None:
        yield Skip(file=name, reason=reason)
        return
    origin = Origin(name, recognised)
    shard = _shard(stream, name) if recognised == "parquet" else None
    if shard is not None:
        shards.append(shard)
    found_any = shard is not None  # the part of an input may be empty
    for item in _READERS[recognised].reader(stream, origin):
        found_any = True
        yield item
    if stream.problem is not None:
        yield origin.skip(None, stream.problem)
    elif not found_any:
        yield origin.skip(None, f"no paper found (read as {recognised})")
