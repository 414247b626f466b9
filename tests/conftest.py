"""What the tests of all packages share: a small corpus written for them, and a graph built from it."""

import json
from pathlib import Path

import pytest

import kg

#: Three invented papers that name each other's system, one dataset of their own and public ones.
PAPERS = [
    {
        "id": "2101.00001",
        "title": "TinkerNet: A Compact Network for Image Classification",
        "abstract": "We propose TinkerNet, a compact convolutional neural network (CNN) for image classification. "
        "TinkerNet reaches 81.5% top-1 accuracy on ImageNet and outperforms ResNet-50 by 2.1%. "
        "Code is at https://github.com/example/tinkernet.",
        "authors": ["Ada Example", "Ben Sample"],
        "categories": "cs.CV",
    },
    {
        "id": "2203.00002",
        "title": "MendBench: A Benchmark for Program Repair",
        "abstract": "We introduce MendBench, a benchmark for program repair. Large language models (LLMs) solve 12.5% "
        "of its tasks. We also evaluate on HumanEval.",
        "authors": ["Cy Nobody"],
        "categories": "cs.SE",
    },
    {
        "id": "2305.00003",
        "title": "Wider TinkerNet with Knowledge Distillation",
        "abstract": "We train TinkerNet with knowledge distillation. On ImageNet it reaches 83.0% top-1 accuracy, "
        "compared with 81.5% without it. On CIFAR-10 we report accuracy as well.",
        "authors": ["Ada Example"],
        "categories": "cs.LG",
    },
]


def write_jsonl(path: Path, papers: list[dict[str, object]]) -> Path:
    """The papers as JSON Lines."""
    path.write_text("".join(json.dumps(p) + "\n" for p in papers), encoding="utf-8")
    return path


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
