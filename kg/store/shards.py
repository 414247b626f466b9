"""What shards are made from, and what is taken from them: records of a paper, the hash of all, texts to be read."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice

from kg.records import Extraction, Record
from kg.store import Store
from kg.store.database import BATCH
from kg.store.hashing import text_hash

__all__ = ["content_digest", "only_wanted", "records_of_paper"]


def records_of_paper(store: Store, id: str) -> list[Record]:
    """The records that a paper was merged from, in an order that does not depend on that of reading."""
    rows = store.read_rows("SELECT data FROM records WHERE paper = ? ORDER BY digest", (id,))
    return [Record.model_validate_json(row[0]) for row in rows]


def content_digest(store: Store) -> str:
    """The hash of all records that were read, whatever their order."""
    digest = hashlib.sha256()
    for row in store.read_rows("SELECT digest FROM records ORDER BY digest"):
        digest.update(row[0].encode() + b"\n")
    return digest.hexdigest()


def only_wanted(store: Store, extractions: Iterable[Extraction], configuration: str) -> Iterator[Extraction]:
    """Those extractions that read the text of a paper which has none yet under this configuration."""
    stream = iter(extractions)
    while batch := list(islice(stream, BATCH)):
        by_hash = {text_hash(found): found for found in batch}
        marks = ",".join("?" * len(by_hash))
        rows = store.read_rows(
            f"SELECT DISTINCT text_hash FROM papers p WHERE text_hash IN ({marks}) AND NOT EXISTS"
            " (SELECT 1 FROM extractions x WHERE x.text_hash = p.text_hash AND x.configuration = ?)",
            (*by_hash, configuration),
        )
        yield from [by_hash[row[0]] for row in rows]
