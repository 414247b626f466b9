"""Entity linking: mentions from all papers become canonical entities.

A mention's identity is, in this order: the lexicon's entry for its most explicit
surface; the expansion that the paper itself gives; for an acronym that the paper never
expands, the sense that the other papers give it, where one is clear; its own surface.
What is kept in memory grows with the number of distinct names, not of papers.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.acronyms import is_short_for
from kg.outcomes import result_tasks, said
from kg.records import (
    ROLE_PREDICATE,
    Entity,
    EntityNode,
    EntityType,
    Evidence,
    Extraction,
    Link,
    LinkedMention,
    LinkedPaper,
    Paper,
    Relation,
    Result,
    ResultNode,
)
from kg.sentences import Sentences
from kg.text import name_key, singular, slugify
from kg.variants import variant_base

__all__ = ["KnownName", "Linker", "Lookup"]

_DOMINANT_SHARE = 0.8
_DOMINANT_PAPERS = 2
_DERIVED = {"evaluatesOn": "evaluatedOn", "addresses": "usedFor", "comparesWith": "comparedWith"}
_MAX_RELATION_EVIDENCE = 50


class KnownName(NamedTuple):
    """What the lexicon says of a name: the entry's id, and its base where it is a variant.

    `certain` is false where the name needs context to be believed; `explained` is true
    where the entry has a name of several words, which says what an acronym stands for.
    """

    id: str
    name: str
    variant_of: str | None
    certain: bool
    explained: bool = False


#: Finds a name of a type in the lexicon; None where it is not known.
Lookup = Callable[[EntityType, str], KnownName | None]


class _Identity(NamedTuple):
    """Type, and either the lexicon's id ("#resnet") or the folded name."""

    type: EntityType
    key: str


@dataclass(slots=True)
class _Tally:
    """What the corpus says about one identity."""

    papers: int = 0
    surfaces: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, str] = field(default_factory=dict)
    known: KnownName | None = None
    slug: str = ""


