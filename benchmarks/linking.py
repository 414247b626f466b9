"""How well linking keeps names together that mean the same, and apart that do not.

Usage: python -m benchmarks.linking [DIR] [--sample 1|2] [--pairs tests/data/linking_pairs.tsv] [--errors] [--json FILE]

Judges pairs of names by the graph in DIR: a pair is linked where most mentions of the one
and most of the other belong to one entity; pairs whose names the graph does not know are
left out. Without DIR every name stands alone, so that nothing can be learned from other
papers. Prints pairwise precision and recall, with 95 % bootstrap intervals over pairs.
"""

import argparse
import csv
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.reporting import report
from extractors.lexicon import default_lexicon
from kg.api.building import store_path
from kg.api.lexicon_names import LexiconNames
from kg.linking.naming import key_of_name
from kg.records import ENTITY_TYPES, EntityType
from kg.store import Store

__all__ = ["Pair", "main", "read_pairs", "scores"]

PAIRS = Path(__file__).parents[1] / "tests" / "data" / "linking_pairs.tsv"
_ROUNDS = 1000


class Pair(NamedTuple):
    """Two names of one type, and whether they mean the same."""

    type: EntityType
    one: str
    other: str
    same: bool
    sample: str


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a file with the columns sample, type, one, other and verdict ("same" or "different")."""
    types = {t: t for t in ENTITY_TYPES}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Pair(types[r["type"]], r["one"], r["other"], r["verdict"] == "same", r["sample"]) for r in rows]


def scores(judged: Sequence[tuple[bool, bool]]) -> tuple[float, float]:
    """Precision and recall of (is the same, was linked)."""
    right = sum(same and linked for same, linked in judged)
    linked = sum(linked for _, linked in judged)
    same = sum(same for same, _ in judged)
    return right / linked if linked else 1.0, right / same if same else 1.0


def _by_graph(directory: Path) -> Callable[[EntityType, str], str | None]:
    """The entity to which most mentions of a name belong."""
    counts: defaultdict[tuple[EntityType, str], Counter[str]] = defaultdict(Counter)
    with Store(store_path(directory)) as store:
        for entity in store.entities():
            for surface in store.written_for(entity.key):
                counts[entity.type, surface.text][entity.key] += surface.mentions

    def entity_of(type: EntityType, name: str) -> str | None:
        found = counts.get((type, name))
        return min(found, key=lambda key: (-found[key], key)) if found else None

    return entity_of


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path, nargs="?", metavar="DIR")
    parser.add_argument("--pairs", type=Path, default=PAIRS)
    parser.add_argument("--sample", choices=("1", "2"), help="only the pairs of one sample")
    parser.add_argument("--errors", action="store_true", help="name the pairs that were judged wrongly")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    arguments = parser.parse_args()
    known = LexiconNames(default_lexicon())
    entity_of: Callable[[EntityType, str], str | None] = lambda type, name: key_of_name(known, type, name)  # noqa: E731
    if arguments.directory:
        entity_of = _by_graph(arguments.directory)
    judged = []
    for pair in read_pairs(arguments.pairs):
        if arguments.sample not in (None, pair.sample):
            continue
        one, other = entity_of(pair.type, pair.one), entity_of(pair.type, pair.other)
        if one is None or other is None:
            continue
        judged.append((pair.same, one == other))
        if arguments.errors and pair.same != (one == other):
            print(f"{'apart' if pair.same else 'linked'}: {pair.type}: {pair.one!r} and {pair.other!r}")
    print(f"{len(judged)} pairs, {sum(same for same, _ in judged)} of them the same")
    rng = random.Random(1)
    rounds = [scores(rng.choices(judged, k=len(judged))) for _ in range(_ROUNDS)]
    rows = []
    for index, name in enumerate(("precision", "recall")):
        spread = sorted(one[index] for one in rounds)
        low, high = spread[int(0.025 * _ROUNDS)], spread[int(0.975 * _ROUNDS)]
        value = round(scores(judged)[index], 3)
        rows.append({"figure": name, "value": value, "from": round(low, 3), "to": round(high, 3)})
    report("linking", rows, arguments.json)


if __name__ == "__main__":
    main()
