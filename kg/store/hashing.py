"""The hashes that the store tells changes by."""

import hashlib
import json

from kg.records import Paper

__all__ = ["digest_of", "text_hash"]


def text_hash(paper: Paper) -> str:
    """What an extraction is kept under: the hash of the text as it stands, for capitals matter to extraction."""
    return hashlib.sha256(f"{paper.title or ''}\n{paper.abstract or ''}".encode("utf-8", "replace")).hexdigest()[:40]


def digest_of(value: object) -> str:
    """The hash of anything that JSON can say."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
