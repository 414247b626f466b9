"""What is done with a batch of papers by whichever process: Arrow rows in, Arrow rows out.

Papers come as `id` and `paper`, as the store keeps them. What goes back is either `extraction`, as
`kg extract` writes it, or, where papers are to be linked, the rows that the store keeps: `text_hash` and
`found`, then `id`, `basis`, `paper`, `counted` and `rows` of what linking has prepared. All are text;
nothing is pickled.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from kg.records import Extraction, Paper
from kg.store.hashing import found_json, text_hash

if TYPE_CHECKING:
    from extractors.pipeline import Extractor

__all__ = ["BATCH", "BatchReader", "WorkerOptions", "from_bytes", "made_by", "papers_batch", "to_bytes"]

#: Papers that are read together.
BATCH = 64

_PAPERS = pa.schema([("id", pa.string()), ("paper", pa.string())])
_EXTRACTIONS = pa.schema([("extraction", pa.large_string())])
#: Of an answer: the configuration of the pipeline that read it.
_MADE_BY = b"made_by"
_PREPARED = pa.schema(
    [(name, pa.large_string()) for name in ("text_hash", "found", "id", "basis", "paper", "counted", "rows")]
)


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """What the pipeline of each process is made with, and whether papers are prepared for linking."""

    profile: str
    lexicon: str | None = None
    min_confidence: float | None = None
    linking: bool = False

    def frame(self) -> bytes:
        """The options as the first frame."""
        return json.dumps(asdict(self)).encode()


def papers_batch(papers: Sequence[tuple[str, str]]) -> pa.RecordBatch:
    """Papers, each by id and JSON, as a batch."""
    return pa.RecordBatch.from_arrays(
        [pa.array([id for id, _ in papers], pa.string()), pa.array([data for _, data in papers], pa.string())],
        schema=_PAPERS,
    )


def to_bytes(batch: pa.RecordBatch) -> bytes:
    """A batch as an Arrow IPC stream."""
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return sink.getvalue()


def made_by(batch: pa.RecordBatch) -> str:
    """The configuration under which the papers of a batch were read."""
    said: bytes = (batch.schema.metadata or {}).get(_MADE_BY, b"")
    return said.decode("ascii", "replace")


def from_bytes(data: bytes) -> pa.RecordBatch:
    """The batch of an Arrow IPC stream."""
    with pa.ipc.open_stream(data) as reader:
        return reader.read_next_batch()


class BatchReader:
    """A loaded pipeline that reads batches; `extractor` is used if there is one already."""

    def __init__(self, options: WorkerOptions, extractor: "Extractor | None" = None) -> None:
        from extractors.pipeline import Extractor

        if extractor is None:
            lexicon = Path(options.lexicon) if options.lexicon else None
            extractor = Extractor("fast" if options.profile == "fast" else "accurate", lexicon, options.min_confidence)
        self._extractor = extractor
        self._linking = options.linking
        made_by = {_MADE_BY: extractor.configuration}
        self._extractions, self._rows = _EXTRACTIONS.with_metadata(made_by), _PREPARED.with_metadata(made_by)
        if self._linking:
            from kg.api.lexicon_names import LexiconNames
            from kg.linking import way_of_linking

            self._known = LexiconNames(extractor.lexicon)
            self._way = way_of_linking(self._known, extractor.configuration)

    def read(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """What was found in the papers of a batch, in their order."""
        kept = batch.column("paper").to_pylist()
        found = self._extractor.stream(map(Paper.model_validate_json, kept))
        if not self._linking:
            columns = [[extraction.model_dump_json() for extraction in found]]
            return pa.RecordBatch.from_arrays(
                [pa.array(c, pa.large_string()) for c in columns], schema=self._extractions
            )
        rows = [self._prepared(extraction, data) for extraction, data in zip(found, kept, strict=True)]
        return pa.RecordBatch.from_arrays(
            [pa.array(column, pa.large_string()) for column in zip(*rows, strict=True)], schema=self._rows
        )

    def _prepared(self, extraction: Extraction, data: str) -> tuple[str | None, ...]:
        from kg.corrections import Corrections
        from kg.linking import prepare

        # Where there are corrections, linking finds another basis, and prepares papers anew.
        prepared = prepare(extraction, self._known, Corrections())
        return text_hash(extraction), found_json(extraction), *prepared.row(extraction.id, self._way, data)
