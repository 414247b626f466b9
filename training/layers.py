"""A layer of BERT, normalised after each part, as MiniLM and MPNet have it."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

__all__ = ["Layer", "pretrained_layers"]

#: Our parts of a layer, and what BERT and MPNet alike call them.
_ALIKE = {"up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm"}


class Layer(nn.Module):
    """Attention and a feed-forward part; `bias` is added to the scores of attention, -inf hides a piece."""

    def __init__(self, width: int, heads: int, inner: int, eps: float, drop: float = 0.0) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=eps)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=eps)
        self.drop = nn.Dropout(drop)

    def forward(self, h: Tensor, bias: Tensor | None) -> Tensor:
        batch, length, width = h.shape
        size = width // self.heads
        q, k, v = self.qkv(h).view(batch, length, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        if torch.onnx.is_in_onnx_export():
            seen = torch.softmax(q @ k.transpose(-1, -2) / size**0.5, -1) @ v
        else:
            mask = None if bias is None else bias.to(q.dtype)
            seen = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        h = self.norm1(h + self.out(seen.transpose(1, 2).reshape(batch, length, width)))
        return self.norm2(h + self.drop(self.down(nn.functional.gelu(self.up(h)))))


def pretrained_layers(
    kept: Mapping[str, Tensor], count: int, qkv: Sequence[str], out: str, norm1: str
) -> dict[str, Tensor]:
    """The first norm and `count` layers of kept weights under our names; the rest says what attention is called."""
    new: dict[str, Tensor] = {}
    for part in ("weight", "bias"):
        new[f"norm.{part}"] = kept[f"embeddings.LayerNorm.{part}"]
        for number in range(count):
            old, to = f"encoder.layer.{number}.", f"layers.{number}."
            new[f"{to}qkv.{part}"] = torch.cat([kept[f"{old}{name}.{part}"] for name in qkv])
            for ours, theirs in {"out": out, "norm1": norm1, **_ALIKE}.items():
                new[f"{to}{ours}.{part}"] = kept[f"{old}{theirs}.{part}"]
    return new
