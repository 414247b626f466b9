"""From a text with its entities to its results: which numbers are outcomes, and of what."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from extractors.results.mentions import SLOT_TYPES, Finding, Mentions
from extractors.results.model import KINDS, ResultModel, read_model
from extractors.results.number_features import number_features
from extractors.results.pair_features import PairEvidence
from extractors.results.reading import Reading, read
from extractors.sight import Found
from kg.records import Entity, Result

if TYPE_CHECKING:
    from extractors.results.neural import NumberReader, Told

__all__ = ["assign", "find_results", "outcomes", "read_results"]

_QUOTE_REACH = 90
#: How often an entity at the same position of a list was the right one in annotated abstracts.
_BY_POSITION = 0.95
#: What the two models say is added up as log-probabilities, each with a weight: of kinds, then of slots.
_KIND_WEIGHTS = {"neural": 0.7, "linear": 0.5}
_SLOT_WEIGHTS = {"neural": 1.0, "linear": 0.5}
#: Numbers that the linear model finds less likely than this to be outcomes are not read by the neural one.
_WORTH = 0.03
#: Entities less likely than this by the neural model, as a log-probability, are no candidates on its account.
_UNLIKELY = -3.0
#: A log-probability for those that it has not seen.
_UNSEEN = -8.0


def find_results(text: str, entities: Sequence[Entity], model: ResultModel | None = None) -> list[Result]:
    """The results of one text, in order; subject, dataset and metric are names of `entities`, or None.

    `model` defaults to the one that ships with the package.
    """
    reading = read(text, entities)
    if reading is None:
        return []
    mentions, model = Mentions(reading), model or read_model()
    findings = outcomes(reading, model)
    assign(mentions, findings, model)
    return [_result(reading, finding) for finding in findings]


def read_results(
    text: str, found: Found, model: ResultModel | None = None, reader: "NumberReader | None" = None
) -> tuple[list[Entity], list[Result]]:
    """The entities of one text and its results, where the encoder has read the text for its entities.

    Names that are not likely enough to be entities are candidates too: one that a result is
    sure to belong to is an entity after all.
    """
    if found.sight is None:
        return found.entities, find_results(text, found.entities, model)
    every = sorted([*found.entities, *found.possible], key=lambda e: (e.mentions[0].start, e.mentions[0].end))
    reading = read(text, every)
    if reading is None:
        return found.entities, []
    mentions, model = Mentions(reading), model or read_model()
    worth = [n for n in range(len(reading.numbers)) if model.outcome(number_features(reading, n)) >= _WORTH]
    told = (reader or _reader()).read(mentions, found.sight, worth) if worth else {}
    findings = outcomes(reading, model, told)
    assign(mentions, findings, model, told)
    return found.entities, [_result(reading, finding) for finding in findings]


def _reader() -> "NumberReader":
    from extractors.results.neural import default_reader  # onnxruntime takes a while to load; fast has no use for it

    return default_reader()


def outcomes(reading: Reading, model: ResultModel, told: "Mapping[int, Told] | None" = None) -> list[Finding]:
    """The numbers that state an outcome."""
    findings = []
    for index in range(len(reading.numbers)):
        scores = np.array(model.kinds(number_features(reading, index)))
        if told and index in told:
            scores = _KIND_WEIGHTS["neural"] * told[index].kinds + _KIND_WEIGHTS["linear"] * scores
            scores -= np.logaddexp.reduce(scores)
        shares = np.exp(scores).tolist()
        if 1 - shares[0] > model.threshold:
            best = max(range(len(KINDS)), key=lambda k: shares[1 + k])
            findings.append(Finding(index, KINDS[best], confidence=shares[1 + best]))
    return findings


def assign(
    mentions: Mentions, findings: Sequence[Finding], model: ResultModel, told: "Mapping[int, Told] | None" = None
) -> None:
    """Choose metric, dataset and subject of each outcome, from left to right: a choice tells of the next."""
    evidence = PairEvidence(mentions)
    previous: Finding | None = None
    for finding in findings:
        for slot in SLOT_TYPES:
            chosen, share = _choice(mentions, evidence, model, finding, slot, previous, told or {})
            finding.chosen[slot] = chosen
            finding.confidence *= share
        previous = finding


def _choice(
    mentions: Mentions,
    evidence: PairEvidence,
    model: ResultModel,
    finding: Finding,
    slot: str,
    previous: Finding | None,
    told: "Mapping[int, Told]",
) -> tuple[int | None, float]:
    """What one slot of one outcome holds, and how likely that is."""
    if slot == "metric" and mentions.unknown_metric(finding):
        return None, 1.0
    placed = mentions.by_position(finding, slot)
    if placed is not None:
        return placed, _BY_POSITION
    candidates = mentions.candidates(finding, slot, previous)
    neural = told[finding.number].slots[slot] if finding.number in told else None
    if neural is not None:
        candidates += [c for c, score in neural.items() if score > _UNLIKELY and c not in candidates]
    if len(candidates) == 1:
        return candidates[0], 1.0
    rows = evidence.features(finding, slot, candidates, previous)
    scores = np.array(model.scores(slot, rows, evidence.context(finding)))
    if neural is not None:
        by_neural = np.array([max(neural.get(c, _UNSEEN), _UNSEEN) for c in candidates])
        scores = _SLOT_WEIGHTS["neural"] * by_neural + _SLOT_WEIGHTS["linear"] * scores
        scores -= np.logaddexp.reduce(scores)
    best = int(scores.argmax())
    return candidates[best], float(np.exp(scores[best]))


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
