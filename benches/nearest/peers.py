"""Builds and searches HNSW indexes that people can install, and another program beside them, and prints a table.

In: a folder made by `vectors.py`, and options (`run peers --help`). Out: a table and JSON lines on standard output,
progress on standard error, and in the folder the indexes, which `--reuse` takes up again. README.md says what the
fields of a line are, and what a program for `--ours` has to print.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter_ns

import numpy as np

from indexes import PEERS, Peer

SCHEMA = "nutgraf.nearest/1"
EFS = (32, 64, 96, 128, 192, 256)
FOUND = 10
"""How many rows a query asks for."""
WARM_UP = 50
"""Queries before those that are timed, each time."""
TIMES = ("queries_per_second", "p50_ms", "p99_ms")
BUILT = ("build_seconds", "rows_per_second", "bytes_per_row", "call_ms")
FIXED = ("peer", "version", "parameters", "threads", "rows", *BUILT)
OURS = ("peer", "version", "parameters", "bytes_per_row", "ef", "recall_at_5", "recall_at_10", *TIMES)
"""What a line of `--ours` cannot be without."""


def arguments() -> argparse.Namespace:
    """The options, checked."""
    parser = argparse.ArgumentParser(prog="peers", description=__doc__.splitlines()[0], allow_abbrev=False)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="made by vectors.py")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, metavar="T", help="to build on [all]")
    parser.add_argument("--rounds", type=int, default=3, metavar="R", help="how often each is searched [3]")
    parser.add_argument("--only", metavar="TEXT", help="only peers whose name contains this")
    parser.add_argument("--ours", metavar="COMMAND", help="run it with FOLDER behind, once a round, for lines to merge")
    parser.add_argument("--reuse", action="store_true", help="take up indexes that an earlier run left in FOLDER")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the JSON lines there, not behind the table")
    chosen = parser.parse_args()
    if chosen.threads < 1 or chosen.rounds < 1:
        parser.error("--threads and --rounds start at 1")
    if not chosen.ours and not kinds(chosen.only):
        parser.error(f"--only: no peer has {chosen.only} in its name")
    return chosen


def kinds(only: str | None) -> list[type[Peer]]:
    """The peers that `--only` leaves."""
    return [kind for kind in PEERS if not only or only in kind.name]


def rows_of(path: Path, dimensions: int) -> np.ndarray:
    """The rows of a file, in memory."""
    return np.fromfile(path, "<f4").reshape(-1, dimensions)


def call_ms(kind: type[Peer], queries: np.ndarray) -> float:
    """Median milliseconds of a search in an index of ten rows: what a call costs before it has anything to do."""
    peer = kind()
    peer.build(queries[:FOUND], 1)
    return search(peer, queries, EFS[0])[1]["p50_ms"]


def ready(kind: type[Peer], chosen: argparse.Namespace, about: dict, queries: np.ndarray) -> tuple[Peer, dict]:
    """The peer, loaded from a file that is built unless it may be reused, and the figures of its building."""
    peer = kind()
    folder = chosen.folder / "indexes"
    folder.mkdir(exist_ok=True)
    path = folder / peer.name.replace(" ", "-")
    note = path.with_name(f"{path.name}.json")
    made_of = {
        "peer": peer.name,
        "version": peer.version(),
        "parameters": peer.parameters(),
        "threads": chosen.threads,
        "rows": about["rows"],
        "vectors": about,
    }
    built = json.loads(note.read_text(encoding="utf-8")) if chosen.reuse and note.exists() else {}
    if not made_of.items() <= built.items():
        print(f"{peer.name}: building on {chosen.threads} threads", file=sys.stderr)
        note.unlink(missing_ok=True)
        base = rows_of(chosen.folder / "base.f32", about["dimensions"])
        start = perf_counter_ns()
        peer.build(base, chosen.threads)
        seconds = (perf_counter_ns() - start) / 1e9
        peer.save(path)
        peer = kind()
        built = made_of | {
            "build_seconds": seconds,
            "rows_per_second": len(base) / seconds,
            "bytes_per_row": path.stat().st_size / len(base),
        }
        note.write_text(json.dumps(built) + "\n", encoding="utf-8")
    peer.load(path, about["dimensions"])
    return peer, built | {"call_ms": call_ms(kind, queries)}


def search(peer: Peer, queries: np.ndarray, ef: int) -> tuple[np.ndarray, dict]:
    """Puts all queries one by one: the numbers found, and the times of this pass."""
    peer.set_ef(ef)
    each = [queries[at : at + 1] for at in range(len(queries))]
    for query in each[:WARM_UP]:
        peer.search(query, FOUND)
    found = []
    nanoseconds = []
    gc.disable()
    for query in each:
        start = perf_counter_ns()
        numbers = peer.search(query, FOUND)
        nanoseconds.append(perf_counter_ns() - start)
        found.append(numbers)
    gc.enable()
    p50, p99 = np.quantile(nanoseconds, (0.5, 0.99)) / 1e6
    times = {"queries_per_second": len(each) / (sum(nanoseconds) / 1e9), "p50_ms": float(p50), "p99_ms": float(p99)}
    return np.array(found, dtype=np.int64), times


def recall(found: np.ndarray, truth: np.ndarray, count: int) -> float:
    """Which part of the `count` exact nearest rows is among the first `count` found, over all queries."""
    hits = sum(len(np.intersect1d(a[:count], b[:count])) for a, b in zip(found, truth, strict=True))
    return hits / (len(truth) * count)


def peer_lines(peer: Peer, built: dict, queries: np.ndarray, truth: np.ndarray) -> list[dict]:
    """One round of one peer: a line for each ef."""
    fixed = {key: built[key] for key in FIXED}
    lines = []
    for ef in EFS:
        found, times = search(peer, queries, ef)
        recalls = {f"recall_at_{count}": recall(found, truth, count) for count in (5, 10)}
        lines.append({"schema": SCHEMA} | fixed | {"ef": ef} | recalls | times)
    return lines


def our_lines(command: str, chosen: argparse.Namespace, about: dict, number: int) -> list[dict]:
    """One round of the other program: the lines that it prints, checked; the rest of its output is passed over."""
    told = {"NUTGRAF_NEAREST_ROUND": str(number), "NUTGRAF_NEAREST_THREADS": str(chosen.threads)}
    words = [*shlex.split(command), str(chosen.folder)]
    run = subprocess.run(words, stdout=subprocess.PIPE, env=os.environ | told, text=True, check=False)
    if run.returncode:
        sys.exit(f"{command}: exit status {run.returncode}")
    lines = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    for line in lines:
        if missing := [key for key in OURS if key not in line]:
            sys.exit(f"{command}: a line without {', '.join(missing)}")
    if not lines:
        sys.exit(f"{command}: printed no lines")
    absent = {"threads": chosen.threads, "rows": about["rows"]} | dict.fromkeys(BUILT)
    return [{"schema": SCHEMA} | absent | line for line in lines]


def merged(rounds: list[list[dict]]) -> list[dict]:
    """One line for each peer and ef: the medians over the rounds, and the times of each round."""
    groups: dict[tuple[str, int], list[dict]] = {}
    for line in (line for lines in rounds for line in lines):
        groups.setdefault((line["peer"], line["ef"]), []).append(line)
    result = []
    for lines in groups.values():
        one = dict(lines[0])
        for key in (*BUILT, "recall_at_5", "recall_at_10", *TIMES):
            values = [line[key] for line in lines if line[key] is not None]
            one[key] = median(values) if values else None
        one["rounds"] = [{key: line[key] for key in TIMES} for line in lines]
        result.append(one)
    order = list(dict.fromkeys(line["peer"] for line in result))
    return sorted(result, key=lambda line: (order.index(line["peer"]), line["ef"]))


def table(lines: list[dict]) -> str:
    """Two tables in Markdown: the building, one line a peer, and the searching, one line a peer and ef."""

    def number(value: float | None, digits: int) -> str:
        """The value with so many decimals, or nothing."""
        return "" if value is None else f"{value:,.{digits}f}"

    text = ["| index | version | build s | rows/s | bytes a row | empty call ms |", "|---|---|---|---|---|---|"]
    for line in {line["peer"]: line for line in lines}.values():
        cells = (number(line[key], digits) for key, digits in zip(BUILT, (1, 0, 0, 4), strict=True))
        text.append(f"| {line['peer']} | {line['version']} | " + " | ".join(cells) + " |")
    text += ["", "| index | ef | recall@5 | recall@10 | queries/s (min to max) | p50 ms | p99 ms |"]
    text.append("|---|---|---|---|---|---|---|")
    for line in lines:
        rates = [one["queries_per_second"] for one in line["rounds"]]
        text.append(
            f"| {line['peer']} | {line['ef']} | {line['recall_at_5']:.4f} | {line['recall_at_10']:.4f} "
            f"| {line['queries_per_second']:,.0f} ({min(rates):,.0f} to {max(rates):,.0f}) "
            f"| {line['p50_ms']:.3f} | {line['p99_ms']:.3f} |"
        )
    return "\n".join(text)


def main() -> None:
    """What the options ask for."""
    chosen = arguments()
    about = json.loads((chosen.folder / "vectors.json").read_text(encoding="utf-8"))
    queries = rows_of(chosen.folder / "queries.f32", about["dimensions"])
    truth = np.fromfile(chosen.folder / "truth.u32", "<u4").reshape(len(queries), FOUND)
    peers = [ready(kind, chosen, about, queries) for kind in kinds(chosen.only)]
    turns = [lambda _, peer=peer, built=built: peer_lines(peer, built, queries, truth) for peer, built in peers]
    if chosen.ours:
        turns.append(lambda number: our_lines(chosen.ours, chosen, about, number))
    rounds = []
    for number in range(chosen.rounds):
        print(f"round {number + 1} of {chosen.rounds}", file=sys.stderr)
        # Another one begins each round, so that none always comes after the same.
        for turn in range(len(turns)):
            rounds.append(turns[(turn + number) % len(turns)](number + 1))
    lines = merged(rounds)
    print(table(lines))
    text = "".join(json.dumps(line) + "\n" for line in lines)
    if chosen.json:
        chosen.json.write_text(text, encoding="utf-8")
    else:
        print("\n" + text, end="")


if __name__ == "__main__":
    main()
