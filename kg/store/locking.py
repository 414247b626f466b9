"""One writer at a time: a lock on the folder of the store, which ends with its process however that ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import KgError

__all__ = ["writer_lock"]


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the folder for writing.

    The folder itself is locked, for the database's file has locks of SQLite's own and a
    file beside it would be left behind.

    Raises
    ------
    KgError
        If another process writes there.
    """
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise KgError(f"{folder}: cannot be opened: {error.strerror}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise KgError(f"{folder}: is being written by another process; wait for it to end") from error
        except OSError:
            # Some network file systems lock no folders; SQLite's own locks still keep writers apart.
            yield
            return
        yield
    finally:
        os.close(handle)
