"""Fit the linear tagger (a conditional random field) and write what it needs at run time.

The lexicon was compiled with the training names at hand, so in training it knows nearly
all of them, in new papers far fewer. A name that only one paper annotates is therefore
hidden from the lexicon in that paper, as often as it would be missing from a new one.
"""

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pycrfsuite

from extractors.lexicon import Lexicon
from extractors.linear import lexicon_marks
from extractors.pieces import hide_addresses, pieces
from extractors.word_features import feature_strings
from kg.acronyms import definitions
from kg.text import clean, name_key
from training.gold import MASKED, TAGS, Annotated

__all__ = ["fit", "names_once"]

#: Share of new names that the lexicon knows, measured on papers kept apart.
KNOWN_SHARE = 0.2


def names_once(papers: list[Annotated]) -> set[str]:
    """Keys of the names that one paper alone annotates, but for the share that a lexicon would know."""
    seen: Counter[str] = Counter()
    for paper in papers:
        seen.update({name_key(clean(s)) for e in paper.entities for s in e["surfaces"]})
    return {key for key, count in seen.items() if count == 1 and zlib.crc32(key.encode()) % 100 >= KNOWN_SHARE * 100}


def segments(paper: Annotated, rows: list[list[str]]) -> Iterator[tuple[list[list[str]], list[str]]]:
    """The runs of words between masked ones, with their labels."""
    start = 0
    for i in range(len(rows) + 1):
        if i == len(rows) or paper.tags[i] == MASKED:
            if i > start:
                yield rows[start:i], [TAGS[t] for t in paper.tags[start:i]]
            start = i + 1


def fit(
    papers: list[Annotated],
    lexicon: Lexicon,
    clusters: Mapping[str, tuple[int, int]],
    output: Path,
    iterations: int = 80,
    c1: float = 0.25,
    c2: float = 0.02,
) -> None:
    """Train, and keep the model of crfsuite in `output`."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=True)
    hidden = names_once(papers)
    for paper in papers:
        text = hide_addresses(paper.text)
        marks = lexicon_marks(text, lexicon.matches(text, pieces(text)), hidden)
        rows = feature_strings(text, paper.words, paper.title_end, marks, definitions(text), clusters)
        for features, labels in segments(paper, rows):
            trainer.append(features, labels)
    trainer.set_params(
        {"c1": c1, "c2": c2, "max_iterations": iterations, "feature.minfreq": 3, "feature.possible_transitions": True}
    )
    trainer.train(str(output))


def export(model: Path, clusters: Mapping[str, tuple[int, int]], output: Path, least: float = 0.02) -> int:
    """Write the weights that matter as a table; the number of features kept."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    info = tagger.info()
    rows: dict[str, list[float]] = {}
    for (feature, label), weight in info.state_features.items():
        if abs(weight) >= least:
            rows.setdefault(feature, [0.0] * len(TAGS))[TAGS.index(label)] = weight
    names = sorted(rows)
    weights = np.array([rows[n] for n in names], dtype=np.float32)
    scale = np.abs(weights).max() / 127 * 0.5
    steps = np.zeros((len(TAGS), len(TAGS)), np.float32)
    for (before, after), weight in info.transitions.items():
        steps[TAGS.index(before), TAGS.index(after)] = weight
    used = sorted(clusters)
    np.savez_compressed(
        output,
        features=np.frombuffer("\n".join(names).encode(), np.uint8),
        weights=np.clip(np.round(weights / scale), -127, 127).astype(np.int8),
        scale=np.float32(scale),
        steps=steps,
        words=np.frombuffer("\n".join(used).encode(), np.uint8),
        clusters=np.array([clusters[w] for w in used], np.int16),
    )
    return len(names)
