"""The neural part of results: a number and what stands around it, read by layers on top of the encoder.

The encoder of the accurate profile has read the text for its entities already; what a middle
layer of it says of each word is this model's input, with the columns of `context`. It is
asked only about numbers that may be outcomes, and about so many of a text and no more.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from extractors.recognizer import MODEL
from extractors.results.context import Context, context_of
from extractors.results.mentions import SLOT_TYPES, Mentions
from extractors.results.told import Told, log_shares, seen_numbers
from extractors.sight import Sight

__all__ = ["READER_FILE", "NumberReader", "default_reader"]

Floats = NDArray[np.float32]
READER_FILE = MODEL / "results.onnx"
_TOGETHER = 8


class NumberReader:
    """A model file, loaded; one thread."""

    def __init__(self, model: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    def read(self, mentions: Mentions, sight: Sight, numbers: Sequence[int]) -> dict[int, Told]:
        """What is told of these numbers of a text, the first so many of those that the encoder has seen."""
        reading = mentions.reading
        seen = seen_numbers(reading, sight, numbers)
        told: dict[int, Told] = {}
        # Texts are cut by length, so that what is told depends on this text alone.
        for low in range(0, len(seen), _TOGETHER):
            batch = seen[low : low + _TOGETHER]
            contexts = [context_of(mentions, number) for number in batch]
            told |= zip(batch, self._told(mentions, sight, contexts), strict=True)
        return told

    def _told(self, mentions: Mentions, sight: Sight, contexts: Sequence[Context]) -> list[Told]:
        items = mentions.reading.items
        longest = max(len(c.places) for c in contexts)
        shape = (len(contexts), longest)
        vectors = np.zeros((*shape, sight.width), np.float32)
        columns = np.zeros((*shape, contexts[0].columns.shape[1]), np.int64)
        mask = np.zeros(shape, np.float32)
        for row, context in enumerate(contexts):
            size = len(context.places)
            vectors[row, :size] = sight.vectors([(items[p].start, items[p].end) for p in context.places])
            columns[row, :size] = context.columns
            mask[row, :size] = 1.0
        target = np.array([c.target for c in contexts], np.int64)
        feed = {"vectors": vectors, "columns": columns, "target": target, "mask": mask}
        kinds, none, fits = self._session.run(["kinds", "none", "fits"], feed)
        return [
            Told(log_shares(kinds[row].astype(np.float64)), _slots(mentions, context, none[row], fits[row]))
            for row, context in enumerate(contexts)
        ]


def _slots(mentions: Mentions, context: Context, none: Floats, fits: Floats) -> dict[str, dict[int | None, float]]:
    """Of each slot the log-probabilities of its candidates: an entity has what its mentions have together."""
    items = mentions.reading.items
    slots: dict[str, dict[int | None, float]] = {}
    for column, (slot, kind) in enumerate(SLOT_TYPES.items()):
        scores: dict[int | None, float] = {None: float(none[column])}
        for row, entity in enumerate(context.entities.tolist()):
            if entity >= 0 and items[context.places[row]].tag == kind:
                score = float(fits[row, column])
                scores[entity] = float(np.logaddexp(scores[entity], score)) if entity in scores else score
        total = float(np.logaddexp.reduce(list(scores.values())))
        slots[slot] = {entity: score - total for entity, score in scores.items()}
    return slots


@cache
def default_reader(path: Path = READER_FILE) -> NumberReader:
    """The reader that ships with the package."""
    return NumberReader(path)
