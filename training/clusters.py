"""Word clusters from raw abstracts: words that stand in like places share a number.

Vectors of continuous bag-of-words with a narrow window (three words) put names of one
kind together, which lets the linear tagger know a word that no annotation shows.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from gensim.models import Word2Vec
from sklearn.cluster import MiniBatchKMeans

from extractors.wordpieces import words
from kg.text import clean

__all__ = ["Clusters", "word_clusters"]

Clusters = dict[str, tuple[int, int]]
SIZES = (64, 512)


def sentences(path: Path) -> Iterator[list[str]]:
    """Folded words, sentence by sentence, of the titles and abstracts of a file (JSON Lines, gzipped or not)."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            for part in (record.get("title"), record.get("summary") or record.get("abstract")):
                text = clean(part or "")
                sentence: list[str] = []
                for start, end in words(text):
                    surface = text[start:end].lower()
                    sentence.append("0" if surface.isdigit() else surface)
                    if surface in (".", "?", "!"):
                        yield sentence
                        sentence = []
                if sentence:
                    yield sentence


def word_clusters(abstracts: Path, seed: int = 1) -> Clusters:
    """Each word that occurs eight times or more, with its coarse and its fine cluster."""
    listed = list(sentences(abstracts))
    # One worker: with more the order of updates, and so the result, would change from run to run.
    model = Word2Vec(listed, vector_size=64, window=3, min_count=8, sg=0, negative=8, epochs=5, workers=1, seed=seed)
    vectors = model.wv.vectors / np.linalg.norm(model.wv.vectors, axis=1, keepdims=True)
    coarse, fine = (
        MiniBatchKMeans(size, random_state=seed, n_init=1, batch_size=4096).fit(vectors).labels_ for size in SIZES
    )
    return {word: (int(a), int(b)) for word, a, b in zip(model.wv.index_to_key, coarse, fine, strict=True)}
