"""Checking a user's lexicon: what is wrong in it, and what its owner should know."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from extractors.lexicon import default_lexicon
from extractors.pieces import pieces
from extractors.words import word_stats
from kg.api.lexicons import is_findable
from kg.errors import KgError
from kg.records import ENTITY_TYPES, EntityType
from kg.text import name_key

__all__ = ["Checked", "Remark", "check_lexicon"]

_TYPES: dict[str, EntityType] = {kind.casefold(): kind for kind in ENTITY_TYPES}
_SHORT = 2
#: Words of which fewer occurrences than this lie inside a name are common words.
_COMMON = 0.5


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a line. A fault stops or cripples the entry; a note says what it will do."""

    line: int
    kind: Literal["fault", "note"]
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How many entries a file has, and what there is to say of them, by line."""

    entries: int
    remarks: tuple[Remark, ...]

    @property
    def faults(self) -> int:
        """How many remarks are faults."""
        return sum(r.kind == "fault" for r in self.remarks)


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    type: str
    name: str
    aliases: tuple[str, ...]

    @property
    def kind(self) -> EntityType | None:
        return _TYPES.get(self.type.casefold())

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases) if self.name else ()


def check_lexicon(path: Path) -> Checked:
    """What is wrong in a user's lexicon, and what its owner should know.

    Raises
    ------
    KgError
        If the file cannot be read or has no columns type and name.
    """
    rows = list(_rows(path))
    remarks = [remark for row in rows for remark in (*_faults(row), *_common_words(row), *_of_ours(row))]
    remarks += _repeated(rows)
    return Checked(len(rows), tuple(sorted(remarks, key=lambda r: (r.line, r.kind, r.name, r.text))))


def _rows(path: Path) -> Iterator[_Row]:
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(f"{path}: cannot be read as a lexicon: {error}") from error
    reader = csv.reader(io.StringIO(content), delimiter="\t" if "\t" in content.split("\n", 1)[0] else ",")
    try:
        columns = {cell.strip().casefold(): place for place, cell in enumerate(next(reader, []))}
        if not {"type", "name"} <= columns.keys():
            raise KgError(f"{path}: a lexicon needs the columns type and name (and may have aliases)")
        for cells in reader:
            if cells:
                kind, name, more = (_cell(cells, columns.get(column)) for column in ("type", "name", "aliases"))
                aliases = tuple(a.strip() for a in more.replace(";", "|").split("|") if a.strip())
                yield _Row(reader.line_num, kind, name, aliases)
    except csv.Error as error:
        raise KgError(f"{path}: line {reader.line_num}: is no line of a table: {error}") from error


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _faults(row: _Row) -> Iterator[Remark]:
    if row.kind is None:
        what = f"{row.type!r:.60} is no type" if row.type else "has no type"
        yield Remark(row.line, "fault", row.name, f"{what}; choose from {', '.join(ENTITY_TYPES)}")
    if not row.name:
        yield Remark(row.line, "fault", "", "has no name")
    for name in row.names:
        if not is_findable(name):
            text = "will never be found in a text: leave out its commas, brackets and other marks, or shorten it"
            yield Remark(row.line, "fault", name, text)


def _common_words(row: _Row) -> Iterator[Remark]:
    inside = word_stats().inside
    for name in row.names:
        words = [piece.folded for piece in pieces(name)]
        if len(name_key(name)) <= _SHORT:
            text = "is very short: it will be found where something else is meant"
        elif not words or any(inside.get(word, 1.0) >= _COMMON for word in words):
            continue
        elif name.islower():
            text = "reads as common words: it will be found where something else is meant"
        else:
            text = "reads as common words: it may be missed where it is written without capitals"
        yield Remark(row.line, "note", name, text)


def _of_ours(row: _Row) -> Iterator[Remark]:
    """Which of our entries this one replaces or stands beside."""
    if row.kind is None:
        return
    keys = {name_key(name) for name in row.names}
    ours = {term: name for name in reversed(row.names) for term in default_lexicon().lookup(name)}
    for term, name in ours.items():
        if term.type != row.kind:
            yield Remark(row.line, "note", name, f"is our {term.type} {term.name}, too; yours is preferred")
            continue
        lost = [other for other in term.names if name_key(other) not in keys]
        rest = f"; no longer known: {', '.join(lost)}" if lost else ""
        yield Remark(row.line, "note", name, f"replaces our {term.name}{rest}")


def _repeated(rows: list[_Row]) -> Iterator[Remark]:
    """Names that an earlier line has already."""
    owners: dict[str, _Row] = {}
    for row in rows:
        for key, name in {name_key(name): name for name in row.names}.items():
            first = owners.setdefault(key, row) if key else row
            if first is row:
                continue
            if first.kind == row.kind:
                yield Remark(row.line, "fault", name, f"stands on line {first.line} already")
            else:
                yield Remark(row.line, "note", name, f"is a {first.type} on line {first.line}: one of them will win")
