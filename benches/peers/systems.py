"""The systems that run inside this process: ONNX Runtime and sentence-transformers.

In: texts. Out: one vector a text, f32 `[texts, dimensions]`, rows of unit length, in the order of the texts.
Tokenising is part of `embed`; loading the model is not. Nothing is timed here.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

MAX_TOKENS = 256
"""Where a text is cut, [CLS] and [SEP] included; the model's own limit."""

BATCHES = (1, 4, 8, 16, 32, 64)
"""The batch sizes that are tried."""


@dataclass(frozen=True)
class Setting:
    """What is chosen for a system: sentences a forward pass, and how many passes run at the same time."""

    batch: int
    workers: int = 1


class System(Protocol):
    """Something that embeds texts."""

    name: str
    settings: list[Setting]
    """Those that may be chosen from."""

    def embed(self, texts: list[str], setting: Setting) -> np.ndarray:
        """One row a text."""


def load_tokenizer(original: Path) -> Tokenizer:
    """The model's tokenizer, cutting at `MAX_TOKENS` and never padding."""
    tokenizer = Tokenizer.from_file(str(original / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    return tokenizer


class OnnxRuntime:
    """ONNX Runtime on its CPU provider.

    Texts are tokenised all at once, sorted by length and cut into batches, each padded to its own longest text.
    With several workers each runs a batch of its own on its share of the threads: on some machines that is faster
    than one batch over all cores, and the comparison should use what is faster.
    """

    def __init__(self, name: str, model: Path, tokenizer: Tokenizer, threads: int) -> None:
        self.name = f"ONNX Runtime {name}"
        self.settings = [Setting(batch, workers) for workers in sorted({1, threads}) for batch in BATCHES]
        self._tokenizer = tokenizer
        self._session = cache(lambda workers: _session(model, threads // workers))
        self._pool = ThreadPoolExecutor(threads)

    def embed(self, texts: list[str], setting: Setting) -> np.ndarray:
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(texts)]
        order = sorted(range(len(tokens)), key=lambda text: len(tokens[text]), reverse=True)
        cuts = [order[start : start + setting.batch] for start in range(0, len(order), setting.batch)]
        session = self._session(setting.workers)
        run = self._pool.map if setting.workers > 1 else map
        rows = np.concatenate(list(run(lambda cut: _forward(session, [tokens[text] for text in cut]), cuts)))
        restored = np.empty_like(rows)
        restored[order] = rows
        return restored


def _session(model: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _forward(session: onnxruntime.InferenceSession, tokens: list[list[int]]) -> np.ndarray:
    shape = len(tokens), max(map(len, tokens))
    ids, mask = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    for row, text in enumerate(tokens):
        ids[row, : len(text)] = text
        mask[row, : len(text)] = 1
    inputs = {"input_ids": ids, "token_type_ids": np.zeros(shape, np.int32), "attention_mask": mask}
    return session.run(None, inputs)[0]


class SentenceTransformers:
    """sentence-transformers on PyTorch f32, which sorts by length by itself."""

    name = "sentence-transformers f32"

    def __init__(self, original: Path, threads: int) -> None:
        """Raises ImportError where PyTorch or sentence-transformers is not installed."""
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(threads)
        self.settings = [Setting(batch) for batch in BATCHES if batch >= 8]
        self._model = SentenceTransformer(str(original), device="cpu")
        self._model.max_seq_length = MAX_TOKENS

    def embed(self, texts: list[str], setting: Setting) -> np.ndarray:
        return self._model.encode(
            texts,
            batch_size=setting.batch,
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
