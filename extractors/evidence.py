"""All that speaks for and against a proposal being an entity of a type, as one row of figures."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, log1p

import numpy as np
from numpy.typing import NDArray

from extractors.candidates import TextView
from extractors.cues import type_from_context
from extractors.finders import FINDERS
from extractors.lattice import LONGEST, Lattice
from extractors.names import NameTable
from extractors.proposals import Proposal, entity_key
from extractors.wordpieces import Word, shape
from kg.records import ENTITY_TYPES, EntityType
from kg.text import singular

__all__ = ["Reading", "columns", "evidence"]

Floats = NDArray[np.float64]
_SOURCES = tuple(FINDERS)
_FLOOR = 1e-6
_HOPELESS = 0.03
_MENTIONS = 30  # of one proposal that are looked at


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the taggers read it: its words, where they begin and end, and the lattices over them."""

    view: TextView
    words: list[Word]
    starts: dict[int, int]
    ends: dict[int, int]
    lattices: tuple[Lattice, ...]
    #: Of each lattice the spans worth comparing with: first word, last word, probability.
    rivals: tuple[list[tuple[int, int, float]], ...]
    roles: Floats | None

    @classmethod
    def of(
        cls, view: TextView, found: list[Word], lattices: Sequence[Lattice], least: float, roles: Floats | None = None
    ) -> "Reading":
        """A reading whose rivals are the spans of at least the probability `least`."""
        return cls(
            view,
            found,
            {w.start: i for i, w in enumerate(found)},
            {w.end: i for i, w in enumerate(found)},
            tuple(lattices),
            tuple(sorted((first, last, p) for first, last, _, p in lattice.spans(least)) for lattice in lattices),
            roles,
        )

    def places(self, proposal: Proposal) -> list[tuple[int, int]]:
        """First and last word of the mentions that begin and end at words."""
        found = ((self.starts.get(start), self.ends.get(end)) for start, end in proposal.spans[:_MENTIONS])
        return [(first, last) for first, last in found if first is not None and last is not None]


def columns(taggers: int) -> dict[str, list[int]]:
    """The columns of a row of evidence, by where they come from."""
    sizes = {"type": len(ENTITY_TYPES)}
    sizes |= {f"tagger {number}": 8 for number in range(taggers)}
    sizes |= {"finders": len(_SOURCES), "lexicon": 3, "head": 1, "context": 1, "names": 4, "common": 26}
    found: dict[str, list[int]] = {}
    begin = 0
    for name, size in sizes.items():
        found[name] = list(range(begin, begin + size))
        begin += size
    return found


def evidence(reading: Reading, proposal: Proposal, names: NameTable) -> list[tuple[EntityType, list[float]]]:
    """A row for each type that the proposal may be of."""
    view = reading.view
    places = reading.places(proposal)
    kinds = len(ENTITY_TYPES)
    by_tagger = [
        _tagged(lattice, rivals, places) for lattice, rivals in zip(reading.lattices, reading.rivals, strict=True)
    ]
    if max((float(tagged[0].max()) for tagged in by_tagger), default=1.0) < _HOPELESS:
        return []  # what no tagger finds likely at all the trees never keep
    common = _common(reading, proposal)
    surfaces = proposal.surfaces(view.text)
    record = names.best({entity_key(s) for s in surfaces})
    head = singular(surfaces[0].replace("-", " ").split()[-1].casefold())
    shares = view.stats.head.get(head, {})
    start, end = proposal.spans[-1]
    suggested, strength = type_from_context(
        view.surface(start, end), view.sentence_before(start), view.sentence_after(end)
    )
    rows: list[tuple[EntityType, list[float]]] = []
    for number, kind in enumerate(ENTITY_TYPES):
        witnesses = [c for c in proposal.candidates if c.type == kind]
        likely = max((float(t[0][number]) for t in by_tagger), default=0.0)
        if likely < 0.02 and not witnesses and not record.solid[number]:
            continue
        row = [float(i == number) for i in range(kinds)]
        for most, mean, any_of, others, inside, wider, narrower in by_tagger:
            rest = np.delete(most, number)
            row += [
                _odds(most[number]),
                _odds(mean[number]),
                _odds(any_of[number]),
                _odds(rest.max(initial=0.0)),
                others[number],
                inside,
                wider,
                narrower,
            ]
        row += [max((c.confidence for c in witnesses if c.source == s), default=0.0) for s in _SOURCES]
        terms = [c.term for c in proposal.candidates if c.term is not None]
        row += [
            float(any(t.type == kind for t in terms)),
            float(any(t.type != kind for t in terms)),
            float(any(t.generic for t in terms)),
            shares.get(kind, 0.0),
            strength if suggested == kind else -strength,
            log1p(record.papers),
            (record.solid[number] + 0.3) / (record.papers + 2.0),
            (sum(record.solid) - record.solid[number]) / (record.papers + 1.0),
            record.optional / (record.papers + 1.0),
        ]
        rows.append((kind, row + common))
    return rows


