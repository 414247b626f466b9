"""Whether a graph is what the SHACL shapes say an export must be, and what is wrong where it is not."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from heapq import nsmallest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store

from exports.shacl import Check, Violated, checks, integer_paths
from exports.sparql_engine import evaluate, failure
from kg.cores import usable_cores
from kg.errors import KgError
from kg.fileio import open_compressed

__all__ = ["Progress", "Violation", "validate_file", "validate_store"]

_EXAMPLES = 3
_MAX_THREADS = 8
_PACKED = (".gz", ".zst")
_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".rdfxml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}

#: Called with how many checks of how many are done.
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Violation:
    """One thing that is wrong: by which shape, how often, and the first examples in alphabetical order."""

    shape: str
    message: str
    count: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)

    def add(self, found: Iterable[tuple[str, str]]) -> None:
        """Count what is found, and keep the first examples."""
        kept = iter(found)

        def counted() -> Iterator[tuple[str, str]]:
            for one in kept:
                self.count += 1
                yield one

        self.examples = nsmallest(_EXAMPLES, {*self.examples, *nsmallest(_EXAMPLES, counted())})

    def take(self, other: "Violation") -> None:
        """Count what was found elsewhere too."""
        self.count += other.count
        self.examples = nsmallest(_EXAMPLES, {*self.examples, *other.examples})


Found = dict[Violated, Violation]


def _silent(done: int, total: int) -> None:
    """No progress shown."""


def validate_store(store: Store, progress: Progress = _silent) -> list[Violation]:
    """What is wrong with a graph in a store, by shape and message; nothing if it conforms.

    Raises
    ------
    DamagedStoreError
        If the store cannot be read.
    """
    found: Found = {}
    _check_all(store, found, progress)
    return _sorted(found)


def _check_all(store: Store, found: Found, progress: Progress) -> None:
    """Ask the store on every core: the engine lets other threads run while it looks."""
    with ThreadPoolExecutor(max_workers=min(usable_cores(), _MAX_THREADS)) as threads:
        try:
            for done, violation in enumerate(threads.map(partial(_violation, store), checks())):
                progress(done, len(checks()))
                place = violation.shape, violation.message
                found.setdefault(place, Violation(*place)).take(violation)
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise


def _violation(store: Store, check: Check) -> Violation:
    violation = Violation(check.shape, check.message)
    answer = cast(QuerySolutions, evaluate(store, check.query))
    try:
        violation.add((_shown(solution["this"]), _shown(_value_of(solution))) for solution in answer)
    except (OSError, RuntimeError, ValueError) as error:
        raise failure(error) from error
    return violation


def _sorted(found: Found) -> list[Violation]:
    return [violation for _, violation in sorted(found.items()) if violation.count]


def _value_of(solution: pyoxigraph.QuerySolution) -> object:
    try:
        return solution["value"]
    except KeyError:
        return None


def _shown(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def validate_file(path: Path, progress: Progress = _silent) -> list[Violation]:
    """What is wrong with the graph in a file; its form is told by its suffix, before any `.gz` or `.zst`.

    Raises
    ------
    KgError
        If the file cannot be read, or is not of the form that its suffix says.
    """
    found: Found = {}
    with TemporaryDirectory(prefix="kg-validate-") as folder:
        store = Store(folder)
        store.bulk_extend(_checked(_quads(path), found))
        _check_all(store, found, progress)
        del store
    return _sorted(found)


def _checked(quads: Iterable[Quad], found: Found) -> Iterator[Quad]:
    """The quads as they come; notes the integers that are of another kind than their property's."""
    kinds = {NamedNode(path): (NamedNode(kind), violated) for path, (kind, violated) in integer_paths().items()}
    for quad in quads:
        kind, violated = kinds.get(quad.predicate, (None, None))
        if violated and not (isinstance(quad.object, Literal) and quad.object.datatype == kind):
            found.setdefault(violated, Violation(*violated)).add([(_shown(quad.subject), str(quad.object))])
        yield quad


def _quads(path: Path) -> Iterator[Quad]:
    suffixes = [suffix for suffix in path.suffixes if suffix not in _PACKED]
    format = _FORMATS.get(suffixes[-1]) if suffixes else None
    if format is None:
        raise KgError(f"{path}: is neither a folder of kg build nor an RDF file ({', '.join(_FORMATS)}, .gz, .zst)")
    try:
        with path.open("rb") as raw:
            yield from pyoxigraph.parse(open_compressed(raw), format)
    except SyntaxError as error:
        where = f"{path}:{error.lineno}" if error.lineno else f"{path}"
        raise KgError(f"{where}: is no valid RDF: {' '.join(str(error).split())[:200]}") from error
    except (OSError, EOFError) as error:
        raise KgError(f"{path}: cannot be read: {error}") from error
