"""The ONNX models that ONNX Runtime is timed with, made from the original f32 weights.

In: a folder with `config.json` and `model.safetensors` of a BERT sentence encoder. Out: ONNX files.

The f32 graph is written node by node with the operators that ONNX Runtime fuses a BERT into
(`EmbedLayerNormalization`, `Attention`, `SkipLayerNormalization`, `BiasGelu`), which is the graph that
`onnxruntime.transformers.optimizer` arrives at from an export; no PyTorch is needed for it. Pooling and
normalisation are in the graph too, so that only one row a sentence leaves the runtime.

Nothing is timed here.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import (
    DefaultWeightOnlyQuantConfig,
    MatMulNBitsQuantizer,
)
from safetensors.numpy import load_file

FUSED_DOMAIN = "com.microsoft"
"""Domain of ONNX Runtime's own operators."""


@dataclass(frozen=True)
class Int8:
    """One way that `quantize_dynamic` can quantise the fused graph."""

    per_channel: bool = False
    reduce_range: bool = False
    """Weights of 7 bits: exact on AVX2, whose multiply saturates with 8."""
    embeddings: bool = True
    """Whether the embedding tables become int8 as well."""


INT8 = {
    "int8": Int8(),
    "int8 per-channel": Int8(per_channel=True, embeddings=False),
    "int8 per-channel 7-bit": Int8(per_channel=True, reduce_range=True, embeddings=False),
}
"""As people do it (every default), the most exact, and the most exact where the processor has no VNNI."""


def prepare(original: Path, folder: Path) -> dict[str, Path]:
    """Writes the models into `folder` where they are not there yet; their files by the name of the system."""
    logging.disable(logging.WARNING)  # the quantisers log every node
    folder.mkdir(parents=True, exist_ok=True)
    names = ["f32", *INT8, "8-bit weights by block"]
    models = {name: folder / f"{name.replace(' ', '-')}.onnx" for name in names}
    unfused = folder / "f32-unfused-attention.onnx"
    _once(models["f32"], lambda file: write_f32(original, file))
    _once(unfused, lambda file: write_f32(original, file, fuse_attention=False))
    for name, variant in INT8.items():
        _once(models[name], lambda file, variant=variant: write_int8(models["f32"], file, variant))
    _once(models["8-bit weights by block"], lambda file: write_weight_only(unfused, file))
    return models


def _once(file: Path, write: Callable[[Path], None]) -> None:
    """Calls `write` unless `file` exists, so that it appears whole or not at all."""
    if not file.exists():
        partial = file.with_suffix(".partial")
        write(partial)
        partial.rename(file)


class _Graph:
    """The model that is written, and the nodes and initializers so far; each adder returns the name of what it adds."""

    def __init__(self, original: Path) -> None:
        self.config, self.tensors = load_weights(original)
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []

    def constant(self, name: str, values: np.ndarray) -> str:
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, op: str, inputs: list[str], output: str, fused: bool = False, **attributes: int | float) -> str:
        domain = FUSED_DOMAIN if fused else ""
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, domain=domain, **attributes))
        return output


def load_weights(original: Path) -> tuple[dict, dict[str, np.ndarray]]:
    """The configuration and the f32 tensors of the model in the folder `original`."""
    config = json.loads((original / "config.json").read_text(encoding="utf-8"))
    if config["model_type"] != "bert" or config["hidden_act"] != "gelu":
        raise SystemExit(f"{original}: only BERT with an exact GELU can be written as an ONNX graph here")
    tensors = load_file(str(original / "model.safetensors"))
    return config, {name.removeprefix("bert."): values for name, values in tensors.items()}


def write_f32(original: Path, file: Path, fuse_attention: bool = True) -> None:
    """Writes the f32 graph.

    Inputs of the graph: `input_ids`, `token_type_ids`, `attention_mask`, each int32 `[batch, length]`, padded on the
    right. Output: `embedding`, f32 `[batch, hidden]`, mean pooled and of unit length.

    `fuse_attention=False` writes the projection to queries, keys and values as a `MatMul` of its own before
    `MultiHeadAttention`, for weight-only quantisers, which know `MatMul` alone.
    """
    graph = _Graph(original)
    hidden = _embed(graph)
    for layer in range(graph.config["num_hidden_layers"]):
        hidden = _layer(graph, layer, hidden, fuse_attention)
    _pool(graph, hidden)
    _save(graph, file)


def _embed(graph: _Graph) -> str:
    config, tensors = graph.config, graph.tensors
    tables = [
        graph.constant(f"embeddings.{kind}", tensors[f"embeddings.{kind}_embeddings.weight"])
        for kind in ("word", "position", "token_type")
    ]
    norm = [
        graph.constant(f"embeddings.norm.{part}", tensors[f"embeddings.LayerNorm.{part}"])
        for part in ("weight", "bias")
    ]
    graph.nodes.append(
        helper.make_node(
            "EmbedLayerNormalization",
            ["input_ids", "token_type_ids", *tables, *norm, "attention_mask"],
            ["embeddings", "lengths"],
            name="embeddings",
            domain=FUSED_DOMAIN,
            epsilon=config["layer_norm_eps"],
        )
    )
    return "embeddings"


