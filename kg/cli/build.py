"""`kg build` and `kg extract`."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kg.api.building import build_store, open_for_building
from kg.api.extraction_runs import extract_to_file
from kg.api.knowledge_graph import KnowledgeGraph
from kg.api.options import BuildOptions, BuildReport, describe_skip
from kg.api.shards import Part
from kg.cli.application import app
from kg.cli.console import print_table, progress_bar, warn
from kg.cli.write import EXPORTS, BaseIri, ProvenanceLevel, default_file, write_export
from kg.cores import usable_cores

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
EngineOption = Annotated[
    str, typer.Option("--engine", metavar="local|ray", help="Who extracts: this machine, or a Ray cluster.")
]
AddressOption = Annotated[
    str | None,
    typer.Option("--address", metavar="ADDRESS", help="The Ray cluster, such as 'auto' (default: one of its own)."),
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
    engine: EngineOption = "local",
    address: AddressOption = None,
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
        _options(profile, lexicon, min_confidence, format, limit, strict, jobs, engine, address),
        fresh=fresh,
        links=links,
        fix=fix,
    )
    if base_iri:
        Iris(base_iri)  # what is wrong with it is told before the work
    with open_for_building(out, fresh) as store:
        with progress_bar() as progress:
            report = build_store(store, inputs, options, progress, warn)
        _warn_of_skips(report)
        _tell_of_corrections(report, given=bool(links or fix))
        graph = KnowledgeGraph(store, report)
        if base_iri:
            graph.set_base_iri(base_iri)
        graph.update_sparql()
        written = []
        for name in formats:
            target = out / default_file(name)
            write_export(
                graph, name, str(target), base_iri=base_iri, provenance=provenance, directory=str(out), jobs=jobs
            )
            written.append(target)
        _print_report(report, out, written)


@app.command()
def extract(
    inputs: Inputs,
    out: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            metavar="PATH",
            help="JSON Lines, or Parquet by suffix; '-' is standard output. With --shard also a folder. s3://… too.",
        ),
    ],
    shard: Annotated[
        str | None,
        typer.Option("--shard", metavar="K/N", help="Only the K-th of N parts, as Parquet named by its content."),
    ] = None,
    profile: ProfileOption = "accurate",
    lexicon: LexiconOption = None,
    min_confidence: ConfidenceOption = None,
    format: FormatOption = None,
    limit: LimitOption = None,
    strict: StrictOption = False,
    jobs: JobsOption = None,
    engine: EngineOption = "local",
    address: AddressOption = None,
) -> None:
    """Extract only: one JSON object per paper as JSON Lines, or one row as Parquet, which kg build takes as it is.

    Example:  kg extract abstracts.txt -o extractions.jsonl
             kg extract arxiv.jsonl --shard 3/64 -o shards
    """
    options = _options(profile, lexicon, min_confidence, format, limit, strict, jobs, engine, address)
    if shard is not None:
        try:
            options = replace(options, part=Part.parse(shard))
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--shard") from error
    report = BuildReport()
    with progress_bar() as progress:
        file, written = extract_to_file(inputs, out, options, report, progress, warn)
    _warn_of_skips(report)
    if file != "-":
        warn(f"{report.papers} papers written to {file}" if written else f"{file}: is there already; nothing to do")


def _options(
    profile: str,
    lexicon: Path | None,
    min_confidence: float | None,
    format: str | None,
    limit: int | None,
    strict: bool,
    jobs: int | None,
    engine: str,
    address: str | None,
) -> BuildOptions:
    from extractors.pipeline import PROFILES

    if profile not in PROFILES:
        raise typer.BadParameter(f"choose from {', '.join(PROFILES)}", param_hint="--profile")
    if engine not in ("local", "ray"):
        raise typer.BadParameter("choose from local, ray", param_hint="--engine")
    if address is not None and engine != "ray":
        raise typer.BadParameter("is for --engine ray", param_hint="--address")
    return BuildOptions(
        profile="fast" if profile == "fast" else "accurate",
        lexicon=lexicon,
        min_confidence=min_confidence,
        format=format,
        limit=limit,
        strict=strict,
        jobs=jobs or (0 if engine == "ray" else usable_cores()),
        engine="ray" if engine == "ray" else "local",
        address=address,
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
        ("", "extracted", report.extracted),
    ]
    if report.shards:
        rows.append(("", "extracted in shards", report.reused))
    rows += [("entities" if i == 0 else "", kind, n) for i, (kind, n) in enumerate(report.entities.items())]
    rows += [("edges" if i == 0 else "", name, n) for i, (name, n) in enumerate(report.edges.items())]
    rows.append(("results", "", report.results))
    rows.append(("time", "seconds", f"{report.seconds:.1f}"))
    rows += [("written" if i == 0 else "", str(path), "") for i, path in enumerate(written)]
    print_table(f"{out}", ("", "", ""), rows)
    sys.stdout.flush()
