"""The learned extraction: taggers and finders propose, trees judge, roles follow.

`fast` reads with the linear tagger alone, `accurate` with the encoder as well; all else
is one way. What is decided depends on the text only, never on its neighbours.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from extractors.candidates import Candidate, TextView
from extractors.evidence import Reading, evidence_of_all
from extractors.finders import find_candidates
from extractors.lattice import lattices, likely_spans, well_formed
from extractors.lexicon import DATA, Lexicon, Term
from extractors.linear import LinearTagger, MarkedText, lexicon_marks, read_linear
from extractors.names import name_table
from extractors.proposals import Proposal, distinct_surfaces, entity_key, propose
from extractors.role_evidence import ContextModel, RoleFacts, named_here, role_row
from extractors.sight import Found, Sight
from extractors.trees import Trees
from extractors.wordpieces import words
from extractors.words import word_stats
from kg.records import Entity, EntityType, Mention, Role

if TYPE_CHECKING:
    from extractors.tagger import Tagger

__all__ = [
    "LEAST",
    "MODEL",
    "PROFILES",
    "ROLE_OF",
    "Judged",
    "Judges",
    "Profile",
    "Recognizer",
    "default_judges",
    "read_judges",
    "settle",
]

Profile = Literal["accurate", "fast"]
PROFILES: tuple[Profile, ...] = get_args(Profile)

#: Where the models lie; PAPERKG_MODELS names another folder, with models that `training` made there.
MODEL = Path(os.environ.get("PAPERKG_MODELS") or DATA / "model")
#: Confidence of a name that the user listed.
_USER = 0.99
#: Marks that no name begins or ends with.
_NO_EDGE = frozenset(".,;:?\"'“”’-–—")
#: How much surer than the trees a paper's own words are: "we develop a parser, dubbed X".
_PLAIN_WORDS = 3.0
#: From here on a longer name keeps its place against a shorter one inside it, however likely that is.
_SURE = 0.85
#: What is less likely than an entity need be, but likelier than this, a result may still turn out to be expressed in.
POSSIBLE = 0.12
#: Spans less likely than this are not proposed.
LEAST = 0.06
ROLES: tuple[Role, ...] = ("introduced", "used", "compared", "evaluated", "reported", "addressed", "mentioned")
ROLE_OF: dict[EntityType, tuple[Role, ...]] = {
    "Method": ("introduced", "used", "compared", "mentioned"),
    "Dataset": ("introduced", "evaluated", "mentioned"),
    "Metric": ("introduced", "reported", "mentioned"),
    "Task": ("addressed", "mentioned"),
}


@dataclass(frozen=True, slots=True)
class Judges:
    """The fitted second stage of one profile; `threshold` is the confidence that gives the best F1."""

    entity: Trees
    role: Trees
    context: ContextModel
    threshold: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A proposal taken for an entity."""

    proposal: Proposal
    type: EntityType
    confidence: float
    spans: list[tuple[int, int]]


