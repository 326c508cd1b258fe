"""BERT's forward pass in plain NumPy, one sentence at a time: what the ONNX graph is checked against.

In: the original weights and token ids. Out: one row of unit length a sentence. Slow, and never timed.
"""

from __future__ import annotations

import math

import numpy as np

_erf = np.vectorize(math.erf, otypes=[np.float32])


def embed(config: dict, tensors: dict[str, np.ndarray], sentences: list[list[int]]) -> np.ndarray:
    """Mean-pooled unit vectors, f32 `[sentences, hidden]`."""
    rows = np.stack([_hidden_states(config, tensors, ids).mean(0) for ids in sentences])
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _hidden_states(config: dict, tensors: dict[str, np.ndarray], ids: list[int]) -> np.ndarray:
    def dense(name: str, inputs: np.ndarray) -> np.ndarray:
        return inputs @ tensors[f"{name}.weight"].T + tensors[f"{name}.bias"]

    def norm(name: str, inputs: np.ndarray) -> np.ndarray:
        centred = inputs - inputs.mean(-1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(-1, keepdims=True) + config["layer_norm_eps"])
        return centred / deviation * tensors[f"{name}.LayerNorm.weight"] + tensors[f"{name}.LayerNorm.bias"]

    def heads(inputs: np.ndarray) -> np.ndarray:
        return inputs.reshape(len(ids), config["num_attention_heads"], -1).transpose(1, 0, 2)

    words = tensors["embeddings.word_embeddings.weight"][ids]
    positions = tensors["embeddings.position_embeddings.weight"][: len(ids)]
    hidden = norm("embeddings", words + positions + tensors["embeddings.token_type_embeddings.weight"][0])
    for layer in range(config["num_hidden_layers"]):
        at = f"encoder.layer.{layer}"
        query, key, value = (heads(dense(f"{at}.attention.self.{part}", hidden)) for part in ("query", "key", "value"))
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(query.shape[-1])
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        context = weights / weights.sum(-1, keepdims=True) @ value
        context = context.transpose(1, 0, 2).reshape(len(ids), -1)
        attended = norm(f"{at}.attention.output", dense(f"{at}.attention.output.dense", context) + hidden)
        wide = dense(f"{at}.intermediate.dense", attended)
        wide = wide * 0.5 * (1 + _erf(wide / math.sqrt(2)))
        hidden = norm(f"{at}.output", dense(f"{at}.output.dense", wide) + attended)
    return hidden
