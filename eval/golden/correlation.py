"""Writes correlation.json: samples, many with ties, with scipy's Pearson and Spearman correlations.

    pip install scipy==1.17.1
    python correlation.py

Each sample has weights, whole numbers from 0 on as a bootstrap draws them; scipy is also given the
sample in which each pair is repeated as often as its weight says. Where scipy has no value (nan)
the file has null.
"""

import json
import math
import random
import warnings
from pathlib import Path

from scipy import stats


def sample(number, rng):
    count = rng.choice([2, 3, 5, 10, 20, 40])
    steps = rng.choice([2, 4, 12, 10_000])  # Few steps make many ties.
    scale, shift = rng.choice([(1, 0), (1e-6, 0), (1e6, -3e8), (0.125, 7)])
    x = [rng.randrange(steps) * scale + shift for _ in range(count)]
    pull = rng.choice([-1, 0, 0.5, 3])
    y = [pull * (v - shift) / scale + rng.randrange(steps) for v in x]
    if number % 15 == 14:
        y = [y[0]] * count
    weights = [0] * count
    for _ in range(count):
        weights[rng.randrange(count)] += 1
    return x, y, weights


def coefficient(function, x, y):
    if len(x) < 2:
        return None
    value = float(function(x, y).statistic)
    return None if math.isnan(value) else value


def main():
    warnings.simplefilter("ignore")  # Constant samples.
    rng = random.Random(7)
    lines = []
    for number in range(60):
        x, y, weights = sample(number, rng)
        drawn_x = [v for v, w in zip(x, weights) for _ in range(w)]
        drawn_y = [v for v, w in zip(y, weights) for _ in range(w)]
        row = {"x": x, "y": y, "weights": weights,
               "pearson": coefficient(stats.pearsonr, x, y),
               "spearman": coefficient(stats.spearmanr, x, y),
               "weighted_pearson": coefficient(stats.pearsonr, drawn_x, drawn_y),
               "weighted_spearman": coefficient(stats.spearmanr, drawn_x, drawn_y)}
        lines.append(json.dumps(row, separators=(",", ":")))
    text = "[\n" + ",\n".join(lines) + "\n]\n"
    Path(__file__).with_name("correlation.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
