"""Linked papers as records, many at a time: one query a table for all of them, and their JSON decoded as one text."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from kg.records import Evidence, Link, LinkedMention, LinkedPaper, Paper, ResultNode
from kg.store.encoding import load

__all__ = ["read_linked"]

# In the order of the papers, and within each in that of the records.
_LINKS = (
    "SELECT paper, predicate, entity, confidence, evidence FROM links WHERE paper BETWEEN ? AND ?"
    " ORDER BY paper, predicate, entity"
)
_MENTIONS = (
    'SELECT paper, entity, start, "end", confidence FROM mentions WHERE paper BETWEEN ? AND ?'
    ' ORDER BY paper, start, "end", entity'
)
_RESULTS = "SELECT paper, data FROM results WHERE paper BETWEEN ? AND ? ORDER BY paper, key"

_Row = tuple[Any, ...]


def read_linked(db: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> Iterator[LinkedPaper]:
    """The papers of these rows of `linked` (id, data), which follow one another by id, with all that is theirs."""
    if not rows:
        return
    cursor = db.cursor()
    cursor.row_factory = None  # plain tuples: there are dozens a paper
    span = (rows[0][0], rows[-1][0])
    links = _by_paper(_decoded(cursor.execute(_LINKS, span).fetchall()))
    mentions = _by_paper(cursor.execute(_MENTIONS, span).fetchall())
    results = _by_paper(_decoded(cursor.execute(_RESULTS, span).fetchall()))
    for id, data in rows:
        paper = Paper.model_validate_json(data)
        yield LinkedPaper(
            paper,
            _links(paper, links.get(id, ())),
            tuple([LinkedMention(*row[1:]) for row in mentions.get(id, ())]),
            tuple([ResultNode(**data) for _, data in results.get(id, ())]),
        )


def _links(paper: Paper, rows: Iterable[_Row]) -> tuple[Link, ...]:
    id, text = paper.id, paper.text
    return tuple(
        [
            Link(
                predicate,
                entity,
                confidence,
                tuple([Evidence(id, start, end, text[start:end], (first, last)) for start, end, first, last in places]),
            )
            for _, predicate, entity, confidence, places in rows
        ]
    )


def _by_paper(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    return {paper: list(own) for paper, own in groupby(rows, key=itemgetter(0))}


def _decoded(rows: Sequence[_Row]) -> Iterator[_Row]:
    """The rows with what the JSON of their last column says."""
    values = load(f"[{','.join([row[-1] for row in rows])}]")
    return ((*row[:-1], value) for row, value in zip(rows, values, strict=True))
