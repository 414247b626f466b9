"""The learned part of results: weights of features, as plain numbers.

One table tells whether a number is nothing, a score, a delta or a factor; one table for each
of metric, dataset and subject tells to which entity, or to none, a number belongs. Weights
are whole numbers with a common scale, so that sums are exact in any order.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from extractors.recognizer import MODEL
from kg.records import ResultKind

__all__ = ["KINDS", "MODEL_FILE", "ResultModel", "read_model", "write_model"]

MODEL_FILE = MODEL / "results.npz"
KINDS: tuple[ResultKind, ...] = ("score", "delta", "factor")


@dataclass(frozen=True, slots=True)
class ResultModel:
    """Weights by feature: of numbers a row (nothing, then each kind), of pairs one weight for each slot.

    `threshold` is the probability from which on a number counts as an outcome.
    """

    numbers: Mapping[str, tuple[int, int, int, int]]
    pairs: Mapping[str, Mapping[str, int]]
    number_scale: float
    pair_scales: Mapping[str, float]
    threshold: float

    def kinds(self, features: Iterable[str]) -> list[float]:
        """Log-probabilities of a number's being no outcome, and of each kind."""
        known = [row for row in map(self.numbers.get, set(features)) if row is not None]
        return _log_shares([sum(column) * self.number_scale for column in zip(*known, strict=True)] or [0.0] * 4)

    def outcome(self, features: Iterable[str]) -> float:
        """The probability of a number's stating an outcome."""
        return 1 - math.exp(self.kinds(features)[0])

    def scores(self, slot: str, candidates: Sequence[tuple[Iterable[str], str]], context: Sequence[str]) -> list[float]:
        """The log-probability of each of several candidates, each given by its features and its sort."""
        weights, scale = self.pairs[slot], self.pair_scales[slot]
        sorts = {sort: sum(weights.get(sort + word, 0) for word in context) for _, sort in candidates}
        return _log_shares(
            [(sum(weights.get(f, 0) for f in set(own)) + sorts[sort]) * scale for own, sort in candidates]
        )


def _log_shares(scores: Sequence[float]) -> list[float]:
    """Softmax, as logarithms."""
    top = max(scores)
    total = top + math.log(sum(math.exp(s - top) for s in scores))
    return [s - total for s in scores]


@cache
def read_model(path: Path = MODEL_FILE) -> ResultModel:
    """The model kept in an .npz file; nothing in it is code."""
    with np.load(path, allow_pickle=False) as kept:
        slots = [str(name)[: -len("_features")] for name in kept.files if name.endswith("_features")]
        names = {slot: kept[f"{slot}_features"].tobytes().decode("utf-8").split("\n") for slot in slots}
        numbers = dict(zip(names["number"], map(tuple, kept["number_weights"].tolist()), strict=True))
        pairs = {s: dict(zip(names[s], kept[f"{s}_weights"].tolist(), strict=True)) for s in slots if s != "number"}
        scales = {slot: float(kept[f"{slot}_scale"]) for slot in slots}
        return ResultModel(numbers, pairs, scales["number"], scales, float(kept["threshold"]))


def write_model(
    path: Path,
    numbers: Mapping[str, Sequence[float]],
    pairs: Mapping[str, Mapping[str, float]],
    threshold: float,
) -> None:
    """Keep weights as small whole numbers; features whose weights round to nothing are left out."""
    arrays: dict[str, Any] = {"threshold": np.float64(threshold)}
    tables: dict[str, Mapping[str, Sequence[float]]] = {"number": numbers}
    tables |= {slot: {f: [w] for f, w in weights.items()} for slot, weights in pairs.items()}
    for slot, table in tables.items():
        features = sorted(table)
        weights = np.array([table[f] for f in features])
        scale = float(np.abs(weights).max()) / 2000
        whole = np.round(weights / scale).astype(np.int16)
        kept = np.abs(whole).max(axis=1) >= 2
        arrays[f"{slot}_features"] = np.frombuffer(
            "\n".join(f for f, k in zip(features, kept, strict=True) if k).encode(), np.uint8
        )
        arrays[f"{slot}_weights"] = whole[kept] if slot == "number" else whole[kept, 0]
        arrays[f"{slot}_scale"] = np.float64(scale)
    np.savez_compressed(path, **arrays)
