"""`KnowledgeGraph`: what an analyst holds. A plain networkx graph, SPARQL, tables and a picture on one store."""

import html
from collections.abc import Callable, Sequence
from functools import cached_property
from heapq import nsmallest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import networkx as nx
import pandas as pd

from kg.api.building import build_store, open_for_building, store_path
from kg.api.developments import Developments
from kg.api.leaderboards import MIN_CONFIDENCE, leaderboard
from kg.api.names import NameIndex
from kg.api.networks import Networks
from kg.api.options import BuildOptions, BuildReport, Engine, PathLike
from kg.api.pictures import Pictures
from kg.api.tables import Tables
from kg.api.timelines import timeline
from kg.graph import build_graph
from kg.records import ENTITY_TYPES
from kg.store import Store
from kg.store.copying import copy_to_file, from_bytes, to_bytes

if TYPE_CHECKING:
    import rdflib

    from exports.sparql_results import QueryResult
    from exports.sparql_store import SparqlStore
    from exports.validation import Violation
    from extractors.pipeline import Profile
    from kg.api.plotting import Plots

__all__ = ["KnowledgeGraph", "build", "load"]

_BASE_IRI = "base_iri"
#: Papers of a graph whose SPARQL store costs next to nothing.
_SMALL = 1000


class KnowledgeGraph(Tables, Networks, Developments, Pictures):
    """A knowledge graph of papers, read from a store.

    It can be pickled: the pickle holds the whole store.

    Attributes
    ----------
    report
        What the build did, for a graph that was just built; None for one that was loaded.
    """

    def __init__(self, store: Store, report: BuildReport | None = None) -> None:
        self._store = store
        self.report = report

    @cached_property
    def nx(self) -> nx.MultiDiGraph:
        """The graph: node keys, attributes and edges as docs/data-model.md says. Built at first use."""
        return build_graph(self._store)

    @cached_property
    def _sparql(self) -> "SparqlStore":
        from exports.sparql_source import ReaderSource
        from exports.sparql_store import FOLDER, SparqlStore

        path = self._store.path
        return SparqlStore(
            path.parent / FOLDER if path else None,
            lambda: ReaderSource(self._store, self._store.version(), self.base_iri),
        )

    @property
    def base_iri(self) -> str:
        """Where the IRIs of the data begin, in answers to SPARQL and in exports: as last set, else the default."""
        from exports.vocabulary import DEFAULT_BASE

        return self._store.meta(_BASE_IRI) or DEFAULT_BASE

    def set_base_iri(self, iri: str) -> None:
        """Keep where the IRIs of the data begin, for all later queries and exports of the store.

        Raises
        ------
        KgError
            If it is no absolute IRI that ends in `/` or `#`, or another process is writing.
        """
        from exports.iris import Iris

        if Iris(iri).base != self.base_iri:
            with self._store.transaction():
                self._store.set_meta(_BASE_IRI, iri)

    def ask(self, query: str, timeout: float | None = None) -> "QueryResult":
        """The same as `sparql`, with the answer in plain Python values and pyoxigraph's triples."""
        return self._sparql.query(query, timeout)

    def validate(self, progress: Callable[[int, int], None] | None = None) -> "list[Violation]":
        """What the SHACL shapes of the ontology find wrong with the graph: nothing, as it should be.

        `progress` is called with how many checks of how many are done.
        """
        return self._sparql.validate(progress)

    def update_sparql(self) -> None:
        """Bring the SPARQL store that is kept in DIR up to date, so that the next query need not.

        A large graph gets one when it is first asked in SPARQL: making it takes as long as extraction.
        """
        if self._sparql.is_kept or self._store.paper_counts()["papers"] <= _SMALL:
            self._sparql.refresh(quiet=True)

    def sparql(self, query: str, *, timeout: float | None = None) -> "pd.DataFrame | rdflib.Graph | bool":
        """Ask in SPARQL 1.1; the ontology's prefixes need no declaration.

        Returns
        -------
        A DataFrame for SELECT (a column per variable), a bool for ASK, an `rdflib.Graph`
        for CONSTRUCT and DESCRIBE.

        Raises
        ------
        KgError
            If the query is wrong (with line and column) or takes longer than `timeout` seconds.
        """
        from exports.sparql_results import SelectTable, to_rdflib

        answer = self.ask(query, timeout)
        if isinstance(answer, SelectTable):
            return pd.DataFrame(list(answer.rows), columns=list(answer.columns))
        return answer if isinstance(answer, bool) else to_rdflib(answer)

    @cached_property
    def names(self) -> NameIndex:
        """Finds nodes by any of their names."""
        from extractors.lexicon import default_lexicon

        def listed(name: str) -> list[str]:
            return [f"{t.type.casefold()}:{t.id}" for t in default_lexicon().lookup(name)]

        return NameIndex(self.nx, listed)

    def leaderboard(
        self,
        dataset: str,
        metric: str | None = None,
        task: str | None = None,
        kind: Literal["score", "delta", "factor"] = "score",
        min_confidence: float = MIN_CONFIDENCE,
    ) -> pd.DataFrame:
        """Results that papers report on a dataset, best first, per metric.

        Parameters
        ----------
        dataset, metric, task
            Any name or alias, in any case.
        kind
            "score" ranks absolute values; "delta" and "factor" list improvements and
            factors, which are never ranked.
        min_confidence
            Results that are less certain are left out, and counted in a warning; 0 shows all.

        Returns
        -------
        A DataFrame with the columns metric, rank, method, value, unit, paper, date, quote, note.
        `rank` is missing where a number does not compare with the others; `note` says why, and
        which split or setting the sentence names. `attrs["warnings"]` lists what keeps numbers
        from comparing, `attrs["coverage"]` counts all papers, those naming the dataset and those
        stating a result on it.

        Raises
        ------
        KgError
            If there is no dataset, metric or task of that name; near misses are named.
        """
        return leaderboard(self.nx, self.names, dataset, metric, task, kind, min_confidence)

    def timeline(
        self, dataset: str, metric: str, task: str | None = None, min_confidence: float = MIN_CONFIDENCE
    ) -> pd.DataFrame:
        """The scores of one metric on a dataset over time, with the best so far.

        Columns: date, value, unit, method, paper, best (the best comparable value up to that
        date, on the scale of the leaderboard's ranks), record (is this row it?), quote. Only
        ranked rows with a date are in it; `attrs["warnings"]` says what is left out.

        Raises
        ------
        KgError
            If there is no dataset, metric or task of that name.
        """
        return timeline(self.nx, self.names, dataset, metric, task, min_confidence)

    @cached_property
    def plot(self) -> "Plots":
        """Pictures: `g.plot.trend(...)`, `.leaderboard`, `.timeline`, `.heatmap`, `.communities`."""
        from kg.api.plotting import Plots

        return Plots(self)

    def save(self, directory: PathLike) -> None:
        """Keep the graph in a folder, to be loaded again with `kg.load`.

        The file appears under its name when it is whole.

        Raises
        ------
        KgError
            If the folder holds a graph already, or cannot be written.

        Examples
        --------
        >>> import kg, tempfile
        >>> folder = f"{tempfile.mkdtemp()}/copy"
        >>> g = kg.load("demo")
        >>> g.save(folder)
        >>> kg.load(folder).counts() == g.counts()
        True
        """
        copy_to_file(self._store, store_path(directory))

    def __getstate__(self) -> dict[str, object]:
        return {"store": to_bytes(self._store), "report": self.report}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._store = from_bytes(state["store"])
        self.report = state["report"]

    @property
    def reader(self) -> Store:
        """The store behind the graph."""
        return self._store

    def counts(self) -> dict[str, int]:
        """How many papers, entities of each type, and results there are."""
        return {
            "Paper": self._store.paper_counts()["papers"],
            **dict.fromkeys(ENTITY_TYPES, 0),
            **self._store.entity_counts(),
            "Result": self._store.result_count(),
        }

    def __repr__(self) -> str:
        parts = ", ".join(f"{n:,} {kind.lower()}{'' if n == 1 else 's'}" for kind, n in self.counts().items())
        return f"<KnowledgeGraph: {parts}>"

    def _repr_html_(self) -> str:
        named = self._most_named()
        rows = "".join(
            f'<tr><th scope="row">{kind}</th><td>{count:,}</td>'
            f'<td style="text-align:left">{html.escape(", ".join(named.get(kind, [])))}</td></tr>'
            for kind, count in self.counts().items()
        )
        where = html.escape(str(self._store.path.parent)) if self._store.path else "in memory"
        head = '<tr><th></th><th>how many</th><th style="text-align:left">most named</th></tr>'
        return f"<table><caption>KnowledgeGraph, {where}</caption><thead>{head}</thead><tbody>{rows}</tbody></table>"

    def _most_named(self, top: int = 5, length: int = 40) -> dict[str, list[str]]:
        """The names that most papers use, by type; those of a book's length are cut."""
        from kg.api.drawing import shortened

        by_type: dict[str, list[tuple[int, str, str]]] = {}
        for entity in self._store.entities():
            by_type.setdefault(entity.type, []).append((-entity.papers, entity.key, entity.label))
        return {kind: [shortened(one[-1], length) for one in nsmallest(top, every)] for kind, every in by_type.items()}


