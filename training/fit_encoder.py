"""Fit the encoder to what the teacher says of abstracts without annotations.

It never sees an annotation itself, so that what it makes of annotated papers is no better
than what it makes of others: those who are fitted on top of it can learn from them.
"""

import random
from collections.abc import Sequence
from pathlib import Path

import torch

from training.encoder import Encoder
from training.fit_teacher import train
from training.lessons import Lesson

__all__ = ["fit_encoder"]


def fit_encoder(
    model: Encoder,
    taught: Sequence[Lesson],
    output: Path,
    epochs: int = 2,
    size: int = 16,
    rate: float = 2.5e-4,
    head_rate: float = 1e-3,
    seed: int = 1,
) -> Encoder:
    """The encoder after `epochs` rounds more; its state is kept in `output` after each."""
    torch.manual_seed(seed)
    return train(model, taught, output, epochs, size, rate, head_rate, random.Random(seed))
