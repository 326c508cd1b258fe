"""Scores the output of `nutgraf-eval summary` with the `rouge-score` package.

ROUGE-1, ROUGE-2 and ROUGE-Lsum F1 x 100, stemmed, one sentence a line for Lsum, each with the 95 %
interval of a bootstrap over documents (1,000 resamples, fixed seed); and the paired difference to
the first system.

    pip install rouge-score
    nutgraf-eval summary DATA | python eval/rouge.py
"""

import json
import random
import sys
from collections import defaultdict

from rouge_score import rouge_scorer

METRICS = ["rouge1", "rouge2", "rougeLsum"]


def interval(values: list[float]) -> tuple[float, float, float]:
    """The mean and its bootstrapped 95 % interval."""
    generator = random.Random(0)
    count = len(values)
    means = sorted(sum(generator.choices(values, k=count)) / count for _ in range(1000))
    return sum(values) / count, means[25], means[975]


def main() -> None:
    """Reads JSON lines from standard input and prints a table."""
    scorer = rouge_scorer.RougeScorer(METRICS, use_stemmer=True)
    scores = defaultdict(lambda: defaultdict(list))
    for line in sys.stdin:
        row = json.loads(line)
        result = scorer.score("\n".join(row["reference"]), "\n".join(row["summary"]))
        for metric in METRICS:
            scores[row["system"]][metric].append(100 * result[metric].fmeasure)
    first = next(iter(scores))
    for system, by_metric in scores.items():
        cells = [f"{system:<12} {len(by_metric['rouge1']):>5}"]
        for metric in METRICS:
            mean, low, high = interval(by_metric[metric])
            pairs = zip(by_metric[metric], scores[first][metric])
            delta, delta_low, delta_high = interval([a - b for a, b in pairs])
            cells.append(f"{metric} {mean:.2f} [{low:.2f}, {high:.2f}]")
            if system != first:
                cells.append(f"({delta:+.2f} [{delta_low:+.2f}, {delta_high:+.2f}])")
        print("  ".join(cells))


if __name__ == "__main__":
    main()
