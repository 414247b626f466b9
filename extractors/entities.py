"""From candidates to entities: one per thing, with every surface of it in the text.

Candidates meet when they are the same lexicon entry, the same name under folding, or
the two sides of an acronym definition. Each group then is judged as a whole.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from extractors.candidates import Candidate, TextView
from kg.records import ENTITY_TYPES, EntityType
from kg.text import name_key

__all__ = ["Group", "group_candidates", "occurrences"]

THRESHOLD = 0.58


@dataclass(slots=True)
class Group:
    """All candidates of one thing; `spans` are the places in the text where it is named."""

    candidates: list[Candidate]
    type: EntityType
    confidence: float
    introduced: bool
    spans: list[tuple[int, int]] = field(default_factory=list)

    def surfaces(self, text: str) -> list[str]:
        """The distinct surfaces, most telling first: long forms before acronyms, then by position."""
        found = dict.fromkeys(text[s:e] for s, e in self.spans)
        return sorted(found, key=lambda s: (-len(s.split()) if len(s) < 80 else 0, list(found).index(s)))


class _Union:
    """Disjoint sets over hashable items."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, item: str) -> str:
        parent = self._parent.setdefault(item, item)
        while parent != item:
            self._parent[item] = self._parent.setdefault(parent, parent)
            item, parent = parent, self._parent[parent]
        return item

    def join(self, one: str, other: str) -> None:
        self._parent[self.find(one)] = self.find(other)


def group_candidates(view: TextView, candidates: Iterable[Candidate], threshold: float = THRESHOLD) -> list[Group]:
    """The entities of a text, by first position, each with confidence of at least `threshold`."""
    groups = [_judge(group) for group in _joined(view, candidates)]
    groups = [g for g in groups if g.confidence >= threshold]
    for group in groups:
        group.spans = occurrences(view, {view.surface(c.start, c.end) for c in group.candidates})
    return sorted(_settled(groups), key=lambda g: g.spans[0])


def _joined(view: TextView, candidates: Iterable[Candidate]) -> list[list[Candidate]]:
    union = _Union()
    listed = list(candidates)
    keys = []
    for candidate in listed:
        key = name_key(view.surface(candidate.start, candidate.end))
        keys.append(key)
        if candidate.term is not None:
            union.join(key, f"{candidate.term.type}#{candidate.term.id}")
    for definition in view.definitions:
        long, short = name_key(view.surface(*definition.long)), name_key(view.surface(*definition.short))
        if long and short:
            union.join(short, long)
    grouped: dict[str, list[Candidate]] = defaultdict(list)
    for key, candidate in zip(keys, listed, strict=True):
        if key:
            grouped[union.find(key)].append(candidate)
    return list(grouped.values())


def _judge(candidates: list[Candidate]) -> Group:
    """Type by the weight of the evidence; confidence from the best witness, raised by independent ones."""
    weight: dict[EntityType, float] = defaultdict(float)
    best: dict[str, float] = {}
    for candidate in candidates:
        if candidate.confidence > best.get(candidate.source, 0.0):
            best[candidate.source] = candidate.confidence
        factor = 3.0 if candidate.source in ("lexicon", "definition") else 1.0
        weight[candidate.type] += factor * candidate.confidence
    kind = max(ENTITY_TYPES, key=lambda t: weight.get(t, 0.0))
    generic = any(c.term is not None and c.term.generic for c in candidates)
    doubt = 1.0
    for rank, value in enumerate(sorted(best.values(), reverse=True)):
        doubt *= 1 - value if rank == 0 else 1 - value * 0.4
    confidence = 0.2 if generic else 1 - doubt
    introduced = any(c.introduced for c in candidates)
    return Group(candidates, kind, min(confidence, 0.99), introduced)


def occurrences(view: TextView, surfaces: set[str]) -> list[tuple[int, int]]:
    """Every whole-word place of the surfaces; words in any case, names with capitals as they stand."""
    spans: set[tuple[int, int]] = set()
    for surface in surfaces:
        exact = " " not in surface and any(c.isupper() for c in surface)
        flags = 0 if exact else re.IGNORECASE
        before = r"(?<!\w)" if surface[0].isalnum() else ""
        after = r"(?!\w)" if surface[-1].isalnum() else ""
        spans.update(m.span() for m in re.finditer(before + re.escape(surface) + after, view.text, flags))
    return sorted(spans)


def _settled(groups: list[Group]) -> list[Group]:
    """Where names overlap the longer keeps the place; a group left without a place goes."""
    claims = sorted(
        ((span, group) for group in groups for span in group.spans),
        key=lambda claim: (claim[0][0] - claim[0][1], -claim[1].confidence, claim[0][0]),
    )
    covered: set[int] = set()
    kept: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (start, end), group in claims:
        if start in covered or end - 1 in covered:
            continue
        covered.update(range(start, end))
        kept[id(group)].append((start, end))
    settled = []
    for group in groups:
        if kept[id(group)]:
            group.spans = sorted(kept[id(group)])
            settled.append(group)
    return settled