class Recognizer:
    """Finds the entities of a text with their roles."""

    def __init__(
        self,
        linear: LinearTagger,
        encoder: "Tagger | None",
        judges: Judges | None,
        lexicon: Lexicon,
        own: Iterable[Term] = (),
    ) -> None:
        self._own = frozenset(own)
        self._linear = linear
        self._encoder = encoder
        self._judges = judges
        self._lexicon = lexicon
        self._stats = word_stats()
        self._names = name_table()

    @classmethod
    def load(cls, profile: Profile, lexicon: Lexicon, own: Iterable[Term] = ()) -> "Recognizer":
        """The recognizer of a profile with the models that ship with the package.

        `own` are the terms of the lexicon that the user added: they are always believed.
        """
        encoder = None
        if profile == "accurate":
            from extractors.tagger import default_tagger  # onnxruntime takes a while to load; fast has no use for it

            encoder = default_tagger(MODEL)
        return cls(read_linear(MODEL / "linear.npz"), encoder, default_judges(profile), lexicon, own)

    @property
    def threshold(self) -> float:
        """The confidence below which entities are left out unless the caller says otherwise."""
        return self._judges.threshold if self._judges else 0.5

    def read(self, texts: Sequence[tuple[str, int]]) -> list[Reading]:
        """Texts, each with the end of its title, as the taggers read them."""
        views = [TextView(text, title_end, self._lexicon, self._stats) for text, title_end in texts]
        found = [words(view.text) for view in views]
        marked = [
            MarkedText(v.text, w, v.title_end, list(lexicon_marks(v.text, v.matches)), v.definitions)
            for v, w in zip(views, found, strict=True)
        ]
        by_tagger = [self._linear.lattices(marked)]
        roles: list[NDArray[np.float64] | None] = [None] * len(views)
        sights: list[Sight | None] = [None] * len(views)
        if self._encoder is not None:
            scored = [self._encoder.scores(v.text, w, v.title_end) for v, w in zip(views, found, strict=True)]
            by_tagger.append(lattices([tags for tags, _, _ in scored], well_formed()))
            roles = [by_role for _, by_role, _ in scored]
            sights = [sight for _, _, sight in scored]
        spans = [likely_spans(read, LEAST) for read in by_tagger]
        thorough = self._encoder is not None
        return [
            Reading.of(
                view, found[i], [read[i] for read in by_tagger], [s[i] for s in spans], thorough, roles[i], sights[i]
            )
            for i, view in enumerate(views)
        ]

    def propose(self, reading: Reading) -> list[Proposal]:
        """All that taggers, finders and the lexicon propose, grouped by thing."""
        found = [*tagged(reading), *(find_candidates(reading.view) if reading.thorough else ())]
        places = {(c.start, c.end) for c in found}
        found += (
            Candidate(m.start, m.end, m.term.type, 0.0, "entry", m.term)
            for m in reading.view.matches
            if (m.start, m.end) in places or (self._own and m.term in self._own)
        )
        return propose(reading.view, found)

    def judge(self, readings: Sequence[Reading], threshold: float) -> list[list[Judged]]:
        """Of each text the entities that are at least as likely as `threshold`."""
        assert self._judges is not None
        proposals = [self.propose(reading) for reading in readings]
        named, rows = evidence_of_all(readings, proposals, self._names)
        scores = self._judges.entity.scores(rows)[:, 0]
        likely = (1 / (1 + np.exp(-scores))).tolist()
        judged, begin = [], 0
        for proposed, keys in zip(proposals, named, strict=True):
            own = list(self._own_keys(proposed))
            values = likely[begin : begin + len(keys)] + [_USER] * len(own)
            judged.append(settle(proposed, [*keys, *own], values, threshold))
            begin += len(keys)
        return judged

    def _own_keys(self, proposals: Sequence[Proposal]) -> Iterator[tuple[int, EntityType]]:
        """The names that the user listed: number of the proposal, and type."""
        for number, proposal in enumerate(proposals) if self._own else ():
            for kind in sorted(
                {c.term.type for c in proposal.candidates if c.term is not None and c.term in self._own}
            ):
                yield number, kind

    def role_row(self, reading: Reading, facts: RoleFacts, judged: Judged, context: NDArray[np.float64]) -> list[float]:
        """The row of figures that the role is told from; `context` comes from the linear model."""
        surfaces = {entity_key(reading.view.surface(*s)) for s in judged.spans}
        candidates = judged.proposal.candidates
        return role_row(
            facts,
            reading.ends,
            judged.type,
            judged.spans,
            context,
            reading.roles,
            any(c.term is not None for c in candidates),
            self._names.best(surfaces).papers,
            any(c.introduced for c in candidates),
            judged.confidence,
        )

    def entities(self, texts: Sequence[str], threshold: float | None = None) -> list[list[Entity]]:
        """The entities of each text, by position; what stands before the first line break is its title."""
        return [found.entities for found in self.find(texts, threshold)]

    def find(self, texts: Sequence[str], threshold: float | None = None) -> list[Found]:
        """Of each text the entities, and for those who go on from there what is less sure and what the encoder saw."""
        least = self.threshold if threshold is None else threshold
        readings = self.read([(text, max(0, text.find("\n"))) for text in texts])
        seen = any(reading.sight is not None for reading in readings)
        # Up to _SURE the less likely take only places that nothing else claims: the entities stay what they are.
        judged = self.judge(readings, min(POSSIBLE, least) if seen and least <= _SURE else least)
        roles = _likeliest([one.type for ones in judged for one in ones], self._roles(readings, judged))
        return [
            Found.of(
                [(_entity(text, one, *next(roles)), one.confidence >= least) for one in ones], least, reading.sight
            )
            for text, ones, reading in zip(texts, judged, readings, strict=True)
        ]

    def _roles(self, readings: Sequence[Reading], judged: Sequence[list[Judged]]) -> NDArray[np.float64]:
        """The scores of the roles, a row an entity."""
        assert self._judges is not None
        model = self._judges.context
        entities: list[tuple[Reading, RoleFacts, Judged]] = []
        for reading, ones in zip(readings, judged, strict=True):
            if ones:
                facts = RoleFacts(reading.view, reading.words, reading.starts)
                entities += ((reading, facts, one) for one in ones)
        if not entities:
            return np.zeros((0, len(ROLES)))
        contexts = model.scores([model.found(facts, one.type, one.spans) for _, facts, one in entities])
        rows = [
            self.role_row(reading, facts, one, context)
            for (reading, facts, one), context in zip(entities, contexts, strict=True)
        ]
        named = [one.type in ("Method", "Dataset") and named_here(facts, one.spans) for _, facts, one in entities]
        scores = self._judges.role.scores(np.array(rows))
        scores[named, ROLES.index("introduced")] = np.maximum(scores[named].max(axis=1), 0.0) + _PLAIN_WORDS
        return scores


