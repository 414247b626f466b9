"""The durable store: one SQLite file that holds everything between reading and exporting."""

from kg.store.counts import Counted
from kg.store.database import Run
from kg.store.graph import Change, Surface, settled
from kg.store.outline import OutlineTables
from kg.store.schema import FILE_NAME, SCHEMA_VERSION

__all__ = ["FILE_NAME", "SCHEMA_VERSION", "Change", "Counted", "Run", "Store", "Surface", "settled"]


class Store(OutlineTables):
    """A store on disk, or a temporary one for `path=None`.

    Raises
    ------
    KgError
        If the file is no paperkg store, is of another version, or is being written by another process.
    """
