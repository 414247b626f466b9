"""What speaks for an entity as the subject, the dataset or the metric of a number.

A candidate's own evidence is its nearest mention before and its nearest mention after the
number. The words around the number are evidence for or against a whole sort of candidates
(none at all; introduced, named before it; ...), and so are shared by all of that sort.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.results.mentions import NEAR, SLOT_TYPES, Finding, Mentions
from extractors.results.reading import EDGE, Item

__all__ = ["PairEvidence"]

_PATH = 40
_TURNS = frozenset(
    "; : while whereas but although though compared than versus vs over outperforming surpassing".split()
)
_BASES = frozenset("baseline baselines base existing prior previous original random".split())
_OVER = frozenset(
    "outperforms outperform outperforming surpasses surpassing exceeds exceeding beats over than compared versus vs"
    " baseline baselines teacher against improves improving boosts enhances".split()
)
_CUES = frozenset(
    "we our ours it its this these proposed approach method framework model models baseline baselines human humans"
    " participants outperforms outperforming surpassing existing state-of-the-art".split()
)


@dataclass(slots=True)
class _Frame:
    """A number and a slot: where it stands, and the mentions of the slot's type (`begin` to `end` in its sentence)."""

    finding: Finding
    slot: str
    previous: Finding | None
    place: int
    low: int
    high: int
    places: Sequence[int]
    begin: int
    middle: int
    end: int
    unit: str