class Linker:
    """Two passes over the extractions: `learn` every paper, then `freeze`, then `link` every paper.

    The result depends on the set of papers alone: counts are sums, ties go to the
    smaller string.
    """

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._tallies: dict[_Identity, _Tally] = defaultdict(_Tally)
        self._senses: dict[tuple[EntityType, str], Counter[str]] = defaultdict(Counter)
        self._redirects: dict[_Identity, _Identity] = {}
        self._keys: dict[_Identity, str] = {}
        self._relations: dict[tuple[str, str, str], list[tuple[float, Evidence | None]]] = {}

    # First pass

    def learn(self, extraction: Extraction) -> None:
        """Count the senses of the acronyms that a paper expands, and the surfaces of what it names."""
        text = extraction.text
        counted: set[_Identity] = set()
        for entity in extraction.entities:
            identity, known, reason = self._own_identity(entity)
            if not identity.key:
                continue
            long = _most_explicit(entity.surfaces)
            for surface in entity.surfaces:
                if surface != long and is_short_for(surface, long):
                    self._senses[entity.type, name_key(surface)][identity.key] += 1
            tally = self._tallies[identity]
            if identity not in counted:
                tally.papers += 1
                counted.add(identity)
            tally.known = tally.known or known
            tally.slug = _better_slug(tally.slug, long)
            for mention in entity.mentions:
                tally.surfaces[text[mention.start : mention.end]] += 1
            for surface in entity.surfaces:
                if surface not in tally.reasons or reason < tally.reasons[surface]:
                    tally.reasons[surface] = reason

    def _own_identity(self, entity: Entity) -> tuple[_Identity, KnownName | None, str]:
        """What the paper's own words make of an entity."""
        long = _most_explicit(entity.surfaces)
        known = self._lookup(entity.type, long)
        if known and (known.certain or len(entity.surfaces) == 1 or not _expands(long, entity.surfaces)):
            return _Identity(entity.type, f"#{known.id}"), known, "the lexicon lists this name"
        if not _expands(long, entity.surfaces):
            for surface in sorted(entity.surfaces, key=lambda s: (-len(s), s)):
                if known := self._lookup(entity.type, surface):
                    return _Identity(entity.type, f"#{known.id}"), known, f"the lexicon lists {surface!r}"
        elif sound := self._same_as_expansion(entity, long):
            return sound
        reason = "the paper gives this expansion" if _expands(long, entity.surfaces) else "spelled alike"
        return _Identity(entity.type, name_key(long)), None, reason

    def _same_as_expansion(self, entity: Entity, long: str) -> tuple[_Identity, KnownName, str] | None:
        """The lexicon's entry of the acronym, unless its own names stand for something else than the paper says."""
        for surface in entity.surfaces:
            known = self._lookup(entity.type, surface)
            if known and (name_key(known.name) == name_key(long) or (known.certain and not known.explained)):
                return _Identity(entity.type, f"#{known.id}"), known, f"the lexicon lists {surface!r}"
        return None

    # Between the passes

    def freeze(self) -> None:
        """Settle dominant senses, then give every identity its node key."""
        for identity in self._tallies:
            target = self._dominant_sense(identity)
            if target is not None and target != identity:
                self._redirects[identity] = target
        for source, target in sorted(self._redirects.items()):
            moved, kept = self._tallies.pop(source), self._tallies[target]
            kept.papers += moved.papers
            kept.surfaces.update(moved.surfaces)
            for surface in moved.reasons:
                kept.reasons.setdefault(surface, "other papers expand this acronym so")
        self._keys = _node_keys(self._tallies)

    def _dominant_sense(self, identity: _Identity) -> _Identity | None:
        if identity.key.startswith("#"):
            return None
        senses = self._senses.get((identity.type, identity.key))
        if not senses:
            return None
        best, count = min(senses.items(), key=lambda item: (-item[1], item[0]))
        if count < _DOMINANT_PAPERS or count < _DOMINANT_SHARE * senses.total():
            return None
        target = _Identity(identity.type, best)
        return target if target in self._tallies else None

    def entities(self) -> Iterator[tuple[EntityNode, dict[str, str]]]:
        """Canonical entities by key, each with the reason for every surface."""
        for identity, key in sorted(self._keys.items(), key=lambda item: item[1]):
            tally = self._tallies[identity]
            label = _label(tally.surfaces)
            surfaces = sorted(tally.surfaces, key=lambda s: (-tally.surfaces[s], s))
            aliases = tuple(s for s in surfaces if s != label)
            yield EntityNode(key, identity.type, label, aliases, tally.papers), dict(sorted(tally.reasons.items()))

    # Second pass

    def link(self, extraction: Extraction) -> LinkedPaper:
        """One paper's links, mentions and results; remembers what relations between entities follow."""
        paper = Paper.model_validate(extraction.model_dump(exclude={"entities", "results"}))
        text = paper.text
        sentences = Sentences(text)
        links: dict[tuple[str, str], Link] = {}
        mentions: dict[tuple[int, int, str], LinkedMention] = {}
        by_name: dict[str, str] = {}
        for entity in extraction.entities:
            key = self._key_of(entity)
            if key is None:
                continue
            for surface in (entity.name, *entity.surfaces):
                by_name.setdefault(name_key(surface), key)
            for m in entity.mentions:
                mentions.setdefault((m.start, m.end, key), LinkedMention(key, m.start, m.end, m.confidence))
            predicate = ROLE_PREDICATE[entity.role]
            evidence = tuple(
                Evidence(paper.id, start, end, text[start:end], (m.start, m.end))
                for m in entity.mentions
                for start, end in [sentences.at(m.start)]
            )
            confidence = round(entity.confidence * entity.role_confidence, 4)
            links[predicate, key] = _joined(links.get((predicate, key)), Link(predicate, key, confidence, evidence))
        named = zip(extraction.results, result_tasks(extraction), strict=True)
        results = tuple(sorted((self._result(paper, r, task, by_name) for r, task in named), key=lambda r: r.key))
        for link in said(extraction):
            if key := self._key_of(link.entity):
                start, end = sentences.at(link.start)
                evidence = (Evidence(paper.id, start, end, text[start:end], (link.start, link.end)),)
                place = (link.predicate, key)
                links[place] = _joined(links.get(place), Link(*place, link.confidence, evidence))
        linked = LinkedPaper(
            paper,
            tuple(links[k] for k in sorted(links)),
            tuple(mentions[k] for k in sorted(mentions)),
            results,
        )
        self._derive(linked)
        return linked

    def _key_of(self, entity: Entity) -> str | None:
        identity, _, _ = self._own_identity(entity)
        return self._keys.get(self._redirects.get(identity, identity))

    def _result(self, paper: Paper, result: Result, task: str | None, by_name: dict[str, str]) -> ResultNode:
        def key(name: str | None, kind: str) -> str | None:
            found = by_name.get(name_key(name)) if name else None
            return found if found and found.startswith(kind) else None

        parts = (paper.id, result.start, result.end, result.subject, result.metric, result.dataset, result.value)
        identity = "\n".join(map(str, parts))
        digest = hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:16]
        return ResultNode(
            key=f"result:{digest}",
            paper=paper.id,
            method=key(result.subject, "method:"),
            dataset=key(result.dataset, "dataset:"),
            metric=key(result.metric, "metric:"),
            task=key(task, "task:"),
            value=result.value,
            unit=result.unit,
            kind=result.kind,
            text=result.text,
            start=result.start,
            end=result.end,
            confidence=result.confidence,
        )

    def _derive(self, linked: LinkedPaper) -> None:
        introduced = [k for k in linked.links if k.predicate == "introduces" and k.entity.startswith("method:")]
        for own in introduced:
            for link in linked.links:
                predicate = _DERIVED.get(link.predicate)
                if predicate is None or link.entity == own.entity:
                    continue
                confidence = round(min(own.confidence, link.confidence), 4)
                known = self._relations.setdefault((own.entity, predicate, link.entity), [])
                known.append((confidence, link.evidence[0] if link.evidence else None))

    def relations(self) -> Iterator[Relation]:
        """All edges between entities, by subject, predicate and object; call after the second pass."""
        found = dict(self._relations)
        for subject, object_ in self._variants():
            found[subject, "variantOf", object_] = [(1.0, None)]
        for (subject, predicate, object_), says in sorted(found.items()):
            evidence = sorted({e for _, e in says if e is not None}, key=lambda e: (e.paper, e.start, e.mention))
            yield Relation(
                subject, predicate, object_, max(c for c, _ in says), tuple(evidence[:_MAX_RELATION_EVIDENCE])
            )

    def _variants(self) -> Iterator[tuple[str, str]]:
        for identity, key in self._keys.items():
            tally = self._tallies[identity]
            base: str | None = None
            if tally.known and tally.known.variant_of:
                base = self._keys.get(_Identity(identity.type, f"#{tally.known.variant_of}"))
            elif not tally.known and (stem := variant_base(_label(tally.surfaces))):
                known = self._lookup(identity.type, stem)
                base_key = f"#{known.id}" if known else name_key(stem)
                base = self._keys.get(_Identity(identity.type, base_key))
            if base is not None and base != key:
                yield key, base


