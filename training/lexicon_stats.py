"""How the lexicon fares against a corpus and against annotated papers.

Prints one line an alias: in how many papers of the corpus it occurs, and in how many annotated papers
it is annotated as its type, as optional, as another type, within a longer name, or not at all; then the
coverage of the annotations and the frequent names that the lexicon lacks.

    python training/lexicon_stats.py --corpus arxiv.jsonl.gz --gold train.jsonl --suspects
"""

import argparse
import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.fileio import open_compressed
from kg.text import clean, name_key, paper_text

__all__ = ["Alias", "Finder", "Tally", "check", "load_lexicon", "main"]

LEXICON = Path(__file__).resolve().parent.parent / "extractors" / "data" / "lexicon.tsv"
TYPES = ("Dataset", "Method", "Metric", "Task")
FLAGS = frozenset({"generic", "context", "cased"})
_PIECE = re.compile(r"[^\s\-_‐-―/\\]+")
_OPENING, _CLOSING = "([{\"'`“‘", ".,;:!?)]}\"'`”’"
_LONGEST = 10  # words of a name


@dataclass(frozen=True)
class Alias:
    """One surface of one row of the lexicon."""

    type: str
    id: str
    surface: str
    flags: frozenset[str]

    @property
    def needs_context(self) -> bool:
        """Whether the surface alone is not to be trusted."""
        return bool(self.flags & {"generic", "context"})


@dataclass
class Tally:
    """In how many annotated papers an alias occurs, by what the annotation says of it."""

    solid: int = 0
    optional: int = 0
    other: int = 0
    within: int = 0
    absent: int = 0

    @property
    def scored(self) -> int:
        """Papers that count: an optional entity is scored in neither direction."""
        return self.solid + self.other + self.within + self.absent

    @property
    def precision(self) -> float:
        """Share of the scored papers in which the alias is annotated as its type."""
        return self.solid / self.scored if self.scored else 1.0


@dataclass
class Finder:
    """Finds the aliases that occur in a text, the longest first, under the folding of `name_key`.

    >>> finder = Finder([Alias("Method", "gnn", "graph neural network", frozenset())])
    >>> [alias.id for alias in finder.find("On Graph Neural Networks (GNNs).")]
    ['gnn']
    """

    aliases: Iterable[Alias]
    by_key: dict[str, list[Alias]] = field(default_factory=lambda: defaultdict(list))
    prefixes: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for alias in self.aliases:
            key = name_key(alias.surface)
            self.by_key[key].append(alias)
            self.prefixes.update(key[:length] for length in range(1, len(key) + 1))

    def find(self, text: str) -> Iterator[Alias]:
        """Aliases in `text`, each as often as it occurs; what one covers is not looked at again."""
        pieces = [(match.group(), match.start(), match.end()) for match in _PIECE.finditer(text)]
        position = 0
        while position < len(pieces):
            length, found = self._longest(text, pieces, position)
            yield from found
            position += max(length, 1)

    def _longest(self, text: str, pieces: list[tuple[str, int, int]], first: int) -> tuple[int, list[Alias]]:
        word, start, _ = pieces[first]
        start += len(word) - len(word.lstrip(_OPENING))
        best: tuple[int, list[Alias]] = (0, [])
        folded = ""
        for last in range(first, min(first + _LONGEST, len(pieces))):
            piece, _, piece_end = pieces[last]
            bare_end = piece_end - (len(piece) - len(piece.rstrip(_CLOSING)))
            for end in {piece_end, bare_end}:
                surface = text[start:end]
                found = [a for a in self.by_key.get(name_key(surface), ()) if self._case_agrees(a, surface)]
                if found:
                    best = (last - first + 1, found)
            folded += (piece.lstrip(_OPENING) if last == first else piece).casefold()
            if bare_end != piece_end or folded not in self.prefixes:
                break
        return best

    @staticmethod
    def _case_agrees(alias: Alias, surface: str) -> bool:
        return "cased" not in alias.flags or surface in (alias.surface, alias.surface + "s")


def load_lexicon(path: Path) -> list[Alias]:
    """All aliases of a lexicon; a trailing `?` becomes the flag `context`."""
    return [alias for row in _rows(path) for alias in _aliases(row)]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def _aliases(row: dict[str, str]) -> Iterator[Alias]:
    flags = frozenset(filter(None, row["flags"].split("|")))
    yield Alias(row["type"], row["id"], row["name"], flags)
    for surface in filter(None, row["aliases"].split("|")):
        unsure = surface.endswith("?")
        yield Alias(row["type"], row["id"], surface.rstrip("?"), flags | {"context"} if unsure else flags)


def check(path: Path) -> list[str]:
    """What is wrong with a lexicon: broken rows, doubled ids and surfaces, bases that are not there."""
    rows = _rows(path)
    problems: list[str] = []
    ids = Counter((row["type"], row["id"]) for row in rows)
    problems += [f"{kind} {identifier}: the id stands {n} times" for (kind, identifier), n in ids.items() if n > 1]
    owner: dict[tuple[str, str], str] = {}
    for row in rows:
        here = f"{row['type']} {row['id']}"
        if row["type"] not in TYPES or not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", row["id"]):
            problems.append(f"{here}: type or id is not well formed")
        if set(filter(None, row["flags"].split("|"))) - FLAGS:
            problems.append(f"{here}: flags {row['flags']!r}")
        if row["variant_of"] and ((row["type"], row["variant_of"]) not in ids or row["variant_of"] == row["id"]):
            problems.append(f"{here}: variant of {row['variant_of']!r}, which is no other row")
        for alias in _aliases(row):
            key = (row["type"], name_key(alias.surface))
            if not key[1]:
                problems.append(f"{here}: {alias.surface!r} folds to nothing")
            elif key in owner and not (owner[key] == row["id"] and "cased" in alias.flags):
                problems.append(f"{here}: {alias.surface!r} is already a surface of {owner[key]}")
            owner.setdefault(key, row["id"])
    if rows != sorted(rows, key=lambda row: (row["type"], row["id"])):
        problems.append("the rows are not sorted by type, then id")
    return problems


