"""RDF out: our writer, pyoxigraph's `Store.dump` and rdflib's serializer on the same triples in one run.

    python -m benchmarks.synthetic 1000 --output /tmp/small
    python -m benchmarks.exports /tmp/small

Triples per second of CPU time, and sizes by level of provenance for a thousand abstracts. Ours is measured twice:
from records that are in memory already, as the others start from triples that are, and from the store, as
`kg export` does it. Each format is compared with pyoxigraph's dump of the same format.
"""

import argparse
import gzip
import io
import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import get_args

import pyoxigraph
import rdflib
from pyoxigraph import RdfFormat

import kg
from exports.rdf import Provenance, quads
from exports.serialize import RdfName, write_rdf
from exports.vocabulary import PREFIXES
from kg.records import EntityNode, LinkedPaper, Relation

__all__ = ["main"]

# By name of the format: what it is called in pyoxigraph, and in rdflib.
_DUMPS: dict[RdfName, RdfFormat] = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
_RDFLIB = {"ttl": "turtle", "nt": "nt", "rdfxml": "xml", "jsonld": "json-ld"}


class _Held:
    """A graph whose records are held in memory."""

    def __init__(self, directory: Path) -> None:
        reader = kg.load(directory).reader
        self._entities: list[EntityNode] = list(reader.entities())
        self._papers: list[LinkedPaper] = list(reader.linked_papers())
        self._relations: list[Relation] = list(reader.relations())
        self._configuration = reader.configuration()
        self.entities = lambda: iter(self._entities)
        self.linked_papers = lambda: iter(self._papers)
        self.relations = lambda: iter(self._relations)
        self.configuration = lambda: self._configuration
        self.papers = len(self._papers)


class _Counted(io.RawIOBase):
    """A stream that counts what it is given and keeps nothing."""

    size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        length = len(memoryview(data))  # type: ignore[arg-type]
        self.size += length
        return length


def _seconds(action: Callable[[], object]) -> float:
    began = time.process_time()
    action()
    return time.process_time() - began


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Speed and size of the RDF exports.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--format", action="append", choices=_DUMPS, help="only this format, or these; no sizes")
    parser.add_argument("--without-rdflib", action="store_true", help="leave the slowest part out")
    options = parser.parse_args()
    held = _Held(options.directory)
    reader = kg.load(options.directory).reader
    store = pyoxigraph.Store()
    store.extend(quads(held))
    count = len(store)
    graph = rdflib.Graph()
    if not options.without_rdflib:
        lines = io.BytesIO()
        write_rdf(held, lines, "nt")
        graph.parse(data=lines.getvalue(), format="nt")
    print(f"{held.papers} papers, {count} triples; triples per second of CPU time")
    print(f"{'':8} {'ours':>10} {'from store':>10} {'dump':>10} {'ratio':>6} {'whole':>6} {'rdflib':>10} {'times':>6}")
    figures = []
    for name, dumped_as in _DUMPS.items():
        if options.format and name not in options.format:
            continue
        ours = count / _seconds(partial(write_rdf, held, _Counted(), name))
        whole = count / _seconds(partial(write_rdf, reader, _Counted(), name))
        only = pyoxigraph.DefaultGraph() if name not in ("trig", "nq") else None
        dumped = count / _seconds(
            partial(store.dump, _Counted(), dumped_as, from_graph=only, prefixes=PREFIXES)  # type: ignore[arg-type]
        )
        slow = count / _seconds(partial(graph.serialize, format=_RDFLIB[name])) if name in _RDFLIB and graph else 0.0
        row = {"format": name, "ours": ours, "from store": whole, "dump": dumped, "rdflib": slow}
        figures.append(row)
        beside = f" {slow:10,.0f} {ours / slow:6.1f}" if slow else ""
        print(
            f"{name:8} {ours:10,.0f} {whole:10,.0f} {dumped:10,.0f} {ours / dumped:6.2f} {whole / dumped:6.2f}{beside}"
        )
    sizes = [] if options.format else _sizes(held)
    if options.json:
        options.json.write_text(json.dumps({"formats": figures, "sizes": sizes}, indent=1))


def _sizes(held: _Held) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for level in get_args(Provenance):
        triples = sum(1 for _ in quads(held, provenance=level))
        for name in ("ttl", "nt"):
            plain = io.BytesIO()
            write_rdf(held, plain, name, provenance=level)  # type: ignore[arg-type]
            size, packed = len(plain.getvalue()), len(gzip.compress(plain.getvalue(), 6))
            per = 1000 / held.papers
            rows.append({"provenance": level, "format": name, "triples": triples * per, "bytes": size * per})
            print(
                f"{level:6} {name:4} a thousand abstracts: {triples * per:9,.0f} triples,"
                f" {size * per / 1e6:6.1f} MB, {packed * per / 1e6:5.1f} MB as .gz"
            )
    return rows


if __name__ == "__main__":
    main()
