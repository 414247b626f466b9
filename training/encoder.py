"""The encoder that ships: MiniLM, word shapes beside the pieces, and heads for words and numbers.

It never sees an annotation itself, only what the teacher says of abstracts without any, so that what it
makes of annotated papers is no better than what it makes of others: those who are fitted on top of it
can learn from them.
"""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from extractors.tagger import INNER as INNER_LAYERS
from extractors.wordpieces import SHAPES
from training.heads import NEVER, Heads, Said
from training.layers import Layer, pretrained_layers
from training.lessons import Batch

__all__ = ["RATES", "Encoder", "Shown"]

WIDTH, HEADS, INNER, POSITIONS = 384, 12, 1536, 512
#: How fast it learns: what was pretrained, and what was not.
RATES = (2.5e-4, 1e-3)
#: Figures of what a number asks for and a piece offers, by slot.
HIDDEN = 128


class Encoder(nn.Module):
    """Pieces, shapes and a title flag to what the heads say."""

    def __init__(self, vocabulary: int, layers: int) -> None:
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        self.titles = nn.Embedding(2, WIDTH)
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, INNER, 1e-12) for _ in range(layers))
        self.heads = Heads(WIDTH, HIDDEN, drop=0.0)
        nn.init.normal_(self.shapes.weight, std=0.02)
        nn.init.normal_(self.titles.weight, std=0.02)

    def read(self, pieces: Tensor, shapes: Tensor, titles: Tensor, mask: Tensor | None = None) -> list[Tensor]:
        """A vector for each piece, by layer."""
        places = torch.arange(pieces.shape[1])
        h = self.norm(self.pieces(pieces) + self.positions(places))
        h = h + self.shapes(shapes) + self.titles(titles)
        read = []
        for layer in self.layers:
            h = layer(h, mask)
            read.append(h)
        return read

    def forward(self, batch: Batch) -> Said:
        hidden = torch.where(batch.mask, 0.0, NEVER)[:, None, None, :]
        return self.heads(self.read(batch.pieces, batch.shapes, batch.titles, hidden)[-1], batch)

    @classmethod
    def pretrained(cls, folder: Path, layers: int) -> "Encoder":
        """The first layers of a BERT kept as safetensors, with fresh heads."""
        kept = load_file(folder / "model.safetensors")
        kept = {name.removeprefix("bert."): value for name, value in kept.items()}
        own = cls(kept["embeddings.word_embeddings.weight"].shape[0], layers)
        new = own.state_dict()
        new["pieces.weight"] = kept["embeddings.word_embeddings.weight"]
        new["positions.weight"] = (
            kept["embeddings.position_embeddings.weight"] + kept["embeddings.token_type_embeddings.weight"][0]
        )
        attention = [f"attention.self.{name}" for name in ("query", "key", "value")]
        output = "attention.output"
        new |= pretrained_layers(kept, layers, attention, out=f"{output}.dense", norm1=f"{output}.LayerNorm")
        own.load_state_dict(new)
        own.pieces.weight.requires_grad_(False)
        return own


class Shown(nn.Module):
    """The encoder as it is written: for each piece all that its heads say of it, and what inner layers make of it."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, pieces: Tensor, shapes: Tensor, titles: Tensor) -> tuple[Tensor, ...]:
        heads, read = self.encoder.heads, self.encoder.read(pieces, shapes, titles)
        h = read[-1]
        said = heads.tags(h), heads.roles(h), heads.kinds(h), heads.asks(h), heads.offers(h), heads.nones(h)
        return *said, *(read[int(name.removeprefix("inner")) - 1] for name in INNER_LAYERS)
