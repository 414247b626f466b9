"""The gate on the user's own documents and the annotated abstracts, where `../shared` is there."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import kg
from kg import sources
from kg.evaluation import read_annotated, score
from kg.records import Record

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SEEDS = SHARED / "data/seeds"
DEV = SHARED / "data/gold/dev.jsonl"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared is not here: the gate on real data needs it")

PAPERS_BY_SHAPE = {"000": 11, "001": 90, "002": 57, "004": 10}


@pytest.fixture(scope="module")
def records() -> dict[str, list[Record]]:
    """What each of the user's documents gives, by the beginning of its name."""
    return {
        shape: [r for r in sources.read([next(SEEDS.glob(f"{shape}*"))]) if isinstance(r, Record)]
        for shape in PAPERS_BY_SHAPE
    }


@pytest.mark.parametrize("shape", PAPERS_BY_SHAPE)
def test_every_shape_of_page_gives_its_papers(records: dict[str, list[Record]], shape: str) -> None:
    assert len(records[shape]) == PAPERS_BY_SHAPE[shape]


def test_titles_and_abstracts_are_those_that_were_annotated(records: dict[str, list[Record]]) -> None:
    annotated = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    wanted = Counter((p["title"], p["abstract"]) for p in annotated)
    read = {(r.title, r.abstract) for part in records.values() for r in part}
    assert [title for title, abstract in wanted if (title, abstract) not in read] == []


def test_dates_ids_and_venues_of_the_pages_that_have_them(records: dict[str, list[Record]]) -> None:
    assert all(r.date or r.date_text for r in records["002"])
    assert all(r.arxiv and r.date for r in records["004"])
    assert sum(r.venue is not None for r in records["004"]) >= 3


def test_the_seeds_build_a_graph_that_answers(tmp_path: Path) -> None:
    graph = kg.build(SEEDS, tmp_path)
    table = graph.sparql(
        "SELECT DISTINCT ?paper ?sentence { ?link rdf:predicate kg:evaluatesOn ; rdf:subject ?paper ; rdf:object ?d ;"
        " kg:sentence ?sentence . ?d skos:prefLabel 'ImageNet' }"
    )
    assert table["paper"].nunique() >= 10


def test_extraction_reaches_the_agreed_quality_and_eval_agrees_with_the_scorer(tmp_path: Path) -> None:
    from extractors.pipeline import Extractor
    from kg.records import Paper

    annotated = read_annotated(DEV)
    extractor = Extractor()
    found = {
        x.id: x.model_dump()
        for x in extractor.stream(
            [Paper(id=id, title=p.get("title"), abstract=p.get("abstract")) for id, p in annotated.items()]
        )
    }
    ours = score(annotated, found)
    assert ours.figures["all entities"].f1 >= 0.50
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("".join(json.dumps(p) + "\n" for p in found.values()), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(SHARED / "eval/score.py"), str(DEV), str(predicted), "--json"],
        capture_output=True,
        check=True,
    )
    theirs = json.loads(done.stdout)
    for name, figures in ours.figures.items():
        assert (figures.tp, figures.fp, figures.fn) == tuple(theirs[name][k] for k in ("tp", "fp", "fn")), name
    assert ours.role_accuracy == pytest.approx(theirs["role accuracy"])
