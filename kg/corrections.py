"""What a user corrects: `--links FILE` (merge, split) and `--fix FILE` (drop, retype, role, field).

Both are CSV or TSV tables with a header; docs/linking.md describes their columns.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from kg.errors import KgError
from kg.records import ENTITY_TYPES, Entity, EntityType, Extraction, Paper, Role
from kg.sources.dates import parse_date
from kg.text import clean, name_key

__all__ = ["Corrected", "Corrections", "Fix", "LinkRule", "read_fixes", "read_link_rules"]

_LINK_COLUMNS = ("action", "type", "name", "to", "papers")
_FIX_COLUMNS = ("action", "paper", "type", "name", "value")
_TYPES: dict[str, EntityType] = {t.casefold(): t for t in ENTITY_TYPES}
_TEXT_FIELDS = ("title", "abstract", "venue")
_LIST_FIELDS = ("authors", "categories", "links")
_FIELDS = (*_TEXT_FIELDS, "date", *_LIST_FIELDS)
_MAX_BYTES = 64 * 2**20

#: Which roles an entity of a type can have.
_ROLES: dict[EntityType, tuple[Role, ...]] = {
    "Method": ("introduced", "used", "compared", "mentioned"),
    "Dataset": ("introduced", "evaluated", "mentioned"),
    "Metric": ("introduced", "reported", "mentioned"),
    "Task": ("addressed", "mentioned"),
}
#: The role that an entity gets whose type changes to one that has no such role.
_USUAL_ROLE: dict[EntityType, Role] = {
    "Method": "used",
    "Dataset": "evaluated",
    "Metric": "reported",
    "Task": "addressed",
}


class LinkRule(NamedTuple):
    """One line of a `--links` file: `name` is to be `to`; a split may be confined to `papers`."""

    line: int
    action: Literal["merge", "split"]
    type: EntityType
    name: str
    to: str
    papers: tuple[str, ...] = ()


class Fix(NamedTuple):
    """One line of a `--fix` file. `paper` is empty where it holds for all."""

    line: int
    action: Literal["drop", "retype", "role", "field"]
    paper: str
    type: EntityType | None
    name: str
    value: str


class Corrected(NamedTuple):
    """An entity after corrections, and the rule that splits it off, if one does."""

    entity: Entity
    split: LinkRule | None = None


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a file, each with its line number and its cells by column."""

    path: Path
    rows: list[tuple[int, dict[str, str]]]

    def wrong(self, line: int, what: str) -> KgError:
        return KgError(f"{self.path}: line {line}: {what}")


def read_link_rules(path: Path) -> list[LinkRule]:
    """The rules of a `--links` file.

    Raises
    ------
    KgError
        If the file cannot be read, or a line is wrong; the message names the line.
    """
    table = _read_table(path, _LINK_COLUMNS, ("action", "type", "name"))
    rules = []
    for line, cells in table.rows:
        action = cells["action"].casefold()
        if action not in ("merge", "split"):
            raise table.wrong(line, f"the action {cells['action']!r} is none of merge, split")
        kind = _type_of(table, line, cells["type"])
        papers = tuple(p.strip().removeprefix("paper:") for p in cells["papers"].split("|") if p.strip())
        name, to = cells["name"], cells["to"]
        if not name_key(name):
            raise table.wrong(line, "needs a name")
        if action == "merge" and not name_key(to):
            raise table.wrong(line, "a merge needs the other name in column 'to'")
        if action == "merge" and papers:
            raise table.wrong(line, "a merge holds for all papers; leave column 'papers' empty, or split")
        rules.append(LinkRule(line, "merge" if action == "merge" else "split", kind, name, to, papers))
    return rules


def read_fixes(path: Path) -> list[Fix]:
    """The corrections of a `--fix` file.

    Raises
    ------
    KgError
        If the file cannot be read, or a line is wrong; the message names the line.
    """
    table = _read_table(path, _FIX_COLUMNS, ("action",))
    return [_fix(table, line, cells) for line, cells in table.rows]


