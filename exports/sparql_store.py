"""The SPARQL store of a graph, on disk: found, made or brought up to date, and asked.

Nobody has to think of it: before each answer the store's note is compared with what it is made from, and a store
that is missing, out of date or damaged is made good first. No answer comes from one that is out of date.
"""

import logging
import shutil
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pyoxigraph

from exports.sparql_engine import DamagedStoreError, evaluate, is_long, open_for_reading
from exports.sparql_generations import Lease, hold_current
from exports.sparql_process import query_in_child
from exports.sparql_results import QueryResult, read_result
from exports.sparql_source import QuadSource
from exports.sparql_update import STORE, is_current, synchronize
from exports.validation import Progress, Violation, validate_store
from kg.errors import KgError

__all__ = ["FOLDER", "SparqlStore"]

#: The name of the store's folder in DIR.
FOLDER = "sparql"

Answer = TypeVar("Answer")

_log = logging.getLogger(__name__)


class SparqlStore:
    """Answers SPARQL about a graph.

    Parameters
    ----------
    folder
        Where the store is kept; None for a temporary one. A folder that cannot be written is not used.
    source
        Makes the description of the graph as it is now; called before every answer.

    Examples
    --------
    >>> from exports.sparql_source import ReaderSource
    >>> from kg.store import Store
    >>> store = SparqlStore(None, lambda: ReaderSource(Store(None), stamp=""))
    >>> store.query("ASK { ?paper a kg:Paper }")
    False
    """

    def __init__(self, folder: Path | None, source: Callable[[], QuadSource]) -> None:
        self._source = source
        self._quiet = folder is None
        self._folder = folder or self._temporary()
        self._lease: Lease | None = None
        self._open: pyoxigraph.Store | None = None

    def query(self, text: str, timeout: float | None = None) -> QueryResult:
        """Run a query: SELECT, ASK, CONSTRUCT or DESCRIBE, over all graphs as one, and each by `GRAPH`.

        With a time limit the query runs in a process of its own that is ended when the time is up, because the
        engine cannot be interrupted. So does a very long query, because its parser can run out of stack.

        Parameters
        ----------
        timeout
            Seconds after which the query is ended; opening or making the store does not count.

        Raises
        ------
        KgError
            If the query is wrong (with line and column), asks another server, or takes too long.
        """
        return self._reliably(lambda: self._answer(text, timeout))

    def validate(self, progress: Progress | None = None) -> list[Violation]:
        """What the SHACL shapes find wrong with the graph; `progress` is told how many checks of how many are done."""
        return self._reliably(lambda: validate_store(self._opened(), progress or (lambda *_: None)))

    def _reliably(self, action: Callable[[], Answer]) -> Answer:
        """Do something with the store as it is now; once more with one made anew where it turns out to be damaged."""
        self.refresh()
        try:
            return action()
        except DamagedStoreError:
            _log.warning("%s: is damaged; making it anew from the graph", self._folder)
            self.refresh(anew=True)
        try:
            return action()
        except DamagedStoreError as error:
            raise KgError(f"{self._folder}: cannot be read though it was made anew: {error}") from error

    @property
    def is_kept(self) -> bool:
        """Whether there is a store already, up to date or not."""
        return self._folder.is_dir()

    def refresh(self, *, anew: bool = False, quiet: bool = False) -> Path:
        """Make sure that the store is the graph as it is now; returns the folder that Oxigraph opens."""
        source = self._source()
        if not anew and self._lease and is_current(self._lease.path, source):
            return self._lease.path / STORE
        self.close()
        lease = None if anew else hold_current(self._folder)
        if lease is None or not is_current(lease.path, source):
            if not anew and not quiet and not self._quiet:
                why = "is out of date; bringing it up to date with" if lease else "is not there; making it from"
                _log.warning("%s: the SPARQL store %s the graph", self._folder, why)
            if lease:
                lease.release()
            self._synchronize(source, anew)
            lease = hold_current(self._folder)
        if lease is None:
            raise KgError(f"{self._folder}: the SPARQL store was removed while it was being opened; ask again")
        self._lease = lease
        return lease.path / STORE

    def _synchronize(self, source: QuadSource, anew: bool) -> None:
        try:
            synchronize(self._folder, source, anew=anew)
        except OSError as error:
            if self._quiet:
                raise KgError(f"{self._folder}: the SPARQL store cannot be written: {error}") from error
            _log.warning("%s: cannot be written (%s); using a temporary SPARQL store", self._folder, error)
            self._quiet = True
            self._folder = self._temporary()
            self._synchronize(source, anew=True)

    def _answer(self, text: str, timeout: float | None) -> QueryResult:
        if timeout is not None or is_long(text):
            return query_in_child(self._path(), text, timeout)
        return read_result(evaluate(self._opened(), text))

    def _path(self) -> Path:
        assert self._lease is not None
        return self._lease.path / STORE

    def _opened(self) -> pyoxigraph.Store:
        if self._open is None:
            self._open = open_for_reading(self._path())
        return self._open

    def close(self) -> None:
        """Let go of the files; the next query opens them again."""
        self._open = None
        if self._lease:
            self._lease.release()
            self._lease = None

    def _temporary(self) -> Path:
        folder = tempfile.mkdtemp(prefix="kg-sparql-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return Path(folder)
