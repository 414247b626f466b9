"""The methods of `KnowledgeGraph` that list what is in it."""

from collections.abc import Sequence

import pandas as pd

from kg import analytics
from kg.analytics.frames import label_of, ranked
from kg.analytics.periods import years_of
from kg.api.base import GraphBase, entity_type, node_type
from kg.records import ENTITY_TYPES, EntityType

__all__ = ["Tables"]

Years = int | Sequence[int] | None


class Tables(GraphBase):
    """Papers, entities and results as DataFrames; single nodes with their evidence; finding names."""

    def papers(self, *, year: Years = None, category: str | None = None) -> pd.DataFrame:
        """All papers, by date.

        Parameters
        ----------
        year
            One year, or the first and the last of several; papers without a date are then left out.
        category
            A subject such as "cs.CV"; "cs" takes in all that begin with "cs.".

        Returns
        -------
        A DataFrame with the columns id, title, date, year, venue, authors, categories, methods, datasets,
        metrics, tasks (how many of each the paper names), results, key. Cost: O(nodes + edges).

        Examples
        --------
        >>> import kg
        >>> g = kg.load("demo")
        >>> g.papers(year=2017)["year"].unique().tolist()
        [2017]
        """
        return analytics.paper_table(self.nx, self._index, years_of(year), category)

    def methods(self, *, year: Years = None, category: str | None = None, min_papers: int = 1) -> pd.DataFrame:
        """All methods, those that most papers name first.

        Parameters
        ----------
        year, category
            Count only papers of these years (one, or first and last) and of this category, as in `papers`.
        min_papers
            Leave out what fewer of these papers name.

        Returns
        -------
        A DataFrame with the columns name, papers (that name it in any role), introduced (papers that introduce
        it), used (papers that do more than mention it, and did not only introduce it), first and last (the
        earliest and latest of the papers: a month, or a year where no month is known), aliases, key.
        Cost: O(nodes + edges).

        Examples
        --------
        >>> import kg
        >>> g = kg.load("demo")
        >>> bool((g.methods(min_papers=3)["papers"] >= 3).all())
        True
        """
        return self._entity_table("Method", year, category, min_papers)

    def datasets(self, *, year: Years = None, category: str | None = None, min_papers: int = 1) -> pd.DataFrame:
        """All datasets, those that most papers name first; parameters and columns as in `methods`.

        Examples
        --------
        >>> import kg
        >>> kg.load("demo").datasets().name.head(2).tolist()
        ['ImageNet', 'COCO']
        """
        return self._entity_table("Dataset", year, category, min_papers)

    def metrics(self, *, year: Years = None, category: str | None = None, min_papers: int = 1) -> pd.DataFrame:
        """All metrics, those that most papers name first; parameters and columns as in `methods`.

        Examples
        --------
        >>> import kg
        >>> "accuracy" in set(kg.load("demo").metrics(min_papers=2).name)
        True
        """
        return self._entity_table("Metric", year, category, min_papers)

    def tasks(self, *, year: Years = None, category: str | None = None, min_papers: int = 1) -> pd.DataFrame:
        """All tasks, those that most papers name first; parameters and columns as in `methods`.

        Examples
        --------
        >>> import kg
        >>> "object detection" in set(kg.load("demo").tasks(min_papers=2).name)
        True
        """
        return self._entity_table("Task", year, category, min_papers)

    def _entity_table(self, kind: EntityType, year: Years, category: str | None, min_papers: int) -> pd.DataFrame:
        return analytics.entity_table(self.nx, self._index, kind, years_of(year), category, min_papers)

    def results(self, *, year: Years = None, category: str | None = None) -> pd.DataFrame:
        """All results that papers state, by paper; `year` and `category` as in `papers`.

        Returns
        -------
        A DataFrame with the columns method, dataset, metric, task (names, None where the paper does not say),
        value, unit, kind ("score", "delta" or "factor"), paper, date, quote (the words that state it), key.
        Cost: O(nodes + edges).

        Examples
        --------
        >>> import kg
        >>> set(kg.load("demo").results().kind) <= {"score", "delta", "factor"}
        True
        """
        return analytics.result_table(self.nx, self._index, years_of(year), category)

    def find(self, name: str, *, type: str | None = None, top: int = 10) -> pd.DataFrame:
        """The nodes whose name, alias, title or id is most like a text.

        Parameters
        ----------
        name
            What to look for, in any case and spelling.
        type
            Only nodes of this type: "Paper", "Method", "Dataset", "Metric" or "Task".
        top
            How many rows.

        Returns
        -------
        A DataFrame with the columns rank, name, type, matched (which of its names), score (100 where they agree
        but for case, spaces, hyphens and plural, or where the lexicon knows the alias; else the weighted ratio of
        rapidfuzz, from 60), papers, key. Cost: O(names), about 5 µs a name.

        Examples
        --------
        >>> import kg
        >>> kg.load("demo").find("imagenet 1k").name[0]
        'ImageNet'
        """
        types = [node_type(type)] if type else None
        rows = (
            (label_of(self.nx, key), self.nx.nodes[key]["type"], matched, score, self.nx.nodes[key]["papers"], key)
            for key, matched, score in self.names.search(name, types, max(top, 1))
        )
        return ranked(rows, ["name", "type", "matched", "score", "papers", "key"], top)

    def paper(self, id: str) -> analytics.PaperView:
        """One paper, by id, arXiv id, DOI, title or key.

        Its fields are attributes; `.evidence()` is a DataFrame of the sentences behind its links.

        Raises
        ------
        KgError
            If there is none; near misses are named.

        Examples
        --------
        >>> import kg
        >>> kg.load("demo").paper("1512.03385").title
        'Deep Residual Learning for Image Recognition'
        """
        return analytics.PaperView(self.nx, self._key(id, ["Paper"]))

    def entity(self, name: str, *, type: str | None = None) -> analytics.EntityView:
        """One method, dataset, metric or task, by any of its names or its key.

        `.label`, `.type`, `.aliases` and `.papers` tell what it is; `.evidence()` is a DataFrame of the
        sentences in which papers name it, `.evidence("evaluatesOn")` of one predicate.

        Raises
        ------
        KgError
            If there is none; near misses are named.

        Examples
        --------
        >>> import kg
        >>> evidence = kg.load("demo").entity("cifar10").evidence("evaluatesOn")
        >>> bool((evidence.predicate == "evaluatesOn").all())
        True
        """
        types = [entity_type(type)] if type else list(ENTITY_TYPES)
        return analytics.EntityView(self.nx, self._key(name, types))

    def coverage(self) -> pd.DataFrame:
        """The share of papers in which something of each type was found, by year.

        Returns
        -------
        A DataFrame with the columns year (missing in the last row, for papers without a date), papers, and
        method, dataset, metric, task, result: shares from 0 to 1 of that year's papers that name at least one
        (state at least one result). `attrs` has the shares over all papers. Cost: O(nodes + edges).

        Examples
        --------
        >>> import kg
        >>> g = kg.load("demo")
        >>> int(g.coverage()["papers"].sum()) == g.counts()["Paper"]
        True
        """
        return analytics.coverage(self.nx, self._index)
