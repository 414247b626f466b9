"""Keeping an Oxigraph store on disk in step with the graph that it is made from.

The store is a generation (`exports.sparql_generations`): the files of Oxigraph, the digests of the parts that it
was made of, and a note of what it was made from. What changed is changed in a copy, whose large files are hard
links; where most has changed, the store is made anew by a bulk load, which is quicker.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from exports.sparql_changes import Changes, compare, read_digests
from exports.sparql_generations import hold_current, link_copy, new_generation, writing
from exports.sparql_source import PAPER, QuadSource, split_part
from exports.vocabulary import PREFIXES

__all__ = ["STORE", "is_current", "synchronize"]

#: The folder of Oxigraph's files within a generation.
STORE = "store"
_DIGESTS = "digests"
_NOTE = "note.json"
# Beyond this share of changed parts the store is made anew.
_MOST = 0.3
_IS_PART_OF = NamedNode(f"{PREFIXES['schema']}isPartOf")


def is_current(generation: Path, source: QuadSource) -> bool:
    """Whether a generation was made from the graph as it is now."""
    note = _read_note(generation)
    return note.get("format") == source.format() and note.get("stamp") == source.stamp()


def synchronize(folder: Path, source: QuadSource, *, anew: bool = False) -> None:
    """Bring the store in a folder up to date, whatever state it is in.

    Parameters
    ----------
    anew
        Do not build on what is there, which has turned out to be damaged.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    with writing(folder):
        lease = None if anew else hold_current(folder)
        try:
            base = lease.path if lease else None
            if base is not None and is_current(base, source):
                return
            if base is not None and not _is_sound(base, source):
                base = None
            with new_generation(folder) as target:
                _make(base, target, source)
        finally:
            if lease:
                lease.release()


def _make(base: Path | None, target: Path, source: QuadSource) -> None:
    old = read_digests(base / _DIGESTS) if base else iter(())
    stamp = source.stamp()  # first: what is written meanwhile is seen the next time
    changes = compare(old, source.digests(), target / _DIGESTS)
    if base is None or not _is_small(changes) or not _try_change(base / STORE, target / STORE, source, changes):
        _load_all(target / STORE, source)
    note = {"format": source.format(), "stamp": stamp, "digests": _file_hash(target / _DIGESTS)}
    (target / _NOTE).write_text(json.dumps(note), encoding="utf-8")


def _try_change(base: Path, target: Path, source: QuadSource, changes: Changes) -> bool:
    """Change a copy; False if what was copied turns out to be damaged."""
    try:
        link_copy(base, target, ".sst")
        _change(target, source, changes)
    except (OSError, RuntimeError):  # the engine raises one or the other
        return False
    return True


def _is_small(changes: Changes) -> bool:
    touched = len(changes.gone) + len(changes.changed) + len(changes.new)
    return touched <= _MOST * (touched + changes.unchanged)


def _load_all(path: Path, source: QuadSource) -> None:
    if path.exists():
        for left in path.iterdir():
            left.unlink()
    store = Store(str(path))
    _load(store, source.quads())
    # A bulk load leaves many files that overlap: looking up is five to fifteen times slower among them.
    store.optimize()
    store.flush()


def _load(store: Store, texts: Iterable[str]) -> None:
    # What is written here is valid by construction, as the tests show; checking it again takes time.
    store.bulk_load(cast(BinaryIO, _Stream(texts)), RdfFormat.N_QUADS, lenient=True)


def _change(path: Path, source: QuadSource, changes: Changes) -> None:
    store = Store(str(path))
    iris = source.iris
    venues: set[Quad] = set()
    for name in chain(changes.gone, changes.changed):
        kind, key = split_part(name)
        if kind == PAPER:
            graph = NamedNode(iris.graph("paper", key))
            venues.update(store.quads_for_pattern(None, _IS_PART_OF, None, graph))
            store.remove_graph(graph)
        elif kind == "entity":
            _remove(store, iris.node(key), iris.graph("entities"))
        else:
            store.remove_graph(NamedNode(iris.graph("configurations")))
    _load(store, source.quads(frozenset(chain(changes.changed, changes.new))))
    for venue in {quad.object for quad in venues}:
        if next(store.quads_for_pattern(None, _IS_PART_OF, venue, None), None) is None:
            _remove(store, cast(NamedNode, venue).value, iris.graph("venues"))
    store.flush()


def _remove(store: Store, subject: str, graph: str) -> None:
    for quad in list(store.quads_for_pattern(NamedNode(subject), None, None, NamedNode(graph))):
        store.remove(quad)


def _read_note(generation: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        note = json.loads((generation / _NOTE).read_text(encoding="utf-8"))
        return note if isinstance(note, dict) else {}
    return {}


def _is_sound(generation: Path, source: QuadSource) -> bool:
    """Whether what a generation says of itself can be built on, though the graph may have changed since."""
    note = _read_note(generation)
    digests = _file_hash(generation / _DIGESTS)
    return note.get("format") == source.format() and digests != "" and note.get("digests") == digests


def _file_hash(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


class _Stream:
    """Texts as a binary file that is read once."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts: Iterator[str] = iter(texts)
        self._ahead = b""

    def read(self, size: int = -1) -> bytes:
        while len(self._ahead) < size or size < 0:
            text = next(self._texts, None)
            if text is None:
                break
            self._ahead += text.encode()
        end = len(self._ahead) if size < 0 else size
        piece, self._ahead = self._ahead[:end], self._ahead[end:]
        return piece
