"""DataFrames that look alike: fixed columns in a fixed order, also where there are no rows."""

from collections.abc import Iterable, Sequence
from typing import Any

import networkx as nx
import pandas as pd

from kg.errors import KgError

__all__ = ["date_order", "frame", "label_of", "ranked"]


def frame(rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> pd.DataFrame:
    """A table of these columns."""
    return pd.DataFrame(list(rows), columns=list(columns))


def ranked(rows: Iterable[Sequence[Any]], columns: Sequence[str], top: int | None = None) -> pd.DataFrame:
    """A table of the first `top` rows, or of all, whose first column counts them from 1.

    Raises
    ------
    KgError
        If `top` is below 1.
    """
    if top is not None and top < 1:
        raise KgError(f"top is {top}; it is the number of rows, from 1")
    listed = list(rows)[:top]
    return frame([(place, *row) for place, row in enumerate(listed, start=1)], ["rank", *columns])


def label_of(graph: nx.MultiDiGraph, key: str) -> str:
    """What a node is called."""
    return str(graph.nodes[key]["label"])


def date_order(paper: dict[str, Any]) -> tuple[bool, str, str]:
    """Sorts papers by date, those without one last."""
    date = paper.get("date") or ""
    return (not date, date, str(paper["id"]))