def _fix(table: _Table, line: int, cells: dict[str, str]) -> Fix:
    action, name, value = cells["action"].casefold(), cells["name"], cells["value"]
    paper = cells["paper"].removeprefix("paper:")
    if action == "field":
        field = name.casefold()
        if not paper:
            raise table.wrong(line, "a field belongs to a paper; give its id in column 'paper'")
        if field not in _FIELDS:
            raise table.wrong(line, f"the field {name!r} is none of {', '.join(_FIELDS)}")
        if field in ("title", "abstract") and not value:
            raise table.wrong(line, f"the {field} cannot be empty; kg remove takes a paper out")
        if field == "date" and value and parse_date(value) is None:
            raise table.wrong(line, f"{value!r} is no date (2024, 2024-06 or 2024-06-17)")
        return Fix(line, "field", paper, None, field, value)
    kind = _type_of(table, line, cells["type"])
    if not name_key(name):
        raise table.wrong(line, "needs a name")
    if action == "drop":
        return Fix(line, "drop", paper, kind, name, "")
    if action == "retype":
        return Fix(line, "retype", paper, kind, name, _type_of(table, line, value, "value"))
    if action == "role":
        if value not in _ROLES[kind]:
            raise table.wrong(line, f"the role {value!r} of a {kind} is none of {', '.join(_ROLES[kind])}")
        return Fix(line, "role", paper, kind, name, value)
    raise table.wrong(line, f"the action {cells['action']!r} is none of drop, retype, role, field")


def _type_of(table: _Table, line: int, text: str, column: str = "type") -> EntityType:
    kind = _TYPES.get(text.casefold())
    if kind is None:
        raise table.wrong(line, f"the {column} {text!r} is none of {', '.join(ENTITY_TYPES)}")
    return kind


def _read_table(path: Path, columns: tuple[str, ...], needed: tuple[str, ...]) -> _Table:
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise KgError(f"{path}: is too large for a file of corrections (more than 64 MiB)")
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(f"{path}: cannot be read: {error}") from error
    if not text.strip():
        return _Table(path, [])
    first = next(line for line in text.splitlines() if line.strip())
    reader = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in first else ",")
    header: list[str] | None = None
    rows = []
    try:
        for cells in reader:
            if not any(c.strip() for c in cells) or cells[0].startswith("#"):
                continue
            if header is None:
                header = [c.strip().casefold() for c in cells]
                unknown = [c for c in header if c not in columns]
                if unknown or not set(needed) <= set(header):
                    raise KgError(f"{path}: line {reader.line_num}: the columns must be {', '.join(columns)}")
                continue
            if len(cells) > len(header):
                raise KgError(f"{path}: line {reader.line_num}: has {len(cells)} cells for {len(header)} columns")
            named = dict(zip(header, map(clean, cells), strict=False))
            rows.append((reader.line_num, {c: named.get(c, "") for c in columns}))
    except csv.Error as error:
        raise KgError(f"{path}: line {reader.line_num}: {error}") from error
    return _Table(path, rows)


