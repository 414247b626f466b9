"""The reading of a page as a whole: which unit is a title, which an abstract, what goes with which.

Each unit has its costs (`units.look`); here is what may stand beside what, and the cheapest sequence
is found (Viterbi). Two kinds of page are one grammar: papers with titles (title, notes, abstract,
notes) and papers without (abstract, notes), so that a page may hold both.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from kg.sources.page.paragraphs import Unit
from kg.sources.page.units import FEW_WORDS_COST, Sight

__all__ = ["Part", "parts_of_page"]


class Part(StrEnum):
    """The place of a unit in a page."""

    HEADER = "header of the page"
    BEFORE = "note before the title or abstract that it belongs to"
    TITLE = "title"
    BETWEEN = "note between title and abstract"
    ABSTRACT = "abstract under a title"
    MORE = "further paragraph of that abstract"
    AFTER = "note after an abstract"
    NOISE = "nothing of a paper, among papers with titles"
    BARE = "abstract without a title"
    BARE_MORE = "further paragraph of a bare abstract"
    BARE_AFTER = "note after a bare abstract"
    BARE_NOISE = "nothing of a paper, among bare abstracts"
    FOOTER = "footer of the page"


_NEVER = math.inf
_TITLED_END = {Part.TITLE: 0.0, Part.BEFORE: 0.0, Part.NOISE: 0.3, Part.FOOTER: 0.0, Part.BARE: 4.0}
_BARE_END = {Part.TITLE: 3.0, Part.BEFORE: 0.0, Part.BARE_NOISE: 0.3, Part.FOOTER: 0.0}

#: What may follow what, and at which cost.
_FOLLOWS: dict[Part, dict[Part, float]] = {
    Part.HEADER: {Part.HEADER: 0.0, Part.BEFORE: 0.0, Part.TITLE: 0.0, Part.BARE: 0.3, Part.FOOTER: 0.0},
    Part.BEFORE: {Part.BEFORE: 0.0, Part.TITLE: 0.0, Part.BARE: 1.0, Part.NOISE: 0.5, Part.BARE_NOISE: 0.5},
    Part.TITLE: {
        Part.BETWEEN: 0.0,
        Part.ABSTRACT: 0.0,
        Part.TITLE: 6.0,
        Part.BEFORE: 5.0,
        Part.NOISE: 5.0,
        Part.FOOTER: 6.0,
    },
    Part.BETWEEN: {
        Part.BETWEEN: 0.0,
        Part.ABSTRACT: 0.0,
        Part.TITLE: 3.2,
        Part.BEFORE: 2.0,
        Part.NOISE: 2.5,
        Part.FOOTER: 4.0,
    },
    Part.ABSTRACT: {**_TITLED_END, Part.MORE: 0.0, Part.AFTER: 0.0},
    Part.MORE: {**_TITLED_END, Part.MORE: 0.0, Part.AFTER: 0.0},
    Part.AFTER: {**_TITLED_END, Part.AFTER: 0.0, Part.MORE: 4.0, Part.BARE: 3.5},
    Part.NOISE: {**_TITLED_END, Part.NOISE: 0.0, Part.AFTER: 0.8},
    Part.BARE: {**_BARE_END, Part.BARE: 0.0, Part.BARE_MORE: 0.0, Part.BARE_AFTER: 0.0},
    Part.BARE_MORE: {**_BARE_END, Part.BARE: 0.0, Part.BARE_MORE: 0.0, Part.BARE_AFTER: 0.0},
    Part.BARE_AFTER: {**_BARE_END, Part.BARE: 0.0, Part.BARE_AFTER: 0.0, Part.BARE_MORE: 4.0},
    Part.BARE_NOISE: {**_BARE_END, Part.BARE_NOISE: 0.0, Part.BARE: 0.3, Part.BARE_AFTER: 0.8},
    Part.FOOTER: {Part.FOOTER: 0.0},
}
_PRECEDES: dict[Part, list[tuple[Part, float]]] = {
    part: [(before, costs[part]) for before, costs in _FOLLOWS.items() if part in costs] for part in Part
}
_ENDS = {Part.TITLE: 6.0, Part.BETWEEN: 3.5, Part.BEFORE: 2.0}
_ABSTRACTS = (Part.ABSTRACT, Part.MORE, Part.BARE, Part.BARE_MORE)
_BARE_ABSTRACTS = (Part.BARE, Part.BARE_MORE)
_BELONGING = frozenset(("id", "date", "count", "mixed"))


@dataclass(frozen=True, slots=True)
class _Habits:
    """What a page does throughout: where notes stand, whether empty lines part paragraphs, how long abstracts are.

    `is_pairs`: it is titles and abstracts in turn, to its last line.
    """

    notes_first: bool
    has_gaps: bool
    has_notes: bool
    has_long_abstracts: bool
    is_pairs: bool


def parts_of_page(units: Sequence[Unit], sights: Sequence[Sight], begins: bool = True, ends: bool = True) -> list[Part]:
    """The part that each unit plays in the cheapest reading. `begins` and `ends`: whether the page does so here."""
    if not units:
        return []
    _apply_headings(sights)
    habits = _Habits(
        False, _has_gaps(units, sights), _has_notes(sights), _has_long_abstracts(sights), _is_pairs(sights)
    )
    notes_after = _cheapest(units, sights, habits, begins, ends)
    if not any(sight.kind in _BELONGING for sight in sights):
        return notes_after[1]  # there are none that could stand first
    notes_first = _cheapest(units, sights, replace(habits, notes_first=True), begins, ends)
    return notes_first[1] if notes_first[0] + 0.5 < notes_after[0] else notes_after[1]


def _apply_headings(sights: Sequence[Sight]) -> None:
    """What stands under a lone "Abstract" or "Title" is that; and what is above an abstract so marked is none."""
    for above, below in pairwise(sights):
        if above.kind == "heading of abstract" and below.kind in ("text", "note", "section"):
            below.title, below.abstract, below.note, below.noise, below.edge = 12.0, 0.0, 12.0, 12.0, 12.0
        elif above.kind == "heading of title" and below.kind in ("text", "note", "venue", "authors"):
            below.title, below.abstract, below.note, below.noise, below.edge = 0.0, 12.0, 10.0, 8.0, 8.0
        elif above.kind == "heading of section" and below.kind == "text":
            below.goes_on = min(below.goes_on, 0.3)


def _has_gaps(units: Sequence[Unit], sights: Sequence[Sight]) -> bool:
    """Whether empty lines separate paragraphs here."""
    prose = [unit for place, (unit, sight) in enumerate(zip(units, sights, strict=True)) if place and sight.is_prose]
    return sum(unit.gap for unit in prose) * 2 > len(prose)


def _has_long_abstracts(sights: Sequence[Sight]) -> bool:
    lengths = sorted(sight.words for sight in sights if sight.is_prose)
    return bool(lengths) and lengths[len(lengths) // 2] >= 60


def _has_notes(sights: Sequence[Sight]) -> bool:
    """Whether most abstracts have a date or an id after them, before the next one."""
    followed = total = 0
    open_abstract = False
    for sight in sights:
        if sight.is_prose:
            total += 1
            open_abstract = True
        elif sight.kind in _BELONGING and open_abstract:
            followed += 1
            open_abstract = False
    return total > 1 and followed * 2 >= total


def _is_pairs(sights: Sequence[Sight]) -> bool:
    """Whether titles and abstracts stand in turn, the last of which may be so short that it looks like none."""
    pairs = list(zip(sights[::2], sights[1::2], strict=False))
    if len(pairs) < 3 or len(sights) % 2:
        return False
    *others, (title, last) = pairs
    return (
        all(above.title < above.abstract and below.abstract < below.title for above, below in others)
        and title.kind == last.kind == "text"
        and title.title + 2.0 < title.abstract
        and last.abstract - FEW_WORDS_COST < last.title
    )


def _cheapest(
    units: Sequence[Unit], sights: Sequence[Sight], habits: _Habits, begins: bool, ends: bool
) -> tuple[float, list[Part]]:
    """The cost of the cheapest reading, and the reading."""
    first = {Part.HEADER: 0.0, Part.BEFORE: 0.0, Part.TITLE: 0.0, Part.BARE: 0.0}
    if not begins:
        first = {Part.BEFORE: 0.0, Part.TITLE: 0.0, Part.BARE: 0.0, Part.NOISE: 0.0, Part.BARE_NOISE: 0.0}
    costs = {part: cost + _cost(part, None, 0, units, sights, habits) for part, cost in first.items()}
    history: list[dict[Part, Part]] = []
    for place in range(1, len(units)):
        reached: dict[Part, float] = {}
        came_from: dict[Part, Part] = {}
        for part, before_costs in _PRECEDES.items():
            best, best_before = _NEVER, None
            for before, step in before_costs:
                so_far = costs.get(before, _NEVER) + step
                if so_far < best:
                    so_far += _beside(before, part, units[place], units[place - 1], habits)
                    if so_far < best:
                        best, best_before = so_far, before
            if best_before is not None and best < _NEVER:
                reached[part] = best + _cost(part, best_before, place, units, sights, habits)
                came_from[part] = best_before
        costs = reached
        history.append(came_from)
    total, last = min((cost + (_ENDS.get(part, 0.0) if ends else 0.0), part) for part, cost in costs.items())
    parts = [last]
    for came_from in reversed(history):
        parts.append(came_from[parts[-1]])
    return total, parts[::-1]


def _beside(before: Part, part: Part, unit: Unit, unit_before: Unit, habits: _Habits) -> float:
    """What it costs that two units stand with or without an empty line between them."""
    if part is Part.TITLE and before in (Part.AFTER, Part.BARE_AFTER):
        # A note that stands apart from the abstract above and right over a title is the title's.
        return 1.5 if unit_before.gap and not unit.gap else 1.0 if habits.has_gaps and not unit.gap else 0.0
    if before is Part.BEFORE and part in (Part.TITLE, Part.BARE):
        return 0.3 if habits.has_gaps and unit.gap else 0.0
    if part is Part.BEFORE and before in _ABSTRACTS:
        return 2.0 if habits.has_gaps and not unit.gap else 0.0
    if part in (Part.AFTER, Part.BARE_AFTER):
        return 2.0 if unit.rule else 0.0
    if part is Part.BARE and before in _BARE_ABSTRACTS:
        return (2.5 if habits.has_notes else 0.0) + (1.5 if habits.has_gaps and not unit.gap else 0.0)
    return 0.0


def _cost(
    part: Part, before: Part | None, place: int, units: Sequence[Unit], sights: Sequence[Sight], habits: _Habits
) -> float:
    """What it costs to take a unit for this part."""
    unit, sight = units[place], sights[place]
    match part:
        case Part.TITLE:
            return sight.title + (3.0 if _leads_to_separator(place, units) else 0.0)
        case Part.ABSTRACT | Part.BARE:
            # Among long abstracts, a short line is rather a word of the page to its readers.
            return sight.abstract + (1.5 if habits.has_long_abstracts and sight.words < 15 else 0.0)
        case Part.MORE | Part.BARE_MORE:
            return _more_cost(unit, sight, habits)
        case Part.HEADER:
            return sight.edge
        case Part.FOOTER:
            # A date below is a paper's.
            return sight.edge + (1.0 if sight.kind in _BELONGING else 0.0) + (2.0 if habits.is_pairs else 0.0)
        case Part.NOISE | Part.BARE_NOISE:
            return sight.noise
        case Part.BEFORE:
            return _before_cost(unit, sight, before, habits)
        case _:
            return _note_cost(part, place, units, sights, habits)


def _more_cost(unit: Unit, sight: Sight, habits: _Habits) -> float:
    if sight.kind not in ("text", "section", "note", "heading of section", "link"):
        return _NEVER
    if sight.kind == "heading of section":
        return 0.1
    if sight.title < sight.abstract and sight.kind != "section":
        return sight.goes_on + sight.abstract - sight.title + 1.0
    if unit.gap or sight.kind == "section":
        return sight.goes_on
    return sight.goes_on - 1.5 if habits.has_gaps else sight.goes_on + 1.0


def _before_cost(unit: Unit, sight: Sight, before: Part | None, habits: _Habits) -> float:
    if sight.note > 1.0:
        return sight.note + 2.0
    if sight.kind in ("authors", "affiliation") and unit.label is None:
        return sight.note + 3.5
    if before is Part.BEFORE:
        return sight.note
    if sight.opens:
        return 0.0
    return sight.note + (0.0 if habits.notes_first and sight.kind in _BELONGING else 1.5)


def _note_cost(part: Part, place: int, units: Sequence[Unit], sights: Sequence[Sight], habits: _Habits) -> float:
    sight = sights[place]
    cost = sight.note
    if sight.kind in ("text", "affiliation", "authors", "venue") and _leads_to_note(place, units, sights):
        return min(cost, 0.4)  # an organisation in the place of the authors
    is_text = sight.kind == "text" and units[place].text.count(",") * 4 < sight.words  # else perhaps names
    if part is Part.BETWEEN and is_text and sight.words >= 4 and sight.title < 0.5:
        cost += 1.5  # as good a title as the one before
    if part in (Part.AFTER, Part.BARE_AFTER):
        if sight.kind == "text" and _stands_over_count(place, units, sights):
            cost += 2.0  # rather a title whose abstract is not there
        if sight.opens:
            cost += 2.5
        elif sight.kind in ("authors", "affiliation"):
            cost += 1.0 if units[place].label else 2.5 if part is Part.AFTER else 4.0
        elif habits.notes_first and sight.kind in _BELONGING:
            cost += 1.5
    return cost


def _leads_to_note(place: int, units: Sequence[Unit], sights: Sequence[Sight]) -> bool:
    """Whether a short line is followed at once (no empty line) by a separator or a date."""
    if place + 1 >= len(units) or units[place + 1].gap or sights[place].words > 12:
        return False
    return _leads_to_separator(place, units) or sights[place + 1].kind in ("date", "count")


def _stands_over_count(place: int, units: Sequence[Unit], sights: Sequence[Sight]) -> bool:
    """Whether the next thing, after an empty line, is a number of authors."""
    return place + 1 < len(units) and units[place + 1].gap and sights[place + 1].kind in ("count", "mixed")


def _leads_to_separator(place: int, units: Sequence[Unit]) -> bool:
    """Whether a line is followed at once by a dot that separates it from a date."""
    return place + 1 < len(units) and not units[place + 1].gap and units[place + 1].text in ("·", "•", "|")
