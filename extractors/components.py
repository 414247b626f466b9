"""spaCy components: `paper_entities` and `paper_results`, usable in anybody's pipeline.

import spacy
nlp = spacy.blank("en")
nlp.add_pipe("paper_entities")
doc = nlp("We train ResNet-50 on ImageNet.")
doc._.paper_entities        # list of kg.records.Entity, offsets in characters
doc.spans["paper_entities"] # the same as spans, labelled by type

`paper_results` after it sets `doc._.paper_results`, and adds to the entities what a result turns out to belong to.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from extractors.lexicon import Lexicon, Term, lexicon_with
from extractors.pipeline import BATCH, batches
from extractors.recognizer import Profile, Recognizer
from extractors.results import find_results, read_results
from extractors.sight import Found
from kg.records import Entity

__all__ = ["SPANS_KEY", "PaperEntities", "make_paper_entities", "make_paper_results"]

SPANS_KEY = "paper_entities"
#: The extension that carries what `paper_results` needs besides the entities.
FOUND = "paper_found"


def _declare_extensions() -> None:
    for name in ("paper_entities", "paper_results", FOUND):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


class PaperEntities:
    """Finds the entities of a paper; the text up to the first line break, if there is one, is the title."""

    def __init__(
        self, nlp: Language, lexicon: Lexicon, profile: Profile, threshold: float | None, own: Iterable[Term] = ()
    ) -> None:
        _declare_extensions()
        self._nlp = nlp
        self.lexicon = lexicon
        self._recognizer = Recognizer.load(profile, lexicon, own)
        self.threshold = self._recognizer.threshold if threshold is None else threshold

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.paper_entities` and `doc.spans["paper_entities"]`."""
        return next(self.pipe([doc]))

    def find(self, texts: Sequence[str]) -> list[Found]:
        """What is found in texts that are read side by side; none depends on its neighbours."""
        return self._recognizer.find(texts, self.threshold)

    def pipe(self, stream: Iterable[Doc], batch_size: int = BATCH) -> Iterator[Doc]:
        """The documents of a stream, annotated."""
        for docs in batches(stream, batch_size):
            # It is large: only where `paper_results` follows, which takes it away again, does a document carry it.
            followed = any(self._nlp.get_pipe_meta(name).factory == "paper_results" for name in self._nlp.pipe_names)
            for doc, found in zip(docs, self.find([doc.text for doc in docs]), strict=True):
                doc._.set(FOUND, found if followed else None)
                yield _annotated(doc, found.entities)


def _annotated(doc: Doc, entities: list[Entity]) -> Doc:
    doc._.paper_entities = entities
    spans = [
        span
        for entity in entities
        for mention in entity.mentions
        if (span := doc.char_span(mention.start, mention.end, label=entity.type, alignment_mode="expand"))
    ]
    doc.spans[SPANS_KEY] = spans
    return doc


@Language.factory(
    "paper_entities",
    default_config={"lexicon": None, "profile": "accurate", "threshold": None},
    assigns=["doc._.paper_entities", "doc.spans"],
)
def make_paper_entities(
    nlp: Language, name: str, lexicon: str | None, profile: Profile, threshold: float | None
) -> PaperEntities:
    """Factory of `paper_entities`; `lexicon` is the path of a user's own names, added to ours."""
    terms, own = lexicon_with(Path(lexicon) if lexicon else None)
    return PaperEntities(nlp, terms, profile, threshold, own)


@Language.factory("paper_results", requires=["doc._.paper_entities"], assigns=["doc._.paper_results"])
def make_paper_results(nlp: Language, name: str) -> "PaperResults":
    """Factory of `paper_results`."""
    return PaperResults()


class PaperResults:
    """Finds the results of a paper whose entities have been found."""

    def __init__(self) -> None:
        _declare_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.paper_results`, a list of `kg.records.Result`; entities of one's own are taken as they stand."""
        entities, found = doc._.paper_entities or [], doc._.get(FOUND)
        doc._.set(FOUND, None)
        if found is None or found.entities is not entities:
            doc._.paper_results = find_results(doc.text, entities)
            return doc
        named, doc._.paper_results = read_results(doc.text, found)
        return doc if named is entities else _annotated(doc, named)
