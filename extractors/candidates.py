"""A candidate: a stretch of text that one finder takes for a name, with its type and how sure it is."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from extractors.lexicon import Lexicon, LexiconMatch, Term
from extractors.pieces import Piece, hide_addresses, pieces
from extractors.words import WordStats
from kg.acronyms import Definition, definitions
from kg.records import EntityType
from kg.sentences import Sentences
from kg.text import lowered

__all__ = ["Candidate", "TextView"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """`source` names the finder; `introduced` is set where the finder saw the paper propose the name."""

    start: int
    end: int
    type: EntityType
    confidence: float
    source: str
    term: Term | None = None
    introduced: bool = False


class TextView:
    """One text with everything the finders look at, computed once.

    `text` has the offsets of the paper's text; web addresses in it are blanked out. `lowered` is the
    same in small letters.
    """

    def __init__(self, text: str, title_end: int, lexicon: Lexicon, stats: WordStats) -> None:
        self.text = text = hide_addresses(text)
        self.lowered = lowered(text)
        self.title_end = title_end
        self.lexicon = lexicon
        self.stats = stats
        self.pieces: list[Piece] = pieces(text)
        self.sentences = Sentences(text)
        self.definitions: list[Definition] = definitions(text)
        self.matches: list[LexiconMatch] = list(lexicon.matches(text, self.pieces))

    def pieces_in(self, start: int, end: int) -> list[Piece]:
        """The pieces that lie between two offsets."""
        low = bisect_left(self.pieces, start, key=lambda p: p.start)
        high = bisect_right(self.pieces, end, key=lambda p: p.end)
        return self.pieces[low:high]

    def surface(self, start: int, end: int) -> str:
        """The characters from start to end."""
        return self.text[start:end]

    def sentence_before(self, start: int, limit: int = 200) -> str:
        """The text from the beginning of the sentence to `start`, at most `limit` characters."""
        return self.text[self._reach_before(start, limit) : start]

    def lowered_before(self, start: int, limit: int = 200) -> str:
        """The same in small letters."""
        return self.lowered[self._reach_before(start, limit) : start]

    def _reach_before(self, start: int, limit: int) -> int:
        return max(self.sentences.at(start)[0], start - limit)

    def sentence_after(self, end: int, limit: int = 120) -> str:
        """The text from `end` to the end of the sentence, at most `limit` characters."""
        return self.text[end : self._reach_after(end, limit)]

    def lowered_after(self, end: int, limit: int = 120) -> str:
        """The same in small letters."""
        return self.lowered[end : self._reach_after(end, limit)]

    def _reach_after(self, end: int, limit: int) -> int:
        return min(self.sentences.at(max(0, end - 1))[1], end + limit)
