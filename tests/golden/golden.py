#!/usr/bin/env python3
"""Golden vectors of all-MiniLM-L6-v2: a BERT forward pass in float64, by numpy alone.

Usage: golden.py ORIGINAL   (needs the packages numpy and tokenizers)

ORIGINAL is the model's folder as the hub has it. Reads sentences.json beside this script and
writes vectors.f32 beside it: one row of 384 little-endian float32 values a sentence.
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

LAYERS, HIDDEN, HEADS, MAX_TOKENS, EPSILON = 6, 384, 12, 256, 1e-12
erf = np.vectorize(math.erf)


def read_safetensors(path):
    data = path.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    tensors = {}
    for name, entry in json.loads(data[8:start]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            first, last = (start + offset for offset in entry["data_offsets"])
            values = np.frombuffer(data[first:last], "<f4").astype(np.float64)
            tensors[name] = values.reshape(entry["shape"])
    return tensors


class Encoder:
    def __init__(self, tensors):
        self.tensors = tensors

    def linear(self, name, x):
        return x @ self.tensors[name + ".weight"].T + self.tensors[name + ".bias"]

    def norm(self, name, x):
        centred = x - x.mean(-1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON)
        return centred / deviation * self.tensors[name + ".weight"] + self.tensors[name + ".bias"]

    def attention(self, name, x):
        heads = lambda part: (
            self.linear(f"{name}.{part}", x).reshape(len(x), HEADS, -1).transpose(1, 0, 2)
        )
        query, key, value = heads("query"), heads("key"), heads("value")
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(HIDDEN // HEADS)
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        return (weights @ value).transpose(1, 0, 2).reshape(len(x), HIDDEN)

    def embed(self, ids):
        rows = lambda kind: self.tensors[f"embeddings.{kind}_embeddings.weight"]
        x = rows("word")[ids] + rows("position")[: len(ids)] + rows("token_type")[0]
        x = self.norm("embeddings.LayerNorm", x)
        for layer in range(LAYERS):
            name = f"encoder.layer.{layer}"
            context = self.attention(f"{name}.attention.self", x)
            attended = self.linear(f"{name}.attention.output.dense", context)
            x = self.norm(f"{name}.attention.output.LayerNorm", attended + x)
            wide = self.linear(f"{name}.intermediate.dense", x)
            wide = wide * 0.5 * (1.0 + erf(wide / math.sqrt(2.0)))
            x = self.norm(f"{name}.output.LayerNorm", self.linear(f"{name}.output.dense", wide) + x)
        mean = x.mean(0)
        return mean / np.linalg.norm(mean)


def main():
    original, here = Path(sys.argv[1]), Path(__file__).parent
    tokenizer = Tokenizer.from_file(str(original / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    encoder = Encoder(read_safetensors(original / "model.safetensors"))
    sentences = json.loads((here / "sentences.json").read_text(encoding="utf-8"))
    vectors = []
    for sentence in sentences:
        ids = tokenizer.encode(sentence).ids
        print(f"{len(ids):4} tokens  {sentence[:60]!r}")
        vectors.append(encoder.embed(ids))
    (here / "vectors.f32").write_bytes(np.array(vectors).astype("<f4").tobytes())


if __name__ == "__main__":
    main()
