"""Linking one paper, once the node key of each of its entities is settled."""

import hashlib
from collections.abc import Iterator, Sequence

from kg.outcomes import result_tasks, said
from kg.records import (
    ROLE_PREDICATE,
    Entity,
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
from kg.text import name_key

__all__ = ["derived_from", "link_paper"]

_DERIVED = {"evaluatesOn": "evaluatedOn", "addresses": "usedFor", "comparesWith": "comparedWith"}

_Links = dict[tuple[str, str], Link]


def link_paper(extraction: Extraction, entities: Sequence[tuple[Entity, str]]) -> LinkedPaper:
    """One paper's links, mentions and results; each entity comes with its node key."""
    # What is in an extraction has been validated.
    paper = Paper.model_construct(**{name: getattr(extraction, name) for name in Paper.model_fields})
    text = paper.text
    sentences = Sentences(text)
    links: _Links = {}
    mentions: dict[tuple[int, int, str], LinkedMention] = {}
    by_name: dict[str, str] = {}
    for entity, key in entities:
        for surface in (entity.name, *entity.surfaces):
            by_name.setdefault(name_key(surface), key)
        for m in entity.mentions:
            mentions.setdefault((m.start, m.end, key), LinkedMention(key, m.start, m.end, m.confidence))
        evidence = tuple(_evidence(paper, text, sentences, m.start, m.end) for m in entity.mentions)
        confidence = round(entity.confidence * entity.role_confidence, 4)
        _join(links, Link(ROLE_PREDICATE[entity.role], key, confidence, evidence))
    named = zip(extraction.results, result_tasks(extraction), strict=True)
    results = {r.key: r for r in (_result(paper, r, task, by_name) for r, task in named)}
    listed = tuple(results[key] for key in sorted(results))
    for link in _implied(extraction, paper, entities, sentences):
        _join(links, link)
    return LinkedPaper(
        paper, tuple(links[k] for k in sorted(links)), tuple(mentions[k] for k in sorted(mentions)), listed
    )


def _implied(
    extraction: Extraction, paper: Paper, entities: Sequence[tuple[Entity, str]], sentences: Sentences
) -> Iterator[Link]:
    """Links that follow from what the paper says of its results."""
    keys = {(entity.type, entity.name): key for entity, key in entities}
    for link in said(extraction):
        if key := keys.get((link.entity.type, link.entity.name)):
            evidence = _evidence(paper, paper.text, sentences, link.start, link.end)
            yield Link(link.predicate, key, link.confidence, (evidence,))


def _evidence(paper: Paper, text: str, sentences: Sentences, start: int, end: int) -> Evidence:
    first, last = sentences.at(start)
    return Evidence(paper.id, first, last, text[first:last], (start, end))


def _join(links: _Links, link: Link) -> None:
    """Add a link; where it is there already, its evidence is added."""
    place = link.predicate, link.entity
    known = links.get(place)
    if known is not None:
        evidence = sorted({*known.evidence, *link.evidence}, key=lambda e: (e.start, e.mention))
        link = Link(*place, max(known.confidence, link.confidence), tuple(evidence))
    links[place] = link


def _result(paper: Paper, result: Result, task: str | None, by_name: dict[str, str]) -> ResultNode:
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


def derived_from(linked: LinkedPaper) -> list[Relation]:
    """What holds for the methods that a paper introduces, because the paper says it of itself."""
    found = {}
    for own in linked.links:
        if own.predicate != "introduces" or not own.entity.startswith("method:"):
            continue
        for link in linked.links:
            predicate = _DERIVED.get(link.predicate)
            if predicate is None or link.entity == own.entity:
                continue
            confidence = round(min(own.confidence, link.confidence), 4)
            place = (own.entity, predicate, link.entity)
            found[place] = Relation(*place, confidence, link.evidence[:1])
    return [found[place] for place in sorted(found)]
