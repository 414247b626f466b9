"""The wheel carries everything: lexicon, tables, ontology, queries, templates."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the checkout, unpacked as pip would."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    (wheel,) = folder.glob("paperkg-*.whl")
    site = folder / "site"
    zipfile.ZipFile(wheel).extractall(site)
    return site


def run_there(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run Python in a foreign folder with the unpacked wheel before everything else."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        timeout=300,
        check=True,
    )


def test_only_our_packages_are_at_the_top_level(unpacked: Path) -> None:
    names = {p.name for p in unpacked.iterdir() if not p.name.endswith(".dist-info")}
    assert names == {"kg", "extractors", "exports"}


def test_the_wheel_builds_a_graph_from_a_foreign_folder(unpacked: Path, corpus: Path, tmp_path: Path) -> None:
    where = run_there(unpacked, tmp_path, "-c", "import kg; print(kg.__file__)").stdout.decode()
    assert where.startswith(str(unpacked))
    main = "import sys; from kg.cli import main; sys.argv[0] = 'kg'; main()"
    run_there(unpacked, tmp_path, "-c", main, "build", str(corpus), "-o", "out")
    assert {p.name for p in (tmp_path / "out").iterdir()} >= {"graph.ttl", "graph.html", "paperkg.sqlite"}
    answer = run_there(
        unpacked, tmp_path, "-c", main, "query", "out", "papers-on-dataset", "--param", "dataset=ImageNet"
    )
    assert b"TinkerNet" in answer.stdout
