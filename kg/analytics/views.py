"""One paper or one entity, with the sentences behind its links."""

import html

import networkx as nx
import pandas as pd

from kg.analytics.frames import date_order, frame

__all__ = ["EVIDENCE_COLUMNS", "EntityView", "PaperView"]

EVIDENCE_COLUMNS = [
    "paper", "date", "predicate", "entity", "confidence", "sentence", "start", "end", "mention_start", "mention_end",
]  # fmt: skip


class _View:
    """A node of the graph. `key`, `label`, `type` and every other attribute of the node are attributes of it."""

    def __init__(self, graph: nx.MultiDiGraph, key: str) -> None:
        self._graph = graph
        self.key = key

    def __getattr__(self, name: str) -> object:
        # Unpickling asks for attributes before there are any.
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._graph.nodes[self.key][name]
        except KeyError:
            raise AttributeError(f"{self.key} has no attribute {name!r}") from None

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._graph.nodes[self.key]})

    def __repr__(self) -> str:
        return f"<{self.type} {self.label!r} ({self.key})>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(name)}</td><td>{html.escape(str(value))}</td></tr>"
            for name, value in self._graph.nodes[self.key].items()
            if value not in (None, [], "")
        )
        return f"<table><caption>{html.escape(self.key)}</caption>{rows}</table>"

    def _evidence(self, links: list[tuple[str, str, str]]) -> pd.DataFrame:
        """The sentences of links, given as paper, entity and predicate; by date of the paper."""
        papers = self._graph.nodes
        links.sort(key=lambda link: (date_order(papers[link[0]]), link[1], link[2]))
        rows = []
        for paper, entity, predicate in links:
            data = self._graph.edges[paper, entity, predicate]
            for one in data["evidence"]:
                place = (one["start"], one["end"], *one["mention"])
                node = papers[paper]
                label = papers[entity]["label"]
                rows.append((node["id"], node["date"], predicate, label, data["confidence"], one["text"], *place))
        return frame(rows, EVIDENCE_COLUMNS)


class EntityView(_View):
    """An entity: `key`, `label`, `type`, `aliases`, `papers` (how many name it), and `evidence()`."""

    def evidence(self, predicate: str | None = None) -> pd.DataFrame:
        """The sentences in which papers name the entity, by date of the paper.

        Parameters
        ----------
        predicate
            Only links of this kind: "introduces", "uses", "comparesWith", "evaluatesOn", "reports",
            "addresses" or "mentions".

        Returns
        -------
        A DataFrame with the columns paper, date, predicate, entity, confidence (of the link, 0 to 1),
        sentence, start, end, mention_start, mention_end (offsets in the paper's text). Cost: the entity's links.
        """
        links = [
            (source, self.key, key)
            for source, _, key in self._graph.in_edges(self.key, keys=True)
            if self._graph.nodes[source]["type"] == "Paper" and predicate in (None, key)
        ]
        return self._evidence(links)


class PaperView(_View):
    """A paper: `key`, `id`, `title`, `abstract`, `authors`, `date`, `venue` …, and `evidence()`."""

    def evidence(self, predicate: str | None = None) -> pd.DataFrame:
        """The sentences in which the paper names entities; columns as in `EntityView.evidence`."""
        links = [
            (self.key, target, key)
            for _, target, key in self._graph.out_edges(self.key, keys=True)
            if predicate in (None, key)
        ]
        return self._evidence(links)
