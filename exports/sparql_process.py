"""A query in a process of its own, which can be ended when its time is up and may crash alone.

The parent names the store's folder and sends the query; the child says when it has opened the store, for
reading only, and answers with a line that tells the kind of answer, then the answer in a standard format.
"""

import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
)

from exports.sparql_engine import DamagedStoreError, evaluate, failure, open_for_reading
from exports.sparql_results import QueryResult, read_result
from kg.errors import KgError

__all__ = ["query_in_child"]

_READY = b"ready\n"


def query_in_child(store: Path, text: str, timeout: float | None) -> QueryResult:
    """Run a query in another process and end it after `timeout` seconds, not counting its start.

    Parameters
    ----------
    store
        A folder of Oxigraph that nobody writes to.

    Raises
    ------
    KgError
        If the query is wrong, takes too long, or breaks the engine.
    DamagedStoreError
        If the store's files cannot be read.
    """
    try:
        request = text.encode()
    except UnicodeEncodeError as error:
        raise KgError(f"query: {error}") from error
    kind, answer = _ask_child(store, request, timeout)
    if kind == b"error":
        raise KgError(answer.decode())
    if kind == b"damaged":
        raise DamagedStoreError(answer.decode())
    if kind == b"triples":
        return [quad.triple for quad in pyoxigraph.parse(answer, RdfFormat.N_TRIPLES)]
    return read_result(pyoxigraph.parse_query_results(answer, QueryResultsFormat.JSON))


def _ask_child(store: Path, request: bytes, timeout: float | None) -> tuple[bytes, bytes]:
    """Start the child, wait until it is ready, and give it the time that it may take."""
    # -P: what lies in the working directory must not be taken for our packages.
    command = [sys.executable, "-P", "-m", "exports.sparql_process", str(store)]
    child = subprocess.Popen(
        command,
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": _search_path()},
    )
    with child:
        try:
            assert child.stdout is not None
            first = child.stdout.readline()
            if first == b"damaged\n":
                return b"damaged", child.stdout.read()
            if first != _READY:
                raise KgError("query: the process that should run it did not start")
            output, _ = child.communicate(request, timeout=timeout)
        except subprocess.TimeoutExpired as error:
            raise KgError(f"query: stopped after {timeout:g} s; give it more time or narrow it down") from error
        finally:
            child.kill()
    kind, line_end, answer = output.partition(b"\n")
    if child.returncode != 0 or not line_end:
        raise KgError("query: too long or too deeply nested for the SPARQL engine; split it up")
    return kind, answer


def _search_path() -> str:
    """Where this process finds its packages, our own first."""
    return os.pathsep.join([str(Path(__file__).resolve().parent.parent), *filter(None, sys.path)])


def _serve(path: Path) -> None:
    """The child: open the store, say so, read the query, answer."""
    kind, answer = b"error", b""
    try:
        store = open_for_reading(path)
        _say(_READY)
        kind, answer = _answer(evaluate(store, sys.stdin.buffer.read().decode()))
    except KgError as error:
        answer = str(error).encode()
    except DamagedStoreError as error:
        kind, answer = b"damaged", str(error).encode()
    _say(kind + b"\n" + answer)


def _say(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _answer(result: QuerySolutions | QueryBoolean | QueryTriples) -> tuple[bytes, bytes]:
    try:
        if isinstance(result, QueryTriples):
            return b"triples", result.serialize(format=RdfFormat.N_TRIPLES) or b""
        return b"table", result.serialize(format=QueryResultsFormat.JSON) or b""
    except (OSError, RuntimeError, ValueError) as error:
        raise failure(error) from error


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
