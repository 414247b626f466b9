"""Fit and measure what tells results: which number is an outcome, and what it belongs to.

Numbers learn from the entities that extraction finds; attachment from these and from the
annotated ones. Both are log-linear: a number against its four classes, a candidate against
the other candidates of the same number. Needs scikit-learn, which brings scipy.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from extractors.components import batches
from extractors.lexicon import default_lexicon
from extractors.recognizer import Profile, Recognizer
from extractors.results.mentions import SLOT_TYPES, Finding, Mentions
from extractors.results.model import KINDS, write_model
from extractors.results.number_features import number_features
from extractors.results.pair_features import PairEvidence
from extractors.results.reading import Reading, read
from extractors.sight import Found
from kg.evaluation import entity_names as names_of  # the same folding as in scoring
from kg.evaluation.entities import quantity as quantity_of
from kg.records import Entity, Mention
from kg.text import clean, paper_text
from training.gold import surface_spans

__all__ = ["ResultPaper", "annotated_entities", "fit_results", "found_in", "read_result_papers"]

Floats = NDArray[np.float64]
THRESHOLD = 0.45
#: Weight of a choice whose right answer extraction did not find: "none" is then the honest one.
_LOST = 0.3
_PREVALENT = {"number": 2, "pair": 3}


@dataclass(frozen=True, slots=True)
class ResultPaper:
    """An annotated paper: its text as offsets count it, and the annotations as they stand."""

    id: str
    text: str
    entities: list[dict[str, Any]]
    results: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidates of one slot of one number by their features, which of them are right, and a weight."""

    candidates: list[list[str]]
    right: list[int]
    weight: float


def read_result_papers(path: Path) -> list[ResultPaper]:
    """All papers of a file of annotations (JSON Lines), in order."""
    with path.open(encoding="utf-8") as lines:
        return [
            ResultPaper(
                str(paper["id"]),
                paper_text(clean(paper["title"] or ""), clean(paper["abstract"] or "")),
                paper["entities"],
                paper.get("results") or [],
            )
            for paper in map(json.loads, filter(str.strip, lines))
        ]


def annotated_entities(paper: ResultPaper) -> list[Entity]:
    """The annotated entities with their places in the text."""
    found = []
    for entity in paper.entities:
        surfaces = sorted({clean(s) for s in entity["surfaces"]} - {""})
        spans = sorted({span for surface in surfaces for span in surface_spans(paper.text, surface)})
        if spans:
            mentions = [Mention(start=start, end=end) for start, end in spans]
            found.append(
                Entity(
                    type=entity["type"],
                    name=entity["name"],
                    surfaces=surfaces,
                    role=entity["role"],
                    mentions=mentions,
                )
            )
    return found


def found_in(papers: Sequence[ResultPaper], profile: Profile) -> dict[str, Found]:
    """What a profile finds in each paper before results are read, by its id."""
    recognizer = Recognizer.load(profile, default_lexicon())
    found: dict[str, Found] = {}
    for together in batches(papers):
        by_paper = recognizer.find([paper.text for paper in together])
        found |= {paper.id: one for paper, one in zip(together, by_paper, strict=True)}
    return found


def located(paper: ResultPaper, reading: Reading) -> dict[int, dict[str, Any]]:
    """The number of the text that each annotated result means; the first result where several share one."""
    quantities = [quantity_of(n.value, n.unit) for n in reading.numbers]
    placed: dict[int, dict[str, Any]] = {}
    for result in paper.results:
        wanted = quantity_of(result["value"], result["unit"])
        alike = [i for i, q in enumerate(quantities) if q == wanted and i not in placed]
        quote = clean(result["text"])
        at = paper.text.find(quote)
        if not alike:
            continue
        inside = [i for i in alike if at >= 0 and at - 2 <= reading.numbers[i].start < at + len(quote)]
        nearest = inside[0] if inside else min(alike, key=lambda i: abs(reading.numbers[i].start - max(at, 0)))
        placed[nearest] = result
    return placed


def right_entities(paper: ResultPaper, result: Mapping[str, Any], entities: Sequence[Entity], slot: str) -> list[int]:
    """The entities that the annotation of a slot means; none where extraction lacks it."""
    wanted = names_of({"name": result[slot]})
    for annotated in paper.entities:
        if wanted & names_of(annotated):
            wanted = names_of(annotated)
            break
    return [
        index
        for index, entity in enumerate(entities)
        if entity.type == SLOT_TYPES[slot] and wanted & names_of(entity.model_dump())
    ]


def number_rows(paper: ResultPaper, reading: Reading) -> tuple[list[list[str]], list[int]]:
    """The features of each number, and its class: 0 for no outcome, else 1 + the place of its kind."""
    placed = located(paper, reading)
    labels = [1 + KINDS.index(placed[i]["kind"]) if i in placed else 0 for i in range(len(reading.numbers))]
    return [number_features(reading, i) for i in range(len(labels))], labels


