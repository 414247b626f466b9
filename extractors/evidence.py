"""All that speaks for and against a proposal being an entity of a type, as one row of figures."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log1p

import numpy as np
from numpy.typing import NDArray

from extractors.candidates import TextView
from extractors.cues import type_from_context
from extractors.finders import FINDERS
from extractors.lattice import LONGEST, Lattice, Span
from extractors.names import NameTable
from extractors.proposals import Proposal, entity_key
from extractors.sight import Sight
from extractors.wordpieces import Word, shape
from kg.records import ENTITY_TYPES, EntityType
from kg.text import singular

__all__ = ["Reading", "columns", "evidence", "evidence_of_all"]

Floats = NDArray[np.float64]
Key = tuple[int, EntityType]
_SOURCES = tuple(FINDERS)
_KINDS = len(ENTITY_TYPES)
_FLOOR = 1e-6
#: What every tagger finds less likely than this the trees never keep.
HOPELESS = 0.06
_MENTIONS = 30  # of one proposal that are looked at
_PER_TAGGER = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the taggers read it: its words, where they begin and end, and the lattices over them.

    `spans` are, of each lattice, those that are worth proposing or comparing with. A `thorough`
    reading is one in which the finders have their say too.
    """

    view: TextView
    words: list[Word]
    starts: dict[int, int]
    ends: dict[int, int]
    lattices: tuple[Lattice, ...]
    spans: tuple[list[Span], ...]
    thorough: bool
    roles: Floats | None
    sight: Sight | None = None

    @classmethod
    def of(
        cls,
        view: TextView,
        found: list[Word],
        lattices: Sequence[Lattice],
        spans: Sequence[list[Span]],
        thorough: bool,
        roles: Floats | None,
        sight: Sight | None = None,
    ) -> "Reading":
        """A reading with the places of its words."""
        numbers = range(len(found))
        begins, stops = zip(*found, strict=True) if found else ((), ())
        starts, ends = dict(zip(begins, numbers, strict=True)), dict(zip(stops, numbers, strict=True))
        return cls(view, found, starts, ends, tuple(lattices), tuple(spans), thorough, roles, sight)

    def places(self, proposal: Proposal) -> list[tuple[int, int]]:
        """First and last word of the mentions that begin and end at words."""
        found = ((self.starts.get(start), self.ends.get(end)) for start, end in proposal.spans[:_MENTIONS])
        return [(first, last) for first, last in found if first is not None and last is not None]


def columns(taggers: int) -> dict[str, list[int]]:
    """The columns of a row of evidence, by where they come from."""
    sizes = {"type": _KINDS}
    sizes |= {f"tagger {number}": _PER_TAGGER for number in range(taggers)}
    sizes |= {"finders": len(_SOURCES), "lexicon": 3, "head": 1, "context": 1, "names": 4, "common": 26}
    found: dict[str, list[int]] = {}
    begin = 0
    for name, size in sizes.items():
        found[name] = list(range(begin, begin + size))
        begin += size
    return found


def evidence(reading: Reading, proposals: Sequence[Proposal], names: NameTable) -> tuple[list[Key], Floats]:
    """For each proposal and each type that it may be of: its number, the type, and a row of figures."""
    (keys,), rows = evidence_of_all([reading], [proposals], names)
    return keys, rows


def evidence_of_all(
    readings: Sequence[Reading], proposals: Sequence[Sequence[Proposal]], names: NameTable
) -> tuple[list[list[Key]], Floats]:
    """The same for several texts, read by the same taggers: the keys of each, and the rows of all."""
    places = [[reading.places(p) for p in listed] for reading, listed in zip(readings, proposals, strict=True)]
    said = [
        _Said.of([r.lattices[tagger] for r in readings], [r.spans[tagger] for r in readings], places)
        for tagger in range(len(readings[0].lattices) if readings else 0)
    ]
    most = np.max([s.most for s in said], axis=0) if said else np.zeros((sum(map(len, places)), _KINDS))
    hopeful = most.max(axis=1, initial=0.0) >= HOPELESS
    keys: list[list[Key]] = []
    chosen: list[tuple[int, int]] = []
    rows: list[list[float]] = []
    begin = 0
    for reading, listed in zip(readings, proposals, strict=True):
        here: list[Key] = []
        keys.append(here)
        text: _TextFacts | None = None
        for number in np.flatnonzero(hopeful[begin : begin + len(listed)]).tolist():
            text = text or _TextFacts.of(reading.view)
            for kind, row in _rows(reading, text, listed[number], most[begin + number].tolist(), names):
                here.append((number, ENTITY_TYPES[kind]))
                chosen.append((begin + number, kind))
                rows.append(row)
        begin += len(listed)
    if not rows:
        return keys, np.zeros((0, sum(map(len, columns(len(said)).values()))))
    numbers, kinds = np.array(chosen).T
    types = (kinds[:, None] == np.arange(_KINDS)).astype(np.float64)
    return keys, np.hstack([types, *(s.rows(numbers, kinds) for s in said), np.array(rows)])


