"""Deciding which records are the same paper, and what the merged paper says.

The outcome depends on the set of records alone, never on their order. Two records are
the same paper when an arXiv id or a DOI agrees, or their own id within one file, or
title and abstract both agree (case and space folded). When only one of title (of at
least four words) and abstract agrees, they are the same unless an arXiv id or DOI
speaks against it: two different papers may share a title.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kg.records import Paper, Record
from kg.text import content_hash, fold, folded_hash

__all__ = ["RecordKeys", "base_id", "group_records", "keys_of", "merge_records"]

_TITLE_WORDS = 4


@dataclass(frozen=True, slots=True)
class RecordKeys:
    """What a record can meet other records by. `content`, `title`, `abstract` are short hashes."""

    arxiv: str | None
    doi: str | None
    own: str | None
    content: str | None
    title: str | None
    abstract: str | None

    def strong(self) -> list[tuple[str, str]]:
        """Keys that alone make two records the same paper."""
        named = (("arxiv", self.arxiv), ("doi", self.doi), ("own", self.own), ("content", self.content))
        return [(kind, value) for kind, value in named if value]

    def weak(self) -> list[tuple[str, str]]:
        """Keys that make two records the same paper unless an identifier contradicts."""
        return [(kind, value) for kind, value in (("title", self.title), ("abstract", self.abstract)) if value]


def keys_of(record: Record) -> RecordKeys:
    """The keys of one record; an own id counts only together with its file."""
    title, abstract = fold(record.title or ""), fold(record.abstract or "")
    named = record.arxiv or record.doi or record.own_id
    return RecordKeys(
        arxiv=record.arxiv,
        doi=record.doi,
        own=f"{record.source.file}\n{record.own_id}" if record.own_id else None,
        # Title and abstract agree only where both are there; but records without any
        # identifier whose content is equal would get one and the same id.
        content=folded_hash(title, abstract) if (record.title and record.abstract) or not named else None,
        title=folded_hash(title, "") if len(title.split()) >= _TITLE_WORDS else None,
        abstract=folded_hash("", abstract) if record.abstract else None,
    )


class _DisjointSets:
    """Disjoint sets of the numbers below `size`."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, item: int) -> int:
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, items: Sequence[int]) -> None:
        for item in items[1:]:
            one, other = sorted((self.find(items[0]), self.find(item)))
            self._parent[other] = one


class _Identifiers:
    """The arXiv ids and DOIs of each set that strong keys made."""

    def __init__(self, keys: Sequence[RecordKeys], sets: _DisjointSets) -> None:
        self.arxiv: dict[int, set[str]] = defaultdict(set)
        self.doi: dict[int, set[str]] = defaultdict(set)
        for number, key in enumerate(keys):
            if key.arxiv:
                self.arxiv[sets.find(number)].add(key.arxiv)
            if key.doi:
                self.doi[sets.find(number)].add(key.doi)

    def contradict(self, roots: Iterable[int]) -> bool:
        """Whether two of the sets have different arXiv ids, or different DOIs."""
        listed = list(roots)
        return any(len({frozenset(known[r]) for r in listed if known.get(r)}) > 1 for known in (self.arxiv, self.doi))

    def unidentified(self, roots: Iterable[int]) -> list[int]:
        """Those of the sets that have neither."""
        return [r for r in roots if not self.arxiv.get(r) and not self.doi.get(r)]


def group_records(keys: Sequence[RecordKeys]) -> list[list[int]]:
    """Partition record numbers into papers.

    All records of a weak key join when nothing among them contradicts; otherwise only
    those without any identifier join each other, for nothing says to which of the
    contradicting papers they belong. The same holds for classes that chain together
    (a title leads to one paper, the abstract to another). Everything is decided against
    the sets that strong keys made, so the order of records plays no part.
    """
    sets = _DisjointSets(len(keys))
    for members in _classes(keys, RecordKeys.strong):
        sets.join(members)
    identifiers = _Identifiers(keys, sets)

    classes = []
    for members in _classes(keys, RecordKeys.weak):
        roots = sorted({sets.find(m) for m in members})
        classes.append(identifiers.unidentified(roots) if identifiers.contradict(roots) else roots)
    chains = _DisjointSets(len(keys))
    for roots in classes:
        chains.join(roots)
    chained: dict[int, set[int]] = defaultdict(set)
    for roots in classes:
        for root in roots:
            chained[chains.find(root)].add(root)
    for roots in classes:
        if roots and identifiers.contradict(chained[chains.find(roots[0])]):
            roots = identifiers.unidentified(roots)
        sets.join(roots)

    grouped: dict[int, list[int]] = defaultdict(list)
    for number in range(len(keys)):
        grouped[sets.find(number)].append(number)
    return list(grouped.values())


def _classes(keys: Sequence[RecordKeys], kind: Callable[[RecordKeys], list[tuple[str, str]]]) -> list[list[int]]:
    """The numbers of the records that share a key, for each key that at least two share."""
    by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        for item in kind(key):
            by_key[item].append(number)
    return [members for members in by_key.values() if len(members) > 1]


def base_id(records: Iterable[Record]) -> tuple[str, bool]:
    """The smallest id of the records of one paper, and whether it is an own id (which others may claim)."""
    listed = list(records)
    arxiv = sorted(f"arxiv:{r.arxiv}" for r in listed if r.arxiv)
    doi = sorted(f"doi:{r.doi}" for r in listed if r.doi)
    own = sorted(r.own_id for r in listed if r.own_id)
    if arxiv or doi:
        return (arxiv or doi)[0], False
    if own:
        return own[0], True
    return min(f"hash:{content_hash(r.title, r.abstract)}" for r in listed), False


def merge_records(records: Sequence[Record], id: str) -> Paper:
    """One paper from all records of it: the richer value of each field, whatever the order.

    Titles and abstracts: the longest. Dates: the most precise, then the earliest.
    Lists: everything that any record has, the longest list first.
    """
    ordered = sorted(records, key=lambda r: r.model_dump_json()) if len(records) > 1 else records
    titles = [r.title for r in ordered if r.title]
    abstracts = [r.abstract for r in ordered if r.abstract]
    dates = [r.date for r in ordered if r.date]
    counts = [r.author_count for r in ordered if r.author_count]
    authors = max((r.authors for r in ordered), key=lambda names: (len(names), names))
    date = min(dates, key=lambda d: (-len(d), d)) if dates else None
    return Paper(
        id=id,
        title=max(titles, key=lambda t: (len(t), t)) if titles else None,
        abstract=max(abstracts, key=lambda t: (len(t), t)) if abstracts else None,
        authors=authors,
        author_count=max([len(authors), *counts]) or None,
        date=date,
        date_text=None if date else max((r.date_text for r in ordered if r.date_text), default=None),
        venue=max((r.venue for r in ordered if r.venue), key=lambda v: (len(v), v), default=None),
        categories=_union(r.categories for r in ordered),
        links=_union(r.links for r in ordered),
        arxiv=min((r.arxiv for r in ordered if r.arxiv), default=None),
        doi=min((r.doi for r in ordered if r.doi), default=None),
        sources=sorted((r.source for r in ordered), key=lambda s: (s.file, s.position, s.format)),
    )


def _union(lists: Iterable[list[str]]) -> list[str]:
    ordered = sorted(lists, key=lambda items: (-len(items), items))
    return list(dict.fromkeys(item for items in ordered for item in items))
