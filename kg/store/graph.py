"""The linked graph: papers, entities, links, mentions, results and relations, and what runs changed of them."""

import heapq
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from kg.records import EntityNode, Evidence, LinkedPaper, Relation
from kg.store.counts import CountTables
from kg.store.database import dump
from kg.store.hashing import digest_of
from kg.store.linked_papers import read_linked
from kg.store.schema import GRAPH

__all__ = ["Change", "GraphTables", "Surface", "settled"]

_MAX_RELATION_EVIDENCE = 50
# How many papers are read at a time: their rows are some megabytes at most.
_PAPERS = 100
#: What `kg diff` tells of, with the key by which it does, and the table.
_HISTORY = {
    "paper": ("id", "linked"),
    "entity": ("key", "entities"),
    "link": ("paper || ' ' || predicate || ' ' || entity", "links"),
}
_REDIRECTED = "other papers expand this acronym so"
_MERGED = "--links makes it one with this"


class Surface(NamedTuple):
    """What papers write for an entity: how often, and why it is linked there."""

    text: str
    mentions: int
    reason: str


class Change(NamedTuple):
    """What a run added ("+") or dropped ("-"): a paper, an entity or a link, by its key."""

    change: str
    kind: str
    key: str


def _places(evidence: Iterable[Evidence]) -> str:
    return dump([(e.start, e.end, *e.mention) for e in evidence])


def _full(evidence: Iterable[Evidence]) -> str:
    return dump([(e.paper, e.start, e.end, e.text, *e.mention) for e in evidence])


def _place(relation: Relation) -> tuple[str, str, str]:
    return relation.subject, relation.predicate, relation.object


