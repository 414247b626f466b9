"""The graph as sparse matrices: which paper names which entity, and what is next to what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kg.analytics.periods import months_of
from kg.errors import KgError
from kg.records import ENTITY_TYPES, ROLE_PREDICATE

__all__ = ["USES", "UsageIndex", "predicate_mask"]

_BIT = {predicate: 1 << place for place, predicate in enumerate(ROLE_PREDICATE.values())}

#: The predicates by which a paper does something with an entity: all but `mentions`.
USES = tuple(predicate for predicate in _BIT if predicate != "mentions")


def predicate_mask(predicates: Iterable[str]) -> int:
    """The bits of some predicates in `UsageIndex.roles`.

    Raises
    ------
    KgError
        If one is no predicate between papers and entities.
    """
    wanted = set(predicates)
    if unknown := sorted(wanted - _BIT.keys()):
        raise KgError(f"{unknown[0][:40]!r} is no way in which a paper names an entity; choose from {', '.join(_BIT)}")
    return sum(_BIT[predicate] for predicate in wanted)


@dataclass(frozen=True)
class UsageIndex:
    """Papers, entities and their links in arrays. Made once per graph: a pass over nodes and edges.

    Attributes
    ----------
    nodes
        Node keys: papers first, then entities, each sorted. Results are left out.
    n_papers
        How many of the nodes are papers.
    types
        The type of each node.
    spans
        For each paper the first and last month in which it may have appeared, from year 0; -1 where unknown.
    roles
        Papers × entities; the bits say which predicates link them (`predicate_mask`).
    adjacency
        Nodes × nodes, symmetric, 1 where any edge joins two nodes.
    """

    nodes: list[str]
    n_papers: int
    types: NDArray[np.object_]
    spans: NDArray[np.int32]
    roles: sparse.csr_array
    adjacency: sparse.csr_array

    @classmethod
    def of(cls, graph: nx.MultiDiGraph) -> "UsageIndex":
        """Index a graph. Cost: O(nodes + edges), about a second per half million edges."""
        kinds: dict[str, str] = dict(graph.nodes(data="type"))
        papers = sorted(key for key, kind in kinds.items() if kind == "Paper")
        entities = sorted(key for key, kind in kinds.items() if kind in ENTITY_TYPES)
        nodes = papers + entities
        row_of = {key: row for row, key in enumerate(nodes)}
        n = len(papers)
        links: list[tuple[int, int, int]] = []
        pairs: list[tuple[int, int]] = []
        for source, target, predicate in graph.edges(keys=True):
            head, tail = row_of.get(source), row_of.get(target)
            if head is None or tail is None or head == tail:
                continue
            pairs.append((head, tail))
            if head < n <= tail and predicate in _BIT:
                links.append((head, tail - n, _BIT[predicate]))
        spans = np.array([months_of(graph.nodes[key]) for key in papers], dtype=np.int32).reshape(-1, 2)
        types = np.array([kinds[key] for key in nodes], dtype=object)
        return cls(nodes, n, types, spans, _roles(links, n, len(entities)), _adjacency(pairs, len(nodes)))

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each node key."""
        return {key: row for row, key in enumerate(self.nodes)}

    @property
    def n_entities(self) -> int:
        """How many entities there are."""
        return len(self.nodes) - self.n_papers

    def column(self, entity: str) -> int:
        """The column of an entity in `roles`."""
        return self.row_of[entity] - self.n_papers

    def entity_columns(self, type: str | None = None) -> NDArray[np.intp]:
        """The columns of all entities, or of those of one type."""
        kinds = self.types[self.n_papers :]
        return np.flatnonzero(kinds == type) if type else np.arange(self.n_entities)

    def links(self, predicates: Collection[str] | None = None, type: str | None = None) -> sparse.csr_array:
        """Papers × entities, 1 where one of the predicates (any for None) links them; columns of one type, or all."""
        mask = predicate_mask(predicates) if predicates is not None else predicate_mask(_BIT)
        linked = self.roles.copy()
        linked.data = ((linked.data & mask) > 0).astype(np.float64)
        linked.eliminate_zeros()
        return linked[:, self.entity_columns(type)] if type else linked

    @cached_property
    def years(self) -> NDArray[np.int32]:
        """The year of each paper, -1 where unknown."""
        return np.where(self.spans[:, 0] >= 0, self.spans[:, 0] // 12, -1)

    def in_years(self, years: tuple[int, int] | None) -> NDArray[np.bool_]:
        """Which papers appeared in the years from the first to the last, both included; all for None."""
        if years is None:
            return np.ones(self.n_papers, dtype=bool)
        chosen: NDArray[np.bool_] = (self.years >= years[0]) & (self.years <= years[1])
        return chosen


def _roles(links: list[tuple[int, int, int]], papers: int, entities: int) -> sparse.csr_array:
    rows, columns, bits = np.array(links, dtype=np.int64).reshape(-1, 3).T
    # Each paper, entity and predicate is one edge at most, so that the sum of bits is their union.
    return sparse.csr_array((bits.astype(np.int16), (rows, columns)), shape=(papers, entities))


def _adjacency(pairs: list[tuple[int, int]], size: int) -> sparse.csr_array:
    # 32 bits: what scipy's searches for paths took up to 1.14, and half of the memory.
    heads, tails = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    both = (np.concatenate([heads, tails]), np.concatenate([tails, heads]))
    joined = sparse.csr_array((np.ones(2 * len(heads)), both), shape=(size, size))
    joined.data[:] = 1.0
    return joined
