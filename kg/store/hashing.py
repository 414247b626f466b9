"""The hashes that the store tells changes by, and the form in which it keeps what was found in a text."""

import hashlib

from kg.links import find_links
from kg.records import Extraction, Paper
from kg.store.encoding import dump

__all__ = ["digest_of", "found_json", "text_hash"]


def found_json(extraction: Extraction) -> str:
    """What was found in a text. Links that a paper has from elsewhere are its own: another may have the same text."""
    found = extraction.model_copy(update={"links": find_links(extraction.text)})
    return found.model_dump_json(include={"entities", "results", "links"})


def text_hash(paper: Paper) -> str:
    """What an extraction is kept under: the hash of the text as it stands, for capitals matter to extraction."""
    return hashlib.sha256(f"{paper.title or ''}\n{paper.abstract or ''}".encode("utf-8", "replace")).hexdigest()[:40]


def digest_of(value: object) -> str:
    """The hash of what JSON can say; lists, not dictionaries, whose order would count."""
    return hashlib.sha256(dump(value).encode("utf-8", "surrogatepass")).hexdigest()[:32]
