"""Write the neural part of results as ONNX: several fitted alike, with different seeds, as one."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from extractors.results.context import COLUMNS, MENTION_SORTS
from training.number_encoder import NumberEncoder

__all__ = ["Together", "export_numbers"]


class Together(nn.Module):
    """The mean of what several say, as log-probabilities: of kinds, of "none", and of each mention, by slot."""

    def __init__(self, models: Sequence[NumberEncoder]) -> None:
        super().__init__()
        self.models = nn.ModuleList(models)

    def forward(self, vectors: Tensor, columns: Tensor, target: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        sorts = torch.tensor(MENTION_SORTS)
        own = (columns[:, :, :1] == sorts) & (mask[:, :, None] > 0)
        kinds, none, fits = [], [], []
        for model in self.models:
            by_kind, by_none, by_item = model(vectors, columns, target, mask)
            kinds.append(torch.log_softmax(by_kind, 1))
            every = torch.cat([by_none[:, None], by_item.masked_fill(~own, -1e4)], 1)
            shares = torch.log_softmax(every, 1)
            none.append(shares[:, 0])
            fits.append(shares[:, 1:])
        return tuple(torch.stack(said).mean(0) for said in (kinds, none, fits))  # type: ignore[return-value]


def export_numbers(models: Sequence[NumberEncoder], output: Path) -> None:
    """Write `output`: inputs vectors, columns, target and mask, outputs kinds, none and fits."""
    together = Together(models).eval()
    names = list(COLUMNS)
    example = (
        torch.zeros(2, 12, models[0].enter.in_features),
        torch.zeros(2, 12, len(names), dtype=torch.int64),
        torch.zeros(2, dtype=torch.int64),
        torch.ones(2, 12),
    )
    both = {0: "numbers", 1: "items"}
    torch.onnx.export(
        together,
        example,
        str(output),
        input_names=["vectors", "columns", "target", "mask"],
        output_names=["kinds", "none", "fits"],
        dynamic_axes={"vectors": both, "columns": both, "mask": both, "fits": both}
        | {name: {0: "numbers"} for name in ("target", "kinds", "none")},
        opset_version=17,
        dynamo=False,
    )
    halve(output)


def halve(path: Path) -> None:
    """Keep the larger tables of a written model with half the bits; they are widened again when it is loaded."""
    model = onnx.load(str(path))
    casts = []
    for table in model.graph.initializer:
        figures = numpy_helper.to_array(table)
        if figures.dtype == np.float32 and figures.size > 1000:
            name = table.name
            table.CopyFrom(numpy_helper.from_array(figures.astype(np.float16), f"{name}_half"))
            casts.append(onnx.helper.make_node("Cast", [f"{name}_half"], [name], to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, str(path))
