"""Writing the graph: papers, links, mentions, results, derived relations and entities, in batches."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from kg.records import EntityNode
from kg.store.encoding import dump
from kg.store.hashing import digest_of
from kg.store.prepared import PreparedTables
from kg.store.schema import GRAPH

__all__ = ["LinkedRows", "LinkedTables", "settled"]


@dataclass(frozen=True, slots=True)
class LinkedRows:
    """One paper as its rows in the graph; evidence and results are JSON.

    `links` are predicate, entity, confidence and evidence; `mentions` start, end, entity and
    confidence; `results` key and fields; `derived` subject, predicate, object, confidence and evidence.
    """

    id: str
    paper: str
    digest: str
    links: list[tuple[str, str, float, str]]
    mentions: list[tuple[int, int, str, float]]
    results: list[tuple[str, str]]
    derived: list[tuple[str, str, str, float, str]]


class LinkedTables(PreparedTables):
    """The tables that readers of the graph see; changes are within the transaction of a linking."""

    @contextmanager
    def indexed_afterwards(self, *tables: str) -> Iterator[None]:
        """Where the first of some tables is empty, make the indexes of all in one go, when the rows are there."""
        if self._db.execute(f"SELECT 1 FROM {tables[0]} LIMIT 1").fetchone():
            yield
            return
        marks = ",".join("?" * len(tables))
        found = self._db.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})",
            tables,
        ).fetchall()
        for name, _ in found:
            self._db.execute(f"DROP INDEX {name}")
        yield
        for _, statement in found:
            self._db.execute(statement)

    def put_linked(self, papers: Sequence[LinkedRows], run: int) -> set[str]:
        """Replace papers of the graph; returns the keys of all entities that they had or have to do with."""
        touched = {link[1] for paper in papers for link in paper.links}
        there = self._among("SELECT id FROM linked WHERE id IN", [paper.id for paper in papers])
        since: dict[str, dict[tuple[str, str], int]] = {}
        for (id,) in there:
            since[id], gone = self._clear_paper(id)
            touched |= gone
        first: dict[tuple[str, str], int] = {}
        self._db.executemany(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)",
            (
                (p.id, predicate, key, confidence, evidence, since.get(p.id, first).pop((predicate, key), run))
                for p in papers
                for predicate, key, confidence, evidence in p.links
            ),
        )
        self._db.executemany(
            "INSERT INTO mentions VALUES (?, ?, ?, ?, ?)", ((p.id, *row) for p in papers for row in p.mentions)
        )
        self._db.executemany(
            "INSERT INTO results VALUES (?, ?, ?)", ((p.id, *row) for p in papers for row in p.results)
        )
        self._db.executemany(
            "INSERT INTO derived (paper, subject, predicate, object, confidence, evidence) VALUES (?, ?, ?, ?, ?, ?)",
            sorted((p.id, *row) for p in papers for row in p.derived),
        )
        self._db.executemany(
            "INSERT INTO linked VALUES (?, ?, ?, ?)",
            ((p.id, p.paper, p.digest, since.get(p.id, first).pop(("", ""), run)) for p in papers),
        )
        for id, left in since.items():
            self._note_dropped(run, "link", ((" ".join((id, *place)), then) for place, then in left.items()))
        return touched

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

    def count_papers(self, entities: Sequence[str]) -> dict[str, int]:
        """How many papers have a link to each of some entities; those that none has are left out."""
        query = "SELECT entity, count(DISTINCT paper) FROM links WHERE entity IN"
        return {row[0]: row[1] for row in self._among(query, entities, "GROUP BY entity")}

    def _since(self, keys: Sequence[str]) -> dict[str, int]:
        """Of entities that are there, since which run."""
        return {row[0]: row[1] for row in self._among("SELECT key, since FROM entities WHERE key IN", keys)}

    def put_entities(self, nodes: Sequence[tuple[EntityNode, Sequence[str]]], run: int) -> set[str]:
        """Keep canonical entities, each with the names that it may be a variant of, best first; returns new ones."""
        keys = [node.key for node, _ in nodes]
        known = self._since(keys)
        self._db.executemany(
            "INSERT OR REPLACE INTO entities VALUES (?, ?, ?, ?, ?, '', ?)",
            ((n.key, n.type, n.label, dump(n.aliases), n.papers, known.get(n.key, run)) for n, _ in nodes),
        )
        self._db.executemany("DELETE FROM bases WHERE entity = ?", ((key,) for key in known))
        self._db.executemany(
            "INSERT INTO bases VALUES (?, ?, ?)",
            ((node.key, rank, base) for node, bases in nodes for rank, base in enumerate(bases)),
        )
        return {key for key in keys if key not in known}

    def drop_entities(self, keys: Sequence[str], run: int) -> set[str]:
        """Take entities out that no paper names any more; returns those that were there."""
        known = self._since(keys)
        self._db.executemany("DELETE FROM entities WHERE key = ?", ((key,) for key in known))
        self._db.executemany("DELETE FROM bases WHERE entity = ?", ((key,) for key in known))
        self._note_dropped(run, "entity", known.items())
        return set(known)

    def variants_of(self, names: Iterable[str]) -> set[str]:
        """Entities that may be variants of one of these names."""
        return {row[0] for row in self._among("SELECT entity FROM bases WHERE base IN", list(names))}

    def set_entity_digests(self, keys: Sequence[str], redirects: Mapping[str, str]) -> None:
        """Settle the digests of entities, which what they are variants of is part of."""
        described = {
            row[0]: tuple(row)[1:]
            for row in self._among("SELECT key, type, label, aliases FROM entities WHERE key IN", keys)
        }
        edges: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for subject, predicate, target in self._among(
            "SELECT DISTINCT subject, predicate, object FROM derived WHERE subject IN", keys
        ):
            edges[subject].append((predicate, target))
        bases: defaultdict[str, list[str]] = defaultdict(list)
        for entity, base in self._among(
            "SELECT entity, base FROM bases WHERE entity IN", keys, "ORDER BY entity, rank"
        ):
            bases[entity].append(settled(base, redirects))
        targets = sorted({target for listed in bases.values() for target in listed})
        there = {row[0] for row in self._among("SELECT key FROM entities WHERE key IN", targets)}
        rows = []
        for key, about in described.items():
            base = next((target for target in bases.get(key, ()) if target != key and target in there), None)
            rows.append((digest_of((about, sorted(edges.get(key, ())), base)), key))
        self._db.executemany("UPDATE entities SET digest = ? WHERE key = ?", rows)

    def entity_keys(self) -> set[str]:
        """The keys of all entities."""
        return {row[0] for row in self._db.execute("SELECT key FROM entities")}


def settled(name: str, redirects: Mapping[str, str]) -> str:
    """Where a name ends up; redirects that go in a circle (no acronym does) end where they come round."""
    if name not in redirects:
        return name
    seen = {name}
    while (target := redirects.get(name)) is not None and target not in seen:
        seen.add(target)
        name = target
    return name
