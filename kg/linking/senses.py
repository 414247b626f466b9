"""What an acronym stands for that its paper never expands: the sense that is clear from all the others."""

from collections.abc import Mapping

__all__ = ["LEXICON_WEIGHT", "dominant_sense"]

_SHARE = 0.8
_PAPERS = 2
#: The lexicon speaks as loud as so many papers.
LEXICON_WEIGHT = 5


def dominant_sense(senses: Mapping[str, int]) -> str | None:
    """The sense that nearly all speak for; None where that is not clear.

    Parameters
    ----------
    senses
        For each node key, how many papers say that the acronym stands for it.

    Examples
    --------
    >>> dominant_sense({"method:graph-convolutional-network": 9, "method:gated-conv-net": 1})
    'method:graph-convolutional-network'
    >>> dominant_sense({"method:graph-attention-network": 1}) is None
    True
    """
    if not senses:
        return None
    best, count = min(senses.items(), key=lambda item: (-item[1], item[0]))
    return best if count >= _PAPERS and count >= _SHARE * sum(senses.values()) else None