def _read_json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as raw, open_compressed(raw) as stream:
        for line in stream:
            yield json.loads(line)


def _text(paper: dict[str, Any]) -> str:
    body = paper.get("abstract") or paper.get("summary") or ""
    return paper_text(clean(paper.get("title") or ""), clean(body))


def count_papers(finder: Finder, corpus: Path) -> Counter[Alias]:
    """In how many papers of the corpus each alias occurs."""
    papers: Counter[Alias] = Counter()
    for paper in _read_json_lines(corpus):
        papers.update(set(finder.find(_text(paper))))
    return papers


@dataclass
class Annotations:
    """The annotated papers, as far as the lexicon is judged by them."""

    tallies: dict[Alias, Tally] = field(default_factory=lambda: defaultdict(Tally))
    names: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    known: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def add(self, paper: dict[str, Any], finder: Finder) -> None:
        """Take in one annotated paper."""
        solid: set[tuple[str, str]] = set()
        optional: set[tuple[str, str]] = set()
        for entity in paper["entities"]:
            keys = {(entity["type"], name_key(surface)) for surface in entity["surfaces"]}
            (optional if entity.get("optional") else solid).update(keys)
            if not entity.get("optional"):
                covered = any(alias.type == kind for kind, key in keys for alias in finder.by_key.get(key, ()))
                self.known[entity["type"], covered] += 1
                for kind, key in keys:
                    self.names[kind, key][min(s for s in entity["surfaces"] if name_key(s) == key)] += 1
        annotated = {key for _, key in solid | optional}
        for alias in set(finder.find(_text(paper))):
            key = name_key(alias.surface)
            tally = self.tallies[alias]
            if (alias.type, key) in solid:
                tally.solid += 1
            elif (alias.type, key) in optional:
                tally.optional += 1
            elif key in annotated:
                tally.other += 1
            elif any(key in longer for longer in annotated):
                tally.within += 1
            else:
                tally.absent += 1


def _print_aliases(
    aliases: Iterable[Alias], papers: Counter[Alias], tallies: dict[Alias, Tally], suspects: bool
) -> None:
    print("type\tid\tsurface\tflags\tpapers\tsolid\toptional\tother\twithin\tabsent\tprecision")
    for alias in aliases:
        tally = tallies.get(alias, Tally())
        seen = tally.scored + tally.optional
        doubtful = not alias.needs_context and seen >= 3 and (tally.precision < 0.5 or tally.optional > tally.solid)
        if suspects and not doubtful:
            continue
        counts = (papers[alias], tally.solid, tally.optional, tally.other, tally.within, tally.absent)
        flags = "|".join(sorted(alias.flags))
        print(alias.type, alias.id, alias.surface, flags, *counts, f"{tally.precision:.2f}", sep="\t")


def _print_summary(annotations: Annotations, finder: Finder, missing: int) -> None:
    for kind in TYPES:
        tallies = [t for alias, t in annotations.tallies.items() if alias.type == kind and not alias.needs_context]
        solid, scored = sum(t.solid for t in tallies), sum(t.scored for t in tallies)
        names = {key: counts for (name_type, key), counts in annotations.names.items() if name_type == kind}
        covered = {key for key in names if any(alias.type == kind for alias in finder.by_key.get(key, ()))}
        repeated = {key for key, counts in names.items() if counts.total() >= 2}
        entities = annotations.known[kind, True] + annotations.known[kind, False]
        print(
            f"# {kind}: entities covered {annotations.known[kind, True] / max(entities, 1):.3f} of {entities}; "
            f"distinct names {len(covered) / max(len(names), 1):.3f} of {len(names)}; "
            f"names in two papers or more {len(covered & repeated) / max(len(repeated), 1):.3f} "
            f"of {len(repeated)}; precision of surfaces without flag {solid / max(scored, 1):.3f} of {scored}"
        )
        lacking = sorted((-names[key].total(), key) for key in repeated - covered)[:missing]
        print("# lacking:", "; ".join(f"{names[key].most_common(1)[0][0]} {-n}" for n, key in lacking))


def main(argv: list[str] | None = None) -> int:
    """Run from the command line; the exit status is 1 where the lexicon has faults."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--lexicon", type=Path, default=LEXICON)
    parser.add_argument("--corpus", type=Path, help="JSON Lines with title and abstract (or summary), may be gzipped")
    parser.add_argument("--gold", type=Path, help="annotated papers, JSON Lines")
    parser.add_argument("--suspects", action="store_true", help="only unflagged aliases that mostly fail")
    parser.add_argument("--missing", type=int, default=40, help="how many lacking names to print for each type")
    options = parser.parse_args(argv)
    problems = check(options.lexicon)
    aliases = load_lexicon(options.lexicon)
    finder = Finder(aliases)
    papers = count_papers(finder, options.corpus) if options.corpus else Counter()
    annotations = Annotations()
    for paper in _read_json_lines(options.gold) if options.gold else ():
        annotations.add(paper, finder)
    if options.corpus or options.gold:
        _print_aliases(aliases, papers, annotations.tallies, options.suspects)
    if options.gold:
        _print_summary(annotations, finder, options.missing)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
