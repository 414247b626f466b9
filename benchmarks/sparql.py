"""The named queries: seconds each on a large store, and rdflib's seconds beside ours on a small one.

    python -m benchmarks.synthetic 47919 --output /tmp/large
    python -m benchmarks.synthetic 500 --output /tmp/small
    python -m benchmarks.sparql /tmp/large --small /tmp/small

Each query is asked for the entity of its kind that most papers name, so that answers are as long as they get;
papers and authors are the first there are. The time is the shortest of three (CPU and wall time are the same:
one thread, no waiting), and includes handing the answer over as Python values.
"""

import argparse
import io
import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import rdflib

import kg
from exports.query_library import NamedQuery, load_queries
from exports.serialize import write_rdf
from exports.sparql_results import SelectTable
from kg.api import KnowledgeGraph

__all__ = ["main"]

_MOST_NAMED = """SELECT ?label (COUNT(?paper) AS ?n) { ?paper kg:mentions ?e . ?e a kg:%s ; skos:prefLabel ?label }
GROUP BY ?label ORDER BY DESC(?n) ?label LIMIT 2"""
_INTRODUCED = """SELECT ?label { ?p a kg:Paper ; dcterms:identifier ?id ; kg:introduces ?e . ?e skos:prefLabel ?label }
ORDER BY ?id LIMIT 1"""
_FIRST = "SELECT ?x { ?paper a kg:Paper ; %s ?x } ORDER BY ?x LIMIT 1"


def _values(graph: KnowledgeGraph) -> dict[str, str]:
    """A value for every parameter, by its name."""
    found = {kind: graph.sparql(_MOST_NAMED % kind)["label"] for kind in ("Dataset", "Method", "Task", "Metric")}  # type: ignore[index]
    first = {name: str(graph.sparql(_FIRST % path)["x"][0]) for name, path in _PATHS.items()}  # type: ignore[index]
    labels = {kind.lower(): str(names[0]) for kind, names in found.items()}
    introduced = str(graph.sparql(_INTRODUCED)["label"][0])  # type: ignore[index]
    return {**labels, **first, "name": introduced, "one": labels["method"], "other": labels["dataset"]}


_PATHS = {"paper": "dcterms:identifier", "author": "dcterms:creator", "venue": "schema:isPartOf/schema:name"}


def _text(query: NamedQuery, values: dict[str, str]) -> str:
    return query.bind({parameter.name: values[parameter.name] for parameter in query.parameters if parameter.required})


def _best(action: Callable[[], int], times: int = 3) -> tuple[float, int]:
    best, rows = float("inf"), 0
    for _ in range(times):
        began = time.process_time()
        rows = action()
        best = min(best, time.process_time() - began)
    return best, rows


def _rows(graph: KnowledgeGraph, text: str) -> int:
    answer = graph.ask(text)
    return len(answer.rows) if isinstance(answer, SelectTable) else 1


def _measure(directory: Path) -> dict[str, tuple[float, int]]:
    graph = kg.load(directory)
    began, processor = time.perf_counter(), time.process_time()
    graph.update_sparql()
    print(
        f"{directory}: store ready in {time.perf_counter() - began:.1f} s ({time.process_time() - processor:.1f} s CPU)"
    )
    values = _values(graph)
    texts = {name: _text(query, values) for name, query in load_queries().items()}
    return {name: _best(partial(_rows, graph, text)) for name, text in texts.items()}


def _measure_rdflib(directory: Path) -> dict[str, float]:
    graph = kg.load(directory)
    values = _values(graph)
    out = io.BytesIO()
    write_rdf(graph.reader, out, "nt")
    other = rdflib.Graph().parse(data=out.getvalue(), format="nt")
    texts = {name: _text(query, values) for name, query in load_queries().items()}
    return {name: _best(lambda text=text: len(list(other.query(text))), 1)[0] for name, text in texts.items()}  # type: ignore[misc]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Speed of the named queries.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--small", type=Path, help="a small store, to ask rdflib the same")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    large = _measure(options.directory)
    small = {name: seconds for name, (seconds, _) in _measure(options.small).items()} if options.small else {}
    slow = _measure_rdflib(options.small) if options.small else {}
    for name, (seconds, rows) in large.items():
        beside = f"   small: {small[name] * 1000:7.1f} ms, rdflib {slow[name] * 1000:9.1f} ms" if small else ""
        print(f"{name:28} {seconds * 1000:9.1f} ms {rows:8} rows{beside}")
    seconds_each = [seconds for seconds, _ in large.values()]
    print(f"median {statistics.median(seconds_each) * 1000:.1f} ms, worst {max(seconds_each) * 1000:.0f} ms")
    if options.json:
        options.json.write_text(
            json.dumps({"large": large, "small": small, "rdflib": slow}, indent=1), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
