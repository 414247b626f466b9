"""One part of N of an input, extracted to a file; and such files as the input of a build.

Which part a record belongs to follows from what it is known by (arXiv id, DOI, its own id, else its text), so that
every machine decides alike, no machine has to know the whole input, and records of one paper mostly meet before they
are extracted. Where they do not, the build merges them, and extracts anew what reads otherwise then.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from kg import __version__
from kg.errors import KgError
from kg.extraction_files import ShardFacts
from kg.records import Record
from kg.sources import open_input
from kg.sources.shards import Shard, extractions_of, shard_at
from kg.storage import exists_at, is_address
from kg.store import Store
from kg.store.shards import content_digest, only_wanted
from kg.text import content_hash

__all__ = ["Part", "Tell", "facts_of_reading", "gaps", "shard_target", "take_extractions"]

#: Called with a line that a person should read while the work goes on.
Tell = Callable[[str], None]

_MOST_PARTS = 1_000_000
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Part:
    """Part `number` (from 1) of `parts`.

    >>> Part.parse("3/64")
    Part(number=3, parts=64)
    """

    number: int
    parts: int

    @classmethod
    def parse(cls, text: str) -> "Part":
        """The part that "K/N" says.

        Raises
        ------
        ValueError
            If it says none.
        """
        number, slash, parts = text.partition("/")
        if not (slash and number.isdecimal() and parts.isdecimal() and text.isascii() and len(text) < 20):
            raise ValueError(f"{text[:40]!r} is no K/N, such as 3/64")
        part = cls(int(number), int(parts))
        if not 1 <= part.number <= part.parts <= _MOST_PARTS:
            raise ValueError(f"{text!r}: K goes from 1 to N, N to {_MOST_PARTS:,}")
        return part

    def holds(self, record: Record) -> bool:
        """Whether a record belongs to this part."""
        known_by = record.arxiv or record.doi or record.own_id or content_hash(record.title, record.abstract)
        digest = hashlib.sha256(known_by.encode("utf-8", "replace")).digest()
        return int.from_bytes(digest[:8], "big") % self.parts == self.number - 1


def facts_of_reading(
    store: Store, inputs: Sequence[object], configuration: str, profile: str, part: Part | None
) -> ShardFacts:
    """What a shard says of what is in the store."""
    part = part or Part(1, 1)
    # Machines may have the same input under different folders.
    names = "\n".join(PurePath(str(given)).name for given in inputs)
    named = hashlib.sha256(names.encode("utf-8", "replace")).hexdigest()[:16]
    return ShardFacts(configuration, profile, __version__, part.number, part.parts, named, content_digest(store))


def shard_target(out: str, facts: ShardFacts) -> tuple[str, bool]:
    """Where a shard is written, and whether it is there already. PATH is a folder, or ends in .parquet and is the file.

    Raises
    ------
    KgError
        If PATH is a file that is no shard, or cannot be made a folder.
    """
    identity = hashlib.sha256(f"{facts.configuration}\n{facts.content}".encode()).hexdigest()[:16]
    name = f"{facts.part:05}-of-{facts.parts:05}-{identity}.parquet"
    if is_address(out):
        whole = out if out.endswith(".parquet") else f"{out.rstrip('/')}/{name}"
        return whole, exists_at(whole) and (whole != out or _holds(out, facts))
    path = Path(out)
    if out == "-" or out.endswith(".parquet") or (path.exists() and not (path.is_file() or path.is_dir())):
        return out, path.is_file() and _holds(out, facts)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = "is a file" if isinstance(error, FileExistsError) else f"cannot be made a folder: {error.strerror}"
        raise KgError(f"{out}: {why}; with --shard, -o is a folder or a name that ends in .parquet") from error
    return str(path / name), (path / name).is_file()


def _holds(file: str, facts: ShardFacts) -> bool:
    """Whether a file is the shard that says this of itself."""
    with open_input(file) as opened:
        known = shard_at(file, opened)
    return known is not None and known.facts == facts


def take_extractions(store: Store, shards: Sequence[Shard], configuration: str, tell: Tell) -> int:
    """Take over from shards what was extracted under this configuration and is wanted; returns of how many papers."""
    taken = 0
    other: Counter[str] = Counter()
    for shard in shards:
        if shard.facts.configuration != configuration:
            other[f"profile {shard.facts.profile}, version {shard.facts.version}"] += 1
            continue
        try:
            with open_input(shard.file) as file:
                found = only_wanted(store, extractions_of(file), configuration)
                taken += store.add_extractions(found, configuration)
        except OSError as error:
            tell(f"{shard.file}: cannot be read again: {error.strerror or error}; its papers are extracted here")
    for what, count in sorted(other.items()):
        tell(
            f"{count} of {len(shards)} shards were extracted otherwise ({what}): their papers are extracted anew;"
            " the same --profile, --lexicon and --min-confidence take them as they are"
        )
    if left := store.count_to_extract(configuration) if len(shards) > sum(other.values()) else 0:
        tell(f"{left} papers read otherwise than any in the shards: extracted here")
    return taken


def gaps(shards: Sequence[Shard]) -> list[str]:
    """What is missing among shards of one input, or there twice with different content; each as a line."""
    found: dict[tuple[str, int, str], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for shard in shards:
        facts = shard.facts
        if facts.part <= facts.parts <= _MOST_PARTS:
            found[facts.inputs, facts.parts, facts.configuration][facts.part].add(facts.content)
    lines = []
    for (_, parts, _), by_part in sorted(found.items()):
        if missing := [n for n in range(1, parts + 1) if n not in by_part]:
            lines.append(f"of {parts} shards of one input, {len(missing)} are not here: {_listed(missing, parts)}")
        if twice := sorted(n for n, contents in by_part.items() if len(contents) > 1):
            lines.append(
                f"shards of one part with different content: {_listed(twice, parts)}; the input has changed between"
                " them: remove the older files, or what they hold stays"
            )
    return lines


def _listed(numbers: Sequence[int], parts: int) -> str:
    shown = ", ".join(f"{n}/{parts}" for n in numbers[:_NAMED])
    return f"{shown} …" if len(numbers) > _NAMED else shown