@dataclass(frozen=True, slots=True)
class _Said:
    """What one tagger says of the mentions of each proposal of some texts.

    By type: the highest and the mean probability, that of any, the share of mentions above a third; then how
    surely the words are inside some name, and the best wider and narrower rival spans.
    """

    most: Floats
    mean: Floats
    any_of: Floats
    others: Floats
    inside: Floats
    wider: Floats
    narrower: Floats

    @classmethod
    def of(
        cls,
        lattices: Sequence[Lattice],
        spans: Sequence[Sequence[Span]],
        places: Sequence[Sequence[list[tuple[int, int]]]],
    ) -> "_Said":
        """The figures of several texts, one after the other."""
        lengths = [len(lattice.emit) for lattice in lattices]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        listed = [(text, here) for text, found in enumerate(places) for here in found]
        count = len(listed)
        said = cls(*(np.zeros((count, _KINDS)) for _ in range(4)), *(np.zeros(count) for _ in range(3)))
        placed = np.array([number for number, (_, here) in enumerate(listed) if here], np.int64)
        if not len(placed):
            return said
        flat = np.array([place for _, here in listed for place in here], np.int64)
        text = np.array([text for text, here in listed for _ in here], np.int64)
        sizes = np.array([len(listed[number][1]) for number in placed])
        begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        first, last = flat[:, 0] + starts[text], flat[:, 1] + starts[text]
        table = Lattice.joined(lattices).probabilities(first, last, starts[text + 1])
        said.most[placed] = np.maximum.reduceat(table, begins)
        said.mean[placed] = np.add.reduceat(table, begins) / sizes[:, None]
        said.any_of[placed] = 1 - np.multiply.reduceat(1 - np.minimum(table, 1.0), begins)
        said.others[placed] = np.add.reduceat((table > 1 / 3).astype(np.float64), begins) / sizes[:, None]
        # Each text is summed up by itself, from nought, so that no figure depends on the texts before it.
        outside = np.concatenate([part for one in lattices for part in ([0.0], np.cumsum(one.marginals[:, 0]))])
        here = 1 - (outside[last + text + 1] - outside[first + text]) / (last + 1 - first)
        said.inside[placed] = np.maximum.reduceat(here, begins)
        rivals = [sorted((low, high, p) for low, high, _, p in one) for one in spans]
        for number in placed.tolist():
            number_of_text, found = listed[number]
            said.wider[number], said.narrower[number] = _rivals(rivals[number_of_text], found)
        return said

    def rows(self, number: NDArray[np.int64], kind: NDArray[np.int64]) -> Floats:
        """A row for each proposal and type."""
        rest = self.most[number]
        rest[np.arange(len(number)), kind] = 0.0
        return np.column_stack(
            [
                _odds(self.most[number, kind]),
                _odds(self.mean[number, kind]),
                _odds(self.any_of[number, kind]),
                _odds(rest.max(axis=1)),
                self.others[number, kind],
                self.inside[number],
                self.wider[number],
                self.narrower[number],
            ]
        )


def _odds(probability: Floats) -> Floats:
    clipped = np.clip(probability, _FLOOR, 1 - _FLOOR)
    found: Floats = np.log(clipped / (1 - clipped))
    return found


def _rivals(rivals: Sequence[tuple[int, int, float]], places: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """The best other span around one of the places, and the best that cuts or lies in one."""
    wider = narrower = 0.0
    for first, last in places:
        for number in range(bisect_left(rivals, (first - LONGEST,)), len(rivals)):
            low, high, probability = rivals[number]
            if low > last:
                break
            if high < first or (low == first and high == last):
                continue
            if low <= first and high >= last:
                wider = max(wider, probability)
            else:
                narrower = max(narrower, probability)
    return wider, narrower


@dataclass(frozen=True, slots=True)
class _TextFacts:
    """What is asked of a text again and again."""

    colon: int
    piece_starts: list[int]
    long_forms: frozenset[tuple[int, int]]
    short_forms: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, view: TextView) -> "_TextFacts":
        """The facts of a text."""
        return cls(
            view.text.find(":", 0, view.title_end),
            [p.start for p in view.pieces],
            frozenset(d.long for d in view.definitions),
            frozenset(d.short for d in view.definitions),
        )


