"""The linked graph: entities, links, mentions, results and relations."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from kg.records import EntityNode, Evidence, Link, LinkedMention, LinkedPaper, Relation, ResultNode
from kg.store.database import dump
from kg.store.papers import PaperTables
from kg.store.schema import LINKED
from kg.text import content_hash

__all__ = ["GraphTables"]


def _evidence_text(evidence: Iterable[Evidence]) -> str:
    return dump([(e.paper, e.start, e.end, e.text, *e.mention) for e in evidence])


def _evidence(text: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(p, s, e, t, (ms, me)) for p, s, e, t, ms, me in json.loads(text))


class GraphTables(PaperTables):
    """The tables that linking fills and exports read; implements `kg.records.GraphReader`."""

    @contextmanager
    def relinking(self) -> Iterator[None]:
        """Replace the linked graph as a whole: readers see the old one until the new one is complete."""
        with self.transaction():
            for table in LINKED:
                self._db.execute(f"DELETE FROM {table}")
            yield

    def add_entities(self, entities: Iterable[tuple[EntityNode, dict[str, str]]]) -> None:
        """Canonical entities, each with the reason why each surface is linked to it."""
        self._db.executemany(
            "INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?)",
            ((e.key, e.type, e.label, dump(e.aliases), e.papers, dump(reasons)) for e, reasons in entities),
        )

    def add_linked_paper(self, linked: LinkedPaper) -> None:
        """Links, mentions and results of one paper."""
        id = linked.paper.id
        self._db.executemany(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?)",
            [(id, k.predicate, k.entity, k.confidence, _evidence_text(k.evidence)) for k in linked.links],
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO mentions VALUES (?, ?, ?, ?, ?)",
            [(id, m.start, m.end, m.entity, m.confidence) for m in linked.mentions],
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO results VALUES (?, ?, ?)",
            [(r.key, id, dump({n: getattr(r, n) for n in r.__slots__})) for r in linked.results],
        )

    def add_relations(self, relations: Iterable[Relation]) -> None:
        """Edges between entities."""
        self._db.executemany(
            "INSERT INTO relations VALUES (?, ?, ?, ?, ?)",
            ((r.subject, r.predicate, r.object, r.confidence, _evidence_text(r.evidence)) for r in relations),
        )

    def entities(self) -> Iterator[EntityNode]:
        """All canonical entities, by key."""
        for row in self.read_rows("SELECT key, type, label, aliases, papers FROM entities ORDER BY key"):
            yield EntityNode(row[0], row[1], row[2], tuple(json.loads(row[3])), row[4])

    def link_reasons(self, key: str) -> dict[str, str]:
        """Why each surface of an entity is linked to it."""
        row = self._db.execute("SELECT reasons FROM entities WHERE key = ?", (key,)).fetchone()
        return json.loads(row[0]) if row else {}

    def linked_papers(self) -> Iterator[LinkedPaper]:
        """All papers with links, mentions and results, by id."""
        for paper in self.papers():
            values = (paper.id,)
            found = self._db.execute(
                "SELECT data FROM extractions WHERE configuration = ? AND text_hash = ?",
                (self.configuration(), content_hash(paper.title, paper.abstract, 40)),
            ).fetchone()
            if found:
                paper.links = list(dict.fromkeys([*paper.links, *json.loads(found[0])["links"]]))
            links = self._db.execute(
                "SELECT predicate, entity, confidence, evidence FROM links WHERE paper = ? ORDER BY predicate, entity",
                values,
            )
            mentions = self._db.execute(
                'SELECT entity, start, "end", confidence FROM mentions WHERE paper = ? ORDER BY start, "end", entity',
                values,
            )
            results = self._db.execute("SELECT data FROM results WHERE paper = ? ORDER BY key", values)
            yield LinkedPaper(
                paper,
                tuple(Link(p, e, c, _evidence(v)) for p, e, c, v in links),
                tuple(LinkedMention(*row) for row in mentions),
                tuple(ResultNode(**json.loads(row[0])) for row in results),
            )

    def relations(self) -> Iterator[Relation]:
        """All entity-to-entity edges, by subject, predicate and object."""
        for row in self.read_rows("SELECT * FROM relations ORDER BY subject, predicate, object"):
            yield Relation(row[0], row[1], row[2], row[3], _evidence(row[4]))

    def edge_counts(self) -> dict[str, int]:
        """Number of edges by predicate."""
        rows = self._db.execute(
            "SELECT predicate, count(*) FROM (SELECT predicate FROM links UNION ALL SELECT predicate FROM relations)"
            " GROUP BY predicate ORDER BY predicate"
        )
        return {row[0]: row[1] for row in rows}

    def result_count(self) -> int:
        """Number of results."""
        return int(self._db.execute("SELECT count(*) FROM results").fetchone()[0])

    def entity_counts(self) -> dict[str, int]:
        """Number of entities by type."""
        return {r[0]: r[1] for r in self._db.execute("SELECT type, count(*) FROM entities GROUP BY type ORDER BY type")}
