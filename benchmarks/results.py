"""Results: quality on annotated abstracts kept apart, cost, and whether hostile text stays linear.

Usage: python -m benchmarks.results GOLD.jsonl [--fit N]

The first N papers (default: four fifths) fit a log-linear model of their own; the rest give the figures,
with the entities of both profiles and with the annotated ones. The neural part is the one that
ships, which was fitted on the first four fifths of our annotations. Needs the extra `train`.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from extractors.pipeline import PROFILES, Extractor
from extractors.results.finding import find_results, read_results
from extractors.results.model import ResultModel, read_model
from extractors.sight import Found
from kg.evaluation import Annotated, read_annotated, score
from kg.records import Paper
from training.fit_results import (
    ResultPaper,
    annotated_entities,
    fit_results,
    found_in,
    read_result_papers,
)

__all__ = ["main"]

HOSTILE: dict[str, Callable[[int], str]] = {
    "numbers": lambda count: "1 " * count,
    "percentages": lambda count: "12.5% and " * count,
    "a list": lambda count: "1.5, " * count,
    "ranges": lambda count: "1-2% " * (count // 2),
    "powers": lambda count: "3 x 10^2 " * count,
}


def _quality(
    name: str,
    apart: Sequence[ResultPaper],
    gold: Mapping[str, Annotated],
    before: Mapping[str, Found],
    model: ResultModel,
) -> None:
    began = time.process_time()
    read = {paper.id: read_results(paper.text, before[paper.id], model) for paper in apart}
    cost = 1000 * (time.process_time() - began) / len(read)
    predicted = {
        id: {
            "id": id,
            "entities": [e.model_dump() for e in entities],
            "results": [r.model_dump() for r in results],
        }
        for id, (entities, results) in read.items()
    }
    figures = score(gold, predicted).figures
    value, whole = figures["result value"], figures["result tuple"]
    print(
        f"{name:22} value P {value.precision:.3f} R {value.recall:.3f} F1 {value.f1:.3f}"
        f"   tuple P {whole.precision:.3f} R {whole.recall:.3f} F1 {whole.f1:.3f}"
        f"   entities F1 {figures['all entities'].f1:.3f}   {cost:.2f} ms an abstract"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--fit", type=int)
    options = parser.parse_args()
    papers = read_result_papers(options.gold)
    cut = options.fit or len(papers) * 4 // 5
    apart = papers[cut:]
    annotated = read_annotated(options.gold)
    gold = {paper.id: annotated[paper.id] for paper in apart}
    found = {profile: found_in(papers, profile) for profile in PROFILES}
    with tempfile.TemporaryDirectory() as folder:
        entities = {paper: one.entities for paper, one in found["accurate"].items()}
        fit_results(papers[:cut], [entities], Path(folder) / "results.npz")
        model = read_model(Path(folder) / "results.npz")
    for profile in PROFILES:
        _quality(f"entities: {profile}", apart, gold, found[profile], model)
    given = {p.id: Found(annotated_entities(p), [], 0.0, found["accurate"][p.id].sight) for p in apart}
    _quality("entities: annotated", apart, gold, given, model)
    for profile in PROFILES:
        extractor = Extractor(profile)
        began = time.process_time()
        for _ in extractor.stream(Paper(id=p.id, abstract=p.text) for p in apart):
            pass
        print(f"all of extraction, {profile}: {1000 * (time.process_time() - began) / len(apart):.2f} ms an abstract")
    for name, make in HOSTILE.items():
        short, long = (_seconds(make(size), model) for size in (25_000, 100_000))
        print(f"{name:12} 25,000: {short:6.2f} s   100,000: {long:6.2f} s   ratio {long / max(short, 1e-9):.1f}")


def _seconds(text: str, model: ResultModel) -> float:
    began = time.process_time()
    find_results(text, [], model)
    return time.process_time() - began


if __name__ == "__main__":
    main()
