"""The graph as RDF by several processes: each makes the text of some papers, which are put together in their order.

Byte for byte what one process writes. Run as `python -m kg.api.rdf_writing`, it is such a process: frames of
JSON in (the store and how to write, then the ids between which papers lie), frames of text out.
"""

import json
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from kg.api.worker import pipes, read_frame, write_frame
from kg.store import Store

if TYPE_CHECKING:
    from exports.rdf import Provenance, RecordWriter
    from exports.serialize import RdfName

__all__ = ["write_rdf_in_processes"]

#: Papers that are written together: some megabytes of text.
_TOGETHER = 200
#: Texts that may wait for an earlier one, per process.
_AHEAD = 3
_COMMAND = [sys.executable, "-m", "kg.api.rdf_writing"]


def write_rdf_in_processes(
    store: Store,
    stream: BinaryIO,
    format: "RdfName",
    *,
    base_iri: str,
    provenance: "Provenance",
    jobs: int,
) -> None:
    """Write as `exports.serialize.write_rdf` does; by several processes where there is enough for them to do.

    Raises
    ------
    KgError
        If the format, the base or the level of provenance is unknown.
    """
    from exports.rdf import gathered
    from exports.serialize import record_writer, write_rdf

    bounds = store.paper_bounds(_TOGETHER) if jobs > 1 and store.path else []
    writer = record_writer(store, format, base_iri=base_iri, provenance=provenance)
    if len(bounds) <= jobs or writer is None:
        write_rdf(store, stream, format, base_iri=base_iri, provenance=provenance)
        return
    options = [str(store.path), store.version(), format, base_iri, provenance]
    with _texts(store, writer, options, bounds, jobs) as texts:
        for text in gathered(chain([writer.head()], map(writer.entity, store.entities()))):
            stream.write(text.encode())
        for papers in texts:
            stream.write(papers)
    for text in gathered(map(writer.relation, store.relations())):
        stream.write(text.encode())


@contextmanager
def _texts(
    store: Store, writer: "RecordWriter", options: list[str], bounds: list[tuple[str, str]], jobs: int
) -> Iterator[Iterator[bytes]]:
    """The texts of the papers, in order; the first are made before they are asked for.

    What a process does not give is made here.
    """
    processes, rest = _Processes(options), iter(bounds)
    waiting: deque[tuple[tuple[str, str], Future[bytes | None]]] = deque()

    def submit(count: int) -> None:
        waiting.extend((span, threads.submit(processes.text, span)) for span in islice(rest, count))

    def in_order() -> Iterator[bytes]:
        while waiting:
            span, text = waiting.popleft()
            found = text.result()
            submit(1)
            yield _text(store, writer, span) if found is None else found

    with ThreadPoolExecutor(jobs) as threads:
        try:
            submit(jobs * _AHEAD)
            yield in_order()
        finally:
            processes.close()
            threads.shutdown(cancel_futures=True)


def _text(store: Store, writer: "RecordWriter", span: tuple[str, str]) -> bytes:
    return "".join(map(writer.paper, store.linked_papers(*span))).encode()


class _Processes:
    """A process for each thread that asks for texts."""

    def __init__(self, options: list[str]) -> None:
        self._options = options
        self._own = threading.local()
        self._all: list[subprocess.Popen[bytes]] = []

    def text(self, span: tuple[str, str]) -> bytes | None:
        """The text of the papers between two ids; None where the process sees another graph, or has died."""
        process = getattr(self._own, "process", None)
        if process is None:
            process = subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
            self._all.append(process)
            self._own.process = process
            _send(process, self._options)
        _send(process, list(span))
        return read_frame(cast(BinaryIO, process.stdout))

    def close(self) -> None:
        """End all processes."""
        for process in self._all:
            process.terminate()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):
                        pipe.close()
            process.wait()


def _send(process: "subprocess.Popen[bytes]", said: list[str]) -> None:
    with suppress(BrokenPipeError):  # it has died: reading its answer says so
        write_frame(cast(BinaryIO, process.stdin), json.dumps(said).encode())


def main() -> None:
    """Write papers until there is nothing more to read."""
    questions, answers = pipes()
    opening = read_frame(questions)
    if opening is None:
        return
    from exports.serialize import record_writer

    path, version, format, base_iri, provenance = json.loads(opening)
    with Store(Path(path)) as store:
        writer = record_writer(store, format, base_iri=base_iri, provenance=provenance)
        if writer is None or store.version() != version:
            return  # another build has come between
        while span := read_frame(questions):
            write_frame(answers, _text(store, writer, tuple(json.loads(span))))


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        main()
