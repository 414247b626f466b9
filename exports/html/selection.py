"""What of a graph a page draws, and what it holds beyond that for expansion.

A corpus of hundreds of papers is drawn whole, or a neighbourhood of one node. Where that is too much
for a screen, entities alone are drawn, joined where papers name them together, and the page holds a
few papers of each, which appear when the reader expands a node.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, NamedTuple

import networkx as nx

from kg.errors import KgError

__all__ = ["DRAWN_WHOLE", "Kind", "Selection", "find_node", "select"]

Kind = Literal["whole", "neighbourhood", "co-use"]

#: A graph of at most so many papers and entities is drawn whole.
DRAWN_WHOLE = 2_500
#: Entities drawn of a larger one, unless the caller says otherwise.
DEFAULT_TOP = 1_500
#: Joins kept for each entity: so many that are the closest, and the one of most papers.
CLOSEST_JOINS = 3
#: A close join needs at least so many papers that name both entities.
JOIN_PAPERS = 2
#: A paper that names more entities than this says little about any two of them.
CROWDED_PAPER = 100
#: Papers held for expansion: so many of each entity, and so many characters in all.
PAPERS_PER_ENTITY = 12
HELD_CHARACTERS = 7_000_000


@dataclass(frozen=True, slots=True)
class Selection:
    """Node keys drawn at the start, papers held besides, and, for co-use, how many papers join two entities."""

    kind: Kind
    drawn: tuple[str, ...]
    held: tuple[str, ...] = ()
    joins: tuple[tuple[str, str, int], ...] = ()
    centre: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Everything that the page knows about, drawn nodes first."""
        return self.drawn + self.held


def select(
    graph: nx.MultiDiGraph,
    *,
    top: int | None = None,
    around: str | None = None,
    hops: int = 1,
    types: Collection[str] | None = None,
) -> Selection:
    """Choose what to draw. `top` asks for that many entities joined by co-use.

    Raises
    ------
    KgError
        If no node has the name `around`.
    """
    allowed = {key: distance for key, distance in _candidates(graph, around, hops) if _wanted(graph, key, types)}
    centre = find_node(graph, around) if around is not None else None
    if centre is not None:
        allowed[centre] = (0, 0)
    if top is None and len(allowed) <= DRAWN_WHOLE:
        kind: Kind = "whole" if centre is None else "neighbourhood"
        return Selection(kind, tuple(sorted(allowed)), centre=centre)
    ranked = sorted(
        (key for key in allowed if key == centre or _type(graph, key) != "Paper"),
        key=lambda key: (allowed[key], -_papers(graph, key), key),
    )
    drawn = ranked[: max(top or DEFAULT_TOP, 1)]
    return Selection(
        "co-use",
        tuple(sorted(drawn)),
        held=_papers_to_hold(graph, drawn),
        joins=_joins(graph, drawn),
        centre=centre,
    )


def find_node(graph: nx.MultiDiGraph, name: str) -> str:
    """The key of the node with this key, label or alias; the one with most papers if several have it."""
    if name in graph:
        return name
    folded = name.casefold().strip()
    found: list[tuple[bool, int, str]] = [
        (not exact, -_papers(graph, key), key)
        for key, node in graph.nodes(data=True)
        if (exact := str(node.get("label", "")).casefold() == folded)
        or any(str(alias).casefold() == folded for alias in node.get("aliases") or ())
    ]
    if not found:
        raise KgError(f"nothing in the graph is named {name[:100]!r}; `kg stats DIR` lists the most common names")
    return min(found)[2]


