"""spaCy's tokenizer, kept linear on hostile text."""

import re
from collections.abc import Callable

from spacy.tokens import Doc
from spacy.vocab import Vocab

__all__ = ["BoundedTokenizer"]

# spaCy peels punctuation off a chunk one character at a time and looks at the whole rest each
# time: quadratic in the length of a run without spaces. Real words are far shorter than this.
_LONG_RUN = re.compile(r"\S{200}")
_WORD_AND_SPACE = re.compile(r"(\w{1,100}|[^\w\s]|\s)( ?)")


class BoundedTokenizer:
    """Tokenizes as the wrapped tokenizer does; a text with an endless run is cut at word boundaries instead.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> tokenizer = BoundedTokenizer(nlp.tokenizer, nlp.vocab)
    >>> [t.text for t in tokenizer("A (small) test")]
    ['A', '(', 'small', ')', 'test']
    """

    def __init__(self, tokenizer: Callable[[str], Doc], vocab: Vocab) -> None:
        self._tokenizer = tokenizer
        self._vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A `Doc` whose text is `text`, exactly."""
        if _LONG_RUN.search(text) is None:
            return self._tokenizer(text)
        parts = [(m.group(1), m.group(2) == " ") for m in _WORD_AND_SPACE.finditer(text)]
        return Doc(self._vocab, words=[w for w, _ in parts], spaces=[s for _, s in parts])
