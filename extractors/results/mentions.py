"""The entities of a text as candidates: where their mentions stand among the items, and in which lists.

Candidates and reach are bounded, so that a text costs what its length costs.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractors.results.reading import Item, Reading
from kg.records import EntityType, ResultKind

__all__ = ["NEAR", "SLOT_TYPES", "Finding", "Mentions"]

#: What each field of a result names, in the order in which they are chosen.
SLOT_TYPES: dict[str, EntityType] = {"metric": "Metric", "dataset": "Dataset", "subject": "Method"}
#: How many mentions before or after a number are looked at.
NEAR = 24
_CANDIDATES = 4
_LISTED = 60
_RUN_GAP = 5
_SHARING = 4
_OPENING = 4
_LINKS = frozenset("of : = ( is score scores value".split())
_RUN_WORDS = frozenset(", and or / & ( ) + the vs with on from".split())
_ALIKE = frozenset(("and", ",", "both", "the"))
_PEOPLE = frozenset("humans participants".split())
_PEOPLE_REACH = 8
_CLAUSES = frozenset("; : while whereas but".split())
#: Before these words people are what a method is set against or checked by.
_OUTDONE = frozenset("than over by with from to of in on the two surpassing exceeding beating".split())
#: How far before a bracket a comparison may begin, with what, and what ends it.
_AGAINST_REACH = 7
_COMPARING = frozenset("compared than over versus vs against outperforming surpassing".split())
_ENDS = frozenset(", ; : ) while whereas but we our achieves achieve reaches".split())
#: Metrics that are shares of a whole, and the units of numbers that may be such.
_SHARE = re.compile(r"\b(?:accurac(?:y|ies)|precision|recall|m?AP|m?IoU|F1|AU(?:RO)?C|success rates?)$")
_SHARE_UNITS = frozenset(("", "%", "points", "x"))
_LIST_JOINTS = frozenset(("and", ",", ", and", "/"))
_PRETRAINED = re.compile(
    r"(?:[- ]?\d*[KkM])?[- ](?:\(?pre-?train|weights|initiali[sz]|transfer|features?\b|backbone|encoder|baseline"
    r"|checkpoint|knowledge|priors?\b)",
    re.IGNORECASE,
)
_USE = re.compile(
    r"(?:(?P<pre>(?:pre-?train\w*|transfer\w*|initiali[sz]\w*)(?: [\w-]+){0,2} (?:on|with|from|using))"
    r"|(?P<train>(?<!pre)(?<!pre-)\b(?:fine-?tun|train)\w*(?: [\w-]+){0,2} (?:on|with|from|using))"
    r"|(?P<from>\b(?:from|like|as|with|using|including))|(?P<on>\b(?:on|across|for))|(?P<ofin>\b(?:of|in)))"
    r"(?: the| both| standard| \w+)? ?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Finding:
    """A number that states an outcome, and what was chosen for its slots so far (entity index or None)."""

    number: int
    kind: ResultKind
    chosen: dict[str, int | None] = field(default_factory=dict)
    confidence: float = 1.0


class Mentions:
    """Where the entities of one text are mentioned.

    Attributes
    ----------
    at
        For each type the items that mention an entity of it, in order.
    seen
        For each entity how often it is mentioned.
    introduced
        The methods that the paper introduces, each with its rank in the order of the entities.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.at: dict[str, list[int]] = {kind: [] for kind in ("Method", "Dataset", "Metric", "Task")}
        self.seen: dict[int, int] = {}
        for place, item in enumerate(reading.items):
            if item.index >= 0 and item.tag in self.at:
                self.at[item.tag].append(place)
                self.seen[item.index] = self.seen.get(item.index, 0) + 1
        listed = enumerate(reading.entities[:_LISTED])
        own = [index for index, entity in listed if entity.role == "introduced" and entity.type == "Method"]
        self.introduced = {index: rank for rank, index in enumerate(own)}
        self._uses: dict[int, str] = {}

    def candidates(self, finding: Finding, slot: str, previous: Finding | None = None) -> list[int | None]:
        """Nothing, and the entities that come into question: the nearest, and the first of the text.

        A dataset that is only ever named for pretraining ("ImageNet weights") has no results, and
        two numbers that are set against each other have not the same subject.
        """
        places = self.at[SLOT_TYPES[slot]]
        items = self.reading.items
        middle = bisect_left(places, self.reading.places[finding.number])
        found: dict[int, None] = {}
        for side in (places[max(0, middle - NEAR) : middle][::-1], places[middle : middle + NEAR]):
            nearest = dict.fromkeys(items[place].index for place in side)
            more = [index for index in nearest if index not in found]
            found |= dict.fromkeys(more[:_CANDIDATES])
        found |= dict.fromkeys(items[place].index for place in places[:3])
        barred = self.barred(found, finding, slot, previous)
        return [None, *(index for index in found if index not in barred)]

    def barred(self, entities: Iterable[int], finding: Finding, slot: str, previous: Finding | None) -> set[int]:
        """Those of these entities that the number cannot belong to, as `candidates` says."""
        if slot == "dataset":
            return {index for index in entities if self.use(index) == "pre"}
        if slot == "metric" and self._no_share(finding.number):
            return {index for index in entities if _SHARE.search(self.reading.entities[index].name)}
        other = self._compared_with(finding, slot, previous)
        return {index for index in entities if index == other}

    def _no_share(self, number: int) -> bool:
        """Can the number, by its unit or size, be no share of a whole ("12 ms", "63M")?"""
        told = self.reading.numbers[number]
        return told.unit not in _SHARE_UNITS or told.shape == "scaled"

    def of_humans(self, number: int) -> bool:
        """Is this what people reach ("while humans reach 91 %")? No method has it then."""
        items, place = self.reading.items, self.reading.places[number]
        low = max(self.reading.bounds[items[place].sentence][0], place - _PEOPLE_REACH)
        for at in range(place - 1, low - 1, -1):
            if items[at].tag in ("N", "Method") or items[at].word in _CLAUSES:
                return False
            if items[at].word in _PEOPLE:
                return at == low or items[at - 1].word not in _OUTDONE
        return False

    def _compared_with(self, finding: Finding, slot: str, previous: Finding | None) -> int | None:
        """The method of the number before, where this number is set against it ("81.6% vs. 80.9%")."""
        if slot != "subject" or previous is None or previous.number != finding.number - 1:
            return None
        return previous.chosen.get(slot) if self.reading.joint(previous.number) == "vs" else None

    def by_position(self, finding: Finding, slot: str) -> int | None:
        """The entity at the number's position of its list, where the text says "respectively" or has slashes.

        Numbers with slashes between them are a list by themselves: "36.9/0.95 and 30.5/0.87 PSNR/SSIM".
        """
        reading = self.reading
        first, last = self._slashed(finding.number)
        slashes = first != last
        if not slashes:
            first, last = reading.first[finding.number], reading.last[finding.number]
        if first == last or reading.joint(first) not in _LIST_JOINTS:
            return None
        if not slashes and not self.respectively(reading.places[last]):
            return None
        after, before = self.runs(finding, slot)
        low = reading.bounds[reading.items[reading.places[first]].sentence][0]
        if slot == "subject":
            # What opens the sentence has the numbers; what follows or is outperformed may not.
            after, before = [], before if before and before[0] - low <= _OPENING else []
        for run in (after, before):
            indices = [reading.items[place].index for place in run]
            if len(set(indices)) == len(indices) == last - first + 1:
                placed = indices[finding.number - first]
                return None if slot == "metric" and self.barred([placed], finding, slot, None) else placed
        return None

    def _slashed(self, number: int) -> tuple[int, int]:
        """The first and the last of the numbers that slashes join to this one."""
        first = last = number
        while first > self.reading.first[number] and self.reading.joint(first - 1) == "/":
            first -= 1
        while last < self.reading.last[number] and self.reading.joint(last) == "/":
            last += 1
        return first, last

    def for_another_size(self, finding: Finding) -> bool:
        """Is the number of another variant than its subject: the second of "Foo-S/M/L achieves 52.9/54.3/55.1"?"""
        first, last = self._slashed(finding.number)
        chosen = finding.chosen.get("subject")
        if chosen is None or first == last or finding.number == first:
            return False
        mentions = self.reading.entities[chosen].mentions
        return any(self.reading.text.startswith("/", m.end) for m in mentions)

    def set_against(self, finding: Finding) -> bool:
        """Is it a lone score in brackets after what something is compared with: "compared to the base (71.3%)"?"""
        number = finding.number
        if finding.kind != "score" or self.reading.first[number] != self.reading.last[number]:
            return False
        items, place = self.reading.items, self.reading.places[number]
        low = self.reading.bounds[items[place].sentence][0]
        at = place - 1
        while at > max(low, place - 4) and items[at].word != "(" and items[at].tag in ("w", "Metric"):
            at -= 1
        if at < low or items[at].word != "(":
            return False
        for before in range(at - 1, max(low, at - _AGAINST_REACH) - 1, -1):
            if items[before].tag == "N" or items[before].word in _ENDS:
                return False
            if items[before].tag == "w" and items[before].word in _COMPARING:
                return True
        return False

    def unknown_metric(self, finding: Finding) -> bool:
        """Does an acronym that is no entity stand beside the number, as in "an IS of 9.87"? It is the metric then."""
        items, place = self.reading.items, self.reading.places[finding.number]
        low, high = self.reading.bounds[items[place].sentence]
        before = place - 1
        while before > max(low, place - 3) and items[before].word in _LINKS and not self._acronym(items[before]):
            before -= 1
        after = place + 1 if self.reading.first[finding.number] == self.reading.last[finding.number] else high
        return any(low <= at < high and items[at].tag == "w" and self._acronym(items[at]) for at in (before, after))

    def _acronym(self, item: Item) -> bool:
        return sum(letter.isupper() for letter in self.reading.text[item.start : item.end]) > 1

    def runs(self, finding: Finding, slot: str) -> tuple[list[int], list[int]]:
        """The enumerations of entities of a slot's type that follow and that precede the number's list."""
        reading = self.reading
        items, places = reading.items, self.at[SLOT_TYPES[slot]]
        first, last = (reading.places[edge[finding.number]] for edge in (reading.first, reading.last))
        low, high = reading.bounds[items[first].sentence]
        begin, end = bisect_left(places, low), bisect_left(places, high)
        middle, beyond = bisect_left(places, first), bisect_left(places, last)
        after = _run(items, places[beyond : min(end, beyond + NEAR)])
        before = _run(items, places[max(begin, middle - NEAR) : middle][::-1])[::-1]
        return after, before

    def sharing(self, finding: Finding) -> list[int]:
        """The metrics that one number is said of: "a precision and recall of 91 %"; the one chosen among them."""
        reading, chosen = self.reading, finding.chosen.get("metric")
        items, place = reading.items, reading.places[finding.number]
        if chosen is None or reading.first[finding.number] != reading.last[finding.number]:
            return []
        for run in filter(None, self.runs(finding, "metric")):
            indices = [items[at].index for at in run]
            inner = {items[at].word for at in range(run[0], run[-1]) if at not in run}
            beyond = items[max(0, run[0] - 3) : run[0]] if run[0] < place else items[run[-1] + 1 : run[-1] + 4]
            near = min(abs(run[0] - place), abs(run[-1] - place)) <= _SHARING
            if near and chosen in indices and "and" in inner <= _ALIKE and all(item.tag != "N" for item in beyond):
                return list(dict.fromkeys(indices))
        return []

    def respectively(self, place: int) -> bool:
        """Does the sentence say "respectively" soon after this item?"""
        items = self.reading.items
        end = self.reading.bounds[items[place].sentence][1]
        return any(item.word == "respectively" for item in items[place : min(end, place + 30)])

    def use(self, entity: int) -> str:
        """What the words beside the mentions of an entity say of its use: trained on, pretrained with, evaluated on."""
        if entity not in self._uses:
            text, marks = self.reading.text, set()
            for mention in self.reading.entities[entity].mentions[:6]:
                found = _USE.search(text[max(0, mention.start - 40) : mention.start])
                before = (found.lastgroup or "") if found else ""
                marks.add("pre" if before == "pre" or _PRETRAINED.match(text, mention.end) else before or "named")
            self._uses[entity] = " ".join(sorted(marks))
        return self._uses[entity]


def _run(items: Sequence[Item], places: Sequence[int]) -> list[int]:
    """The beginning of these mentions that is one enumeration."""
    run: list[int] = list(places[:1])
    for place in places[1:]:
        low, high = min(run[-1], place), max(run[-1], place)
        if high - low > _RUN_GAP or not all(
            item.word in _RUN_WORDS or item.tag not in ("w", "N") for item in items[low + 1 : high]
        ):
            break
        run.append(place)
    return run
