"""A small corpus written for the tests of all packages."""

import json
from pathlib import Path

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
