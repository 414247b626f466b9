"""paperkg: from abstracts to a knowledge graph of papers, methods, datasets, metrics and tasks.

    import kg
    g = kg.build("abstracts.txt")      # or kg.load("DIR")
    g.nx                               # networkx.MultiDiGraph
    g.sparql("SELECT ...")             # pandas.DataFrame
    g.rank("Dataset", by="pagerank")   # and trend, rising, similar, path, gaps ...
    kg.merge(g, other), kg.diff(g, other)
    kg.extract("We train ResNet-50 on ImageNet.")

The names are loaded when first used, so that `import kg` costs nothing.
"""

from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph, build, diff, extract, load, merge

__all__ = ["KgError", "KnowledgeGraph", "__version__", "build", "diff", "extract", "load", "merge"]

__version__ = "0.1.0"

_LAZY = frozenset({"KnowledgeGraph", "build", "diff", "extract", "load", "merge"})


def __getattr__(name: str) -> object:
    if name in _LAZY:
        from kg import api

        return getattr(api, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
