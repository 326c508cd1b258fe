"""Times nutgraf's sentence embedding and its peers on the same sentences, and prints a table.

In: options (`run --help`). Out: the table on standard output, progress on standard error, and with `--json` a file.
`run` beside this file makes the environment and starts it; `NUTGRAF_PEERS_CACHE` names the folder for what is made.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

import measure
import models
import original
import reference
import report
import sentences
import systems
import without_cpuid
from nutgraf import Nutgraf

REPOSITORY = Path(__file__).resolve().parents[2]

GRID_SIZES = (1, 8, 32, 256)
"""Sentences a call whose latency `--grid` measures."""

EXACT = 0.99999
"""Cosine that the ONNX f32 graph must reach against the NumPy forward pass."""


def arguments() -> argparse.Namespace:
    """The options, checked."""
    description = __doc__.splitlines()[0]
    parser = argparse.ArgumentParser(prog="benches/peers/run", description=description, allow_abbrev=False)
    parser.add_argument("--sentences", type=int, default=3000, metavar="N", help="how many [3000]")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, metavar="T", help="of every system [all]")
    parser.add_argument("--rounds", type=int, default=5, metavar="R", help="how often each system runs [5]")
    parser.add_argument("--input", type=Path, action="append", metavar="JSONL", help="articles to take sentences from")
    parser.add_argument("--nutgraf", type=Path, metavar="PATH", help="the program [target/release/nutgraf]")
    parser.add_argument("--original", type=Path, metavar="FOLDER", help="the f32 model, instead of fetching it")
    parser.add_argument("--skip-torch", action="store_true", help="leave out sentence-transformers")
    parser.add_argument("--only", metavar="TEXT", help="only peers whose name contains this (f32 runs regardless)")
    parser.add_argument("--isa", choices=("native", "avx512", "avx2"), default="native", help="hide newer instructions")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--write-sentences", type=Path, metavar="FILE", help="write the sentences, one a line, and end")
    parser.add_argument("--grid", action="store_true", help="latencies for 1, 8, 32, 256 sentences, instead")
    parser.add_argument("--grid-nutgraf", type=Path, metavar="JSONL", help="nutgraf's latencies, for the same table")
    parser.add_argument("--grid-part", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.sentences < 1 or chosen.threads < 1 or chosen.rounds < 1:
        parser.error("--sentences, --threads and --rounds start at 1")
    return chosen


def main() -> None:
    """What the options ask for."""
    chosen = arguments()
    texts = sentences.take(chosen.input or sentences.files(REPOSITORY), chosen.sentences)
    if chosen.write_sentences:
        chosen.write_sentences.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
        return
    if chosen.grid and not chosen.grid_part:
        grid(chosen)
        return
    cache = Path(os.environ["NUTGRAF_PEERS_CACHE"])
    folder = original.locate(REPOSITORY, cache, chosen.original)
    tokenizer = systems.load_tokenizer(folder)
    files = models.prepare(folder, cache / f"models-onnxruntime-{metadata.version('onnxruntime')}")
    peers = load_peers(chosen, folder, files, tokenizer)
    check(peers[0], folder, texts, tokenizer)
    if chosen.grid_part:
        chosen.grid_part.write_text(json.dumps(latencies(peers, texts, chosen.threads)), encoding="utf-8")
    else:
        compare(chosen, peers, texts, sum(len(of.ids) for of in tokenizer.encode_batch_fast(texts)))


def load_peers(
    chosen: argparse.Namespace, folder: Path, files: dict[str, Path], tokenizer: Tokenizer
) -> list[systems.System]:
    """ONNX Runtime f32 first, for it is what the others are compared with."""
    peers: list[systems.System] = [
        systems.OnnxRuntime(name, file, tokenizer, chosen.threads) for name, file in files.items()
    ]
    if not chosen.skip_torch:
        try:
            peers.append(systems.SentenceTransformers(folder, chosen.threads))
        except ImportError as missing:
            say(f"sentence-transformers is left out: {missing}")
    return [peer for peer in peers if peer is peers[0] or (chosen.only or "") in peer.name]


def check(exact: systems.System, folder: Path, texts: list[str], tokenizer: Tokenizer) -> None:
    """Refuses to go on where the f32 graph does not give the vectors of the NumPy forward pass."""
    config, tensors = models.load_weights(folder)
    sample = texts[:: max(1, len(texts) // 8)][:8]
    expected = reference.embed(config, tensors, [of.ids for of in tokenizer.encode_batch(sample)])
    cosine = float(np.sum(expected * exact.embed(sample, systems.Setting(batch=8)), axis=1).min())
    if not cosine > EXACT:
        raise SystemExit(f"{exact.name} does not give the model's vectors: cosine {cosine:.7f} to the reference")


def compare(chosen: argparse.Namespace, peers: list[systems.System], texts: list[str], tokens: int) -> None:
    """The table of throughput."""
    with tempfile.TemporaryDirectory() as scratch:
        nutgraf = load_nutgraf(chosen, Path(scratch))
        if nutgraf:
            nutgraf.prepare(texts)
            nutgraf.embed()
        settings = []
        for peer in peers:
            settings.append((peer, measure.best_setting(peer, texts)))
            say(f"{peer.name}: {settings[-1][1]}")
        timed = measure.rounds(settings, nutgraf, texts, chosen.rounds)
    exact = next(of.rows for of in timed if of.name == peers[0].name)
    inside = timed[1] if nutgraf else None
    records = [report.record(of, tokens, exact, inside) for of in timed]
    say(f"{len(texts)} sentences, {tokens} tokens, {chosen.threads} threads, {chosen.isa}, {chosen.rounds} rounds")
    say(f"load average {os.getloadavg()[0]:.1f}: above {chosen.threads}, something else ran as well")
    print(report.table(records))
    save(chosen, {"sentences": len(texts), "tokens": tokens, "rounds": chosen.rounds, "systems": records})


def load_nutgraf(chosen: argparse.Namespace, scratch: Path) -> Nutgraf | None:
    """nutgraf's program, or None where it was neither built nor named."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target"))
    program = chosen.nutgraf or target / "release/nutgraf"
    if program.is_file():
        program, replaced = program.resolve(), os.environ.get("NUTGRAF_PEERS_REPLACED")
        if replaced:
            without_cpuid.replace(program, Path(replaced) / program.name)
            program = Path(replaced) / program.name
        return Nutgraf(program, scratch, chosen.threads)
    if chosen.nutgraf:
        raise SystemExit(f"{program}: no such program")
    say(f"nutgraf is left out: {program} is not there; build it with `cargo build --release`, or give --nutgraf")
    return None


