"""The main job: read, merge, extract, link, store."""

import math
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from kg import __version__
from kg.api.lexicon_names import LexiconNames
from kg.api.workers import WorkerOptions, extract_in_processes
from kg.corrections import read_fixes, read_link_rules
from kg.errors import KgError
from kg.linking import link_corpus
from kg.records import Extraction, Paper, Record, Skip
from kg.store import FILE_NAME, Store
from kg.store.locking import writer_lock

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
    "open_for_building",
    "read_into",
    "remove_papers",
    "store_path",
]

PathLike = str | os.PathLike[str]

#: Called with a step ("read", "extract", "link"), how much is done and, where known, of how much.
Progress = Callable[[str, int, int | None], None]

_MAX_NAMED_SKIPS = 1000
#: Papers for which it pays to start another process: loading a pipeline takes as long as reading some hundred.
_WORTH_A_PROCESS = 200


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build.

    `format` forces the input format; `limit` stops reading after so many records; `fresh`
    forgets what the store holds, but for corrections, as soon as something was read; `links`
    and `fix` are files of corrections, which replace earlier ones; `jobs` is the number of
    processes that may extract.
    """

    profile: "Profile" = "accurate"
    lexicon: Path | None = None
    min_confidence: float | None = None
    format: str | None = None
    limit: int | None = None
    strict: bool = False
    fresh: bool = False
    links: Path | None = None
    fix: Path | None = None
    jobs: int = 1


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
    to_extract: int = 0
    entities: dict[str, int] = field(default_factory=dict)
    edges: dict[str, int] = field(default_factory=dict)
    results: int = 0
    corrections: int = 0
    unused_corrections: list[str] = field(default_factory=list)
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


def open_for_building(directory: PathLike | None, fresh: bool) -> Store:
    """The store of a folder, made if need be; `fresh` puts a new one in the place of what is no store (any more).

    Raises
    ------
    KgError
        If the folder cannot be made or holds something else, or another process is writing there.
    """
    if directory is None:
        return Store(None)
    path = store_path(directory)
    try:
        store = Store(path, create=True)
        if not fresh or store.is_whole():
            return store
        store.close()
    except KgError:
        if not fresh or not path.is_file():
            raise
    with writer_lock(path.parent):
        for suffix in ("", "-wal", "-shm"):
            try:
                Path(f"{path}{suffix}").unlink(missing_ok=True)
            except OSError as error:
                raise KgError(f"{path}: cannot be removed: {error.strerror}") from error
    return Store(path, create=True)


def build_store(
    store: Store, inputs: Sequence[PathLike], options: BuildOptions, progress: Progress = _silent
) -> BuildReport:
    """Read the inputs into a store, extract what is new, and link what changed.

    Afterwards the store reads as it stands, whatever others write to it.

    Raises
    ------
    KgError
        If an input is missing, nothing could be read, a correction is wrong, another process is
        writing, the disk is full, or `options.strict` and something was skipped. What was
        finished is kept, and nothing at all is left where there was no graph before.
    """
    with store.writing():
        try:
            report = _build(store, inputs, options, progress)
        except KgError:
            store.discard_if_empty()
            raise
    store.pin()
    return report


def _build(store: Store, inputs: Sequence[PathLike], options: BuildOptions, progress: Progress) -> BuildReport:
    from extractors.pipeline import Extractor

    began = perf_counter()
    links = read_link_rules(options.links) if options.links else None
    fixes = read_fixes(options.fix) if options.fix else None
    extractor = Extractor(options.profile, options.lexicon, options.min_confidence)
    report = BuildReport()
    run = store.begin_run(_now(), __version__, extractor.configuration, [str(i) for i in inputs])
    read_into(store, inputs, options, run, report, progress)
    if links is not None or fixes is not None:
        store.set_corrections(links=links, fixes=fixes)
    report.contested_ids = store.resolve_papers()
    _count_papers(store, report)
    _extract_new(store, extractor, options, report, progress)
    report.unused_corrections = link_store(store, extractor.lexicon, extractor.configuration, run, progress)
    corrections = store.corrections()
    report.corrections = len(corrections.links) + len(corrections.fixes)
    _end_run(store, run, options.lexicon, report)
    report.seconds = perf_counter() - began
    return report


def remove_papers(
    store: Store, ids: Sequence[str], lexicon: Path | None = None, progress: Progress = _silent
) -> BuildReport:
    """Take papers out of a store, with everything that was read and extracted for them, and link again.

    Raises
    ------
    KgError
        If there is no such paper, or the graph was built with a lexicon of the user's that is not given.
    """
    from extractors.lexicon import default_lexicon, read_user_lexicon

    used = store.meta("lexicon")
    if used and lexicon is None:
        raise KgError(f"{store.path}: was built with --lexicon {used}; give the same --lexicon")
    terms = default_lexicon().extended(read_user_lexicon(lexicon)) if lexicon else default_lexicon()
    report = BuildReport()
    with store.writing():
        wanted = [store.paper_named(id) for id in ids]
        configuration = store.configuration()
        run = store.begin_run(_now(), __version__, configuration, [f"remove {id}" for id in wanted])
        store.remove_papers(wanted)
        store.resolve_papers()
        _count_papers(store, report)
        report.to_extract = store.count_to_extract(configuration)
        link_store(store, terms, configuration, run, progress)
        _end_run(store, run, lexicon, report)
    return report


def _count_papers(store: Store, report: BuildReport) -> None:
    counts = store.paper_counts()
    report.papers, report.title_only = counts["papers"], counts["title only"]
    report.merged = counts["records"] - counts["papers"]


def _end_run(store: Store, run: int, lexicon: Path | None, report: BuildReport) -> None:
    """Count what the store holds now, and note that the run came to its end."""
    report.entities, report.edges = store.entity_counts(), store.edge_counts()
    report.results = store.result_count()
    store.end_run(run, _now(), report.counts() | store.change_counts(run), {"lexicon": str(lexicon or "")})


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
    """Read records into the store; `resolve_papers` then decides which are the same paper."""
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

    store.add_records(records(), run, fresh=options.fresh)
    if report.records == 0:
        first = report.skips[0] if report.skips else None
        why = f"; {describe_skip(first)}" if first else ""
        raise KgError(f"no paper could be read from {', '.join(str(i) for i in inputs)}{why}")
    if options.strict and report.skipped:
        raise KgError(f"--strict: {report.skipped} skipped; first: {describe_skip(report.skips[0])}")


def describe_skip(skip: Skip) -> str:
    """One line: where and why."""
    where = skip.file if skip.position is None else f"{skip.file}:{skip.position}"
    return f"{where}: {skip.reason}"


def _extract_new(
    store: Store, extractor: "Extractor", options: BuildOptions, report: BuildReport, progress: Progress
) -> None:
    configuration = extractor.configuration
    total = store.count_to_extract(configuration)
    papers = store.papers_to_extract(configuration)
    store.add_extractions(_extracted(papers, total, extractor, options, report, progress), configuration)


def _extracted(
    papers: Iterable[Paper],
    total: int,
    extractor: "Extractor",
    options: BuildOptions,
    report: BuildReport,
    progress: Progress,
) -> Iterator[Extraction]:
    """The extractions of papers, in order; by several processes where there is enough for them to do."""

    def failed(paper: Paper, reason: str) -> None:
        report.skipped += 1
        if len(report.skips) < _MAX_NAMED_SKIPS:
            report.skips.append(Skip(file=paper.id, reason=f"not extracted: {reason}"))

    jobs = min(options.jobs, math.ceil(total / _WORTH_A_PROCESS))
    if jobs <= 1:
        found = extractor.stream(papers)
    else:
        lexicon = str(options.lexicon) if options.lexicon else None
        worker = WorkerOptions(options.profile, lexicon, options.min_confidence)
        found = extract_in_processes(papers, worker, jobs, failed)
    for extraction in found:
        report.extracted += 1
        progress("extract", report.extracted, total)
        yield extraction


def link_store(
    store: Store, lexicon: "Lexicon", configuration: str, run: int, progress: Progress = _silent
) -> list[str]:
    """Link what is new, changed or gone; returns corrections that changed nothing."""
    return link_corpus(
        store, LexiconNames(lexicon), configuration, run, lambda done, total: progress("link", done, total)
    )


def extractions(
    inputs: Iterable[PathLike], options: BuildOptions, report: BuildReport, progress: Progress = _silent
) -> Iterator[Extraction]:
    """What every paper of the inputs names, by id; reads through a temporary store, so that memory stays bounded."""
    from extractors.pipeline import Extractor

    extractor = Extractor(options.profile, options.lexicon, options.min_confidence)
    with Store(None) as store:
        run = store.begin_run(_now(), __version__, extractor.configuration, [])
        read_into(store, list(inputs), options, run, report, progress)
        report.contested_ids = store.resolve_papers()
        _count_papers(store, report)
        yield from _extracted(store.papers(), report.papers, extractor, options, report, progress)
