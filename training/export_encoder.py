"""Write the encoder as ONNX with int8 weights."""

import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from extractors.tagger import INNER
from training.encoder import WIDTH, Encoder

__all__ = ["export", "show_inner"]


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
    show_inner(output)


def show_inner(model: Path) -> None:
    """Make what inner layers say outputs of a written model as well: no figure that it gives changes by that."""
    graph = onnx.load(str(model))
    for name in INNER:
        layer = f"/layers.{int(name.removeprefix('inner')) - 1}/norm2/LayerNormalization_output_0"
        graph.graph.node.append(onnx.helper.make_node("Identity", [layer], [name]))
        graph.graph.output.append(
            onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, "length", WIDTH])
        )
    onnx.save(graph, str(model))
