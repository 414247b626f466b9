"""Which metric, dataset and method each outcome of a text belongs to."""

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from extractors.results.beside import beside
from extractors.results.mentions import NEAR, SLOT_TYPES, Finding, Mentions
from extractors.results.model import ResultModel
from extractors.results.pair_features import PairEvidence
from extractors.results.told import UNSEEN, Told, log_shares
from kg.records import Mention

__all__ = ["Attachment"]

#: How often an entity at the same position of a list was the right one in annotated abstracts.
_BY_POSITION = 0.95
#: And how often an entity right beside the number was.
_BESIDE = 0.98
#: What the two models say is added up as log-probabilities, each with a weight.
_WEIGHTS = {"neural": 0.7, "linear": 0.5}
#: Entities less likely than this by the neural model, as a log-probability, are no candidates on its account.
_UNLIKELY = -3.0
#: How far being the one that a result belongs to, for certain, makes up for what a name lacks to be an entity.
_PROMOTES = 0.4
#: How much less likely a result is right whose name is a piece of a longer one, or whose method stays unnamed.
_PIECE = 0.5
#: And where scores that differ are given to one method, by one metric on one dataset: something tells them apart.
_SEVERAL = 0.6
_GOES_ON = re.compile(r"-\w")
_WENT_BEFORE = re.compile(r"(?:\w-|\b[Tt]op-\d{1,2} |\w-(?:level|wise) )$")
#: How much less likely a result is right whose sentence names its subject in passing only: "our model based on Foo".
_IN_PASSING = 0.8
_PASSING = re.compile(r"\b(?:with|using|on|upon|in|into|for|to|from|than|over) (?:the |an? |our )?$", re.IGNORECASE)


