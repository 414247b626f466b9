"""Looking into the lexicon: which names it holds, and how it understands a name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from extractors.lexicon import Lexicon, Term, default_lexicon, read_user_lexicon
from extractors.pieces import hide_addresses, pieces
from kg.records import ENTITY_TYPES, EntityType
from kg.text import name_key
from kg.variants import variant_base

__all__ = ["Hit", "aliases", "base_names", "is_findable", "lexicon_with", "listed", "marks", "search"]

_NEAR = 80.0
_MOST_NEAR = 8


def lexicon_with(own: Path | None) -> Lexicon:
    """Our lexicon, with the user's own names in it if there are any.

    Raises
    ------
    KgError
        If the user's file cannot be read or has a fault.
    """
    return default_lexicon().extended(read_user_lexicon(own)) if own else default_lexicon()


def listed(lexicon: Lexicon, types: Sequence[EntityType] = ()) -> list[Term]:
    """All entries (of these types, if any are given), by type and name."""
    kept = (term for term in lexicon.terms if not types or term.type in types)
    return sorted(kept, key=lambda term: (term.type, term.name.casefold(), term.id))


def base_names(lexicon: Lexicon) -> dict[Term, str]:
    """Of each entry that is a variant of another, the name of that other."""
    names = {(term.type, term.id): term.name for term in lexicon.terms}
    return {t: names.get((t.type, t.variant_of), t.variant_of) for t in lexicon.terms if t.variant_of}


def aliases(term: Term) -> str:
    """The aliases of an entry as a user's file has them."""
    return "|".join(term.aliases)


def marks(term: Term) -> str:
    """What restrains belief in an entry's names, in words; empty where nothing does.

    >>> marks(Term("Dataset", "math", "MATH", cased=True, uncertain=frozenset({"math"})))
    'only as spelled; needs context: MATH'
    """
    doubtful = [name for name in term.names if name_key(name) in term.uncertain]
    notes = ["generic term"] if term.generic else []
    notes += ["only as spelled"] if term.cased else []
    notes += [f"needs context: {', '.join(doubtful)}"] if doubtful else []
    return "; ".join(notes)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that answers a search.

    `match` tells how: "name" or "alias" (by spelling folded), "inside" (what was searched
    for holds the name), "base" (it looks like a variant of it), or "near" (spelled alike).
    `surface` is the name of the entry that agrees; `base` is what the entry is a variant of.
    """

    match: str
    surface: str
    term: Term
    base: str
    variants: tuple[str, ...]


def search(lexicon: Lexicon, name: str, types: Sequence[EntityType] = ()) -> list[Hit]:
    """How a name is understood: its entries, the names that stand in it, and those spelled almost alike.

    >>> [(h.match, h.term.name) for h in search(Lexicon([Term("Method", "bert", "BERT")]), "Bert")]
    [('name', 'BERT')]
    """
    variants: dict[tuple[EntityType, str], list[str]] = {}
    bases = base_names(lexicon)
    for term, base in bases.items():
        variants.setdefault((term.type, base), []).append(term.name)
    seen: set[Term] = set()
    hits = []
    for match, surface, term in _answers(lexicon, name, types or ENTITY_TYPES):
        if term not in seen and (not types or term.type in types):
            seen.add(term)
            known = tuple(sorted(variants.get((term.type, term.name), ())))
            hits.append(Hit(match, surface, term, bases.get(term, ""), known))
    return hits


def _answers(lexicon: Lexicon, name: str, types: Sequence[EntityType]) -> Iterator[tuple[str, str, Term]]:
    """Entries with how they answer and by which of their names, the closest first.

    Some come twice; only what is spelled alike is surely of one of the types.
    """
    key = name_key(name)
    for term in lexicon.lookup(name):
        yield ("name" if name_key(term.name) == key else "alias"), _surface(term, key), term
    for match in lexicon.matches(name, pieces(hide_addresses(name))):
        yield "inside", _surface(match.term, match.key), match.term
    base = variant_base(name)
    for term in lexicon.lookup(base) if base else ():
        yield "base", _surface(term, name_key(base or "")), term
    names = [(surface, term) for term in lexicon.terms if term.type in types for surface in term.names]
    near = process.extract(
        key, [name_key(surface) for surface, _ in names], scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST_NEAR
    )
    for _, _, index in near:
        yield "near", *names[index]


def _surface(term: Term, key: str) -> str:
    """The name of a term that has this key."""
    return next((name for name in term.names if name_key(name) == key), term.name)


def is_findable(name: str) -> bool:
    """Whether a text that holds just this name is understood: it has no hard break inside, and not too many words.

    >>> is_findable("the blue ledger"), is_findable("ledger, blue")
    (True, False)
    """
    found = pieces(hide_addresses(name))
    spans = {(m.start, m.end) for m in Lexicon([Term("Method", "x", name)]).matches(name, found)}
    return bool(found) and (found[0].start, found[-1].end) in spans
