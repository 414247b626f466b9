"""From a text with its entities to its results: which numbers are outcomes, and of what."""

from collections.abc import Sequence

from extractors.results.mentions import SLOT_TYPES, Finding, Mentions
from extractors.results.model import ResultModel, read_model
from extractors.results.number_features import number_features
from extractors.results.pair_features import PairEvidence
from extractors.results.reading import Reading, read
from kg.records import Entity, Result

__all__ = ["assign", "find_results", "outcomes"]

_QUOTE_REACH = 90
#: How often an entity at the same position of a list was the right one in annotated abstracts.
_BY_POSITION = 0.95


def find_results(text: str, entities: Sequence[Entity], model: ResultModel | None = None) -> list[Result]:
    """The results of one text, in order; subject, dataset and metric are names of `entities`, or None.

    `model` defaults to the one that ships with the package.
    """
    reading = read(text, entities)
    if reading is None:
        return []
    model = model or read_model()
    findings = outcomes(reading, model)
    if not findings:
        return []
    assign(reading, findings, model)
    return [_result(reading, finding) for finding in findings]


def outcomes(reading: Reading, model: ResultModel) -> list[Finding]:
    """The numbers that state an outcome."""
    findings = []
    for index in range(len(reading.numbers)):
        told = model.kind(number_features(reading, index))
        if told is not None:
            findings.append(Finding(index, told[0], confidence=told[1]))
    return findings


def assign(reading: Reading, findings: Sequence[Finding], model: ResultModel) -> None:
    """Choose metric, dataset and subject of each outcome, from left to right: a choice tells of the next."""
    mentions = Mentions(reading)
    evidence = PairEvidence(mentions)
    previous: Finding | None = None
    for finding in findings:
        for slot in SLOT_TYPES:
            if slot == "metric" and mentions.unknown_metric(finding):
                finding.chosen[slot] = None
                continue
            placed = mentions.by_position(finding, slot)
            if placed is not None:
                finding.chosen[slot] = placed
                finding.confidence *= _BY_POSITION
                continue
            candidates = mentions.candidates(finding, slot, previous)
            best, share = 0, 1.0
            if len(candidates) > 1:
                rows = evidence.features(finding, slot, candidates, previous)
                best, share = model.choose(slot, rows, evidence.context(finding))
            finding.chosen[slot] = candidates[best]
            finding.confidence *= share
        previous = finding


def _result(reading: Reading, finding: Finding) -> Result:
    number = reading.numbers[finding.number]
    start, end = _quote(reading, finding)
    names = {slot: None if i is None else reading.entities[i].name for slot, i in finding.chosen.items()}
    return Result(
        subject=names["subject"],
        dataset=names["dataset"],
        metric=names["metric"],
        value=-number.value if number.sign in ("-", "−") else number.value,
        unit=number.unit,
        kind=finding.kind,
        text=reading.text[start:end],
        start=start,
        end=end,
        confidence=round(finding.confidence, 4),
    )


def _quote(reading: Reading, finding: Finding) -> tuple[int, int]:
    """From the first to the last of the words that name what was chosen, where they stand near the number."""
    place = reading.places[finding.number]
    items, number = reading.items, reading.numbers[finding.number]
    low, high = reading.bounds[items[place].sentence]
    start, end = number.start, number.end
    for chosen in finding.chosen.values():
        near = [
            item
            for item in items[max(low, place - 16) : min(high, place + 16)]
            if item.tag not in ("w", "N") and item.index == chosen
        ]
        if near:
            item = min(near, key=lambda i: max(i.start - number.end, number.start - i.end))
            if max(item.start - number.end, number.start - item.end) <= _QUOTE_REACH:
                start, end = min(start, item.start), max(end, item.end)
    return start, end
