"""The lexicon: names of methods, datasets, metrics and tasks with their aliases, as a table of facts.

The table (`data/lexicon.tsv`) is described in `training/README.md`. Spelling is folded
as `kg.text.name_key` folds it, so the table lists only aliases that folding does not unite.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast, get_args

from extractors.pieces import Piece
from kg.errors import KgError
from kg.records import EntityType
from kg.text import name_key, singular, slugify

__all__ = ["Lexicon", "LexiconMatch", "Term", "default_lexicon", "lexicon_with", "read_user_lexicon"]

DATA = Path(__file__).parent / "data"
#: No text holds a longer one; its beginnings alone would take memory without end.
_LONGEST_NAME = 300
_MAX_PIECES = 9
_POSSESSIVE = re.compile(r"['’]s\b")
_POSSESSIVE_GAPS = frozenset(("'s ", "’s ", "'s-", "’s-"))
_MOST_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class Term:
    """One entry. `uncertain` holds the keys of those of its names that need context to be believed."""

    type: EntityType
    id: str
    name: str
    aliases: tuple[str, ...] = ()
    variant_of: str | None = None
    generic: bool = False
    cased: bool = False
    direction: str = ""
    unit: str = ""
    uncertain: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """Canonical name and aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class LexiconMatch:
    """A stretch of text that spells a name in the lexicon."""

    start: int
    end: int
    term: Term
    key: str


class Lexicon:
    """Terms, found by any spelling of any of their names.

    >>> lexicon = Lexicon([Term("Dataset", "cifar-10", "CIFAR-10")])
    >>> lexicon.lookup("Cifar 10")[0].id
    'cifar-10'
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._by_key: dict[str, list[Term]] = {}
        # Every proper beginning of a key: where the text leaves them all, no name can follow.
        self._beginnings: set[str] = set()
        # Of single pieces: whether they are a name, whether they begin one, and their singular.
        self._words: dict[str, tuple[bool, bool, str]] = {}
        for term in self.terms:
            for name in term.names:
                if len(name) > _LONGEST_NAME:
                    continue
                for key in {name_key(name), name_key(_POSSESSIVE.sub("", name))} - {""}:
                    entries = self._by_key.setdefault(key, [])
                    if term not in entries:
                        entries.append(term)
                    self._beginnings.update(key[:length] for length in range(1, len(key)))

    def lookup(self, name: str, type: EntityType | None = None) -> list[Term]:
        """The terms of that name, of one type if given."""
        return [t for t in self._by_key.get(name_key(name), ()) if type is None or t.type == type]

    def matches(self, text: str, found: list[Piece]) -> Iterator[LexiconMatch]:
        """Every match at every position, longer ones first where several begin together."""
        words, beginnings, by_key = self._words, self._beginnings, self._by_key
        last = len(found) - 1
        for begin, (_, _, folded, joins) in enumerate(found):
            alone, goes_on, _ = words.get(folded) or self._word(folded)
            if not alone:
                # At most places two pieces tell that no name begins here.
                if not goes_on or begin == last:
                    continue
                if not (joins or _possessive(text, found[begin], found[begin + 1])):
                    continue
                following = found[begin + 1][2]
                _, _, one = words.get(following) or self._word(following)
                if folded + following not in beginnings and folded + one not in by_key:
                    continue
            yield from reversed(self._at(text, found, begin))

    def _word(self, folded: str) -> tuple[bool, bool, str]:
        """Of a single piece: whether it is a name, whether it begins one, and its singular."""
        one = singular(folded)
        known = (one in self._by_key, folded in self._beginnings, one)
        if len(self._words) < _MOST_REMEMBERED:
            self._words[folded] = known
        return known

    def _at(self, text: str, found: list[Piece], begin: int) -> list[LexiconMatch]:
        matches: list[LexiconMatch] = []
        start = found[begin].start
        so_far = ""
        for index in range(begin, min(begin + _MAX_PIECES, len(found))):
            piece = found[index]
            _, _, one = self._words.get(piece.folded) or self._word(piece.folded)
            key = so_far + one
            matches += (
                LexiconMatch(start, piece.end, term, key)
                for term in self._by_key.get(key, ())
                if not term.cased or _as_spelled(text[start : piece.end], term)
            )
            so_far += piece.folded
            if so_far not in self._beginnings or index + 1 == len(found):
                break
            # A name may run on from one piece to the next, also across "Pearson's correlation".
            if not (piece.joins_next or _possessive(text, piece, found[index + 1])):
                break
        return matches

    @property
    def fingerprint(self) -> str:
        """A hash of the content: part of the configuration that an extraction depends on."""
        digest = hashlib.sha256()
        for term in sorted(self.terms, key=lambda t: (t.type, t.id)):
            digest.update(repr((term.type, term.id, term.names, term.generic, term.cased)).encode())
        return digest.hexdigest()[:12]

    def extended(self, terms: Iterable[Term]) -> "Lexicon":
        """A lexicon in which the given terms override those of the same type that share a name."""
        extra = list(terms)
        taken = {(t.type, name_key(n)) for t in extra for n in t.names}
        kept = [t for t in self.terms if not any((t.type, name_key(n)) in taken for n in t.names)]
        return Lexicon([*kept, *extra])


def _possessive(text: str, piece: Piece, following: Piece) -> bool:
    return text[piece.end : following.start] in _POSSESSIVE_GAPS


def _as_spelled(surface: str, term: Term) -> bool:
    """Whether a surface is one of the names to the letter, but for a plural s."""
    return any(surface in (name, f"{name}s") for name in term.names)


def _parse_row(row: dict[str, str]) -> Term:
    flags = set(filter(None, row["flags"].split("|")))
    aliases = [a for a in row["aliases"].split("|") if a]
    uncertain = {name_key(a[:-1]) for a in aliases if a.endswith("?")}
    aliases = [a.removesuffix("?") for a in aliases]
    if "context" in flags:
        uncertain |= {name_key(n) for n in (row["name"], *aliases)}
    return Term(
        type=cast(EntityType, row["type"]),
        id=row["id"],
        name=row["name"],
        aliases=tuple(aliases),
        variant_of=row["variant_of"] or None,
        generic="generic" in flags,
        cased="cased" in flags,
        direction=row["direction"],
        unit=row["unit"],
        uncertain=frozenset(uncertain),
    )


@cache
def default_lexicon() -> Lexicon:
    """The lexicon that ships with the package."""
    with (DATA / "lexicon.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return Lexicon([_parse_row(row) for row in rows])


def lexicon_with(path: Path | None) -> tuple[Lexicon, list[Term]]:
    """The lexicon that ships with the package and a user's own names, if there are any; and these."""
    own = read_user_lexicon(path) if path else []
    return (default_lexicon().extended(own) if own else default_lexicon()), own


