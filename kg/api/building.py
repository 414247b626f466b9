"""The main job: read, merge, extract, link, store."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from kg import __version__
from kg.api.batches import WorkerOptions
from kg.api.extracting import loaded_extractor
from kg.api.lexicon_names import LexiconNames
from kg.api.ray_engine import ray_readers
from kg.api.shards import Part, Tell, gaps, take_extractions
from kg.api.workers import Kept, Readers, readers
from kg.corrections import read_fixes, read_link_rules
from kg.errors import KgError
from kg.linking import link_corpus
from kg.records import Paper, Record, Skip
from kg.store import FILE_NAME, Store
from kg.store.locking import writer_lock

if TYPE_CHECKING:
    from extractors.lexicon import Lexicon
    from extractors.pipeline import Extractor, Profile
    from kg.sources.shards import Shard

__all__ = [
    "BuildOptions",
    "BuildReport",
    "Engine",
    "PathLike",
    "Progress",
    "build_store",
    "count_papers",
    "describe_skip",
    "link_store",
    "now",
    "open_for_building",
    "read_into",
    "readers_of",
    "remove_papers",
    "store_path",
    "take_from_shards",
]

PathLike = str | os.PathLike[str]

#: Called with a step ("read", "extract", "link"), how much is done and, where known, of how much.
Progress = Callable[[str, int, int | None], None]

Engine = Literal["local", "ray"]

_MAX_NAMED_SKIPS = 1000
#: Batches of extractions that are written in one transaction.
_KEPT_TOGETHER = 8


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build.

    `format` forces the input format; `limit` stops reading after so many records; `fresh`
    forgets what the store holds, but for corrections, as soon as something was read; `links`
    and `fix` are files of corrections, which replace earlier ones; `jobs` is the number of
    processes that may extract. `engine` and `address` say where they are: on this machine, or
    on a Ray cluster. `part` leaves out of what is read all but that part.
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
    engine: Engine = "local"
    address: str | None = None
    part: Part | None = None


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
    shards: "list[Shard]" = field(default_factory=list)
    reused: int = 0
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


def _untold(line: str) -> None:
    """Nobody to tell."""


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
        return Store(path, create=True)
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
    store: Store,
    inputs: Sequence[PathLike],
    options: BuildOptions,
    progress: Progress = _silent,
    tell: Tell = _untold,
) -> BuildReport:
    """Read the inputs into a store, extract what is new, and link what changed.

    What shards among the inputs have extracted already is taken over. Afterwards the store
    reads as it stands, whatever others write to it.

    Raises
    ------
    KgError
        If an input is missing, nothing could be read, a correction is wrong, another process is
        writing, the disk is full, or `options.strict` and something was skipped. What was
        finished is kept, and nothing at all is left where there was no graph before.
    """
    with store.writing():
        try:
            report = _build(store, inputs, options, progress, tell)
        except KgError:
            store.discard_if_empty()
            raise
    store.pin()
    return report


def _build(
    store: Store, inputs: Sequence[PathLike], options: BuildOptions, progress: Progress, tell: Tell
) -> BuildReport:
    began = perf_counter()
    links = read_link_rules(options.links) if options.links else None
    fixes = read_fixes(options.fix) if options.fix else None
    extractor = loaded_extractor(options.profile, options.lexicon, options.min_confidence)
    report = BuildReport()
    run = store.begin_run(now(), __version__, extractor.configuration, [str(i) for i in inputs])
    reading = _Reading(store, inputs, options, run, report, progress)

    def correct() -> None:
        if links is not None or fixes is not None:
            store.set_corrections(links=links, fixes=fixes)

    def take() -> None:
        take_from_shards(store, extractor.configuration, report, tell)

    _extract_while_reading(store, extractor, options, report, progress, reading, correct, take)
    count_papers(store, report)
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
        run = store.begin_run(now(), __version__, configuration, [f"remove {id}" for id in wanted])
        store.remove_papers(wanted)
        store.resolve_papers()
        count_papers(store, report)
        report.to_extract = store.count_to_extract(configuration)
        link_store(store, terms, configuration, run, progress)
        _end_run(store, run, lexicon, report)
    return report


def count_papers(store: Store, report: BuildReport) -> None:
    """Note how many papers there are."""
    counts = store.paper_counts()
    report.papers, report.title_only = counts["papers"], counts["title only"]
    report.merged = counts["records"] - counts["papers"]


def _end_run(store: Store, run: int, lexicon: Path | None, report: BuildReport) -> None:
    """Count what the store holds now, and note that the run came to its end."""
    report.entities, report.edges = store.entity_counts(), store.edge_counts()
    report.results = store.result_count()
    store.end_run(run, now(), report.counts() | store.change_counts(run), {"lexicon": str(lexicon or "")})


def now() -> str:
    """The time of a run."""
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
    for _ in _Reading(store, inputs, options, run, report, progress).batches():
        pass


class _Reading:
    """Records read into the store, while the papers that they make can already be extracted."""

    def __init__(
        self,
        store: Store,
        inputs: Sequence[PathLike],
        options: BuildOptions,
        run: int,
        report: BuildReport,
        progress: Progress,
    ) -> None:
        self._store, self._inputs, self._options = store, inputs, options
        self._run, self._report, self._progress = run, report, progress
        #: How many papers were given to be extracted, and whether all that was to be read has been.
        self.given, self.ended = 0, False

    def batches(self) -> Iterator[int]:
        """Keep the records batch by batch.

        Raises
        ------
        KgError
            At the end, if there was none, or if something was skipped that must not be.
        """
        report, options = self._report, self._options
        yield from self._store.record_batches(self._records(), self._run, fresh=options.fresh)
        if report.records == 0:
            first = report.skips[0] if report.skips else None
            why = f"; {describe_skip(first)}" if first else ""
            raise KgError(f"no paper could be read from {', '.join(str(i) for i in self._inputs)}{why}")
        if options.strict and report.skipped:
            raise KgError(f"--strict: {report.skipped} skipped; first: {describe_skip(report.skips[0])}")

    def _records(self) -> Iterator[Record]:
        from kg import sources

        report = self._report
        for item in sources.read(
            self._inputs, format=self._options.format, limit=self._options.limit, shards=report.shards
        ):
            if isinstance(item, Skip):
                report.skipped += 1
                if len(report.skips) < _MAX_NAMED_SKIPS:
                    report.skips.append(item)
                continue
            report.records += 1
            self._progress("read", report.records, None)
            if self._options.part is None or self._options.part.holds(item):
                yield item

    def new_papers(self, configuration: str, correct: Callable[[], None], take: Callable[[], None]) -> Iterator[Kept]:
        """Papers to be extracted, from each batch of records; all at the end, where something is to be done before.

        A paper may come again, if records that are read later change its text. `correct` is
        called once something was read, before any paper is put together; `take` when all was read.
        """
        contested: set[str] = set()
        corrected = False
        for _ in self.batches():
            if not corrected:
                correct()
                corrected = True
            if self._options.strict or self._report.shards:
                # Nothing is to be done before all is read without a skip, or what shards have found is known.
                continue
            for ids, claimed in self._store.resolved_papers():
                contested.update(claimed)
                new = self._store.unread_among(ids, configuration)
                self.given += len(new)
                yield from new
        for _, claimed in self._store.resolved_papers():
            contested.update(claimed)
        self._report.contested_ids = sorted(contested)
        self.ended = True
        take()
        if self._options.strict or self._report.shards:
            for kept in self._store.texts_to_extract(configuration):
                self.given += 1
                yield kept


def describe_skip(skip: Skip) -> str:
    """One line: where and why."""
    where = skip.file if skip.position is None else f"{skip.file}:{skip.position}"
    return f"{where}: {skip.reason}"


def take_from_shards(store: Store, configuration: str, report: BuildReport, tell: Tell) -> None:
    """Take over what shards among the inputs have extracted."""
    for line in gaps(report.shards):
        tell(line)
    if report.shards:
        report.reused = take_extractions(store, report.shards, configuration, tell)


def _extract_while_reading(
    store: Store,
    extractor: "Extractor",
    options: BuildOptions,
    report: BuildReport,
    progress: Progress,
    reading: "_Reading",
    correct: Callable[[], None],
    take: Callable[[], None],
) -> None:
    """Extract papers as they are read, then those that are left, and keep what was found."""
    configuration = extractor.configuration
    failed: set[str] = set()

    def left() -> Iterator[Kept]:
        for id, data in store.texts_to_extract(configuration):
            if id not in failed:
                reading.given += 1
                yield id, data

    def keep(batches: Sequence[pa.RecordBatch]) -> None:
        columns = pa.Table.from_batches(batches).to_pydict()
        prepared = zip(*(columns[name] for name in ("id", "basis", "paper", "counted", "rows")), strict=True)
        with store.transaction():
            store.put_extractions(list(zip(columns["text_hash"], columns["found"], strict=True)), configuration)
            store.put_prepared(prepared)

    new = reading.new_papers(configuration, correct, take)
    with readers_of(extractor, options, report, new, failed, linking=True) as run:
        for papers in (run.first, left()):
            waiting: list[pa.RecordBatch] = []
            for batch in run(papers):
                waiting.append(batch)
                report.extracted += batch.num_rows
                progress("extract", report.extracted, reading.given if reading.ended else None)
                if len(waiting) == _KEPT_TOGETHER:
                    keep(waiting)
                    waiting = []
            if waiting:
                keep(waiting)


@contextmanager
def readers_of(
    extractor: "Extractor",
    options: BuildOptions,
    report: BuildReport,
    papers: Iterable[Kept],
    failed: set[str],
    *,
    linking: bool,
) -> Iterator[Readers]:
    """What reads papers, these first of all; `failed` comes to hold those that bring down every process."""

    def note(paper: Paper, reason: str) -> None:
        failed.add(paper.id)
        report.skipped += 1
        if len(report.skips) < _MAX_NAMED_SKIPS:
            report.skips.append(Skip(file=paper.id, reason=f"not extracted: {reason}"))

    lexicon = str(options.lexicon) if options.lexicon else None
    worker = WorkerOptions(options.profile, lexicon, options.min_confidence, linking)
    if options.engine == "ray":
        with ray_readers(worker, options.address, options.jobs, extractor.configuration, note) as read:
            yield Readers(iter(papers), read)
        return
    with readers(extractor, worker, options.jobs, papers, note) as run:
        yield run


def link_store(
    store: Store, lexicon: "Lexicon", configuration: str, run: int, progress: Progress = _silent
) -> list[str]:
    """Link what is new, changed or gone; returns corrections that changed nothing."""
    return link_corpus(
        store, LexiconNames(lexicon), configuration, run, lambda done, total: progress("link", done, total)
    )