def _most_explicit(surfaces: Iterable[str]) -> str:
    """The surface that says most: the most words, then the longest, then the smaller string."""
    return min(surfaces, key=lambda s: (-len(s.replace("-", " ").split()), -len(s), s))


def _expands(long: str, surfaces: Iterable[str]) -> bool:
    return any(s != long and is_short_for(s, long) for s in surfaces)


def _joined(one: Link | None, other: Link) -> Link:
    if one is None:
        return other
    evidence = sorted({*one.evidence, *other.evidence}, key=lambda e: (e.start, e.mention))
    return Link(one.predicate, one.entity, max(one.confidence, other.confidence), tuple(evidence))


def _better_slug(known: str, surface: str) -> str:
    """The slug that shows most word boundaries, its last word singular, of those that one name's spellings give."""
    *words, last = slugify(surface).split("-")
    slug = "-".join([*words, singular(last)])
    return min(filter(None, (known, slug)), key=lambda s: (-s.count("-"), s), default="")


def _label(surfaces: Counter[str]) -> str:
    """What people write most: the commonest spelling, of it the commonest capitals, of these the singular."""
    spellings: Counter[str] = Counter()
    for surface, count in surfaces.items():
        spellings[name_key(surface)] += count
    best = min(spellings, key=lambda k: (-spellings[k], -len(k), k))
    singulars: Counter[str] = Counter()
    for surface, count in surfaces.items():
        if name_key(surface) == best:
            singulars[_singular_form(surface)] += count
    form = min(singulars, key=lambda s: (-singulars[s], s))
    if form in surfaces:
        return form
    return min((s for s in surfaces if _singular_form(s) == form), key=lambda s: (-surfaces[s], s))


def _singular_form(surface: str) -> str:
    """A surface with its last word in the singular, capitals kept."""
    head, space, last = surface.rpartition(" ")
    kept = len(singular(last.casefold()))
    return f"{head}{space}{last[:kept]}" if last[:kept].casefold() == singular(last.casefold()) else surface


def _node_keys(tallies: dict[_Identity, _Tally]) -> dict[_Identity, str]:
    """`type:slug` for every identity; where slugs collide, all but one that spells it exactly get six hex digits."""
    slugs: dict[tuple[EntityType, str], list[_Identity]] = defaultdict(list)
    for identity, tally in tallies.items():
        slug = identity.key[1:] if identity.key.startswith("#") else tally.slug
        slugs[identity.type, slug].append(identity)
    keys = {}
    for (kind, slug), members in slugs.items():
        lexical = [m for m in members if m.key == f"#{slug}"]
        plain = lexical or (members if len(members) == 1 and slug else [])
        for member in members:
            digest = hashlib.sha256(member.key.encode("utf-8", "replace")).hexdigest()[:6]
            name = slug if member in plain else f"{slug}-{digest}".lstrip("-")
            keys[member] = f"{kind.casefold()}:{name}"
    return keys
