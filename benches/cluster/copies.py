#!/usr/bin/env python3
"""A library copied from SQLite to PostgreSQL and back into another file: how long it takes, and whether all are the same.

    .ci/postgres benches/cluster/copies.py library.db
    .ci/postgres benches/cluster/copies.py --articles 1000        # a library of invented ones, made first

`nutgraf copy` compares by itself what it has copied, and prints one sha256 over it: that must be the same both times. What
`nutgraf export` prints of each must be the same bytes. The times of `copy` contain that comparison and the making of the
index. Exit code 1 if anything differs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

import program
from articles import invented
from postgres import Server as Postgres
from program import Failed, Library, say


def copied(source: Library, target: Library, postgres: Postgres) -> dict[str, Any]:
    """What `nutgraf copy` says, and what it took."""
    before = postgres.processor_seconds()
    done = source.run("--json", "copy", source.place, target.place)
    took = {"seconds": done.seconds, "own": done.processor_seconds, "database": postgres.processor_seconds() - before}
    return {**json.loads(done.output), **took}


def exported(library: Library) -> tuple[str, int, float]:
    """The sha256 of the export, its bytes, and the seconds that it took."""
    began, digest, size = time.perf_counter(), hashlib.sha256(), 0
    with tempfile.TemporaryFile() as errors:
        process = library.start("export", stdout=-1, stderr=errors)
        for part in iter(lambda: process.stdout.buffer.read(1 << 20), b""):
            digest.update(part)
            size += len(part)
        if process.wait() != 0:
            errors.seek(0)
            raise Failed(f"nutgraf export: {errors.read().decode(errors='replace')}")
    return digest.hexdigest(), size, time.perf_counter() - began


def made(options: argparse.Namespace, folder: Path) -> Path:
    """A library of invented articles."""
    lines, file = folder / "articles.jsonl", folder / "library.db"
    with lines.open("w", encoding="utf-8") as out:
        for number in range(options.articles):
            out.write(json.dumps({"id": f"copy {number}", **invented(options.seed, number, words=60)}) + "\n")
    took = Library(options.binary, file).run("add", "-q", lines)
    say(f"a library of {options.articles} articles, made in {took.seconds:.0f} s")
    return file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    program.add_options(parser)
    parser.add_argument("file", type=Path, nargs="?", help="a library in SQLite")
    parser.add_argument("--articles", type=int, default=100_000, help="in the library that is made without one (%(default)s)")
    options = program.read_options(parser)
    if options.file and not options.file.is_file():
        raise SystemExit(f"{options.file}: there is no such file")
    postgres = Postgres()
    folder = Path(tempfile.mkdtemp(prefix="nutgraf-copies-"))
    schema = f"copy_{Random().randrange(16**8):08x}"
    try:
        file = Library(options.binary, (options.file or made(options, folder)).resolve())
        database = Library(options.binary, postgres.library(schema))
        again = Library(options.binary, folder / "again.db")
        steps = [("SQLite -> PostgreSQL", copied(file, database, postgres))]
        say(f"there after {steps[0][1]['seconds']:.1f} s")
        steps.append(("PostgreSQL -> SQLite", copied(database, again, postgres)))
        say(f"back after {steps[1][1]['seconds']:.1f} s")
        exports = {name: exported(it) for name, it in (("file", file), ("PostgreSQL", database), ("other file", again))}
    finally:
        postgres.drop(schema)
        shutil.rmtree(folder)
    if not postgres.psql:
        say(f"there is no psql to remove the schema {schema} with")
    for name, it in steps:
        print(
            f"{name}: {it['articles']} articles and {it['vectors']} vectors in {it['seconds']:.1f} s "
            f"({it['articles'] / it['seconds']:.0f} articles/s; of processors {it['own']:.1f} s nutgraf and "
            f"{it['database']:.1f} s PostgreSQL); sha256 {it['sha256']}"
        )
    for name, (digest, size, seconds) in exports.items():
        print(f"export of the {name}: {size} bytes in {seconds:.1f} s; sha256 {digest}")
    keys = ("articles", "vectors", "sha256")
    is_same = len({tuple(it[key] for key in keys) for _, it in steps}) == 1 and len({it[:2] for it in exports.values()}) == 1
    print("all the same" if is_same else "NOT THE SAME")
    sys.exit(not is_same)


if __name__ == "__main__":
    main()
