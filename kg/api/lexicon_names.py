"""The lexicon as linking asks it."""

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.linking import KnownName
from kg.linking.inflection import inflection_key
from kg.records import EntityType
from kg.text import name_key, singular

if TYPE_CHECKING:
    from extractors.lexicon import Lexicon, Term

__all__ = ["LexiconNames"]

_KINDS: dict[EntityType, frozenset[str]] = {
    "Method": frozenset(("model", "method", "algorithm", "architecture", "framework", "optimizer", "loss")),
    "Dataset": frozenset(("dataset", "benchmark", "corpus", "data", "challenge")),
    "Metric": frozenset(("score", "metric", "value")),
    "Task": frozenset(("task", "problem")),
}


class LexiconNames:
    """Finds entries by any spelling of any of their names, and by inflected forms where these are not ambiguous."""

    def __init__(self, lexicon: "Lexicon") -> None:
        self._lexicon = lexicon
        self._by_id = {(t.type, t.id): t for t in reversed(lexicon.terms)}
        self._inflected: dict[tuple[EntityType, str], set[str]] = {}
        for term in lexicon.terms:
            for name in term.names:
                if " " in name or "-" in name:
                    self._inflected.setdefault((term.type, inflection_key(name)), set()).add(term.id)
        self.find = lru_cache(maxsize=100_000)(self._find)
        self.entry = lru_cache(maxsize=100_000)(self._entry)

    def _find(self, type: EntityType, name: str) -> KnownName | None:
        if terms := self._lexicon.lookup(name, type):
            return _known(terms[0], name_key(name) not in terms[0].uncertain)
        if " " not in name and "-" not in name:
            return None
        ids = self._inflected.get((type, inflection_key(name)), set())
        if len(ids) == 1:
            return self.entry(type, next(iter(ids)))
        return self._without_kind(type, name)

    def _without_kind(self, type: EntityType, name: str) -> KnownName | None:
        """The entry of a proper name that is followed by what kind of thing it is: "FID score", "LoRA method"."""
        rest, _, last = name.rpartition(" ")
        if singular(last.casefold()) not in _KINDS[type] or not any(c.isupper() or c.isdigit() for c in rest[1:]):
            return None
        terms = self._lexicon.lookup(rest, type)
        return _known(terms[0], True) if terms and name_key(rest) not in terms[0].uncertain else None

    def _entry(self, type: EntityType, id: str) -> KnownName | None:
        term = self._by_id.get((type, id))
        return _known(term, True) if term else None

    @property
    def fingerprint(self) -> str:
        """A hash of all that these answers depend on."""
        digest = hashlib.sha256()
        for t in sorted(self._lexicon.terms, key=lambda t: (t.type, t.id)):
            digest.update(repr((t.type, t.id, t.names, t.variant_of, sorted(t.uncertain))).encode())
        return digest.hexdigest()[:16]


def _known(term: "Term", certain: bool) -> KnownName:
    return KnownName(term.id, term.name, term.variant_of, certain, term.names)
