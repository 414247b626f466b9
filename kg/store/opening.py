"""Opening the file of a store: whose it is, whether it is whole, and in folders where nothing may be written."""

import os
import re
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg.errors import KgError
from kg.store.migrations import MIGRATIONS
from kg.store.schema import SCHEMA, SCHEMA_VERSION

__all__ = [
    "APPLICATION_ID",
    "Connection",
    "can_be_written",
    "check_schema",
    "connect",
    "explain",
    "is_damage",
    "is_whole",
    "keep_copy",
    "temporary_copy",
]

#: Marks the file as ours, for `file` and for us ("pkgr"); stores made before it was set have 0.
APPLICATION_ID = 0x706B6772
_TABLES = frozenset(re.findall(r"CREATE TABLE (\w+)", SCHEMA))
# Primary result codes of SQLite: https://www.sqlite.org/rescode.html
_CORRUPT, _NOT_A_DATABASE = 11, 26


class Connection(sqlite3.Connection):
    """A connection that says in plain words when it finds the file damaged."""

    path: Path | None = None
    #: Lives as long as the connection: a folder with a copy of what could not be read in place.
    copy: "tempfile.TemporaryDirectory[str] | None" = None

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        """As of any connection.

        Raises
        ------
        KgError
            If the file is damaged.
        """
        try:
            return super().execute(*arguments)
        except sqlite3.DatabaseError as error:
            if is_damage(error):
                raise explain(self.path, error) from error
            raise

    def close(self) -> None:
        """Close it; a copy goes with it."""
        super().close()
        if self.copy is not None:
            self.copy.cleanup()


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether SQLite says that the file itself is wrong."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (_CORRUPT, _NOT_A_DATABASE)


def explain(path: Path | None, error: sqlite3.Error) -> KgError:
    """What an error of SQLite means, and what to do."""
    if path is not None and isinstance(error, sqlite3.DatabaseError) and is_damage(error):
        return _damaged(path, str(error))
    return KgError(f"{path}: cannot be opened as a paperkg store: {error}")


def _damaged(path: Path, why: str) -> KgError:
    return KgError(f"{path}: is damaged ({why}); build it again with: kg build INPUT... -o {path.parent} --fresh")


def can_be_written(path: Path) -> bool:
    """Whether the store in that place can be changed by this user, on this file system."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def connect(path: Path | None, *, reading: bool) -> Connection:
    """Open a file, or a temporary one for `path=None`; nothing is written yet.

    Raises
    ------
    KgError
        If it is to be written, and cannot.
    sqlite3.Error
        If it cannot be opened.
    """
    if path is not None and not can_be_written(path):
        if reading:
            return _connect_for_reading(path)
        raise KgError(f"{path}: cannot be written, the folder is read-only or another user's; choose another for -o")
    db = sqlite3.connect(path or "", isolation_level=None, timeout=5.0, factory=Connection)
    db.path = path
    return db


def _connect_for_reading(path: Path) -> Connection:
    """Open a file that must stay as it is. SQLite needs a file beside it, unless it is told that nobody writes."""
    for question in ("mode=ro", "mode=ro&immutable=1"):
        if "immutable" in question and _has_journal(path):
            # What is in the journal is part of the store: both are read in a place of our own.
            return _connect_to_copy(path)
        db = sqlite3.connect(
            f"file:{quote(str(path.absolute()))}?{question}", uri=True, isolation_level=None, factory=Connection
        )
        db.path = path
        try:
            sqlite3.Connection.execute(db, "SELECT count(*) FROM sqlite_master")
            return db
        except sqlite3.OperationalError:
            db.close()
    raise KgError(f"{path}: cannot be read; copy the folder to where you may write, and use the copy")


def _has_journal(path: Path) -> bool:
    journal = Path(f"{path}-wal")
    return journal.exists() and journal.stat().st_size > 0


def _connect_to_copy(path: Path) -> Connection:
    folder = tempfile.TemporaryDirectory(prefix="paperkg-")
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{path}{suffix}", Path(folder.name) / f"{path.name}{suffix}")
    db = sqlite3.connect(Path(folder.name) / path.name, isolation_level=None, factory=Connection)
    db.path, db.copy = path, folder
    return db


def check_schema(db: Connection, path: Path | None) -> int | None:
    """The version of the tables; None for a file that holds nothing yet.

    Raises
    ------
    KgError
        If it is no store, lacks something, or is of a version that this program does not know.
    """
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    application = db.execute("PRAGMA application_id").fetchone()[0]
    if not tables and application in (0, APPLICATION_ID):
        return None
    if application not in (0, APPLICATION_ID) or "meta" not in tables:
        folder = path.parent if path else "DIR"
        raise KgError(
            f"{path}: is not a paperkg store; choose another folder, or replace it with:"
            f" kg build INPUT... -o {folder} --fresh"
        )
    where = path or Path("store")
    try:
        version = int(db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0])
    except (TypeError, ValueError, sqlite3.OperationalError) as error:
        raise _damaged(where, "it does not tell its version") from error
    if version > SCHEMA_VERSION or version < min(MIGRATIONS):
        raise KgError(
            f"{path}: was written by another version of paperkg (schema {version}, this one reads up to"
            f" {SCHEMA_VERSION}); use that version, or build it again with --fresh"
        )
    if version == SCHEMA_VERSION and (missing := sorted(_TABLES - tables)):
        raise _damaged(where, f"the table {missing[0]!r} is missing")
    return version


def temporary_copy(db: Connection) -> Connection:
    """The same content in a temporary file, which may be changed; the connection given is closed."""
    copy = sqlite3.connect("", isolation_level=None, factory=Connection)
    copy.path, copy.row_factory = db.path, db.row_factory
    db.backup(copy)
    db.close()
    return copy


def keep_copy(db: Connection, path: Path, version: int) -> None:
    """Keep the store as it is, beside it, before it is brought up to date; a copy made before is replaced.

    Raises
    ------
    KgError
        If there is no room for it.
    """
    copy = path.with_name(f"{path.name}.schema-{version}")
    aside = path.with_name(f".{copy.name}.part")
    try:
        aside.unlink(missing_ok=True)
        target = sqlite3.connect(aside)
        try:
            db.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        finally:
            target.close()
        aside.replace(copy)
    except (OSError, sqlite3.Error) as error:
        raise KgError(
            f"{path}: is of an earlier version; it must be brought up to date, and no copy of it could be kept: {error}"
        ) from error
    finally:
        aside.unlink(missing_ok=True)


def is_whole(db: sqlite3.Connection) -> bool:
    """Whether all of the file can be read. Takes as long as reading it."""
    try:
        return bool(db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except (sqlite3.DatabaseError, KgError):
        return False
