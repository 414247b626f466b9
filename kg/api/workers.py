"""Extraction by several processes, in the order of the papers.

Each process has one loaded pipeline and is fed batches of papers as Arrow over a pipe
(nothing is pickled, nothing of the caller's program is imported again). What comes out
is what one process would have given. A process that dies, of memory for instance, is
replaced and its batch tried again in halves; a paper that brings down a process all by
itself is named and passed over. Each process has the next batch while it works on one, so
that it need not wait for a program that reads, or keeps what was found.
"""

import math
import selectors
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain, count, islice
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa

from kg.api.batches import BATCH, BatchReader, WorkerOptions, from_bytes, papers_batch, to_bytes
from kg.api.worker import DEPTH, read_frame, write_frame
from kg.errors import KgError
from kg.records import Paper

if TYPE_CHECKING:
    from extractors.pipeline import Extractor

__all__ = ["Kept", "Pool", "Readers", "WorkerOptions", "readers"]

#: Batches that may wait for an earlier one, per process: bounds what is held in memory.
_AHEAD = 4

#: Papers for which it pays to start another process: loading a pipeline takes as long as reading some hundred.
_WORTH_A_PROCESS = 200

#: What each process runs.
COMMAND = [sys.executable, "-m", "kg.api.worker"]

#: A paper as the store keeps it: id and JSON.
Kept = tuple[str, str]
#: Called with a paper that could not be extracted, and why.
OnFailure = Callable[[Paper, str], None]


@dataclass(slots=True)
class _Task:
    """Papers to extract; `path` sorts halves of a batch where the whole batch would stand.

    What is tried `again` has a process to itself: if that dies too, nothing else can be why.
    """

    path: tuple[int, ...]
    papers: list[Kept]
    again: bool = False

    def halves(self) -> list["_Task"]:
        """The two tasks that take the place of this one."""
        middle = len(self.papers) // 2
        parts = self.papers[:middle], self.papers[middle:]
        return [_Task((*self.path, number), part, again=True) for number, part in enumerate(parts)]


class _Worker:
    """One process and the tasks it has, in the order in which it works on them."""

    def __init__(self, options: WorkerOptions) -> None:
        # In a session of its own: Ctrl-C is for the program that started it, which then closes the pipe.
        self._process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self.tasks: deque[_Task] = deque()
        self._send(options.frame())

    def __enter__(self) -> "_Worker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def answers(self) -> BinaryIO:
        """The pipe that answers come through."""
        assert self._process.stdout is not None
        return self._process.stdout  # type: ignore[return-value]

    @property
    def has_room(self) -> bool:
        """Whether it may be given one more task."""
        return len(self.tasks) < DEPTH and not any(task.again for task in self.tasks)

    def give(self, task: _Task) -> None:
        """Let the process work on a task."""
        self.tasks.append(task)
        self._send(to_bytes(papers_batch(task.papers)))

    def _send(self, body: bytes) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # it has died: reading its answer says so
            write_frame(self._process.stdin, body)  # type: ignore[arg-type]

    def answer(self) -> pa.RecordBatch | None:
        """What it found; None where it has died."""
        body = read_frame(self.answers)
        return None if body is None else from_bytes(body)

    def last_words(self) -> str:
        """How it died."""
        self._hang_up()  # it may still wait for questions
        code = self._process.wait()
        return f"the process that read it was killed (signal {-code})" if code < 0 else f"exit status {code}"

    def _hang_up(self) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()

    def close(self) -> None:
        """End the process."""
        self._hang_up()
        self.answers.close()
        self._process.terminate()
        self._process.wait()


def _nothing() -> bool:
    """Nothing to do while others work."""
    return False


