"""One pipeline from a paper to its extraction, in two profiles."""

import gc
import hashlib
import itertools
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from extractors.lexicon import DATA, lexicon_with
from extractors.recognizer import MODEL, PROFILES, Profile, Recognizer
from extractors.results import read_results
from kg.errors import KgError
from kg.links import find_links
from kg.records import Extraction, Paper

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["BATCH", "PROFILES", "Extractor", "Profile", "batches"]

T = TypeVar("T")
#: Texts that are read side by side.
BATCH = 64

#: Raised by hand whenever a change of code changes what is extracted.
EXTRACTOR_VERSION = "7"


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
        self._lexicon_file = lexicon
        self._min_confidence = min_confidence
        self.lexicon, own = lexicon_with(lexicon)
        self._recognizer = Recognizer.load(profile, self.lexicon, own)
        self._threshold = self._recognizer.threshold if min_confidence is None else min_confidence
        # The models are large and never change: the garbage collector need not walk them again and again.
        gc.collect()
        gc.freeze()

    @cached_property
    def nlp(self) -> "Language":
        """The same as a spaCy pipeline; spaCy is loaded when it is asked for, since that takes seconds."""
        import spacy

        from extractors.components import PaperEntities
        from extractors.tokenizer import BoundedTokenizer

        config: dict[str, object] = {"profile": self.profile, "threshold": self._min_confidence}
        config["lexicon"] = str(self._lexicon_file) if self._lexicon_file else None
        nlp = spacy.blank("en")
        nlp.max_length = 10_000_000
        nlp.tokenizer = BoundedTokenizer(nlp.tokenizer, nlp.vocab)
        entities = nlp.add_pipe("paper_entities", config=config)
        nlp.add_pipe("paper_results")
        assert isinstance(entities, PaperEntities)
        return nlp

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
            for paper, text, found in zip(together, texts, self._recognizer.find(texts, self._threshold), strict=True):
                links = dict.fromkeys([*paper.links, *find_links(text)])
                entities, results = read_results(text, found)
                yield Extraction(
                    **{**paper.model_dump(), "links": list(links)},
                    entities=entities,
                    results=results,
                )


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Items in lists of at most `size`.

    >>> list(batches("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    rest = iter(items)
    while batch := list(itertools.islice(rest, size)):
        yield batch
