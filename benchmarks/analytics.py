"""How long every analytic call takes on a large graph, and what the graph weighs in memory.

    python -m benchmarks.analytics DIR                              # a graph that `kg build` left
    python -m benchmarks.analytics [--papers 47919] [--seed 0]      # a synthetic one

In the synthetic one entities are drawn by Zipf's law, some nine a paper, so that hubs, rare names and counts are like
those of a corpus of arXiv. What is timed is CPU time of this process; memory is what the process has more than before.
"""

import argparse
import json
import random
import resource
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import accumulate
from pathlib import Path

import networkx as nx

from kg.api.knowledge_graph import KnowledgeGraph, load
from kg.errors import KgError
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
    evidence = [{"paper": id, "start": 0, "end": 90, "text": _SENTENCE.format(number), "mention": [5, 9]}]
    chosen = {}
    for kind, (_, count, predicates) in _SHAPE.items():
        chosen[kind] = sorted(set(rng.choices(names[kind], cum_weights=weights[kind], k=count)))
        for entity in chosen[kind]:
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
            ("byMetric", chosen["Metric"][0]),
        ):
            graph.add_edge(result, target, key=predicate, confidence=0.8, evidence=evidence)


class _Synthetic(KnowledgeGraph):
    """A knowledge graph whose networkx graph was made up."""

    def __init__(self, graph: nx.MultiDiGraph) -> None:
        super().__init__(Store(None))
        self.__dict__["nx"] = graph


def calls(g: KnowledgeGraph) -> dict[str, Callable[[], object]]:
    """Every call, by what it is written as. The names are the ones that most papers name: those that cost most."""
    method, dataset, task = (g.rank(kind, top=1)["name"][0] for kind in ("Method", "Dataset", "Task"))
    rare = g.methods(min_papers=3)["name"].iloc[-1], g.datasets(min_papers=3)["name"].iloc[-1]
    paper = g.papers()["id"][7]
    last = int(g.papers()["year"].max())
    return {
        "papers()": g.papers,
        "papers(year=, category='cs.CV')": lambda: g.papers(year=last, category="cs.CV"),
        "methods()": g.methods,
        "datasets(min_papers=5)": lambda: g.datasets(min_papers=5),
        "metrics()": g.metrics,
        "tasks(year=)": lambda: g.tasks(year=last),
        "results()": g.results,
        "coverage()": g.coverage,
        "find(misspelled)": lambda: g.find(f"{dataset[:3]}x{dataset[3:]}"),
        "an unknown name": lambda: _refused(lambda: g.entity(f"{dataset[:3]}x{dataset[3:]}")),
        "entity(dataset).evidence()": lambda: g.entity(dataset).evidence(),
        "paper(id).evidence()": lambda: g.paper(paper).evidence(),
        "subgraph(dataset, hops=1)": lambda: g.subgraph(dataset),
        "subgraph(dataset, hops=2)": lambda: g.subgraph(dataset, hops=2),
        "subgraph(years=)": lambda: g.subgraph(years=last),
        "project('Dataset')": lambda: g.project("Dataset"),
        "project('Method')": lambda: g.project("Method"),
        "bipartite('Method', 'Dataset')": lambda: g.bipartite("Method", "Dataset"),
        "rank('Method')": lambda: g.rank("Method"),
        "rank('Method', by='pagerank')": lambda: g.rank("Method", by="pagerank"),
        "rank('Method', by='betweenness')": lambda: g.rank("Method", by="betweenness"),
        "rank('Method', by='growth')": lambda: g.rank("Method", by="growth"),
        "communities()": g.communities,
        "similar(method)": lambda: g.similar(method),
        "similar(paper)": lambda: g.similar(paper),
        "path(rare method, rare dataset)": lambda: g.path(*rare),
        "trend('Dataset', by='month')": lambda: g.trend("Dataset", by="month"),
        "rising()": g.rising,
        "adoption(dataset)": lambda: g.adoption(dataset),
        "lineage(method)": lambda: g.lineage(method),
        "gaps(task, dataset)": lambda: g.gaps(task, dataset),
        "leaderboard(dataset)": lambda: g.leaderboard(dataset),
        "plot.trend('Dataset')": lambda: g.plot.trend("Dataset", by="month"),
        "plot.rank('Method', by='pagerank')": lambda: g.plot.rank("Method", by="pagerank"),
        "plot.heatmap()": lambda: g.plot.heatmap("Method", "Dataset"),
        "plot.communities()": lambda: g.plot.communities(),
    }


def _refused(call: Callable[[], object]) -> None:
    with suppress(KgError):
        call()


def measured(name: str, call: Callable[[], object]) -> float:
    """Seconds of CPU time of a call, printed."""
    began = time.process_time()
    call()
    taken = time.process_time() - began
    print(f"{name:38} {taken:7.2f} s", flush=True)
    return taken


def resident() -> float:
    """MiB of memory that this process has in use (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> None:
    """Print a table: call, seconds of CPU time; and the memory of the graph per paper."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path, nargs="?", help="a built graph; without it a synthetic one")
    parser.add_argument("--papers", type=int, default=47_919)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    before = resident()
    if options.directory:
        g = load(options.directory)
        measured("(g.nx, once)", lambda: g.nx)
    else:
        g = _Synthetic(synthetic_graph(options.papers, options.seed))
    with_graph = resident()
    measured("(the index, once)", lambda: g._index)
    measured("(the names, once)", lambda: g.names)
    papers = g._index.n_papers
    print(f"{g.nx.number_of_nodes():,} nodes, {g.nx.number_of_edges():,} edges, {papers:,} papers")
    kib = 1024 / papers
    print(f"graph {(with_graph - before) * kib:.1f} KiB a paper, index and names {(resident() - with_graph) * kib:.1f}")
    calls_taken = {name: measured(name, call) for name, call in calls(g).items()}
    taken = list(calls_taken.values())
    print(f"{len(taken)} calls: {sum(t <= 2 for t in taken)} within 2 s, {sum(t <= 30 for t in taken)} within 30 s")
    if options.json:
        options.json.write_text(json.dumps({"papers": papers, "calls": calls_taken}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
