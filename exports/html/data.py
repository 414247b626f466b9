"""What the page knows: nodes, links with their evidence, and results, as plain JSON values.

Sentences are not repeated: a paper's title and abstract stand once, and evidence points into them.
Positions in the page count UTF-16 units, as JavaScript does; in the graph they count characters.

The scripts of the page rely on this shape:

    nodes    {key, type, label, aliases, papers, years: [[year, papers]], iri, more?, paper?}
             `more` gives, for "<predicate" (incoming) and ">predicate" (outgoing), the number of links
             in the graph where the page holds fewer; `paper` holds the fields of a paper, and under
             `pages` where it is to be read: {name, href, code}, href null where a link leads nowhere safe
    links    [subject, predicate, object, confidence, sentences, evidence]; subject and object are indices
             into nodes; `sentences` counts all evidence, of which at most MAX_SENTENCES are given
    evidence [paper, start, end, mention start, mention end], or [paper, sentence, mention start, mention end]
             where the text is not held; mentions in the second form count from the sentence's start
    results  {paper, method, dataset, metric, task, value, unit, kind, text, confidence, sure, rank, note}; the
             first five are an index into nodes, a label where the page does not hold the node, or null;
             `rank` is its place on the dataset's leaderboard, null where it does not compare, `note` says why
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any, NamedTuple

import networkx as nx

from exports.html.selection import Selection
from exports.iris import Iris
from exports.weblinks import is_code, link_iri
from kg.text import paper_text

__all__ = ["CO_USE", "MAX_SENTENCES", "Standing", "build", "paper_years", "utf16_offsets"]

#: The predicate of a join between entities that papers name together; it is no predicate of the graph.
CO_USE = "coUse"
#: Sentences given of one link, and links listed of one predicate.
MAX_SENTENCES = 20
#: Results held, and sentences quoted from papers whose text is not held, on one page.
MAX_RESULTS = 6_000
MAX_QUOTED = 2
MAX_ALIASES = 60
#: Results of less confidence are shown only when asked for, unless a leaderboard judges them.
SURE = 0.7

_RESULT_ENDS = {
    "resultOf": "paper",
    "ofMethod": "method",
    "onDataset": "dataset",
    "byMetric": "metric",
    "forTask": "task",
}
_PAPER_FIELDS = (
    "title", "abstract", "authors", "author_count", "date", "date_text", "venue", "categories",
)  # fmt: skip

Json = dict[str, Any]


class Standing(NamedTuple):
    """How a result stands among those on its dataset: its rank, what keeps it from comparing, is it sure enough."""

    rank: int | None
    note: str
    sure: bool


def build(
    graph: nx.MultiDiGraph, selection: Selection, iris: Iris, standings: Mapping[str, Standing] | None = None
) -> Json:
    """Nodes, links and results of a selection, as the page's scripts read them."""
    index = {key: i for i, key in enumerate(selection.keys)}
    texts = _Texts(graph, index)
    links = list(_links(graph, index, texts))
    links += [[index[a], CO_USE, index[b], None, papers, []] for a, b, papers in selection.joins]
    given = Counter(end for s, p, o, *_ in links for end in ((s, f">{p}"), (o, f"<{p}")))
    return {
        "nodes": [_node(graph, key, i, given, iris) for key, i in index.items()],
        "links": links,
        "results": _results(graph, index, standings or {}),
    }


def utf16_offsets(text: str) -> list[int] | None:
    """For each character offset its UTF-16 offset; None where they are the same.

    >>> utf16_offsets("a\\U0001f600b")
    [0, 1, 3, 4]
    """
    if not text or max(text) <= "\uffff":
        return None
    return [0, *accumulate(2 if character > "\uffff" else 1 for character in text)]


class _Texts:
    """The texts of the papers on the page, and positions in them as JavaScript counts."""

    def __init__(self, graph: nx.MultiDiGraph, index: Mapping[str, int]) -> None:
        self._index = index
        self._texts: dict[str, str] = {}
        self._offsets: dict[str, list[int] | None] = {}
        for key in index:
            node = graph.nodes[key]
            if node.get("type") == "Paper":
                text = paper_text(node.get("title"), node.get("abstract"))
                self._texts[key] = text
                self._offsets[key] = utf16_offsets(text)

    def evidence(self, item: Mapping[str, Any]) -> list[Any]:
        """One piece of evidence: a pointer into a text that is held, or the sentence itself."""
        key = f"paper:{item['paper']}"
        start, end = int(item["start"]), int(item["end"])
        first, last = item.get("mention") or (start, start)
        sentence = str(item.get("text") or "")
        if key in self._texts and self._texts[key][start:end] == sentence:
            offsets = self._offsets[key]
            places = [start, end, first, last]
            return [self._index[key], *((offsets[p] for p in places) if offsets else places)]
        units = utf16_offsets(sentence)
        places = [min(max(p - start, 0), len(sentence)) for p in (first, last)]
        return [self._index.get(key, item["paper"]), sentence, *((units[p] for p in places) if units else places)]


