"""Texts whose entities are given: wherever the name of one stands, it is mentioned."""

import re

from kg.records import Entity, EntityType, Mention, Role

__all__ = ["entity"]


def entity(
    text: str, kind: EntityType, name: str, role: Role = "reported", confidence: float = 1.0, whole: bool = False
) -> Entity:
    """An entity of one surface, mentioned at each of its occurrences, or (`whole`) where it is a word of its own."""
    edge = r"\b" if whole else ""
    places = [Mention(start=m.start(), end=m.end()) for m in re.finditer(edge + re.escape(name) + edge, text)]
    return Entity(type=kind, name=name, surfaces=[name], role=role, mentions=places, confidence=confidence)
