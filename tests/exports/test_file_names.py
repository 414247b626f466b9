"""No file is named after anything that an input says."""

from pathlib import Path

import pytest
from three_papers import PAPERS, write_jsonl

import kg
from exports.bundle import open_bundle
from exports.neo4j import FILES, write_neo4j
from exports.tables import table_files, write_csv
from kg.store import FILE_NAME


@pytest.mark.parametrize("id", ["../../evil", "/etc/evil", "..", "a/b\\c", "~root", "nul\x00evil", "-rf"])
def test_ids_and_names_make_no_path(tmp_path: Path, id: str) -> None:
    papers = [{**PAPERS[0], "id": id, "title": f"{id}: {PAPERS[0]['title']}", "venue": id, "authors": [id]}]
    corpus = write_jsonl(tmp_path / "papers.jsonl", papers)
    out = tmp_path / "deep" / "down" / "out"
    graph = kg.build(corpus, out, profile="fast")
    with open_bundle(out / "csv", table_files("csv")) as bundle:
        write_csv(graph.reader, bundle)
    with open_bundle(out / "neo4j.zip", FILES) as archive:
        write_neo4j(graph.reader, archive)
    graph.reader.close()
    files = {path.name for path in tmp_path.rglob("*") if path.is_file() and "sparql" not in path.parts}
    assert files == {"papers.jsonl", FILE_NAME, "neo4j.zip", *table_files("csv")}
