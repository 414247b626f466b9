"""What the paper does with an entity: introduces, uses, compares with, evaluates on, reports, addresses it."""

import re

from extractors.candidates import TextView
from extractors.cues import COMPARED_AFTER, COMPARED_BEFORE, NAMING, OWN_AFTER, PROPOSAL
from extractors.entities import Group
from kg.records import EntityType, Role

__all__ = ["assign_role"]

_DEFAULT: dict[EntityType, Role] = {
    "Method": "used",
    "Dataset": "evaluated",
    "Metric": "reported",
    "Task": "addressed",
}
_PROPOSED_OBJECT = re.compile(
    r"\b(?:propos|introduc|present|develop|design|releas|unveil|construct|creat|contribut|curat|build"
    r"|built|nam|call|dubb|term)\w*\s"
    r"(?:\w[\w-]*[\s,]+){0,7}(?:[(:,]\s?)?$",
    re.IGNORECASE,
)
_PROPOSED_DIRECTLY = re.compile(
    r"\b(?:propos|introduc|present|releas|unveil|describ)(?:e|es|ed|ing)?\s(?:the\s|an?\s)?(?:new\s|novel\s)?(?:[\w-]+\s){0,1}$",
    re.IGNORECASE,
)
_NEW_AFTER = re.compile(r"^[\"”)]{0,2}\s?(?:,|--?|—|–)\s{0,2}(?:an?|the|our)\s(?:new|novel|first)\b", re.IGNORECASE)
_NAME_ENDS = re.compile(r"^\s?(?:[,.;:()]|$|an?\b|the\b|which\b|that\b|to\b|and\b|for\b|is\b|with\b|as\b|by\b|in\b)")
_OUR = re.compile(
    r"\b(?:our|the proposed|we (?:propose|introduce|present|call|name|develop|release)"
    r"|this paper (?:proposes|introduces|presents))\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_OWN_VERB = re.compile(
    r"^\s(?:is (?:a|an|the first)\b|consists? of|comprises?|contains|achieves?|outperforms?|leverages?"
    r"|introduces|combines|enables|employs|integrates"
    r"|provides|surpasses|improves|reduces|demonstrates|uses|adopts|operates|generates|learns"
    r"|significantly|consistently|also|first|further)\b"
)


def assign_role(view: TextView, group: Group) -> tuple[Role, float]:
    """Role and confidence of a group, from the sentences in which it is named."""
    if group.type in ("Method", "Dataset") or (group.type == "Metric" and group.introduced):
        strength = _introduction(view, group)
        if strength >= 0.5:
            return "introduced", strength
    if group.type == "Method" and _compared(view, group):
        return "compared", 0.6
    return _DEFAULT[group.type], 0.75


def _introduction(view: TextView, group: Group) -> float:
    """How surely the paper introduces this: the best of what its sentences say."""
    if any(c.introduced and c.source == "title" for c in group.candidates):
        return 0.9
    named_by_lexicon = any(c.term is not None for c in group.candidates)
    best = 0.0
    for start, end in group.spans:
        if start < view.title_end:
            continue
        before, after = view.sentence_before(start), view.sentence_after(end)
        if PROPOSAL.search(before):
            if NAMING.search(before):
                best = max(best, 0.9)
            elif _PROPOSED_OBJECT.search(before[-_near(group) :]):
                best = max(best, _known_name_strength(before, after) if named_by_lexicon else 0.8)
            elif OWN_AFTER.match(after):
                best = max(best, 0.85)
        elif _NEW_AFTER.match(after) and not named_by_lexicon:
            best = max(best, 0.6)
        if not named_by_lexicon:
            if _OUR.search(before):
                best = max(best, 0.7)
            if not before.strip() and _OWN_VERB.match(after) and group.type == "Method":
                best = max(best, 0.55)
    if any(c.introduced for c in group.candidates) and not named_by_lexicon:
        best = max(best, 0.75)
    if not named_by_lexicon and group.type == "Method" and _is_named_part(view, group):
        best = max(best, 0.55)
    return best


def _near(group: Group) -> int:
    """How many characters before the name its proposal may begin: few for a mere phrase, which is seldom a name."""
    return 40 if all(c.source == "phrase" for c in group.candidates) else 110


def _is_named_part(view: TextView, group: Group) -> bool:
    """A title-cased long form with an acronym of its own that nobody else uses: mostly the paper's own part."""
    for candidate in group.candidates:
        if candidate.source == "definition" and candidate.start >= view.title_end:
            words = view.surface(candidate.start, candidate.end).replace("-", " ").split()
            if len(words) >= 3 and sum(w[:1].isupper() for w in words) >= len(words) - 1:
                return True
    return False


def _known_name_strength(before: str, after: str) -> float:
    """A name that others use as well is introduced only by the plainest words: "we propose BERT, which …"."""
    return 0.8 if _PROPOSED_DIRECTLY.search(before) and _NAME_ENDS.match(after) else 0.4


def _compared(view: TextView, group: Group) -> bool:
    places = [s for s in group.spans if s[0] >= view.title_end]
    hits = sum(
        COMPARED_BEFORE.search(view.sentence_before(start)) is not None
        or COMPARED_AFTER.match(view.sentence_after(end)) is not None
        for start, end in places
    )
    return bool(places) and hits * 2 >= len(places)
