"""`kg view` as a person runs it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import kg.cli.write  # noqa: F401  (adds the command to the application)
from kg.cli.application import app
from kg.errors import KgError


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def drawn(page: Path) -> set[str]:
    """The keys of the nodes that a page draws at first."""
    found = re.search(r'id="graph-data">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    data: Any = json.loads(found.group(1))
    return {node["key"] for node in data["nodes"][: data["drawn"]]}


def test_everything_is_drawn(built: Path, tmp_path: Path) -> None:
    done = run("view", built, "-o", tmp_path / "page.html")
    assert (done.exit_code, done.output) == (0, "")
    assert {"dataset:imagenet", "paper:arxiv:2101.00001", "paper:arxiv:2203.00002"} <= drawn(tmp_path / "page.html")


def test_a_neighbourhood_of_one_type(built: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = run("view", built, "-o", page, "--around", "ImageNet", "--hops", 2, "--type", "Method")
    assert done.exit_code == 0, done.output
    keys = drawn(page)
    assert {key.partition(":")[0] for key in keys} == {"paper", "method", "dataset"}
    assert {key for key in keys if key.startswith("dataset:")} == {"dataset:imagenet"}
    assert "paper:arxiv:2203.00002" not in keys


def test_the_top_is_said_to_be_a_part(built: Path, tmp_path: Path) -> None:
    done = run("view", built, "-o", tmp_path / "page.html", "--top", 3)
    assert done.exit_code == 0
    assert re.search(r"shows 3 of \d+ nodes; the page says how to see more", " ".join(done.output.split()))
    assert len(drawn(tmp_path / "page.html")) == 3


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--around", "Nonesuch"], "nothing in the graph is named 'Nonesuch'"),
        (["-o", "no/where.html"], "no/where.html"),
    ],
)
def test_what_cannot_be_done_is_one_clear_error(built: Path, tmp_path: Path, options: list[str], words: str) -> None:
    done = run("view", built, "-o", tmp_path / "page.html", *options)
    assert isinstance(done.exception, KgError)
    assert words in str(done.exception)
    assert list(tmp_path.iterdir()) == []


def test_unknown_type_is_wrong_usage(built: Path, tmp_path: Path) -> None:
    assert run("view", built, "-o", tmp_path / "page.html", "--type", "Person").exit_code == 2
