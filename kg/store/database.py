"""One SQLite file in WAL mode: opening it, writing all or nothing, and the runs that wrote it."""

import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Self

from kg.errors import KgError
from kg.store.encoding import dump, load
from kg.store.locking import writer_lock
from kg.store.migrations import MIGRATIONS
from kg.store.opening import (
    APPLICATION_ID,
    can_be_written,
    check_schema,
    connect,
    explain,
    is_damage,
    is_whole,
    keep_copy,
    temporary_copy,
)
from kg.store.schema import SCHEMA, SCHEMA_VERSION, statements

__all__ = ["BATCH", "Database", "Run"]

#: Rows of one transaction, and of one fetch.
BATCH = 500


#: Pages of the file that are kept in memory: keys come in no order, and pages that come and go cost most.
_CACHE_KIB = 64 << 10

#: Pages of the log before they are put into the file: 64 MB, since many are written again and again.
_LOG_PAGES = 16_000

_COUNT_WRITE = "INSERT INTO meta VALUES ('writes', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1"


class Run:
    """One row of `runs`, as `kg log` and `kg stats` show it."""

    def __init__(self, row: sqlite3.Row) -> None:
        self.id: int = row["id"]
        self.started: str = row["started"]
        self.finished: str | None = row["finished"]
        self.version: str = row["version"]
        self.configuration: str = row["configuration"]
        self.inputs: list[str] = load(row["inputs"])
        self.counts: dict[str, int] = load(row["counts"] or "{}")


def _no_graph(path: Path) -> KgError:
    return KgError(f"{path.parent}: holds no graph; build one with: kg build INPUT... -o {path.parent}")


