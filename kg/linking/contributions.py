"""What one paper adds to the counts that all papers share: the names it uses and what it says of acronyms."""

from collections import Counter
from collections.abc import Sequence

from kg.corrections import Corrected, LinkRule
from kg.linking.known import KnownNames
from kg.linking.naming import Naming, key_of_split, name_entity
from kg.linking.said import Said
from kg.records import ENTITY_TYPES, Entity, EntityType
from kg.store import Counted

__all__ = ["contribution_of"]

# Acronyms have at most sixteen characters and one short word more; longer names no other paper can explain.
_MAX_SHORT = 32
_TYPES: dict[str, EntityType] = {t.casefold(): t for t in ENTITY_TYPES}


def contribution_of(corrected: Sequence[Corrected], said: Said, known: KnownNames) -> Counted:
    """Count what a paper says with its entities, corrected. All of it is sums, and can be taken back."""
    text = said.text
    names: list[str | None] = []
    surfaces: Counter[tuple[str, str, str]] = Counter()
    senses: set[tuple[str, str]] = set()
    leanings: set[tuple[str, str]] = set()
    for entity, split in corrected:
        naming = _naming(entity, split, said, known)
        names.append(naming.key if naming else None)
        if naming is None:
            continue
        written = [text[m.start : m.end] for m in entity.mentions] or entity.surfaces
        surfaces.update((naming.key, surface, naming.reason) for surface in written)
        senses.update((short, naming.key) for short in naming.senses)
        if naming.leaning:
            leanings.add((naming.key, naming.leaning))
    return Counted(
        names,
        sorted((*place, count) for place, count in surfaces.items()),
        sorted(senses),
        sorted(leanings),
        sorted({name for name in names if name and _may_be_explained(name, known)}),
    )


def _naming(entity: Entity, split: LinkRule | None, said: Said, known: KnownNames) -> Naming | None:
    if split is None:
        return name_entity(entity, said, known)
    return Naming(key_of_split(known, split), "--links keeps it apart")


def _may_be_explained(key: str, known: KnownNames) -> bool:
    """Whether a key may be that of an acronym that other papers explain."""
    kind, _, slug = key.partition(":")
    return len(slug) <= _MAX_SHORT and known.entry(_TYPES[kind], slug) is None
