#!/usr/bin/env python3
"""How fast articles are embedded by one, two and four workers, in PostgreSQL and in a SQLite file.

    .ci/postgres benches/cluster/ingest.py
    .ci/postgres benches/cluster/ingest.py --articles news.jsonl --count 500 --rounds 3

Articles are added with `nutgraf add --later`, and embedded by `nutgraf work --until-done`: one worker with two threads, two
with one each, four with one each. Beside it, `nutgraf add`, which embeds what it stores. Each has a library of its own. All
run on this machine, the database among them: on as many processors as it has, workers share them and do not add any.

`embedded` is the time until every article has its vector, by asking `nutgraf stats` every half second; `done` the time until
all workers have ended, which is after stories and index are made too. Processor time is of the workers (or of `add`), of
PostgreSQL's processes, and of whatever else ran on the machine meanwhile: where that is much, the figures say little.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple

import program
from articles import invented
from postgres import TICK
from postgres import Server as Postgres
from program import Failed, Library, say

WORKERS = ((1, 2), (2, 1), (4, 1))
"""How many, and with how many threads each."""


class Took(NamedTuple):
    """What one way of embedding took."""

    embedded: float
    done: float
    own: float
    """Processor seconds of nutgraf."""
    database: float
    """Processor seconds of PostgreSQL."""
    others: float
    """Processor seconds of all else."""


class Clock:
    """What has passed since it was made."""

    def __init__(self, postgres: Postgres) -> None:
        self.postgres = postgres
        self.began, self.database, self.machine = time.perf_counter(), postgres.processor_seconds(), busy_seconds()

    def seconds(self) -> float:
        return time.perf_counter() - self.began

    def took(self, embedded: float, own: float) -> Took:
        done, database = self.seconds(), self.postgres.processor_seconds() - self.database
        others = max(0.0, busy_seconds() - self.machine - own - database)
        return Took(embedded or done, done, own, database, others)


def busy_seconds() -> float:
    """Processor time that the machine has spent on anything, or was kept from spending."""
    user, nice, system, _, _, *interrupts = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9])
    return (user + nice + system + sum(interrupts)) / TICK


class Stored(NamedTuple):
    """What `nutgraf add --later` took."""

    seconds: float
    own: float
    database: float


def add_later(library: Library, file: Path, postgres: Postgres) -> Stored:
    before = postgres.processor_seconds()
    done = library.run("add", "-q", "--later", file)
    return Stored(done.seconds, done.processor_seconds, postgres.processor_seconds() - before)


def add(library: Library, file: Path, postgres: Postgres) -> Took:
    clock = Clock(postgres)
    done = library.run("add", "-q", file)
    return clock.took(done.seconds, done.processor_seconds)


def work(library: Library, workers: int, threads: int, postgres: Postgres) -> Took:
    """Has the workers do all that there is to do."""
    clock = Clock(postgres)
    running: dict[int, subprocess.Popen[str]] = {}
    for _ in range(workers):
        process = library.start("work", "-q", "--until-done", "--threads", str(threads))
        running[process.pid] = process
    own, embedded = 0.0, 0.0
    while running:
        if not embedded and not library.lines("stats")[0].get("awaited"):
            embedded = clock.seconds()
        for pid in list(running):
            ended, status, usage = os.wait4(pid, os.WNOHANG)
            if ended:
                running.pop(pid).returncode = status
                own += usage.ru_utime + usage.ru_stime
                if status != 0:
                    raise Failed(f"a worker has ended with status {status}")
        time.sleep(0.05 if embedded else 0.5)
    return clock.took(embedded, own)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    program.add_options(parser)
    parser.add_argument("--articles", type=Path, metavar="FILE", help="JSON lines (otherwise they are invented)")
    parser.add_argument("--count", type=int, default=2_000, help="articles (%(default)s)")
    parser.add_argument("--words", type=int, default=250, help="of an invented article (%(default)s)")
    parser.add_argument("--rounds", type=int, default=1, help="the middle one of so many is shown (%(default)s)")
    options = program.read_options(parser)
    postgres = Postgres()
    folder = Path(tempfile.mkdtemp(prefix="nutgraf-ingest-"))
    schemas: list[str] = []
    try:
        file = folder / "articles.jsonl"
        count = write_articles(file, options)
        say(f"{count} articles of {sum(map(len, file.read_text(encoding='utf-8').split(chr(10)))) // count} bytes")
        kept: dict[tuple[str, str], list[Took]] = {}
        stored: dict[str, list[Stored]] = {"PostgreSQL": [], "SQLite": []}
        for turn in range(options.rounds):
            # One after the other for each way, so that what else the machine does meets both.
            for way in (*WORKERS, None):
                for store in ("PostgreSQL", "SQLite"):
                    name = f"ingest_{Random().randrange(16**8):08x}"
                    place = postgres.library(name) if store == "PostgreSQL" else folder / f"{name}.db"
                    schemas += [name] if store == "PostgreSQL" else []
                    library = Library(options.binary, place)
                    label = f"{way[0]} x {way[1]}" if way else "add"
                    if way:
                        stored[store].append(add_later(library, file, postgres))
                        took = work(library, *way, postgres)
                    else:
                        took = add(library, file, postgres)
                    stats = library.lines("stats")[0]
                    if stats["articles"] != count or stats["lacking_vectors"] or stats.get("awaited"):
                        raise SystemExit(f"{store}, {label}: not all were embedded: {stats}")
                    kept.setdefault((store, label), []).append(took)
                    say(f"round {turn + 1}: {store}, {label}: {count / took.embedded:.1f} articles/s")
        show(count, kept, stored)
    finally:
        for schema in schemas:
            postgres.drop(schema)
        shutil.rmtree(folder)
    if not postgres.psql:
        say(f"there is no psql to remove these schemas with: {' '.join(schemas)}")


def write_articles(file: Path, options: argparse.Namespace) -> int:
    """As many as are asked for, or as there are."""
    if options.articles:
        with options.articles.open(encoding="utf-8") as lines:
            chosen = [line if line.endswith("\n") else line + "\n" for _, line in zip(range(options.count), lines)]
    else:
        made = (invented(options.seed, number, words=options.words) for number in range(options.count))
        chosen = [json.dumps({"id": f"ingest {number}", **it}) + "\n" for number, it in enumerate(made)]
    file.write_text("".join(chosen), encoding="utf-8")
    return len(chosen)


def show(count: int, kept: dict[tuple[str, str], list[Took]], stored: dict[str, list[Stored]]) -> None:
    processors = len(os.sched_getaffinity(0))
    print(f"{count} articles, {processors} processors\n")
    print("| library | workers x threads | articles/s | embedded | done | processor s: nutgraf | PostgreSQL | others | idle |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|")
    for (store, way), took in sorted(kept.items(), key=lambda it: it[0][0]):
        middle = sorted(took, key=lambda it: it.embedded)[len(took) // 2]
        idle = max(0.0, 1 - (middle.own + middle.database + middle.others) / middle.done / processors)
        print(
            f"| {store} | {way} | {count / middle.embedded:.1f} | {middle.embedded:.1f} s | {middle.done:.1f} s "
            f"| {middle.own:.1f} | {middle.database:.1f} | {middle.others:.1f} | {idle:.0%} |"
        )
    print()
    for store, times in stored.items():
        seconds, own, database = (median(part) for part in zip(*times))
        print(
            f"add --later to {store}: {count / seconds:.0f} articles/s; {seconds:.1f} s, of processors {own:.1f} s nutgraf "
            f"and {database:.1f} s PostgreSQL"
        )


if __name__ == "__main__":
    main()
