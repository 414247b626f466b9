"""Numbers that state an outcome, with the metric, dataset and method they belong to.

First version: scores, deltas and factors whose wording is plain; what a number belongs
to is the nearest metric and dataset of its sentence, and the subject of the sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.records import Entity, Result, ResultKind
from kg.sentences import sentence_spans

__all__ = ["find_results"]

_NUMBER = re.compile(
    r"(?<![\w.,/^_{-])(?P<sign>[-+−])?\$?(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)\$?"
    r"\s?(?P<unit>\\?%|(?:percentage )?points?\b|percent\b|\$?\\times\$?|[x×](?!\w)|[- ]?fold\b|ms\b|dB\b|FPS\b|fps\b)?"
    r"(?![\w-]*\w)"
)
_DELTA_BEFORE = re.compile(
    r"(?:\bby(?: up to| over| about| around| nearly| more than| at least| an average of| roughly"
    r"| approximately| as much as)?"
    r"|\b(?:improve\w*|gain\w*|increas\w*|reduc\w*|drop\w*|decreas\w*|boost\w*|lift\w*|savings?)(?: in [\w-]+){0,2}"
    r" (?:of|by)(?: up to| over| about| around| nearly| more than| at least| roughly| approximately)?)\s$",
    re.IGNORECASE,
)
_DELTA_AFTER = re.compile(
    r"^\s(?:absolute |relative |average |higher|lower|better|fewer|less|more|reduction|improvement|gains?"
    r"|increase|decrease|drop|points? (?:higher|lower|better|improvement))",
    re.IGNORECASE,
)
_FACTOR_UNITS = {"x", "×", "\\times", "fold"}
_SETTING_AFTER = re.compile(
    r"^\s(?:of (?:the )?(?:labels?|data|training|annotations?|samples?)|labels?\b|labeled|annotat)", re.IGNORECASE
)
# Sizes and durations, which stand beside a metric without being its value.
_SIZE_AFTER = re.compile(
    r"^\s?(?:million|billion|trillion|thousand|[KMGT]?B\b|[kKMG]\b|hours?|days?|minutes?|seconds?|parameters?|params|layers?|epochs?|GPU|TPU|images)",
)
_ON = re.compile(r"[^,;:.\d]{0,60}\b(?:on|for|in)\s(?:the\s)?")
_REACH = 120


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    name: str


def find_results(text: str, entities: Sequence[Entity]) -> list[Result]:
    """The results of one text; names refer to `entities`."""
    places = {
        kind: sorted(
            (_Place(m.start, m.end, e.name) for e in entities if e.type == kind for m in e.mentions),
            key=lambda p: p.start,
        )
        for kind in ("Method", "Dataset", "Metric")
    }
    own = next((e.name for e in entities if e.type == "Method" and e.role == "introduced"), None)
    found = []
    for start, end in sentence_spans(text):
        inside = {kind: [p for p in all_ if start <= p.start and p.end <= end] for kind, all_ in places.items()}
        found += list(_in_sentence(text, start, end, inside, own))
    return found


def _in_sentence(text: str, start: int, end: int, inside: dict[str, list[_Place]], own: str | None) -> Iterator[Result]:
    named = [p for all_ in inside.values() for p in all_]
    for match in _NUMBER.finditer(text, start, end):
        if any(p.start < match.end() and match.start() < p.end for p in named):
            continue
        unit = (match.group("unit") or "").strip("- $")
        before, after = text[max(start, match.start() - _REACH) : match.start()], text[match.end() : end]
        kind = _kind(unit, before, after)
        metric = _nearest(inside["Metric"], match.start(), match.end())
        if kind is None or (metric is None and kind == "score") or _SETTING_AFTER.match(after):
            continue
        if not unit and _SIZE_AFTER.match(after):
            continue
        if not unit and not _looks_like_score(match.group("value"), metric, match):
            continue
        dataset = _said_after(text, inside["Dataset"], match.end()) or _nearest(
            inside["Dataset"], match.start(), match.end()
        )
        subject = next((p.name for p in inside["Method"] if p.end <= match.start()), own)
        low, high = _quote(match, metric)
        yield Result(
            subject=subject,
            dataset=dataset.name if dataset else None,
            metric=metric.name if metric else None,
            value=float(match.group("value").replace(",", "")),
            unit={"\\%": "%", "percent": "%", "\\times": "x", "×": "x", "fold": "x"}.get(unit, unit),
            kind=kind,
            text=text[low:high],
            start=low,
            end=high,
            confidence=0.6,
        )


def _kind(unit: str, before: str, after: str) -> ResultKind | None:
    if unit in _FACTOR_UNITS:
        return "factor"
    if unit.endswith(("point", "points")):
        return "delta"
    if _DELTA_BEFORE.search(before) or _DELTA_AFTER.match(after):
        return "delta" if unit else None
    return "score"


def _looks_like_score(value: str, metric: _Place | None, match: re.Match[str]) -> bool:
    """A bare number is a score only right beside its metric, and with a fraction."""
    if metric is None or "." not in value:
        return False
    gap = match.start() - metric.end if metric.end <= match.start() else metric.start - match.end()
    return gap <= 12


def _nearest(places: Sequence[_Place], start: int, end: int) -> _Place | None:
    """The place nearest to the number, at most a clause away."""

    def distance(place: _Place) -> int:
        return start - place.end if place.end <= start else place.start - end

    near = [p for p in places if distance(p) <= _REACH]
    return min(near, key=distance, default=None)


def _said_after(text: str, places: Sequence[_Place], end: int) -> _Place | None:
    """The dataset that the same clause names after the number: "94.55% on CIFAR-100", not the nearer one before it."""
    following = next((p for p in places if p.start >= end), None)
    if following is None or following.start - end > _REACH:
        return None
    between = text[end : following.start]
    return following if _ON.fullmatch(between) else None


def _quote(match: re.Match[str], metric: _Place | None) -> tuple[int, int]:
    if metric is None or abs(metric.start - match.start()) > 60:
        return match.start(), match.end()
    return min(match.start(), metric.start), max(match.end(), metric.end)
