"""The main job: read, merge, extract, link, store."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import pyarrow as pa

from kg import __version__
from kg.api.batches import WorkerOptions
from kg.api.extracting import loaded_extractor
from kg.api.lexicon_names import LexiconNames
from kg.api.options import BuildOptions, BuildReport, PathLike, Progress, silent, untold
from kg.api.ray_engine import ray_readers
from kg.api.reading import Reading
from kg.api.shards import Tell, gaps, take_extractions
from kg.api.workers import Kept, Readers, readers
from kg.corrections import read_fixes, read_link_rules
from kg.errors import KgError
from kg.linking import link_corpus
from kg.records import Paper
from kg.storage import is_address, knows_scheme
from kg.store import FILE_NAME, Store
from kg.store.locking import writer_lock

if TYPE_CHECKING:
    from extractors.lexicon import Lexicon
    from extractors.pipeline import Extractor

__all__ = [
    "build_store",
    "count_papers",
    "link_store",
    "now",
    "open_for_building",
    "read_into",
    "readers_of",
    "remove_papers",
    "store_path",
    "take_from_shards",
]

#: Batches of extractions that are written in one transaction.
_KEPT_TOGETHER = 8


def store_path(directory: PathLike) -> Path:
    """The store's file in a folder.

    Raises
    ------
    KgError
        If the folder is an address: a database needs a disk.
    """
    path = Path(directory) / FILE_NAME
    # A path has one slash where an address has two.
    scheme, colon, rest = str(directory).partition(":/")
    address = f"{scheme}://{rest.lstrip('/')}"
    if colon and is_address(address) and not path.exists() and knows_scheme(scheme):
        raise KgError(
            f"{address}: a graph is kept in a folder of this machine; give its path, and copy the folder there"
        )
    return path


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
    store: Store,
    inputs: Sequence[PathLike],
    options: BuildOptions,
    progress: Progress = silent,
    tell: Tell = untold,
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
    reading = Reading(store, inputs, options, run, report, progress)

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
    store: Store, ids: Sequence[str], lexicon: Path | None = None, progress: Progress = silent
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
    progress: Progress = silent,
) -> None:
    """Read records into the store; `resolve_papers` then decides which are the same paper."""
    reading = Reading(store, inputs, options, run, report, progress)
    while reading.step():
        pass


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
    reading: Reading,
    correct: Callable[[], None],
    take: Callable[[], None],
) -> None:
    """Read, and extract papers as they are read, and keep what was found."""
    configuration = extractor.configuration
    step = reading.resolving(configuration, correct, take)
    if options.strict or options.jobs == 1 or options.engine == "ray":
        while step():
            pass

    def keep(batches: Sequence[pa.RecordBatch]) -> None:
        columns = pa.Table.from_batches(batches).to_pydict()
        prepared = zip(*(columns[name] for name in ("id", "basis", "paper", "counted", "rows")), strict=True)
        with store.transaction():
            store.put_extractions(list(zip(columns["text_hash"], columns["found"], strict=True)), configuration)
            store.put_prepared(prepared)
        reading.kept(columns["id"])

    papers = reading.papers(configuration, step)
    with readers_of(extractor, options, report, papers, reading.failed, linking=True) as run:
        # What is under way when records are read that change it is left for a second time.
        for papers in (run.first, reading.papers(configuration, step)):
            waiting: list[pa.RecordBatch] = []
            for batch in run(papers, step):
                waiting.append(batch)
                report.extracted += batch.num_rows
                progress("extract", report.extracted, reading.total)
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
        report.skip_paper(paper, reason)

    lexicon = str(options.lexicon) if options.lexicon else None
    worker = WorkerOptions(options.profile, lexicon, options.min_confidence, linking)
    if options.engine == "ray":
        with ray_readers(worker, options.address, options.jobs, extractor.configuration, note) as read:
            yield Readers(iter(papers), lambda kept, _: read(kept))
        return
    with readers(extractor, worker, options.jobs, papers, note) as run:
        yield run


def link_store(
    store: Store, lexicon: "Lexicon", configuration: str, run: int, progress: Progress = silent
) -> list[str]:
    """Link what is new, changed or gone; returns corrections that changed nothing."""
    return link_corpus(
        store, LexiconNames(lexicon), configuration, run, lambda done, total: progress("link", done, total)
    )