def choices(paper: ResultPaper, reading: Reading) -> dict[str, list[Choice]]:
    """What had to be chosen for the annotated results, each after the right choice of the one before."""
    made: dict[str, list[Choice]] = {slot: [] for slot in SLOT_TYPES}
    mentions, previous = Mentions(reading), None
    evidence = PairEvidence(mentions)
    for index, result in sorted(located(paper, reading).items()):
        finding = Finding(index, result["kind"])
        for slot in SLOT_TYPES:
            candidates = mentions.candidates(finding, slot, previous)
            meant = right_entities(paper, result, reading.entities, slot) if result[slot] else []
            right = [place for place, c in enumerate(candidates) if c is not None and c in meant]
            context = evidence.context(finding)
            told = evidence.features(finding, slot, candidates, previous)
            rows = [[*own, *(sort + word for word in context)] for own, sort in told]
            made[slot].append(Choice(rows, right or [0], _LOST if result[slot] and not right else 1.0))
            finding.chosen[slot] = candidates[right[0]] if right else None
        previous = finding
    return made


def _vocabulary(rows: Iterable[Iterable[str]], least: int) -> dict[str, int]:
    counts = Counter(feature for row in rows for feature in set(row))
    return {feature: place for place, feature in enumerate(sorted(f for f, n in counts.items() if n >= least))}


def _matrix(rows: Sequence[Iterable[str]], places: Mapping[str, int]) -> csr_matrix:
    begins, columns = [0], []
    for row in rows:
        columns += sorted(places[f] for f in set(row) if f in places)
        begins.append(len(columns))
    return csr_matrix((np.ones(len(columns)), columns, begins), shape=(len(rows), len(places)))


def fit_numbers(rows: Sequence[list[str]], labels: Sequence[int], strength: float = 0.5) -> dict[str, list[float]]:
    """Weights of the features of numbers."""
    places = _vocabulary(rows, _PREVALENT["number"])
    model = LogisticRegression(C=strength, max_iter=400).fit(_matrix(rows, places), labels)
    weights = {feature: model.coef_[:, place].tolist() for feature, place in places.items()}
    weights["b"] = (np.array(weights["b"]) + model.intercept_).tolist()
    return weights


def fit_choices(made: Sequence[Choice], decay: float = 8.0) -> dict[str, float]:
    """Weights that make the right candidates likely among all: softmax over each choice."""
    made = [choice for choice in made if len(choice.candidates) > 1]
    rows = [row for choice in made for row in choice.candidates]
    places = _vocabulary(rows, _PREVALENT["pair"])
    matrix = _matrix(rows, places)
    turned = matrix.T.tocsr()
    begins = np.cumsum([0, *(len(c.candidates) for c in made)])
    group = np.repeat(np.arange(len(made)), np.diff(begins))
    weight = np.array([c.weight for c in made])
    right = np.zeros(len(rows))
    for begin, choice in zip(begins, made, strict=False):
        right[[begin + place for place in choice.right]] = 1.0

    def loss(theta: Floats) -> tuple[float, Floats]:
        scores = matrix @ theta
        raised = np.exp(scores - np.maximum.reduceat(scores, begins[:-1])[group])
        total, good = np.add.reduceat(raised, begins[:-1]), np.add.reduceat(raised * right, begins[:-1])
        slope = turned @ ((raised / total[group] - raised * right / good[group]) * weight[group])
        return -(weight * np.log(good / total)).sum() + decay / 2 * theta @ theta, slope + decay * theta

    theta = minimize(loss, np.zeros(len(places)), jac=True, method="L-BFGS-B", options={"maxiter": 250}).x
    return {feature: float(theta[place]) for feature, place in places.items()}


def fit_results(papers: Sequence[ResultPaper], found: Sequence[Mapping[str, list[Entity]]], output: Path) -> None:
    """Fit on these papers and keep the model.

    `found` holds the entities that extraction finds in each paper, one table by paper id for each profile.
    """
    rows: list[list[str]] = []
    labels: list[int] = []
    pairs: dict[str, list[Choice]] = {slot: [] for slot in SLOT_TYPES}
    for paper in papers:
        for number, entities in enumerate([*(f[paper.id] for f in found), annotated_entities(paper)]):
            reading = read(paper.text, entities)
            if reading is None:
                continue
            if number < len(found):
                more, told = number_rows(paper, reading)
                rows += more
                labels += told
            for slot, made in choices(paper, reading).items():
                pairs[slot] += made
    weights = {slot: fit_choices(made, 6.0 * (1 + len(found)) ** 0.5) for slot, made in pairs.items()}
    write_model(output, fit_numbers(rows, labels, 0.5 / len(found)), weights, THRESHOLD)
