"""Measuring extraction: against annotated papers, on public test sets, and whether confidence can be trusted."""

from kg.evaluation.calibration import Bin, Reliability, reliability
from kg.evaluation.entities import Annotated, Scores, by_paper, entity_names, match, read_annotated, score
from kg.evaluation.figures import Figures, Interval, bootstrap
from kg.evaluation.mentions import MentionScores, score_mentions
from kg.evaluation.public_sets import PUBLIC_SETS, Passage, PublicSet, Span, read_public

__all__ = [
    "PUBLIC_SETS",
    "Annotated",
    "Bin",
    "Figures",
    "Interval",
    "MentionScores",
    "Passage",
    "PublicSet",
    "Reliability",
    "Scores",
    "Span",
    "bootstrap",
    "by_paper",
    "entity_names",
    "match",
    "read_annotated",
    "read_public",
    "reliability",
    "score",
    "score_mentions",
]
