"""The linked graph: papers, entities, links, mentions, results and relations, and what runs changed of them."""

import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from kg.records import EntityNode, Evidence, LinkedPaper, Relation
from kg.store.encoding import load
from kg.store.linked import LinkedTables, settled
from kg.store.linked_papers import read_linked

__all__ = ["Change", "GraphTables", "Surface"]

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


def _place(relation: Relation) -> tuple[str, str, str]:
    return relation.subject, relation.predicate, relation.object


class GraphTables(LinkedTables):
    """The graph as exports read it; implements `kg.records.GraphReader`."""

    def has_entity(self, key: str) -> bool:
        """Whether there is an entity of that key."""
        return self._db.execute("SELECT 1 FROM entities WHERE key = ?", (key,)).fetchone() is not None

    def configuration(self) -> str:
        """The extractor's configuration that the graph was made with."""
        return self.meta("configuration") or ""

    def entities(self) -> Iterator[EntityNode]:
        """All canonical entities, by key."""
        for row in self.read_rows("SELECT key, type, label, aliases, papers FROM entities ORDER BY key"):
            yield EntityNode(row[0], row[1], row[2], tuple(load(row[3])), row[4])

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

    def linked_papers(self, after: str = "", upto: str | None = None) -> Iterator[LinkedPaper]:
        """All papers with links, mentions and results, by id; only those after an id and up to another, if given."""
        bound = "" if upto is None else "id <= ? AND"
        query = f"SELECT id, data FROM linked WHERE {bound} id > ?"
        for rows in self._batches_by_id(query, *([upto] if bound else []), after=after, size=_PAPERS):
            yield from read_linked(self._db, rows)

    def paper_bounds(self, size: int) -> list[tuple[str, str]]:
        """All papers of the graph in pieces of some size: `after` and `upto` of each, as `linked_papers` takes them."""
        bounds: list[tuple[str, str]] = []
        last = id = ""
        for number, row in enumerate(
            self.read_rows("SELECT id FROM linked INDEXED BY linked_digest ORDER BY id"), start=1
        ):
            id = row[0]
            if number % size == 0:
                bounds.append((last, id))
                last = id
        if id != last:
            bounds.append((last, id))
        return bounds

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
                entity = EntityNode(found[0], found[1], found[2], tuple(load(found[3])), found[4])
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
                    evidence += [Evidence(p, s, e, t, (ms, me)) for p, s, e, t, ms, me in load(row[4])]
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
