"""A process that extracts: batches of papers in on standard input, what was found in them out on standard output.

Run as `python -m kg.api.worker` by `kg.api.workers`. A frame is eight bytes of length, then a batch of
rows as an Arrow IPC stream (`kg.api.batches` says which columns); the first frame holds the options as
JSON. The end of the input ends the process, so that it never outlives whoever started it.
"""

import json
import os
import signal
import sys
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO

from kg.garbage import collect_seldom

__all__ = ["DEPTH", "main", "pipes", "read_frame", "write_frame"]

_LENGTH = 8
#: Batches that a process may be given at a time: it reads as many ahead, while its pipeline is loaded too.
DEPTH = 2


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame; None where the other side has gone."""
    head = stream.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    size = int.from_bytes(head, "little")
    body = stream.read(size)
    return body if len(body) == size else None


def write_frame(stream: BinaryIO, body: bytes) -> None:
    """Send one frame."""
    stream.write(len(body).to_bytes(_LENGTH, "little") + body)
    stream.flush()


def pipes() -> tuple[BinaryIO, BinaryIO]:
    """Where questions come from and answers go, of a process that whoever started it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever else prints must not end up among the answers
    return sys.stdin.buffer, answers


def main() -> None:
    """Extract until there is nothing more to read.

    Batches are read ahead and answers written while one is worked on, so that nobody waits for the other.
    """
    questions, answers = pipes()
    opening = read_frame(questions)
    if opening is None:
        return
    reading, writing = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
    coming = deque(reading.submit(read_frame, questions) for _ in range(DEPTH))
    from kg.api.batches import BatchReader, WorkerOptions, from_bytes, to_bytes

    reader = BatchReader(WorkerOptions(**json.loads(opening)))
    written: Future[None] | None = None
    while (batch := coming.popleft().result()) is not None:
        coming.append(reading.submit(read_frame, questions))
        answer = to_bytes(reader.read(from_bytes(batch)))
        if written is not None:
            written.result()
        written = writing.submit(write_frame, answers, answer)
    writing.shutdown()


if __name__ == "__main__":
    try:
        main()
    except Exception as error:  # one line: the program that reads the answers says what it means
        print(f"kg: a process for extraction ended: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(1)  # without waiting for a thread that waits for questions
