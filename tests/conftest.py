"""What the tests of all packages share: a small corpus written for them, and a graph built from it."""

import signal
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


@pytest.fixture(autouse=True, scope="session")
def _signals_are_heeded() -> None:
    """Whoever runs the tests in the background, or under nohup, has them ignore signals, and so what they start."""
    for number in (signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
