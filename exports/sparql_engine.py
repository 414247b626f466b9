"""One query on one store, in this process, once it is sure that it does no harm."""

import re
from pathlib import Path

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

from exports.sparql_errors import explain, neutralize, plain_reason
from exports.vocabulary import PREFIXES
from kg.errors import KgError

__all__ = ["DamagedStoreError", "evaluate", "failure", "is_long", "open_for_reading"]

_SERVICE = re.compile("service", re.IGNORECASE)
# The engine's parser is recursive: beyond these it may overflow the stack, which no `except` catches.
_MAX_NESTING = 50
_MAX_LENGTH_HERE = 4_000
_MAX_LENGTH = 10_000_000


class DamagedStoreError(Exception):
    """The engine cannot read what it finds in its files."""


def open_for_reading(path: Path) -> Store:
    """The store in a folder that nobody writes to.

    Raises
    ------
    DamagedStoreError
        If it cannot be read.
    """
    try:
        return Store.read_only(str(path))
    except (OSError, RuntimeError) as error:
        raise DamagedStoreError(plain_reason(error)) from error


def failure(error: Exception) -> Exception:
    """What to raise for an error of the engine: a fault of the files, or one of the query."""
    reason = plain_reason(error)
    if isinstance(error, OSError) or "Corruption:" in reason:
        return DamagedStoreError(reason)
    return KgError(f"query: {reason}")


def is_long(text: str) -> bool:
    """Whether a query is so long that it must not be parsed in the caller's own process.

    >>> is_long("ASK { ?paper a kg:Paper }")
    False
    """
    return len(text) > _MAX_LENGTH_HERE


def evaluate(store: Store, text: str) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Start a query over all graphs of the store as one.

    Raises
    ------
    KgError
        If it is wrong, nested too deeply, or asks another server.
    DamagedStoreError
        If the store's files cannot be read.
    """
    if len(text) > _MAX_LENGTH:
        raise KgError(f"query: longer than {_MAX_LENGTH:,} characters; put the data into the graph instead")
    if _nesting(text) > _MAX_NESTING:
        raise KgError(f"query: brackets are nested more than {_MAX_NESTING} deep")
    if _SERVICE.search(text) or "\\" in text:
        # The engine's own parser decides whether a "service" is the keyword: with each turned into
        # a word that is none, a query still parses only if all stood in strings, names or comments.
        _start(Store(), neutralize(text), text)
    return _start(store, text, text)


def _start(store: Store, text: str, as_written: str) -> QuerySolutions | QueryBoolean | QueryTriples:
    try:
        return store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise explain(as_written, error) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise failure(error) from error


def _nesting(text: str) -> int:
    depth = deepest = 0
    for character in text:
        if character in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]}":
            depth = max(depth - 1, 0)
    return deepest