def _odds(probability: float) -> float:
    clipped = min(max(float(probability), _FLOOR), 1 - _FLOOR)
    return log(clipped / (1 - clipped))


def _tagged(
    lattice: Lattice, rivals: list[tuple[int, int, float]], places: list[tuple[int, int]]
) -> tuple[Floats, Floats, Floats, Floats, float, float, float]:
    """What one tagger says of the mentions.

    By type: the highest and the mean probability, that of any, the share of mentions above a third;
    then how surely the words are inside some name, and the best wider and narrower rival spans.
    """
    kinds = len(ENTITY_TYPES)
    if not places:
        nothing = np.zeros(kinds)
        return nothing, nothing, nothing, nothing, 0.0, 0.0, 0.0
    table = np.array([lattice.probabilities(first, last) for first, last in places])
    marginals = lattice.marginals
    inside = max(float(1 - marginals[first : last + 1, 0].sum() / (last + 1 - first)) for first, last in places)
    wider = narrower = 0.0
    for first, last in places:
        near = bisect_left(rivals, (first - LONGEST,))
        for number in range(near, len(rivals)):
            low, high, probability = rivals[number]
            if low > last:
                break
            if high < first or (low, high) == (first, last):
                continue
            if low <= first and high >= last:
                wider = max(wider, probability)
            else:
                narrower = max(narrower, probability)
    if len(table) == 1:  # the common case, without the cost of reductions
        only = table[0]
        return only, only, np.minimum(only, 1.0), (only > 1 / 3).astype(np.float64), inside, wider, narrower
    any_of = 1 - np.prod(1 - np.minimum(table, 1.0), axis=0)
    return table.max(0), table.mean(0), any_of, (table > 1 / 3).mean(0), inside, wider, narrower


def _common(reading: Reading, proposal: Proposal) -> list[float]:
    """What holds of the proposal whatever its type."""
    view = reading.view
    surfaces = proposal.surfaces(view.text)
    longest, shortest = surfaces[0], min(surfaces, key=len)
    starts = [start for start, _ in proposal.spans]
    title = [s for s in proposal.spans if s[0] < view.title_end]
    colon = view.text.find(":", 0, view.title_end)
    low = bisect_left(view.pieces, starts[0], key=lambda p: p.start)
    high = bisect_left(view.pieces, proposal.spans[0][1], lo=low, key=lambda p: p.start)
    words = [p.folded for p in view.pieces[low:high]]
    inside = [view.stats.inside.get(w, 0.5) for w in words] or [0.5]
    first = reading.starts.get(proposal.spans[0][0])
    long_forms = {d.long for d in view.definitions}
    short_forms = {d.short for d in view.definitions}
    after = view.text[proposal.spans[0][1] : proposal.spans[0][1] + 1]
    before = view.text[max(0, starts[0] - 1) : starts[0]]
    return [
        float(len(proposal.spans)),
        float(len(surfaces)),
        float(len(title)),
        float(bool(title) and 0 <= title[0][1] <= colon + 1),
        float(any(s[0] == 0 for s in title)),
        float(len(longest.split())),
        float(len(longest)),
        float(len(shortest)),
        float(sum(c.isupper() for c in shortest)),
        float(any(c.isdigit() for c in longest)),
        float(longest.islower()),
        float(shape(view.text[slice(reading.words[first].start, reading.words[first].end)]))
        if first is not None
        else 0.0,
        min(inside),
        max(inside),
        inside[-1],
        inside[0],
        float(any(s in long_forms for s in proposal.spans)),
        float(any(s in short_forms for s in proposal.spans)),
        starts[0] / max(1, len(view.text)),
        starts[-1] / max(1, len(view.text)),
        float(any(c.introduced for c in proposal.candidates)),
        float(after == "-"),
        float(before == "-"),
        float(after == ")"),
        float(before == "("),
        float(len({view.sentences.at(s)[0] for s in starts})),
    ]
