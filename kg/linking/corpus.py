"""Linking what is new, changed or gone, so that the graph is what linking everything anew would make it.

That holds because all counts are sums over papers, and everything else is decided from
these sums and the paper alone: (1) what papers contributed is taken back and counted anew;
(2) acronyms whose senses changed are settled again, and papers that use them are looked at
too; (3) papers are linked; (4) entities that any of this touched are put together again.
What is kept in memory grows with the number of distinct names, not of papers.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kg.corrections import Corrections, LinkRule
from kg.errors import KgError
from kg.linking.known import KnownNames
from kg.linking.labels import label_of
from kg.linking.naming import key_of_name, plain_key
from kg.linking.papers import link_paper, prepare
from kg.linking.senses import LEXICON_WEIGHT, dominant_sense
from kg.records import ENTITY_TYPES, EntityNode, EntityType
from kg.store import Counted, LinkedRows, Prepared, Store, Sums, Waiting, load, settled
from kg.store.database import BATCH
from kg.store.hashing import digest_of
from kg.store.schema import GRAPH
from kg.variants import variant_base

__all__ = ["link_corpus", "way_of_linking"]

#: Raised by hand whenever a change of code changes how names are linked.
_VERSION = "2"
#: Sums that are held in memory before they are written.
_MOST_SUMS = 500_000
_MAX_BASES = 4
_TYPES: dict[str, EntityType] = {t.casefold(): t for t in ENTITY_TYPES}


def link_corpus(
    store: Store, known: KnownNames, configuration: str, run: int, progress: Callable[[int, int], None] | None = None
) -> list[str]:
    """Bring the graph of a store up to date with its papers and extractions, in one transaction.

    Readers see the graph as it was until all is done. Returns a line for each of the user's
    corrections that changed nothing, if they are applied for the first time.

    Raises
    ------
    KgError
        If merges of the user go in a circle.
    """
    return _Linking(store, known, configuration, run, progress or _silent).go()


def way_of_linking(known: KnownNames, configuration: str, corrections: Corrections | None = None) -> str:
    """The hash of all that linking depends on but the papers."""
    rules = [*corrections.links, *corrections.fixes] if corrections else []
    return digest_of((_VERSION, configuration, known.fingerprint, rules))


def _silent(_done: int, _total: int) -> None:
    """No progress shown."""


class _Linking:
    """One linking; `touched` are names whose counts changed, `dirty` the keys of entities to be put together again."""

    def __init__(
        self, store: Store, known: KnownNames, configuration: str, run: int, progress: Callable[[int, int], None]
    ) -> None:
        self.store = store
        self.known = known
        self.configuration = configuration
        self.run = run
        self.progress = progress
        self.corrections = store.corrections()
        self.state = way_of_linking(known, configuration, self.corrections)
        self.merges = _merges(self.corrections, known)
        self.redirects: dict[str, str] = {}
        self.touched: set[str] = set()
        self.dirty: set[str] = set()

    def go(self) -> list[str]:
        store = self.store
        with store.transaction():
            anew = store.meta("linked") != self.state
            if anew:
                store.reset_counts()
                self.dirty |= store.entity_keys()
                store.set_meta("configuration", self.configuration)
                store.set_meta("linked", self.state)
                for name, target in self.merges.items():
                    store.redirect(name, target, merge=True)
            before = store.redirects()
            gone = store.gone_papers()
            shorts = self._count(gone)
            self._settle(shorts)
            self.redirects = store.redirects()
            self._look_again(before)
            with store.indexed_afterwards("linked", *GRAPH):
                for id in gone:
                    self.dirty |= store.drop_linked(id, self.run)
                self._link()
            self._put_entities(before)
            store.clear_pending(self.configuration)
            store.forget_all_prepared()
        return self.corrections.unused(self._has_name, store.has_paper) if anew else []

    def _has_name(self, rule: LinkRule) -> bool:
        return bool(self.store.surfaces([_named_key(self.known, rule.type, rule.name)]))

    # 1. Counting

    def _count(self, gone: Sequence[str]) -> set[str]:
        """Count pending papers anew, and gone ones no more; returns the acronyms of which they say anything."""
        store, sums = self.store, Sums()
        shorts: set[str] = set()

        def add(id: str, counted: Counted, sign: int) -> None:
            sums.add(id, counted, sign)
            self.touched.update(name for name in counted.names if name)
            shorts.update(pair[0] for pair in (*counted.senses, *counted.leanings))

        def retract(ids: Sequence[str]) -> None:
            taken = store.contributions(ids)
            store.drop_contributions(taken)
            for id, counted in taken.items():
                add(id, counted, -1)

        retract(gone)
        total, done = store.count_pending(), 0
        for batch in store.waiting(self.state, "counted"):
            retract([one.id for one in batch])
            texts = [one.counted or self._prepare(one.id).counted.dump() for one in batch]
            store.add_contributions([(one.id, text) for one, text in zip(batch, texts, strict=True)])
            for one, text in zip(batch, texts, strict=True):
                add(one.id, Counted(*load(text)), 1)
            if len(sums) > _MOST_SUMS:
                store.add_sums(sums)
                sums = Sums()
            done += len(batch)
            self.progress(done, 2 * total)
        store.add_sums(sums)
        return shorts

    def _prepare(self, id: str) -> Prepared:
        """What was not prepared when the paper was extracted, or otherwise; kept for what follows."""
        prepared = prepare(self.store.extraction(id, self.configuration), self.known, self.corrections)
        self.store.keep_prepared(id, self.state, prepared)
        return prepared

    # 2. Acronyms

    def _settle(self, shorts: Iterable[str]) -> None:
        """Decide anew what acronyms stand for that papers leave unexplained."""
        for short in sorted(shorts):
            weights = {
                name: papers + (LEXICON_WEIGHT if listed else 0)
                for name, (papers, listed) in self.store.senses(short).items()
            }
            target = dominant_sense(weights)
            self.store.redirect(short, target if target != short else None)

    def _look_again(self, before: dict[str, str]) -> None:
        """Papers that use an acronym which came to stand for something else."""
        changed = {
            name for name in {*before, *self.redirects} if settled(name, before) != settled(name, self.redirects)
        }
        self.touched |= changed
        self.store.mark_pending(self.store.papers_with_bare(sorted(changed)))

    # 3. Papers

    def _link(self) -> None:
        total, done = self.store.count_pending(), 0
        for batch in self.store.waiting(self.state, "rows"):
            self.store.forget_prepared([one.id for one in batch])
            self.dirty |= self.store.put_linked([self._linked(one) for one in batch], self.run)
            done += len(batch)
            self.progress(total + done, 2 * total)

    def _linked(self, one: Waiting) -> LinkedRows:
        paper, rows = one.paper, one.rows
        if rows is None:
            found = prepare(self.store.extraction(one.id, self.configuration), self.known, self.corrections)
            paper, rows = found.paper, found.rows
        return link_paper(one.id, paper, rows, self._settled, self.configuration)

    def _settled(self, name: str) -> str:
        return settled(name, self.redirects)

    # 4. Entities

    def _put_entities(self, before: dict[str, str]) -> None:
        for name in self.touched:
            self.dirty |= {settled(name, before), settled(name, self.redirects)}
        standing_for: dict[str, list[str]] = {}
        for name in self.redirects:
            if settled(name, self.redirects) != name:
                standing_for.setdefault(settled(name, self.redirects), []).append(name)
        came_or_went: set[str] = set()
        with self.store.indexed_afterwards("entities", "bases"):
            for keys in _batches(sorted(self.dirty)):
                came_or_went |= self._put(keys, standing_for)
        names = {name for key in came_or_went for name in (key, *standing_for.get(key, ()))} | self.touched
        for keys in _batches(sorted(self.dirty | self.store.variants_of(sorted(names)))):
            self.store.set_entity_digests(keys, self.redirects)

    def _put(self, keys: Sequence[str], standing_for: Mapping[str, Sequence[str]]) -> set[str]:
        """Put entities together from all names that come to them; returns those that came or went."""
        papers = self.store.count_papers(keys)
        here = [key for key in keys if key in papers and self._settled(key) == key]
        surfaces: dict[str, Counter[str]] = {key: Counter() for key in here}
        comes_to = {name: key for key in here for name in (key, *standing_for.get(key, ()))}
        for name, surface, _, mentions in self.store.surfaces(comes_to):
            surfaces[comes_to[name]][surface] += mentions
        nodes = [self._entity(key, papers[key], surfaces[key]) for key in here]
        gone = sorted(set(keys).difference(here))
        new = self.store.put_entities([(node, self._bases(node)) for node in nodes], self.run)
        return new | self.store.drop_entities(gone, self.run)

    def _entity(self, key: str, papers: int, surfaces: Mapping[str, int]) -> EntityNode:
        label = label_of(surfaces)
        aliases = sorted((s for s in surfaces if s != label), key=lambda s: (-surfaces[s], s))
        return EntityNode(key, _TYPES[key.partition(":")[0]], label, tuple(aliases), papers)

    def _bases(self, node: EntityNode) -> list[str]:
        """The names that an entity may be a variant of, the nearest first."""
        bases: list[str] = []
        if entry := self.known.entry(node.type, node.slug):
            base = entry.variant_of
            while base and len(bases) < _MAX_BASES:
                bases.append(f"{node.type.casefold()}:{base}")
                above = self.known.entry(node.type, base)
                base = above.variant_of if above else None
            return bases
        stem = variant_base(node.label)
        while stem and len(bases) < _MAX_BASES:
            bases.append(key_of_name(self.known, node.type, stem))
            stem = variant_base(stem)
        return list(dict.fromkeys(base for base in bases if base != node.key))


def _batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


def _merges(corrections: Corrections, known: KnownNames) -> dict[str, str]:
    """The user's merges as redirects from key to key."""
    merges: dict[str, str] = {}
    for rule in corrections.merges:
        name, target = (_named_key(known, rule.type, text) for text in (rule.name, rule.to))
        if name == target:
            continue
        if name in merges and merges[name] != target:
            raise KgError(f"--links: line {rule.line}: {rule.name!r} is merged with two different names")
        if settled(target, merges) == name:
            raise KgError(f"--links: line {rule.line}: merges {rule.name!r} in a circle")
        merges[name] = target
    for rule in corrections.splits:
        if not rule.to and not rule.papers:
            # Sent to itself, a name follows no acronym's sense.
            apart = plain_key(known, rule.type, rule.name)
            merges.setdefault(apart, apart)
    return merges


def _named_key(known: KnownNames, type: EntityType, text: str) -> str:
    """What a user's name stands for: a node key as it stands, else the key of the name."""
    prefix = f"{type.casefold()}:"
    return text if text.startswith(prefix) and " " not in text else key_of_name(known, type, text)