class Database:
    """The SQLite file, or a temporary one for `path=None`: opening, transactions, runs. A context manager.

    Opened without `create` or `write` it is a reader: all that it reads is of the moment
    at which it was opened, whatever others write meanwhile.

    Raises
    ------
    KgError
        If the file is no paperkg store, is of a newer version, or is being written by another process.
    """

    def __init__(self, path: Path | None, *, create: bool = False, write: bool = False) -> None:
        self.path = path
        if path is not None and not create and not path.exists():
            raise _no_graph(path)
        self._made_folder = path is not None and not path.parent.exists()
        if path is not None and create:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise KgError(f"{path.parent}: cannot be created: {error.strerror}") from error
        try:
            self._db = connect(path, reading=not create and not write)
        except sqlite3.Error as error:
            raise explain(path, error) from error
        try:
            self._db.row_factory = sqlite3.Row
            self._open_schema(create or path is None)
            if path is not None and not create and not write:
                self.pin()
        except sqlite3.Error as error:
            self._db.close()
            raise explain(path, error) from error
        except KgError:
            self._db.close()
            raise

    def _open_schema(self, create: bool) -> None:
        version = check_schema(self._db, self.path)
        if version is None and not create:
            assert self.path is not None
            raise _no_graph(self.path)
        if version is not None and version < SCHEMA_VERSION and not self._can_be_written():
            # Where nothing may be written, a copy is brought up to date.
            self._db = temporary_copy(self._db)
        if self._can_be_written():
            self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._db.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        if version is None:
            self._create_tables()
        elif version < SCHEMA_VERSION:
            self._migrate(version)

    def _can_be_written(self) -> bool:
        return self.path is None or can_be_written(self.path)

    def _create_tables(self) -> None:
        with self.writing(), self.transaction():
            # Another process may have come first.
            if self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return
            for statement in statements(SCHEMA):
                self._db.execute(statement)
            self._db.execute("INSERT INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
            self._db.execute("INSERT INTO meta VALUES ('identity', ?)", (secrets.token_hex(8),))
            self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    def _migrate(self, version: int) -> None:
        """Bring the tables up to date; the store as it was is kept beside it."""
        with self.writing():
            if self.path is not None and self._can_be_written():
                keep_copy(self._db, self.path, version)
            with self.transaction():
                # Another process may have come first.
                for step in range(check_schema(self._db, self.path) or version, SCHEMA_VERSION):
                    MIGRATIONS[step](self._db)
                self._db.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(SCHEMA_VERSION),))
                self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    def is_whole(self) -> bool:
        """Whether all of the file can be read. Takes as long as reading it."""
        return is_whole(self._db)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; everything committed stays."""
        self._db.close()

    def discard_if_empty(self) -> None:
        """Leave no trace of a store to which nothing was ever added."""
        something = (
            "SELECT 1 FROM records UNION ALL SELECT 1 FROM linked UNION ALL SELECT 1 FROM runs WHERE finished != ''"
        )
        if self.path is None or self._db.execute(something).fetchone():
            return
        self.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        if self._made_folder:
            with suppress(OSError):
                self.path.parent.rmdir()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer for as long as it lasts, over many transactions.

        Raises
        ------
        KgError
            If another process writes to the same folder.
        """
        with writer_lock(self.path.parent) if self.path else nullcontext():
            yield

    def pin(self) -> None:
        """Read from now on what the store holds now, until the next transaction of one's own."""
        self._release()
        self._db.execute("BEGIN")
        # SQLite takes its snapshot at the first read.
        self._db.execute("SELECT count(*) FROM meta").fetchone()

    def _release(self) -> None:
        if self._db.in_transaction:
            self._db.execute("COMMIT")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; a second writer is told so.

        Raises
        ------
        KgError
            If another process is writing, or the disk is full or fails: then nothing of it is kept.
        """
        self._release()
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise KgError(f"{self.path}: is being written by another process; wait for it to end") from error
            raise KgError(f"{self.path}: cannot be written: {error}") from error
        try:
            yield
            self._db.execute(_COUNT_WRITE)
            self._db.execute("COMMIT")
        except BaseException as error:
            # A full disk makes SQLite roll back by itself.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            if isinstance(error, sqlite3.DatabaseError) and is_damage(error):
                raise explain(self.path, error) from error
            if isinstance(error, sqlite3.OperationalError):
                raise KgError(
                    f"{self.path}: cannot be written: {error}; what was finished before is kept,"
                    " the same command goes on from there"
                ) from error
            raise

    def meta(self, key: str) -> str | None:
        """A value that was set with `set_meta`."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Keep a value, within a transaction."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def begin_run(self, started: str, version: str, configuration: str, inputs: Sequence[str]) -> int:
        """Note that a build began; returns the run's number."""
        with self.transaction():
            cursor = self._db.execute(
                "INSERT INTO runs (started, version, configuration, inputs) VALUES (?, ?, ?, ?)",
                (started, version, configuration, dump(list(inputs))),
            )
        return int(cursor.lastrowid or 0)

    def end_run(
        self, run: int, finished: str, counts: Mapping[str, int], meta: Mapping[str, str] | None = None
    ) -> None:
        """Note that a build ended, what it counted, and what the next one has to know of it."""
        with self.transaction():
            for key, value in (meta or {}).items():
                self.set_meta(key, value)
            self._db.execute(
                "UPDATE runs SET finished = ?, counts = ? WHERE id = ?", (finished, dump(dict(counts)), run)
            )

    def runs(self) -> list[Run]:
        """All runs, oldest first."""
        return [Run(row) for row in self._db.execute("SELECT * FROM runs ORDER BY id")]

    def version(self) -> str:
        """Differs after every transaction that wrote something: what is made from the store is stale if it does."""
        rows = self._db.execute("SELECT value FROM meta WHERE key IN ('identity', 'writes') ORDER BY key")
        return " ".join(str(row[0]) for row in rows)

    def read_rows(self, query: str, values: Sequence[object] = ()) -> Iterator[sqlite3.Row]:
        """Stream rows by a cursor of its own, so that readers may nest and writers go on.

        Raises
        ------
        KgError
            If the file is damaged.
        """
        try:
            yield from self._stream_rows(query, values)
        except sqlite3.DatabaseError as error:
            if is_damage(error):
                raise explain(self.path, error) from error
            raise

    def _stream_rows(self, query: str, values: Sequence[object]) -> Iterator[sqlite3.Row]:
        cursor = self._db.cursor()
        cursor.execute(query, values)
        while rows := cursor.fetchmany(BATCH):
            yield from rows

    def _among(self, query: str, values: Sequence[object], tail: str = "") -> list[sqlite3.Row]:
        """The rows of a query that ends in `IN`, for all values, a batch at a time."""
        rows: list[sqlite3.Row] = []
        for start in range(0, len(values), BATCH):
            part = values[start : start + BATCH]
            rows += self._db.execute(f"{query} ({','.join('?' * len(part))}) {tail}", part)
        return rows