def _links(graph: nx.MultiDiGraph, index: Mapping[str, int], texts: _Texts) -> Iterator[list[Any]]:
    for subject, i in index.items():
        rows = [
            (index[target], predicate, edge)
            for _, target, predicate, edge in graph.out_edges(subject, keys=True, data=True)
            if target in index and predicate not in _RESULT_ENDS
        ]
        for j, predicate, edge in sorted(rows, key=lambda row: row[:2]):
            evidence = edge.get("evidence") or []
            given = [texts.evidence(item) for item in evidence[:MAX_SENTENCES]]
            quoted = [item for item in given if isinstance(item[1], str)]
            if len(quoted) > MAX_QUOTED:
                given = [item for item in given if not isinstance(item[1], str)] + quoted[:MAX_QUOTED]
            yield [i, str(predicate), j, _number(edge.get("confidence")), len(evidence), given]


def _number(value: Any) -> float | None:
    """A number that JSON can hold."""
    return round(float(value), 6) if value is not None and math.isfinite(value) else None


def _node(graph: nx.MultiDiGraph, key: str, i: int, given: Counter[tuple[int, str]], iris: Iris) -> Json:
    node = graph.nodes[key]
    result: Json = {
        "key": key,
        "type": str(node.get("type", "")),
        "label": str(node.get("label") or node.get("title") or key),
        "aliases": [str(alias) for alias in (node.get("aliases") or ())][:MAX_ALIASES],
        "papers": int(node.get("papers") or 0),
        "iri": iris.paper(key.partition(":")[2]) if node.get("type") == "Paper" else iris.node(key),
    }
    more = {end: total for end, total in sorted(_degrees(graph, key).items()) if total > given[i, end]}
    if more:
        result["more"] = more
    if result["type"] == "Paper":
        fields = {field: node[field] for field in _PAPER_FIELDS if node.get(field)}
        result["paper"] = {**fields, "pages": _pages(node, iris)}
        result["years"] = [[year, 1]] if (year := _year(node)) else []
    else:
        result["years"] = _years(graph, key)
        result["papers"] = result["papers"] or sum(papers for _, papers in result["years"])
    return result


def _pages(node: Mapping[str, Any], iris: Iris) -> list[Json]:
    """Where a paper is to be read, and its code: arXiv, DOI, then the links that it gives."""
    pages: list[Json] = []
    for scheme, name in (("arxiv", "arXiv"), ("doi", "DOI")):
        if identifier := node.get(scheme):
            address = iris.paper(f"{scheme}:{identifier}")
            pages.append({"name": f"{name} {identifier}", "href": address, "code": False})
    for link in node.get("links") or ():
        href = link_iri(str(link))
        pages.append({"name": str(link), "href": href, "code": href is not None and is_code(href)})
    return pages


def _degrees(graph: nx.MultiDiGraph, key: str) -> Counter[str]:
    """Links of a node by direction and predicate; results have a place of their own in the page."""
    degrees = Counter(f">{predicate}" for *_, predicate in graph.out_edges(key, keys=True))
    degrees.update(f"<{predicate}" for *_, predicate in graph.in_edges(key, keys=True))
    return Counter({end: total for end, total in degrees.items() if end[1:] not in _RESULT_ENDS})


def _years(graph: nx.MultiDiGraph, key: str) -> list[list[int]]:
    """Papers that name an entity, by year; those without a year count as year 0."""
    papers = (graph.nodes[other] for other in set(graph.predecessors(key)))
    years = Counter(_year(node) for node in papers if node.get("type") == "Paper")
    return [[year, years[year]] for year in sorted(years)]


def paper_years(graph: nx.MultiDiGraph) -> list[list[int]]:
    """All papers of a graph by year; those without a year count as year 0."""
    years = Counter(_year(node) for _, node in graph.nodes(data=True) if node.get("type") == "Paper")
    return [[year, years[year]] for year in sorted(years)]


def _year(node: Mapping[str, Any]) -> int:
    digits = str(node.get("date") or "")[:4]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _results(graph: nx.MultiDiGraph, index: Mapping[str, int], standings: Mapping[str, Standing]) -> list[Json]:
    """Results that concern a node of the page: the best on a dataset first, then those of papers that it holds."""
    rows: list[tuple[int, bool, str, Json]] = []
    for key, node in graph.nodes(data=True):
        if node.get("type") != "Result":
            continue
        row: Json = dict.fromkeys(_RESULT_ENDS.values())
        for _, target, predicate, edge in graph.out_edges(key, keys=True, data=True):
            if predicate in _RESULT_ENDS:
                label = graph.nodes[target].get("label")
                row[_RESULT_ENDS[predicate]] = index.get(target, str(label or target))
                row["confidence"] = _number(edge.get("confidence"))
        if not any(isinstance(end, int) for end in row.values()):
            continue
        row |= {field: str(node.get(field) or "") for field in ("unit", "kind", "text")}
        row["value"] = _number(node.get("value"))
        sure = row["confidence"] is None or row["confidence"] >= SURE
        standing = standings.get(key, Standing(None, "", sure))
        row |= standing._asdict()
        place = standing.rank if standing.rank and standing.rank <= MAX_SENTENCES else MAX_SENTENCES + 1
        rows.append((place, not isinstance(row["paper"], int), str(key), row))
    return [row for *_, row in sorted(rows, key=lambda item: item[:3])[:MAX_RESULTS]]
