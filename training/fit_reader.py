"""Fine-tune a reader: the teacher on annotated papers, the encoder on what the teacher says of others."""

import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import torch
from torch import nn

from training.heads import loss_of
from training.lessons import Lesson, batches, together

__all__ = ["fit_reader"]

Model = TypeVar("Model", bound=nn.Module)
#: The parts that neither MPNet nor MiniLM brings with it.
_FRESH = ("heads", "shapes", "titles")


def fit_reader(
    model: Model,
    lessons: Sequence[Lesson],
    output: Path,
    epochs: int,
    rates: tuple[float, float],
    size: int = 16,
    seed: int = 1,
) -> Model:
    """A reader after `epochs` rounds more, in bfloat16; its state is kept in `output` after each.

    `rates` are for what was pretrained, and for what was not.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)
    rate, head_rate = rates
    trained = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    groups = [
        {"params": [p for n, p in trained if not n.startswith(_FRESH)], "lr": rate},
        {"params": [p for n, p in trained if n.startswith(_FRESH)], "lr": head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    steps = epochs * ((len(lessons) + size - 1) // size)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.08 * steps), max(0.0, 1 - step / steps))
    )
    step, running, began = 0, 0.0, time.monotonic()
    for epoch in range(epochs):
        model.train()
        for some in batches(lessons, size, rng):
            batch = together(some)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                said = model(batch)
            loss = loss_of(said, batch)
            loss.backward()
            nn.utils.clip_grad_norm_([p for _, p in trained], 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            running += (loss.item() - running) / min(step, 60)
            if step % 20 == 0:
                print(
                    f"epoch {epoch} step {step}/{steps} loss {running:.4f} {time.monotonic() - began:.0f}s", flush=True
                )
        torch.save(model.state_dict(), output)
    return model.eval()
