"""The whole way, on any corpus: what a graph says stands in its papers, and every export of it can be read."""

import json
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from exports.rdf import pieces

#: Words that make extraction, results and linking work, among letters and marks that mean something to a format.
_WORDS = st.sampled_from(
    "We propose FooNet ( FN ), which outperforms ResNet-50 by 2.5 % accuracy on ImageNet and CIFAR-10. "
    "graph convolutional network (GCN) mAP of 45.1/47.9 respectively, 10^{-3} object detection BERT-large".split()
) | st.text(max_size=5)
_TEXTS = st.lists(_WORDS, max_size=25).map(" ".join)
_IDS = st.sampled_from(["", "2101.00001", "10.1000/x", "../../etc/passwd", "a b", "<x>", "\u202e"])


@given(st.lists(st.tuples(_IDS, _TEXTS, _TEXTS), min_size=1, max_size=4))
@settings(max_examples=15)
def test_any_corpus_gives_a_graph_that_says_what_stands_in_it(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    file = tmp_path_factory.getbasetemp() / "any-corpus.jsonl"
    lines = [json.dumps(dict(zip(("id", "title", "abstract"), row, strict=True))) for row in [*rows, ("z", "Last", "")]]
    file.write_text("\n".join(lines), encoding="utf-8")
    graph = kg.build(file, profile="fast")
    papers = list(graph.reader.linked_papers())
    assert papers
    for one in papers:
        text = one.paper.text
        assert all(evidence.text == text[evidence.start : evidence.end] for k in one.links for evidence in k.evidence)
        assert all(text[m.start : m.end].strip() for m in one.mentions)
        assert all(result.text == text[result.start : result.end] for result in one.results)
    turtle = "".join(pieces(graph.reader))
    assert len(list(pyoxigraph.parse(turtle.encode(), pyoxigraph.RdfFormat.TURTLE))) > 0
    keys = {node.key for node in graph.reader.entities()} | {f"paper:{one.paper.id}" for one in papers}
    assert keys <= set(graph.nx)
    assert graph.sparql("SELECT (COUNT(DISTINCT ?p) AS ?n) { ?p a kg:Paper }")["n"].tolist() == [len(papers)]


def test_the_same_corpus_in_any_form_gives_the_same_graph(tmp_path: Path) -> None:
    papers = [
        {"id": str(n), "title": f"On FooNet {n}", "abstract": f"FooNet has {n}.5% on ImageNet."} for n in range(9)
    ]
    written = {
        "a.jsonl": "\n".join(map(json.dumps, papers)),
        "b.json": json.dumps(papers, indent=1),
        "c.csv": "id,title,abstract\n" + "".join(f"{p['id']},{p['title']},{p['abstract']}\n" for p in papers),
    }
    graphs = set()
    for name, text in written.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        graphs.add("".join(pieces(kg.build(tmp_path / name, profile="fast").reader)))
    assert len(graphs) == 1
