"""Reading numbers: where they stand in a text, what they are worth, and in which unit.

High recall is wanted here; whether a number states an outcome is decided later. Every
expression is bounded or has a single loop, so that reading is linear in the text.
"""

import re
import sys
from dataclasses import dataclass
from decimal import Context, Decimal

__all__ = ["Number", "read_numbers"]

_DIGITS = re.compile(r"\d+")
_VALUE = re.compile(
    r"(?<![\w^@#])(?<!\d[.,])(?:"
    r"(?P<base>10\s?\^\s?\{?\s?(?P<tens>[-−–]?\d{1,3})\}?)"
    r"|(?P<value>\d{1,3}(?:(?:,|\{,\})\d{3}){1,6}(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|\.\d+)"
    r"(?:[eE](?P<e>[-−+]?\d{1,3})(?!\w)"
    r"|\s?\$?\s?(?:\\times|\\cdot|×|x|\*)\s?\{?10\}?\s?\^\s?\{?\s?(?P<power>[-−–]?\d{1,3})\}?)?"
    r")"
)
_PERCENT = r"[{\\$]{0,3}%|percentage[- ]points?\b|per\s?cent(?:age)?\b|pct\b|pp\b|p\.p\."
_POINTS = r"(?:absolute |relative )?(?:points?|pts?)\b"
_TIMES = r"\{?\\times\}?(?![\s$]{0,2}\d)|[x×X](?![\w])|folds?\b|times\b"
_SCALE = r"[kKMBGTP](?:(?![\w/])|(?=FLOP|MAC|OP))|thousand\b|million\b|billion\b|trillion\b"
_MEASURE = (
    r"orders? of magnitude\b|frames per second\b"
    r"|(?:tokens|images|samples|frames|queries|requests|steps)(?: per second\b|/s(?:ec)?\b)"
    r"|(?:milli|micro|nano)?seconds?\b|minutes?\b|hours?\b|days?\b|(?:GPU|TPU|CPU)[- ](?:hours?|days?)\b"
    r"|FPS\b|fps\b|decibels?\b|dBm?\b|[kMG]?Hz\b"
    r"|(?:[munpμµ]|\{?\\mu\}?\s?)s\b|s/image\b|secs?\b|s(?![\w'’])|mins?\b|hrs?\b|h(?![\w'’])"
    r"|(?:[μµmcnk]|\{?\\mu\}?\s?)?m(?:\^?[23²³])?(?![\w'’/-])|meters?\b|kilometers?\b|cc\b"
    r"|[KMGTkP]i?B(?:/s)?\b|[GM]bps\b|TOPS/W\b|[GT]OPS\b"
    r"|[mkμµM]?W(?:h|att)?\b|[munpμµk]J\b|[mkM]?eV(?:/[A-Za-z]+)?\b"
    r"|degrees?\b|deg\b|°C?|\^\s?\\circ|kcal/mol\b|g/mol\b|Gy\b|[kM]?bps\b|bpm\b|USD\b|σ"
)
_UNIT = re.compile(
    rf"[\s~}}$-]{{0,3}}(?:\\[,;:! ])?(?:(?P<percent>{_PERCENT})|(?P<points>{_POINTS})|(?P<times>{_TIMES})"
    rf"|(?P<scale>{_SCALE})|(?P<measure>{_MEASURE}))"
)
_RATING = re.compile(r"\s?(/\s?(?:5|7|10|100))(?:\.0)?(?![\d.%/])")
_JOINT = re.compile(
    r"[\s$}]{0,2}(?:-{1,3}|–|—|−|~|\\sim|/|,?\s?(?:and|or|to|vs\.?|versus|against)(?![A-Za-z])|,)"
    r"(?:\s(?:even|nearly|up to|over|around|only|about)(?![A-Za-z]))?[\s${~(+]{0,3}(?:\\sim|\\textbf\{)?"
)
_DEVIATION = re.compile(r"[\s$(]{0,4}(?:±|\\pm|\+/?[-−])[\s$]{0,3}")
# "two-fold" also counts parts ("our contribution is two-fold"): a change must be named beside it.
_WORD = re.compile(
    r"\b(?P<count>two|three|four|five|six|seven|eight|nine|ten|hundred)[- ]?fold\b"
    r"(?=,?\s(?:\w+\s)?(?:increase|improvement|reduction|decrease|gain|boost|speed|acceleration|drop|saving|higher|lower"
    r"|faster|slower|better|fewer|larger|smaller|more|less))"
    r"|\bby\s(?:more than |over |up to |about |nearly )?(?P<by>two|three|four|five|six|seven|eight|nine|ten)"
    r"[- ]?fold\b",
    re.IGNORECASE,
)
_WORDS = "zero one two three four five six seven eight nine ten".split()
_ZEROS = {"k": 3, "m": 6, "b": 9, "g": 9, "t": 12, "p": 15, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
#: More digits than a float has, whatever the program around us rounds to.
_EXACT = Context(prec=40)
_SIGNS = "+-−–"
#: As many as a float can hold before the point; the largest has 309.
_MOST_DIGITS = 300


@dataclass(slots=True)
class Number:
    """A number of a text: characters `start` to `end`, sign and unit included.

    `digits` is where the digits end; `unit` is normalised ("%", "points", "x") or as
    written; `joint` is what stands between this number and the next one of its list.
    """

    start: int
    digits: int
    end: int
    value: float
    unit: str
    sign: str
    shape: str
    joint: str | None = None


def read_numbers(text: str) -> list[Number]:
    r"""All numbers that stand by themselves, in order; deviations ("± 0.3") are left out.

    >>> [(n.value, n.unit) for n in read_numbers("from 5.4 to 3.1\\% with 269k of 1,024 in 2--3x")]
    [(5.4, '%'), (3.1, '%'), (269000.0, ''), (1024.0, ''), (2.0, 'x'), (3.0, 'x')]
    """
    numbers: list[Number] = []
    read_to = 0
    for digits in _DIGITS.finditer(text):
        start = digits.start()
        if start < read_to:
            continue
        match = _VALUE.match(text, start - (start > read_to and text[start - 1] == ".")) or _VALUE.match(text, start)
        if match is None:
            continue
        read_to = match.end()
        number = _number(text, match, numbers[-1].end if numbers else -1)
        if number is None:
            continue
        read_to = max(read_to, number.end)
        if numbers:
            before = numbers[-1]
            if _DEVIATION.fullmatch(text, before.end, number.start):
                before.end, before.unit = number.end, before.unit or number.unit
                continue
            if joint := _JOINT.fullmatch(text, before.end, number.start):
                before.joint = joint.group()
        numbers.append(number)
    for right, left in zip(numbers[:0:-1], numbers[-2::-1], strict=True):
        same = left.shape == right.shape or (left.joint or "").strip(" ~${") not in ("", ",")
        if left.joint is not None and same and not left.unit and left.shape != "scaled":
            left.unit = right.unit
    return sorted([*numbers, *_words(text)], key=lambda n: n.start) if "fold" in text else numbers


def _words(text: str) -> list[Number]:
    """Factors written as a word, where a change is named beside them."""
    found = []
    for match in _WORD.finditer(text):
        group = "count" if match["count"] else "by"
        word = match[group].lower()
        value = 100.0 if word == "hundred" else float(_WORDS.index(word))
        found.append(Number(match.start(group), match.end(group), match.end(), value, "x", "", "integer"))
    return found


def _number(text: str, match: re.Match[str], previous: int) -> Number | None:
    """The number of a match, with its sign and unit; None where it is part of a name or a formula."""
    start = match.start()
    sign = ""
    before = text[start - 1] if start else " "
    if before in _SIGNS:
        outer = text[start - 2] if start > 1 else " "
        if previous != start - 1 and outer.isalpha():
            return None
        if previous != start - 1 and not (outer.isdigit() or outer in "%$}-–"):
            sign, start = before, start - 1
    elif before in "_\\" or (before == "{" and start > 1 and text[start - 2] in "_^"):
        return None
    value, shape = _value(match)
    digits = match.end()
    if shape != "power" and (rating := _RATING.match(text, digits)):
        return Number(start, digits, rating.end(), value, rating.group(1).replace(" ", ""), sign, "rating")
    found = _UNIT.match(text, digits)
    if found is None:
        return None if _glued(text, digits) else Number(start, digits, digits, value, "", sign, shape)
    if found["measure"] and text[digits] == "-":
        return None  # "3-second clips"
    unit, end = found.group().strip(" ~}$-\\,;:!"), found.end()
    if found["percent"]:
        unit = "%"
    elif found["points"]:
        unit = "points"
    elif found["times"]:
        unit = "x"
    elif found["scale"]:
        value, unit, shape = _scaled(value, _ZEROS[found["scale"].lower()]), "", "scaled"
    return Number(start, digits, end, value, unit, sign, shape)


def _glued(text: str, end: int) -> bool:
    """Is the number part of a longer name, as in "3D" or "4-bit"?"""
    after = text[end : end + 2]
    return bool(after) and (after[0].isalpha() or after[0] in "_^" or (after[0] in "-–" and after[1:].isalpha()))


def _value(match: re.Match[str]) -> tuple[float, str]:
    if match["base"]:
        return _power("1", match["tens"]), "power"
    digits = match["value"].replace("{,}", "").replace(",", "")[:_MOST_DIGITS]
    if power := match["e"] or match["power"]:
        return _power(digits, power), "power"
    value = float(digits)
    if "." in digits:
        return value, "fraction" if value <= 1 else "decimal"
    return value, "year" if 1950 <= value <= 2035 and len(match["value"]) == 4 else "integer"


def _scaled(value: float, zeros: int) -> float:
    """The number that is meant by so many zeros more: 32.41 million are 32410000, which times a float is not."""
    return min(float(Decimal(repr(value)).scaleb(zeros, _EXACT)), sys.float_info.max)


def _power(digits: str, exponent: str) -> float:
    """A decimal number times ten to a power; powers beyond a float's range are cut off."""
    power = int(exponent.replace("−", "-").replace("–", "-"))
    whole = len(digits.partition(".")[0])
    return float(f"{digits}e{max(-_MOST_DIGITS, min(_MOST_DIGITS - whole, power))}")