def grid(chosen: argparse.Namespace) -> None:
    """The table of latencies, each thread count in a process of its own, for tokenizers fixes its threads at start."""
    records: list[dict] = []
    with tempfile.TemporaryDirectory() as scratch:
        for threads in sorted({1, chosen.threads}):
            part = Path(scratch) / f"{threads}.json"
            command = [sys.executable, *sys.argv, "--threads", str(threads), "--grid-part", str(part)]
            counts = {name: str(threads) for name in ("RAYON_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}
            subprocess.run(command, env=os.environ | counts, check=True)
            records += json.loads(part.read_text(encoding="utf-8"))
    if chosen.grid_nutgraf:
        lines = chosen.grid_nutgraf.read_text(encoding="utf-8").splitlines()
        records += [{"system": "nutgraf"} | json.loads(line) for line in lines if line.startswith("{")]
    print(report.grid(records, GRID_SIZES))
    save(chosen, {"latencies": records})


def latencies(peers: list[systems.System], texts: list[str], threads: int) -> list[dict]:
    """Seconds a call of every peer at every size of the grid."""
    return [
        {"system": peer.name, "threads": threads, "sentences": size, "seconds": measure.latency(peer, texts, size)}
        for peer in peers
        for size in GRID_SIZES
    ]


def save(chosen: argparse.Namespace, figures: dict) -> None:
    """Writes the figures, and what they were measured with, where `--json` says."""
    if chosen.json:
        packages = ("onnxruntime", "tokenizers", "numpy", "torch", "sentence-transformers")
        head = {
            "schema": "nutgraf.peers/1",
            "processor": processor(),
            "threads": chosen.threads,
            "isa": chosen.isa,
            "versions": {name: version(name) for name in packages},
        }
        chosen.json.write_text(json.dumps(head | figures, indent=2) + "\n", encoding="utf-8")


def processor() -> str:
    """The name that Linux gives the processor, else what Python knows of it."""
    names = Path("/proc/cpuinfo")
    lines = names.read_text(encoding="utf-8").splitlines() if names.is_file() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def version(package: str) -> str | None:
    """The installed version of a Python package."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def say(line: str) -> None:
    """Progress, which is kept apart from the table."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
