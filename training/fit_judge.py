"""Fit and measure the second stage: which proposal is an entity of which type, and which role it has.

It learns from papers that the taggers have not seen, since a tagger is too sure of those
it was trained on. Figures are cross-validated over papers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from extractors.evidence import Reading, evidence
from extractors.names import name_table
from extractors.proposals import Proposal
from extractors.recognizer import ROLE_OF, ROLES, Judged, Recognizer, settle
from extractors.role_evidence import ContextModel, RoleFacts
from extractors.trees import Trees
from kg.evaluation import Scores, score
from kg.evaluation import entity_names as names_of  # the same folding as in scoring
from kg.records import EntityType
from training.gold import Annotated

__all__ = ["Case", "cases", "cross_validate", "fit_judges", "judged_papers", "measure"]

Floats = NDArray[np.float64]
FOLDS = 5
_BATCH = 64


@dataclass(slots=True)
class Case:
    """A paper with its proposals as rows of evidence, and what is right about them."""

    paper: Annotated
    reading: Reading
    proposals: list[Proposal]
    keys: list[tuple[int, EntityType]]
    rows: Floats
    labels: NDArray[np.int64] = field(init=False)
    weights: Floats = field(init=False)

    def __post_init__(self) -> None:
        solid = [(e["type"], names_of(e)) for e in self.paper.entities if not e["optional"]]
        optional = [names_of(e) for e in self.paper.entities if e["optional"]]
        text = self.reading.view.text
        self.labels = np.zeros(len(self.keys), np.int64)
        self.weights = np.ones(len(self.keys))
        for row, (number, kind) in enumerate(self.keys):
            surfaces = self.proposals[number].surfaces(text)
            names = names_of({"name": surfaces[0], "surfaces": surfaces})
            if any(kind == other and names & known for other, known in solid):
                self.labels[row] = 1
            elif any(names & known for known in optional):
                self.weights[row] = 0.0


def cases(papers: Sequence[Annotated], recognizer: Recognizer) -> list[Case]:
    """The cases of these papers as a recognizer reads them."""
    table = name_table()
    made = []
    for low in range(0, len(papers), _BATCH):
        batch = papers[low : low + _BATCH]
        for paper, reading in zip(batch, recognizer.read([(p.text, p.title_end) for p in batch]), strict=True):
            proposals = recognizer.propose(reading)
            keys, rows = evidence(reading, proposals, table)
            made.append(Case(paper, reading, proposals, keys, rows))
    return made


def grow(
    rows: Floats, labels: NDArray[np.int64], weights: Floats | None = None, rounds: int = 150, leaves: int = 12
) -> HistGradientBoostingClassifier:
    """Boosted trees for these rows."""
    model = HistGradientBoostingClassifier(
        max_iter=rounds,
        max_leaf_nodes=leaves,
        learning_rate=0.06,
        min_samples_leaf=30,
        l2_regularization=5.0,
        max_features=0.5,
        early_stopping=False,
        random_state=1,
    )
    return model.fit(rows, labels, sample_weight=weights)


def grow_entities(made: Sequence[Case], columns: list[int] | None = None) -> HistGradientBoostingClassifier:
    """The trees that tell entities."""
    rows = np.concatenate([c.rows if columns is None else c.rows[:, columns] for c in made if len(c.keys)])
    labels = np.concatenate([c.labels for c in made if len(c.keys)])
    weights = np.concatenate([c.weights for c in made if len(c.keys)])
    return grow(rows, labels, weights)


def cross_validate(made: Sequence[Case], columns: list[int] | None = None) -> list[list[float]]:
    """For each case the probability of each row, told by trees grown on the other folds."""
    found: list[list[float]] = [[] for _ in made]
    for fold in range(FOLDS):
        model = grow_entities([c for n, c in enumerate(made) if n % FOLDS != fold], columns)
        for n in range(fold, len(made), FOLDS):
            if len(made[n].keys):
                rows = made[n].rows if columns is None else made[n].rows[:, columns]
                found[n] = model.predict_proba(rows)[:, 1].tolist()
    return found


def judged_papers(made: Sequence[Case], likely: Sequence[list[float]], threshold: float) -> list[list[Judged]]:
    """The entities of each case."""
    return [settle(c.proposals, c.keys, p, threshold) for c, p in zip(made, likely, strict=True)]


def prediction(case: Case, judged: Sequence[Judged], roles: Sequence[str] | None = None) -> dict[str, Any]:
    """A paper's entities in the form that is scored."""
    entities = []
    for number, one in enumerate(judged):
        surfaces = list(dict.fromkeys(case.reading.view.text[s:e] for s, e in one.spans))
        role = roles[number] if roles else ROLE_OF[one.type][1]
        entities.append(
            {"type": one.type, "name": surfaces[0], "surfaces": surfaces, "role": role, "confidence": one.confidence}
        )
    return {"id": case.paper.id, "entities": entities}


def measure(made: Sequence[Case], predicted: Sequence[dict[str, Any]]) -> Scores:
    """Score predictions against the annotations."""
    gold = {c.paper.id: {"id": c.paper.id, "entities": c.paper.entities} for c in made}
    return score(gold, {p["id"]: p for p in predicted})


def best_threshold(made: Sequence[Case], likely: Sequence[list[float]]) -> float:
    """The threshold with the best F1 over all entities."""
    figures = {}
    for threshold in np.arange(0.32, 0.5, 0.03):
        judged = judged_papers(made, likely, float(threshold))
        scores = measure(made, [prediction(c, j) for c, j in zip(made, judged, strict=True)])
        figures[round(float(threshold), 2)] = scores.figures["all entities"].f1
    return max(figures, key=lambda t: figures[t])


