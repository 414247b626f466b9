"""What the communities of the picture are called: by the names that are most their own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from exports.html.layout import Region

__all__ = ["name_regions"]

#: A smaller community is not named: it has a label or two already.
LEAST_MEMBERS = 12
#: Fields are known by their tasks; metrics are everyone's.
_WEIGHT = {"Task": 1.5, "Method": 1.0, "Dataset": 1.0, "Metric": 0.3}
_LENGTH = 26


def name_regions(
    regions: Sequence[Region], nodes: Sequence[Mapping[str, Any]], pairs: Mapping[tuple[int, int], float]
) -> list[dict[str, Any]]:
    """The communities for the page: {x, y, reach, members, names}.

    A community's two names are those of the entities that are most its own: how many papers name an entity, times
    the share of its lines that stay inside. A small one gets none.
    """
    home = {node: number for number, region in enumerate(regions) for node in region.members}
    inside: dict[int, float] = defaultdict(float)
    total: dict[int, float] = defaultdict(float)
    for (a, b), weight in pairs.items():
        for node in (a, b):
            total[node] += weight
            inside[node] += weight if home[a] == home[b] else 0

    def typical(node: int) -> float:
        share = inside[node] / (total[node] or 1.0)
        papers: int = nodes[node]["papers"]
        return _WEIGHT.get(nodes[node]["type"], 0.0) * papers * share

    return [
        {
            "x": region.x,
            "y": region.y,
            "reach": region.reach,
            "members": list(region.members),
            "names": _unlike(
                nodes[node]["label"] for node in sorted(region.members, key=lambda n: (-typical(n), n)) if typical(node)
            )
            if len(region.members) >= LEAST_MEMBERS
            else [],
        }
        for region in regions
    ]


def _unlike(names: Iterable[str], most: int = 2) -> list[str]:
    """The first few names that are short enough, none a part of another."""
    chosen: list[str] = []
    for name in names:
        folded = name.casefold()
        alike = any(folded in other.casefold() or other.casefold() in folded for other in chosen)
        if len(name) <= _LENGTH and not alike:
            chosen.append(name)
        if len(chosen) == most:
            break
    return chosen