class Pool:
    """Processes, the tasks that wait for one, and the answers that wait for their turn.

    Raises
    ------
    KgError
        If no process can be started, or none can do its work.
    """

    def __init__(self, options: WorkerOptions, jobs: int, failed: OnFailure) -> None:
        self._options = options
        self._jobs = jobs
        self._failed = failed
        self._stack = ExitStack()
        self._selector = self._stack.enter_context(selectors.DefaultSelector())
        self._workers: list[_Worker] = []
        self._again: deque[_Task] = deque()
        self._done: dict[tuple[int, ...], pa.RecordBatch | None] = {}
        #: Tasks that are not yet answered, in the order in which answers are wanted.
        self._wanted: deque[tuple[int, ...]] = deque()
        self._deaths = 0
        self._answered = False
        self._number = count()
        try:
            for _ in range(jobs):
                self._start()
        except BaseException:
            self._stack.close()
            raise

    def __enter__(self) -> "Pool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def run(self, papers: Iterable[Kept], meanwhile: Callable[[], bool] = _nothing) -> Iterator[pa.RecordBatch]:
        """Feed the processes and yield their answers in order.

        While all are busy `meanwhile` is called again and again, until it says that there is no more to do.
        """
        tasks = self._tasks(papers)
        exhausted = False
        while True:
            while self._again and not self._least_busy().tasks:
                self._least_busy().give(self._again.popleft())
            while not exhausted and self._takes_more():
                task = next(tasks, None)
                exhausted = task is None
                if task is not None:
                    self._least_busy().give(task)
            while self._wanted and self._wanted[0] in self._done:
                found = self._done.pop(self._wanted.popleft())
                if found is not None:
                    yield found
            if not self._wanted:
                if exhausted:
                    return
                continue
            ready = self._selector.select(0)
            while not ready and meanwhile():
                ready = self._selector.select(0)
            for key, _ in ready or self._selector.select():
                self._collect(key.data)

    def _tasks(self, papers: Iterable[Kept]) -> Iterator[_Task]:
        for batch in _in_batches(papers):
            number = next(self._number)
            self._wanted.append((number,))
            yield _Task((number,), batch)

    def _start(self) -> None:
        try:
            worker = self._stack.enter_context(_Worker(self._options))
        except OSError as error:
            raise KgError(f"no process could be started for extraction: {error}; try --jobs 1") from error
        self._selector.register(worker.answers, selectors.EVENT_READ, worker)
        self._workers.append(worker)

    def _least_busy(self) -> _Worker:
        return min(self._workers, key=lambda worker: len(worker.tasks))

    def _takes_more(self) -> bool:
        """Whether there is room for what was not tried yet: not while anything waits to be tried again."""
        return not self._again and len(self._wanted) < self._jobs * _AHEAD and self._least_busy().has_room

    def _collect(self, worker: _Worker) -> None:
        """Take the answer of a process; of one that has died, see to its tasks."""
        found = worker.answer()
        if found is None:
            self._selector.unregister(worker.answers)
            self._workers.remove(worker)
            self._bury(worker)
            return
        self._answered = True
        self._done[worker.tasks.popleft().path] = found

    def _bury(self, worker: _Worker) -> None:
        reason = worker.last_words()
        worker.close()
        if self._deaths > 2 * self._jobs and not self._answered:
            raise KgError(f"extraction cannot run in processes of its own: {reason}; try --jobs 1")
        self._deaths += 1
        self._start()
        if not worker.tasks:
            return
        task, *others = worker.tasks
        self._again.extend(replace(other, again=True) for other in others)
        if len(task.papers) > 1:
            self._halve(task)
        elif task.again:
            self._failed(Paper.model_validate_json(task.papers[0][1]), reason)
            self._done[task.path] = None
        else:  # it may have died of the next one, with this one's answer on its lips
            self._again.append(replace(task, again=True))

    def _halve(self, task: _Task) -> None:
        halves = task.halves()
        place = self._wanted.index(task.path)
        del self._wanted[place]
        for half in reversed(halves):
            self._wanted.insert(place, half.path)
        self._again.extend(halves)


class Readers:
    """Whatever reads papers, called with them; `first` are those that were there when it was decided which."""

    def __init__(
        self, first: Iterator[Kept], read: Callable[[Iterable[Kept], Callable[[], bool]], Iterator[pa.RecordBatch]]
    ) -> None:
        self.first = first
        self._read = read

    def __call__(self, papers: Iterable[Kept], meanwhile: Callable[[], bool] = _nothing) -> Iterator[pa.RecordBatch]:
        """What is found in papers, in their order; see `Pool.run` for `meanwhile`."""
        return self._read(papers, meanwhile)


@contextmanager
def readers(
    extractor: "Extractor", options: WorkerOptions, jobs: int, papers: Iterable[Kept], failed: OnFailure
) -> Iterator[Readers]:
    """Read by several processes, where papers are enough for each to do; else here, with the extractor given."""
    rest = iter(papers)
    ahead = list(islice(rest, _WORTH_A_PROCESS * jobs)) if jobs > 1 else []
    first = chain(ahead, rest)
    jobs = min(jobs, math.ceil(len(ahead) / _WORTH_A_PROCESS))
    if jobs > 1:
        with Pool(options, jobs, failed) as pool:
            yield Readers(first, pool.run)
        return
    reader = BatchReader(options, extractor)
    yield Readers(first, lambda kept, _: map(reader.read, map(papers_batch, _in_batches(kept))))


def _in_batches(papers: Iterable[Kept]) -> Iterator[list[Kept]]:
    rest = iter(papers)
    while batch := list(islice(rest, BATCH)):
        yield batch
