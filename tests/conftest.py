"""What the tests of all packages share: a small corpus written for them, and a graph built from it."""

from pathlib import Path

import pytest
from three_papers import PAPERS, write_jsonl

import kg


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A JSON Lines file of the three papers."""
    return write_jsonl(tmp_path_factory.mktemp("corpus") / "papers.jsonl", PAPERS)


@pytest.fixture(scope="session")
def built(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a graph of the corpus was built."""
    out = tmp_path_factory.mktemp("built")
    kg.build(corpus, out)
    return out


@pytest.fixture(scope="session")
def graph(built: Path) -> kg.KnowledgeGraph:
    """The graph of the corpus, loaded again."""
    return kg.load(built)