class Corrections:
    """All corrections of a graph, as linking applies them."""

    def __init__(self, links: Iterable[LinkRule] = (), fixes: Iterable[Fix] = ()) -> None:
        self.links = tuple(links)
        self.fixes = tuple(fixes)
        self._splits = [r for r in self.links if r.action == "split"]
        self._by_name: dict[tuple[EntityType, str], list[Fix]] = defaultdict(list)
        self._by_paper: dict[str, list[Fix]] = defaultdict(list)
        self._used: set[LinkRule | Fix] = set()
        for fix in self.fixes:
            if fix.type is None:
                self._by_paper[fix.paper].append(fix)
            else:
                self._by_name[fix.type, name_key(fix.name)].append(fix)

    @property
    def merges(self) -> list[LinkRule]:
        """The rules that make two names one."""
        return [r for r in self.links if r.action == "merge"]

    @property
    def splits(self) -> list[LinkRule]:
        """The rules that keep a name apart."""
        return list(self._splits)

    def apply(self, extraction: Extraction) -> list[Corrected]:
        """The entities of a paper as the user wants them."""
        if not self._splits and not self._by_name:
            return [Corrected(entity) for entity in extraction.entities]
        corrected = []
        for entity in extraction.entities:
            fixed = self._fixed(extraction.id, entity)
            if fixed is not None:
                corrected += self._split(extraction, fixed)
        return corrected

    def _fixed(self, paper: str, entity: Entity) -> Entity | None:
        """The entity with its fixes in the order of their lines; None where it is dropped."""
        keys = {name_key(s) for s in (entity.name, *entity.surfaces)}
        found = [f for key in keys for f in self._by_name.get((entity.type, key), ()) if f.paper in ("", paper)]
        for fix in sorted(set(found)):
            self._used.add(fix)
            if fix.action == "drop":
                return None
            if fix.action == "retype":
                kind = _TYPES[fix.value.casefold()]
                role = entity.role if entity.role in _ROLES[kind] else _USUAL_ROLE[kind]
                entity = entity.model_copy(update={"type": kind, "role": role})
            elif fix.action == "role" and fix.value in _ROLES[entity.type]:
                entity = entity.model_copy(update={"role": fix.value, "role_confidence": 1.0})
        return entity

    def _split(self, extraction: Extraction, entity: Entity) -> list[Corrected]:
        """The entity, and apart from it the surfaces that a rule splits off."""
        text = extraction.text
        parts = []
        for rule in self._splits:
            if rule.type != entity.type or (rule.papers and extraction.id not in rule.papers):
                continue
            apart = [s for s in entity.surfaces if name_key(s) == name_key(rule.name)]
            if not apart:
                continue
            self._used.add(rule)
            kept = [s for s in entity.surfaces if s not in apart]
            chosen = [m for m in entity.mentions if text[m.start : m.end] in apart]
            rest = [m for m in entity.mentions if text[m.start : m.end] not in apart]
            own = entity.model_copy(update={"name": apart[0], "surfaces": apart, "mentions": chosen})
            parts.append(Corrected(own, rule))
            if not kept:
                return parts
            entity = entity.model_copy(update={"name": kept[0], "surfaces": kept, "mentions": rest})
        return [*parts, Corrected(entity)]

    def unused(self, has_name: Callable[[LinkRule], bool], has_paper: Callable[[str], bool]) -> list[str]:
        """A line for each correction that found nothing to correct, once it was applied to all papers."""
        idle = []
        for rule in self.links:
            found = has_name(rule) if rule.action == "merge" else rule in self._used
            if not found:
                idle.append(f"--links: line {rule.line}: no paper names the {rule.type} {rule.name!r}")
        for fix in self.fixes:
            if fix.paper and not has_paper(fix.paper):
                idle.append(f"--fix: line {fix.line}: there is no paper {fix.paper!r}")
            elif fix.type and fix not in self._used:
                idle.append(f"--fix: line {fix.line}: no paper names the {fix.type} {fix.name!r}")
        return idle

    def correct_paper(self, paper: Paper) -> Paper:
        """A paper with its corrected fields."""
        fields = {fix.name: _field_value(fix) for fix in self._by_paper.get(paper.id, ())}
        return paper.model_copy(update=fields) if fields else paper

    def papers(self) -> set[str]:
        """The papers whose fields are corrected."""
        return set(self._by_paper)


def _field_value(fix: Fix) -> str | list[str] | None:
    if fix.name in _LIST_FIELDS:
        return [v.strip() for v in fix.value.split("|") if v.strip()]
    if fix.name == "date":
        return parse_date(fix.value) if fix.value else None
    return fix.value or None
