"""What has changed since a store was made: two sorted lists of (name, digest), compared as they are read.

Nothing is held in memory but the names of what changed.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Changes", "compare", "read_digests"]


@dataclass(slots=True)
class Changes:
    """The parts of a graph that are no longer as they were, and those that are new, by name."""

    gone: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.gone or self.changed or self.new)


def read_digests(path: Path) -> Iterator[tuple[str, str]]:
    """The digests that `compare` wrote; nothing if there are none."""
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                digest, _, name = line.partition(" ")
                yield json.loads(name), digest


def compare(old: Iterable[tuple[str, str]], new: Iterable[tuple[str, str]], target: Path) -> Changes:
    """What differs; the new digests are written to a file, for the next time.

    Raises
    ------
    ValueError
        If the new digests are not sorted by name, each name once.
    """
    changes = Changes()
    before = iter(old)
    known = next(before, None)
    last: str | None = None
    with target.open("w", encoding="utf-8") as out:
        for name, digest in new:
            if last is not None and name <= last:
                raise ValueError(f"digests are not sorted: {name!r} after {last!r}")
            last = name
            out.write(f"{digest} {json.dumps(name)}\n")
            while known is not None and known[0] < name:
                changes.gone.append(known[0])
                known = next(before, None)
            if known is None or known[0] != name:
                changes.new.append(name)
                continue
            if known[1] == digest:
                changes.unchanged += 1
            else:
                changes.changed.append(name)
            known = next(before, None)
    if known is not None:
        changes.gone.append(known[0])
    changes.gone += [name for name, _ in before]
    return changes
