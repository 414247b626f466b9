"""What tells the role of an entity: the words around its mentions, its places, the encoder's view."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from extractors.candidates import TextView
from extractors.cues import (
    COMPARED_AFTER,
    COMPARED_BEFORE,
    MENTIONED_BEFORE,
    NAMING,
    OWN_AFTER,
    PROPOSAL,
)
from extractors.finders import is_name_shaped
from extractors.wordpieces import Word
from kg.records import ENTITY_TYPES, EntityType

__all__ = ["ContextModel", "RoleFacts", "context_features", "named_here", "role_row"]

T = TypeVar("T", str, int)
_OUR = re.compile(r"\b(?:our|the proposed|proposed|we)\s(?:\w+\s){0,2}$")
_EXPERIMENT = re.compile(r"\b(?:experiment|evaluat|result|outperform|achiev|demonstrat|show|improv|benchmark)")
_PROPOSED_DIRECTLY = re.compile(
    r"\b(?:propos|introduc|present|releas|unveil)(?:e[sd]?|s|ed|ing)?\s(?:the\s|an?\s)?(?:new\s|novel\s)?(?:[\w-]+\s){0,1}$"
)
_IS_PROPOSED = re.compile(r"^\s(?:is|are)\s(?:introduced|proposed|presented|released)\b")
_NAME_ENDS = re.compile(r"^\s?(?:[,.;:()]|$|an?\b|the\b|which\b|that\b|to\b|and\b|for\b|is\b|with\b|as\b|by\b|in\b)")
_NUMBER = re.compile(r"\d")
_BEFORE, _AFTER = 6, 4
_CUES = 10
_NEAR, _FAR = 70, 130  # characters before a mention that cues may stand in
_SENTENCE = 600  # characters of a sentence that are looked at
_NEVER = 1 << 62
_MOST_REMEMBERED = 1 << 12  # features of one kind
_MENTIONS = 20  # of one entity that are looked at


class RoleFacts:
    """What the roles of all entities of one text are told from; each sentence is looked at once."""

    def __init__(self, view: TextView, found: Sequence[Word], starts: Mapping[int, int]) -> None:
        self.view = view
        self.words = found
        self.starts = starts
        self.colon = view.text.find(":", 0, view.title_end)
        self.own = self._proposal_at()
        self._sentences: dict[int, _Sentence] = {}

    def _proposal_at(self) -> int:
        """Where the paper begins to speak of its own work: the first sentence that proposes something."""
        view = self.view
        for start, end in view.sentences.spans[:40]:
            if start >= view.title_end and PROPOSAL.search(view.lowered, start, min(end, start + 400)):
                return start
        return len(view.text)

    def sentence(self, offset: int) -> "_Sentence":
        """The sentence that holds the character at `offset`."""
        start, end = self.view.sentences.at(offset)
        known = self._sentences.get(start)
        if known is None:
            known = self._sentences[start] = self._look(start, end)
        return known

    def _look(self, start: int, end: int) -> "_Sentence":
        text, first = self.view.lowered, self.starts.get(start)
        opening = self.lowered(first, first + 3) if first is not None else []
        place = "0" if start < self.own else "2" if start > self.own else "1"
        proposal, experiment = (
            match.end() if (match := pattern.search(text, start, min(end, start + _SENTENCE))) else _NEVER
            for pattern in (PROPOSAL, _EXPERIMENT)
        )
        return _Sentence(place, tuple(opening), proposal, experiment)

    def lowered(self, low: int, high: int) -> list[str]:
        """Words by number, in small letters."""
        text = self.view.lowered
        return [text[start:end] for start, end in self.words[low:high]]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence: before, in or after the first that proposes; its first words; where cues end in it."""

    place: str
    opening: tuple[str, ...]
    proposal: int
    experiment: int


