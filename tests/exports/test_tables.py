"""CSV, Parquet, Neo4j and GEXF, each read back by what people read it with."""

import csv
import io
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdf_samples import MemoryReader, entity, link, linked, sample_reader

from exports.bundle import open_bundle
from exports.gexf import write_gexf
from exports.neo4j import FILES, write_neo4j
from exports.tables import TABLES, harmless, table_files, write_csv, write_parquet
from exports.xml_graph import flatten
from kg.errors import KgError
from kg.graph import build_graph, graph_edges, graph_nodes
from kg.records import Paper
from kg.text import clean

WRITERS = {"csv": write_csv, "parquet": write_parquet, "neo4j": write_neo4j}
names = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)


def files_of(format: str) -> tuple[str, ...]:
    return FILES if format == "neo4j" else table_files(format)


def written(reader: MemoryReader, format: str, out: Path) -> Path:
    with open_bundle(out, files_of(format)) as bundle:
        WRITERS[format](reader, bundle)
    return out


def bare(text: str) -> str:
    """What a reader does to get a text back."""
    return text[1:] if text.startswith("'") else text


def as_read(value: object) -> object:
    """A value as an export keeps it: what is no character is U+FFFD."""
    if isinstance(value, str):
        return value.replace("\ud800", "\ufffd").replace("\x00", "\ufffd").replace("\ufffe", "\ufffd")
    return [as_read(item) for item in value] if isinstance(value, list) else value


def read_csv(folder: Path, name: str) -> list[dict[str, str]]:
    table = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False, lineterminator=None, engine="c")
    return table.to_dict("records")


def test_pandas_reads_the_csv(tmp_path: Path) -> None:
    reader = sample_reader()
    folder = written(reader, "csv", tmp_path / "out")
    nodes, made = read_csv(folder, "nodes"), list(graph_nodes(reader))
    assert [bare(row["key"]) for row in nodes] == [as_read(key) for key, _ in made]
    for row, (_, attributes) in zip(nodes, made, strict=True):
        for name, value in attributes.items():
            if isinstance(value, list):
                assert json.loads(row[name]) == as_read(value)
            elif isinstance(value, str):
                assert bare(row[name]) == as_read(value)
            else:
                assert row[name] == ("" if value is None else str(value))
    edges = read_csv(folder, "edges")
    assert len(edges) == len(list(graph_edges(reader)))
    assert json.loads(edges[0]["evidence"])[0]["text"]
    assert [row["text"] for row in read_csv(folder, "mentions")][:2] == ["FrostNet", "ImageNet"]
    assert [float(row["value"]) for row in read_csv(folder, "results")] == [81.5, 0.00001]


def test_arrow_reads_the_parquet_with_its_types_and_descriptions(tmp_path: Path) -> None:
    reader = sample_reader()
    folder = written(reader, "parquet", tmp_path / "out")
    nodes = pq.read_table(folder / "nodes.parquet").to_pylist()
    made = list(graph_nodes(reader))
    for row, (key, attributes) in zip(nodes, made, strict=True):
        assert row["key"] == as_read(key)
        assert {name: row[name] for name in attributes} == {name: as_read(v) for name, v in attributes.items()}
    edges = pq.read_table(folder / "edges.parquet").to_pylist()
    for row, (source, target, predicate, attributes) in zip(edges, graph_edges(reader), strict=True):
        assert (row["source"], row["target"], row["predicate"]) == (as_read(source), as_read(target), predicate)
        assert row["evidence"] == attributes["evidence"]
    for table in TABLES:
        schema = pq.read_schema(folder / f"{table.name}.parquet")
        assert all(field.metadata[b"description"] for field in schema)
    assert pd.read_parquet(folder / "results.parquet")["value"].tolist() == [81.5, 0.00001]


@pytest.mark.parametrize("format", WRITERS)
def test_an_empty_graph_has_all_tables(format: str, tmp_path: Path) -> None:
    folder = written(MemoryReader([], [], []), format, tmp_path / "out")
    assert sorted(path.name for path in folder.iterdir()) == sorted(files_of(format))


