"""The name that a paper's own words give an entity: the first half of its identity.

In this order: the lexicon's entry for its most explicit surface; the expansion that the
paper itself gives; the lexicon's entry of another surface; the surface. An acronym that
its paper leaves unexplained is an open question, which the other papers answer
(`kg.linking.senses`). Nothing here depends on any other paper.
"""

from collections.abc import Iterable
from typing import NamedTuple

from kg.acronyms import is_short_for
from kg.corrections import LinkRule
from kg.linking.inflection import inflection_key
from kg.linking.known import KnownName, KnownNames
from kg.linking.said import Said
from kg.linking.slugs import marked, slug_of
from kg.records import Entity, EntityType
from kg.text import name_key

__all__ = ["Naming", "key_of_name", "key_of_split", "name_entity", "plain_key"]


class Naming(NamedTuple):
    """A node key, why it is that one, and what the paper thereby says of acronyms.

    `senses` are the keys of acronyms of which the paper says that they stand for `key`;
    `leaning` is the key of the lexicon's entry, where `key` is a bare acronym that it lists.
    """

    key: str
    reason: str
    senses: tuple[str, ...] = ()
    leaning: str | None = None


def key_of_name(known: KnownNames, type: EntityType, name: str) -> str:
    """The key of a name that stands alone."""
    if term := known.find(type, name):
        return _listed_key(type, term)
    return plain_key(known, type, name)


def key_of_split(known: KnownNames, rule: LinkRule) -> str:
    """The key of a name that the user keeps apart: of the other name that the rule gives, else one of its own."""
    if rule.to:
        return key_of_name(known, rule.type, rule.to)
    if not rule.papers:
        return plain_key(known, rule.type, rule.name)
    where = "\n".join((name_key(rule.name), *sorted(rule.papers)))
    return f"{rule.type.casefold()}:{marked(slug_of(rule.name), where)}"


def _listed_key(type: EntityType, term: KnownName) -> str:
    return f"{type.casefold()}:{term.id}"


def plain_key(known: KnownNames, type: EntityType, name: str) -> str:
    """The key of a name as such, whatever the lexicon says that it stands for."""
    slug = slug_of(name)
    taken = known.entry(type, slug)
    return f"{type.casefold()}:{marked(slug, name_key(name)) if taken else slug}"


def name_entity(entity: Entity, said: Said, known: KnownNames) -> Naming | None:
    """What the paper's own words make of an entity; None for a name without any letter."""
    surfaces = [s for s in entity.surfaces if name_key(s)]
    if not surfaces:
        return None
    long = most_explicit(surfaces)
    expansion = said.expansion(surfaces)
    # What the paper defines may be longer than what was found of it: "Replay-based Reinforcement Learning (RRL)".
    if expansion and (not _expands(long, surfaces) or name_key(expansion).endswith(name_key(long))):
        long = expansion
    if _expands(long, surfaces):
        return _spelled_out(entity.type, long, surfaces, known)
    for surface in sorted(surfaces, key=lambda s: (s != long, -len(s), s)):
        if term := known.find(entity.type, surface):
            return _listed(entity.type, surface, surfaces, term, said, known)
    reason = "spelled alike"
    return Naming(plain_key(known, entity.type, long), reason)


def _spelled_out(type: EntityType, long: str, surfaces: list[str], known: KnownNames) -> Naming:
    """An entity whose acronym the paper explains."""
    shorts = [s for s in surfaces if s != long and is_short_for(s, long)]
    senses = tuple(sorted({plain_key(known, type, s) for s in shorts}))
    term = known.find(type, long)
    if term is not None and term.certain:
        return Naming(_listed_key(type, term), "the lexicon lists this name", senses)
    for short in sorted(shorts, key=lambda s: (-len(s), s)):
        listed = known.find(type, short)
        if listed and (_agrees(listed, long) or (listed.certain and not listed.expansions)):
            return Naming(_listed_key(type, listed), f"the lexicon lists {short!r}", senses)
    if term is not None:
        return Naming(_listed_key(type, term), "the lexicon lists this name", senses)
    return Naming(plain_key(known, type, long), "the paper gives this expansion", senses)


def _listed(
    type: EntityType, surface: str, surfaces: list[str], term: KnownName, said: Said, known: KnownNames
) -> Naming:
    """An entity that the lexicon lists, under a name that the paper does not explain."""
    key = _listed_key(type, term)
    reason = "the lexicon lists this name" if len(surfaces) == 1 else f"the lexicon lists {surface!r}"
    means = [
        long for long in term.expansions if is_short_for(surface, long) and name_key(surface) not in name_key(long)
    ]
    if not means or said.spells_out(means):
        return Naming(key, reason)
    if said.is_titled([surface]):
        # The paper presents a thing of its own under this name, and never mentions what others call so.
        title = said.text.partition("\n")[0]
        return Naming(f"{type.casefold()}:{marked(slug_of(surface), name_key(title))}", "the title introduces it")
    return Naming(plain_key(known, type, surface), reason, leaning=key)


def _agrees(term: KnownName, long: str) -> bool:
    """Whether the entry has that expansion among its names, inflection aside."""
    return inflection_key(long) in {inflection_key(n) for n in (term.name, *term.names)}


def most_explicit(surfaces: Iterable[str]) -> str:
    """The surface that says most: the most words, then the longest, then the smaller string."""
    return min(surfaces, key=lambda s: (-len(s.replace("-", " ").split()), -len(s), s))


def _expands(long: str, surfaces: Iterable[str]) -> bool:
    return any(s != long and is_short_for(s, long) for s in surfaces)
