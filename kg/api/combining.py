"""Two graphs made one, and what two graphs do not have in common."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from kg import __version__, analytics
from kg.api.building import link_store, now, open_for_building
from kg.api.extracting import loaded_extractor
from kg.api.knowledge_graph import KnowledgeGraph
from kg.api.options import PathLike
from kg.errors import KgError
from kg.store.copying import add_what_was_read

if TYPE_CHECKING:
    from extractors.pipeline import Profile

__all__ = ["diff", "merge"]


def merge(
    first: KnowledgeGraph,
    second: KnowledgeGraph,
    directory: PathLike | None = None,
    *,
    profile: "Profile" = "accurate",
    lexicon: PathLike | None = None,
) -> KnowledgeGraph:
    """One graph of the papers of two, as if all had been read in one build.

    Papers that are the same by id or by text become one; entities are linked anew over all papers.

    Parameters
    ----------
    first, second
        Two graphs.
    directory
        Where the store of the new graph is kept; it must not hold a graph. Without it the graph lasts as
        long as the object.
    profile, lexicon
        How to extract, as for `build`. What the two graphs have extracted in the same way is not extracted again.

    Raises
    ------
    KgError
        If the folder holds a graph already, or cannot be written.

    Examples
    --------
    >>> import kg
    >>> g = kg.load("demo")
    >>> kg.merge(g, g).counts() == g.counts()
    True
    """
    extractor = loaded_extractor(profile, Path(lexicon) if lexicon is not None else None)
    store = open_for_building(directory, fresh=False)
    if store.paper_counts()["records"]:
        store.close()
        raise KgError(f"{directory}: holds a graph already; choose another folder")
    run = store.begin_run(now(), __version__, extractor.configuration, ["merge"])
    for graph in (first, second):
        add_what_was_read(graph.reader, store, run)
    store.resolve_papers()
    missing = store.papers_to_extract(extractor.configuration)
    store.add_extractions(extractor.stream(missing), extractor.configuration)
    link_store(store, extractor.lexicon, extractor.configuration, run)
    store.end_run(run, now(), store.paper_counts())
    return KnowledgeGraph(store)


def diff(old: KnowledgeGraph, new: KnowledgeGraph) -> pd.DataFrame:
    """Nodes and edges that came, went or changed between two graphs; see `kg.analytics.diff`.

    Returns
    -------
    A DataFrame with the columns change ("added", "removed", "changed"), kind (the node's type, or "edge"), subject,
    predicate, object, label, before, after (for what changed, the attributes that differ). Cost: O(nodes + edges).

    Examples
    --------
    >>> import kg
    >>> g = kg.load("demo")
    >>> len(kg.diff(g, g))
    0
    """
    return analytics.diff(old.nx, new.nx)
