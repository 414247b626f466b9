"""`kg eval`: extractions against annotated papers, or mentions against a public test set."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.application import app
from kg.cli.console import plain, print_table, progress_bar
from kg.errors import KgError
from kg.evaluation import (
    PUBLIC_SETS,
    Figures,
    Interval,
    MentionScores,
    Passage,
    Reliability,
    Scores,
    Span,
    by_paper,
    read_annotated,
    read_public,
    score,
    score_mentions,
)
from kg.evaluation import Annotated as AnnotatedPaper
from kg.evaluation import bootstrap as bootstrap_intervals
from kg.evaluation import reliability as reliability_of
from kg.records import Extraction, Paper
from kg.text import clean

if TYPE_CHECKING:
    from extractors.pipeline import Extractor

__all__ = ["evaluate"]

_FIGURES = ("Dataset", "Method", "Metric", "Task", "all entities", "introduced", "result value", "result tuple")
_MANY_ROUNDS = 100_000


@app.command("eval")
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Annotated papers (JSON Lines), or a public test set.")],
    predicted: Annotated[
        Path | None,
        typer.Argument(metavar="PREDICTED", help="Predictions in GOLD's form; without it GOLD's texts are read."),
    ] = None,
    format: Annotated[
        str | None, typer.Option("--format", metavar="|".join(PUBLIC_SETS), help="GOLD is this public test set.")
    ] = None,
    profile: Annotated[str, typer.Option("--profile", metavar="accurate|fast", help="Quality or speed.")] = "accurate",
    by_paper: Annotated[bool, typer.Option("--by-paper", help="List what is wrong and missed.")] = False,
    reliability: Annotated[
        bool, typer.Option("--reliability", help="Show whether confidence can be taken at its word.")
    ] = False,
    bootstrap: Annotated[
        int | None,
        typer.Option("--bootstrap", metavar="N", min=1, max=_MANY_ROUNDS, help="95 % intervals from N samples."),
    ] = None,
) -> None:
    """Score extraction: precision, recall and F1 by type, roles, results; or mentions on a public test set.

    Example:  kg eval annotated.jsonl --reliability --bootstrap 1000

    Example:  kg eval --format tdmsci test_500_v2.conll --profile fast
    """
    if format is None:
        _evaluate_papers(gold, predicted, profile, mistakes=by_paper, reliability=reliability, rounds=bootstrap)
        return
    if format not in PUBLIC_SETS:
        raise typer.BadParameter(f"choose from {', '.join(PUBLIC_SETS)}", param_hint="--format")
    if by_paper or reliability:
        raise typer.BadParameter("is for annotated papers, not for --format", param_hint="--by-paper, --reliability")
    _evaluate_mentions(format, gold, predicted, profile, bootstrap)


def _evaluate_papers(
    gold: Path, predicted: Path | None, profile: str, *, mistakes: bool, reliability: bool, rounds: int | None
) -> None:
    annotated = read_annotated(gold)
    guesses = read_annotated(predicted) if predicted else _extracted(annotated, profile)
    trust = reliability_of(annotated, guesses) if reliability else None
    scores = score(annotated, guesses)
    if mistakes:
        for id, wrong, missed in scores.mistakes:
            typer.echo(plain(id) + f"\n  wrong  {plain(wrong)}\n  missed {plain(missed)}")
    _print_scores(scores)
    if rounds:
        intervals = bootstrap_intervals(by_paper(annotated, guesses), rounds)
        _print_intervals(f"95 % intervals, {rounds} samples of {len(annotated)} papers", intervals, _FIGURES)
        low, high = _ends(intervals["role accuracy"][0])
        typer.echo(f"role accuracy {low}-{high}")
    if trust:
        _print_reliability(trust)


def _extractor(profile: str) -> "Extractor":
    from extractors.pipeline import PROFILES, Extractor

    if profile not in PROFILES:
        raise typer.BadParameter(f"choose from {', '.join(PROFILES)}", param_hint="--profile")
    return Extractor("fast" if profile == "fast" else "accurate")


def _extractions(papers: Sequence[Paper], profile: str) -> Iterator[Extraction]:
    extractor = _extractor(profile)
    with progress_bar() as progress:
        for done, extraction in enumerate(extractor.stream(papers), start=1):
            yield extraction
            progress("extract", done, len(papers))


def _extracted(annotated: Mapping[str, AnnotatedPaper], profile: str) -> dict[str, AnnotatedPaper]:
    papers = [_paper(id, data) for id, data in annotated.items()]
    return {extraction.id: extraction.model_dump() for extraction in _extractions(papers, profile)}


def _paper(id: str, data: Mapping[str, Any]) -> Paper:
    texts = {field: clean(data[field]) or None for field in ("title", "abstract") if isinstance(data.get(field), str)}
    return Paper(id=id, **texts)


def _print_scores(scores: Scores) -> None:
    typer.echo(f"{scores.papers} papers")
    for name in _FIGURES:
        f = scores.figures[name]
        typer.echo(
            f"{name:13s} P {f.precision:.3f}  R {f.recall:.3f}  F1 {f.f1:.3f}   (tp {f.tp}, fp {f.fp}, fn {f.fn})"
        )
    typer.echo(f"role accuracy {scores.role_accuracy:.3f}")


def _print_intervals(title: str, intervals: Mapping[str, Sequence[Interval]], names: Sequence[str]) -> None:
    none = (Interval(0.0, 0.0),) * 3
    rows = [(name, *("-".join(_ends(i)) for i in intervals.get(name, none))) for name in names]
    typer.echo(f"\n{title}")
    print_table("", ("", "P", "R", "F1"), rows)


def _ends(interval: Interval) -> tuple[str, str]:
    return f"{interval.low:.3f}", f"{interval.high:.3f}"


def _print_reliability(trust: Reliability) -> None:
    rows = [
        (f"{b.low:.1f}-{b.high:.1f}", b.entities, f"{b.confidence:.3f}", f"{b.right:.3f}")
        if b.entities
        else (f"{b.low:.1f}-{b.high:.1f}", 0, "", "")
        for b in trust.bins
    ]
    typer.echo("\nconfidence and what came true")
    print_table("", ("confidence", "entities", "mean", "share right"), rows)
    typer.echo(f"expected calibration error {trust.error:.3f}")


def _evaluate_mentions(name: str, gold: Path, predicted: Path | None, profile: str, rounds: int | None) -> None:
    public = PUBLIC_SETS[name]
    passages = read_public(gold, name)
    found = _given(passages, predicted, name) if predicted else _found(passages, profile)
    scores = score_mentions(passages, found, public.ours)
    source = f"predictions of {predicted}" if predicted else f"profile {profile}"
    typer.echo(f"{public.title}: {len(passages)} passages, {sum(len(p.spans) for p in passages)} mentions; {source}")
    scored = ", ".join(ours if ours == theirs else f"{ours} ({theirs})" for theirs, ours in public.types.items())
    typer.echo(f"scored: {scored}")
    typer.echo(f"not scored: {', '.join((*public.left_out, 'our other types'))}")
    names = [*public.ours, "all"]
    exact, overlap = MentionScores.total(scores.exact), MentionScores.total(scores.overlap)
    rows = [(n, exact[n].tp + exact[n].fn, *_ratios(exact[n]), *_ratios(overlap[n])) for n in names]
    print_table("", ("", "mentions", "exact P", "R", "F1", "overlap P", "R", "F1"), rows)
    if rounds:
        for title, units in (("exact", scores.exact), ("overlap", scores.overlap)):
            heading = f"{title}: 95 % intervals, {rounds} samples of {len(passages)} passages"
            _print_intervals(heading, bootstrap_intervals(units, rounds), names)


def _ratios(figures: Figures) -> tuple[str, ...]:
    return tuple(f"{value:.3f}" for value in figures.ratios)


def _found(passages: Sequence[Passage], profile: str) -> Iterator[tuple[Span, ...]]:
    papers = [Paper(id=passage.id, abstract=passage.text) for passage in passages]
    for extraction in _extractions(papers, profile):
        yield tuple(Span(m.start, m.end, e.type) for e in extraction.entities for m in e.mentions)


def _given(passages: Sequence[Passage], predicted: Path, name: str) -> list[tuple[Span, ...]]:
    """Mentions of another system, from a file of the same form over the same text."""
    theirs = read_public(predicted, name)
    if [p.text for p in theirs] != [p.text for p in passages]:
        raise KgError(f"{predicted}: holds other sentences than the annotated file; predictions keep its text")
    return [p.spans for p in theirs]
