"""Raw abstracts as annotated papers: what the accurate profile says of them teaches the linear tagger.

What the whole pipeline agrees on is better than what the linear tagger finds by itself, so
that it learns from its elders. Names of middling confidence are marked optional: they pull
neither way.
"""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractors.pipeline import batches
from extractors.recognizer import Recognizer
from kg.records import Entity
from kg.text import clean, fold, paper_text
from training.gold import Annotated, annotate

__all__ = ["raw_texts", "taught"]

LEAST, SURE = 0.28, 0.6
_SURE_ROLE = 0.6


def raw_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Title and abstract of each record of a file (JSON Lines, gzipped or not)."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield clean(record.get("title") or ""), clean(record.get("summary") or record.get("abstract") or "")


def taught(path: Path, recognizer: Recognizer, gold: Sequence[Annotated], count: int, seed: int = 5) -> list[Annotated]:
    """`count` abstracts of a file, drawn at random, as the recognizer reads them; none that `gold` holds."""
    known = {fold(paper.text) for paper in gold}
    texts = sorted({t for t in raw_texts(path) if fold(paper_text(*t)) not in known})
    random.Random(seed).shuffle(texts)
    papers = []
    for batch in batches(texts[:count]):
        found = recognizer.entities([paper_text(*text) for text in batch], LEAST)
        for (title, abstract), entities in zip(batch, found, strict=True):
            listed = [_annotation(entity) for entity in entities]
            papers.append(annotate({"id": "", "title": title, "abstract": abstract, "entities": listed}))
    return papers


def _annotation(entity: Entity) -> dict[str, object]:
    return {
        "type": entity.type,
        "name": entity.name,
        "surfaces": entity.surfaces,
        "role": entity.role if entity.role_confidence > _SURE_ROLE else "",
        "optional": entity.confidence < SURE,
    }
