"""What tells the role of an entity: the words around its mentions, its places, the encoder's view."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
from extractors.evidence import Reading
from extractors.finders import is_name_shaped
from extractors.wordpieces import Word
from kg.records import ENTITY_TYPES, EntityType

__all__ = ["ContextModel", "context_features", "named_here", "role_row"]

_OUR = re.compile(r"\b(?:our|the proposed|proposed|we)\s(?:\w+\s){0,2}$", re.IGNORECASE)
_EXPERIMENT = re.compile(
    r"\b(?:experiment|evaluat|result|outperform|achiev|demonstrat|show|improv|benchmark)", re.IGNORECASE
)
_PROPOSED_DIRECTLY = re.compile(
    r"\b(?:propos|introduc|present|releas|unveil)(?:e[sd]?|s|ed|ing)?\s(?:the\s|an?\s)?(?:new\s|novel\s)?(?:[\w-]+\s){0,1}$",
    re.IGNORECASE,
)
_IS_PROPOSED = re.compile(r"^\s(?:is|are)\s(?:introduced|proposed|presented|released)\b")
_NAME_ENDS = re.compile(r"^\s?(?:[,.;:()]|$|an?\b|the\b|which\b|that\b|to\b|and\b|for\b|is\b|with\b|as\b|by\b|in\b)")
_NUMBER = re.compile(r"\d")
_BEFORE, _AFTER = 6, 4
_MENTIONS = 20  # of one entity that are looked at


def _proposal_at(view: TextView) -> int:
    """Where the paper begins to speak of its own work: the first sentence that proposes something."""
    for start, end in view.sentences.spans[:40]:
        if start >= view.title_end and PROPOSAL.search(view.text, start, min(end, start + 400)):
            return start
    return len(view.text)


def context_features(
    view: TextView, found: list[Word], starts: dict[int, int], kind: EntityType, spans: Sequence[tuple[int, int]]
) -> list[str]:
    """The words around all mentions, as features of a linear model; each begins with the type."""
    text = view.text
    own = _proposal_at(view)
    letter = kind[:2]
    features = {letter, f"{letter}n{min(len(spans), 4)}"}
    body = False
    for start, end in spans[:_MENTIONS]:
        if start < view.title_end:
            colon = text.find(":", 0, view.title_end)
            features.add(
                f"{letter}T{'name' if start == 0 and end <= colon + 1 else 'left' if start < colon else 'right'}"
            )
        place = "0" if start < own else "2" if view.sentences.at(start)[0] > own else "1"
        if not body and start >= view.title_end:
            features.add(f"{letter}p{place}")
            body = True
        at = starts.get(start)
        if at is None:
            continue
        low = high = at
        while high < len(found) and found[high].start < end:
            high += 1
        before = [text[w.start : w.end].lower() for w in found[max(0, low - _BEFORE) : low]]
        after = [text[w.start : w.end].lower() for w in found[high : high + _AFTER]]
        for distance, word in enumerate(reversed(before), start=1):
            features.add(f"{letter}<{word}")
            if distance <= 3:
                features.add(f"{letter}<{distance}{word}")
        for distance, word in enumerate(after, start=1):
            features.add(f"{letter}>{word}")
            if distance <= 2:
                features.add(f"{letter}>{distance}{word}")
        if len(before) > 1:
            features.add(f"{letter}<<{before[-2]} {before[-1]}")
        if len(after) > 1:
            features.add(f"{letter}>>{after[0]} {after[1]}")
        sentence = view.sentences.at(start)
        first = bisect_left(found, sentence[0], key=lambda w: w.start)
        opening = [text[w.start : w.end].lower() for w in found[first : first + 3]]
        features.update(f"{letter}^{place}{word}" for word in opening)
    return sorted(features)


def named_here(view: TextView, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the paper says in plain words that a name is its own.

    "we develop a parser, dubbed X", "we introduce X, which …", or a title that begins with
    "X: …". The trees learned from recent papers, which do not introduce what everybody
    knows; the paper that did introduce it must be believed all the same.
    """
    if spans[0][0] <= 1 and _heads_title(view, spans[0]):
        return True
    for start, end in spans[:_MENTIONS]:
        if start < view.title_end:
            continue
        before, after = view.sentence_before(start), view.sentence_after(end)
        if not before.strip() and _IS_PROPOSED.match(after):
            return True
        if not PROPOSAL.search(before):
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
    view: TextView,
    starts: dict[int, int],
    ends: dict[int, int],
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
    text = view.text
    own = _proposal_at(view)
    length = max(1, len(text))
    body = [s for s in spans[:_MENTIONS] if s[0] >= view.title_end]
    hits = np.zeros((max(1, len(body)), 10))
    for number, (start, end) in enumerate(body):
        before, after = view.sentence_before(start), view.sentence_after(end)
        sentence = text[slice(*view.sentences.at(start))]
        patterns = (PROPOSAL, NAMING, COMPARED_BEFORE, MENTIONED_BEFORE, _OUR, _EXPERIMENT)
        hits[number] = [
            *(pattern.search(before) is not None for pattern in patterns),
            OWN_AFTER.match(after) is not None,
            COMPARED_AFTER.match(after) is not None,
            PROPOSAL.search(sentence) is not None,
            _NUMBER.search(after) is not None,
        ]
    colon = text.find(":", 0, view.title_end)
    first = body[0][0] if body else 0
    row = [
        *(float(kind == t) for t in ENTITY_TYPES),
        float(len(spans)),
        float(len(body)),
        float(len(spans) > len(body)),
        float(spans[0][0] == 0 and spans[0][1] <= colon + 1),
        first / length,
        (body[-1][0] if body else 0) / length,
        (first - own) / length,
        float(known),
        float(papers),
        float(introduced),
        confidence,
        *hits.max(0),
        *hits.mean(0),
        *context,
    ]
    if roles is not None:
        places = [(starts.get(s), ends.get(e)) for s, e in spans]
        seen = [roles[low : high + 1].mean(0) for low, high in places if low is not None and high is not None]
        table = np.array(seen) if seen else np.zeros((1, roles.shape[1]))
        row += [*table.mean(0), *table.max(0)]
    return row


@dataclass(frozen=True, slots=True)
class ContextModel:
    """A linear model over the words around mentions: a row of weights a feature, a column a role."""

    rows: Mapping[str, int]
    weights: NDArray[np.float64]
    base: NDArray[np.float64]

    def scores(self, reading: Reading, kind: EntityType, spans: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
        """The score of each role."""
        features = context_features(reading.view, reading.words, reading.starts, kind, spans)
        found = [n for n in map(self.rows.get, features) if n is not None]
        total: NDArray[np.float64] = self.base + self.weights[found].sum(axis=0)
        return total
