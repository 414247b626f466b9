"""One SQLite file in WAL mode: opening it, writing all or nothing, and the runs that wrote it."""

import json
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from kg.errors import KgError
from kg.store.schema import SCHEMA, SCHEMA_VERSION

__all__ = ["BATCH", "Database", "Run", "dump"]

#: Rows of one transaction, and of one fetch.
BATCH = 500


_COUNT_WRITE = "INSERT INTO meta VALUES ('writes', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1"


def dump(value: object) -> str:
    """JSON as compact as it gets."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Run:
    """One row of `runs`, as `kg log` and `kg stats` show it."""

    def __init__(self, row: sqlite3.Row) -> None:
        self.id: int = row["id"]
        self.started: str = row["started"]
        self.finished: str | None = row["finished"]
        self.version: str = row["version"]
        self.configuration: str = row["configuration"]
        self.inputs: list[str] = json.loads(row["inputs"])
        self.counts: dict[str, int] = json.loads(row["counts"] or "{}")


class Database:
    """The SQLite file, or a temporary one for `path=None`: opening, transactions, runs. A context manager.

    Raises
    ------
    KgError
        If the file is no paperkg store, is of a newer version, or is being written by another process.
    """

    def __init__(self, path: Path | None, *, create: bool = False) -> None:
        self.path = path
        if path is not None and not create and not path.exists():
            raise KgError(f"{path.parent}: holds no graph; build one with: kg build INPUT... -o {path.parent}")
        if path is not None and create:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise KgError(f"{path.parent}: cannot be created: {error.strerror}") from error
        try:
            self._db = sqlite3.connect(path or "", isolation_level=None, timeout=5.0)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("PRAGMA foreign_keys = ON")
            self._open_schema(create)
        except sqlite3.Error as error:
            raise KgError(f"{path}: cannot be opened as a paperkg store: {error}") from error

    def _open_schema(self, create: bool) -> None:
        tables = {row[0] for row in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables and (create or self.path is None):
            with self.transaction():
                for statement in filter(str.strip, SCHEMA.split(";")):
                    self._db.execute(statement)
                self._db.execute("INSERT INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
                self._db.execute("INSERT INTO meta VALUES ('identity', ?)", (secrets.token_hex(8),))
            return
        if "meta" not in tables:
            raise KgError(f"{self.path}: is not a paperkg store; choose another folder for -o")
        version = int(self._db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0])
        if version != SCHEMA_VERSION:
            raise KgError(
                f"{self.path}: was written by another version of paperkg (schema {version}, this one reads"
                f" {SCHEMA_VERSION}); build it again with --fresh"
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; everything committed stays."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; a second writer is told so."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise KgError(f"{self.path}: is being written by another process; wait for it to end") from error
        try:
            yield
            self._db.execute(_COUNT_WRITE)
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        try:
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            self._db.execute("ROLLBACK")
            raise KgError(f"{self.path}: cannot be written: {error}; nothing of this step was kept") from error

    def begin_run(self, started: str, version: str, configuration: str, inputs: Sequence[str]) -> int:
        """Note that a build began; returns the run's number."""
        with self.transaction():
            cursor = self._db.execute(
                "INSERT INTO runs (started, version, configuration, inputs) VALUES (?, ?, ?, ?)",
                (started, version, configuration, dump(list(inputs))),
            )
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('configuration', ?)", (configuration,))
        return int(cursor.lastrowid or 0)

    def end_run(self, run: int, finished: str, counts: dict[str, int]) -> None:
        """Note that a build ended, and what it counted."""
        with self.transaction():
            self._db.execute("UPDATE runs SET finished = ?, counts = ? WHERE id = ?", (finished, dump(counts), run))

    def runs(self) -> list[Run]:
        """All runs, oldest first."""
        return [Run(row) for row in self._db.execute("SELECT * FROM runs ORDER BY id")]

    def configuration(self) -> str:
        """The extractor's configuration of the last build."""
        row = self._db.execute("SELECT value FROM meta WHERE key = 'configuration'").fetchone()
        return str(row[0]) if row else ""

    def version(self) -> str:
        """Differs after every transaction that wrote something: what is made from the store is stale if it does."""
        rows = self._db.execute("SELECT value FROM meta WHERE key IN ('identity', 'writes') ORDER BY key")
        return " ".join(str(row[0]) for row in rows)

    def read_rows(self, query: str, values: Sequence[object] = ()) -> Iterator[sqlite3.Row]:
        """Stream rows by a cursor of its own, so that readers may nest and writers go on."""
        cursor = self._db.cursor()
        cursor.execute(query, values)
        while rows := cursor.fetchmany(BATCH):
            yield from rows