def _rows(
    reading: Reading, text: _TextFacts, proposal: Proposal, likely: Sequence[float], names: NameTable
) -> list[tuple[int, list[float]]]:
    """What does not come from the taggers: the number of each type that the proposal may be of, and its figures."""
    view = reading.view
    surfaces = proposal.surfaces(view.text)
    record = names.best({entity_key(s) for s in surfaces})
    candidates = proposal.candidates
    spoken = {c.type for c in candidates}
    kinds = [
        number
        for number, kind in enumerate(ENTITY_TYPES)
        if likely[number] >= 0.02 or record.solid[number] or kind in spoken
    ]
    common = _common(reading, text, proposal, surfaces)
    shares = view.stats.head.get(_head(surfaces[0]), {})
    start, end = proposal.spans[-1]
    suggested, strength = type_from_context(
        view.surface(start, end), view.sentence_before(start), view.sentence_after(end)
    )
    terms = {c.term for c in candidates if c.term is not None}
    listed = {t.type for t in terms}
    generic = float(any(t.generic for t in terms))
    papers = record.papers
    solid = sum(record.solid)
    rows = []
    for number in kinds:
        kind = ENTITY_TYPES[number]
        found = dict.fromkeys(_SOURCES, 0.0)
        for candidate in candidates if reading.thorough else ():
            if candidate.type == kind and candidate.confidence > found.get(candidate.source, 1.0):
                found[candidate.source] = candidate.confidence
        row = [
            *found.values(),
            float(kind in listed),
            float(len(listed) > (kind in listed)),
            generic,
            shares.get(kind, 0.0),
            strength if suggested == kind else -strength,
            log1p(papers),
            (record.solid[number] + 0.3) / (papers + 2.0),
            (solid - record.solid[number]) / (papers + 1.0),
            record.optional / (papers + 1.0),
            *common,
        ]
        rows.append((number, row))
    return rows


@lru_cache(maxsize=1 << 16)
def _head(surface: str) -> str:
    return singular(surface.replace("-", " ").split()[-1].casefold())


@lru_cache(maxsize=1 << 16)
def _form(longest: str, shortest: str) -> tuple[float, ...]:
    """What the characters of the longest and the shortest surface tell."""
    return (
        float(len(longest.split())),
        float(len(longest)),
        float(len(shortest)),
        float(sum(map(str.isupper, shortest))),
        float(any(map(str.isdigit, longest))),
        float(longest.islower()),
    )


def _common(reading: Reading, text: _TextFacts, proposal: Proposal, surfaces: Sequence[str]) -> list[float]:
    """What holds of the proposal whatever its type."""
    view, spans = reading.view, proposal.spans
    starts = [start for start, _ in spans]
    start, end = spans[0]
    titled = [s for s in spans if s[0] < view.title_end]
    low = bisect_left(text.piece_starts, start)
    high = bisect_left(text.piece_starts, end, lo=low)
    inside = [view.stats.inside.get(p.folded, 0.5) for p in view.pieces[low:high]] or [0.5]
    first = reading.starts.get(start)
    length = max(1, len(view.text))
    before = view.text[start - 1] if start else ""
    after = view.text[end : end + 1]
    return [
        float(len(spans)),
        float(len(surfaces)),
        float(len(titled)),
        float(bool(titled) and titled[0][1] <= text.colon + 1),
        float(start == 0 and bool(titled)),
        *_form(surfaces[0], min(surfaces, key=len)),
        float(shape(view.text[slice(*reading.words[first])])) if first is not None else 0.0,
        min(inside),
        max(inside),
        inside[-1],
        inside[0],
        float(not text.long_forms.isdisjoint(spans)),
        float(not text.short_forms.isdisjoint(spans)),
        start / length,
        starts[-1] / length,
        float(any(c.introduced for c in proposal.candidates)),
        float(after == "-"),
        float(before == "-"),
        float(after == ")"),
        float(before == "("),
        float(len({view.sentences.at(s)[0] for s in starts})) if len(starts) > 1 else 1.0,
    ]
