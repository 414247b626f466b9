"""What the words around a number say of it: the evidence for its being an outcome, and of which kind.

Each feature is a short string; the model holds a row of weights for those that matter. The
same function serves training and use, so that the two cannot drift apart.
"""

from extractors.results.reading import EDGE, Item, Reading
from kg.records import ResultKind

__all__ = ["is_cut", "number_features", "plain_kind"]

_REACH = 7
# How much of a sentence is looked at: all of one that a person wrote.
_SENTENCE = 150
_CLAUSE_END = frozenset(";:.")
_CHANGES = frozenset(
    "reduction reductions improvement improvements increase increases decrease decreases gain gains drop drops saving"
    " savings decline declines boost boosts margin margins degradation enhancement enhancements".split()
)
#: What may stand between a change and its number ("a drop of up to 3%"); "from" would lead to a score.
_LINKS = frozenset(
    "of by up to reaching exceeding around about approximately nearly over more than almost as much high at least an a"
    " roughly above below ( ~ > <".split()
)
_FILLING = frozenset("up to over about around nearly approximately more than at least an average of as much".split())
_DEGREES = frozenset("relative absolute average overall".split())


def number_features(reading: Reading, index: int) -> list[str]:
    """The features of one number of a text."""
    number, place = reading.numbers[index], reading.places[index]
    items = reading.items
    low, high = reading.bounds[items[place].sentence]
    first, last = reading.places[reading.first[index]], reading.places[reading.last[index]]
    left = _spoken(items[max(low, first - _REACH) : first][::-1])
    right = _spoken(items[last + 1 : min(high, last + 1 + _REACH)])
    near_left = _spoken(items[max(low, place - 3) : place][::-1])
    near_right = _spoken(items[place + 1 : min(high, place + 4)])
    unit = number.unit or number.shape
    size = _size(number.value)
    row = [
        "b",
        f"u{unit}",
        f"z{size} {unit}",
        f"g{number.sign}{unit}",
        f"s{number.shape}",
    ]
    for name, words in (("l", left), ("r", right)):
        a, b, c = words[0], words[1], words[2]
        row += (
            f"{name}1{a}",
            f"{name}2{b}",
            f"{name}3{c}",
            f"{name}12{a} {b}",
            f"{name}123{a} {b} {c}",
            f"{name}u{unit} {a}",
            f"{name}uu{unit} {a} {b}",
            f"{name}p{a[:4]} {b[:4]}",
        )
        row += [f"{name}w{word}" for word in dict.fromkeys(words[:5])]
        row += [f"{name}c{word[:5]}" for word in dict.fromkeys(words)]
    row += (f"lr{left[0]} {right[0]}", f"lru{left[0]} {unit} {right[0]}", f"lrp{left[1][:4]} {left[0]} {right[0][:5]}")
    nearest = [word for word in left if word not in ("=", ":", "(")]
    if nearest[:2] == ["<Metric>", "at"]:
        row.append("at metric")
    if first != last:
        joint = reading.joint(index if last != place else index - 1)
        position = "first" if first == place else "last" if last == place else "inner"
        row += (
            f"j{joint}",
            f"jp{joint} {position}",
            f"jl{position} {left[0]}",
            f"n{min(reading.last[index] - reading.first[index], 4)}",
        )
        row += (f"jn{near_left[0]}", f"jr{near_right[0]}")
    row += _surroundings(reading, place, low, high, unit)
    return row


def plain_kind(reading: Reading, index: int) -> ResultKind | None:
    """What its form and the words beside it say of a number's kind, should it be an outcome.

    "3.2x" is a factor, "+2.1" and "by 2.1%" are deltas, "from A to B" and "an accuracy of A" are
    scores: so in at least 97 of 100 annotated cases each.
    """
    number = reading.numbers[index]
    if number.unit == "x":
        return "factor"
    if number.sign == "+":
        return "delta"
    for left in (index - 1, index):
        if left < 0 or left + 1 == len(reading.numbers) or reading.first[left] != reading.first[left + 1]:
            continue
        joint = reading.joint(left)
        if joint == "vs" or (joint == "to" and reading.starts_change(left)):
            return "score"
    if _is_change(reading, index):
        return "delta"
    return _by_words_before(reading, index)


