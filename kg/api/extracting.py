"""Pipelines, kept loaded; and extraction of single texts with one."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.records import Extraction, Paper
from kg.text import clean, content_hash

if TYPE_CHECKING:
    from extractors.pipeline import Extractor, Profile

__all__ = ["extract", "loaded_extractor"]


def loaded_extractor(
    profile: "Profile" = "accurate", lexicon: Path | None = None, min_confidence: float | None = None
) -> "Extractor":
    """The pipeline with these options: the one that is loaded already, if it was among the last two.

    Raises
    ------
    KgError
        If the lexicon cannot be read.
    """
    try:
        written = hashlib.sha256(lexicon.read_bytes()).hexdigest() if lexicon else ""
    except OSError:
        written = ""  # loading it says what is wrong
    return _loaded(profile, lexicon, written, min_confidence)


@lru_cache(maxsize=2)
def _loaded(profile: "Profile", lexicon: Path | None, written: str, min_confidence: float | None) -> "Extractor":  # noqa: ARG001  (what is written there makes another pipeline)
    from extractors.pipeline import Extractor

    return Extractor(profile, lexicon, min_confidence)


def extract(text: str, *, title: str | None = None) -> Extraction:
    """What one abstract names.

    Parameters
    ----------
    text
        The abstract.
    title
        The paper's title, if there is one; offsets count in title, line break, abstract.

    Examples
    --------
    >>> [(e.type, e.name, e.role) for e in extract("We train ResNet-50 on ImageNet.").entities]
    [('Method', 'ResNet-50', 'used'), ('Dataset', 'ImageNet', 'evaluated')]
    """
    title = clean(title) if title else None
    abstract = clean(text)
    paper = Paper(id=f"hash:{content_hash(title, abstract)}", title=title or None, abstract=abstract or None)
    return loaded_extractor().extract(paper)
