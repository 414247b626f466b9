"""Scoring the entities, roles and results of papers against annotations.

Counts what `eval/ANNOTATION.md` of the annotation project counts, by the same rules:
an entity is right when its type is right and a surface agrees (case, hyphens, spaces
and a plural s folded); each annotated entity can be found once; optional ones count in
neither direction; roles count on the entities that are right.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.evaluation.figures import Figures
from kg.evaluation.lines import json_lines
from kg.records import ENTITY_TYPES

__all__ = ["Annotated", "Scores", "by_paper", "entity_names", "match", "quantity", "read_annotated", "score"]

#: One paper as annotated or predicted: {"id", "entities": [...], "results": [...]}.
Annotated = Mapping[str, Any]

_GENERIC_TAIL = re.compile(
    r" (?:datasets?|benchmarks?|corpus|corpora|algorithms?|methods?|models?|frameworks?|tasks?|scores?|metrics?)$"
)
_SEPARATORS = re.compile(r"[\s\-_/\\{}$~.,:;'\"()\[\]‐-―]+")
_ARTICLE = re.compile(r"^(?:the|a|an) ")
_MULTIPLIER = {"k": 1e3, "m": 1e6, "b": 1e9, "g": 1e9, "t": 1e12}
_PERCENT = {"%", "percent", "pct", "percentage points", "points", "pp"}
_TIMES = {"x", "×", "times", "fold", "points"}


@dataclass(slots=True)
class Scores:
    """All figures of one comparison; `mistakes` lists wrong and missed names by paper."""

    figures: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    role_right: int = 0
    role_all: int = 0
    papers: int = 0
    mistakes: list[tuple[str, list[tuple[str, str]], list[tuple[str, str]]]] = field(default_factory=list)

    @property
    def role_accuracy(self) -> float:
        """Right roles among the entities that are right."""
        return self.role_right / self.role_all if self.role_all else 0.0


def read_annotated(path: Path) -> dict[str, Annotated]:
    """Annotated or predicted papers by id, from JSON Lines.

    Raises
    ------
    KgError
        If the file cannot be read, or a line is no paper with id and entities.
    """
    papers: dict[str, Annotated] = {}
    for where, paper in json_lines(path):
        _check(paper, where)
        papers[str(paper["id"])] = paper
    if not papers:
        raise KgError(f"{path}: holds no papers")
    return papers


def _check(paper: Any, where: str) -> None:
    if not isinstance(paper, dict) or "id" not in paper or not isinstance(paper.get("entities"), list):
        raise KgError(f"{where}: needs an object with id and a list of entities")
    for entity in paper["entities"]:
        if not isinstance(entity, dict) or not {"type", "name"} <= entity.keys():
            raise KgError(f"{where}: every entity needs type and name")
        surfaces = entity.get("surfaces", [])
        if not isinstance(surfaces, list) or not all(isinstance(n, str) for n in (entity["name"], *surfaces)):
            raise KgError(f"{where}: name and surfaces of an entity are text")
        if entity["type"] not in ENTITY_TYPES:
            raise KgError(f"{where}: {entity['type']!r} is no type of entity; choose from {', '.join(ENTITY_TYPES)}")
    for result in paper.get("results") or ():
        if not isinstance(result, dict) or not isinstance(result.get("value"), int | float):
            raise KgError(f"{where}: every result needs a value that is a number")


def _folded(name: str) -> str:
    """Case, separators, a leading article, a generic tail and a plural s folded away."""
    text = _SEPARATORS.sub(" ", name.casefold()).strip()
    text = _ARTICLE.sub("", text)
    text = _GENERIC_TAIL.sub("", text) or text
    words = text.split()
    if words and len(words[-1]) > 3 and words[-1].endswith("s") and not words[-1].endswith("ss"):
        words[-1] = words[-1][:-1]
    return "".join(words)


def entity_names(entity: Mapping[str, Any]) -> set[str]:
    """Name and surfaces of an entity, folded as scoring compares them.

    >>> sorted(entity_names({"name": "CIFAR-10", "surfaces": ["CIFAR 10 dataset"]}))
    ['cifar10']
    """
    return {_folded(n) for n in (entity["name"], *entity.get("surfaces", ()))} - {""}


def score(gold: Mapping[str, Annotated], predicted: Mapping[str, Annotated]) -> Scores:
    """Compare predictions with annotations, paper by paper; a paper not predicted has no entities."""
    scores = Scores(papers=len(gold))
    for id, paper in gold.items():
        guess: Annotated = predicted.get(id, {"entities": [], "results": []})
        _score_entities(scores, id, paper["entities"], guess["entities"])
        _score_introduced(scores, paper["entities"], guess["entities"])
        _score_results(scores, paper, guess)
    total = Figures()
    for kind in ENTITY_TYPES:
        part = scores.figures[kind]
        total.add(part.tp, part.fp, part.fn)
    scores.figures["all entities"] = total
    return scores


def by_paper(gold: Mapping[str, Annotated], predicted: Mapping[str, Annotated]) -> list[dict[str, Figures]]:
    """The counts of each paper alone: what `bootstrap` draws from.

    `role accuracy` is there as a precision: right roles among the entities that are right.
    """
    papers = []
    for id, paper in gold.items():
        scores = score({id: paper}, predicted)
        roles = Figures(tp=scores.role_right, fp=scores.role_all - scores.role_right)
        papers.append({**scores.figures, "role accuracy": roles})
    return papers


def match(
    gold: Sequence[Mapping[str, Any]], predicted: Sequence[Mapping[str, Any]]
) -> tuple[list[tuple[Mapping[str, Any], Mapping[str, Any] | None]], list[Mapping[str, Any]]]:
    """The entities of one paper: each prediction with the annotated entity that it is, and those that were missed.

    The partner is None where the prediction is wrong: it is nothing annotated, or something
    found already. Predictions that are an optional entity are left out.
    """
    solid = [(entity, entity_names(entity)) for entity in gold if not entity.get("optional")]
    optional = [entity_names(entity) for entity in gold if entity.get("optional")]
    taken: set[int] = set()
    judged: list[tuple[Mapping[str, Any], Mapping[str, Any] | None]] = []
    for guess in predicted:
        names = entity_names(guess)
        hits = [i for i, (entity, known) in enumerate(solid) if entity["type"] == guess["type"] and known & names]
        free = [i for i in hits if i not in taken]
        if free:
            taken.add(free[0])
            judged.append((guess, solid[free[0]][0]))
        elif hits or not any(known & names for known in optional):
            judged.append((guess, None))
    return judged, [entity for i, (entity, _) in enumerate(solid) if i not in taken]


def _score_entities(
    scores: Scores, id: str, gold: Sequence[Mapping[str, Any]], predicted: Sequence[Mapping[str, Any]]
) -> None:
    judged, missed = match(gold, predicted)
    for guess, entity in judged:
        if entity is None:
            scores.figures[guess["type"]].fp += 1
        else:
            scores.figures[entity["type"]].tp += 1
            scores.role_all += 1
            scores.role_right += entity.get("role") == guess.get("role")
    for entity in missed:
        scores.figures[entity["type"]].fn += 1
    wrong = [(guess["type"], guess["name"]) for guess, entity in judged if entity is None]
    if wrong or missed:
        scores.mistakes.append((id, wrong, [(e["type"], e["name"]) for e in missed]))


def _score_introduced(
    scores: Scores, gold: Sequence[Mapping[str, Any]], predicted: Sequence[Mapping[str, Any]]
) -> None:
    figures = scores.figures["introduced"]
    optional = [entity_names(e) for e in gold if e.get("optional")]
    left = [entity_names(e) for e in gold if e.get("role") == "introduced" and not e.get("optional")]
    for guess in predicted:
        if guess.get("role") != "introduced":
            continue
        names = entity_names(guess)
        hit = next((i for i, known in enumerate(left) if known & names), None)
        if hit is not None:
            left.pop(hit)
            figures.tp += 1
        elif not any(known & names for known in optional):
            figures.fp += 1
    figures.fn += len(left)


def quantity(value: float, unit: str | None) -> tuple[float, str]:
    """One number however it is written: 67 M = 6.7e7, 10x = 10, 5 points = 5 %."""
    value, unit = abs(float(value)), (unit or "").strip().casefold()
    if unit in _MULTIPLIER or unit.endswith(("flops", "params", "parameters")):
        scale = _MULTIPLIER.get(unit[:1])
        if scale:
            value, unit = value if value >= 1e4 else value * scale, ""
    if unit in _PERCENT:
        unit = "%"
    if unit in _TIMES:
        unit = ""
    return float(f"{value:.6g}"), unit


def _score_results(scores: Scores, paper: Annotated, guess: Annotated) -> None:
    known: dict[str, str] = {}
    for index, entity in enumerate(paper["entities"]):
        for name in sorted(entity_names(entity)):
            known.setdefault(name, f"annotated {index}")
    guessed: dict[str, str] = {}
    for entity in guess["entities"]:
        names = sorted(entity_names(entity))
        hit = next((known[n] for n in names if n in known), None)
        for name in names:
            guessed.setdefault(name, hit or name)

    def keys(
        results: Iterable[Mapping[str, Any]], aliases: Sequence[Mapping[str, str]]
    ) -> tuple[Counter[Any], Counter[Any]]:
        def identity(name: str | None) -> str | None:
            if not name:
                return None
            folded = _folded(name)
            return next((a[folded] for a in aliases if folded in a), folded)

        values: Counter[Any] = Counter()
        tuples: Counter[Any] = Counter()
        for result in results or ():
            value = (*quantity(result["value"], result.get("unit")), result.get("kind"))
            values[value] += 1
            tuples[(*value, *(identity(result.get(f)) for f in ("subject", "dataset", "metric")))] += 1
        return values, tuples

    gold_values, gold_tuples = keys(paper.get("results") or (), [known])
    guess_values, guess_tuples = keys(guess.get("results") or (), [known, guessed])
    for name, gold, own in (
        ("result value", gold_values, guess_values),
        ("result tuple", gold_tuples, guess_tuples),
    ):
        right = (gold & own).total()
        scores.figures[name].add(right, own.total() - right, gold.total() - right)