class GraphTables(CountTables):
    """The tables that linking fills and exports read; implements `kg.records.GraphReader`."""

    # Writing, within the transaction of a linking

    def put_linked(self, linked: LinkedPaper, derived: Sequence[Relation], run: int) -> set[str]:
        """Replace a paper of the graph; returns the keys of all entities that it had or has to do with."""
        id = linked.paper.id
        since, touched = self._clear_paper(id)
        paper_since = since.pop(("", ""), run)
        links = [
            (id, k.predicate, k.entity, k.confidence, _places(k.evidence), since.pop((k.predicate, k.entity), run))
            for k in linked.links
        ]
        mentions = [(m.start, m.end, m.entity, m.confidence) for m in linked.mentions]
        results = [(r.key, dump({n: getattr(r, n) for n in r.__slots__})) for r in linked.results]
        self._db.executemany("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)", links)
        self._db.executemany("INSERT INTO mentions VALUES (?, ?, ?, ?, ?)", [(id, *row) for row in mentions])
        self._db.executemany("INSERT INTO results VALUES (?, ?, ?)", [(id, *row) for row in results])
        self._db.executemany(
            "INSERT INTO derived VALUES (?, ?, ?, ?, ?, ?)",
            [(r.subject, r.predicate, r.object, id, r.confidence, _full(r.evidence)) for r in derived],
        )
        paper = linked.paper.model_dump(exclude={"sources"})
        digest = digest_of((self.meta("configuration"), paper, [row[1:5] for row in links], mentions, results))
        self._db.execute(
            "INSERT INTO linked VALUES (?, ?, ?, ?)", (id, linked.paper.model_dump_json(), digest, paper_since)
        )
        self._note_dropped(run, "link", ((" ".join((id, *place)), then) for place, then in since.items()))
        return touched | {link.entity for link in linked.links}

    def drop_linked(self, id: str, run: int) -> set[str]:
        """Take a paper out of the graph; returns the keys of the entities that it had to do with."""
        since, touched = self._clear_paper(id)
        self._note_dropped(run, "paper", [(id, since.pop(("", "")))])
        self._note_dropped(run, "link", ((" ".join((id, *place)), then) for place, then in since.items()))
        return touched

    def _clear_paper(self, id: str) -> tuple[dict[tuple[str, str], int], set[str]]:
        """Delete a paper's rows; since when it (at "", "") and its links were there, and which entities they name."""
        paper = self._db.execute("SELECT since FROM linked WHERE id = ?", (id,)).fetchone()
        if paper is None:
            return {}, set()
        rows = self._db.execute("SELECT predicate, entity, since FROM links WHERE paper = ?", (id,)).fetchall()
        since = {("", ""): paper[0]} | {(predicate, entity): then for predicate, entity, then in rows}
        for table in GRAPH:
            self._db.execute(f"DELETE FROM {table} WHERE paper = ?", (id,))
        self._db.execute("DELETE FROM linked WHERE id = ?", (id,))
        return since, {row[1] for row in rows}

    def _note_dropped(self, run: int, kind: str, keys: Iterable[tuple[str, int]]) -> None:
        # What one and the same run added and dropped again never was.
        self._db.executemany(
            "INSERT OR REPLACE INTO dropped VALUES (?, ?, ?, ?)",
            [(run, kind, key, since) for key, since in keys if since != run],
        )

    def count_papers(self, entity: str) -> int:
        """How many papers have a link to an entity."""
        row = self._db.execute("SELECT count(DISTINCT paper) FROM links WHERE entity = ?", (entity,)).fetchone()
        return int(row[0])

    def put_entity(self, node: EntityNode, bases: Sequence[str], run: int) -> bool:
        """Keep a canonical entity with the names that it may be a variant of, best first; returns whether it is new."""
        known = self._db.execute("SELECT since FROM entities WHERE key = ?", (node.key,)).fetchone()
        self._db.execute(
            "INSERT OR REPLACE INTO entities VALUES (?, ?, ?, ?, ?, '', ?)",
            (node.key, node.type, node.label, dump(node.aliases), node.papers, known[0] if known else run),
        )
        self._db.execute("DELETE FROM bases WHERE entity = ?", (node.key,))
        self._db.executemany(
            "INSERT INTO bases VALUES (?, ?, ?)", [(node.key, rank, base) for rank, base in enumerate(bases)]
        )
        return known is None

    def drop_entity(self, key: str, run: int) -> bool:
        """Take an entity out that no paper names any more; returns whether it was there."""
        known = self._db.execute("SELECT since FROM entities WHERE key = ?", (key,)).fetchone()
        if known is None:
            return False
        self._db.execute("DELETE FROM entities WHERE key = ?", (key,))
        self._db.execute("DELETE FROM bases WHERE entity = ?", (key,))
        self._note_dropped(run, "entity", [(key, known[0])])
        return True

    def variants_of(self, names: Iterable[str]) -> set[str]:
        """Entities that may be variants of one of these names."""
        found: set[str] = set()
        for name in names:
            found.update(row[0] for row in self._db.execute("SELECT entity FROM bases WHERE base = ?", (name,)))
        return found

    def set_entity_digest(self, key: str, base: str | None) -> None:
        """Settle the digest of an entity, given what it is a variant of."""
        row = self._db.execute("SELECT type, label, aliases FROM entities WHERE key = ?", (key,)).fetchone()
        if row is None:
            return
        edges = self._db.execute("SELECT DISTINCT predicate, object FROM derived WHERE subject = ?", (key,)).fetchall()
        digest = digest_of((tuple(row), sorted(map(tuple, edges)), base))
        self._db.execute("UPDATE entities SET digest = ? WHERE key = ?", (digest, key))

    def bases_of(self, key: str) -> list[str]:
        """The names that an entity may be a variant of, best first."""
        return [r[0] for r in self._db.execute("SELECT base FROM bases WHERE entity = ? ORDER BY rank", (key,))]

    def has_entity(self, key: str) -> bool:
        """Whether there is an entity of that key."""
        return self._db.execute("SELECT 1 FROM entities WHERE key = ?", (key,)).fetchone() is not None

    def entity_keys(self) -> set[str]:
        """The keys of all entities."""
        return {row[0] for row in self._db.execute("SELECT key FROM entities")}

    # Reading

    def configuration(self) -> str:
        """The extractor's configuration that the graph was made with."""
        return self.meta("configuration") or ""

    def entities(self) -> Iterator[EntityNode]:
        """All canonical entities, by key."""
        for row in self.read_rows("SELECT key, type, label, aliases, papers FROM entities ORDER BY key"):
            yield EntityNode(row[0], row[1], row[2], tuple(json.loads(row[3])), row[4])

    def entity_digests(self) -> Iterator[tuple[str, str]]:
        """Key and digest of all entities, by key; the digest changes with anything that an export says of the entity.

        That is its type, label and aliases, and the objects of the relations of which it is the subject.
        """
        for row in self.read_rows("SELECT key, digest FROM entities INDEXED BY entities_digest ORDER BY key"):
            yield row[0], row[1]

    def paper_digests(self) -> Iterator[tuple[str, str]]:
        """Id and digest of all papers, by id; the digest changes with anything that an export says of the paper.

        That is the configuration, the fields but for `sources`, links, mentions and results.
        """
        for row in self.read_rows("SELECT id, digest FROM linked INDEXED BY linked_digest ORDER BY id"):
            yield row[0], row[1]

    def written_for(self, key: str) -> list[Surface]:
        """What papers write for an entity, the commonest first, and why each is linked there."""
        redirects = self.redirects()
        merged = {row[0] for row in self._db.execute("SELECT name FROM redirects WHERE merge")}
        names = {key}
        while more := {name for name, target in redirects.items() if target in names} - names:
            names |= more
        found: dict[tuple[str, str], int] = {}
        for name, surface, reason, mentions in self.surfaces(sorted(names)):
            if name in merged and name != key:
                reason = _MERGED
            elif name != key and self.senses(name).get(redirects[name], (0, False))[0]:
                reason = _REDIRECTED
            found[surface, reason] = found.get((surface, reason), 0) + mentions
        surfaces = [Surface(surface, mentions, reason) for (surface, reason), mentions in found.items()]
        return sorted(surfaces, key=lambda s: (-s.mentions, s.text, s.reason))

    def linked_papers(self) -> Iterator[LinkedPaper]:
        """All papers with links, mentions and results, by id."""
        for rows in self._batches_by_id("SELECT id, data FROM linked WHERE id > ?", size=_PAPERS):
            yield from read_linked(self._db, rows)

    def linked_paper(self, id: str) -> LinkedPaper | None:
        """One paper with links, mentions and results; None if there is none of that id."""
        rows = self._db.execute("SELECT id, data FROM linked WHERE id = ?", (id,)).fetchall()
        return next(read_linked(self._db, rows), None)

    def relations(self) -> Iterator[Relation]:
        """All entity-to-entity edges, by subject, predicate and object."""
        yield from heapq.merge(self._derived(), self._variants(), key=_place)

    def described(self, keys: Iterable[str]) -> Iterator[tuple[EntityNode, list[Relation]]]:
        """The entities of these keys, as far as there are such, each with the relations that start at it, in order."""
        for key in keys:
            row = self._db.execute("SELECT key, type, label, aliases, papers FROM entities WHERE key = ?", (key,))
            if found := row.fetchone():
                entity = EntityNode(found[0], found[1], found[2], tuple(json.loads(found[3])), found[4])
                yield entity, sorted([*self._derived(key), *self._variants(key)], key=_place)

    def _derived(self, subject: str | None = None) -> Iterator[Relation]:
        rows = self.read_rows(
            "SELECT subject, predicate, object, confidence, evidence FROM derived"
            + (" WHERE subject = ?" if subject else "")
            + " ORDER BY subject, predicate, object, paper",
            (subject,) if subject else (),
        )
        for place, group in groupby(rows, key=lambda row: (row[0], row[1], row[2])):
            confidence = 0.0
            evidence: list[Evidence] = []
            for row in group:
                confidence = max(confidence, row[3])
                if len(evidence) < _MAX_RELATION_EVIDENCE:
                    evidence += [Evidence(p, s, e, t, (ms, me)) for p, s, e, t, ms, me in json.loads(row[4])]
            yield Relation(*place, confidence, tuple(evidence))

    def _variants(self, entity: str | None = None) -> Iterator[Relation]:
        rows = self.read_rows(
            "SELECT b.entity, b.base, e.key FROM bases b LEFT JOIN entities e ON e.key = b.base"
            + (" WHERE b.entity = ?" if entity else "")
            + " ORDER BY b.entity, b.rank",
            (entity,) if entity else (),
        )
        redirects = self.redirects()
        for key, group in groupby(rows, key=lambda row: row[0]):
            for _, base, found in group:
                target = settled(base, redirects)
                if target != key and (found if target == base else self.has_entity(target)):
                    yield Relation(key, "variantOf", target, 1.0)
                    break

    def base_of(self, key: str, redirects: dict[str, str]) -> str | None:
        """The entity that another is a variant of: the best of its bases that is in the graph."""
        for name in self.bases_of(key):
            target = settled(name, redirects)
            if target != key and self.has_entity(target):
                return target
        return None

    def edge_counts(self) -> dict[str, int]:
        """Number of edges by predicate."""
        rows = self._db.execute(
            "SELECT predicate, count(*) FROM (SELECT predicate FROM links UNION ALL SELECT predicate FROM"
            " (SELECT DISTINCT subject, predicate, object FROM derived)) GROUP BY predicate"
        )
        counts = {row[0]: row[1] for row in rows}
        if variants := sum(1 for _ in self._variants()):
            counts["variantOf"] = variants
        return dict(sorted(counts.items()))

    def result_count(self) -> int:
        """Number of results."""
        return int(self._db.execute("SELECT count(*) FROM results").fetchone()[0])

    def entity_counts(self) -> dict[str, int]:
        """Number of entities by type."""
        return {r[0]: r[1] for r in self._db.execute("SELECT type, count(*) FROM entities GROUP BY type ORDER BY type")}

    def change_counts(self, run: int) -> dict[str, int]:
        """How much a run added and dropped, by kind."""
        counts: dict[str, int] = {}
        for kind, (_, table) in _HISTORY.items():
            added, dropped = self._db.execute(
                f"SELECT (SELECT count(*) FROM {table} WHERE since = ?1)"
                " + (SELECT count(*) FROM dropped WHERE kind = ?2 AND since = ?1),"
                " (SELECT count(*) FROM dropped WHERE kind = ?2 AND run = ?1)",
                (run, kind),
            ).fetchone()
            counts |= {f"{kind} +": added, f"{kind} -": dropped}
        return counts

    def changes(self, run: int) -> Iterator[Change]:
        """What a run added and dropped: papers, entities, then links, each by key."""
        for kind, (key, table) in _HISTORY.items():
            rows = self.read_rows(
                f"SELECT '+', {key} AS key FROM {table} WHERE since = ?1"
                " UNION ALL SELECT '+', key FROM dropped WHERE kind = ?2 AND since = ?1"
                " UNION ALL SELECT '-', key FROM dropped WHERE kind = ?2 AND run = ?1 ORDER BY 2, 1",
                (run, kind),
            )
            for change, name in rows:
                yield Change(change, kind, name)


def settled(name: str, redirects: dict[str, str]) -> str:
    """Where a name ends up; redirects that go in a circle (no acronym does) end where they come round."""
    seen = {name}
    while (target := redirects.get(name)) is not None and target not in seen:
        seen.add(target)
        name = target
    return name