class PairEvidence:
    """The evidence of one text for what its numbers belong to."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions
        self._reading = mentions.reading
        self._told: tuple[int, list[str]] = (-1, [])

    def features(
        self, finding: Finding, slot: str, candidates: Sequence[int | None], previous: Finding | None
    ) -> list[tuple[list[str], str]]:
        """For each candidate its own evidence and its sort, which stands before each word of `context`."""
        frame = self._frame(finding, slot, previous)
        return [(self._nothing(frame), "0") if c is None else self._candidate(frame, c) for c in candidates]

    def context(self, finding: Finding) -> list[str]:
        """What the words around the number say, whoever the candidate."""
        if self._told[0] == finding.number:
            return self._told[1]
        reading = self._reading
        items, number, place = reading.items, finding.number, reading.places[finding.number]
        first, last = reading.first[number], reading.last[number]
        low, high = reading.bounds[items[place].sentence]
        left = [i.word for i in items[max(low, place - 8) : place] if i.tag == "w"][::-1]
        right = [i.word for i in items[place + 1 : min(high, place + 7)] if i.tag == "w"]
        introduced = min(len(self._mentions.introduced), 3)
        row = [
            f"|k{finding.kind}",
            f"|u{reading.numbers[number].unit}",
            f"|l1{left[0] if left else EDGE}",
            f"|r1{right[0] if right else EDGE}",
            f"|I{introduced} {finding.kind}",
            f"|M{min(len(self._mentions.at['Method']), 4)} {introduced}",
            f"|Q{min(len(reading.bounds) - items[place].sentence, 3)}",
            f"|f{_named(items[low])}",
        ]
        row += [f"|l{word[:5]}" for word in left[:5]] + [f"|r{word[:5]}" for word in right[:4]]
        row += [f"|B{side}" for side, near in (("<", left[:4]), (">", right[:4])) if not _BASES.isdisjoint(near)]
        if first != last:
            joint = reading.joint(number if number != last else number - 1)
            position = str(number - first) if number != last else "last"
            row.append(f"|j{joint} {items[max(low, reading.places[first] - 1)].word} {position}")
            row.append(f"|j{joint} {position}")
        row += [f"|s{i.word}" for i in items[low : min(high, low + _PATH)] if i.tag == "w" and i.word in _CUES]
        self._told = (number, list(dict.fromkeys(row)))
        return self._told[1]

    def _frame(self, finding: Finding, slot: str, previous: Finding | None) -> _Frame:
        reading = self._reading
        number, place = reading.numbers[finding.number], reading.places[finding.number]
        low, high = reading.bounds[reading.items[place].sentence]
        places = self._mentions.at[SLOT_TYPES[slot]]
        begin, middle, end = (bisect_left(places, at) for at in (low, place, high))
        unit = number.unit or number.shape
        return _Frame(finding, slot, previous, place, low, high, places, begin, middle, end, unit)

    def _candidate(self, frame: _Frame, candidate: int) -> tuple[list[str], str]:
        entity = self._reading.entities[candidate]
        items, places = self._reading.items, frame.places
        role, use = entity.role, self._mentions.use(candidate)
        before = places[max(frame.begin, frame.middle - NEAR) : frame.middle]
        after = places[frame.middle : min(frame.end, frame.middle + NEAR)]
        left = next((p for p in reversed(before) if items[p].index == candidate), None)
        right = next((p for p in after if items[p].index == candidate), None)
        row = ["b", f"use {use}", f"role {role}", f"role {role} {frame.finding.kind}"]
        row.append(f"n{min(self._mentions.seen[candidate], 4)}")
        if left is None and right is None:
            row += self._elsewhere(frame, candidate, role, use)
        else:
            named = {items[p].index for p in places[frame.begin : min(frame.end, frame.begin + NEAR)]}
            for side, at in (("<", left), (">", right)):
                if at is not None:
                    row += self._side(side, at, frame)
                    row.append(f"{side}only {len(named) == 1}")
        aligned = self._aligned(frame, candidate)
        row += aligned
        if frame.slot == "subject":
            rank = min(self._mentions.introduced.get(candidate, 3), 3)
            row.append(f"own {rank} {min(len(self._mentions.introduced), 3)} {left is None} {right is None}")
        if frame.previous is not None:
            row += self._continued(frame, frame.previous, candidate, left, right)
            if frame.previous.chosen.get(frame.slot) == candidate:
                row += [f"kept {mark}" for mark in aligned]
        return row, f"{role[:2]}{'<' if left is not None else ''}{'>' if right is not None else ''}"

    def _nothing(self, frame: _Frame) -> list[str]:
        """Evidence for the number's belonging to nothing that is named."""
        reading, items, kind = self._reading, self._reading.items, frame.finding.kind
        before, after, later = (_word(items, frame.place + step, frame.low, frame.high) for step in (-1, 1, 2))
        within, text = min(frame.end - frame.begin, 3), min(len(frame.places), 3)
        own = any(e.role == "introduced" and e.type == SLOT_TYPES[frame.slot] for e in reading.entities[:60])
        row = ["0", f"0 {kind}", f"0i {within}", f"0t {text} {within}", f"0o {own} {within}", f"0u {frame.unit}"]
        row += [f"0k {kind} {within}", f"0<{before}", f"0>{after}", f"0>> {after} {later}", f"0o {own} {kind}"]
        row.append(f"0f {_named(items[frame.low])} {own}")
        if previous := frame.previous:
            same = items[reading.places[previous.number]].sentence == items[frame.place].sentence
            row.append(f"0p {same} {previous.chosen.get(frame.slot) is None}")
            if reading.first[previous.number] == reading.first[frame.finding.number]:
                row.append(f"0l {previous.chosen.get(frame.slot) is None}")
        return row

    def _elsewhere(self, frame: _Frame, candidate: int, role: str, use: str) -> list[str]:
        """Evidence for an entity that the sentence does not name."""
        items, places, begin = self._reading.items, frame.places, frame.begin
        sentence = items[frame.place].sentence
        named = "some" if frame.end > begin else "none"
        row = ["out", f"use out {use}", f"out {named}", f"out {role} {named}"]
        back = next((p for p in reversed(places[max(0, begin - NEAR) : begin]) if items[p].index == candidate), None)
        if back is not None:
            row.append(f"back {min(sentence - items[back].sentence, 4)} {named}")
            between = {items[p].index for p in places[bisect_left(places, back) + 1 : begin]}
            row.append(f"rank {min(len(between), 3)}")
        else:
            row.append(f"ahead {named}")
        distinct = len({items[p].index for p in places[:NEAR]})
        row.append(f"of {min(distinct, 4)} {named}")
        row.append(f"title {items[places[0]].index == candidate} {items[places[0]].sentence == 0}")
        alike = sum(e.role == role and e.type == SLOT_TYPES[frame.slot] for e in self._reading.entities[:60])
        row.append(f"sole {role} {min(alike, 3)} {named}")
        return row

    def _side(self, side: str, at: int, frame: _Frame) -> list[str]:
        """Evidence of a mention before or after the number."""
        reading, items, finding = self._reading, self._reading.items, frame.finding
        place, low, high = frame.place, frame.low, frame.high
        if abs(at - place) - 1 > _PATH:
            return [f"{side}far"]
        inner = items[min(at, place) + 1 : max(at, place)]
        edge = reading.places[reading.first[finding.number] if side == "<" else reading.last[finding.number]]
        outer = items[min(at, edge) + 1 : max(at, edge)] if (at < edge) == (side == "<") else []
        tag, word = items[at].tag, items[at].word
        same = sum(i.tag == tag for i in inner)
        numbers = sum(i.tag == "N" for i in inner)
        before, after = _word(items, at - 1, low, high), _word(items, at + 1, low, high)
        words = [_named(i) for i in inner]
        row = [
            f"{side}d{min(len(inner), 8)}",
            f"{side}e{min(len(outer), 8)}",
            f"{side}s{min(same, 3)}",
            f"{side}s{min(same, 3)} {finding.kind}",
            f"{side}N{min(numbers, 3)} {min(same, 3)}",
            f"{side}b{before}",
            f"{side}bk{before} {finding.kind}",
            f"{side}a{after}",
            f"{side}c{sum(i.word == ',' for i in inner)} {numbers > 0}",
            f"{side}w{word}",
            f"{side}wu{word} {frame.unit}",
            f"{side}r{reading.entities[items[at].index].role} {min(same, 2)}",
        ]
        row += [f"{side}V{i.word}" for i in items[max(low, at - 5) : at] if i.tag == "w" and i.word in _OVER]
        row += [f"{side}t{i.word}" for i in inner if i.tag == "w" and i.word in _TURNS]
        if len(inner) <= 5:
            row.append(f"{side}p{' '.join(words)}")
        if len(outer) <= 5:
            row.append(f"{side}o{' '.join(map(_named, outer))}")
        if words:
            row += (f"{side}f{words[0]}", f"{side}l{words[-1]}")
        row += [f"{side}i{word[:5]}" for word in words[:12]]
        if at == low or (at == low + 1 and items[low].tag == "w"):
            row.append(f"{side}start")
        return row

    def _aligned(self, frame: _Frame, candidate: int) -> list[str]:
        """Does the candidate stand in a list of as many as the number's list, at the same position?"""
        reading, finding = self._reading, frame.finding
        first, last = reading.first[finding.number], reading.last[finding.number]
        if first == last:
            return []
        size, position, joint = last - first + 1, finding.number - first, reading.joint(first)
        row = []
        for name, run in zip("><", self._mentions.runs(finding, frame.slot), strict=True):
            indices = [reading.items[p].index for p in run]
            if len(run) > 1 and candidate in indices:
                fits = indices.index(candidate) == position
                if len(run) == size:
                    told = self._mentions.respectively(reading.places[last])
                    row += [f"al{name} {fits}", f"al{name} {fits} {joint}", f"al{name} {fits} {told}"]
                else:
                    row.append(f"un{name} {indices.index(candidate)} {position}")
            elif len(run) > 1 and len(run) == size:
                row.append(f"not{name}")
        return row

    def _continued(
        self, frame: _Frame, previous: Finding, candidate: int, left: int | None, right: int | None
    ) -> list[str]:
        """Does the candidate go on from the number before?"""
        reading, finding = self._reading, frame.finding
        there = reading.places[previous.number]
        same = reading.items[frame.place].sentence == reading.items[there].sentence
        listed = reading.first[finding.number] == reading.first[previous.number]
        kept = previous.chosen.get(frame.slot) == candidate
        row = [f"kept {kept} {same}", f"kept {kept} {listed} {same} {finding.kind == previous.kind}"]
        row.append(f"new {kept} {left is not None and left > there} {same}")
        if right is not None and right < frame.place + 6:
            row.append(f"ahead {kept}")
        if same:
            row.append(f"gap {kept} {_word(reading.items, frame.place - 1, 0, len(reading.items))}")
        return row


def _named(item: Item) -> str:
    """A word as it is, an entity or a number by its kind."""
    return item.word if item.tag == "w" else item.tag


def _word(items: Sequence[Item], at: int, low: int, high: int) -> str:
    return _named(items[at]) if low <= at < high else EDGE
