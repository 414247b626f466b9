"""Scoring extractions against annotated papers.

Counts what `eval/ANNOTATION.md` of the annotation project counts, by the same rules:
an entity is right when its type is right and a surface agrees (case, hyphens, spaces
and a plural s folded); each annotated entity can be found once; optional ones count in
neither direction; roles count on the entities that are right.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.records import ENTITY_TYPES

__all__ = ["Figures", "Scores", "read_annotated", "score"]

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
class Figures:
    """Counts of right, wrong and missed, and the ratios that follow."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float:
        """Right among predicted; 0 where nothing was predicted."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Right among annotated; 0 where nothing was annotated."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def add(self, tp: int, fp: int, fn: int) -> None:
        """Count more."""
        self.tp += tp
        self.fp += fp
        self.fn += fn


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
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                paper = json.loads(line)
                _check(paper, f"{path}:{number}")
                papers[str(paper["id"])] = paper
    except OSError as error:
        raise KgError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise KgError(f"{path}: is no JSON Lines file of annotated papers: {error}") from error
    if not papers:
        raise KgError(f"{path}: holds no papers")
    return papers


def _check(paper: object, where: str) -> None:
    if not isinstance(paper, dict) or "id" not in paper or not isinstance(paper.get("entities"), list):
        raise KgError(f"{where}: needs an object with id and a list of entities")
    for entity in paper["entities"]:
        if not isinstance(entity, dict) or not {"type", "name"} <= entity.keys():
            raise KgError(f"{where}: every entity needs type and name")


def _folded(name: str) -> str:
    """Case, separators, a leading article, a generic tail and a plural s folded away."""
    text = _SEPARATORS.sub(" ", name.casefold()).strip()
    text = _ARTICLE.sub("", text)
    text = _GENERIC_TAIL.sub("", text) or text
    words = text.split()
    if words and len(words[-1]) > 3 and words[-1].endswith("s") and not words[-1].endswith("ss"):
        words[-1] = words[-1][:-1]
    return "".join(words)


def _names(entity: Mapping[str, Any]) -> set[str]:
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


def _score_entities(
    scores: Scores, id: str, gold: Sequence[Mapping[str, Any]], predicted: Sequence[Mapping[str, Any]]
) -> None:
    solid = [(entity, _names(entity)) for entity in gold if not entity.get("optional")]
    optional = [_names(entity) for entity in gold if entity.get("optional")]
    taken: set[int] = set()
    wrong = []
    for guess in predicted:
        names = _names(guess)
        hits = [i for i, (entity, known) in enumerate(solid) if entity["type"] == guess["type"] and known & names]
        free = [i for i in hits if i not in taken]
        if free:
            taken.add(free[0])
            entity = solid[free[0]][0]
            scores.figures[entity["type"]].tp += 1
            scores.role_all += 1
            scores.role_right += entity.get("role") == guess.get("role")
        elif hits or not any(known & names for known in optional):
            scores.figures[guess["type"]].fp += 1
            wrong.append((guess["type"], guess["name"]))
    missed = [(e["type"], e["name"]) for i, (e, _) in enumerate(solid) if i not in taken]
    for kind, _ in missed:
        scores.figures[kind].fn += 1
    if wrong or missed:
        scores.mistakes.append((id, wrong, missed))


def _score_introduced(
    scores: Scores, gold: Sequence[Mapping[str, Any]], predicted: Sequence[Mapping[str, Any]]
) -> None:
    figures = scores.figures["introduced"]
    optional = [_names(e) for e in gold if e.get("optional")]
    left = [_names(e) for e in gold if e.get("role") == "introduced" and not e.get("optional")]
    for guess in predicted:
        if guess.get("role") != "introduced":
            continue
        names = _names(guess)
        hit = next((i for i, known in enumerate(left) if known & names), None)
        if hit is not None:
            left.pop(hit)
            figures.tp += 1
        elif not any(known & names for known in optional):
            figures.fp += 1
    figures.fn += len(left)


def _quantity(value: float, unit: str | None) -> tuple[float, str]:
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
        for name in _names(entity):
            known.setdefault(name, f"annotated {index}")
    guessed: dict[str, str] = {}
    for entity in guess["entities"]:
        names = _names(entity)
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
            value = (*_quantity(result["value"], result.get("unit")), result.get("kind"))
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
