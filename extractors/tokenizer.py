"""spaCy's tokenizer, kept linear on hostile text."""

import re

from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

__all__ = ["BoundedTokenizer"]

# spaCy peels punctuation off a chunk one character at a time and looks at the whole rest each
# time: quadratic in the length of a run without spaces. Real words are far shorter than this.
_LONG_RUN = re.compile(r"\S{200}")
_WORD_AND_SPACE = re.compile(r"(\w{1,100}|[^\w\s]|\s)( ?)")


class BoundedTokenizer:
    """Tokenizes as the wrapped tokenizer does; a text with an endless run is cut at word boundaries instead.

    >>> import spacy
    >>> tokenizer = BoundedTokenizer(spacy.blank("en").tokenizer)
    >>> [t.text for t in tokenizer("A (small) test")]
    ['A', '(', 'small', ')', 'test']
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """A `Doc` whose text is `text`, exactly."""
        if _LONG_RUN.search(text) is None:
            return self._tokenizer(text)
        parts = [(m.group(1), m.group(2) == " ") for m in _WORD_AND_SPACE.finditer(text)]
        return Doc(self._tokenizer.vocab, words=[w for w, _ in parts], spaces=[s for _, s in parts])
