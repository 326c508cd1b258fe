"""Makes the vectors that `peers.py` searches, as many as are wanted and shaped like real ones.

In: a file of sentence vectors, as `nutgraf embed --format f32` writes them (little-endian float32, 384 a row), how
many to make, a seed, a folder. Out, in that folder:

- base.f32     the rows to index: COUNT unit rows of 384 float32
- queries.f32  1,000 unit rows that are not in the base; all are real
- truth.u32    for each query the numbers of its ten nearest rows by cosine, nearest first; exact
- vectors.json what it was made from; written last, and if it says the same already, nothing is made again

Equal rows are taken once. Real rows are shuffled by the seed, the queries are held out, and the base is filled with
what is left. Where that does not suffice, the rest is made: a real row, moved 0.2 to 0.8 of the way towards one of
its 20 nearest real rows, plus noise alike in all directions, 0.6 times as long as the two rows are apart; then
brought to length 1.

Why so: independent random vectors are all equally far apart in 384 dimensions, and a graph walks them far worse
than sentences, which lie in clumps of very different densities and along few directions at each place. Repeating
real rows with a little noise errs to the other side: every row would sit in a ball of its copies. A step towards a
real neighbour keeps to the directions in which the neighbourhood extends and scales with its density; the noise
keeps the made rows off straight lines between real ones. Its length is chosen so that a base most of which is made
is searched like one of as many real rows: a third lets the made rows huddle round the real ones, the whole way
scatters them. `--describe` prints how near the nearest are, and `--real` allows the check against real rows in
equal number; README.md has what came out. Beyond 16 times the real rows it no longer holds, and a warning is
printed: each real row then has about as many made ones round it as a row has links in a graph, and a search gets
stuck among them.

The same seed gives the same bytes on the same machine: products of matrices, which pick the 20 nearest, may round
otherwise on another.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from exact import nearest, nearest_others, truth

DIMENSIONS = 384
QUERIES = 1000
TRUTH = 10
NEIGHBOURS = 20
"""How many of a real row's nearest ones made rows are moved towards."""
STEP = (0.2, 0.8)
"""How far, as a part of the way, at least and at most."""
NOISE = 0.6
"""Length of the noise, as a part of the way."""
GROWTH = 16
"""So many times the real rows can be made before searches differ from those among real ones."""
BLOCK = 8192
"""Rows written at a time."""


def arguments() -> argparse.Namespace:
    """The options, checked."""
    parser = argparse.ArgumentParser(prog="vectors.py", description=__doc__.splitlines()[0], allow_abbrev=False)
    parser.add_argument("sentences", type=Path, metavar="F32", help="from `nutgraf embed --format f32`")
    parser.add_argument("count", type=int, metavar="COUNT", help="rows of the base, as 10000, 100000 or 1000000")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the files go")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of shuffling and noise [1]")
    parser.add_argument("--real", type=int, metavar="R", help="at most that many real rows in the base [all]")
    parser.add_argument("--describe", action="store_true", help="print how near the nearest are, real and made")
    chosen = parser.parse_args()
    if chosen.count <= TRUTH + 6 or (chosen.real is not None and not NEIGHBOURS < chosen.real):
        parser.error(f"COUNT must be over {TRUTH + 6}, --real over {NEIGHBOURS}")
    return chosen


def mapped(path: Path) -> np.ndarray:
    """The rows of a file, read as they are used."""
    size = path.stat().st_size
    if size == 0 or size % (4 * DIMENSIONS):
        sys.exit(f"{path}: not rows of {DIMENSIONS} float32")
    return np.memmap(path, "<f4", "r").view(np.ndarray).reshape(-1, DIMENSIONS)


def unit(rows: np.ndarray) -> np.ndarray:
    """The rows brought to length 1."""
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype("<f4")


def distinct(rows: np.ndarray) -> np.ndarray:
    """The numbers of the rows that have a direction and equal none before them."""
    seen = {}
    for number, row in enumerate(rows):
        if np.isfinite(row).all() and row.any():
            seen.setdefault(hashlib.blake2b(row.tobytes(), digest_size=16).digest(), number)
    return np.fromiter(seen.values(), np.int64, len(seen))


def neighbours(real: np.ndarray) -> np.ndarray:
    """The numbers of the nearest real rows of each real row."""
    found = np.empty((len(real), NEIGHBOURS), np.int32)
    for start in range(0, len(real), 1024):
        at = np.arange(start, min(start + 1024, len(real)))
        found[at] = nearest_others(at, real, NEIGHBOURS)[0]
    return found


