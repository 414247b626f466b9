"""What the results and comparisons of one paper say beyond the roles of its entities.

Pure functions over one extraction: which methods a text says are beaten, which datasets
that the paper introduces have results, and which task a result stands for.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.records import Entity, Extraction
from kg.sentences import Sentences
from kg.text import lowered, name_key

__all__ = ["Said", "result_tasks", "said"]

_BEATS = re.compile(
    r"\b(?:outperform(?:s|ed|ing)?|outscor(?:es|ed|ing)|beat(?:s|ing)?|surpass(?:es|ed|ing)?|exceed(?:s|ed|ing)?"
    r"|outdo(?:es|ing)?|improv(?:es|ed|ing|ements?) (?:up)?on|(?:improv(?:es|ed|ing|ements?)|gains?|advantages?) over"
    r"|superior to|(?:better|higher|lower|faster|smaller|fewer|more|less|worse|stronger)(?: [\w-]+){0,4} than"
    r"|compared (?:to|with)|in comparison (?:to|with)|as opposed to|versus|vs\.?)(?= )"
)
# Between a verb and the names it governs: articles, adjectives and other names, never a new clause.
_CLAUSE = re.compile(r"[;:()]|, (?:while|whereas|but|which|who|where|with|by|achieving|and (?:is|are|has|we))\b")
_REACH = 120
_SURE = 0.9
_INTRODUCES = re.compile(r"(?:^|[\s,])(?:by|in|on|for|at|across|while|when|under|using|with|without|from)\s")


class Said(NamedTuple):
    """A link that follows from a sentence: the predicate, the entity, where it is named, how sure that is."""

    predicate: str
    entity: Entity
    start: int
    end: int
    confidence: float


def said(extraction: Extraction, sentences: Sentences | None = None) -> Iterator[Said]:
    """The links of a paper that its results and comparisons add to those of the entities' roles.

    `sentences` are those of the paper's text, where they are cut already.

    >>> from kg.records import Mention
    >>> text = "FooNet outperforms BarNet by 2 points."
    >>> foo = Entity(type="Method", name="FooNet", surfaces=["FooNet"], role="introduced",
    ...              mentions=[Mention(start=0, end=6)])
    >>> bar = Entity(type="Method", name="BarNet", surfaces=["BarNet"], role="used",
    ...              mentions=[Mention(start=19, end=25)])
    >>> found = said(Extraction(id="p", abstract=text, entities=[foo, bar]))
    >>> [(link.predicate, link.entity.name) for link in found]
    [('comparesWith', 'BarNet')]
    """
    yield from _compared(extraction, sentences)
    yield from _evaluated(extraction)


def _compared(extraction: Extraction, sentences: Sentences | None) -> Iterator[Said]:
    """The methods that a sentence sets others against ("A outperforms B and C by 2 points")."""
    text = extraction.text
    methods = sorted(
        (m.start, m.end, number)
        for number, entity in enumerate(extraction.entities)
        if entity.type == "Method"
        for m in entity.mentions
    )
    place = 0
    for verb in _BEATS.finditer(lowered(text)) if methods else ():
        sentences = sentences or Sentences(text)
        while place < len(methods) and methods[place][0] < verb.end():
            place += 1
        end = min(sentences.at(verb.start())[1], verb.end() + _REACH)
        at = verb.end()
        for start, stop, number in methods[place : place + 8]:
            if start >= end or _CLAUSE.search(text, at, start) or _INTRODUCES.search(text, at, start):
                break
            entity = extraction.entities[number]
            if entity.role != "introduced":
                yield Said("comparesWith", entity, start, stop, round(entity.confidence * _SURE, 4))
            at = stop


def _evaluated(extraction: Extraction) -> Iterator[Said]:
    """The datasets that the paper introduces and states results on, where they are named nearest to these."""
    own = {
        name_key(name): entity
        for entity in extraction.entities
        if entity.type == "Dataset" and entity.role == "introduced"
        for name in (entity.name, *entity.surfaces)
    }
    for result in extraction.results:
        if result.dataset and (entity := own.get(name_key(result.dataset))):
            places = [(m.start, m.end) for m in entity.mentions] or [(result.start, result.end)]
            start, end = min(places, key=lambda place: (abs(place[0] - result.start), place))
            yield Said("evaluatesOn", entity, start, end, result.confidence)


def result_tasks(extraction: Extraction, sentences: Sentences | None = None) -> list[str | None]:
    """For each result the name of its task: the one that its sentence names, else the paper's only one, else None."""
    tasks = [entity for entity in extraction.entities if entity.type == "Task" and entity.role == "addressed"]
    if len(tasks) < 2:
        return [tasks[0].name if tasks else None] * len(extraction.results)
    sentences = sentences or Sentences(extraction.text)
    named: list[str | None] = []
    for result in extraction.results:
        start, end = sentences.at(result.start)
        inside = [task for task in tasks if any(start <= m.start < end for m in task.mentions)]
        named.append(inside[0].name if len(inside) == 1 else None)
    return named
