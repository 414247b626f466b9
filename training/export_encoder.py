"""Write the encoder as ONNX with int8 weights."""

import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.encoder import Encoder

__all__ = ["export"]


def export(model: Encoder, output: Path) -> None:
    """Write `output`: inputs pieces, shapes, titles (1 x length), outputs tags and roles (1 x length x labels)."""
    model.eval()
    example = torch.ones((1, 16), dtype=torch.int64)
    length = {1: "length"}
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            model,
            (example, example, example),
            str(full),
            input_names=["pieces", "shapes", "titles"],
            output_names=["tags", "roles"],
            dynamic_axes=dict.fromkeys(("pieces", "shapes", "titles", "tags", "roles"), length),
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
