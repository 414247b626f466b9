"""The named queries: seconds each on a large store, and rdflib's seconds beside ours on a small one.

    python -m benchmarks.synthetic 47919 --output /tmp/large
    python -m benchmarks.synthetic 500 --output /tmp/small
    python -m benchmarks.sparql /tmp/large --small /tmp/small

Each query is asked for the twentieth of the entities of its kind by the number of papers that name them, or for
those of another `--rank`; 0 gives the longest answers that there are. The time is CPU time, the shortest of three,
and includes handing the answer over as Python values. rdflib is given twenty seconds for each.
"""

import argparse
import io
import json
import signal
import statistics
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from types import FrameType

import rdflib

import kg
from exports.query_library import NamedQuery, load_queries
from exports.serialize import write_rdf
from exports.sparql_results import SelectTable
from kg.api import KnowledgeGraph
from kg.records import LinkedPaper

__all__ = ["main"]

# Seconds that rdflib is given for one query.
_PATIENCE = 20


def _values(graph: KnowledgeGraph, rank: int) -> dict[str, str]:
    """A value for every parameter, by its name: entities of this rank among those that most papers name, from 0."""
    by_type: dict[str, list[tuple[int, str]]] = {}
    for entity in graph.reader.entities():
        by_type.setdefault(entity.type.lower(), []).append((-entity.papers, entity.label))
    labels = {kind: sorted(found)[min(rank, len(found) - 1)][1] for kind, found in by_type.items()}
    papers = list(islice(graph.reader.linked_papers(), 1000))
    # A paper that introduces something and has all of the fields, or most of them.
    some = max(papers, key=lambda one: (bool(_introduced(one)), bool(one.paper.authors), bool(one.paper.venue)))
    introduced = min(_introduced(some))
    name = next(entity.label for entity in graph.reader.entities() if entity.key == introduced)
    paper = {"paper": some.paper.id, "author": (some.paper.authors or [""])[0], "venue": some.paper.venue or ""}
    return {**labels, **paper, "name": name, "one": labels["method"], "other": labels["dataset"]}


def _introduced(paper: LinkedPaper) -> list[str]:
    return [link.entity for link in paper.links if link.predicate == "introduces"]


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


def _measure(directory: Path, rank: int) -> dict[str, tuple[float, int]]:
    graph = kg.load(directory)
    began, processor = time.perf_counter(), time.process_time()
    graph.sparql("ASK { ?paper a kg:Paper }")  # makes the store of a large graph, which has none before it is asked
    print(
        f"{directory}: store ready in {time.perf_counter() - began:.1f} s ({time.process_time() - processor:.1f} s CPU)"
    )
    values = _values(graph, rank)
    found = {}
    for name, query in load_queries().items():
        found[name] = _best(partial(_rows, graph, _text(query, values)))
        print(f"{name:28} {found[name][0] * 1000:9.1f} ms {found[name][1]:8} rows", flush=True)
    return found


def _measure_rdflib(directory: Path, rank: int) -> dict[str, float]:
    """Seconds of each query; where rdflib takes longer than it is given, what it was given."""
    graph = kg.load(directory)
    values = _values(graph, rank)
    out = io.BytesIO()
    write_rdf(graph.reader, out, "nt")
    other = rdflib.Graph().parse(data=out.getvalue(), format="nt")
    signal.signal(signal.SIGALRM, _stop)
    found = {}
    for name, query in load_queries().items():
        text = _text(query, values)
        signal.alarm(_PATIENCE)
        try:
            found[name] = _best(lambda text=text: len(list(other.query(text))), 1)[0]  # type: ignore[misc]
        except TimeoutError:
            found[name] = float(_PATIENCE)
        finally:
            signal.alarm(0)
    return found


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Speed of the named queries.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--rank", type=int, default=20, help="ask for the entities of this rank; 0 is the most named")
    parser.add_argument("--small", type=Path, help="a small store, to ask rdflib the same")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    large = _measure(options.directory, options.rank)
    small = (
        {name: seconds for name, (seconds, _) in _measure(options.small, options.rank).items()} if options.small else {}
    )
    slow = _measure_rdflib(options.small, options.rank) if options.small else {}
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
