"""Words beside a number that may say what was measured, where no entity does.

"31 % fewer training tokens", "a pairwise agreement of 90 %": what a paper counts has no fixed
list of names. The words that stand where a measure would stand become candidates, of little
confidence: only one that a number surely belongs to turns into an entity.
"""

from collections.abc import Collection, Iterable

from extractors.results.reading import Item, Reading
from kg.records import Entity, Mention
from kg.text import name_key

__all__ = ["CONFIDENCE", "measured"]

#: How likely such words are a metric before anything is known of their number.
CONFIDENCE = 0.15
_LONGEST = 4
_REACH = 9
_CHANGES = frozenset(
    "reduction reductions improvement improvements increase increases decrease decreases gain gains drop drops saving"
    " savings decline boost boosts rise difference growth advantage enhancement degradation cut overhead".split()
)
_MORE = frozenset(
    "higher lower better worse faster slower smaller larger bigger fewer less more longer shorter greater reduced"
    " improved increased cheaper additional relative absolute average overall total mean maximum peak".split()
)
#: What may stand between the words and the number after them, and between a number and the words after it.
_BEFORE = frozenset(
    "of by to from is was are were at as high low much below above under over up less more than about around only just"
    " approximately nearly roughly almost reaching reaches reached dropping rising exceeding exceeds score scores value"
    " values = : ( < > ≤ ≥ ≈ approx sim leq geq le ge between an a the another".split()
)
_AFTER = frozenset("of in on the its all our ) an a".split()) | _CHANGES | _MORE
_OTHER = frozenset(
    "a an the of in on at by to from for with without and or but nor as than that which while when where who whose is"
    " are was were be been being has have had do does did it its this these those their our we they us can could may"
    " might will would should must not no even only just also still up over under below above about around"
    " approximately nearly roughly almost least most then so such both all each any some other another many several"
    " achieve achieves achieving achieved reach reaches reaching reached yield yields yielding yielded improve improves"
    " improving reduce reduces reducing increasing outperform outperforms outperforming surpass surpasses surpassing"
    " exceed exceeds exceeding show shows showing shown demonstrate demonstrates demonstrating attain attains attaining"
    " obtain obtains obtaining obtained deliver delivers provide provides providing boosting gaining cutting lower"
    " lowers lowering raise raises raising dropping scores scoring require requires requiring use uses using used"
    " retain retains retaining maintain maintains maintaining preserve preserves preserving save saves saving enable"
    " enables enabling lead leads leading peaking ranging recorded indicating respectively compared versus vs against"
    " between across among within during after before through via per despite best top new strong significant"
    " significantly substantial substantially consistent remarkable original existing previous prior mere method methods"
    " model models approach approaches baseline baselines dataset datasets benchmark benchmarks framework frameworks"
    " result results performance experiments one two three four five six seven eight nine ten point points percentage"
    " percent times time fold year years however although highest lowest approx sim leq geq textbf mathbf yet".split()
)
_STOP = _OTHER | _CHANGES | (_MORE - {"mean"})


def measured(reading: Reading, numbers: Collection[int]) -> list[Entity]:
    """Candidates beside these numbers of a text, in order; they overlap no mention of an entity."""
    places: dict[str, set[tuple[int, int]]] = {}
    for number in numbers:
        for words in _beside(reading, number):
            span = words[0].start, words[-1].end
            if key := name_key(reading.text[slice(*span)]):
                places.setdefault(key, set()).add(span)
    return [_entity(reading.text, sorted(spans)) for spans in places.values()]


def _beside(reading: Reading, number: int) -> Iterable[list[Item]]:
    """The words before the list that a number stands in, and those after it."""
    items = reading.items
    first, last = reading.places[reading.first[number]], reading.places[reading.last[number]]
    low, high = reading.bounds[items[first].sentence]
    at = first - 1
    while at >= max(low, first - _REACH) and items[at].tag == "w" and items[at].word in _BEFORE:
        at -= 1
    if words := _phrase(reading, items[max(low, at - _LONGEST + 1) : at + 1][::-1])[::-1]:
        yield words
    at = last + 1
    while at < min(high, last + _REACH) and items[at].tag == "w" and items[at].word in _AFTER:
        at += 1
    if words := _phrase(reading, items[at : min(high, at + _LONGEST)]):
        yield words


def _phrase(reading: Reading, items: list[Item]) -> list[Item]:
    """The beginning of these items, seen from the number, that is words with nothing but a space between."""
    kept: list[Item] = []
    for item in items:
        if item.tag != "w" or not item.word[0].isalpha() or item.word in _STOP or len(item.word) < 2:
            break
        if kept and reading.text[min(kept[-1].end, item.end) : max(kept[-1].start, item.start)] != " ":
            break
        kept.append(item)
    return kept


def _entity(text: str, spans: list[tuple[int, int]]) -> Entity:
    surfaces = list(dict.fromkeys(text[start:end] for start, end in spans))
    return Entity(
        type="Metric",
        name=surfaces[0],
        surfaces=surfaces,
        role="mentioned",
        confidence=CONFIDENCE,
        mentions=[Mention(start=start, end=end, confidence=CONFIDENCE) for start, end in spans],
    )
