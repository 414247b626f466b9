"""What the README shows runs, and answers as the README says."""

import re
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def demo() -> kg.KnowledgeGraph:
    """The graph that `make demo` builds."""
    return kg.build(ROOT / "examples")


def test_the_first_code_block_is_the_two_commands() -> None:
    first = re.search(r"```\w*\n(.*?)```", README, re.DOTALL)
    assert first is not None
    assert first.group(1) == "make demo\nmake test\n"


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = blocks("python")
    names: dict[str, object] = {}
    exec(code, names)
    assert names["key"] == "dataset:cifar-10"
    assert names["papers"]


@pytest.mark.parametrize("number", range(5))
def test_the_sparql_of_the_readme_answers_as_it_says(demo: kg.KnowledgeGraph, number: int) -> None:
    query = blocks("sparql")[number]
    answer = demo.sparql(query)
    assert not isinstance(answer, bool)
    shown = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in README.split(query)[1].split("```\n", 1)[1].split("\n\n")[1].splitlines()
    ]
    header, _, *rows = shown
    assert list(answer.columns) == header
    assert [[str(cell) for cell in row] for row in answer.to_numpy().tolist()][: len(rows)] == rows


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_links_of_the_readme_lead_somewhere(path: str) -> None:
    assert (ROOT / path).exists()
