"""How to build, and what a build did."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg.api.shards import Part
from kg.records import Paper, Skip

if TYPE_CHECKING:
    from extractors.pipeline import Profile
    from kg.sources.shards import Shard

__all__ = ["BuildOptions", "BuildReport", "Engine", "PathLike", "Progress", "describe_skip", "silent", "untold"]

PathLike = str | os.PathLike[str]

#: Called with a step ("read", "extract", "link"), how much is done and, where known, of how much.
Progress = Callable[[str, int, int | None], None]

Engine = Literal["local", "ray"]

_MAX_NAMED_SKIPS = 1000


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build.

    `format` forces the input format; `limit` stops reading after so many records; `fresh`
    forgets what the store holds, but for corrections, as soon as something was read; `links`
    and `fix` are files of corrections, which replace earlier ones; `jobs` is the number of
    processes that may extract. `engine` and `address` say where they are: on this machine, or
    on a Ray cluster. `part` leaves out of what is read all but that part.
    """

    profile: "Profile" = "accurate"
    lexicon: Path | None = None
    min_confidence: float | None = None
    format: str | None = None
    limit: int | None = None
    strict: bool = False
    fresh: bool = False
    links: Path | None = None
    fix: Path | None = None
    jobs: int = 1
    engine: Engine = "local"
    address: str | None = None
    part: Part | None = None


@dataclass(slots=True)
class BuildReport:
    """What a build did. `records` counts what was read in this run; `papers` what the store now holds."""

    records: int = 0
    papers: int = 0
    merged: int = 0
    title_only: int = 0
    skipped: int = 0
    skips: list[Skip] = field(default_factory=list)
    contested_ids: list[str] = field(default_factory=list)
    shards: "list[Shard]" = field(default_factory=list)
    reused: int = 0
    extracted: int = 0
    to_extract: int = 0
    entities: dict[str, int] = field(default_factory=dict)
    edges: dict[str, int] = field(default_factory=dict)
    results: int = 0
    corrections: int = 0
    unused_corrections: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def skip(self, skip: Skip) -> None:
        """Count what was passed over, and name the first ones."""
        self.skipped += 1
        if len(self.skips) < _MAX_NAMED_SKIPS:
            self.skips.append(skip)

    def skip_paper(self, paper: Paper, reason: str) -> None:
        """The same for a paper that was read and cannot be extracted."""
        self.skip(Skip(file=paper.id, reason=f"not extracted: {reason}"))

    def counts(self) -> dict[str, int]:
        """The numbers that are kept with the run."""
        names = ("records", "papers", "merged", "title_only", "skipped", "extracted", "results")
        return {name: getattr(self, name) for name in names} | {
            f"entities {kind}": count for kind, count in self.entities.items()
        }


def describe_skip(skip: Skip) -> str:
    """One line: where and why."""
    where = skip.file if skip.position is None else f"{skip.file}:{skip.position}"
    return f"{where}: {skip.reason}"


def silent(step: str, done: int, total: int | None) -> None:
    """No progress shown."""


def untold(line: str) -> None:
    """Nobody to tell."""
