"""From timings to figures: a record for JSON, and the same as a table.

In: what `measure` timed. Out: text and plain dictionaries. Nothing is timed or read here.
"""

from __future__ import annotations

from statistics import median

import numpy as np

from measure import Timed


def record(timed: Timed, tokens: int, exact: np.ndarray, nutgraf: Timed | None) -> dict:
    """The figures of one system.

    `exact` holds the rows of ONNX Runtime f32. `ratio` is the time of this system over nutgraf's, round by round:
    how many times nutgraf is faster.
    """
    seconds = median(timed.seconds)
    cosines = np.sum(timed.rows * exact, axis=1)
    figures: dict[str, object] = {
        "system": timed.name,
        "batch": timed.setting.batch if timed.setting else None,
        "workers": timed.setting.workers if timed.setting else None,
        "seconds": timed.seconds,
        "sentences_per_second": len(exact) / seconds,
        "tokens_per_second": tokens / seconds,
        "cosine_mean": float(cosines.mean()),
        "cosine_min": float(cosines.min()),
    }
    if nutgraf:
        ratios = [peer / ours for peer, ours in zip(timed.seconds, nutgraf.seconds, strict=True)]
        figures["ratio"] = {"median": median(ratios), "min": min(ratios), "max": max(ratios)}
    return figures


def table(records: list[dict]) -> str:
    """One line a system, in Markdown, with the ratio to nutgraf's embedding alone."""
    lines = [
        "| system | batch | sentences/s | tokens/s | cosine to f32, mean / min | nutgraf is faster by (min to max) |",
        "|---|---|---|---|---|---|",
    ]
    for of in records:
        batch = "" if of["batch"] is None else f"{of['batch']}" + (f" x {of['workers']}" if of["workers"] > 1 else "")
        ratio = of.get("ratio")
        spread = f"{ratio['median']:.2f} ({ratio['min']:.2f} to {ratio['max']:.2f})" if ratio else ""
        lines.append(
            f"| {of['system']} | {batch} | {of['sentences_per_second']:,.0f} | {of['tokens_per_second']:,.0f} "
            f"| {of['cosine_mean']:.5f} / {of['cosine_min']:.4f} | {spread} |"
        )
    return "\n".join(lines)


def grid(records: list[dict], sizes: tuple[int, ...]) -> str:
    """Milliseconds a call, one line a system and thread count, in Markdown."""
    lines = [
        "| system | threads | " + " | ".join(f"{size} ms" for size in sizes) + " |",
        "|---|---|" + "---|" * len(sizes),
    ]
    cells = {(of["system"], of["threads"], of["sentences"]): of["seconds"] for of in records}
    for system, threads in dict.fromkeys((of["system"], of["threads"]) for of in records):
        times = (cells.get((system, threads, size)) for size in sizes)
        lines.append(
            f"| {system} | {threads} | " + " | ".join("" if t is None else f"{t * 1000:,.2f}" for t in times) + " |"
        )
    return "\n".join(lines)
