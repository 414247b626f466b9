"""Proposals: what in a text might be an entity, every spelling of one thing together.

Taggers and finders propose spans; spans meet when they spell one name, when the text
defines one as the other's acronym, when the lexicon knows them as one entry, or when
the letters of one are the initials of the other.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from extractors.candidates import Candidate, TextView
from extractors.occurrences import occurrences
from kg.acronyms import acronym_letters, initials
from kg.text import name_key

__all__ = ["Proposal", "distinct_surfaces", "entity_key", "propose"]

_GENERIC_TAIL = re.compile(
    r"(?<=\w)[ -](?:data ?sets?|benchmarks?|corpus|corpora|algorithms?|methods?|models?|frameworks?|tasks?|scores?"
    r"|metrics?)$",
    re.IGNORECASE,
)
#: Words that are a name less than half as likely than with a generic last word are not that name.
_HALF = 0.5
_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_MARKUP = re.compile(r"[{}$~.,:;'\"()\[\]\\]+")


@dataclass(slots=True)
class Proposal:
    """One thing: the candidates that speak for it and all places where the text names it."""

    candidates: list[Candidate]
    spans: list[tuple[int, int]] = field(default_factory=list)

    def surfaces(self, text: str) -> list[str]:
        """The distinct surfaces, long forms before acronyms, then by position."""
        return distinct_surfaces(text, self.spans)


def distinct_surfaces(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """What stands at some spans, each surface once: long forms before acronyms, then in the order given."""
    found = dict.fromkeys([text[s:e] for s, e in spans])
    return list(found) if len(found) == 1 else sorted(found, key=lambda s: -len(s.split()) if len(s) < 80 else 0)


@lru_cache(maxsize=1 << 16)
def entity_key(surface: str) -> str:
    """The key under which spellings of one entity meet; a generic last word does not count.

    >>> entity_key("the ImageNet dataset") == entity_key("Imagenet")
    True
    """
    plain = _ARTICLE.sub("", " ".join(_MARKUP.sub(" ", surface).split()))
    return name_key(_GENERIC_TAIL.sub("", plain)) or name_key(surface)


class _Union:
    """Disjoint sets over strings; the smaller string stands for a set, so that order does not matter."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, item: str) -> str:
        while (parent := self._parent.setdefault(item, item)) != item:
            self._parent[item] = self._parent[parent]
            item = parent
        return item

    def join(self, one: str, other: str) -> None:
        one, other = sorted((self.find(one), self.find(other)))
        self._parent[other] = one


def propose(view: TextView, candidates: Iterable[Candidate]) -> list[Proposal]:
    """The proposals of a text, by first position."""
    union = _Union()
    listed = list(candidates)
    keys = []
    surface_of: dict[str, str] = {}
    surfaces = [view.surface(c.start, c.end) for c in listed]
    likely = _likeliest(listed, surfaces)

    def key_of(surface: str) -> str:
        return name_key(surface) if _is_more(surface, likely) else entity_key(surface)

    for candidate, surface in zip(listed, surfaces, strict=True):
        key = key_of(surface)
        keys.append(key)
        surface_of.setdefault(key, surface)
        if candidate.term is not None:
            union.join(key, f"#{candidate.term.type}#{candidate.term.id}")
    for definition in view.definitions:
        long, short = key_of(view.surface(*definition.long)), key_of(view.surface(*definition.short))
        if long in surface_of and short in surface_of:
            union.join(short, long)
    _join_initials(union, surface_of)
    grouped: dict[str, list[Candidate]] = defaultdict(list)
    for key, candidate in zip(keys, listed, strict=True):
        if key:
            grouped[union.find(key)].append(candidate)
    places = occurrences(view.text, set(surfaces))
    proposals = []
    for group in grouped.values():
        spans = _apart(view, group, places)
        if spans:
            proposals.append(Proposal(group, spans))
    return sorted(proposals, key=lambda p: (p.spans[0], p.spans[0][0] - p.spans[0][1]))


def _likeliest(candidates: Iterable[Candidate], surfaces: Iterable[str]) -> dict[str, float]:
    """How likely the taggers find each surface at best."""
    best: dict[str, float] = {}
    for candidate, surface in zip(candidates, surfaces, strict=True):
        if candidate.source == "tagger":
            best[surface] = max(best.get(surface, 0.0), candidate.confidence)
    return best


def _is_more(surface: str, likely: Mapping[str, float]) -> bool:
    """Is something of ordinary words another thing than without its last: "driving score" beside "driving"?"""
    bare = _bare(surface)
    return bare in likely and likely[bare] < _HALF * likely.get(surface, 0.0)


@lru_cache(maxsize=1 << 16)
def _bare(surface: str) -> str:
    """Ordinary words without a generic last one; empty for any other surface."""
    shorter = _GENERIC_TAIL.sub("", surface) if surface.islower() else surface
    return "" if shorter == surface else shorter


def _apart(
    view: TextView, group: list[Candidate], places: Mapping[str, list[tuple[int, int]]]
) -> list[tuple[int, int]]:
    """All places of the surfaces of one thing; of two that overlap the one that a tagger finds likelier."""
    values: dict[str, float] = defaultdict(float)
    for candidate in group:
        value = candidate.confidence * (1.0 if candidate.source == "tagger" else 0.3)
        surface = view.surface(candidate.start, candidate.end)
        values[surface] = max(value, values[surface])
    weight: dict[tuple[int, int], float] = defaultdict(float)
    for surface, value in values.items():  # each surface once: a text may repeat one without end
        for span in places[surface]:
            weight[span] = max(value, weight[span])
    kept: list[tuple[int, int]] = []
    for run in _overlapping(sorted(weight)):
        here: list[tuple[int, int]] = []  # in order, so that the neighbours alone can overlap
        for span in sorted(run, key=lambda s: (-weight[s], s[0] - s[1], s)):
            place = bisect_left(here, span)
            if (place == 0 or here[place - 1][1] <= span[0]) and (place == len(here) or span[1] <= here[place][0]):
                here.insert(place, span)
        kept += here
    return kept


def _overlapping(spans: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Sorted spans in runs that overlap."""
    run: list[tuple[int, int]] = []
    reach = 0
    for span in spans:
        if run and span[0] >= reach:
            yield run
            run = []
        run.append(span)
        reach = max(reach, span[1])
    if run:
        yield run


def _join_initials(union: _Union, surface_of: Mapping[str, str]) -> None:
    """Join acronyms of three letters or more with the one phrase whose initials they are."""
    acronyms = [(k, s) for k, s in surface_of.items() if 3 <= len(s) <= 6 and sum(map(str.isupper, s)) >= 3]
    if not acronyms:
        return
    phrases: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, surface in surface_of.items():
        if " " in surface or "-" in surface:
            phrases[initials(surface)].append((key, surface))
    for key, short in acronyms:
        spelled = phrases.get(acronym_letters(short), ())
        meant = {k for k, long in spelled if len(long) > len(short) + 3}
        if len(meant) == 1:
            union.join(key, meant.pop())
