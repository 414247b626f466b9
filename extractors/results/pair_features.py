"""What speaks for an entity as the subject, the dataset or the metric of a number.

A candidate is an entity; its evidence is its nearest mention before and its nearest mention
after the number. That nothing is named is a candidate as well. Candidates and reach are
bounded, so that a text costs what its length costs.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.results.reading import EDGE, Item, Reading
from kg.records import EntityType, ResultKind

__all__ = ["SLOT_TYPES", "Finding", "Slots"]

#: What each field of a result names.
SLOT_TYPES: dict[str, EntityType] = {"metric": "Metric", "dataset": "Dataset", "subject": "Method"}
_CANDIDATES = 4
_PATH = 40
_TURNS = frozenset(
    "; : while whereas but although though compared than versus vs over outperforming surpassing".split()
)
_CUES = frozenset(
    "we our ours it its this these proposed approach method framework model models baseline baselines".split()
)
_BASES = frozenset("baseline baselines base existing prior previous original random".split())
_CUES |= frozenset("human humans participants outperforms outperforming surpassing existing state-of-the-art".split())


@dataclass(slots=True)
class Finding:
    """A number that states an outcome, and what was chosen for its slots so far (entity index or None)."""

    number: int
    kind: ResultKind
    chosen: dict[str, int | None] = field(default_factory=dict)
    confidence: float = 1.0


class Slots:
    """The candidates of one text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._at: dict[str, list[int]] = {kind: [] for kind in ("Method", "Dataset", "Metric", "Task")}
        self._seen: dict[int, int] = {}
        self._told: tuple[int, list[str]] | None = None
        own = [i for i, e in enumerate(reading.entities[:60]) if e.role == "introduced" and e.type == "Method"]
        self._introduced = min(len(own), 3)
        self._rank = {entity: rank for rank, entity in enumerate(own)}
        for place, item in enumerate(reading.items):
            if item.index >= 0 and item.tag != "N" and item.tag != "w":
                self._at[item.tag].append(place)
                self._seen[item.index] = self._seen.get(item.index, 0) + 1

    def candidates(self, finding: Finding, slot: str) -> list[int | None]:
        """Nothing, and the entities that come into question."""
        places = self._at[SLOT_TYPES[slot]]
        number = self._reading.places[finding.number]
        items = self._reading.items
        middle = bisect_left(places, number)
        found: dict[int, None] = {}
        for side in (places[max(0, middle - 24) : middle][::-1], places[middle : middle + 24]):
            count = 0
            for place in side:
                if items[place].index not in found:
                    count += 1
                    if count > _CANDIDATES:
                        break
                    found[items[place].index] = None
        for place in places[:3]:
            found[items[place].index] = None
        return [None, *found]

    def features(self, finding: Finding, slot: str, candidate: int | None, previous: Finding | None) -> list[str]:
        """The evidence for one candidate."""
        reading = self._reading
        number = reading.numbers[finding.number]
        place = reading.places[finding.number]
        items = reading.items
        low, high = reading.bounds[items[place].sentence]
        places = self._at[SLOT_TYPES[slot]]
        begin, end = bisect_left(places, low), bisect_left(places, high)
        unit = number.unit or number.shape
        if candidate is None:
            row = self._nothing(finding, slot, previous, places, begin, end, unit)
            return row + [f"0{word}" for word in self._context(finding)]
        entity = reading.entities[candidate]
        middle = bisect_left(places, place)
        row = ["b", f"role {entity.role}", f"role {entity.role} {finding.kind}", f"n{min(self._seen[candidate], 4)}"]
        before = places[max(begin, middle - 24) : middle]
        left = next((p for p in reversed(before) if items[p].index == candidate), None)
        right = next((p for p in places[middle : min(end, middle + 24)] if items[p].index == candidate), None)
        only = len({items[p].index for p in places[begin : min(end, begin + 24)]}) == 1
        if left is None and right is None:
            row += self._elsewhere(candidate, entity.role, places, low, begin, end, items[place].sentence)
        if left is not None:
            row += self._side("<", left, place, places, slot, finding, unit, only)
        if right is not None:
            row += self._side(">", right, place, places, slot, finding, unit, only)
        row += self._aligned(finding, candidate, places, begin, end)
        if slot == "subject":
            rank = min(self._rank.get(candidate, 3), 3)
            row.append(f"own {rank} {self._introduced} {left is None} {right is None}")
        where = f"{entity.role[:2]}{'<' if left is not None else ''}{'>' if right is not None else ''}"
        row += [f"{where}{word}" for word in self._context(finding)]
        if previous is not None:
            row += self._continued(finding, slot, candidate, previous, left, right)
        return row

    def _nothing(
        self,
        finding: Finding,
        slot: str,
        previous: Finding | None,
        places: Sequence[int],
        begin: int,
        end: int,
        unit: str,
    ) -> list[str]:
        reading = self._reading
        place = reading.places[finding.number]
        items = reading.items
        low, high = reading.bounds[items[place].sentence]
        before = _word(items, place - 1, low, high)
        after = _word(items, place + 1, low, high)
        later = _word(items, place + 2, low, high)
        within, text = min(end - begin, 3), min(len(places), 3)
        own = any(e.role == "introduced" and e.type == SLOT_TYPES[slot] for e in reading.entities[:60])
        row = ["0", f"0 {finding.kind}", f"0i {within}", f"0t {text} {within}", f"0o {own} {within}", f"0u {unit}"]
        row += [
            f"0k {finding.kind} {within}",
            f"0<{before}",
            f"0>{after}",
            f"0>> {after} {later}",
            f"0o {own} {finding.kind}",
        ]
        first = _word(items, low, low, high)
        row.append(f"0f {first} {own}")
        if previous is not None:
            same = items[reading.places[previous.number]].sentence == items[place].sentence
            row.append(f"0p {same} {previous.chosen.get(slot) is None}")
            if reading.first[previous.number] == reading.first[finding.number]:
                row.append(f"0l {previous.chosen.get(slot) is None}")
        return row

    def _context(self, finding: Finding) -> list[str]:
        """The words that tell whose number it is, whoever the candidate."""
        reading = self._reading
        if self._told is not None and self._told[0] == finding.number:
            return self._told[1]
        items = reading.items
        number, place = finding.number, reading.places[finding.number]
        first, last = reading.first[number], reading.last[number]
        low, high = reading.bounds[items[place].sentence]
        left = [i.word for i in items[max(low, place - 8) : place] if i.tag == "w"][::-1]
        right = [i.word for i in items[place + 1 : min(high, place + 7)] if i.tag == "w"]
        row = [f"k{finding.kind}", f"u{reading.numbers[number].unit}"]
        row += [f"l{word[:5]}" for word in dict.fromkeys(left[:5])] + [
            f"r{word[:5]}" for word in dict.fromkeys(right[:4])
        ]
        row += [f"l1{left[0] if left else EDGE}", f"r1{right[0] if right else EDGE}"]
        if first != last:
            joint = (reading.numbers[number].joint or reading.numbers[number - 1].joint or "").strip(" ~${(+,")
            opening = items[max(low, reading.places[first] - 1)].word
            row.append(f"j{joint} {opening} {number - first if number != last else 'last'}")
            row.append(f"j{joint} {number - first if number != last else 'last'}")
        row += [f"B{side}" for side, words in (("<", left[:4]), (">", right[:4])) if not _BASES.isdisjoint(words)]
        row.append(f"I{self._introduced} {finding.kind}")
        row.append(f"M{min(len(self._at['Method']), 4)} {self._introduced}")
        row.append(f"Q{min(len(reading.bounds) - items[place].sentence, 3)}")
        row += [f"s{i.word}" for i in items[low : min(high, low + 40)] if i.tag == "w" and i.word in _CUES]
        row.append(f"f{items[low].word if items[low].tag == 'w' else items[low].tag}")
        self._told = (number, list(dict.fromkeys(row)))
        return self._told[1]

    def _elsewhere(
        self, candidate: int, role: str, places: Sequence[int], low: int, begin: int, end: int, sentence: int
    ) -> list[str]:
        """Evidence for an entity that the sentence does not name."""
        items = self._reading.items
        named = "some" if end > begin else "none"
        row = ["out", f"out {named}", f"out {role} {named}"]
        back = next((p for p in reversed(places[max(0, begin - 24) : begin]) if items[p].index == candidate), None)
        if back is not None:
            row.append(f"back {min(sentence - items[back].sentence, 4)} {named}")
            row.append(f"rank {min(len({items[p].index for p in places[bisect_left(places, back) + 1 : begin]}), 3)}")
        else:
            row.append(f"ahead {named}")
        distinct = len({items[p].index for p in places[:24]})
        row.append(f"of {min(distinct, 4)} {named}")
        row.append(f"title {items[places[0]].index == candidate} {items[places[0]].sentence == 0}")
        introduced = sum(e.role == role and e.type == items[places[0]].tag for e in self._reading.entities[:60])
        row.append(f"sole {role} {min(introduced, 3)} {named}")
        return row

    def _side(
        self, side: str, at: int, place: int, places: Sequence[int], slot: str, finding: Finding, unit: str, only: bool
    ) -> list[str]:
        """Evidence of a mention before or after the number."""
        items = self._reading.items
        reading = self._reading
        edge = reading.places[reading.first[finding.number] if side == "<" else reading.last[finding.number]]
        inner = items[min(at, place) + 1 : max(at, place)]
        if len(inner) > _PATH:
            return [f"{side}far", f"{side}only {only}"]
        outer = items[min(at, edge) + 1 : max(at, edge)] if (at < edge) == (side == "<") else []
        distance, reach = len(inner), len(outer)
        low, high = reading.bounds[items[place].sentence]
        tag = items[at].tag
        same = sum(i.tag == tag for i in inner)
        numbers = sum(i.tag == "N" for i in inner)
        turns = {i.word for i in inner if i.tag == "w" and i.word in _TURNS}
        before, after = _word(items, at - 1, low, high), _word(items, at + 1, low, high)
        kind = finding.kind
        row = [
            f"{side}d{min(distance, 8)}",
            f"{side}e{min(reach, 8)}",
            f"{side}s{min(same, 3)}",
            f"{side}s{min(same, 3)} {kind}",
            f"{side}N{min(numbers, 3)} {min(same, 3)}",
            f"{side}b{before}",
            f"{side}bk{before} {kind}",
            f"{side}a{after}",
            f"{side}c{sum(i.word == ',' for i in inner)} {numbers > 0}",
            f"{side}only {only}",
            f"{side}w{items[at].word}",
            f"{side}wu{items[at].word} {unit}",
            f"{side}r{self._reading.entities[items[at].index].role} {min(same, 2)}",
        ]
        row += [f"{side}t{word}" for word in sorted(turns)]
        words = [i.word if i.tag == "w" else i.tag for i in inner]
        if distance <= 5:
            row.append(f"{side}p{' '.join(words)}")
        if reach <= 5:
            row.append(f"{side}o{' '.join(i.word if i.tag == 'w' else i.tag for i in outer)}")
        if words:
            row.append(f"{side}f{words[0]}")
            row.append(f"{side}l{words[-1]}")
        row += [f"{side}i{word[:5]}" for word in dict.fromkeys(words[:12])]
        if at == low or (at == low + 1 and items[low].tag == "w"):
            row.append(f"{side}start")
        return row

    def _aligned(self, finding: Finding, candidate: int, places: Sequence[int], begin: int, end: int) -> list[str]:
        """Does the candidate stand in a list of as many as the number's list, at the same position?"""
        reading = self._reading
        first, last = reading.first[finding.number], reading.last[finding.number]
        if first == last:
            return []
        size, position = last - first + 1, finding.number - first
        row = []
        low, high = reading.places[first], reading.places[last]
        middle, beyond = bisect_left(places, low), bisect_left(places, high)
        items = reading.items
        for name, run in (
            ("<", _run(items, places[max(begin, middle - 24) : middle][::-1])[::-1]),
            (">", _run(items, places[beyond : min(end, beyond + 24)])),
        ):
            indices = [items[p].index for p in run]
            if len(run) > 1:
                if candidate in indices:
                    if len(run) == size:
                        row.append(f"al{name} {indices.index(candidate) == position}")
                    else:
                        row.append(f"un{name} {indices.index(candidate)} {position}")
                elif len(run) == size:
                    row.append(f"not{name}")
        return row

    def _continued(
        self, finding: Finding, slot: str, candidate: int, previous: Finding, left: int | None, right: int | None
    ) -> list[str]:
        """Does the candidate go on from the number before?"""
        reading = self._reading
        here, there = reading.places[finding.number], reading.places[previous.number]
        same = reading.items[here].sentence == reading.items[there].sentence
        listed = reading.first[finding.number] == reading.first[previous.number]
        kept = previous.chosen.get(slot) == candidate
        between = left is not None and left > there
        row = [f"kept {kept} {same}", f"kept {kept} {listed} {same} {finding.kind == previous.kind}"]
        row.append(f"new {kept} {between} {same}")
        if right is not None and right < here + 6:
            row.append(f"ahead {kept}")
        if same:
            row.append(f"gap {kept} {_word(reading.items, here - 1, 0, len(reading.items))}")
        return row


def _run(items: Sequence[Item], places: Sequence[int]) -> list[int]:
    """The beginning of these mentions that is one enumeration."""
    run: list[int] = list(places[:1])
    for place in places[1:]:
        low, high = min(run[-1], place), max(run[-1], place)
        if high - low > 5 or not all(
            i.word in (",", "and", "or", "/", "&", "(", ")", "+", "the", "vs", "with", "on", "from")
            or i.tag not in ("w", "N")
            for i in items[low + 1 : high]
        ):
            break
        run.append(place)
    return run


def _word(items: Sequence[Item], at: int, low: int, high: int) -> str:
    if not low <= at < high:
        return EDGE
    return items[at].word if items[at].tag == "w" else items[at].tag
