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
_WORDS = re.compile(r"\w+")


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
        return sorted(found, key=lambda s: -len(s.split()) if len(s) < 80 else 0)


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
    named = [{view.surface(c.start, c.end) for c in group.candidates} for group in groups]
    places = occurrences(view.text, sorted(set().union(*named)))
    for group, surfaces in zip(groups, named, strict=True):
        group.spans = sorted({span for surface in surfaces for span in places[surface]})
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


def occurrences(text: str, surfaces: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
    """The whole-word places of each surface: words in any case, single names with capitals as they stand.

    One pass over the words of the text, whatever the number of surfaces.

    >>> occurrences("A net, two Nets, one net.", ["net"])
    {'net': [(2, 5), (21, 24)]}
    """
    found: dict[str, list[tuple[int, int]]] = {surface: [] for surface in surfaces}
    by_first_word: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for surface in found:
        if first := _WORDS.search(surface):
            by_first_word[first.group().casefold()].append((first.start(), surface))
    for word in _WORDS.finditer(text):
        for lead, surface in by_first_word.get(word.group().casefold(), ()):
            start = word.start() - lead
            end = start + len(surface)
            if start >= 0 and _same(surface, text[start:end]) and _is_whole(text, end):
                found[surface].append((start, end))
    return found


def _same(surface: str, there: str) -> bool:
    if there == surface:
        return True
    exact = " " not in surface and any(c.isupper() for c in surface)
    return not exact and there.casefold() == surface.casefold()


def _is_whole(text: str, end: int) -> bool:
    """Whether no word runs on across `end`."""
    return end >= len(text) or not (_is_word(text[end - 1]) and _is_word(text[end]))


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


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