def role_table(
    made: Sequence[Case], judged: Sequence[list[Judged]], recognizer: Recognizer, context: ContextModel
) -> tuple[list[Floats], list[list[int]]]:
    """Rows of evidence of every entity, and its right role (-1 where it matches none)."""
    tables, labels = [], []
    for case, entities in zip(made, judged, strict=True):
        text = case.reading.view.text
        rows, right = [], []
        facts = RoleFacts(case.reading.view, case.reading.words, case.reading.starts)
        for one in entities:
            scores = context.scores(facts, one.type, one.spans)
            rows.append(recognizer.role_row(case.reading, facts, one, scores))
            surfaces = [text[s:e] for s, e in one.spans]
            names = names_of({"name": surfaces[0], "surfaces": surfaces})
            hit = next(
                (e for e in case.paper.entities if not e["optional"] and e["type"] == one.type and names & names_of(e)),
                None,
            )
            right.append(ROLES.index(hit["role"]) if hit and hit["role"] in ROLES else -1)
        tables.append(np.array(rows))
        labels.append(right)
    return tables, labels


def grow_roles(tables: Sequence[Floats], labels: Sequence[list[int]]) -> HistGradientBoostingClassifier:
    """The trees that tell roles."""
    rows = np.concatenate([t for t in tables if len(t)])
    right = np.concatenate([np.array(r, np.int64) for r in labels if r])
    return grow(rows[right >= 0], right[right >= 0], rounds=70, leaves=8)


def roles_of(model: HistGradientBoostingClassifier, table: Floats, judged: Sequence[Judged]) -> list[str]:
    """The likeliest allowed role of each entity."""
    if not judged:
        return []
    scores = np.full((len(judged), len(ROLES)), -1.0)
    scores[:, model.classes_] = model.predict_proba(table)
    return [max(ROLE_OF[j.type], key=lambda r: s[ROLES.index(r)]) for j, s in zip(judged, scores, strict=True)]


def cross_validate_roles(
    tables: Sequence[Floats], labels: Sequence[list[int]], judged: Sequence[list[Judged]]
) -> list[list[str]]:
    """For each case the roles, told by trees grown on the other folds."""
    found: list[list[str]] = [[] for _ in tables]
    for fold in range(FOLDS):
        rest = [n for n in range(len(tables)) if n % FOLDS != fold]
        model = grow_roles([tables[n] for n in rest], [labels[n] for n in rest])
        for n in range(fold, len(tables), FOLDS):
            found[n] = roles_of(model, tables[n], judged[n])
    return found


def plain_trees(model: HistGradientBoostingClassifier, outputs: int) -> Trees:
    """The same trees as arrays; classes that were never seen get an output far below all others."""
    classes = [0] if outputs == 1 else [int(c) for c in model.classes_]
    listed = [(tree.nodes, classes[column]) for group in model._predictors for column, tree in enumerate(group)]
    shape = (len(listed), max(len(nodes) for nodes, _ in listed))
    feature, left, right = (np.zeros(shape, np.int32) for _ in range(3))
    threshold, value = np.zeros(shape), np.zeros(shape)
    for number, (nodes, _) in enumerate(listed):
        for place, node in enumerate(nodes):
            if node["is_leaf"]:
                left[number, place] = right[number, place] = place
                threshold[number, place] = np.inf
                value[number, place] = node["value"]
            else:
                feature[number, place] = node["feature_idx"]
                threshold[number, place] = node["num_threshold"]
                left[number, place], right[number, place] = node["left"], node["right"]
    base = np.full(outputs, -30.0)
    base[classes] = np.asarray(model._baseline_prediction).ravel()
    output = np.array([column for _, column in listed], np.int32)
    return Trees(feature, threshold, left, right, value, output, base)


def write_judges(output: Path, entity: Trees, role: Trees, context: ContextModel, threshold: float) -> None:
    """Keep the second stage as plain numbers."""
    arrays: dict[str, Any] = {"threshold": np.float64(threshold)}
    for name, trees in (("entity", entity), ("role", role)):
        for part in ("feature", "left", "right"):
            arrays[f"{name}_{part}"] = getattr(trees, part).astype(np.int16)
        for part in ("threshold", "value", "output", "base"):
            arrays[f"{name}_{part}"] = getattr(trees, part)
    features = sorted(context.rows, key=lambda f: context.rows[f])
    scale = float(np.abs(context.weights).max()) / 127
    arrays["context_features"] = np.frombuffer("\n".join(features).encode(), np.uint8)
    arrays["context_weights"] = np.round(context.weights / scale).astype(np.int8)
    arrays["context_scale"] = np.float64(scale)
    arrays["context_base"] = context.base
    np.savez_compressed(output, **arrays)


def fit_judges(made: Sequence[Case], recognizer: Recognizer, context: ContextModel, output: Path) -> Scores:
    """Fit both parts on all cases and keep them; the figures returned are cross-validated."""
    likely = cross_validate(made)
    threshold = best_threshold(made, likely)
    judged = judged_papers(made, likely, threshold)
    tables, labels = role_table(made, judged, recognizer, context)
    roles = cross_validate_roles(tables, labels, judged)
    scores = measure(made, [prediction(c, j, r) for c, j, r in zip(made, judged, roles, strict=True)])
    entity = plain_trees(grow_entities(made), 1)
    role = plain_trees(grow_roles(tables, labels), len(ROLES))
    write_judges(output, entity, role, context, threshold)
    return scores