def test_what_neo4j_imports_is_whole(tmp_path: Path) -> None:
    """By the rules of neo4j-admin's import: typed heads, an id for each node, both ends of each edge known."""
    reader = sample_reader()
    folder = written(reader, "neo4j", tmp_path / "out")
    rows: dict[str, list[dict[str, str]]] = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            rows[path.stem] = list(csv.DictReader(stream, strict=True))
    edges = rows.pop("relationships")
    keys = [row["key:ID"] for kind in rows.values() for row in kind]
    assert len(keys) == len(set(keys)) == len(list(graph_nodes(reader)))
    assert {row[":LABEL"] for kind in rows.values() for row in kind} == set(rows)
    assert len(edges) == len(list(graph_edges(reader)))
    assert {end for row in edges for end in (row[":START_ID"], row[":END_ID"])} <= set(keys)
    frost = next(row for row in rows["Method"] if row["key:ID"] == "method:frostnet")
    assert frost["aliases:string[]"].split("\x1f") == ["Frost Net", "FrostNet"]
    script = (folder / "import.sh").read_text()
    assert all(f"{name}.csv" in script for name in [*rows, "relationships"])
    subprocess.run(["sh", "-n", folder / "import.sh"], check=True)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1+1", "'quoted'", "plain", "", "a=b", "\n=1"]
)
def test_no_cell_is_a_formula_and_every_text_comes_back(text: str) -> None:
    cell = harmless(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert bare(cell) == text


@given(st.text(), st.text())
def test_different_texts_have_different_cells(one: str, other: str) -> None:
    assert (harmless(one) == harmless(other)) == (one == other)


@settings(max_examples=40)
@given(label=names, own_id=names, title=names)
def test_hostile_names_come_back_from_csv_parquet_and_gexf(
    tmp_path_factory: pytest.TempPathFactory, label: str, own_id: str, title: str
) -> None:
    title = clean(title) or "x"
    paper = Paper(id=own_id, title=title, authors=[label], venue=label)
    reader = MemoryReader(
        [entity("Method", label, label, own_id)], [linked(paper, [link(paper, "uses", f"method:{label}", title)])], []
    )
    folder = tmp_path_factory.mktemp("tables")
    (method, row) = read_csv(written(reader, "csv", folder / "csv"), "nodes")
    assert as_read([bare(method["label"]), bare(row["key"]), bare(row["venue"])]) == as_read(
        [label, f"paper:{own_id}", label]
    )
    nodes = pq.read_table(written(reader, "parquet", folder / "parquet") / "nodes.parquet").to_pylist()
    assert as_read([node["label"] for node in nodes]) == as_read([label, title])
    found = through_gexf(build_graph(reader))
    assert len(found) == 2
    assert found.number_of_edges() == 1


@pytest.mark.parametrize("format", WRITERS)
@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_the_bytes_are_the_same_for_the_same_papers(format: str, name: str, tmp_path: Path) -> None:
    reader = sample_reader()
    turned = MemoryReader(reader.entity_list[::-1], reader.paper_list[::-1], reader.relation_list[::-1])
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    outs = [written(reader, format, tmp_path / "one" / name), written(turned, format, tmp_path / "two" / name)]
    contents = [
        [out.read_bytes()] if out.is_file() else [path.read_bytes() for path in sorted(out.iterdir())] for out in outs
    ]
    assert contents[0] == contents[1]


def test_a_zip_holds_the_same_files_as_a_folder(tmp_path: Path) -> None:
    folder, archive = (written(sample_reader(), "csv", tmp_path / name) for name in ("out", "out.zip"))
    with zipfile.ZipFile(archive) as members:
        assert {name: members.read(name) for name in members.namelist()} == {
            path.name: path.read_bytes() for path in folder.iterdir()
        }


def test_an_export_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    out = written(sample_reader(), "csv", tmp_path / "out")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(RuntimeError):
        _fail_half_way(out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    written(sample_reader(), "csv", out)


def _fail_half_way(out: Path) -> None:
    with open_bundle(out, table_files("csv")) as bundle:
        with bundle.file("nodes.csv") as stream:
            stream.write(b"half")
        raise RuntimeError


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("x")
    with pytest.raises(KgError, match=r"thesis\.tex"):
        written(sample_reader(), "csv", tmp_path)
    assert (tmp_path / "thesis.tex").read_text() == "x"


@pytest.mark.parametrize("name", ["-", "out.gz", "a/file/out", "there.txt"])
def test_a_place_that_cannot_hold_several_files_is_told(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there.txt").write_text("x")
    with pytest.raises(KgError, match=name):
        written(sample_reader(), "csv", Path(name))


def through_gexf(graph: "nx.MultiDiGraph[Any]") -> "nx.MultiDiGraph[Any]":
    out = io.BytesIO()
    write_gexf(graph, out)
    return nx.read_gexf(io.BytesIO(out.getvalue()))


def test_networkx_reads_the_gexf() -> None:
    graph = build_graph(sample_reader())
    read = through_gexf(graph)
    # A name loses what XML cannot hold.
    assert len(read) == len(graph)
    assert read.number_of_edges() == graph.number_of_edges()
    wanted = {name: flatten(value) for name, value in graph.nodes["paper:arxiv:2101.00001"].items()}
    wanted = {name: value for name, value in wanted.items() if value is not None}
    assert read.nodes["paper:arxiv:2101.00001"] == wanted
    labels = {(s, t): d["label"] for s, t, d in read.edges(data=True)}
    assert labels["method:frostnet", "dataset:imagenet"] == "evaluatedOn"


def test_gexf_keeps_parallel_edges() -> None:
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    graph.add_edge("paper:1", "method:a", key="uses", confidence=0.5)
    graph.add_edge("paper:1", "method:a", key="introduces", confidence=0.9)
    edges = through_gexf(graph).edges(data=True)
    assert {(data["label"], data["weight"]) for _, _, data in edges} == {("uses", 0.5), ("introduces", 0.9)}