def _layer(graph: _Graph, layer: int, hidden: str, fuse: bool) -> str:
    config, tensors = graph.config, graph.tensors
    source, at = f"encoder.layer.{layer}", f"layer{layer}"

    def dense(name: str, kind: str) -> np.ndarray:
        values = tensors[f"{source}.{name}.{kind}"]
        return values.T if kind == "weight" else values

    def constant(name: str, kind: str) -> str:
        return graph.constant(f"{at}.{name}.{kind}", dense(name, kind))

    def add_and_norm(inputs: str, skip: str, name: str, output: str) -> str:
        norm = [
            graph.constant(f"{at}.{output}.{part}", tensors[f"{source}.{name}.LayerNorm.{part}"])
            for part in ("weight", "bias")
        ]
        product = graph.node("MatMul", [inputs, constant(f"{name}.dense", "weight")], f"{at}.{name}")
        return graph.node(
            "SkipLayerNormalization",
            [product, skip, *norm, constant(f"{name}.dense", "bias")],
            f"{at}.{output}",
            fused=True,
            epsilon=config["layer_norm_eps"],
        )

    projections = [f"attention.self.{part}" for part in ("query", "key", "value")]
    weight, bias = (
        graph.constant(f"{at}.qkv.{kind}", np.concatenate([dense(name, kind) for name in projections], -1))
        for kind in ("weight", "bias")
    )
    heads = config["num_attention_heads"]
    context = f"{at}.context"
    if fuse:
        graph.node("Attention", [hidden, weight, bias, "lengths"], context, fused=True, num_heads=heads)
    else:
        product = graph.node("MatMul", [hidden, weight], f"{at}.qkv")
        width = config["hidden_size"]
        split = graph.constant(f"{at}.qkv.split", np.array([width] * 3, dtype=np.int64))
        parts = [f"{at}.{part}" for part in ("query", "key", "value")]
        graph.nodes.append(helper.make_node("Split", [product, split], parts, name=f"{at}.split", axis=-1))
        graph.node("MultiHeadAttention", [*parts, bias, "lengths"], context, fused=True, num_heads=heads)
    attended = add_and_norm(context, hidden, "attention.output", "attended")
    wide = graph.node("MatMul", [attended, constant("intermediate.dense", "weight")], f"{at}.wide")
    gelu = graph.node("BiasGelu", [wide, constant("intermediate.dense", "bias")], f"{at}.gelu", fused=True)
    return add_and_norm(gelu, attended, "output", "hidden")


def _pool(graph: _Graph, hidden: str) -> None:
    """Sum over the tokens that are no padding, to unit length: what the mean would be scaled to as well."""
    mask = graph.node("Cast", ["attention_mask"], "pool.mask", to=TensorProto.FLOAT)
    axis = graph.constant("pool.axis", np.array([1], dtype=np.int64))
    row = graph.node("Unsqueeze", [mask, axis], "pool.row")
    total = graph.node("MatMul", [row, hidden], "pool.sum")
    flat = graph.node("Squeeze", [total, axis], "pool.flat")
    graph.node("LpNormalization", [flat], "embedding", axis=-1, p=2)


def _save(graph: _Graph, file: Path) -> None:
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT32, ["batch", "length"])
        for name in ("input_ids", "token_type_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", graph.config["hidden_size"]])
    body = helper.make_graph(graph.nodes, "sentence-encoder", inputs, [output], graph.initializers)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED_DOMAIN, 1)]
    onnx.save(helper.make_model(body, opset_imports=opsets, ir_version=8), str(file))


def write_int8(f32: Path, file: Path, variant: Int8) -> None:
    """Quantises the fused f32 graph: int8 weights, u8 activations with one scale a tensor, found at run time."""
    kinds = ["MatMul", "Attention"] + (["EmbedLayerNormalization"] if variant.embeddings else [])
    quantize_dynamic(
        f32,
        file,
        op_types_to_quantize=kinds,
        per_channel=variant.per_channel,
        reduce_range=variant.reduce_range,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": TensorProto.FLOAT},
    )


def write_weight_only(f32: Path, file: Path) -> None:
    """Quantises weights to 8 bits in blocks of 32; accuracy level 4 quantises activations by block, at run time.

    `f32` must be written with `fuse_attention=False`.
    """
    config = DefaultWeightOnlyQuantConfig(block_size=32, is_symmetric=True, accuracy_level=4, bits=8)
    quantizer = MatMulNBitsQuantizer(onnx.load(str(f32)), algo_config=config)
    quantizer.process()
    quantizer.model.save_model_to_file(str(file))
