"""The main job: read, merge, extract, link, store."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from kg import __version__
from kg.errors import KgError
from kg.linking import KnownName, Linker
from kg.records import EntityType, Extraction, Record, Skip
from kg.store import FILE_NAME, Store
from kg.text import name_key

if TYPE_CHECKING:
    from extractors.lexicon import Lexicon
    from extractors.pipeline import Extractor, Profile

__all__ = [
    "BuildOptions",
    "BuildReport",
    "PathLike",
    "Progress",
    "build_store",
    "describe_skip",
    "extractions",
    "link_store",
    "lookup_in",
    "read_into",
    "store_path",
]

PathLike = str | os.PathLike[str]

#: Called with a step ("read", "extract", "link"), how much is done and, where known, of how much.
Progress = Callable[[str, int, int | None], None]

_MAX_NAMED_SKIPS = 1000


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build. `format` forces the input format; `limit` stops reading after so many records."""

    profile: "Profile" = "accurate"
    lexicon: Path | None = None
    min_confidence: float | None = None
    format: str | None = None
    limit: int | None = None
    strict: bool = False


@dataclass(slots=True)
class BuildReport:
    """What a build did. `records` counts what was read in this run; `papers` what the store now holds."""

    records: int = 0
    papers: int = 0
    merged: int = 0
    title_only: int = 0
    skipped: int = 0
    skips: list[Skip] = field(default_factory=list)
    contested_ids: list[str] = field(default_factory=list)
    extracted: int = 0
    entities: dict[str, int] = field(default_factory=dict)
    edges: dict[str, int] = field(default_factory=dict)
    results: int = 0
    seconds: float = 0.0

    def counts(self) -> dict[str, int]:
        """The numbers that are kept with the run."""
        names = ("records", "papers", "merged", "title_only", "skipped", "extracted", "results")
        return {name: getattr(self, name) for name in names} | {
            f"entities {kind}": count for kind, count in self.entities.items()
        }


def store_path(directory: PathLike) -> Path:
    """The store's file in a folder."""
    return Path(directory) / FILE_NAME


def _silent(step: str, done: int, total: int | None) -> None:
    """No progress shown."""


def build_store(
    store: Store, inputs: Sequence[PathLike], options: BuildOptions, progress: Progress = _silent
) -> BuildReport:
    """Read the inputs into a store, extract what is new, and link everything.

    Raises
    ------
    KgError
        If an input is missing, nothing could be read, or `options.strict` and something was skipped.
    """
    from extractors.pipeline import Extractor

    began = perf_counter()
    extractor = Extractor(options.profile, options.lexicon, options.min_confidence)
    report = BuildReport()
    run = store.begin_run(_now(), __version__, extractor.configuration, [str(i) for i in inputs])
    read_into(store, inputs, options, run, report, progress)
    counts = store.paper_counts()
    report.papers, report.title_only = counts["papers"], counts["title only"]
    report.merged = counts["records"] - counts["papers"]
    _extract_new(store, extractor, report, progress)
    link_store(store, extractor.lexicon, extractor.configuration, report.papers, progress)
    report.entities, report.edges = store.entity_counts(), store.edge_counts()
    report.results = store.result_count()
    report.seconds = perf_counter() - began
    store.end_run(run, _now(), report.counts())
    return report


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def read_into(
    store: Store,
    inputs: Sequence[PathLike],
    options: BuildOptions,
    run: int,
    report: BuildReport,
    progress: Progress = _silent,
) -> None:
    """Read records into the store and decide which are the same paper."""
    from kg import sources

    def records() -> Iterator[Record]:
        for item in sources.read(inputs, format=options.format, limit=options.limit):
            if isinstance(item, Skip):
                report.skipped += 1
                if len(report.skips) < _MAX_NAMED_SKIPS:
                    report.skips.append(item)
                continue
            report.records += 1
            progress("read", report.records, None)
            yield item

    store.add_records(records(), run)
    if report.records == 0:
        first = report.skips[0] if report.skips else None
        why = f"; {describe_skip(first)}" if first else ""
        raise KgError(f"no paper could be read from {', '.join(str(i) for i in inputs)}{why}")
    if options.strict and report.skipped:
        raise KgError(f"--strict: {report.skipped} skipped; first: {describe_skip(report.skips[0])}")
    report.contested_ids = store.resolve_papers()


def describe_skip(skip: Skip) -> str:
    """One line: where and why."""
    where = skip.file if skip.position is None else f"{skip.file}:{skip.position}"
    return f"{where}: {skip.reason}"


def _extract_new(store: Store, extractor: "Extractor", report: BuildReport, progress: Progress) -> None:
    configuration = extractor.configuration
    total = store.count_to_extract(configuration)

    def counted() -> Iterator[Extraction]:
        for extraction in extractor.stream(store.papers_to_extract(configuration)):
            report.extracted += 1
            progress("extract", report.extracted, total)
            yield extraction

    store.add_extractions(counted(), configuration)


def link_store(store: Store, lexicon: "Lexicon", configuration: str, papers: int, progress: Progress = _silent) -> None:
    """Link the extractions of all papers anew: entities, links, results, relations."""
    linker = Linker(lookup_in(lexicon))
    for done, extraction in enumerate(store.extractions(configuration), start=1):
        linker.learn(extraction)
        progress("link", done, 2 * papers)
    linker.freeze()
    with store.relinking():
        store.add_entities(linker.entities())
        for done, extraction in enumerate(store.extractions(configuration), start=1):
            store.add_linked_paper(linker.link(extraction))
            progress("link", papers + done, 2 * papers)
        store.add_relations(linker.relations())


def lookup_in(lexicon: "Lexicon") -> Callable[[EntityType, str], KnownName | None]:
    """The lexicon as linking asks it."""

    def lookup(kind: EntityType, name: str) -> KnownName | None:
        terms = lexicon.lookup(name, kind)
        if not terms:
            return None
        term = terms[0]
        explained = any(len(n.split()) > 1 for n in term.names)
        return KnownName(term.id, term.name, term.variant_of, name_key(name) not in term.uncertain, explained)

    return lookup


def extractions(
    inputs: Iterable[PathLike], options: BuildOptions, report: BuildReport, progress: Progress = _silent
) -> Iterator[Extraction]:
    """What every paper of the inputs names, by id; reads through a temporary store, so that memory stays bounded."""
    from extractors.pipeline import Extractor

    extractor = Extractor(options.profile, options.lexicon, options.min_confidence)
    with Store(None) as store:
        run = store.begin_run(_now(), __version__, extractor.configuration, [])
        read_into(store, list(inputs), options, run, report, progress)
        counts = store.paper_counts()
        report.papers, report.title_only = counts["papers"], counts["title only"]
        report.merged = counts["records"] - counts["papers"]
        for extraction in extractor.stream(store.papers()):
            report.extracted += 1
            progress("extract", report.extracted, report.papers)
            yield extraction