def build(
    inputs: PathLike | Sequence[PathLike],
    directory: PathLike | None = None,
    *,
    profile: "Profile" = "accurate",
    lexicon: PathLike | None = None,
    min_confidence: float | None = None,
    format: str | None = None,
    limit: int | None = None,
    strict: bool = False,
    fresh: bool = False,
    links: PathLike | None = None,
    fix: PathLike | None = None,
    jobs: int = 1,
    engine: Engine = "local",
    address: str | None = None,
) -> KnowledgeGraph:
    """Build a knowledge graph from files, folders or globs.

    Parameters
    ----------
    inputs
        One or several paths; the format is recognised by content.
    directory
        Where the store is kept, to be added to and loaded again; without it the graph lasts
        as long as the object.
    profile, lexicon, min_confidence, format, limit, strict, fresh, links, fix, jobs, engine, address
        As the options of `kg build`. With `engine="ray"`, `jobs=0` means as many as the cluster has cores.

    Raises
    ------
    KgError
        If an input is missing or nothing could be read.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> page = pathlib.Path(tempfile.mkdtemp()) / "abstracts.txt"
    >>> _ = page.write_text("We train ResNet-50 on ImageNet and report top-1 accuracy for image classification.")
    >>> build(page).counts()["Paper"]
    1
    """
    listed = [inputs] if isinstance(inputs, str) or not isinstance(inputs, Sequence) else list(inputs)
    options = BuildOptions(
        profile=profile,
        lexicon=Path(lexicon) if lexicon is not None else None,
        min_confidence=min_confidence,
        format=format,
        limit=limit,
        strict=strict,
        fresh=fresh,
        links=Path(links) if links is not None else None,
        fix=Path(fix) if fix is not None else None,
        jobs=jobs,
        engine=engine,
        address=address,
    )
    store = open_for_building(directory, fresh)
    graph = KnowledgeGraph(store, build_store(store, listed, options))
    if directory is not None:
        graph.update_sparql()
    return graph


def load(directory: PathLike) -> KnowledgeGraph:
    """The graph that `kg build` left in a folder.

    Raises
    ------
    KgError
        If there is none.
    """
    return KnowledgeGraph(Store(store_path(directory)))
