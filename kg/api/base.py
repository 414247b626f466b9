"""What the groups of methods of `KnowledgeGraph` build on: the graph, its names and its index."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property

from networkx import MultiDiGraph

from kg.analytics import UsageIndex
from kg.api.names import NameIndex
from kg.errors import KgError
from kg.records import ENTITY_TYPES, EntityType

__all__ = ["GraphBase", "entity_type", "node_type"]


def entity_type(name: str) -> EntityType:
    """The entity type of that name, in any case, singular or plural.

    >>> entity_type("datasets")
    'Dataset'
    """
    for kind in ENTITY_TYPES:
        if name.casefold() in (kind.casefold(), f"{kind.casefold()}s"):
            return kind
    raise KgError(f"{name[:40]!r} is no entity type; choose from {', '.join(ENTITY_TYPES)}")


def node_type(name: str) -> str:
    """An entity type, or "Paper", by its name."""
    return "Paper" if name.casefold() in ("paper", "papers") else entity_type(name)


class GraphBase(ABC):
    """The graph behind all methods. What is analysed is the graph as it is when a method first needs it."""

    @property
    @abstractmethod
    def nx(self) -> MultiDiGraph:
        """The plain networkx graph."""

    @property
    @abstractmethod
    def names(self) -> NameIndex:
        """Finds nodes by any of their names."""

    @cached_property
    def _index(self) -> UsageIndex:
        return UsageIndex.of(self.nx)

    def _key(self, name: str, types: Sequence[str] | None = None) -> str:
        """The key of the paper or entity of that name."""
        key = self.names.find(name, types)
        if self.nx.nodes[key]["type"] == "Result":
            raise KgError(f"{key} is a result; name a paper or an entity")
        return key
