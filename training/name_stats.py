"""Count what annotations say of each name whenever it occurs, into extractors/data/names.tsv."""

from collections import Counter, defaultdict
from pathlib import Path

from extractors.pieces import hide_addresses, pieces
from extractors.proposals import entity_key
from kg.records import ENTITY_TYPES
from kg.text import clean, singular
from training.gold import Annotated

__all__ = ["write_names"]

_LONGEST = 7


def write_names(papers: list[Annotated], output: Path, least: int = 2) -> int:
    """Write names that occur in at least `least` papers; the number of rows."""
    solid: dict[str, Counter[str]] = defaultdict(Counter)
    optional: Counter[str] = Counter()
    for paper in papers:
        said: dict[str, str] = {}
        for entity in paper.entities:
            for surface in entity["surfaces"]:
                key = entity_key(clean(surface))
                if entity["optional"]:
                    said.setdefault(key, "")
                else:
                    said[key] = entity["type"]
        for key, kind in said.items():
            if kind:
                solid[key][kind] += 1
            else:
                optional[key] += 1
    known = solid.keys() | optional.keys()
    seen: Counter[str] = Counter()
    for paper in papers:
        found = pieces(hide_addresses(paper.text))
        here: set[str] = set()
        for begin in range(len(found)):
            so_far = ""
            for piece in found[begin : begin + _LONGEST]:
                here.add(so_far + singular(piece.folded))
                so_far += piece.folded
                if not piece.joins_next:
                    break
        seen.update(here & known)
    rows = 0
    with output.open("w", encoding="utf-8", newline="") as out:
        out.write("key\tpapers\t" + "\t".join(t.casefold() for t in ENTITY_TYPES) + "\toptional\n")
        for key in sorted(known):
            named = sum(solid[key].values()) + optional[key]
            papers_with = max(seen[key], named)
            if papers_with >= least and "\t" not in key and key.isprintable():
                cells = "\t".join(str(solid[key][t]) for t in ENTITY_TYPES)
                out.write(f"{key}\t{papers_with}\t{cells}\t{optional[key]}\n")
                rows += 1
    return rows
