"""How long every analytic call takes on a synthetic graph of 47,919 papers, and what the graph weighs.

    python -m benchmarks.analytics [--papers 47919] [--seed 0]

Entities are drawn by Zipf's law, some nine a paper, so that hubs, rare names and counts are like those of a corpus of
arXiv. What is timed is CPU time of this process; the index is built by the first call that needs it.
"""

import argparse
import random
import sys
import time
import tracemalloc
from collections.abc import Callable
from itertools import accumulate

import networkx as nx

from kg.api.knowledge_graph import KnowledgeGraph
from kg.store import Store

#: Per type: how many names for each paper of the corpus, how many of them a paper names, and by which predicates.
_SHAPE = {
    "Method": (0.9, 4, ("introduces", "uses", "comparesWith", "mentions")),
    "Dataset": (0.2, 2, ("evaluatesOn", "evaluatesOn", "introduces", "mentions")),
    "Metric": (0.05, 1, ("reports", "mentions")),
    "Task": (0.15, 2, ("addresses", "addresses", "mentions")),
}
_SENTENCE = "A sentence of usual length that names the entity stands here, as it would in an abstract, number {}."


def synthetic_graph(papers: int, seed: int) -> nx.MultiDiGraph:
    """A graph of the form that `kg.graph.build_graph` makes."""
    rng = random.Random(seed)
    graph = nx.MultiDiGraph()
    names = {
        kind: [f"{kind.lower()}:{n}" for n in range(max(5, int(papers * share)))]
        for kind, (share, _, _) in _SHAPE.items()
    }
    weights = {kind: list(accumulate(1 / (n + 1) ** 0.9 for n in range(len(keys)))) for kind, keys in names.items()}
    for kind, keys in names.items():
        for key in keys:
            graph.add_node(key, type=kind, label=key.replace(":", " "), aliases=[], papers=0)
    for number in range(papers):
        _add_paper(graph, rng, number, papers, names, weights)
    unused = [key for key, data in graph.nodes(data=True) if not data["papers"]]
    graph.remove_nodes_from(unused)
    return graph


def _add_paper(
    graph: nx.MultiDiGraph,
    rng: random.Random,
    number: int,
    papers: int,
    names: dict[str, list[str]],
    weights: dict[str, list[float]],
) -> None:
    id = f"p{number:06}"
    key = f"paper:{id}"
    month = 36 * number // papers
    graph.add_node(
        key, type="Paper", label=f"Title {number}", aliases=[], papers=1, id=id, title=f"Title {number}", abstract="",
        date=f"{2022 + month // 12}-{month % 12 + 1:02}", arxiv=None, doi=None, venue=None, authors=[],
        categories=[rng.choice(("cs.CV", "cs.CL", "cs.LG"))], links=[], author_count=None, date_text=None,
    )  # fmt: skip
    chosen = {}
    for kind, (_, count, predicates) in _SHAPE.items():
        chosen[kind] = sorted(set(rng.choices(names[kind], cum_weights=weights[kind], k=count)))
        for entity in chosen[kind]:
            evidence = [{"paper": id, "start": 0, "end": 90, "text": _SENTENCE.format(number), "mention": [5, 9]}]
            graph.add_edge(key, entity, key=rng.choice(predicates), confidence=0.9, evidence=evidence)
            graph.nodes[entity]["papers"] += 1
    if number % 5 == 0:
        result = f"result:{number}"
        graph.add_node(
            result, type="Result", label="80%", aliases=[], papers=1, value=80.0, unit="%", kind="score", text="80%"
        )
        for predicate, target in (
            ("resultOf", key),
            ("ofMethod", chosen["Method"][0]),
            ("onDataset", chosen["Dataset"][0]),
        ):
            graph.add_edge(result, target, key=predicate, confidence=0.8, evidence=[])


class _Synthetic(KnowledgeGraph):
    """A knowledge graph whose networkx graph was made up."""

    def __init__(self, graph: nx.MultiDiGraph) -> None:
        super().__init__(Store(None))
        self.__dict__["nx"] = graph


def calls(g: KnowledgeGraph) -> dict[str, Callable[[], object]]:
    """Every call, by what it is written as."""
    return {
        "(the index, once)": lambda: g._index,
        "(the names, once)": lambda: g.names,
        "papers()": g.papers,
        "papers(year=2023, category='cs.CV')": lambda: g.papers(year=2023, category="cs.CV"),
        "methods()": g.methods,
        "datasets(min_papers=5)": lambda: g.datasets(min_papers=5),
        "results()": g.results,
        "coverage()": g.coverage,
        "find('dataset 12')": lambda: g.find("dataset 12"),
        "entity('dataset 3').evidence()": lambda: g.entity("dataset 3").evidence(),
        "subgraph('dataset 3', hops=2)": lambda: g.subgraph("dataset 3", hops=2),
        "subgraph(years=2023)": lambda: g.subgraph(years=2023),
        "project('Dataset')": lambda: g.project("Dataset"),
        "project('Method')": lambda: g.project("Method"),
        "bipartite('Method', 'Dataset')": lambda: g.bipartite("Method", "Dataset"),
        "rank('Method')": lambda: g.rank("Method"),
        "rank('Method', by='pagerank')": lambda: g.rank("Method", by="pagerank"),
        "rank('Method', by='betweenness')": lambda: g.rank("Method", by="betweenness"),
        "rank('Method', by='growth')": lambda: g.rank("Method", by="growth"),
        "communities()": g.communities,
        "similar('method 3')": lambda: g.similar("method 3"),
        "similar('Title 7')": lambda: g.similar("Title 7"),
        "path('method 4000', 'dataset 3000')": lambda: g.path("method 4000", "dataset 3000"),
        "trend('Dataset', by='month')": lambda: g.trend("Dataset", by="month"),
        "rising('2024-06')": lambda: g.rising("2024-06"),
        "adoption('dataset 3')": lambda: g.adoption("dataset 3"),
        "lineage('method 3')": lambda: g.lineage("method 3"),
        "gaps('task 3', 'dataset 3')": lambda: g.gaps("task 3", "dataset 3"),
        "plot.heatmap()": lambda: g.plot.heatmap("Method", "Dataset"),
        "plot.communities()": lambda: g.plot.communities(),
    }


def main() -> None:
    """Print a table: call, seconds of CPU time; and the memory of the graph per paper."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=47_919)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--memory", action="store_true", help="measure memory instead, which makes all else slow")
    options = parser.parse_args()
    if options.memory:
        tracemalloc.start()
    graph = synthetic_graph(options.papers, options.seed)
    print(f"{graph.number_of_nodes():,} nodes, {graph.number_of_edges():,} edges")
    g = _Synthetic(graph)
    if options.memory:
        before = tracemalloc.get_traced_memory()[0]
        assert g._index is not None
        after = tracemalloc.get_traced_memory()[0]
        graph_size, index_size = (size / options.papers / 1024 for size in (before, after - before))
        print(f"graph {graph_size:.1f} KiB, index {index_size:.2f} KiB a paper")
        return
    for name, call in calls(g).items():
        began = time.process_time()
        call()
        print(f"{name:38} {time.process_time() - began:6.2f} s", flush=True)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
