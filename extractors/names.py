"""What annotated papers said of a name when it occurred: how often a name of which type, how often doubtful.

The table (`data/names.tsv`) is counted by `training.name_stats`; a name is kept under
its key (`extractors.proposals.entity_key`).
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.records import ENTITY_TYPES

__all__ = ["NameRecord", "NameTable", "name_table"]

_PATH = Path(__file__).parent / "data" / "names.tsv"


@dataclass(frozen=True, slots=True)
class NameRecord:
    """Papers in which the name occurred, and in how many it was annotated: by type, and as optional."""

    papers: int
    solid: tuple[int, ...]
    optional: int


_NEVER = NameRecord(0, (0,) * len(ENTITY_TYPES), 0)


def _most_told(record: NameRecord) -> tuple[int, tuple[int, ...], int]:
    """Whatever differs counts: keys come in no order, and which record is taken must not depend on it."""
    return record.papers, record.solid, record.optional


class NameTable:
    """Records by key."""

    def __init__(self, records: dict[str, NameRecord]) -> None:
        self._records = records

    def best(self, keys: Iterable[str]) -> NameRecord:
        """The record with the most papers among several spellings of one thing."""
        listed = list(keys)
        if len(listed) == 1:
            return self._records.get(listed[0], _NEVER)
        return max((self._records.get(k, _NEVER) for k in listed), key=_most_told, default=_NEVER)


@cache
def name_table() -> NameTable:
    """The table that ships with the package."""
    with _PATH.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return NameTable(
            {
                row["key"]: NameRecord(
                    int(row["papers"]), tuple(int(row[t.casefold()]) for t in ENTITY_TYPES), int(row["optional"])
                )
                for row in rows
            }
        )
