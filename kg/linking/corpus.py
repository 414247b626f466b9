"""Linking what is new, changed or gone, so that the graph is what linking everything anew would make it.

That holds because all counts are sums over papers, and everything else is decided from
these sums and the paper alone: (1) what papers contributed is taken back and counted anew;
(2) acronyms whose senses changed are settled again, and papers that use them are looked at
too; (3) papers are linked; (4) entities that any of this touched are put together again.
What is kept in memory grows with the number of distinct names, not of papers.
"""

from collections import Counter
from collections.abc import Callable, Iterable

from kg.corrections import Corrections, LinkRule
from kg.errors import KgError
from kg.linking.contributions import contribution_of
from kg.linking.known import KnownNames
from kg.linking.labels import label_of
from kg.linking.naming import key_of_name, plain_key
from kg.linking.papers import derived_from, link_paper
from kg.linking.senses import LEXICON_WEIGHT, dominant_sense
from kg.records import ENTITY_TYPES, EntityNode, EntityType, Extraction
from kg.store import Store, settled
from kg.store.hashing import digest_of
from kg.variants import variant_base

__all__ = ["link_corpus"]

#: Raised by hand whenever a change of code changes how names are linked.
_VERSION = "1"
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
        self.merges = _merges(self.corrections, known)
        self.redirects: dict[str, str] = {}
        self.touched: set[str] = set()
        self.dirty: set[str] = set()

    def go(self) -> list[str]:
        store = self.store
        state = digest_of(
            (_VERSION, self.configuration, self.known.fingerprint, [*self.corrections.links, *self.corrections.fixes])
        )
        with store.transaction():
            anew = store.meta("linked") != state
            if anew:
                store.reset_counts()
                self.dirty |= store.entity_keys()
                store.set_meta("configuration", self.configuration)
                store.set_meta("linked", state)
                for name, target in self.merges.items():
                    store.redirect(name, target, merge=True)
            before = store.redirects()
            gone = store.gone_papers()
            shorts = self._count(gone)
            self._settle(shorts)
            self.redirects = store.redirects()
            self._look_again(before)
            for id in gone:
                self.dirty |= store.drop_linked(id, self.run)
            self._link()
            self._put_entities(before)
            store.clear_pending(self.configuration)
        return self.corrections.unused(self._has_name, store.has_paper) if anew else []

    def _has_name(self, rule: LinkRule) -> bool:
        return bool(self.store.surfaces([_named_key(self.known, rule.type, rule.name)]))

    # 1. Counting

    def _count(self, gone: Iterable[str]) -> set[str]:
        """Count pending papers anew, and gone ones no more; returns the acronyms of which they say anything."""
        shorts: set[str] = set()

        def note(names: Iterable[str | None], pairs: Iterable[Iterable[str]]) -> None:
            self.touched.update(name for name in names if name)
            shorts.update(next(iter(pair)) for pair in pairs)

        for id in gone:
            if taken := self.store.retract_contribution(id):
                note(taken.names, (*taken.senses, *taken.leanings))
        total = self.store.count_pending()
        for done, id in enumerate(self.store.pending_papers(), start=1):
            if taken := self.store.retract_contribution(id):
                note(taken.names, (*taken.senses, *taken.leanings))
            counted = contribution_of(self._extraction(id), self.known, self.corrections)
            self.store.add_contribution(id, counted)
            note(counted.names, (*counted.senses, *counted.leanings))
            self.progress(done, 2 * total)
        return shorts

    def _extraction(self, id: str) -> Extraction:
        return self.store.extraction(id, self.configuration)

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
        total = self.store.count_pending()
        for done, id in enumerate(self.store.pending_papers(), start=1):
            extraction = self._extraction(id)
            counted = self.store.contribution(id)
            names = counted.names if counted else []
            corrected = self.corrections.apply(extraction)
            entities = [
                (entity, settled(name, self.redirects))
                for (entity, _), name in zip(corrected, names, strict=True)
                if name
            ]
            linked = link_paper(extraction, entities)
            self.dirty |= self.store.put_linked(linked, derived_from(linked), self.run)
            self.progress(total + done, 2 * total)

    # 4. Entities

    def _put_entities(self, before: dict[str, str]) -> None:
        for name in self.touched:
            self.dirty |= {settled(name, before), settled(name, self.redirects)}
        standing_for: dict[str, list[str]] = {}
        for name in self.redirects:
            if settled(name, self.redirects) == name:
                continue
            standing_for.setdefault(settled(name, self.redirects), []).append(name)
        came_or_went: set[str] = set()
        for key in sorted(self.dirty):
            node = self._entity(key, [key, *standing_for.get(key, ())])
            if (
                self.store.put_entity(node, self._bases(node), self.run)
                if node
                else self.store.drop_entity(key, self.run)
            ):
                came_or_went.add(key)
        names = {name for key in came_or_went for name in (key, *standing_for.get(key, ()))} | self.touched
        for key in sorted(self.dirty | self.store.variants_of(sorted(names))):
            self.store.set_entity_digest(key, self.store.base_of(key, self.redirects))

    def _entity(self, key: str, names: Iterable[str]) -> EntityNode | None:
        """The entity of a key, from all names that come to it; None where no paper names it."""
        papers = self.store.count_papers(key)
        if settled(key, self.redirects) != key or not papers:
            return None
        surfaces: Counter[str] = Counter()
        for _, surface, _, mentions in self.store.surfaces(names):
            surfaces[surface] += mentions
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
