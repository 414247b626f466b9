"""Extraction by a Ray cluster: Ray Data's `map_batches` with one loaded pipeline per actor.

Ray distributes, and reads again what a lost node had in hand, so that a batch may be read twice. What counts is what
arrives here, once for each paper and in order; writing it is not left to Ray. Every node needs the same
paperkg as this machine: an answer that was made by another configuration is refused. Ray's statistics of usage
are off.

Ray Data: https://docs.ray.io/en/latest/data/data.html
"""

import logging
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.api.workers import WorkerOptions
from kg.errors import KgError
from kg.records import Extraction, Paper

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["extract_on_ray"]

#: Papers of one task: some seconds of work, all of it lost with the node that does it.
BATCH = 128
#: Papers that are handed to Ray at once; more than its memory holds lies on its disk.
_WINDOW = 512_000


class ReadingActor:
    """A process on some node, with one loaded pipeline."""

    def __init__(self, profile: str, lexicon: bytes | None, min_confidence: float | None) -> None:
        from extractors.pipeline import Extractor

        with tempfile.TemporaryDirectory(prefix="paperkg-") as folder:
            names = Path(folder) / "lexicon.csv"
            if lexicon is not None:
                names.write_bytes(lexicon)
            self._extractor = Extractor(
                "fast" if profile == "fast" else "accurate", names if lexicon is not None else None, min_confidence
            )

    def __call__(self, batch: "pa.Table") -> "pa.Table":
        """What the papers of a batch name."""
        import pyarrow as pa

        papers = [Paper.model_validate_json(data) for data in batch["data"].to_pylist()]
        found = [extraction.model_dump_json() for extraction in self._extractor.stream(papers)]
        made_by = [self._extractor.configuration] * len(found)
        return pa.table({"number": batch["number"], "data": pa.array(found, pa.large_string()), "made_by": made_by})


def extract_on_ray(
    papers: Iterable[Paper], options: WorkerOptions, address: str | None, jobs: int, configuration: str
) -> Iterator[Extraction]:
    """The extractions of papers, in order, by the actors of a Ray cluster.

    Parameters
    ----------
    address
        Where the cluster is (`auto`: the one that this machine belongs to); None starts one on this machine.
    jobs
        The most actors that work at a time; 0: as many as there are cores, those of nodes that come later too.
    configuration
        The configuration under which every node has to read.

    Raises
    ------
    KgError
        If Ray is not installed, the cluster is not there, its nodes have another paperkg, or a batch
        brings down every process that reads it.
    """
    with _cluster(address, jobs):
        stream = iter(papers)
        while window := list(islice(stream, _WINDOW)):
            yield from _in_order(_read(window, options, jobs), len(window), configuration)


@contextmanager
def _cluster(address: str | None, jobs: int) -> Iterator[None]:
    """A connection to a cluster, closed afterwards if it was opened here; what goes wrong in Ray, as one line."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # its own logs say the rest
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise KgError("--engine ray needs Ray: pip install 'paperkg[ray]'") from error
    opened_here = not ray.is_initialized()
    try:
        if opened_here:
            alone: dict[str, Any] = {} if address else {"num_cpus": jobs or None, "include_dashboard": False}
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, configure_logging=True, **alone)
        _be_quiet()
        yield
    except ray.exceptions.RayError as error:
        said = " ".join(str(error).split())
        raise KgError(f"Ray: {said[:300]} (kg … --engine local names a paper that cannot be read)") from error
    except (ConnectionError, ValueError, RuntimeError, OSError) as error:
        said = " ".join(str(error).split())
        raise KgError(f"Ray{f' at {address}' if address else ''}: {said[:300]}") from error
    finally:
        if opened_here and ray.is_initialized():
            ray.shutdown()


def _be_quiet() -> None:
    """Progress is shown by the command, not by Ray."""
    import ray.data

    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_options.preserve_order = True
    logging.getLogger("ray.data").setLevel(logging.ERROR)


def _read(papers: list[Paper], options: WorkerOptions, jobs: int) -> Iterator[tuple[int, str, str]]:
    """Number, extraction and configuration, as they come."""
    import pyarrow as pa
    import ray
    import ray.data

    blocks = []
    for start in range(0, len(papers), BATCH):
        part = papers[start : start + BATCH]
        numbers = pa.array(range(start, start + len(part)), pa.int64())
        data = pa.array([paper.model_dump_json() for paper in part], pa.large_string())
        blocks.append(ray.put(pa.table({"number": numbers, "data": data})))
    lexicon = Path(options.lexicon).read_bytes() if options.lexicon else None
    found = ray.data.from_arrow_refs(blocks).map_batches(
        ReadingActor,
        fn_constructor_args=(options.profile, lexicon, options.min_confidence),
        batch_size=None,
        batch_format="pyarrow",
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=jobs or None),
        num_cpus=1,
    )
    for batch in found.iter_batches(batch_size=None, batch_format="pyarrow"):
        columns = (batch[name].to_pylist() for name in ("number", "data", "made_by"))
        yield from zip(*columns, strict=True)


def _in_order(found: Iterable[tuple[int, str, str]], count: int, configuration: str) -> Iterator[Extraction]:
    """Each paper's extraction once, by number, whatever comes twice or late.

    Raises
    ------
    KgError
        If one is missing, or was made otherwise.
    """
    waiting: dict[int, str] = {}
    wanted = 0
    for number, data, made_by in found:
        if made_by != configuration:
            raise KgError(
                "Ray: a node has another paperkg, or other models, than this machine: install the same on every node"
            )
        if number >= wanted:
            waiting[number] = data
        while wanted in waiting:
            yield Extraction.model_validate_json(waiting.pop(wanted))
            wanted += 1
    if wanted != count:
        raise KgError(f"Ray: {count - wanted} papers did not come back; the same command reads what is missing")
