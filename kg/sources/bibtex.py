"""BibTeX: entries through bibtexparser, some at a time, each fault confined to its entry."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
)

from kg.records import Record, Skip
from kg.sources.building import Origin
from kg.sources.fields import record_of_fields
from kg.sources.latex import plain_text
from kg.sources.opening import InputStream, numbered_lines

__all__ = ["read_bibtex"]

_BLOCK = re.compile(r"\s*@\s*[A-Za-z]+\s*[{(]")
_LOST_ABSTRACT = re.compile(r"\babstract\s*=", re.IGNORECASE)
#: Fields whose text is an address or a code, in which LaTeX's signs stand for themselves.
_VERBATIM = frozenset("url doi eprint file id arxivid pmid issn isbn howpublished link".split())
# Its warnings of broken entries would go to standard error; here they become skips.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_BATCH_LINES = 2000
_MAX_ENTRY = 1 << 20


def read_bibtex(stream: InputStream, origin: Origin) -> Iterator[Record | Skip]:
    """Every entry that has a title or an abstract. The position is the entry's first line."""
    strings: dict[str, str] = {}
    for first_line, text in _batches(stream):
        if len(text) > _MAX_ENTRY + _BATCH_LINES * 1000:
            yield origin.skip(first_line, "an entry without end: a brace or quotation mark in it is not closed")
            continue
        library = parse_string(text, parse_stack=[])
        strings.update((block.key.lower(), _resolved(block.value, strings)) for block in library.strings)
        for block in library.blocks:
            found = _of_block(block, strings, origin, first_line + (block.start_line or 0))
            if found is not None:
                yield found


def _batches(stream: InputStream) -> Iterator[tuple[int, str]]:
    """Parts of the file that begin where an entry begins, with the number of their first line."""
    batch: list[str] = []
    size, start = 0, 1
    for number, line in numbered_lines(stream):
        full = len(batch) >= _BATCH_LINES or size > _MAX_ENTRY
        if full and _BLOCK.match(line):
            yield start, "".join(batch)
            batch, size, start = [], 0, number
        if size <= _MAX_ENTRY * 4:
            batch.append(line)
            size += len(line)
    yield start, "".join(batch)


def _of_block(block: Any, strings: dict[str, str], origin: Origin, line: int) -> Record | Skip | None:
    if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        block = block.ignore_error_block
    if isinstance(block, ParsingFailedBlock):
        return origin.skip(line, "a broken entry: a brace or quotation mark in it is not closed")
    if isinstance(block, ImplicitComment) and _LOST_ABSTRACT.search(block.comment):
        return origin.skip(line, "fields outside of any entry: a brace too many before them")
    if not isinstance(block, Entry):
        return None
    fields: dict[str, Any] = {"key": block.key}
    for field in block.fields:
        name = field.key.lower()
        value = _resolved(field.value, strings)
        fields.setdefault(name, value if name in _VERBATIM else plain_text(value))
    return record_of_fields(fields, origin, line)


def _resolved(value: Any, strings: dict[str, str]) -> str:
    """A field's value without its braces or quotation marks, macros and `#` resolved."""
    return "".join(_resolved_part(part.strip(), strings) for part in _concatenated(str(value)))


def _concatenated(value: str) -> list[str]:
    """The parts of a value that `#` joins, outside of braces and quotation marks."""
    if "#" not in value:
        return [value]
    parts, depth, quoted, start = [], 0, False, 0
    for place, sign in enumerate(value):
        if sign == '"' and depth == 0:
            quoted = not quoted
        elif not quoted and sign in "{}":
            depth += 1 if sign == "{" else -1
        elif sign == "#" and depth == 0 and not quoted:
            parts.append(value[start:place])
            start = place + 1
    return [*parts, value[start:]]


def _resolved_part(part: str, strings: dict[str, str]) -> str:
    if len(part) >= 2 and (part[0], part[-1]) in (("{", "}"), ('"', '"')):
        return part[1:-1]
    return strings.get(part.lower(), part)
