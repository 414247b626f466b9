"""Papers by number, invented, whose names extraction finds: a corpus of any size for the tests of the store."""

import json
from pathlib import Path

DATASETS = ("ImageNet", "CIFAR-10", "COCO", "SQuAD", "LibriSpeech", "GLUE")
METHODS = ("ResNet-50", "BERT", "graph convolutional networks (GCN)", "GCN", "LoRA", "SGD")
TASKS = ("image classification", "object detection", "question answering", "speech recognition")


def paper(number: int) -> dict[str, str]:
    """One paper; neighbours share names, and every fifth builds on the one before."""
    name = f"Zub{number}Net"
    base = f"Zub{number - 1}Net" if number % 5 == 0 else METHODS[number % len(METHODS)]
    return {
        "id": f"2401.{number:05}",
        "title": f"{name}: A Compact Network for {TASKS[number % len(TASKS)].title()}",
        "abstract": f"We propose {name}, a compact network for {TASKS[number % len(TASKS)]}. "
        f"It is compared with {base}. "
        f"On {DATASETS[number % len(DATASETS)]} it reaches {60 + number % 30}.5% accuracy.",
    }


def write(path: Path, numbers: range) -> Path:
    """A JSON Lines file of papers."""
    path.write_text("".join(json.dumps(paper(n)) + "\n" for n in numbers), encoding="utf-8")
    return path
