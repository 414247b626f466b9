"""Linking one paper: all that the paper alone tells, worked out once, and what is left when all names are settled.

The first half needs no other paper, so that any process can do it, right after extraction.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kg.corrections import Corrections
from kg.linking.contributions import contribution_of
from kg.linking.known import KnownNames
from kg.linking.said import Said
from kg.outcomes import result_tasks, said
from kg.records import ROLE_PREDICATE, Entity, Extraction, Paper, Result
from kg.sentences import Sentences
from kg.store import LinkedRows, Prepared, dump, load
from kg.text import name_key

__all__ = ["link_paper", "prepare"]

_DERIVED = {"evaluatesOn": "evaluatedOn", "addresses": "usedFor", "comparesWith": "comparedWith"}
#: The fields of a result that name an entity, with the type that it must have.
_SLOTS = {"method": "method:", "dataset": "dataset:", "metric": "metric:", "task": "task:"}

#: First and last character of a sentence, and of the mention in it.
_Place = tuple[int, int, int, int]
_Named = Sequence[tuple[Entity, int]]


def prepare(extraction: Extraction, known: KnownNames, corrections: Corrections) -> Prepared:
    """All that linking needs of one paper, entities by the names that the paper itself gives them."""
    text = extraction.text
    sentences = Sentences(text)
    corrected = corrections.apply(extraction)
    counted = contribution_of(corrected, Said(extraction), known)
    names = list(dict.fromkeys(name for name in counted.names if name))
    number = {name: place for place, name in enumerate(names)}
    named = [(one.entity, number[name]) for one, name in zip(corrected, counted.names, strict=True) if name]
    links = _links(extraction, named, sentences)
    own = any(predicate == "introduces" and names[n].startswith("method:") for predicate, n in links)
    quoted = {
        place[0]: text[place[0] : place[1]]
        for (predicate, _), (_, places) in links.items()
        if own and predicate in _DERIVED
        for place in places
    }
    paper = Paper.model_construct(**{field: getattr(extraction, field) for field in Paper.model_fields})
    rows = (
        hashlib.sha256(paper.model_dump_json(exclude={"sources"}).encode()).hexdigest()[:32],
        names,
        [(*place, *rest) for place, rest in links.items()],
        _mentions(named),
        _results(extraction, named, names, sentences),
        list(quoted.items()),
    )
    return Prepared(paper.model_dump_json(), counted, dump(rows))


def _links(extraction: Extraction, named: _Named, sentences: Sentences) -> dict[tuple[str, int], tuple[float, Any]]:
    """Confidence and places by predicate and number of the name: of the entities' roles, then of what else is said."""
    links: dict[tuple[str, int], tuple[float, Sequence[_Place]]] = {}
    for entity, number in named:
        places = [(*sentences.at(m.start), m.start, m.end) for m in entity.mentions]
        confidence = round(entity.confidence * entity.role_confidence, 4)
        _join(links, (ROLE_PREDICATE[entity.role], number), confidence, places)
    by_name = {(entity.type, entity.name): number for entity, number in named}
    for link in said(extraction, sentences):
        found = by_name.get((link.entity.type, link.entity.name))
        if found is not None:
            place = (*sentences.at(link.start), link.start, link.end)
            _join(links, (link.predicate, found), link.confidence, [place])
    return links


def _join(
    links: dict[Any, tuple[float, Sequence[_Place]]], key: object, confidence: float, places: Sequence[_Place]
) -> None:
    """Add a link; where it is there already, its evidence is added."""
    if known := links.get(key):
        joined = {(first, last, start, end) for first, last, start, end in (*known[1], *places)}
        places = sorted(joined, key=lambda place: (place[0], place[2:]))
        confidence = max(known[0], confidence)
    links[key] = confidence, places


def _mentions(named: _Named) -> list[tuple[int, int, int, float]]:
    found: dict[tuple[int, int, int], float] = {}
    for entity, number in named:
        for m in entity.mentions:
            found.setdefault((m.start, m.end, number), m.confidence)
    return [(*place, confidence) for place, confidence in found.items()]


def _results(
    extraction: Extraction, named: _Named, names: Sequence[str], sentences: Sentences
) -> list[tuple[str, dict[str, object]]]:
    """The results by key; method, dataset, metric and task are numbers of names."""
    if not extraction.results:
        return []
    by_name: dict[str, int] = {}
    for entity, number in named:
        for surface in (entity.name, *entity.surfaces):
            by_name.setdefault(name_key(surface), number)

    def number_of(name: str | None, slot: str) -> int | None:
        found = by_name.get(name_key(name)) if name else None
        return found if found is not None and names[found].startswith(_SLOTS[slot]) else None

    results: dict[str, dict[str, object]] = {}
    for result, task in zip(extraction.results, result_tasks(extraction, sentences), strict=True):
        key = _result_key(extraction.id, result)
        results[key] = {
            "key": key,
            "paper": extraction.id,
            "method": number_of(result.subject, "method"),
            "dataset": number_of(result.dataset, "dataset"),
            "metric": number_of(result.metric, "metric"),
            "task": number_of(task, "task"),
            "value": result.value,
            "unit": result.unit,
            "kind": result.kind,
            "text": result.text,
            "start": result.start,
            "end": result.end,
            "confidence": result.confidence,
        }
    return sorted(results.items())


def _result_key(paper: str, result: Result) -> str:
    parts = (paper, result.start, result.end, result.subject, result.metric, result.dataset, result.value)
    identity = "\n".join(map(str, parts))
    return f"result:{hashlib.sha256(identity.encode('utf-8', 'replace')).hexdigest()[:16]}"


def link_paper(id: str, paper: str, rows: str, settle: Callable[[str], str], configuration: str) -> LinkedRows:
    """The rows of one paper in the graph, once `settle` tells the node key that each of its names comes to."""
    fields, names, listed, placed, found, quoted = load(rows)
    keys = [settle(name) for name in names]
    joined: dict[tuple[str, str], tuple[float, Sequence[_Place]]] = {}
    for predicate, number, confidence, places in listed:
        _join(joined, (predicate, keys[number]), confidence, places)
    ordered = [(*place, *joined[place]) for place in sorted(joined)]
    links = [(predicate, key, confidence, dump(places)) for predicate, key, confidence, places in ordered]
    at: dict[tuple[int, int, str], float] = {}
    for start, end, number, confidence in placed:
        at.setdefault((start, end, keys[number]), confidence)
    mentions = [(*place, at[place]) for place in sorted(at)]
    results = []
    for key, result in found:
        for slot in _SLOTS:
            if result[slot] is not None:
                result[slot] = keys[result[slot]]
        results.append((key, dump(result)))
    digest = hashlib.sha256(dump((configuration, fields, links, mentions, results)).encode("utf-8", "surrogatepass"))
    derived = list(_derived(id, ordered, dict(quoted)))
    return LinkedRows(id, paper, digest.hexdigest()[:32], links, mentions, results, derived)


def _derived(
    id: str, links: Sequence[tuple[str, str, float, Sequence[_Place]]], quoted: dict[int, str]
) -> Iterator[tuple[str, str, str, float, str]]:
    """What holds for the methods that a paper introduces, because the paper says it of itself."""
    for predicate, own, sure, _ in links:
        if predicate != "introduces" or not own.startswith("method:"):
            continue
        for other, key, confidence, places in links:
            if (derived := _DERIVED.get(other)) and key != own:
                evidence = [(id, first, last, quoted[first], start, end) for first, last, start, end in places[:1]]
                yield own, derived, key, round(min(sure, confidence), 4), dump(evidence)
