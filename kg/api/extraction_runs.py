"""Extraction without a graph: inputs to one file, or to a shard of many."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg import __version__
from kg.api.building import count_papers, now, read_into, readers_of, take_from_shards
from kg.api.extracting import loaded_extractor
from kg.api.options import BuildOptions, BuildReport, PathLike, Progress
from kg.api.shards import Tell, facts_of_reading, shard_target
from kg.extraction_files import write_jsonl, write_parquet
from kg.fileio import open_output
from kg.records import Extraction
from kg.store import Store
from kg.store.shards import records_of_paper

if TYPE_CHECKING:
    from extractors.pipeline import Extractor
    from kg.api.workers import Kept

__all__ = ["extract_to_file"]


def extract_to_file(
    inputs: Iterable[PathLike], out: str, options: BuildOptions, report: BuildReport, progress: Progress, tell: Tell
) -> tuple[str, bool]:
    """Extract every paper of the inputs, or of one part of them, to a file, in the order of their ids.

    Reads through a temporary store, so that memory stays bounded. Returns the file, and whether it was
    written: a shard that is there already is left alone.

    Raises
    ------
    KgError
        If an input is missing, nothing could be read, or the file cannot be written.
    """
    listed = list(inputs)
    extractor = loaded_extractor(options.profile, options.lexicon, options.min_confidence)
    configuration = extractor.configuration
    with Store(None) as store:
        read_into(store, listed, options, store.begin_run(now(), __version__, configuration, []), report, progress)
        report.contested_ids = store.resolve_papers()
        count_papers(store, report)
        facts = facts_of_reading(store, listed, configuration, options.profile, options.part)
        target, there = shard_target(out, facts) if options.part is not None else (out, False)
        if there:
            return target, False
        take_from_shards(store, configuration, report, tell)
        papers = _extracted(store, extractor, options, report, progress)
        with open_output(target) as stream:
            if options.part is not None or target.endswith(".parquet"):
                write_parquet(((found, records_of_paper(store, found.id)) for found in papers), stream, facts)
            else:
                write_jsonl(papers, stream)
    return target, True


def _extracted(
    store: Store, extractor: "Extractor", options: BuildOptions, report: BuildReport, progress: Progress
) -> Iterator[Extraction]:
    """All papers of a store with what was found in them, here or in shards; what cannot be read is left out."""
    failed: set[str] = set()
    total = store.count_to_extract(extractor.configuration) if report.reused else report.papers

    def read(papers: "Iterable[Kept]") -> Iterator[Extraction]:
        with readers_of(extractor, options, report, papers, failed, linking=False) as run:
            for batch in run(run.first):
                for text in batch.column("extraction").to_pylist():
                    report.extracted += 1
                    progress("extract", report.extracted, total)
                    yield Extraction.model_validate_json(text)

    if not report.reused:
        yield from read((paper.id, paper.model_dump_json()) for paper in store.papers())
        return
    store.add_extractions(read(store.texts_to_extract(extractor.configuration)), extractor.configuration)
    for paper in store.papers():
        if paper.id not in failed:
            yield store.extraction(paper.id, extractor.configuration)
