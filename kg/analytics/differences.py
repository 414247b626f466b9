"""What two graphs do not have in common."""

from typing import Any

import networkx as nx
import pandas as pd

from kg.analytics.frames import frame

__all__ = ["COLUMNS", "diff"]

COLUMNS = ["change", "kind", "subject", "predicate", "object", "label", "before", "after"]


def diff(old: nx.MultiDiGraph, new: nx.MultiDiGraph) -> pd.DataFrame:
    """Nodes and edges that came, went or changed.

    Parameters
    ----------
    old, new
        Two graphs, as `KnowledgeGraph.nx` gives them.

    Returns
    -------
    One row per difference: change ("added", "removed", "changed"), kind (the node's type, or "edge"),
    subject, predicate and object (keys; the last two only for edges), label (of the subject), and for
    what changed before and after: the attributes that differ. Nodes come before edges, each by key.
    Cost: O(nodes + edges), memory for the difference.
    """
    rows: list[tuple[Any, ...]] = []
    for key in sorted(old.nodes.keys() | new.nodes.keys()):
        before, after = old.nodes.get(key), new.nodes.get(key)
        if before != after:
            data = after if after is not None else before
            assert data is not None
            rows.append((*_change(before, after), data["type"], key, None, None, data["label"]))
    for source, target, predicate in sorted(old.edges.keys() | new.edges.keys()):
        before, after = (g.get_edge_data(source, target, predicate) for g in (old, new))
        if before != after:
            label = (new if new.has_node(source) else old).nodes[source]["label"]
            rows.append((*_change(before, after), "edge", source, predicate, target, label))
    return frame(
        ((change, *rest, before, after) for change, before, after, *rest in rows),
        COLUMNS,
    )


def _change(before: dict[str, Any] | None, after: dict[str, Any] | None) -> tuple[str, Any, Any]:
    """What happened, and for a change the attributes that differ, as they were and are."""
    if before is None:
        return "added", None, None
    if after is None:
        return "removed", None, None
    names = sorted(n for n in before.keys() | after.keys() if before.get(n) != after.get(n))
    return "changed", {n: before.get(n) for n in names}, {n: after.get(n) for n in names}
