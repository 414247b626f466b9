"""Records read into the store, while the papers that they make can already be extracted."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from kg.api.options import BuildOptions, BuildReport, PathLike, Progress, describe_skip
from kg.errors import KgError
from kg.records import Record, Skip
from kg.store import Store

if TYPE_CHECKING:
    from kg.api.workers import Kept

__all__ = ["Reading"]


class Reading:
    """The inputs of a build: `step` reads on, `papers` gives what is to be extracted.

    `ended` tells whether all has been read, `total` how many papers this build has to extract, once that is known.
    """

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
        self._report, self._progress = report, progress
        self._batches = store.record_batches(self._records(), run, fresh=options.fresh)
        self._contested: set[str] = set()
        self._given: set[str] = set()
        self._kept = 0
        self.failed: set[str] = set()
        self.ended = False
        self.total: int | None = None

    def step(self) -> bool:
        """Read some more records and keep them; whether there may be more.

        Raises
        ------
        KgError
            At the end, if there was none, or if something was skipped that must not be.
        """
        if self.ended or next(self._batches, None) is not None:
            return not self.ended
        self.ended = True
        report = self._report
        if report.records == 0:
            first = report.skips[0] if report.skips else None
            why = f"; {describe_skip(first)}" if first else ""
            raise KgError(f"no paper could be read from {', '.join(str(i) for i in self._inputs)}{why}")
        if self._options.strict and report.skipped:
            raise KgError(f"--strict: {report.skipped} skipped; first: {describe_skip(report.skips[0])}")
        return False

    def _records(self) -> Iterator[Record]:
        from kg import sources

        report, options = self._report, self._options
        for item in sources.read(self._inputs, format=options.format, limit=options.limit, shards=report.shards):
            if isinstance(item, Skip):
                report.skip(item)
                continue
            report.records += 1
            self._progress("read", report.records, None)
            if options.part is None or options.part.holds(item):
                yield item

    def resolving(
        self, configuration: str, correct: Callable[[], None], take: Callable[[], None]
    ) -> Callable[[], bool]:
        """`step`, with papers put together of what it reads.

        `correct` is called before the first; `take` after the last, to take over what shards have found.
        """
        corrected = False

        def step() -> bool:
            nonlocal corrected
            if self.ended:
                return False
            more = self.step()
            if not corrected:
                correct()
                corrected = True
            for claimed in self._store.resolved_papers():
                self._contested.update(claimed)
            if not more:
                self._report.contested_ids = sorted(self._contested)
                take()
                self.total = self._kept + self._store.count_to_extract(configuration)
            return more

        return step

    def papers(self, configuration: str, step: Callable[[], bool]) -> "Iterator[Kept]":
        """Papers to be extracted, of this build or left by earlier ones; what is under way is not given again."""
        more = step()
        while True:
            while more and self._report.shards:
                more = step()  # what shards have found is known when all has been read
            for id, data in self._store.texts_to_extract(configuration):
                if id not in self._given and id not in self.failed:
                    self._given.add(id)
                    yield id, data
            if not more:
                return
            more = step()

    def kept(self, ids: Sequence[str]) -> None:
        """Note that what was found in papers is kept."""
        self._kept += len(ids)
        self._given.difference_update(ids)
