"""`kg build` and `kg extract`."""

import itertools
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kg.api.building import BuildOptions, BuildReport, build_store, describe_skip, extractions, open_for_building
from kg.api.knowledge_graph import KnowledgeGraph
from kg.api.workers import usable_cores
from kg.cli.application import app
from kg.cli.console import print_table, progress_bar, warn
from kg.cli.write import EXPORTS, BaseIri, ProvenanceLevel, default_file, write_export
from kg.extraction_files import write_jsonl, write_parquet
from kg.fileio import open_output

__all__ = ["build", "extract"]

_NAMED_SKIPS = 10

Inputs = Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs, or '-'.")]
ProfileOption = Annotated[str, typer.Option("--profile", metavar="accurate|fast", help="Quality or speed.")]
LexiconOption = Annotated[
    Path | None, typer.Option("--lexicon", metavar="FILE", help="Your own names: CSV with type, name, aliases.")
]
ConfidenceOption = Annotated[
    float | None, typer.Option("--min-confidence", metavar="X", min=0.0, max=1.0, help="Leave out entities below this.")
]
FormatOption = Annotated[
    str | None, typer.Option("--from", metavar="FORMAT", help="Force the input format (recognised by content).")
]
LimitOption = Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Read at most N records.")]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", metavar="N", min=1, help="Processes that extract (default: all cores).")
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Fail if anything had to be skipped.")]


@app.command()
def build(
    inputs: Inputs,
    out: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Folder for store and exports.")],
    profile: ProfileOption = "accurate",
    lexicon: LexiconOption = None,
    min_confidence: ConfidenceOption = None,
    format: FormatOption = None,
    limit: LimitOption = None,
    strict: StrictOption = False,
    jobs: JobsOption = None,
    export: Annotated[
        str, typer.Option("--export", metavar="LIST", help="Formats to write into DIR, or 'none'.")
    ] = "ttl,html",
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over instead of adding to DIR.")] = False,
    links: Annotated[
        Path | None, typer.Option("--links", metavar="FILE", help="Merge or split entities: CSV, see docs/linking.md.")
    ] = None,
    fix: Annotated[
        Path | None,
        typer.Option("--fix", metavar="FILE", help="Drop, retype, change a role or a paper's field: CSV, likewise."),
    ] = None,
    base_iri: BaseIri = None,
    provenance: ProvenanceLevel = "full",
) -> None:
    """Read abstracts, extract, link and store; then write DIR/graph.<format>.

    A DIR that holds a graph already is added to; corrections (--links, --fix) and --base-iri hold for later builds,
    queries and exports too.

    Example:  kg build abstracts.txt papers.bib -o out
    """
    from exports.iris import Iris

    formats = [] if export == "none" else [name.strip() for name in export.split(",") if name.strip()]
    for name in formats:
        if name not in EXPORTS:
            raise typer.BadParameter(f"{name!r} is no format; choose from {', '.join(EXPORTS)}", param_hint="--export")
    options = replace(
        _options(profile, lexicon, min_confidence, format, limit, strict, jobs), fresh=fresh, links=links, fix=fix
    )
    if base_iri:
        Iris(base_iri)  # what is wrong with it is told before the work
    with open_for_building(out, fresh) as store:
        with progress_bar() as progress:
            report = build_store(store, inputs, options, progress)
        _warn_of_skips(report)
        _tell_of_corrections(report, given=bool(links or fix))
        graph = KnowledgeGraph(store, report)
        if base_iri:
            graph.set_base_iri(base_iri)
        graph.update_sparql()
        written = []
        for name in formats:
            target = out / default_file(name)
            write_export(graph, name, str(target), base_iri=base_iri, provenance=provenance, directory=str(out))
            written.append(target)
        _print_report(report, out, written)


@app.command()
def extract(
    inputs: Inputs,
    out: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="FILE", help="JSON Lines, or Parquet by suffix; '-' is standard output."
        ),
    ],
    profile: ProfileOption = "accurate",
    lexicon: LexiconOption = None,
    min_confidence: ConfidenceOption = None,
    format: FormatOption = None,
    limit: LimitOption = None,
    strict: StrictOption = False,
    jobs: JobsOption = None,
) -> None:
    """Extract only: one JSON object per paper as JSON Lines, or one row as Parquet.

    Example:  kg extract abstracts.txt -o extractions.jsonl
    """
    options = _options(profile, lexicon, min_confidence, format, limit, strict, jobs)
    report = BuildReport()
    with progress_bar() as progress:
        papers = extractions(inputs, options, report, progress)
        # Nothing is written before the first paper is there: an input that cannot be read leaves no file.
        papers = itertools.chain([next(papers)], papers)
        with open_output(out) as stream:
            write = write_parquet if out.endswith(".parquet") else write_jsonl
            write(papers, stream)
    _warn_of_skips(report)
    if out != "-":
        warn(f"{report.papers} papers written to {out}")


def _options(
    profile: str,
    lexicon: Path | None,
    min_confidence: float | None,
    format: str | None,
    limit: int | None,
    strict: bool,
    jobs: int | None,
) -> BuildOptions:
    from extractors.pipeline import PROFILES

    if profile not in PROFILES:
        raise typer.BadParameter(f"choose from {', '.join(PROFILES)}", param_hint="--profile")
    return BuildOptions(
        profile="fast" if profile == "fast" else "accurate",
        lexicon=lexicon,
        min_confidence=min_confidence,
        format=format,
        limit=limit,
        strict=strict,
        jobs=jobs or usable_cores(),
    )


def _warn_of_skips(report: BuildReport) -> None:
    for skip in report.skips[:_NAMED_SKIPS]:
        warn(f"skipped {describe_skip(skip)}")
    if report.skipped > _NAMED_SKIPS:
        warn(f"skipped {report.skipped - _NAMED_SKIPS} more")
    for id in report.contested_ids[:_NAMED_SKIPS]:
        warn(f"the id {id!r} stands for different papers; each got a suffix")


def _tell_of_corrections(report: BuildReport, *, given: bool) -> None:
    for line in report.unused_corrections[:_NAMED_SKIPS]:
        warn(line)
    if len(report.unused_corrections) > _NAMED_SKIPS:
        warn(f"{len(report.unused_corrections) - _NAMED_SKIPS} more corrections found nothing to correct")
    if report.corrections and not given:
        warn(f"{report.corrections} earlier corrections hold; an empty file for --links or --fix takes them back")


def _print_report(report: BuildReport, out: Path, written: list[Path]) -> None:
    rows: list[tuple[str, str, int | str]] = [
        ("papers", "read in this run", report.records),
        ("", "in the graph", report.papers),
        ("", "merged away", report.merged),
        ("", "title only", report.title_only),
        ("", "skipped", report.skipped),
    ]
    rows += [("entities" if i == 0 else "", kind, n) for i, (kind, n) in enumerate(report.entities.items())]
    rows += [("edges" if i == 0 else "", name, n) for i, (name, n) in enumerate(report.edges.items())]
    rows.append(("results", "", report.results))
    rows.append(("time", "seconds", f"{report.seconds:.1f}"))
    rows += [("written" if i == 0 else "", str(path), "") for i, path in enumerate(written)]
    print_table(f"{out}", ("", "", ""), rows)
    sys.stdout.flush()