def _candidates(graph: nx.MultiDiGraph, around: str | None, hops: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every paper and entity in reach, with its rank: hops away, then how many nearer nodes link to it."""
    if around is None:
        for key in graph:
            if _type(graph, key) != "Result":
                yield key, (0, 0)
        return
    layer = [find_node(graph, around)]
    seen = set(layer)
    for distance in range(1, hops + 1):
        links: Counter[str] = Counter()
        for key in layer:
            links.update(other for other in _neighbours(graph, key) if other not in seen)
        layer = sorted(links)
        seen.update(layer)
        for key in layer:
            yield key, (distance, -links[key])


def _neighbours(graph: nx.MultiDiGraph, key: str) -> list[str]:
    around = sorted({*graph.successors(key), *graph.predecessors(key)})
    return [other for other in around if _type(graph, other) != "Result"]


def _wanted(graph: nx.MultiDiGraph, key: str, types: Collection[str] | None) -> bool:
    """Papers carry the links, so a choice of types is a choice of entity types."""
    return types is None or _type(graph, key) == "Paper" or _type(graph, key) in types


def _joins(graph: nx.MultiDiGraph, drawn: list[str]) -> tuple[tuple[str, str, int], ...]:
    """The strongest joins of each entity.

    The closest by Salton's cosine, which tells what belongs together from what everyone names; and the
    one of most papers, which keeps the picture in one piece.
    """
    rank = {key: i for i, key in enumerate(drawn)}
    together: Counter[tuple[int, int]] = Counter()
    named: Counter[int] = Counter()
    for paper in graph:
        if _type(graph, paper) != "Paper":
            continue
        entities = sorted({rank[key] for key in graph.successors(paper) if key in rank})
        named.update(entities)
        if len(entities) <= CROWDED_PAPER:
            together.update(combinations(entities, 2))
    offers: dict[int, list[_Join]] = defaultdict(list)
    for pair, papers in together.items():
        cosine = papers / (named[pair[0]] * named[pair[1]]) ** 0.5
        for end in pair:
            offers[end].append(_Join(-cosine, -papers, pair))
    kept = {pair for found in offers.values() for pair in _strongest(found)}
    return tuple((drawn[a], drawn[b], together[a, b]) for a, b in sorted(kept))


class _Join(NamedTuple):
    """What joins two entities; the strongest sorts first."""

    negative_cosine: float
    negative_papers: int
    pair: tuple[int, int]


def _strongest(found: list[_Join]) -> list[tuple[int, int]]:
    close = sorted(join for join in found if -join.negative_papers >= JOIN_PAPERS)
    # Of equally many papers the join with the more common entity: entities are ranked, most papers first.
    largest = min(found, key=lambda join: (join.negative_papers, join.pair))
    return [largest.pair, *(join.pair for join in close[:CLOSEST_JOINS])]


def _papers_to_hold(graph: nx.MultiDiGraph, drawn: list[str]) -> tuple[str, ...]:
    """A few papers of each entity, in turns, until the page is full: those that introduce it, then the newest."""
    shelves = [_best_papers(graph, key) for key in drawn]
    chosen: set[str] = set(drawn)
    room = HELD_CHARACTERS
    for turn in range(PAPERS_PER_ENTITY):
        for shelf in shelves:
            if turn < len(shelf) and shelf[turn] not in chosen:
                room -= _characters(graph, shelf[turn])
                if room < 0:
                    return tuple(sorted(chosen - set(drawn)))
                chosen.add(shelf[turn])
    return tuple(sorted(chosen - set(drawn)))


def _best_papers(graph: nx.MultiDiGraph, entity: str) -> list[str]:
    dates: dict[str, tuple[bool, str]] = {}
    for paper, _, predicate in graph.in_edges(entity, keys=True):
        if _type(graph, paper) == "Paper":
            introduces = predicate == "introduces" or dates.get(paper, (False, ""))[0]
            dates[paper] = (introduces, str(graph.nodes[paper].get("date") or ""))
    ranked = sorted(dates, key=lambda paper: (dates[paper], paper), reverse=True)
    return ranked[:PAPERS_PER_ENTITY]


def _characters(graph: nx.MultiDiGraph, paper: str) -> int:
    """Roughly what a paper takes in the page: its text, and names, links and offsets besides."""
    node = graph.nodes[paper]
    text = node.get("text_length")  # Where the text itself is still to be filled in.
    return 900 + (len(node.get("title") or "") + len(node.get("abstract") or "") if text is None else int(text))


def _type(graph: nx.MultiDiGraph, key: str) -> str:
    return str(graph.nodes[key].get("type", ""))


def _papers(graph: nx.MultiDiGraph, key: str) -> int:
    return int(graph.nodes[key].get("papers") or 0)