def is_cut(reading: Reading, index: int) -> bool:
    """Does it say how many are looked at, as "the top 1% of samples" does?"""
    place = reading.places[index]
    return place > reading.bounds[reading.items[place].sentence][0] and reading.items[place - 1].word == "top"


def _by_words_before(reading: Reading, index: int) -> ResultKind | None:
    """Is it said that something changes by the number, or that a metric is that number?"""
    items = reading.items
    first = reading.places[reading.first[index]]
    low = reading.bounds[items[first].sentence][0]
    at = first - 1
    while at >= max(low, first - _REACH) and items[at].word in _FILLING:
        at -= 1
    if at >= low and items[at].word == "by" and reading.numbers[index].unit in ("%", "points"):
        return "delta"
    told = first - 2 >= low and items[first - 1].word in ("of", "=", ":") and items[first - 2].tag == "Metric"
    return "score" if told else None


def _is_change(reading: Reading, index: int) -> bool:
    """Does the text call the number a change: "a drop of up to 3.1%", "a 3.1% accuracy improvement"?"""
    items = reading.items
    first, last = reading.places[reading.first[index]], reading.places[reading.last[index]]
    low, high = reading.bounds[items[first].sentence]
    at = first - 1
    while at >= max(low, first - _REACH) and items[at].word in _LINKS:
        at -= 1
    if at > low and items[at].word == "from" and items[at - 1].word.startswith("rang"):
        at -= 2
    if low <= at < first - 1 and items[at].tag == "w" and items[at].word in _CHANGES:
        return True
    at = last + 1
    while at < min(high, last + 3) and items[at].word in _DEGREES:
        at += 1
    if at < high and items[at].tag == "Metric":
        at += 1
    return at < high and items[at].tag == "w" and items[at].word in _CHANGES


def _spoken(items: list[Item]) -> list[str]:
    """The items as words, entities by their type, up to the reach."""
    words = [item.word if item.tag == "w" else f"<{item.tag}>" for item in items]
    return words + [EDGE] * (_REACH - len(words))


def _size(value: float) -> str:
    for size in (0, 0.1, 1, 2, 5, 10, 20, 50, 80, 99.999, 100, 200, 1000, 1e5):
        if value <= size:
            return str(size)
    return "more"


def _surroundings(reading: Reading, place: int, low: int, high: int, unit: str) -> list[str]:
    """Entities in reach, the part of the text, and how many numbers there are."""
    items = reading.items
    row = []
    for name, step, end in (("<", -1, low - 1), (">", 1, high)):
        seen: set[str] = set()
        path: list[str] = []
        for at in range(place + step, end, step):
            item = items[at]
            if abs(at - place) > 12 or (item.tag == "w" and item.word in _CLAUSE_END):
                break
            if item.tag not in ("w", "N") and item.tag not in seen:
                distance = abs(at - place)
                row.append(f"e{name}{item.tag} {min(distance, 6)}")
                if item.tag == "Metric":
                    row += (f"m{name}{item.word}", f"mu{name}{item.word} {unit}")
                    if distance <= 4:
                        row.append(f"mp{name}{' '.join(path)}")
                seen.add(item.tag)
            path.append(item.word if item.tag == "w" else item.tag)
    sentence = items[place].sentence
    row.append(f"t{min(sentence, 2)}")
    row.append(f"q{4 * sentence // max(len(reading.bounds), 1)}")
    within = {item.tag for item in items[max(low, place - _SENTENCE) : min(high, place + _SENTENCE)]}
    row.append("in" + " ".join(sorted(within - {"w"})))
    counted = sum(item.tag == "N" for item in items[low : min(high, low + 80)])
    row.append(f"k{min(counted, 5)}")
    return row
