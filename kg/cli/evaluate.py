"""`kg eval`: extractions against annotated papers."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.application import app
from kg.cli.console import progress_bar
from kg.evaluation import Annotated as AnnotatedPaper
from kg.evaluation import Scores, read_annotated, score
from kg.records import Paper
from kg.text import clean

__all__ = ["evaluate"]


@app.command("eval")
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Annotated papers, with title and abstract.")],
    predicted: Annotated[
        Path | None, typer.Argument(metavar="PREDICTED.jsonl", help="Extractions; without it GOLD's texts are read.")
    ] = None,
    profile: Annotated[str, typer.Option("--profile", metavar="accurate|fast", help="Quality or speed.")] = "accurate",
    by_paper: Annotated[bool, typer.Option("--by-paper", help="List what is wrong and missed.")] = False,
) -> None:
    """Score extraction: precision, recall and F1 by type, roles, results.

    Example:  kg eval annotated.jsonl
    """
    annotated = read_annotated(gold)
    guesses = read_annotated(predicted) if predicted else _extracted(annotated, profile)
    scores = score(annotated, guesses)
    if by_paper:
        for id, wrong, missed in scores.mistakes:
            typer.echo(f"{id}\n  wrong  {wrong}\n  missed {missed}")
    _print(scores)


def _extracted(annotated: Mapping[str, AnnotatedPaper], profile: str) -> dict[str, AnnotatedPaper]:
    from extractors.pipeline import PROFILES, Extractor

    if profile not in PROFILES:
        raise typer.BadParameter(f"choose from {', '.join(PROFILES)}", param_hint="--profile")
    papers = [_paper(id, data) for id, data in annotated.items()]
    found: dict[str, AnnotatedPaper] = {}
    with progress_bar() as progress:
        extractor = Extractor("fast" if profile == "fast" else "accurate")
        for done, extraction in enumerate(extractor.stream(papers), start=1):
            found[extraction.id] = extraction.model_dump()
            progress("extract", done, len(papers))
    return found


def _paper(id: str, data: Mapping[str, Any]) -> Paper:
    texts = {field: clean(data[field]) or None for field in ("title", "abstract") if isinstance(data.get(field), str)}
    return Paper(id=id, **texts)


def _print(scores: Scores) -> None:
    typer.echo(f"{scores.papers} papers")
    order = ["Dataset", "Method", "Metric", "Task", "all entities", "introduced", "result value", "result tuple"]
    for name in order:
        f = scores.figures[name]
        typer.echo(
            f"{name:13s} P {f.precision:.3f}  R {f.recall:.3f}  F1 {f.f1:.3f}   (tp {f.tp}, fp {f.fp}, fn {f.fn})"
        )
    typer.echo(f"role accuracy {scores.role_accuracy:.3f}")