class Attachment:
    """The choices of one text, from left to right: each tells of the next.

    Entities less likely than `threshold` are chosen only where that makes them likely enough;
    `promoted` then holds their new confidence by index.
    """

    def __init__(
        self,
        mentions: Mentions,
        model: ResultModel,
        told: Mapping[int, Told] | None = None,
        threshold: float = 0.0,
    ) -> None:
        self._mentions = mentions
        self._model = model
        self._told = told or {}
        self._threshold = threshold
        self._evidence = PairEvidence(mentions)
        self.promoted: dict[int, float] = {}

    def assign(self, findings: Sequence[Finding]) -> None:
        """Choose metric, dataset and subject of each outcome."""
        previous: Finding | None = None
        for finding in findings:
            for slot in SLOT_TYPES:
                finding.chosen[slot], share = self._choice(finding, slot, previous)
                finding.confidence *= share
            previous = finding
        for finding in findings:
            another_size = self._mentions.for_another_size(finding)
            if another_size:
                finding.confidence *= _PIECE
            if another_size or self._is_of_another(finding):
                finding.chosen["subject"] = None
            if self._is_in_passing(finding):
                finding.confidence *= _IN_PASSING
            finding.confidence *= self._names(finding)
        for finding in self._unlike_scores(findings):
            finding.confidence *= _SEVERAL

    def _unlike_scores(self, findings: Sequence[Finding]) -> list[Finding]:
        """Scores of one metric and all else alike that are unlike: what tells them apart has no name."""
        alike: defaultdict[tuple[int | None, ...], list[Finding]] = defaultdict(list)
        for finding in findings:
            if finding.kind == "score" and finding.chosen["metric"] is not None:
                alike[tuple(finding.chosen[slot] for slot in SLOT_TYPES)].append(finding)
        numbers = self._mentions.reading.numbers
        return [one for group in alike.values() if len({numbers[f.number].value for f in group}) > 1 for one in group]

    def _names(self, finding: Finding) -> float:
        """How likely the names that were chosen are names."""
        chosen = [entity for entity in finding.chosen.values() if entity is not None]
        entities = self._mentions.reading.entities
        likely = math.prod(self.promoted.get(entity, entities[entity].confidence) for entity in chosen)
        return likely * _PIECE ** sum(self._is_piece(finding, entity) for entity in chosen)

    def _is_piece(self, finding: Finding, entity: int) -> bool:
        """Is the name, where the sentence has it, a piece of a longer one ("Foo" of "Foo-S", "pixel-level AUROC")?"""
        text, near = self._mentions.reading.text, self._named(finding, entity)
        return bool(near) and all(
            _GOES_ON.match(text, m.end) or _WENT_BEFORE.search(text, max(0, m.start - 8), m.start) for m in near
        )

    def _is_in_passing(self, finding: Finding) -> bool:
        """Is the subject, where the sentence names it, what something is done with, on or to?"""
        subject = finding.chosen["subject"]
        near = [] if subject is None else self._named(finding, subject)
        text = self._mentions.reading.text
        return bool(near) and all(_PASSING.search(text, max(0, m.start - 12), m.start) for m in near)

    def _named(self, finding: Finding, entity: int) -> list[Mention]:
        """Where the sentence of a number names an entity, nearest to the number."""
        reading = self._mentions.reading
        low, high = reading.bounds[reading.items[reading.places[finding.number]].sentence]
        mentions = reading.entities[entity].mentions
        edges = (reading.items[low].start, reading.numbers[finding.number].start, reading.items[high - 1].end)
        begin, middle, end = (bisect_left(mentions, edge, key=lambda m: m.start) for edge in edges)
        return mentions[max(begin, middle - NEAR) : min(end, middle + NEAR)]

    def _is_of_another(self, finding: Finding) -> bool:
        """Is the number said of people or, where its subject is the paper's own, of others?

        What the paper introduces has neither the number that it leads away from nor the one that it is set against.
        """
        mentions = self._mentions
        if mentions.of_humans(finding.number):
            return True
        own = finding.chosen["subject"] in mentions.introduced
        return own and (mentions.reading.starts_change(finding.number) or mentions.set_against(finding))

    def _choice(self, finding: Finding, slot: str, previous: Finding | None) -> tuple[int | None, float]:
        """What one slot of one outcome holds, and how likely that is."""
        mentions = self._mentions
        if slot == "metric" and mentions.unknown_metric(finding):
            return None, 1.0
        placed = mentions.by_position(finding, slot)
        if placed is not None and self._admitted(placed, _BY_POSITION):
            return placed, _BY_POSITION
        placed = beside(mentions, finding, slot)
        sure = placed is not None and mentions.reading.entities[placed].confidence >= self._threshold
        if placed is not None and sure and not mentions.barred([placed], finding, slot, previous):
            return placed, _BESIDE
        candidates = mentions.candidates(finding, slot, previous)
        neural = self._told[finding.number].slots[slot] if finding.number in self._told else None
        if neural is not None:
            more = [c for c, score in neural.items() if c is not None and score > _UNLIKELY and c not in candidates]
            barred = mentions.barred(more, finding, slot, previous)
            candidates += [c for c in more if c not in barred]
        if len(candidates) == 1:
            return candidates[0], 1.0
        rows = self._evidence.features(finding, slot, candidates, previous)
        scores = np.array(self._model.scores(slot, rows, self._evidence.context(finding)))
        if neural is not None:
            by_neural = np.array([max(neural.get(c, UNSEEN), UNSEEN) for c in candidates])
            scores = log_shares(_WEIGHTS["neural"] * by_neural + _WEIGHTS["linear"] * scores)
        shares = np.exp(scores)
        # None is always among them and always admitted.
        order = np.argsort(-shares, kind="stable").tolist()
        best = next(place for place in order if self._admitted(candidates[place], float(shares[place])))
        return candidates[best], float(shares[best])

    def _admitted(self, entity: int | None, share: float) -> bool:
        """May a result belong to this? What is not likely enough to be an entity becomes so by being the one meant."""
        if entity is None:
            return True
        before = self._mentions.reading.entities[entity].confidence
        if before >= self._threshold:
            return True
        confidence = before + (1 - before) * _PROMOTES * share
        if confidence < self._threshold:
            return False
        self.promoted[entity] = max(confidence, self.promoted.get(entity, 0.0))
        return True
