import io
import json
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.graphml import write_graphml
from exports.node_link import write_node_link
from exports.xml_graph import flatten
from kg.errors import KgError

EVIDENCE = [{"paper": "p", "start": 0, "end": 9, "text": 'We use "Foo" & <b>.', "mention": [7, 10]}]


def sample_graph() -> "nx.MultiDiGraph[Any]":
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    graph.add_node(
        "paper:p 1/\u200f",
        type="Paper",
        label='On <Foo> & "Bar"\u202e\x00',
        aliases=[],
        papers=None,
        authors=["Ada Frost", "Bo Ice"],
        author_count=None,
        date="2024-06",
        title=None,
    )
    graph.add_node("method:foo", type="Method", label="Foo", aliases=["F; oo", "föö"], papers=2)
    graph.add_edge("paper:p 1/\u200f", "method:foo", key="introduces", confidence=1, evidence=EVIDENCE)
    graph.add_edge("paper:p 1/\u200f", "method:foo", key="uses", confidence=0.25, evidence=[])
    return graph


def through_graphml(graph: "nx.MultiDiGraph[Any]") -> "nx.MultiDiGraph[Any]":
    out = io.BytesIO()
    write_graphml(graph, out)
    return nx.read_graphml(io.BytesIO(out.getvalue()), force_multigraph=True)


def through_json(graph: "nx.MultiDiGraph[Any]") -> "nx.MultiDiGraph[Any]":
    out = io.BytesIO()
    write_node_link(graph, out)
    return nx.node_link_graph(json.loads(out.getvalue()), edges="edges")


def test_graphml_keeps_nodes_with_flat_attributes() -> None:
    read = through_graphml(sample_graph())
    assert read.nodes["paper:p 1/\u200f"] == {
        "type": "Paper",
        "label": 'On <Foo> & "Bar"\u202e',
        "aliases": "",
        "authors": "Ada Frost; Bo Ice",
        "date": "2024-06",
    }
    assert read.nodes["method:foo"]["papers"] == 2
    assert read.nodes["method:foo"]["aliases"] == "F; oo; föö"


def test_graphml_keeps_parallel_edges_with_their_predicates() -> None:
    edges = through_graphml(sample_graph()).edges(data=True)
    by_predicate = {data["predicate"]: data for _, _, data in edges}
    assert set(by_predicate) == {"introduces", "uses"}
    assert by_predicate["introduces"]["confidence"] == 1.0
    assert json.loads(by_predicate["introduces"]["evidence"]) == EVIDENCE


def test_graphml_is_the_same_whatever_the_order() -> None:
    graph = sample_graph()
    turned: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    outs = [io.BytesIO(), io.BytesIO()]
    for each, out in zip((graph, turned), outs, strict=True):
        write_graphml(each, out)
    assert outs[0].getvalue() == outs[1].getvalue()


@given(st.lists(st.text(alphabet=st.characters(), max_size=6), min_size=1, unique=True))
def test_graphml_keeps_as_many_nodes_as_there_are(names: list[str]) -> None:
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    nx.add_path(graph, [f"paper:{name}" for name in names], key="x")
    for name in names:
        graph.nodes[f"paper:{name}"]["label"] = name
    read = through_graphml(graph)
    assert len(read) == len(names)
    assert read.number_of_edges() == len(names) - 1


@pytest.mark.parametrize(
    ("values", "kind"), [([1, 2], "long"), ([1, 0.5], "double"), ([True], "boolean"), ([1, "x"], "string")]
)
def test_an_attribute_has_the_type_that_fits_all_its_values(values: list[object], kind: str) -> None:
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    for number, value in enumerate(values):
        graph.add_node(f"task:{number}", size=value)
    out = io.BytesIO()
    write_graphml(graph, out)
    assert f'attr.name="size" attr.type="{kind}"'.encode() in out.getvalue()
    assert [data["size"] for _, data in through_graphml(graph).nodes(data=True)] == [
        type(values[-1])(v) for v in values
    ]


def test_what_graphml_has_no_form_for_is_left_out() -> None:
    assert flatten(float("nan")) is None
    assert flatten(None) is None
    assert flatten([]) == ""


def test_node_link_json_gives_the_graph_back() -> None:
    read = through_json(sample_graph())
    assert nx.utils.graphs_equal(read, sample_graph())


def test_node_link_json_is_what_networkx_writes() -> None:
    out = io.BytesIO()
    write_node_link(sample_graph(), out)
    ours, theirs = json.loads(out.getvalue()), nx.node_link_data(sample_graph(), edges="edges")
    for part in ("nodes", "edges"):
        assert sorted(map(str_of, ours.pop(part))) == sorted(map(str_of, theirs.pop(part)))
    assert ours == theirs


def str_of(row: dict[str, object]) -> str:
    return json.dumps(row, sort_keys=True)


def test_an_empty_graph_is_written() -> None:
    empty: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    assert len(through_json(empty)) == len(through_graphml(empty)) == 0


@pytest.mark.parametrize("value", [float("nan"), {1, 2}])
def test_what_json_cannot_hold_is_told(value: object) -> None:
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    graph.add_node("task:x", size=value)
    with pytest.raises(KgError, match="JSON export"):
        write_node_link(graph, io.BytesIO())