def read_user_lexicon(path: Path) -> list[Term]:
    """A user's own names: a CSV or TSV file with the columns type, name and (if any) aliases.

    Aliases are separated by `|` or `;`.

    Raises
    ------
    KgError
        If the file cannot be read or a row has no known type or no name.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(f"{path}: cannot be read as a lexicon: {error}") from error
    first = content.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(content), delimiter="\t" if "\t" in first else ",")
    columns = {(c or "").strip().casefold(): c for c in rows.fieldnames or ()}
    if not {"type", "name"} <= columns.keys():
        raise KgError(f"{path}: a lexicon needs the columns type and name (and may have aliases)")
    terms = []
    known = {t.casefold(): t for t in get_args(EntityType)}
    for number, row in enumerate(_readable(rows, path), start=2):
        kind = known.get((row[columns["type"]] or "").strip().casefold())
        name = (row[columns["name"]] or "").strip()
        if kind is None or not name:
            raise KgError(f"{path}: line {number}: needs a type of {', '.join(get_args(EntityType))} and a name")
        cell = (row[columns["aliases"]] or "") if "aliases" in columns else ""
        aliases = tuple(a.strip() for a in cell.replace(";", "|").split("|") if a.strip())
        terms.append(Term(kind, slugify(name) or name_key(name), name, aliases))
    return terms


def _readable(rows: "csv.DictReader[str]", path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table; one that is no table raises a plain error."""
    try:
        yield from rows
    except csv.Error as error:
        raise KgError(f"{path}: line {rows.line_num}: cannot be read as a table: {error}") from error
