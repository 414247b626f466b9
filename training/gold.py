"""Annotated papers as what the models learn from: words, labels of words, entities."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.recognizer import ROLES
from extractors.wordpieces import Word, words
from kg.records import ENTITY_TYPES
from kg.text import clean, paper_text

__all__ = ["MASKED", "ROLES", "TAGS", "Annotated", "read_gold", "surface_spans"]

#: Labels of words: outside, then begin and inside of each type.
TAGS = ("O", *(f"{position}-{kind}" for kind in ENTITY_TYPES for position in "BI"))
#: The label of a word that pulls neither way.
MASKED = -100


@dataclass(frozen=True, slots=True)
class Annotated:
    """A paper with a label and a role for each of its words."""

    id: str
    text: str
    title_end: int
    entities: list[dict[str, Any]]
    words: list[Word]
    tags: list[int]
    roles: list[int]


def surface_spans(text: str, surface: str) -> Iterator[tuple[int, int]]:
    """Whole-word occurrences of a surface; of one without capitals in any case."""
    before = r"(?<!\w)" if surface[0].isalnum() else ""
    after = r"(?!\w)" if surface[-1].isalnum() else ""
    flags = re.IGNORECASE if " " in surface and surface.islower() else 0
    for match in re.finditer(before + re.escape(surface) + after, text, flags):
        yield match.span()


def annotate(paper: dict[str, Any]) -> Annotated:
    """Labels of all words: longer surfaces first, solid entities before optional ones, which are masked."""
    title = clean(paper["title"] or "")
    text = paper_text(title, clean(paper["abstract"] or ""))
    found = words(text)
    tags, roles = [0] * len(found), [MASKED] * len(found)
    starts = {start: number for number, (start, _) in enumerate(found)}
    ends = {end: number for number, (_, end) in enumerate(found)}
    claims = []
    for entity in paper["entities"]:
        for surface in {clean(s) for s in entity["surfaces"]} - {""}:
            for start, end in surface_spans(text, surface):
                if start in starts and end in ends:
                    claims.append((bool(entity["optional"]), start - end, starts[start], ends[end], entity))
    taken = [False] * len(found)
    for optional, _, first, last, entity in sorted(claims, key=lambda c: c[:4]):
        places = range(first, last + 1)
        if optional:
            for i in places:
                if not taken[i]:
                    tags[i] = MASKED
            continue
        if any(taken[i] for i in places):
            continue
        begin = TAGS.index(f"B-{entity['type']}")
        for i in places:
            taken[i] = True
            tags[i] = begin if i == first else begin + 1
            if entity["role"] in ROLES:
                roles[i] = ROLES.index(entity["role"])
    return Annotated(str(paper["id"]), text, len(title), paper["entities"], found, tags, roles)


def read_gold(path: Path) -> list[Annotated]:
    """All papers of a file of annotations (JSON Lines), in order."""
    with path.open(encoding="utf-8") as lines:
        return [annotate(json.loads(line)) for line in lines if line.strip()]
