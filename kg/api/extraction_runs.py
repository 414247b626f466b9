"""Extraction without a graph: inputs to one file, or to a shard of many."""

from collections.abc import Iterable, Iterator

from kg import __version__
from kg.api.building import (
    BuildOptions,
    BuildReport,
    PathLike,
    Progress,
    count_papers,
    extract_new,
    extracted,
    now,
    read_into,
    take_from_shards,
)
from kg.api.extracting import loaded_extractor
from kg.api.shards import Tell, facts_of_reading, shard_target
from kg.extraction_files import write_jsonl, write_parquet
from kg.fileio import open_output
from kg.records import Extraction
from kg.store import Store
from kg.store.shards import records_of_paper

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
    with Store(None) as store:
        run = store.begin_run(now(), __version__, extractor.configuration, [])
        read_into(store, listed, options, run, report, progress)
        report.contested_ids = store.resolve_papers()
        count_papers(store, report)
        facts = facts_of_reading(store, listed, extractor.configuration, options.profile, options.part)
        target = out
        if options.part is not None:
            target, there = shard_target(out, facts)
            if there:
                return target, False
        take_from_shards(store, extractor.configuration, report, tell)
        papers = _papers(store, extractor.configuration, report) if report.reused else None
        if papers is not None:
            extract_new(store, extractor, options, report, progress)
        else:
            papers = extracted(store.papers(), report.papers, extractor, options, report, progress)
        with open_output(target) as stream:
            if options.part is not None or target.endswith(".parquet"):
                write_parquet(((found, records_of_paper(store, found.id)) for found in papers), stream, facts)
            else:
                write_jsonl(papers, stream)
    return target, True


def _papers(store: Store, configuration: str, report: BuildReport) -> Iterator[Extraction]:
    """All papers with what was found in them; what could not be extracted is left out, as it is named as skipped."""
    failed = {paper.id for paper in store.papers_to_extract(configuration)} if report.skipped else set()
    for paper in store.papers():
        if paper.id not in failed:
            yield store.extraction(paper.id, configuration)
