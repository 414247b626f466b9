"""Normalising text: what happens to every title and abstract before anything else looks at it.

Offsets everywhere in paperkg count Unicode characters of the text made here.
"""

import hashlib
import html
import re
import unicodedata
from functools import lru_cache

__all__ = [
    "clean",
    "content_hash",
    "fold",
    "folded_hash",
    "is_clean",
    "lowered",
    "name_key",
    "paper_text",
    "singular",
    "slugify",
]

# Category Cc but for white space, lone surrogates, the byte-order mark and what Unicode says is no character.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_SPACE = re.compile(r"\s+")
_SHORT = 100
_JOINERS = re.compile(r"[\s\-_‐-―/\\]+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


def clean(text: str) -> str:
    """Resolve character entities, remove control characters, fold runs of space into one.

    >>> clean("Q&amp;A  over\\ntables\\x00")
    'Q&A over tables'
    """
    if "&" in text:
        text = html.unescape(text)
    text = text.replace("\n", " ")
    # What is printable has no control characters and no other space: quickly seen, and nearly always so.
    if "  " not in text and text.isprintable():
        return text.strip()
    return " ".join(_CONTROL.sub("", text).split())


def is_clean(text: str) -> bool:
    """Whether a text is one that `clean` may have left: no control characters, no other space than single ones.

    >>> is_clean("Q&A over tables"), is_clean("two\\nlines")
    (True, False)
    """
    if text.isprintable():
        return "  " not in text and text == text.strip()
    return " ".join(_CONTROL.sub("", text).split()) == text


def paper_text(title: str | None, abstract: str | None) -> str:
    """The text of a paper: title, line break, abstract; or the one that exists.

    >>> paper_text("A title", None)
    'A title'
    """
    return "\n".join(part for part in (title, abstract) if part)


def fold(text: str) -> str:
    """Case and space folded, compatibility forms resolved: the form in which titles are compared.

    >>> fold("  Deep  Learning ")
    'deep learning'
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.lower().strip()
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def content_hash(title: str | None, abstract: str | None, digits: int = 20) -> str:
    """The first hex digits of SHA-256 over folded title and abstract.

    >>> content_hash("A", "b") == content_hash(" a", "B ")
    True
    """
    return folded_hash(fold(title or ""), fold(abstract or ""), digits)


def folded_hash(title: str, abstract: str, digits: int = 20) -> str:
    """The same of what is folded already."""
    return hashlib.sha256(f"{title}\n{abstract}".encode("utf-8", "replace")).hexdigest()[:digits]


def lowered(text: str) -> str:
    """The text in small letters, every character where it was: patterns are found several times faster in it.

    >>> lowered("We BEAT it"), len(lowered("İ")) == len("İ")
    ('we beat it', True)
    """
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def singular(word: str) -> str:
    """A folded English word without its plural ending; names that end in s keep it.

    >>> [singular(w) for w in ("networks", "analysis", "classes", "bias", "queries")]
    ['network', 'analysis', 'class', 'bias', 'query']
    """
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is", "as", "os")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def name_key(name: str) -> str:
    """The key under which spellings of one name meet: case, hyphens, spaces, plural of the last word.

    >>> {name_key(n) for n in ("CIFAR10", "CIFAR-10", "Cifar 10")}
    {'cifar10'}
    >>> name_key("Graph Neural Networks") == name_key("graph neural network")
    True
    """
    # The same names are asked for again and again; whole texts, which are asked for too, are not.
    return _short_key(name) if len(name) <= _SHORT else _key(name)


def _key(name: str) -> str:
    words = _JOINERS.sub(" ", unicodedata.normalize("NFKC", name).translate(_QUOTES).casefold()).split()
    if not words:
        return ""
    words[-1] = singular(words[-1])
    return "".join(words)


_short_key = lru_cache(maxsize=1 << 17)(_key)


def slugify(name: str) -> str:
    """A readable piece of an IRI or node key: lower-case ASCII letters, digits and hyphens.

    Not injective: whoever uses it resolves collisions. Empty where nothing survives.

    >>> slugify("Pixel Consensus Voting"), slugify("mAP@50")
    ('pixel-consensus-voting', 'map-50')
    """
    ascii_form = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_form.casefold()).strip("-")[:80].strip("-")
