"""spaCy components: `paper_entities` and `paper_results`, usable in anybody's pipeline.

import spacy
nlp = spacy.blank("en")
nlp.add_pipe("paper_entities")
doc = nlp("We train ResNet-50 on ImageNet.")
doc._.paper_entities        # list of kg.records.Entity, offsets in characters
doc.spans["paper_entities"] # the same as spans, labelled by type
"""

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from extractors.candidates import TextView
from extractors.entities import THRESHOLD, Group, group_candidates
from extractors.finders import find_candidates
from extractors.lexicon import Lexicon, default_lexicon, read_user_lexicon
from extractors.results import find_results
from extractors.roles import assign_role
from extractors.words import word_stats
from kg.records import Entity, Mention

__all__ = ["SPANS_KEY", "PaperEntities", "make_paper_entities", "make_paper_results"]

SPANS_KEY = "paper_entities"


def _declare_extensions() -> None:
    for name in ("paper_entities", "paper_results"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


class PaperEntities:
    """Finds the entities of a paper; the text up to the first line break, if there is one, is the title."""

    def __init__(self, lexicon: Lexicon, threshold: float) -> None:
        _declare_extensions()
        self.lexicon = lexicon
        self.threshold = threshold
        self._stats = word_stats()

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.paper_entities` and `doc.spans["paper_entities"]`."""
        text = doc.text
        view = TextView(text, max(0, text.find("\n")), self.lexicon, self._stats)
        groups = group_candidates(view, find_candidates(view), self.threshold)
        entities = [_entity(view, group) for group in groups]
        doc._.paper_entities = entities
        spans = [
            span
            for entity in entities
            for mention in entity.mentions
            if (span := doc.char_span(mention.start, mention.end, label=entity.type, alignment_mode="expand"))
        ]
        doc.spans[SPANS_KEY] = spans
        return doc


def _entity(view: TextView, group: Group) -> Entity:
    surfaces = group.surfaces(view.text)
    role, role_confidence = assign_role(view, group)
    confidence = round(group.confidence, 4)
    return Entity(
        type=group.type,
        name=surfaces[0],
        surfaces=surfaces,
        role=role,
        confidence=confidence,
        role_confidence=role_confidence,
        mentions=[Mention(start=s, end=e, confidence=confidence) for s, e in group.spans],
    )


@Language.factory(
    "paper_entities",
    default_config={"lexicon": None, "threshold": THRESHOLD},
    assigns=["doc._.paper_entities", "doc.spans"],
)
def make_paper_entities(nlp: Language, name: str, lexicon: str | None, threshold: float) -> PaperEntities:
    """Factory of `paper_entities`; `lexicon` is the path of a user's own names, added to ours."""
    terms = default_lexicon()
    if lexicon:
        terms = terms.extended(read_user_lexicon(Path(lexicon)))
    return PaperEntities(terms, threshold)


@Language.factory("paper_results", requires=["doc._.paper_entities"], assigns=["doc._.paper_results"])
def make_paper_results(nlp: Language, name: str) -> "PaperResults":
    """Factory of `paper_results`."""
    return PaperResults()


class PaperResults:
    """Finds the results of a paper whose entities have been found."""

    def __init__(self) -> None:
        _declare_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.paper_results`, a list of `kg.records.Result`."""
        doc._.paper_results = find_results(doc.text, doc._.paper_entities or [])
        return doc
