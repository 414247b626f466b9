"""Graph analytics: functions over the plain networkx graph, one idea a module.

They take node keys and give DataFrames or graphs; `KnowledgeGraph` adds names and keeps the index.
Adjacency is computed on SciPy's sparse matrices (`kg.analytics.index`), since a loop over every
edge in Python is too slow for a corpus of tens of thousands of papers.
"""

from kg.analytics.centrality import betweenness, pagerank
from kg.analytics.communities import communities
from kg.analytics.differences import diff
from kg.analytics.gaps import coverage, gaps
from kg.analytics.history import adoption, lineage
from kg.analytics.index import UsageIndex
from kg.analytics.networks import bipartite, project, subgraph
from kg.analytics.paths import path
from kg.analytics.ranking import RANKINGS, rank
from kg.analytics.similarity import similar
from kg.analytics.tables import entity_table, paper_table, result_table
from kg.analytics.trends import rising, trend
from kg.analytics.views import EntityView, PaperView

__all__ = [
    "RANKINGS",
    "EntityView",
    "PaperView",
    "UsageIndex",
    "adoption",
    "betweenness",
    "bipartite",
    "communities",
    "coverage",
    "diff",
    "entity_table",
    "gaps",
    "lineage",
    "pagerank",
    "paper_table",
    "path",
    "project",
    "rank",
    "result_table",
    "rising",
    "similar",
    "subgraph",
    "trend",
]
