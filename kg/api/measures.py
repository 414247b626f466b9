"""When two numbers compare: a metric's direction, scales of units, and the setting that a number stands in."""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

__all__ = ["Measure", "Scaled", "measure_of", "scaled", "settings"]

_LOWER = re.compile(
    r"\b(?:errors?|loss(?:es)?|perplexity|latency|time|runtime|distances?|costs?|memory|energy|deviations?|divergence"
    r"|FLOPs|MACs|parameters|rank|regret|overhead|[WPCD]ER|M[AS]E|RMSE|MAPE|FID|FVD|LPIPS|EER|PPL)\b",
    re.IGNORECASE,
)
_HIGHER = re.compile(
    r"\b(?:accurac(?:y|ies)|scores?|precision|recall|F1|AUC|AUROC|AP|mAP|IoU|mIoU|BLEU|ROUGE|PSNR|SSIM|success|win"
    r"|rates? of success|throughput|FPS|correlation|agreement|pass|similarity|dice"
    r"|sensitivity|specificity|exact match)\b"
    r"|pass@|recall@|hits@|ndcg",
    re.IGNORECASE,
)
_SECONDS = {
    **dict.fromkeys(("ns", "nanosecond", "nanoseconds"), 1e-9),
    **dict.fromkeys(("us", "µs", "μs", "microsecond", "microseconds"), 1e-6),
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), 1e-3),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600.0),
    **dict.fromkeys(("day", "days"), 86400.0),
}
_BYTES = {"KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "KiB": 2.0**10, "MiB": 2.0**20, "GiB": 2.0**30, "TiB": 2.0**40}
_RATES = frozenset(("fps", "frames per second"))

#: What a sentence says of the data or the way of testing; numbers with other words beside them do not compare.
_SETTING = re.compile(
    r"\b(?:validation|val|dev(?:elopment)?|mini-?val|test-(?:clean|other|dev|std)|dev-(?:clean|other)"
    r"|test(?= set| split)|train(?:ing)? (?:set|accuracy))\b"
    r"|\b(?:zero|one|few|\d{1,3})-shot\b"
    r"|\b(?:subsets?|unseen|out-of-distribution|OOD|long-tail(?:ed)?|imbalanced|corrupted|noisy|adversarial|attacks?"
    r"|linear prob(?:e|ing)|\d{1,2}(?:\.\d+)?\s?\\?% (?:of )?(?:the )?(?:labels?|labeled|data|training data))\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:\b(?:up to|at least|at most|more than|less than|over|under|above|below|exceeding|nearly|around|about"
    r"|approximately|roughly|close to|within|exceeds?)"
    r"|[<>≤≥≈]|(?<!\S)~|\\(?:sim|approx|leq?|geq?))[\s$\\{}]{0,4}(?:an? )?$",
    re.IGNORECASE,
)

#: Another number that a range joins to the one before or after it.
_RANGE_BEFORE = re.compile(r"\d\s?\\?%?[$}\s]{0,2}(?:-{1,3}|–|—|−)[${\s]{0,2}$")
_RANGE_AFTER = re.compile(r"[\d.,]*\s?\\?%?[$}\s]{0,2}(?:-{1,3}|–|—|−)[${\s]{0,2}\d")


class Measure(NamedTuple):
    """What is known of a metric: `direction` is "higher", "lower" or empty; `family` names its units."""

    direction: str
    family: str


class Scaled(NamedTuple):
    """A number on the scale that it is compared on; numbers of different scales do not compare."""

    scale: str
    value: float


def measure_of(key: str, label: str) -> Measure:
    """Direction and family of a metric: as the lexicon says, else as its name says ("... error", "... accuracy")."""
    entry = _listed().get(key.partition(":")[2])
    family = entry.family if entry else ""
    if entry and entry.direction:
        return entry
    lower, higher = _last(_LOWER, label), _last(_HIGHER, label)
    if lower == higher:
        return Measure("", family)
    return Measure("lower" if lower > higher else "higher", family)


@cache
def _listed() -> dict[str, Measure]:
    from extractors.lexicon import default_lexicon

    return {t.id: Measure(t.direction, t.unit) for t in default_lexicon().terms if t.type == "Metric"}


def _last(pattern: re.Pattern[str], label: str) -> int:
    return max((match.end() for match in pattern.finditer(label)), default=-1)


def scaled(value: float, unit: str, shares: bool) -> Scaled:
    """A value on the scale of its unit; `shares` says that the metric is a share, so that 0.839 is 83.9 %.

    >>> scaled(0.839, "", True) == scaled(83.9, "%", True)
    True
    >>> scaled(2, "s", False) == scaled(2000, "ms", False)
    True
    """
    if shares and unit in ("%", "points", ""):
        value = value * 100 if not unit and abs(value) <= 1 else value
        return Scaled("%", round(value, 9))
    if unit in _SECONDS:
        return Scaled("s", value * _SECONDS[unit])
    if unit in _BYTES:
        return Scaled("B", value * _BYTES[unit])
    return Scaled("FPS" if unit.lower() in _RATES else unit, value)


def settings(sentence: str, start: int, end: int, known: Callable[[str], bool] = lambda _: False) -> list[str]:
    """What the clause around a number (characters `start` to `end` of a sentence) says of split, shots or subset.

    >>> settings("It reaches 71.2% on the validation set in few-shot mode.", 11, 16)
    ['validation', 'few-shot']
    """
    low = max(sentence.rfind(";", 0, start), sentence.rfind(", while", 0, start), 0)
    high = min(p for p in (sentence.find(";", end), sentence.find(", while", end), len(sentence)) if p >= 0)
    words = [m.group().lower() for m in _SETTING.finditer(sentence, low, high) if not known(m.group())]
    found = ["validation" if word in ("val", "dev", "development") else word for word in words]
    if _BOUND.search(sentence, max(0, start - 30), start):
        found.append("a bound or rounded")
    if _RANGE_BEFORE.search(sentence, max(0, start - 12), start) or _RANGE_AFTER.match(sentence, start):
        found.append("a range")
    return list(dict.fromkeys(found))
