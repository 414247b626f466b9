"""The records that travel between the parts: sources -> extractors -> store -> linking -> graph -> exports.

What crosses a file boundary is a pydantic model; what only crosses a function boundary
on the way out of the store is a frozen dataclass, or a named tuple where there are so many
that making them would take longer than reading them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol, get_args

from pydantic import BaseModel, ConfigDict, Field

from kg.text import paper_text

__all__ = [
    "ENTITY_TYPES",
    "ROLE_PREDICATE",
    "Entity",
    "EntityNode",
    "EntityType",
    "Evidence",
    "Extraction",
    "GraphReader",
    "Link",
    "LinkedMention",
    "LinkedPaper",
    "Mention",
    "Paper",
    "Record",
    "Relation",
    "Result",
    "ResultKind",
    "ResultNode",
    "Role",
    "Skip",
    "Source",
]

EntityType = Literal["Method", "Dataset", "Metric", "Task"]
Role = Literal["introduced", "used", "compared", "evaluated", "reported", "addressed", "mentioned"]
ResultKind = Literal["score", "delta", "factor"]

ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)

#: The predicate of the edge from a paper to an entity, by the entity's role in that paper.
ROLE_PREDICATE: dict[Role, str] = {
    "introduced": "introduces",
    "used": "uses",
    "compared": "comparesWith",
    "evaluated": "evaluatesOn",
    "reported": "reports",
    "addressed": "addresses",
    "mentioned": "mentions",
}


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore", validate_assignment=False)


class Source(_Model):
    """Where a record was read: file name, format, and position (a line or record number from 1)."""

    file: str
    format: str
    position: int


class Record(_Model):
    """One paper as one source gives it, before records of the same paper are merged.

    Texts are already cleaned (`kg.text.clean`). At least one of title and abstract is there.
    """

    title: str | None = None
    abstract: str | None = None
    authors: list[str] = Field(default_factory=list)
    author_count: int | None = None
    date: str | None = None
    date_text: str | None = None
    venue: str | None = None
    categories: list[str] = Field(default_factory=list)
    links: list[str] = Field(default_factory=list)
    arxiv: str | None = None
    doi: str | None = None
    own_id: str | None = None
    source: Source


class Skip(_Model):
    """Something that was not read, and why."""

    file: str
    position: int | None = None
    reason: str


class Paper(_Model):
    """One paper, merged from all records of it.

    `date` is ISO with the precision that is known (`2024`, `2024-06`, `2024-06-17`);
    `date_text` keeps the words where no year is to be had.
    """

    id: str
    title: str | None = None
    abstract: str | None = None
    authors: list[str] = Field(default_factory=list)
    author_count: int | None = None
    date: str | None = None
    date_text: str | None = None
    venue: str | None = None
    categories: list[str] = Field(default_factory=list)
    links: list[str] = Field(default_factory=list)
    arxiv: str | None = None
    doi: str | None = None
    sources: list[Source] = Field(default_factory=list)

    @property
    def text(self) -> str:
        """Title, line break, abstract: the text that all offsets count in."""
        return paper_text(self.title, self.abstract)

    @property
    def key(self) -> str:
        """The paper's node key."""
        return f"paper:{self.id}"


class Mention(_Model):
    """A stretch of the paper's text: characters `start` to `end` (exclusive)."""

    start: int
    end: int
    confidence: float = 1.0


class Entity(_Model):
    """One thing that a paper names, with every surface that names it there."""

    type: EntityType
    name: str
    surfaces: list[str]
    role: Role
    confidence: float = 1.0
    role_confidence: float = 1.0
    mentions: list[Mention] = Field(default_factory=list)


class Result(_Model):
    """A number that states an outcome, with the exact words that state it."""

    subject: str | None = None
    dataset: str | None = None
    metric: str | None = None
    value: float
    unit: str = ""
    kind: ResultKind = "score"
    text: str
    start: int
    end: int
    confidence: float = 1.0


class Extraction(Paper):
    """A paper with what was found in it: one line of `kg extract`."""

    entities: list[Entity] = Field(default_factory=list)
    results: list[Result] = Field(default_factory=list)


class Evidence(NamedTuple):
    """A sentence of a paper, and where in it (offsets into the paper's text) the entity is named."""

    paper: str
    start: int
    end: int
    text: str
    mention: tuple[int, int]

    def as_dict(self) -> dict[str, object]:
        """The form in which an edge of the graph carries it."""
        return {
            "paper": self.paper,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "mention": list(self.mention),
        }


@dataclass(frozen=True, slots=True)
class EntityNode:
    """A canonical entity. `key` is `<type in lower case>:<slug>`; `papers` counts those that name it."""

    key: str
    type: EntityType
    label: str
    aliases: tuple[str, ...]
    papers: int

    @property
    def slug(self) -> str:
        """What follows the colon of the key."""
        return self.key.partition(":")[2]


class LinkedMention(NamedTuple):
    """A mention that has been linked to a canonical entity."""

    entity: str
    start: int
    end: int
    confidence: float


class Link(NamedTuple):
    """A paper's edge to an entity: one per paper, predicate and entity."""

    predicate: str
    entity: str
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ResultNode:
    """A result whose subject, dataset and metric are canonical entities (their keys)."""

    key: str
    paper: str
    method: str | None
    dataset: str | None
    metric: str | None
    task: str | None
    value: float
    unit: str
    kind: ResultKind
    text: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class LinkedPaper:
    """A paper with its links, mentions and results, each in a stable order."""

    paper: Paper
    links: tuple[Link, ...]
    mentions: tuple[LinkedMention, ...]
    results: tuple[ResultNode, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge between two entities: `variantOf`, or one derived from what papers say.

    `evidence` holds the sentences of the papers that it was derived from.
    """

    subject: str
    predicate: str
    object: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()


class GraphReader(Protocol):
    """What exports and the graph are made from. Every iterator is sorted by key and streams."""

    def entities(self) -> Iterator[EntityNode]:
        """All canonical entities, by key."""
        ...

    def linked_papers(self) -> Iterator[LinkedPaper]:
        """All papers with links, mentions and results, by id."""
        ...

    def relations(self) -> Iterator[Relation]:
        """All entity-to-entity edges, by subject, predicate and object."""
        ...

    def configuration(self) -> str:
        """The hash of software, lexicon and model versions that produced the extractions."""
        ...
