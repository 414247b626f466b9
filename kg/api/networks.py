"""The methods of `KnowledgeGraph` that look at who is next to whom."""

from collections.abc import Iterable, Sequence

import pandas as pd
from networkx import Graph, MultiDiGraph

from kg import analytics
from kg.analytics.periods import years_of
from kg.analytics.ranking import Ranking
from kg.api.base import GraphBase, entity_type, node_type
from kg.errors import KgError

__all__ = ["Networks"]


class Networks(GraphBase):
    """Subgraphs, projections, rankings, communities, similarity and paths."""

    def subgraph(
        self,
        around: str | Iterable[str] | None = None,
        *,
        hops: int = 1,
        types: Iterable[str] | None = None,
        years: int | Sequence[int] | None = None,
    ) -> MultiDiGraph:
        """A part of the graph, as a graph of its own.

        Parameters
        ----------
        around
            One or several names of papers or entities; without it, all is taken.
        hops
            How many steps away from them a node may be, in whichever direction edges point, over what
            `types` and `years` leave.
        types
            Keep only entities of these types. Papers stay; results only if "Result" is among the types.
        years
            Keep only papers of this year, or from the first to the last of two, and only entities that they name.

        Returns
        -------
        A networkx MultiDiGraph whose attributes are those of `g.nx`. Cost: O(nodes + edges).

        Examples
        --------
        >>> import kg
        >>> part = kg.load("demo").subgraph("CIFAR-10", hops=1, types=["Dataset"])
        >>> sorted(set(dict(part.nodes(data="type")).values()))
        ['Dataset', 'Paper']
        """
        names = [around] if isinstance(around, str) else list(around or ())
        wanted = None if types is None else {t if t == "Result" else node_type(t) for t in types}
        if hops < 0:
            raise KgError(f"hops is {hops}; it counts steps, from 0")
        return analytics.subgraph(
            self.nx, self._index, [self._key(name) for name in names], hops, wanted, years_of(years)
        )

    def ego(self, name: str, hops: int = 1) -> MultiDiGraph:
        """What is near one paper or entity: `subgraph(name, hops=hops)`.

        Examples
        --------
        >>> import kg
        >>> "dataset:cifar-10" in kg.load("demo").ego("CIFAR-10")
        True
        """
        return self.subgraph(name, hops=hops)

    def project(self, type: str, *, min_papers: int = 1, mentions: bool = False) -> Graph:
        """The network of what is used together: entities of one type, an edge where papers use both.

        Parameters
        ----------
        type
            "Method", "Dataset", "Metric" or "Task".
        min_papers
            Keep only edges of at least so many papers.
        mentions
            Count papers that merely mention one of the two as well.

        Returns
        -------
        An undirected networkx Graph: node attributes type, label, papers; edge attribute weight, the number
        of papers that use both. Cost: O(sum over papers of the square of the entities named).

        Examples
        --------
        >>> import kg
        >>> kg.load("demo").project("Dataset").edges["dataset:cifar-10", "dataset:cifar-100"]["weight"]
        3
        """
        return analytics.project(self.nx, self._index, entity_type(type), mentions, min_papers)

    def bipartite(self, first: str, second: str, *, min_papers: int = 1, mentions: bool = False) -> Graph:
        """Entities of two types, an edge where a paper uses both; parameters and attributes as in `project`.

        The node attribute bipartite is 0 for the first type and 1 for the second, as networkx's functions
        on bipartite graphs expect.

        Examples
        --------
        >>> import kg, networkx as nx
        >>> nx.is_bipartite(kg.load("demo").bipartite("Method", "Dataset"))
        True
        """
        kinds = entity_type(first), entity_type(second)
        if kinds[0] == kinds[1]:
            raise KgError(f"a bipartite graph has two types; project({kinds[0]!r}) joins entities of one")
        return analytics.bipartite(self.nx, self._index, *kinds, mentions, min_papers)

    def rank(
        self,
        type: str,
        by: Ranking = "papers",
        *,
        top: int | None = 20,
        since: str | int | None = None,
        seed: int = 0,
    ) -> pd.DataFrame:
        """The most important papers or entities of a type.

        Parameters
        ----------
        type
            "Method", "Dataset", "Metric", "Task", or "Paper" for pagerank and betweenness.
        by
            "papers": how many papers name it. "pagerank" (damping 0.85) and "betweenness" (share of shortest
            paths): of the undirected graph of papers and entities, one edge for each pair that any predicate
            joins, results left out. Betweenness is exact up to 256 nodes, beyond that estimated from as many
            sources. "growth": the factor by which its share of papers grew at least, as in `rising`.
        top
            How many rows; None for all.
        since
            For growth: when "after" begins.
        seed
            For betweenness: draws the sources.

        Returns
        -------
        A DataFrame with the columns rank, name, papers, score, key; equal scores by key. Cost: papers
        O(nodes); pagerank O(edges), some 50 rounds; betweenness O(256 × edges); growth O(links). A networkx
        backend that is given priority (NETWORKX_BACKEND_PRIORITY) computes pagerank and betweenness.

        Examples
        --------
        >>> import kg
        >>> kg.load("demo").rank("Dataset", by="pagerank").name[0]
        'ImageNet'
        """
        kind = node_type(type)
        if kind == "Paper" and by in ("papers", "growth"):
            raise KgError(f"papers cannot be ranked by {by}; choose pagerank or betweenness")
        return analytics.rank(self.nx, self._index, kind, by, top, since, seed)

    def communities(
        self, type: str | None = None, *, resolution: float = 1.0, min_size: int = 2, seed: int = 0
    ) -> pd.DataFrame:
        """Groups of entities that papers use together, named by their most typical members.

        The Leiden algorithm on modularity, over the network in which each paper that uses n entities joins
        every pair by 1/(n-1). Typical is a member whose weight goes into the group, strongly and little elsewhere.

        Parameters
        ----------
        type
            Group only entities of this type; all types together otherwise.
        resolution
            Above 1 for more and smaller groups, below for fewer.
        min_size
            Leave out groups with fewer entities.
        seed
            The same seed gives the same groups.

        Returns
        -------
        A DataFrame with the columns community (a number), name, entities (how many), papers (those that use
        more of its entities than of any other group), members (keys, the most typical first); largest first.
        Cost: O(sum over papers of the square of the entities used) for the network, then near linear in it.

        Examples
        --------
        >>> import kg
        >>> groups = kg.load("demo").communities("Dataset")
        >>> bool((groups.entities >= 2).all())
        True
        """
        kind = entity_type(type) if type else None
        if not resolution > 0:
            raise KgError(f"resolution is {resolution}; it must be above 0")
        return analytics.communities(self.nx, self._index, kind, resolution, min_size, seed)

    def similar(self, name: str, *, type: str | None = None, top: int | None = 10) -> pd.DataFrame:
        """Papers or entities that share neighbours with one, rare neighbours counting most.

        The cosine of the two nodes' neighbours, a neighbour that d of N nodes have weighing ln(1 + N/d).
        Neighbours of an entity are the papers that name it and the entities related to it; of a paper, what it names.

        Parameters
        ----------
        name
            A paper or an entity.
        type
            The type of what to look for; the same type by default.
        top
            How many rows; None for all.

        Returns
        -------
        A DataFrame with the columns rank, name, type, score (0 to 1), shared (how many neighbours), shared_names
        (the five rarest of them), key. Cost: O(edges).

        Examples
        --------
        >>> import kg
        >>> "MNIST" in set(kg.load("demo").similar("CIFAR-10").name)
        True
        """
        return analytics.similar(self.nx, self._index, self._key(name), node_type(type) if type else None, top)

    def path(self, first: str, second: str, *, sentences: int = 1) -> pd.DataFrame:
        """The shortest way between two papers or entities, with the sentences along it.

        In whichever direction edges point, results left out. Of several shortest ways the one through nodes with
        the fewest neighbours (least product of their numbers) is taken: it says most.

        Parameters
        ----------
        first, second
            Names of papers or entities.
        sentences
            How many sentences to give for each edge.

        Returns
        -------
        A DataFrame, one row per edge and sentence: step (from 1), subject, predicate, object, confidence, paper,
        sentence, subject_key, object_key. Cost: O(edges + nodes × log nodes).

        Raises
        ------
        KgError
            If there is no such name, or nothing connects the two.

        Examples
        --------
        >>> import kg
        >>> way = kg.load("demo").path("ResNet", "COCO")
        >>> way.step.tolist()[0], bool(way.sentence.notna().any())
        (1, True)
        """
        return analytics.path(self.nx, self._index, self._key(first), self._key(second), max(1, sentences))
