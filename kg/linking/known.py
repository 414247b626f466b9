"""What linking asks of a lexicon."""

from typing import NamedTuple, Protocol

from kg.records import EntityType

__all__ = ["KnownName", "KnownNames"]


class KnownName(NamedTuple):
    """What the lexicon says of a name: the entry's id, its names, and its base where it is a variant.

    `certain` is false where the name needs context to be believed.
    """

    id: str
    name: str
    variant_of: str | None = None
    certain: bool = True
    names: tuple[str, ...] = ()

    @property
    def expansions(self) -> tuple[str, ...]:
        """Those of the entry's names that have several words: what an acronym among them stands for."""
        return tuple(n for n in self.names if len(n.replace("-", " ").split()) > 1)


class KnownNames(Protocol):
    """A lexicon as linking sees it."""

    def find(self, type: EntityType, name: str) -> KnownName | None:
        """The entry that any spelling of a name belongs to."""
        ...

    def entry(self, type: EntityType, id: str) -> KnownName | None:
        """The entry of an id."""
        ...

    @property
    def fingerprint(self) -> str:
        """A hash of everything that these answers depend on."""
        ...
