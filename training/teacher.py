"""A large reader that teaches the encoder: MPNet, with heads for words and for numbers.

It is far too large to ship; what it says of abstracts without annotations teaches the small one.
MPNet: Song et al., NeurIPS 2020; weights: all-mpnet-base-v2 (Apache-2.0).
"""

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from extractors.wordpieces import SHAPES
from training.heads import NEVER, Heads, Said
from training.layers import Layer, pretrained_layers
from training.lessons import Batch

__all__ = ["RATES", "Teacher"]

WIDTH, HEADS, INNER, LAYERS = 768, 12, 3072, 10
#: How fast it learns: what was pretrained, and what was not.
RATES = (7e-5, 7e-4)
#: Layers that stay as they are; shapes and title flags, which MPNet does not know, join what they say.
FROZEN = 4
BUCKETS, FARTHEST = 32, 128
#: MPNet's vocabulary has four marks before BERT's; its first position is the third.
_SHIFT, _FIRST = 4, 2


class Teacher(nn.Module):
    """Pieces, shapes and a title flag to what the heads say."""

    def __init__(self, vocabulary: int, positions: int) -> None:
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(positions, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5)
        self.near = nn.Embedding(BUCKETS, HEADS)
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        self.titles = nn.Embedding(2, WIDTH)
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, INNER, 1e-5, drop=0.1) for _ in range(LAYERS))
        self.heads = Heads(WIDTH, 256)
        nn.init.normal_(self.shapes.weight, std=0.02)
        nn.init.normal_(self.titles.weight, std=0.02)

    def forward(self, batch: Batch) -> Said:
        # BERT's marks stand elsewhere in MPNet's vocabulary: begin is 0, finish 2.
        ids = batch.pieces + _SHIFT
        ids = torch.where(batch.pieces == 101, 0, torch.where(batch.pieces == 102, 2, ids))
        length = ids.shape[1]
        with torch.no_grad():
            bias = self.near(_buckets(length)).permute(2, 0, 1)[None]
            bias = bias + torch.where(batch.mask, 0.0, NEVER)[:, None, None, :]
            h = self.norm(self.pieces(ids) + self.positions(torch.arange(length) + _FIRST))
            for layer in self.layers[:FROZEN]:
                h = layer(h, bias)
        h = h + self.shapes(batch.shapes) + self.titles(batch.titles)
        for layer in self.layers[FROZEN:]:
            h = layer(h, bias)
        return self.heads(h, batch)

    @classmethod
    def pretrained(cls, folder: Path) -> "Teacher":
        """MPNet as kept in `folder`/model.safetensors, with fresh heads."""
        kept = load_file(folder / "model.safetensors")
        own = cls(*(kept[f"embeddings.{name}_embeddings.weight"].shape[0] for name in ("word", "position")))
        new = own.state_dict()
        new["pieces.weight"] = kept["embeddings.word_embeddings.weight"]
        new["positions.weight"] = kept["embeddings.position_embeddings.weight"]
        new["near.weight"] = kept["encoder.relative_attention_bias.weight"]
        attention = [f"attention.attn.{name}" for name in "qkv"]
        new |= pretrained_layers(kept, LAYERS, attention, out="attention.attn.o", norm1="attention.LayerNorm")
        own.load_state_dict(new)
        for part in (own.pieces, own.positions, own.norm, own.near, *own.layers[:FROZEN]):
            part.requires_grad_(False)
        return own


def _buckets(length: int) -> Tensor:
    """The bucket of each pair of positions: near distances one by one, far ones together, by direction."""
    places = torch.arange(length)
    distance = places[:, None] - places[None, :]
    half = BUCKETS // 2
    buckets = (distance < 0).long() * half
    distance = distance.abs()
    exact = half // 2
    far = exact + (torch.log(distance.clamp(min=1) / exact) / math.log(FARTHEST / exact) * (half - exact)).long()
    return buckets + torch.where(distance < exact, distance, far.clamp(max=half - 1))