def _likeliest(types: Sequence[EntityType], scores: NDArray[np.float64]) -> Iterator[tuple[Role, float]]:
    """Of each entity the likeliest of the roles that its type allows, and how likely that is."""
    found: list[tuple[Role, float]] = [("mentioned", 0.0)] * len(types)
    for kind, roles in ROLE_OF.items():
        rows = [number for number, type in enumerate(types) if type == kind]
        if not rows:
            continue
        allowed = scores[np.ix_(rows, [ROLES.index(role) for role in roles])]
        weights = np.exp(allowed - allowed.max(axis=1, keepdims=True))
        weights /= weights.sum(axis=1, keepdims=True)
        best = weights.argmax(axis=1)
        for number, place, weight in zip(rows, best.tolist(), weights.max(axis=1).tolist(), strict=True):
            found[number] = roles[place], round(weight, 4)
    return iter(found)


def tagged(reading: Reading) -> Iterator[Candidate]:
    """The spans that the taggers find likely enough, as candidates."""
    text, found = reading.view.text, reading.words
    for spans in reading.spans:
        for first, last, kind, probability in spans:
            start, end = found[first][0], found[last][1]
            if _may_be_name(text[start:end]):
                yield Candidate(start, end, kind, probability, "tagger")


@lru_cache(maxsize=1 << 16)
def _may_be_name(surface: str) -> bool:
    """Whether a span has letters or digits, no stray mark at its edges, and its brackets in pairs."""
    return (
        any(map(str.isalnum, surface))
        and surface[0] not in _NO_EDGE
        and surface[-1] not in _NO_EDGE
        and all(surface.count(a) == surface.count(b) for a, b in ("()", "[]", "{}"))
    )


def settle(
    proposals: list[Proposal], keys: list[tuple[int, EntityType]], likely: list[float], threshold: float
) -> list[Judged]:
    """One type for each proposal; where mentions overlap one keeps the place."""
    best: dict[int, tuple[float, EntityType]] = {}
    for (number, kind), value in zip(keys, likely, strict=True):
        if value > best.get(number, (0.0, kind))[0]:
            best[number] = (value, kind)
    sure = {number: (value, kind) for number, (value, kind) in best.items() if value >= threshold}
    claims = sorted(
        ((span, number) for number in sure for span in proposals[number].spans),
        key=lambda claim: _precedence(claim[0], sure[claim[1]][0], claim[1]),
    )
    taken: set[int] = set()
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for span, number in claims:
        if taken.isdisjoint(range(*span)):
            taken.update(range(*span))
            places[number].append(span)
    kept = [
        Judged(proposals[number], sure[number][1], sure[number][0], sorted(spans)) for number, spans in places.items()
    ]
    return sorted(kept, key=lambda judged: judged.spans[0])


def _precedence(span: tuple[int, int], likely: float, number: int) -> tuple[bool, float, float, int, int]:
    """Who keeps a place: of sure names the longer ("top-1 accuracy" before "accuracy"), then the likelier."""
    length = span[1] - span[0]
    sure = likely >= _SURE
    return (not sure, -length if sure else -likely, -likely if sure else -length, span[0], number)


def _entity(text: str, judged: Judged, role: Role, likely: float) -> Entity:
    surfaces = distinct_surfaces(text, judged.spans)
    confidence = round(judged.confidence, 4)
    return Entity(
        type=judged.type,
        name=surfaces[0],
        surfaces=surfaces,
        role=role,
        confidence=confidence,
        role_confidence=likely,
        mentions=[Mention(start=s, end=e, confidence=confidence) for s, e in judged.spans],
    )


@cache
def default_judges(profile: str) -> Judges:
    """The second stage that ships with the package."""
    return read_judges(MODEL / f"judge-{profile}.npz")


def read_judges(path: Path) -> Judges:
    """Judges kept in an .npz file; nothing in it is code."""
    with np.load(path, allow_pickle=False) as kept:
        entity, role = _read_trees(kept, "entity"), _read_trees(kept, "role")
        features = kept["context_features"].tobytes().decode("utf-8").split("\n")
        weights = kept["context_weights"].astype(np.float64) * float(kept["context_scale"])
        context = ContextModel({f: i for i, f in enumerate(features)}, weights, kept["context_base"])
        return Judges(entity, role, context, float(kept["threshold"]))


def _read_trees(kept: Mapping[str, NDArray[Any]], name: str) -> Trees:
    return Trees(
        feature=kept[f"{name}_feature"],
        threshold=kept[f"{name}_threshold"],
        left=kept[f"{name}_left"],
        right=kept[f"{name}_right"],
        value=kept[f"{name}_value"],
        output=kept[f"{name}_output"],
        base=kept[f"{name}_base"],
    )
