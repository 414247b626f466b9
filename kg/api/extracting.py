"""Extraction of single texts, with one pipeline kept loaded."""

from functools import cache
from typing import TYPE_CHECKING

from kg.records import Extraction, Paper
from kg.text import clean, content_hash

if TYPE_CHECKING:
    from extractors.pipeline import Extractor

__all__ = ["extract"]


@cache
def _default_extractor() -> "Extractor":
    from extractors.pipeline import Extractor

    return Extractor()


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
    return _default_extractor().extract(paper)
