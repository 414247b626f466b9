"""Write the encoder as ONNX with int8 weights."""

import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from extractors.tagger import INNER, SAID
from training.encoder import Encoder, Shown

__all__ = ["export"]


def export(model: Encoder, output: Path) -> None:
    """Write `output`: inputs pieces, shapes, titles (1 x length); outputs of `Shown` (1 x length x figures)."""
    shown = Shown(model).eval()
    example = torch.ones((1, 16), dtype=torch.int64)
    length = {1: "length"}
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            shown,
            (example, example, example),
            str(full),
            input_names=["pieces", "shapes", "titles"],
            output_names=[*SAID, *INNER],
            dynamic_axes=dict.fromkeys(("pieces", "shapes", "titles", *SAID, *INNER), length),
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            str(full),
            str(output),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )
