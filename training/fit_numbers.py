"""Fit the neural part of results: two small readers of the same form, which are asked together.

The encoder stays as it is: what it says of the words is reckoned once, and the readers on
top of it take minutes to fit on one core.
"""

import random
import time
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from extractors.results.context import COLUMNS
from extractors.results.mentions import SLOT_TYPES
from extractors.sight import Found
from training.fit_results import ResultPaper
from training.number_encoder import NumberEncoder
from training.number_examples import Example, examples, shown

__all__ = ["fit_numbers"]

_SHOWINGS = 4
_BATCH = 16
#: Papers without results that are shown beside those with some.
_PLAIN = 350
#: Of what the encoder says of an item nothing is seen this often: the words around it must do.
_BLANK = 0.1


def fit_numbers(
    papers: Sequence[ResultPaper],
    found: Mapping[str, Found],
    epochs: int = 11,
    seeds: Sequence[int] = (1, 2),
    rate: float = 1e-3,
) -> list[NumberEncoder]:
    """Readers fitted on these papers; `found` holds by paper id what the accurate profile finds."""
    plain = [paper for paper in papers if not paper.results]
    random.Random(1).shuffle(plain)
    used = [paper for paper in papers if paper.results] + plain[:_PLAIN]
    return [_fit(used, found, epochs, seed, rate) for seed in seeds]


def _fit(
    papers: Sequence[ResultPaper], found: Mapping[str, Found], epochs: int, seed: int, rate: float
) -> NumberEncoder:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    showings: list[list[Example]] = [[] for _ in range(_SHOWINGS)]
    for paper in papers:
        for number, rows in enumerate(showings):
            entities = shown(paper, found[paper.id], rng, number % 2 == 0)
            rows += examples(paper, found[paper.id], entities, rng)
    model = NumberEncoder(showings[0][0].vectors.shape[1])
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.05)
    steps = sum((len(showings[e % _SHOWINGS]) + _BATCH - 1) // _BATCH for e in range(epochs))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.08 * steps), max(0.0, 1 - step / steps))
    )
    began = time.monotonic()
    for epoch in range(epochs):
        model.train()
        running, batches = 0.0, _batches(showings[epoch % _SHOWINGS], rng)
        for batch in batches:
            loss = _loss(model, batch)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            running += loss.item() / len(batches)
        print(f"reader {seed} epoch {epoch} loss {running:.4f} {time.monotonic() - began:.0f}s", flush=True)
    return model.eval()


def _batches(rows: Sequence[Example], rng: random.Random) -> list[list[Example]]:
    """Batches of examples of like length, in random order."""
    order = sorted(rows, key=lambda row: len(row.vectors) + rng.random() * 25)
    cut = [order[low : low + _BATCH] for low in range(0, len(order), _BATCH)]
    rng.shuffle(cut)
    return cut


def _loss(model: NumberEncoder, batch: Sequence[Example]) -> Tensor:
    """Cross-entropy of the kinds, and of each slot of the outcomes: the right mentions together against all others."""
    count, longest, slots = len(batch), max(len(row.vectors) for row in batch), len(SLOT_TYPES)
    vectors = torch.zeros(count, longest, batch[0].vectors.shape[1])
    columns = torch.zeros(count, longest, len(COLUMNS), dtype=torch.int64)
    mask = torch.zeros(count, longest)
    own, right = (torch.zeros(count, 1 + longest, slots, dtype=torch.bool) for _ in range(2))
    own[:, 0] = True
    for place, row in enumerate(batch):
        size = len(row.vectors)
        vectors[place, :size] = torch.from_numpy(row.vectors.astype(np.float32))
        columns[place, :size] = torch.from_numpy(row.columns)
        mask[place, :size] = 1.0
        own[place, 1 : 1 + size] = torch.from_numpy(row.own.T.copy())
        right[place, 1 : 1 + size] = torch.from_numpy(row.right.T.copy())
    right[:, 0] = ~right[:, 1:].any(dim=1)
    vectors = vectors * (torch.rand(count, longest, 1) > _BLANK)
    target = torch.tensor([row.target for row in batch])
    wanted = torch.tensor([row.kind for row in batch])
    weights = torch.from_numpy(np.array([row.weights for row in batch]))
    kinds, none, fits = model(vectors, columns, target, mask)
    shares = torch.cat([none[:, None], fits], 1).masked_fill(~own, -1e4).log_softmax(1)
    good = shares.masked_fill(~right, -1e4).logsumexp(1)
    outcome = (wanted > 0)[:, None]
    return torch.nn.functional.cross_entropy(kinds, wanted) - (good * weights * outcome).sum() / count
