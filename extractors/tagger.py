"""The encoder of the accurate profile: MiniLM, taught by what a larger model reads in abstracts, run by onnxruntime.

Texts are read one at a time: int8 arithmetic scales a whole batch by its largest value,
so that a text's figures would otherwise depend on its neighbours.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from extractors.sight import SEEN, Sight
from extractors.wordpieces import Word, WordPieces, read_vocabulary, shape
from kg.records import ENTITY_TYPES

__all__ = ["INNER", "Tagger", "default_tagger"]

Floats = NDArray[np.float64]
Pieces = NDArray[np.float32]
ROOM = 510
#: Outputs of inner layers, for those who read the text after the entities, and their width together.
INNER = ("inner3", "inner6")
WIDTH = 768
#: What the heads say of each piece.
SAID = ("tags", "roles", "kinds", "asks", "offers", "nones")
_MARGIN = 64  # pieces that a window shares with the next


class Tagger:
    """A model file and its vocabulary, loaded; one thread."""

    def __init__(self, model: Path, vocabulary: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._pieces: WordPieces = read_vocabulary(vocabulary)
        widths = {output.name: output.shape[2] for output in self._session.get_outputs()}
        self._widths: list[int] = [widths[name] for name in SAID[2:]]

    def scores(self, text: str, found: list[Word], title_end: int) -> tuple[Floats, Floats, Sight]:
        """For each word of a text the scores of the labels, the probabilities of the roles, and what else is seen.

        The title ends at `title_end` (0 where there is none).
        """
        tags = np.zeros((len(found), 1 + 2 * len(ENTITY_TYPES)))
        roles = np.zeros((len(found), 7))
        seen = min(len(found), SEEN)
        columns = [np.zeros((seen, width), np.float32) for width in self._widths]
        inner = np.zeros((seen, WIDTH), np.float32)
        cut = [self._pieces(text[start:end]) for start, end in found]
        for low, high, keep_low, keep_high in _windows([len(c) for c in cut]):
            pieces, shapes, titles, firsts = [self._pieces.begin], [0], [0], []
            for i in range(low, high):
                start, end = found[i]
                firsts.append(len(pieces))
                pieces.extend(cut[i])
                shapes.extend([shape(text[start:end])] * len(cut[i]))
                titles.extend([int(start < title_end)] * len(cut[i]))
            rows = {"pieces": [*pieces, self._pieces.finish], "shapes": [*shapes, 0], "titles": [*titles, 0]}
            feed = {name: np.array([row], dtype=np.int64) for name, row in rows.items()}
            by_tag, by_role, *said = self._session.run([*SAID, *INNER], feed)
            places = firsts[keep_low - low : keep_high - low]
            if (room := seen - keep_low) > 0:
                inner[keep_low:keep_high] = _means(said[len(columns) :], places, firsts, keep_high - low)[:room]
                for column, one in zip(columns, said, strict=False):
                    column[keep_low:keep_high] = one[0][places][:room]
            tags[keep_low:keep_high] = by_tag[0][places]
            roles[keep_low:keep_high] = by_role[0][places]
        exps = np.exp(roles - roles.max(axis=1, keepdims=True)) if len(roles) else roles
        return tags, exps / exps.sum(axis=1, keepdims=True), Sight(found, inner, *columns)


def _means(layers: Sequence[NDArray[np.float32]], places: Sequence[int], firsts: Sequence[int], end: int) -> Pieces:
    """For each word the mean over its pieces of what the layers say, side by side; a mark ends the row of pieces."""
    every = np.concatenate([layer[0] for layer in layers], axis=1)
    stop = firsts[end] if end < len(firsts) else len(every) - 1
    sums = np.add.reduceat(every[:stop], places, axis=0)
    sums /= np.diff([*places, stop])[:, None]
    return sums


def _windows(lengths: list[int]) -> Iterator[tuple[int, int, int, int]]:
    """Windows of words that fit, and of each the words whose figures are kept: those far from its edges."""
    if sum(lengths) <= ROOM:
        if lengths:
            yield 0, len(lengths), 0, len(lengths)
        return
    low = kept = 0
    while kept < len(lengths):
        high, size = low, 0
        while high < len(lengths) and size + lengths[high] <= ROOM:
            size += lengths[high]
            high += 1
        if high == len(lengths):
            yield low, high, kept, high
            return
        back, shared = high, 0
        while back > low + 1 and shared < _MARGIN:
            back -= 1
            shared += lengths[back]
        keep_high = max(kept + 1, (back + high) // 2)
        yield low, high, kept, keep_high
        low, kept = max(low + 1, back), keep_high


@cache
def default_tagger(folder: Path) -> Tagger:
    """The tagger whose files lie in a folder."""
    return Tagger(folder / "encoder.onnx", folder / "vocabulary.txt")
