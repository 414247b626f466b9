"""Fine-tune the encoder on annotated papers."""

import random
import time
from pathlib import Path

import torch
from torch import Tensor

from extractors.wordpieces import WordPieces, shape
from training.encoder import Encoder, loss_of
from training.gold import MASKED, Annotated

__all__ = ["fit"]

ROOM = 510
Row = tuple[list[int], list[int], list[int], list[int], list[int]]


def rows_of(paper: Annotated, pieces: WordPieces) -> list[Row]:
    """Pieces, shapes, title flags, tags and roles; labels stand at the first piece of a word; cut at ROOM pieces."""
    rows: list[Row] = []
    row: Row = ([pieces.begin], [0], [0], [MASKED], [MASKED])
    for (start, end), tag, role in zip(paper.words, paper.tags, paper.roles, strict=True):
        surface = paper.text[start:end]
        cut = pieces(surface)
        if len(row[0]) + len(cut) > ROOM:
            rows.append(row)
            row = ([pieces.begin], [0], [0], [MASKED], [MASKED])
        row[0].extend(cut)
        row[1].extend([shape(surface)] * len(cut))
        row[2].extend([int(start < paper.title_end)] * len(cut))
        row[3].extend([tag] + [MASKED] * (len(cut) - 1))
        row[4].extend([role] + [MASKED] * (len(cut) - 1))
    rows.append(row)
    for row in rows:
        for column, last in zip(row, (pieces.finish, 0, 0, MASKED, MASKED), strict=True):
            column.append(last)
    return rows


def batches(rows: list[Row], size: int, rng: random.Random) -> list[list[Row]]:
    """Batches of rows of like length, in random order."""
    order = sorted(rows, key=lambda row: len(row[0]) + rng.random() * 40)
    cut = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(cut)
    return cut


def tensors(batch: list[Row]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    """The five columns padded to one length, and the mask of attention."""
    longest = max(len(row[0]) for row in batch)
    pads = (0, 0, 0, MASKED, MASKED)
    columns = [torch.tensor([row[c] + [pad] * (longest - len(row[c])) for row in batch]) for c, pad in enumerate(pads)]
    lengths = torch.tensor([len(row[0]) for row in batch])
    mask = (torch.arange(longest)[None] < lengths[:, None])[:, None, None, :]
    return columns[0], columns[1], columns[2], columns[3], columns[4], mask


def fit(
    papers: list[Annotated],
    pieces: WordPieces,
    base: Path,
    output: Path,
    layers: int = 6,
    epochs: int = 5,
    size: int = 8,
    rate: float = 1.5e-4,
    head_rate: float = 1e-3,
    seed: int = 1,
    start: Path | None = None,
    seconds: float | None = None,
) -> Encoder:
    """The encoder after `epochs` rounds; kept in `output` after each.

    `start` goes on from a kept state; with `seconds` the rate falls with the clock and
    training ends when they are over, on a machine whose speed cannot be foreseen.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = Encoder.pretrained(base, layers)
    if start is not None:
        model.load_state_dict(torch.load(start, weights_only=True))
    model.pieces.weight.requires_grad_(False)
    rows = [row for paper in papers for row in rows_of(paper, pieces)]
    fresh = ("shapes", "titles", "tags", "roles")
    heads = [p for n, p in model.named_parameters() if n.startswith(fresh)]
    rest = [p for n, p in model.named_parameters() if not n.startswith(fresh) and p.requires_grad]
    optimizer = torch.optim.AdamW([{"params": rest, "lr": rate}, {"params": heads, "lr": head_rate}], weight_decay=0.01)
    steps = epochs * ((len(rows) + size - 1) // size)
    warm = max(1, steps // 12) if start is None else 20
    step, began = 0, time.monotonic()

    def share(now: int) -> float:
        done = now / steps if seconds is None else (time.monotonic() - began) / seconds
        return min((now + 1) / warm, max(0.0, 1 - done))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, share)
    for epoch in range(epochs):
        model.train()
        running = 0.0
        for batch in batches(rows, size, rng):
            if seconds is not None and time.monotonic() - began > seconds:
                break
            ids, shapes, titles, tags, roles, mask = tensors(batch)
            loss = loss_of(*model(ids, shapes, titles, mask), tags, roles)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(rest + heads, 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            running += (loss.item() - running) / min(step, 100)
            if step % 20 == 0:
                print(
                    f"epoch {epoch} step {step}/{steps} loss {running:.4f} {time.monotonic() - began:.0f}s", flush=True
                )
        torch.save(model.state_dict(), output)
    return model
