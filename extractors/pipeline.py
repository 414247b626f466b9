"""One pipeline from a paper to its extraction, in two profiles."""

import gc
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language

from extractors.components import PaperEntities, batches
from extractors.lexicon import DATA
from extractors.recognizer import MODEL, PROFILES, Profile
from extractors.results import read_results
from extractors.tokenizer import BoundedTokenizer
from kg.errors import KgError
from kg.links import find_links
from kg.records import Extraction, Paper

__all__ = ["PROFILES", "Extractor", "Profile"]

#: Raised by hand whenever a change of code changes what is extracted.
EXTRACTOR_VERSION = "3"


class Extractor:
    """A loaded pipeline. Results do not depend on batch size or order.

    Parameters
    ----------
    profile
        `accurate` reads with the encoder, `fast` with the linear tagger alone.
    lexicon
        A CSV or TSV file with the user's own names (type, name, aliases).
    min_confidence
        Entities below it are left out; the default is the pipeline's own.
    """

    def __init__(
        self, profile: Profile = "accurate", lexicon: Path | None = None, min_confidence: float | None = None
    ) -> None:
        if profile not in PROFILES:
            raise KgError(f"there is no profile {profile!r}; choose one of {', '.join(PROFILES)}")
        self.profile = profile
        config: dict[str, object] = {"lexicon": str(lexicon) if lexicon else None, "profile": profile}
        if min_confidence is not None:
            config["threshold"] = min_confidence
        self.nlp: Language = spacy.blank("en")
        self.nlp.max_length = 10_000_000
        self.nlp.tokenizer = BoundedTokenizer(self.nlp.tokenizer, self.nlp.vocab)
        entities = self.nlp.add_pipe("paper_entities", config=config)
        self.nlp.add_pipe("paper_results")
        assert isinstance(entities, PaperEntities)
        self._entities = entities
        self.lexicon = entities.lexicon
        self._threshold = entities.threshold
        # The models are large and never change: the garbage collector need not walk them again and again.
        gc.collect()
        gc.freeze()

    @property
    def configuration(self) -> str:
        """The hash of everything that an extraction depends on: code version, lexicon, tables, options."""
        digest = hashlib.sha256()
        for part in (EXTRACTOR_VERSION, self.profile, self.lexicon.fingerprint, f"{self._threshold:.4f}"):
            digest.update(part.encode() + b"\n")
        for file in ("words.tsv", "names.tsv"):
            digest.update((DATA / file).read_bytes())
        neural = ("encoder.onnx", "results.onnx") if self.profile == "accurate" else ()
        for model in ("linear.npz", f"judge-{self.profile}.npz", "results.npz", *neural):
            digest.update((MODEL / model).read_bytes())
        return digest.hexdigest()[:16]

    def extract(self, paper: Paper) -> Extraction:
        """What one paper names."""
        return next(self.stream([paper]))

    def stream(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """What each paper names, in order.

        The components read texts side by side and without spaCy's tokens, which they have no use for.
        """
        for together in batches(papers):
            texts = [paper.text for paper in together]
            for paper, text, found in zip(together, texts, self._entities.find(texts), strict=True):
                links = dict.fromkeys([*paper.links, *find_links(text)])
                entities, results = read_results(text, found)
                yield Extraction(
                    **{**paper.model_dump(), "links": list(links)},
                    entities=entities,
                    results=results,
                )