def made(real: np.ndarray, count: int, random: np.random.Generator) -> Iterator[np.ndarray]:
    """`count` made rows, block by block."""
    towards = neighbours(real)
    for start in range(0, count, BLOCK):
        size = min(BLOCK, count - start)
        number = random.integers(len(real), size=size)
        row = real[number]
        way = real[towards[number, random.integers(NEIGHBOURS, size=size)]] - row
        step = random.uniform(*STEP, size=(size, 1)).astype(np.float32)
        # The length of Gaussian noise in so many dimensions is its deviation times the root of their number.
        deviation = NOISE * np.linalg.norm(way, axis=1, keepdims=True) / DIMENSIONS**0.5
        noise = random.standard_normal((size, DIMENSIONS), np.float32)
        yield unit(row + step * way + deviation * noise)


def make(chosen: argparse.Namespace, source: str) -> dict:
    """Writes the files; gives what vectors.json says of them."""
    random = np.random.default_rng(chosen.seed)
    rows = mapped(chosen.sentences)
    order = random.permutation(distinct(rows))
    if len(order) < QUERIES + NEIGHBOURS + 1:
        sys.exit(f"{chosen.sentences}: {len(order)} different rows, {QUERIES + NEIGHBOURS + 1} are needed")
    unit(rows[order[:QUERIES]]).tofile(chosen.folder / "queries.f32")
    order = order[QUERIES:][: min(chosen.count, chosen.real or chosen.count)]
    base = chosen.folder / "base.f32"
    with base.open("wb") as file:
        for start in range(0, len(order), BLOCK):
            unit(rows[order[start : start + BLOCK]]).tofile(file)
        file.flush()
        for block in made(mapped(base), chosen.count - len(order), random) if len(order) < chosen.count else ():
            block.tofile(file)
    truth(mapped(chosen.folder / "queries.f32"), mapped(base), TRUTH).tofile(chosen.folder / "truth.u32")
    return plan(chosen, source) | {"real": len(order), "made": chosen.count - len(order)}


def plan(chosen: argparse.Namespace, source: str) -> dict:
    """What decides the files' contents."""
    return {
        "schema": "nutgraf.nearest.vectors/1",
        "source_sha256": source,
        "rows": chosen.count,
        "dimensions": DIMENSIONS,
        "seed": chosen.seed,
        "real_at_most": chosen.real,
        "neighbours": NEIGHBOURS,
        "step": list(STEP),
        "noise": NOISE,
    }


def describe(folder: Path, real: int) -> str:
    """How near the nearest and the tenth nearest are, to up to 1,000 rows of each kind: a table in Markdown."""
    base = mapped(folder / "base.f32")
    queries = mapped(folder / "queries.f32")
    real_rows = np.unique(np.linspace(0, real - 1, 1000).astype(np.int64))
    found = [
        (f"real rows, among the {real:,} real ones", nearest_others(real_rows, base[:real], 10)[1]),
        (f"queries, among the {real:,} real ones", nearest(queries, base[:real], 10)[1]),
    ]
    if real < len(base):
        made_rows = np.unique(np.linspace(real, len(base) - 1, 1000).astype(np.int64))
        found += [
            (f"real rows, among all {len(base):,}", nearest_others(real_rows, base, 10)[1]),
            (f"made rows, among all {len(base):,}", nearest_others(made_rows, base, 10)[1]),
            (f"queries, among all {len(base):,}", nearest(queries, base, 10)[1]),
        ]
    lines = ["| cosine of | nearest: p10 / p50 / p90 | tenth nearest: p10 / p50 / p90 |", "|---|---|---|"]
    for name, cosines in found:
        cells = (
            " / ".join(f"{value:.3f}" for value in np.quantile(cosines[:, rank], (0.1, 0.5, 0.9))) for rank in (0, 9)
        )
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """What the options ask for."""
    chosen = arguments()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with chosen.sentences.open("rb") as file:
        source = hashlib.file_digest(file, "sha256").hexdigest()
    note = chosen.folder / "vectors.json"
    about = json.loads(note.read_text(encoding="utf-8")) if note.exists() else {}
    if not plan(chosen, source).items() <= about.items():
        note.unlink(missing_ok=True)
        about = make(chosen, source)
        note.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    print(f"{chosen.folder}: {about['real']:,} real rows, {about['made']:,} made", file=sys.stderr)
    if about["rows"] > GROWTH * about["real"]:
        print(f"over {GROWTH} times the real rows: searches will find less than among real ones", file=sys.stderr)
    if chosen.describe:
        print(describe(chosen.folder, about["real"]))


if __name__ == "__main__":
    main()
