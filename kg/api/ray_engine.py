"""Extraction by a Ray cluster: Ray Data's `map_batches` with one loaded pipeline per actor.

Ray distributes, and does again what a lost node had in hand, so that a batch may be read twice. What counts is what
arrives here, once for each batch and in order; writing it is not left to Ray. An actor reads in a process of its own,
as the engine of one machine does: a paper that brings that down is named and passed over there, and Ray need not
try it for ever. Every node needs the same paperkg as this machine: what was read under another configuration
is refused. Ray's statistics of usage are off.

Ray Data: https://docs.ray.io/en/latest/data/data.html
"""

import json
import logging
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from kg.api.batches import WorkerOptions, from_bytes, made_by, to_bytes
from kg.api.workers import Kept, OnFailure, Pool
from kg.errors import KgError
from kg.records import Paper

__all__ = ["ray_readers"]

#: Papers of one task: some seconds of work, all of it lost with the node that does it.
BATCH = 128
#: Papers that are handed to Ray at once; what its memory does not hold lies on its disk.
WINDOW = 512_000

_BLOCK = pa.schema([("number", pa.int64()), ("papers", pa.list_(pa.large_string()))])
_ANSWER = pa.schema(
    [
        ("number", pa.int64()),
        ("found", pa.list_(pa.large_binary())),
        ("failed", pa.list_(pa.large_string())),
    ]
)


class ReadingActor:
    """A process on some node, with another that has the loaded pipeline."""

    def __init__(self, options: str, lexicon: bytes | None) -> None:
        self._failed: list[str] = []
        self._folder = tempfile.TemporaryDirectory(prefix="paperkg-")
        chosen = WorkerOptions(**json.loads(options))
        if lexicon is not None:
            names = Path(self._folder.name) / "lexicon.csv"
            names.write_bytes(lexicon)
            chosen = replace(chosen, lexicon=str(names))
        self._pool = Pool(chosen, 1, self._note)

    def _note(self, paper: Paper, reason: str) -> None:
        self._failed.append(json.dumps([paper.model_dump_json(), reason]))

    def __call__(self, block: pa.Table) -> pa.Table:
        """What was found in the papers of each row."""
        rows = []
        for row in block.to_pylist():
            papers = ((str(place), data) for place, data in enumerate(row["papers"]))
            self._failed = []
            found = [to_bytes(batch) for batch in self._pool.run(papers)]
            rows.append({"number": row["number"], "found": found, "failed": self._failed})
        return pa.Table.from_pylist(rows, schema=_ANSWER)


@contextmanager
def ray_readers(
    options: WorkerOptions, address: str | None, jobs: int, configuration: str, failed: OnFailure
) -> Iterator[Callable[[Iterable[Kept]], Iterator[pa.RecordBatch]]]:
    """What reads papers by the actors of a Ray cluster, and gives batches in the order of the papers.

    Parameters
    ----------
    address
        Where the cluster is (`auto`: the one that this machine belongs to); None starts one on this machine.
    jobs
        The most actors that work at a time; 0: as many as there are cores, those of nodes that come later too.
    configuration
        The configuration under which every node has to read.
    failed
        Called with a paper that brings down every process that reads it.

    Raises
    ------
    KgError
        If Ray is not installed, the cluster is not there, or its nodes have another paperkg.
    """

    def read(papers: Iterable[Kept]) -> Iterator[pa.RecordBatch]:
        stream = iter(papers)
        while blocks := _put(islice(stream, WINDOW)):
            for found, culprits in _in_order(_answers(blocks, options, jobs), len(blocks)):
                for data, reason in map(json.loads, culprits):
                    failed(Paper.model_validate_json(data), reason)
                for batch in map(from_bytes, found):
                    if made_by(batch) != configuration:
                        raise KgError(
                            "Ray: a node has another paperkg, or other models, than this machine:"
                            " install the same on every node"
                        )
                    yield batch

    with _cluster(address, jobs):
        yield read


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
            try:
                ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **alone)
            except (ConnectionError, ValueError, RuntimeError, OSError) as error:
                raise KgError(f"Ray{f' at {address}' if address else ''}: {_line(error)}") from error
        # Progress is shown by the command, not by Ray.
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.execution_options.preserve_order = True
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        yield
    except ray.exceptions.RayError as error:
        raise KgError(f"Ray: {_line(error)}") from error
    finally:
        if opened_here and ray.is_initialized():
            ray.shutdown()


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]


def _put(papers: Iterable[Kept]) -> list[Any]:
    """Papers as blocks in Ray's memory, each with its number."""
    import ray

    stream = iter(papers)
    blocks: list[Any] = []
    while part := [data for _, data in islice(stream, BATCH)]:
        row = {"number": len(blocks), "papers": part}
        blocks.append(ray.put(pa.Table.from_pylist([row], schema=_BLOCK)))
    return blocks


def _answers(blocks: list[Any], options: WorkerOptions, jobs: int) -> Iterator[dict[str, Any]]:
    """The answers to blocks, as they come."""
    import ray.data

    lexicon = Path(options.lexicon).read_bytes() if options.lexicon else None
    found = ray.data.from_arrow_refs(blocks).map_batches(
        ReadingActor,
        fn_constructor_args=(json.dumps(asdict(options)), lexicon),
        batch_size=None,
        batch_format="pyarrow",
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=jobs or None),
        num_cpus=1,
    )
    for answer in found.iter_batches(batch_size=None, batch_format="pyarrow"):
        yield from answer.to_pylist()


def _in_order(answers: Iterable[dict[str, Any]], count: int) -> Iterator[tuple[list[bytes], list[str]]]:
    """The answer to each block once, by number, whatever comes twice or late.

    Raises
    ------
    KgError
        If one is missing.
    """
    waiting: dict[int, tuple[list[bytes], list[str]]] = {}
    wanted = 0
    for answer in answers:
        if answer["number"] >= wanted:
            waiting[answer["number"]] = answer["found"], answer["failed"]
        while wanted in waiting:
            yield waiting.pop(wanted)
            wanted += 1
    if wanted != count:
        raise KgError(f"Ray: {count - wanted} batches did not come back; the same command reads what is missing")
