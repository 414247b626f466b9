"""Whole stores copied: to a file, to bytes and back, and what one holds as read into another."""

import os
import sqlite3
import tempfile
from pathlib import Path

from kg.errors import KgError
from kg.records import Record
from kg.store import Store

__all__ = ["add_what_was_read", "copy_to_file", "from_bytes", "to_bytes"]


def copy_to_file(store: Store, path: Path) -> None:
    """Copy a store to a new file, which appears under its name when it is whole.

    Raises
    ------
    KgError
        If there is such a file already, or it cannot be written.
    """
    if path.exists():
        raise KgError(f"{path}: exists already; choose another folder")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KgError(f"{path.parent}: cannot be created: {error.strerror}") from error
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        _copy(store, aside)
        aside.rename(path)
    except (OSError, sqlite3.Error) as error:
        raise KgError(f"{path}: cannot be written: {error}") from error
    finally:
        aside.unlink(missing_ok=True)


def _copy(store: Store, path: Path) -> None:
    target = sqlite3.connect(path)
    try:
        store._db.backup(target)
        # One file, without a journal beside it that would have to be renamed too.
        target.execute("PRAGMA journal_mode = DELETE")
    finally:
        target.close()


def to_bytes(store: Store) -> bytes:
    """A store as the bytes of its SQLite file."""
    with tempfile.TemporaryDirectory(prefix="paperkg-") as folder:
        path = Path(folder) / "store.sqlite"
        _copy(store, path)
        return path.read_bytes()


def from_bytes(data: bytes) -> Store:
    """A temporary store with what `to_bytes` gave."""
    store = Store(None)
    with tempfile.TemporaryDirectory(prefix="paperkg-") as folder:
        path = Path(folder) / "store.sqlite"
        path.write_bytes(data)
        source = sqlite3.connect(path)
        try:
            source.backup(store._db)
        finally:
            source.close()
    return store


def add_what_was_read(source: Store, target: Store, run: int) -> None:
    """Add the records of a store, and its extractions, to another."""
    records = (Record.model_validate_json(row[0]) for row in source.read_rows("SELECT data FROM records ORDER BY id"))
    target.add_records(records, run)
    rows = source.read_rows("SELECT text_hash, configuration, data FROM extractions ORDER BY text_hash, configuration")
    with target.transaction():
        target._db.executemany("INSERT OR IGNORE INTO extractions VALUES (?, ?, ?)", (tuple(row) for row in rows))
