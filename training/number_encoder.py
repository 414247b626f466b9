"""The neural part of results: what stands around a number, read by two small layers on top of the encoder.

Its input is what layers of the encoder say of each item, plus the columns of
`extractors.results.context`; its output what the number is, and for metric, dataset and
subject how well each item fits.
"""

import torch
from torch import Tensor, nn

from extractors.results.context import COLUMNS
from extractors.results.mentions import SLOT_TYPES
from extractors.results.model import KINDS

__all__ = ["NumberEncoder"]


class Block(nn.Module):
    """Attention and a feed-forward part, each normalised before."""

    def __init__(self, width: int, heads: int, drop: float) -> None:
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.drop = nn.Dropout(drop)

    def forward(self, h: Tensor, hidden: Tensor) -> Tensor:
        batch, length, width = h.shape
        size = width // self.heads
        q, k, v = self.qkv(self.norm1(h)).view(batch, length, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        weights = torch.softmax(q @ k.transpose(-1, -2) * size**-0.5 + hidden, -1)
        seen = (self.drop(weights) @ v).transpose(1, 2).reshape(batch, length, width)
        h = h + self.drop(self.out(seen))
        return h + self.drop(self.down(nn.functional.gelu(self.up(self.norm2(h)))))


class NumberEncoder(nn.Module):
    """Vectors, columns and mask of items (batch x length) to scores of kinds, of "none", and of each item, by slot."""

    def __init__(
        self, given: int, width: int = 192, layers: int = 2, heads: int = 6, hidden: int = 96, drop: float = 0.2
    ) -> None:
        super().__init__()
        slots = len(SLOT_TYPES)
        self.slots, self.hidden = slots, hidden
        self.enter = nn.Linear(given, width)
        self.columns = nn.ModuleList(nn.Embedding(size, width) for size in COLUMNS.values())
        for table in self.columns:
            nn.init.normal_(table.weight, std=0.1)
        self.given = nn.Dropout(drop)
        self.blocks = nn.ModuleList(Block(width, heads, drop) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.drop = nn.Dropout(drop)
        self.kind = nn.Sequential(
            nn.Linear(width, hidden), nn.GELU(), nn.Dropout(drop), nn.Linear(hidden, 1 + len(KINDS))
        )
        self.none = nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Dropout(drop), nn.Linear(hidden, slots))
        self.number = nn.Linear(width, hidden * slots)
        self.item = nn.Linear(width, hidden * slots)
        self.fit = nn.Parameter(torch.randn(slots, hidden) * hidden**-0.5)

    def forward(self, vectors: Tensor, columns: Tensor, target: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        h = self.enter(self.given(vectors))
        for place, table in enumerate(self.columns):
            h = h + table(columns[:, :, place])
        h = self.drop(h)
        hidden = (mask[:, None, None, :] - 1) * 1e4
        for block in self.blocks:
            h = block(h, hidden)
        h = self.drop(self.norm(h))
        batch, length, width = h.shape
        number = h.gather(1, target[:, None, None].expand(batch, 1, width))
        asked = self.number(number).view(batch, 1, self.slots, self.hidden)
        items = self.item(h).view(batch, length, self.slots, self.hidden)
        fits = (self.drop(nn.functional.gelu(asked + items)) * self.fit).sum(-1)
        return self.kind(number[:, 0]), self.none(number[:, 0]), fits
