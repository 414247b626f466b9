"""What each source of evidence brings to the second stage.

Usage: python -m benchmarks.ablations GOLD.jsonl --skip 2352 [--profile fast|accurate]

Reads the annotated papers after the first N (which fitted the taggers), grows the trees
that judge proposals with and without each group of columns, and prints cross-validated
F1 over all entities, with the taggers alone (no second stage) for comparison.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from extractors.candidates import Candidate
from extractors.evidence import columns
from extractors.lexicon import default_lexicon
from extractors.linear import read_linear
from extractors.proposals import propose
from extractors.recognizer import MODEL, PROFILES, Recognizer
from extractors.tagger import Tagger
from kg.evaluation import Scores, reliability
from kg.records import ENTITY_TYPES
from training.fit_judge import Case, best_threshold, cases, cross_validate, judged_papers, measure, prediction
from training.gold import read_gold

__all__ = ["main"]


def tagger_alone(case: Case, number: int) -> dict[str, Any]:
    """The likely spans of one tagger, spellings of one thing together, nothing else."""
    reading = case.reading
    spans = reading.lattices[number].spans(0.5)
    candidates = [
        Candidate(reading.words[first][0], reading.words[last][1], kind, probability, "tagger")
        for first, last, kind, probability in spans
    ]
    entities = []
    for proposal in propose(reading.view, candidates):
        surfaces = proposal.surfaces(reading.view.text)
        kind = max(proposal.candidates, key=lambda c: c.confidence).type
        entities.append({"type": kind, "name": surfaces[0], "surfaces": surfaces, "role": ""})
    return {"id": case.paper.id, "entities": entities}


def line(name: str, scores: Scores) -> str:
    """One row of the table: F1 over all entities, then of each type."""
    figures = [scores.figures[k].f1 for k in ("all entities", *ENTITY_TYPES)]
    return f"{name:28}" + "".join(f"{f:9.3f}" for f in figures)


def judged(made: Sequence[Case], used: list[int] | None) -> tuple[Scores, float, list[list[float]]]:
    """Cross-validated figures with the columns used (all where None), and the best threshold."""
    likely = cross_validate(made, used)
    threshold = best_threshold(made, likely)
    chosen = judged_papers(made, likely, threshold)
    return measure(made, [prediction(c, j) for c, j in zip(made, chosen, strict=True)]), threshold, likely


def interval(
    made: Sequence[Case], predicted: Sequence[dict[str, Any]], kind: str, rounds: int = 200
) -> tuple[float, float]:
    """The 95 % bootstrap interval of F1, papers drawn with replacement."""
    counts = []
    for case, guess in zip(made, predicted, strict=True):
        figures = measure([case], [guess]).figures[kind]
        counts.append((figures.tp, figures.fp, figures.fn))
    table = np.array(counts)
    rng = np.random.default_rng(1)
    drawn = table[rng.integers(0, len(table), (rounds, len(table)))].sum(axis=1)
    values = 2 * drawn[:, 0] / (2 * drawn[:, 0] + drawn[:, 1] + drawn[:, 2])
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--skip", type=int, required=True)
    parser.add_argument("--profile", choices=PROFILES, default="accurate")
    options = parser.parse_args()
    encoder = Tagger(MODEL / "encoder.onnx", MODEL / "vocabulary.txt") if options.profile == "accurate" else None
    recognizer = Recognizer(read_linear(MODEL / "linear.npz"), encoder, None, default_lexicon())
    made = cases(read_gold(options.gold)[options.skip :], recognizer)
    print(f"{'F1 on ' + str(len(made)) + ' papers':28}{'all':>9}" + "".join(f"{t:>9}" for t in ENTITY_TYPES))
    names = ("linear tagger alone", "encoder alone")[: len(made[0].reading.lattices)]
    for number, name in enumerate(names):
        print(line(name, measure(made, [tagger_alone(c, number) for c in made])), flush=True)
    full, threshold, likely = judged(made, None)
    print(line("second stage, all evidence", full), flush=True)
    groups = columns(len(names))
    everything = [c for group in groups.values() for c in group]
    groups["rules (finders, lexicon, names)"] = [*groups["finders"], *groups["lexicon"], *groups["names"]]
    for name, group in groups.items():
        if name != "type":
            label = {"tagger 0": "linear tagger", "tagger 1": "encoder"}.get(name, name)
            print(line(f"- {label}", judged(made, [c for c in everything if c not in group])[0]), flush=True)
    predicted = [prediction(c, j) for c, j in zip(made, judged_papers(made, likely, threshold), strict=True)]
    for kind in ("all entities", *ENTITY_TYPES):
        low, high = interval(made, predicted, kind)
        print(f"{kind}: {full.figures[kind].f1:.3f} [{low:.3f}, {high:.3f}]")
    gold = {c.paper.id: {"id": c.paper.id, "entities": c.paper.entities} for c in made}
    trust = reliability(gold, {p["id"]: p for p in predicted})
    print(f"threshold {threshold}; expected calibration error {trust.error:.4f}")
    for found in trust.bins:
        if found.entities:
            print(f"  confidence {found.confidence:.2f}  right {found.right:.2f}  ({found.entities})")


if __name__ == "__main__":
    main()
