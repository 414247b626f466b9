"""Whether confidence can be taken at its word: of entities with confidence 0.8, eight in ten should be right."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import KgError
from kg.evaluation.entities import Annotated, match

__all__ = ["Bin", "Reliability", "reliability"]

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The entities whose confidence lies from `low` (inclusive) to `high` (exclusive; the last bin holds 1).

    `confidence` is their mean confidence, `right` the share that is right; both 0 where there are none.
    """

    low: float
    high: float
    entities: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Ten bins of equal width and what follows from them."""

    bins: tuple[Bin, ...]

    @property
    def entities(self) -> int:
        """How many entities were counted."""
        return sum(b.entities for b in self.bins)

    @property
    def error(self) -> float:
        """Expected calibration error: the mean distance of confidence and share right, weighted by entities."""
        distance = sum(abs(b.confidence - b.right) * b.entities for b in self.bins)
        return distance / self.entities if self.entities else 0.0


def reliability(gold: Mapping[str, Annotated], predicted: Mapping[str, Annotated]) -> Reliability:
    """Confidence against what came true, per entity as scoring counts it.

    An entity found twice is wrong the second time, one that is an optional annotation does not count.

    Raises
    ------
    KgError
        If a predicted entity has no confidence between 0 and 1.

    Examples
    --------
    >>> name = {"type": "Dataset", "name": "ImageNet"}
    >>> found = reliability({"1": {"entities": [name]}}, {"1": {"entities": [{**name, "confidence": 0.9}]}})
    >>> found.bins[9].entities, round(found.error, 2)
    (1, 0.1)
    """
    inside: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for id, paper in gold.items():
        for guess, entity in match(paper["entities"], predicted[id]["entities"] if id in predicted else ())[0]:
            confidence = guess.get("confidence")
            if not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
                raise KgError(f"{id}: {guess['name']!r} has no confidence between 0 and 1, so its trust cannot be told")
            inside[min(BINS - 1, int(confidence * BINS))].append((confidence, entity is not None))
    return Reliability(tuple(_bin(number, pairs) for number, pairs in enumerate(inside)))


def _bin(number: int, pairs: list[tuple[float, bool]]) -> Bin:
    count = max(1, len(pairs))
    return Bin(
        low=number / BINS,
        high=(number + 1) / BINS,
        entities=len(pairs),
        confidence=sum(c for c, _ in pairs) / count,
        right=sum(r for _, r in pairs) / count,
    )
