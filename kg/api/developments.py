"""The methods of `KnowledgeGraph` that look at time: what is used when, what rises, what is missing."""

from collections.abc import Sequence

import pandas as pd

from kg import analytics
from kg.analytics.periods import Period, checked_period
from kg.analytics.trends import entities_of
from kg.api.base import GraphBase, entity_type
from kg.records import ENTITY_TYPES

__all__ = ["Developments"]


class Developments(GraphBase):
    """Trends, rising entities, adoption, lineage and gaps."""

    def trend(
        self,
        name: str | Sequence[str],
        *,
        by: Period = "year",
        top: int = 5,
        predicates: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """How many papers name something, over time.

        The date of a paper is its own; where that lacks the month or is missing, the month that a new-style
        arXiv id tells. Papers whose date does not tell the period are left out.

        Parameters
        ----------
        name
            One entity, several, or a type ("Dataset", "datasets"): then the `top` entities that most papers name.
        by
            "year", "quarter" or "month".
        top
            How many entities of a type.
        predicates
            Only papers that are linked to it in one of these ways ("introduces", "uses", …); in any by default.

        Returns
        -------
        A DataFrame with the columns period ("2020", "2020-Q2", "2020-05"), name, papers, share (of all papers of
        that period, 0 to 1; missing where there are none), of (how many these are), key: for each entity every
        period from the corpus's first to its last. `attrs`: first and last, the months in which papers appeared,
        for the first and the last period may be there in part only. Cost: O(links).

        Examples
        --------
        >>> import kg
        >>> table = kg.load("demo").trend("ImageNet")
        >>> bool((table.papers <= table.of).all())
        True
        """
        return analytics.trend(self.nx, self._index, self._keys_of(name, top), checked_period(by), predicates)

    def _keys_of(self, name: str | Sequence[str], top: int) -> list[str]:
        if not isinstance(name, str):
            return [self._key(one, ENTITY_TYPES) for one in name]
        kinds = {form: kind for kind in ENTITY_TYPES for form in (kind.casefold(), f"{kind.casefold()}s")}
        if name.casefold() in kinds:
            return entities_of(self.nx, self._index, kinds[name.casefold()], top)
        return [self._key(name, ENTITY_TYPES)]

    def rising(
        self,
        since: str | int | None = None,
        *,
        type: str | None = None,
        top: int | None = 20,
        min_papers: int = 5,
        max_q: float = 0.05,
    ) -> pd.DataFrame:
        """What more and more papers name, with a significance that small counts cannot fake.

        The papers since a date are compared with those before it, by the share that names an entity. p is the
        chance of so many papers since then, or more, if the share had not grown (Fisher's exact test, one-sided); q
        is p corrected for the number of entities tested (Benjamini and Hochberg). The order is that of `at_least`.

        Parameters
        ----------
        since
            2020, "2020-06" …; by default the last twelve months of the corpus, or the later half of one that covers
            less than two years. Papers whose date leaves open on which side they are count on neither.
        type
            Only entities of this type.
        top
            How many rows; None for all that were tested.
        min_papers
            Test only what at least so many papers name, before and after together.
        max_q
            What `significant` means: the share of false alarms to accept among what is marked.

        Returns
        -------
        A DataFrame with the columns rank, name, type, before, after (papers), growth (the ratio of the two shares;
        infinite from none), at_least (the factor by which the share grew at least, with 95 % confidence, exact), p,
        q, significant, key. `attrs`: since, papers_before, papers_after. Cost: O(links).

        Raises
        ------
        KgError
            If there are no papers before or none since, or none has a date.

        Examples
        --------
        >>> import kg
        >>> table = kg.load("demo").rising(2019)
        >>> bool((table.at_least <= table.growth).all())
        True
        """
        kind = entity_type(type) if type else None
        return analytics.rising(self.nx, self._index, since, kind, top, min_papers, max_q)

    def adoption(self, name: str) -> pd.DataFrame:
        """When something was introduced, and which papers used it since.

        Parameters
        ----------
        name
            A dataset, or any other entity.

        Returns
        -------
        The papers that introduce or use it (mere mentions are left out), by date, those without one last: date,
        paper, title, predicates, months (since the introduction, where both months are known; negative for papers
        that come before it), so_far (how many papers), sentence, key. `attrs`: introduced_by and introduced_on, of
        the earliest paper that introduces it. Cost: the entity's links.

        Examples
        --------
        >>> import kg
        >>> kg.load("demo").adoption("ImageNet").so_far.is_monotonic_increasing
        True
        """
        return analytics.adoption(self.nx, self._key(name, ENTITY_TYPES))

    def lineage(self, name: str) -> pd.DataFrame:
        """What a method comes from, and what came of it.

        Parameters
        ----------
        name
            A method.

        Returns
        -------
        A DataFrame with the columns relation, method, date, paper, sentence, key. Relations, in this order:
        variantOf (it is a variant of that one); buildsOn, comparesWith (the paper that introduces it uses that one,
        or compares with it); hasVariant; usedBy, comparedWithBy (the paper that introduces that one uses it, or
        compares with it). Cost: the links of the papers that name it.

        Examples
        --------
        >>> import kg
        >>> relations = ["variantOf", "buildsOn", "comparesWith", "hasVariant", "usedBy", "comparedWithBy"]
        >>> set(kg.load("demo").lineage("BERT").relation) <= set(relations)
        True
        """
        return analytics.lineage(self.nx, self._key(name, ["Method"]))

    def gaps(self, task: str, dataset: str, *, min_papers: int = 1) -> pd.DataFrame:
        """Methods for a task that were never tried on a dataset: experiments that may be missing.

        A method is for the task where a paper that addresses the task introduces or uses it. It was tried where a
        paper that evaluates on the dataset introduces it, uses it or compares with it, or a result says so.
        Abstracts leave much unsaid: what is listed here was not seen, which is less than not done.

        Parameters
        ----------
        task, dataset
            Their names.
        min_papers
            Leave out methods that fewer papers on the task introduce or use.

        Returns
        -------
        A DataFrame with the columns method, papers (on the task), first (the earliest date among them), tried_on
        (up to five datasets that these papers evaluate on), key; most papers first. Cost: the links of the papers
        of task and dataset.

        Examples
        --------
        >>> import kg
        >>> g = kg.load("demo")
        >>> missing = g.gaps("image classification", "CIFAR-10")
        >>> bool(missing.papers.is_monotonic_decreasing)
        True
        """
        return analytics.gaps(self.nx, self._key(task, ["Task"]), self._key(dataset, ["Dataset"]), min_papers)
