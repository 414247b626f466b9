"""The linear tagger: weights of features, steps between labels.

A conditional random field whose weights were learned by `training`. Texts are read many
at a time: attributes become numbers, features become places in tables, and all words
are scored by one gather a template. No library beyond numpy is needed. What a text
scores does not depend on the texts beside it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.lattice import Lattice, lattices, well_formed
from extractors.lexicon import LexiconMatch
from extractors.word_features import (
    NOT_TOLD,
    OF_SURFACE,
    OF_TEXT,
    PADDING,
    SEPARATOR,
    TEMPLATES,
    Mark,
    is_proper,
    surface_attributes,
    text_attributes,
)
from extractors.wordpieces import Word
from kg.acronyms import Definition

__all__ = ["Linear", "LinearTagger", "MarkedText", "lexicon_marks", "read_linear", "read_model"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
#: Attributes whose numbers are kept per surface; features of the others among `OF_SURFACE` are only ever summed up.
_NUMBERED = ("w", "s", "c", "k")
_DENSE = 1 << 19  # keys of a template up to which a plain table is used
_MOST_SURFACES = 150_000


def lexicon_marks(text: str, matches: Iterable[LexiconMatch], hidden: Collection[str] = frozenset()) -> Iterator[Mark]:
    """The longest names of the lexicon at each place; `hidden` keys are passed over."""
    covered = 0
    for match in matches:
        if match.end <= covered or match.key in hidden:
            continue
        surface = text[match.start : match.end]
        if len(surface) <= 5 and surface.islower() and any(n.isupper() for n in match.term.names):
            continue
        covered = match.end
        doubt = "g" if match.term.generic else "u" if match.key in match.term.uncertain else ""
        yield Mark(match.start, match.end, match.term.type[:3] + doubt)


@dataclass(frozen=True, slots=True)
class MarkedText:
    """What the tagger reads of one text."""

    text: str
    words: Sequence[Word]
    title_end: int
    marks: Sequence[Mark]
    definitions: Sequence[Definition]


@dataclass(frozen=True, slots=True)
class Linear:
    """A model as it is kept: features written out, a row of weights for each, steps, and word clusters."""

    features: list[str]
    weights: Floats
    steps: NDArray[np.float64]
    clusters: Mapping[str, tuple[int, int]]


class _Table:
    """One template: from the numbers of its attributes to a row of weights; 0 is the row of zeros."""

    def __init__(self, parts: Sequence[tuple[str, int]], sizes: Mapping[str, int], values: Ints, rows: Ints) -> None:
        self.parts = parts
        self._radix = [sizes[attribute] for attribute, _ in parts]
        keys = self._keys([values[:, column] for column in range(len(parts))])
        order = np.argsort(keys)
        self._known, self._rows = keys[order], rows[order]
        total = 1
        for size in self._radix:
            total *= size
        self._dense: Ints | None = None
        if total <= _DENSE:
            self._dense = np.zeros(total, np.int64)
            self._dense[self._known] = self._rows

    def _keys(self, columns: Sequence[Ints]) -> Ints:
        keys = columns[0]
        for column, size in zip(columns[1:], self._radix[1:], strict=True):
            keys = keys * size + column
        return keys

    def rows(self, columns: Sequence[Ints]) -> Ints:
        """The row of each word; `columns` hold the numbers of the attributes, 0 for unknown ones."""
        keys = self._keys(columns)
        if self._dense is not None:
            return self._dense[keys]
        places = np.minimum(np.searchsorted(self._known, keys), len(self._known) - 1)
        return np.where(self._known[places] == keys, self._rows[places], 0)


class LinearTagger:
    """Scores words by their features; `lattices` turns the scores of texts into spans."""

    def __init__(self, model: Linear) -> None:
        self._clusters = model.clusters
        self._steps = well_formed(model.steps)
        labels = model.weights.shape[1]
        self._weights = np.vstack([np.zeros((1, labels), np.float32), model.weights])
        self._bias = np.zeros(labels, np.float32)
        #: Of attributes that stand alone: the feature's row by template and value.
        self._alone: dict[str, dict[str, int]] = defaultdict(dict)
        grouped: dict[str, list[tuple[list[str], int]]] = defaultdict(list)
        for number, feature in enumerate(model.features, start=1):
            name, *values = feature.split(SEPARATOR)
            if name == "bias":
                self._bias = self._weights[number]
            elif len(values) == 1 and TEMPLATES[name][0][0] in OF_SURFACE:
                self._alone[name][values[0]] = number
            else:
                grouped[name].append((values, number))
        self._numbers: dict[str, dict[str, int]] = {a: {} for a in (*_NUMBERED, *OF_TEXT)}
        for name, listed in grouped.items():
            for values, _ in listed:
                for (attribute, _), value in zip(TEMPLATES[name], values, strict=True):
                    numbers = self._numbers[attribute]
                    numbers.setdefault(value, len(numbers) + 1)
        sizes = {attribute: len(numbers) + 1 for attribute, numbers in self._numbers.items()}
        self._tables = []
        for name in sorted(grouped):
            parts = TEMPLATES[name]
            table = np.array(
                [[self._numbers[a][v] for (a, _), v in zip(parts, values, strict=True)] for values, _ in grouped[name]]
            )
            self._tables.append(_Table(parts, sizes, table, np.array([n for _, n in grouped[name]])))
        self._places = sorted({parts[0][1] for name, parts in TEMPLATES.items() if parts[0][0] in OF_SURFACE})
        #: The same by attribute and value: rank of the template, its place among `_places`, and the feature's row.
        self._single: dict[str, dict[str, list[tuple[int, int, int]]]] = defaultdict(lambda: defaultdict(list))
        for rank, (name, rows) in enumerate(self._alone.items()):
            attribute, at = TEMPLATES[name][0]
            for value, row in rows.items():
                self._single[attribute][value].append((rank, self._places.index(at), row))
        self._forget()

    def _forget(self) -> None:
        """Begin with no surface known but that beyond the edges of a text."""
        self._surfaces: dict[str | None, int] = {}
        self._proper: set[str] = set()
        self._columns = np.zeros((len(_NUMBERED), 1024), np.int64)
        self._sums = np.zeros((1024, len(self._places), len(self._bias)), np.float32)
        #: Number of a new surface, column of its sums, and row of weights to be added there.
        self._new: list[tuple[int, int, int]] = []
        self._number_of(None)

    def _sum_up(self) -> None:
        """Sum up the weights of what new surfaces tell by themselves."""
        if self._new:
            numbers, places, found = np.array(self._new).T
            np.add.at(self._sums, (numbers, places), self._weights[found])
            self._new = []

    def _number_of(self, surface: str | None) -> int:
        """The number of a surface, with all that it tells by itself worked out once."""
        number = len(self._surfaces)
        if number == len(self._sums):
            self._columns = np.concatenate([self._columns, np.zeros_like(self._columns)], axis=1)
            self._sums = np.concatenate([self._sums, np.zeros_like(self._sums)])
        attributes = surface_attributes(surface, self._clusters)
        for row, attribute in enumerate(_NUMBERED):
            self._columns[row, number] = self._numbers[attribute].get(attributes[attribute], 0)
        told = [
            one
            for attribute, by_value in self._single.items()
            for one in by_value.get(attributes.get(attribute, ""), ())
        ]
        for _, column, found in sorted(told):
            self._new.append((number, column, found))
        if surface is not None and is_proper(attributes):
            self._proper.add(surface)
        self._surfaces[surface] = number
        return number

    def lattices(self, texts: Sequence[MarkedText]) -> list[Lattice]:
        """The lattice over the words of each text."""
        return lattices(self.scores(texts), self._steps)

    def scores(self, texts: Sequence[MarkedText]) -> list[NDArray[np.float64]]:
        """For each text the scores of the labels, a row a word."""
        if len(self._surfaces) > _MOST_SURFACES:
            self._forget()
        known = self._surfaces
        edge = known[None]
        numbers: list[int] = [edge] * PADDING
        told: dict[str, tuple[list[int], list[int]]] = {attribute: ([], []) for attribute in OF_TEXT}
        begins = []
        for one in texts:
            surfaces = [one.text[start:end] for start, end in one.words]
            begin = len(numbers)
            begins.append(begin)
            numbers += [known[s] if s in known else self._number_of(s) for s in surfaces]
            numbers += [edge] * PADDING
            attributes = text_attributes(
                one.text, one.words, surfaces, self._proper, one.title_end, one.marks, one.definitions
            )
            for attribute, values in attributes.items():
                places, found = told[attribute]
                find = self._numbers[attribute]
                places += [begin + place for place in values]
                found += [find.get(value, 0) for value in values.values()]
        self._sum_up()
        columns = {}
        for attribute, (places, found) in told.items():
            usual = self._numbers[attribute].get(NOT_TOLD.get(attribute, ""), 0)
            columns[attribute] = np.full(len(numbers), usual)
            columns[attribute][places] = found
        scores = self._at_all(np.array(numbers), columns)
        # The scores begin at the first word after the padding.
        return [
            scores[begin - PADDING : begin - PADDING + len(one.words)] for begin, one in zip(begins, texts, strict=True)
        ]

    def _at_all(self, numbers: Ints, told: Mapping[str, Ints]) -> NDArray[np.float64]:
        """The scores of all words but the padding at both ends; a row a word."""
        count = len(numbers) - 2 * PADDING
        if count <= 0:
            return np.zeros((0, len(self._bias)))
        columns = {**dict(zip(_NUMBERED, self._columns[:, numbers], strict=True)), **told}

        def at(column: NDArray[np.int64], place: int) -> Ints:
            return column[PADDING + place : PADDING + place + count]

        total = np.tile(self._bias, (count, 1))
        for column, place in enumerate(self._places):
            total += self._sums[at(numbers, place), column]
        for table in self._tables:
            rows = table.rows([at(columns[attribute], place) for attribute, place in table.parts])
            total += self._weights[rows]
        return total.astype(np.float64)


def read_model(path: Path) -> Linear:
    """The model kept in an .npz file; nothing in it is code."""
    with np.load(path, allow_pickle=False) as kept:
        words = kept["words"].tobytes().decode("utf-8").split("\n")
        return Linear(
            features=kept["features"].tobytes().decode("utf-8").split("\n"),
            weights=kept["weights"].astype(np.float32) * kept["scale"].astype(np.float32),
            steps=kept["steps"].astype(np.float64),
            clusters=dict(zip(words, map(tuple, kept["clusters"].tolist()), strict=True)),
        )


@cache
def read_linear(path: Path) -> LinearTagger:
    """The tagger of a model file, kept once read."""
    return LinearTagger(read_model(path))