class _Spelled(dict[str, str]):
    """Features written out, by what they say; each begins with the type and with what kind of feature it is."""

    def __init__(self, beginning: str) -> None:
        super().__init__()
        self._beginning = beginning

    def __missing__(self, said: str) -> str:
        return self._beginning + said


class _Rows(dict[str, int]):
    """The rows of a model, by what a feature of one kind says; -1 where it has none. Bounded."""

    def __init__(self, beginning: str, rows: Mapping[str, int]) -> None:
        super().__init__()
        self._beginning, self._rows = beginning, rows

    def __missing__(self, said: str) -> int:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        found = self[said] = self._rows.get(self._beginning + said, -1)
        return found


#: The kinds of features: type alone, number of mentions, place in the title, part of the text, words before and
#: after with and without their distance, pairs of words, and how the sentence opens.
_KINDS = ("", "n", "T", "p", "<", "<1", "<2", "<3", ">", ">1", ">2", "<<", ">>", "^0", "^1", "^2")


def context_features(facts: RoleFacts, kind: EntityType, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The words around all mentions, as features of a linear model; each begins with the type."""
    return list(dict.fromkeys(_told(facts, spans, {code: _Spelled(kind[:2] + code) for code in _KINDS})))


def _told(facts: RoleFacts, spans: Sequence[tuple[int, int]], find: Mapping[str, Mapping[str, T]]) -> list[T]:
    """What `find` gives for each feature, by its kind and by what it says."""
    view, starts, words, text = facts.view, facts.starts, facts.words, facts.view.lowered
    features = [find[""][""], find["n"][str(min(len(spans), 4))]]
    body = False
    for start, end in spans[:_MENTIONS]:
        if start < view.title_end:
            where = "name" if start == 0 and end <= facts.colon + 1 else "left" if start < facts.colon else "right"
            features.append(find["T"][where])
        sentence = facts.sentence(start)
        if not body and start >= view.title_end:
            features.append(find["p"]["0" if start < facts.own else sentence.place])
            body = True
        at = starts.get(start)
        if at is None:
            continue
        high = at
        while high < len(words) and words[high][0] < end:
            high += 1
        before = [text[low:stop] for low, stop in words[max(0, at - _BEFORE) : at]]
        after = [text[low:stop] for low, stop in words[high : high + _AFTER]]
        features += map(find["<"].__getitem__, before)
        features += [find[code][word] for code, word in zip(("<1", "<2", "<3"), reversed(before), strict=False)]
        features += map(find[">"].__getitem__, after)
        features += [find[code][word] for code, word in zip((">1", ">2"), after, strict=False)]
        if len(before) > 1:
            features.append(find["<<"][f"{before[-2]} {before[-1]}"])
        if len(after) > 1:
            features.append(find[">>"][f"{after[0]} {after[1]}"])
        features += map(find[f"^{sentence.place}"].__getitem__, sentence.opening)
    return features


def named_here(facts: RoleFacts, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the paper says in plain words that a name is its own.

    "we develop a parser, dubbed X", "we introduce X, which …", or a title that begins with
    "X: …". The trees learned from recent papers, which do not introduce what everybody
    knows; the paper that did introduce it must be believed all the same.
    """
    view = facts.view
    if spans[0][0] <= 1 and _heads_title(view, spans[0]):
        return True
    for start, end in spans[:_MENTIONS]:
        if start < view.title_end:
            continue
        before, after = view.lowered_before(start), view.sentence_after(end)
        if not before.strip() and _IS_PROPOSED.match(after):
            return True
        if facts.sentence(start).proposal > start:
            continue
        if NAMING.search(before):
            return True
        if _PROPOSED_DIRECTLY.search(before) and _NAME_ENDS.match(after):
            return True
    return False


def _heads_title(view: TextView, span: tuple[int, int]) -> bool:
    """A proper name right before the colon of the title."""
    name = view.surface(*span)
    proper = any(is_name_shaped(word) for word in name.split()) or " " not in name
    rest = view.text[span[1] : view.title_end]
    return proper and not name.endswith("s") and len(name.split()) <= 3 and rest.lstrip("\"'”’").startswith(":")


def role_row(
    facts: RoleFacts,
    ends: Mapping[int, int],
    kind: EntityType,
    spans: Sequence[tuple[int, int]],
    context: NDArray[np.float64],
    roles: NDArray[np.float64] | None,
    known: bool,
    papers: int,
    introduced: bool,
    confidence: float,
) -> list[float]:
    """One row of figures for the trees that choose the role."""
    view, own = facts.view, facts.own
    length = max(1, len(view.text))
    body = [s for s in spans[:_MENTIONS] if s[0] >= view.title_end]
    hits = [_cues(facts, start, end) for start, end in body] or [(False,) * _CUES]
    first = body[0][0] if body else 0
    row = [
        *(float(kind == t) for t in ENTITY_TYPES),
        float(len(spans)),
        float(len(body)),
        float(len(spans) > len(body)),
        float(spans[0][0] == 0 and spans[0][1] <= facts.colon + 1),
        first / length,
        (body[-1][0] if body else 0) / length,
        (first - own) / length,
        float(known),
        float(papers),
        float(introduced),
        confidence,
        *(float(any(column)) for column in zip(*hits, strict=True)),
        *(sum(column) / len(hits) for column in zip(*hits, strict=True)),
        *context.tolist(),
    ]
    if roles is not None:
        places = [(facts.starts.get(s), ends.get(e)) for s, e in spans]
        seen = [roles[low : high + 1].mean(0) for low, high in places if low is not None and high is not None]
        table = np.array(seen) if seen else np.zeros((1, roles.shape[1]))
        row += [*table.mean(0), *table.max(0)]
    return row


def _cues(facts: RoleFacts, start: int, end: int) -> tuple[bool, ...]:
    """Which wordings stand around one mention."""
    view, sentence = facts.view, facts.sentence(start)
    before, after = view.lowered_before(start), view.lowered_after(end)
    return (
        sentence.proposal <= start,
        NAMING.search(before[-_NEAR:]) is not None,
        COMPARED_BEFORE.search(before[-_FAR:]) is not None,
        MENTIONED_BEFORE.search(before[-_FAR:]) is not None,
        _OUR.search(before[-_NEAR:]) is not None,
        sentence.experiment <= start,
        OWN_AFTER.match(after) is not None,
        COMPARED_AFTER.match(after) is not None,
        sentence.proposal < _NEVER,
        _NUMBER.search(after) is not None,
    )


@dataclass(frozen=True)
class ContextModel:
    """A linear model over the words around mentions: a row of weights a feature, a column a role."""

    rows: Mapping[str, int]
    weights: NDArray[np.float64]
    base: NDArray[np.float64]

    @cached_property
    def _find(self) -> dict[EntityType, dict[str, _Rows]]:
        return {kind: {code: _Rows(kind[:2] + code, self.rows) for code in _KINDS} for kind in ENTITY_TYPES}

    @cached_property
    def _padded(self) -> NDArray[np.float64]:
        """The weights, with zeros in the last row: that of features which the model does not have."""
        return np.vstack([self.weights, np.zeros((1, self.weights.shape[1]))])

    def found(self, facts: RoleFacts, kind: EntityType, spans: Sequence[tuple[int, int]]) -> list[int]:
        """The rows of the features of one entity, each once; at least one."""
        return list(dict.fromkeys(_told(facts, spans, self._find[kind])))

    def scores(self, found: Sequence[Sequence[int]]) -> NDArray[np.float64]:
        """The scores of the roles, a row for each entity whose features `found` gives."""
        if not found:
            return np.zeros((0, len(self.base)))
        begins = np.cumsum([0, *map(len, found[:-1])])
        rows = np.fromiter(chain.from_iterable(found), np.int64)
        total: NDArray[np.float64] = self.base + np.add.reduceat(self._padded[rows], begins, axis=0)
        return total
