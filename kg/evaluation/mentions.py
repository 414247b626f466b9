"""Scoring mentions: stretches of text with a type, as public test sets count them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.evaluation.figures import Figures
from kg.evaluation.public_sets import Passage, Span
from kg.records import EntityType

__all__ = ["MentionScores", "score_mentions"]


@dataclass(frozen=True, slots=True)
class MentionScores:
    """Counts of each passage by type and in `all`: of mentions found exactly, and of mentions touched."""

    exact: list[dict[str, Figures]]
    overlap: list[dict[str, Figures]]

    @staticmethod
    def total(passages: Iterable[dict[str, Figures]]) -> dict[str, Figures]:
        """The counts of all passages together."""
        sums: dict[str, Figures] = {}
        for passage in passages:
            for name, f in passage.items():
                sums.setdefault(name, Figures()).add(f.tp, f.fp, f.fn)
        return sums


def score_mentions(
    passages: Sequence[Passage], predicted: Iterable[Sequence[Span]], types: Sequence[EntityType]
) -> MentionScores:
    """Compare the mentions predicted in each passage with those annotated.

    Parameters
    ----------
    passages
        Text with annotated mentions.
    predicted
        Mentions of each passage, in the same order.
    types
        The types that the set annotates; predictions of other types are left out.

    Notes
    -----
    Exact: both ends and the type agree. Overlap: the type agrees and at least one character
    is shared. Either way a mention counts once: what agrees exactly is paired first, then
    what overlaps, from left to right.
    """
    scores = MentionScores([], [])
    for passage, found in zip(passages, predicted, strict=True):
        exact: dict[str, Figures] = {}
        overlap: dict[str, Figures] = {}
        for kind in types:
            gold = sorted({s for s in passage.spans if s.type == kind})
            guesses = sorted({s for s in found if s.type == kind})
            same = len(set(gold) & set(guesses))
            exact[kind] = Figures(same, len(guesses) - same, len(gold) - same)
            touched = same + _overlapping(gold, guesses)
            overlap[kind] = Figures(touched, len(guesses) - touched, len(gold) - touched)
        for counts in (exact, overlap):
            together = Figures()
            for f in tuple(counts.values()):
                together.add(f.tp, f.fp, f.fn)
            counts["all"] = together
        scores.exact.append(exact)
        scores.overlap.append(overlap)
    return scores


def _overlapping(gold: list[Span], guesses: list[Span]) -> int:
    """How many pairs of one annotated and one predicted mention overlap, those that agree left aside."""
    agreed = set(gold) & set(guesses)
    left = [span for span in gold if span not in agreed]
    pairs = 0
    for guess in guesses:
        if guess in agreed:
            continue
        hit = next((span for span in left if span.start < guess.end and guess.start < span.end), None)
        if hit is not None:
            left.remove(hit)
            pairs += 1
    return pairs
