"""What the documentation shows runs: the Python and the commands of every page, in order, page by page.

A fence with a title (```text title="page.txt") is a file that the examples of its page read. What stands under a
comment that begins with "not run:" is left out, for the reason given there.
"""

import re
import shlex
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import Result
from typer.testing import CliRunner

import kg
import kg.cli
from kg.cli.application import app

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
_FENCE = re.compile(r"^(<!-- not run: [^\n]*-->\n)?```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r'title="([\w.-]+)"')


class Example(NamedTuple):
    """A fence that is to be run, or a file that is to be there."""

    language: str
    file: str | None
    text: str


def examples(page: Path) -> list[Example]:
    """The fences of a page, in order."""
    found = []
    for skipped, language, rest, text in _FENCE.findall(page.read_text(encoding="utf-8")):
        title = _TITLE.search(rest)
        if not skipped:
            found.append(Example(language, title[1] if title else None, text))
    return found


def commands(text: str) -> list[list[str]]:
    """The words of each `kg` command of a console session, without its comments and its output."""
    lines = [line.removeprefix("$ ").replace(".venv/bin/", "") for line in text.splitlines() if line.startswith("$ ")]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("kg ")]


def run(words: list[str]) -> Result:
    kg.cli.load_commands()
    return CliRunner().invoke(app, words, prog_name="kg")


@pytest.fixture
def workplace(demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the demo corpus and its graph, and the files that examples name."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copytree(demo_folder / "demo", tmp_path / "demo")
    (tmp_path / "mine.csv").write_text("type,name,aliases\nDataset,HarborBench,Harbor Benchmark\n", encoding="utf-8")
    shutil.copy(ROOT / "examples" / "references.bib", tmp_path / "papers.bib")
    shutil.copy(ROOT / "examples" / "reading_list.txt", tmp_path / "abstracts.txt")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def runnable(page: Path) -> bool:
    return any(e.language == "python" or (e.language == "console" and commands(e.text)) for e in examples(page))


@pytest.mark.parametrize("page", list(filter(runnable, PAGES)), ids=lambda page: str(page.relative_to(DOCS)))
@pytest.mark.usefixtures("workplace")
def test_the_examples_of_a_page_run(page: Path) -> None:
    names: dict[str, object] = {}
    for example in examples(page):
        if example.file is not None:
            Path(example.file).write_text(example.text, encoding="utf-8")
        elif example.language == "python":
            exec(compile(example.text, str(page), "exec"), names)
        elif example.language == "console":
            for words in commands(example.text):
                done = run(words)
                assert done.exit_code == 0, (words, done.output, done.exception)


@pytest.mark.usefixtures("workplace")
def test_the_commands_of_the_readme_run() -> None:
    for example in examples(ROOT / "README.md"):
        if example.language == "console":
            Path("out").mkdir(exist_ok=True)
            for words in commands(example.text):
                done = run(words)
                assert done.exit_code == 0, (words, done.output, done.exception)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_notebook_runs() -> None:
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    notebook = nbformat.read(DOCS / "notebooks" / "demo.ipynb", as_version=4)
    nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(ROOT)}}).execute()
    pictures = [o for cell in notebook.cells for o in cell.get("outputs", []) if "image/png" in o.get("data", {})]
    assert len(pictures) == 2
