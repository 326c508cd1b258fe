"""Exact nearest rows, by brute force in blocks.

In: float32 arrays of unit rows, the larger one perhaps a mapped file. Out: row numbers and cosines, best first.
"""

from __future__ import annotations

import numpy as np

BLOCK = 16384
"""Rows of the base that are compared at a time: with 1,024 rows on the other side, 64 MiB of cosines."""


def nearest(rows: np.ndarray, base: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """For each of `rows` its `count` nearest rows of `base` by float32 products: row numbers, cosines."""
    numbers = np.empty((len(rows), 0), np.int64)
    cosines = np.empty((len(rows), 0), np.float32)
    for start in range(0, len(base), BLOCK):
        block = rows @ base[start : start + BLOCK].T
        best = np.argpartition(block, -min(count, block.shape[1]), axis=1)[:, -count:]
        numbers = np.hstack([numbers, best + start])
        cosines = np.hstack([cosines, np.take_along_axis(block, best, axis=1)])
        order = np.argsort(-cosines, axis=1, kind="stable")[:, :count]
        numbers = np.take_along_axis(numbers, order, axis=1)
        cosines = np.take_along_axis(cosines, order, axis=1)
    return numbers, cosines


def nearest_others(at: np.ndarray, base: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """For the rows of `base` with the numbers `at`, their `count` nearest, themselves left out: as `nearest`."""
    numbers, cosines = nearest(base[at], base, count + 1)
    own = numbers == at[:, None]
    own[~own.any(axis=1), -1] = True
    return numbers[~own].reshape(len(at), count), cosines[~own].reshape(len(at), count)


def truth(queries: np.ndarray, base: np.ndarray, count: int) -> np.ndarray:
    """The numbers of the `count` nearest rows of each query, in the order of cosines in float64.

    Float32 only picks the candidates, a few more than needed; of equal cosines the lower number goes first.
    """
    numbers, _ = nearest(queries, base, min(count + 6, len(base)))
    numbers = np.sort(numbers, axis=1)
    cosines = np.empty(numbers.shape)
    for query, (row, candidates) in enumerate(zip(queries.astype(np.float64), numbers, strict=True)):
        found = base[candidates].astype(np.float64)
        cosines[query] = found @ row / np.linalg.norm(found, axis=1)
    order = np.argsort(-cosines, axis=1, kind="stable")[:, :count]
    return np.take_along_axis(numbers, order, axis=1).astype("<u4")
