"""The durable store: one SQLite file that holds everything between reading and exporting."""

from kg.store.counts import Counted, Sums
from kg.store.database import Run
from kg.store.encoding import dump, load
from kg.store.graph import Change, Surface
from kg.store.linked import LinkedRows, settled
from kg.store.outline import OutlineTables
from kg.store.prepared import Prepared, PreparedRow, Waiting
from kg.store.schema import FILE_NAME, SCHEMA_VERSION

__all__ = [
    "FILE_NAME",
    "SCHEMA_VERSION",
    "Change",
    "Counted",
    "LinkedRows",
    "Prepared",
    "PreparedRow",
    "Run",
    "Store",
    "Sums",
    "Surface",
    "Waiting",
    "dump",
    "load",
    "settled",
]


class Store(OutlineTables):
    """A store on disk, or a temporary one for `path=None`.

    Raises
    ------
    KgError
        If the file is no paperkg store, is of another version, or is being written by another process.
    """
