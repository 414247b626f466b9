"""From a text with its entities to its results: which numbers are outcomes, and of what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from extractors.results.attachment import Attachment
from extractors.results.mentions import Finding, Mentions
from extractors.results.model import KINDS, ResultModel, read_model
from extractors.results.number_features import is_cut, number_features, plain_kind
from extractors.results.pointing import pointed
from extractors.results.reading import Reading, read
from extractors.results.told import Told, blended, log_shares
from extractors.sight import Found
from kg.records import Entity, Result

if TYPE_CHECKING:
    from extractors.results.neural import NumberReader

__all__ = ["find_results", "outcomes", "read_results"]

_QUOTE_REACH = 90
#: What the two models say of a number's kind is added up as log-probabilities, each with a weight.
_KIND_WEIGHTS = {"neural": 0.4, "linear": 0.8}
#: What the encoder itself says of a number has this share in what the neural part tells.
_POINTED = 0.8
#: Numbers that the linear model finds less likely than this to be outcomes are not read by the neural one.
_WORTH = 0.03


def find_results(text: str, entities: Sequence[Entity], model: ResultModel | None = None) -> list[Result]:
    """The results of one text, in order; subject, dataset and metric are names of `entities`, or None.

    `model` defaults to the one that ships with the package.
    """
    reading = read(text, entities)
    if reading is None:
        return []
    mentions, model = Mentions(reading), model or read_model()
    findings = outcomes(reading, model)
    Attachment(mentions, model).assign(findings)
    return _results(mentions, findings)


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
    told: dict[int, Told] = {}
    if worth:
        read_around = (reader or _reader()).read(mentions, found.sight, worth)
        told = blended(read_around, pointed(mentions, found.sight, worth), _POINTED)
    findings = outcomes(reading, model, told)
    attachment = Attachment(mentions, model, told, found.threshold)
    attachment.assign(findings)
    unknown = {i for i, e in enumerate(every) if e.confidence < found.threshold} - attachment.promoted.keys()
    return _with_promoted(found, every, attachment), _results(mentions, findings, unknown)


def _reader() -> "NumberReader":
    from extractors.results.neural import default_reader  # onnxruntime takes a while to load; fast has no use for it

    return default_reader()


def outcomes(reading: Reading, model: ResultModel, told: Mapping[int, Told] | None = None) -> list[Finding]:
    """The numbers that state an outcome."""
    scores = [_kinds(reading, number, model, told or {}) for number in range(len(reading.numbers))]
    for number, own in enumerate(scores):
        if kind := plain_kind(reading, number):
            outcome = np.logaddexp.reduce(own[1:])
            own[1:] = [outcome if kind == other else -np.inf for other in KINDS]
    for first, last in sorted(set(zip(reading.first, reading.last, strict=True))):
        _agree(scores[first : last + 1])
    findings = []
    for number, shares in enumerate(np.exp(one).tolist() for one in scores):
        if 1 - shares[0] > model.threshold and not is_cut(reading, number):
            best = max(range(len(KINDS)), key=lambda k: shares[1 + k])
            findings.append(Finding(number, KINDS[best], confidence=shares[1 + best]))
    return findings


def _agree(scores: Sequence[NDArray[np.float64]]) -> None:
    """The numbers of one list ("29-60%", "5.4, 3.1 and 2.0") are outcomes together or not at all, and of one kind."""
    if len(scores) == 1:
        return
    outcomes = [np.logaddexp.reduce(one[1:]) for one in scores]
    kinds = log_shares(np.logaddexp.reduce([one[1:] - outcome for one, outcome in zip(scores, outcomes, strict=True)]))
    odds = np.mean([outcome - one[0] for one, outcome in zip(scores, outcomes, strict=True)])
    for one in scores:
        one[0], one[1:] = -np.logaddexp(0, odds), kinds - np.logaddexp(0, -odds)


def _kinds(reading: Reading, number: int, model: ResultModel, told: Mapping[int, Told]) -> NDArray[np.float64]:
    """Log-probabilities of a number's being no outcome, and of each kind."""
    scores = np.array(model.kinds(number_features(reading, number)))
    if number in told:
        scores = log_shares(_KIND_WEIGHTS["neural"] * told[number].kinds + _KIND_WEIGHTS["linear"] * scores)
    return scores


def _with_promoted(found: Found, every: Sequence[Entity], attachment: Attachment) -> list[Entity]:
    """The entities, and in the order of the text those that turned out to be some."""
    if not attachment.promoted:
        return found.entities
    sure = {id(entity) for entity in found.entities}
    entities = []
    for index, entity in enumerate(every):
        if index in attachment.promoted:
            confidence = round(attachment.promoted[index], 4)
            mentions = [m.model_copy(update={"confidence": confidence}) for m in entity.mentions]
            entities.append(entity.model_copy(update={"confidence": confidence, "mentions": mentions}))
        elif id(entity) in sure:
            entities.append(entity)
    return entities


def _results(mentions: Mentions, findings: Sequence[Finding], unknown: Collection[int] = ()) -> list[Result]:
    """A result for each outcome, and for each metric where one number is said of several; `unknown` are no entities."""
    results = []
    for finding in findings:
        shared = [metric for metric in mentions.sharing(finding) if metric not in unknown]
        for metric in shared if len(shared) > 1 else [finding.chosen["metric"]]:
            one = replace(finding, chosen={**finding.chosen, "metric": metric})
            results.append(_result(mentions.reading, one))
    return results


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
