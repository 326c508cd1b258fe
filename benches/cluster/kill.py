#!/usr/bin/env python3
"""Whether anything is lost or done twice when workers, servers and PostgreSQL are killed.

    .ci/postgres benches/cluster/kill.py
    .ci/postgres benches/cluster/kill.py --binary target/debug/nutgraf --kills 20 --articles 500 --seed 7

Two servers and three workers share one library in PostgreSQL. Clients add invented articles through both servers, to be
embedded later: one at a time, and as lines; some again, some with another text. At moments that chance picks, a worker, a
server, PostgreSQL or one of its connections is ended with SIGKILL, and started again soon after. One worker has fewer
instructions than the others where the machine allows it (`--isa`).

In the end there must be every acknowledged article, once, with its last text and its vector; no job left or put aside; and
the same bits in every vector as a fresh library in SQLite gets of the same articles. A trigger in the database notes what
jobs do: no text may get its vector twice. Exit code 1 if anything of this is not so.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

import program
from clients import SECONDS, Client, Known
from cluster import Cluster, fewer_instructions
from postgres import Server as Postgres
from program import Failed, Library, say

# Beside the library and not in it: numbered in the order in which things happen to an article.
NOTES = """
SET client_min_messages = warning;
CREATE SCHEMA {schema}_notes;
CREATE TABLE {schema}_notes.events (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text NOT NULL, article bigint NOT NULL, worker text
);
CREATE FUNCTION {schema}_notes.note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kind text := NULL; article bigint; worker text := NULL;
BEGIN
    IF TG_TABLE_NAME = 'articles' THEN
        article := NEW.number;
        IF TG_OP = 'INSERT' OR NEW.content_hash <> OLD.content_hash OR NEW.language IS DISTINCT FROM OLD.language THEN
            kind := 'text';
        END IF;
    ELSIF TG_TABLE_NAME = 'vectors' THEN
        article := NEW.article; kind := 'vector';
    ELSIF TG_OP = 'INSERT' THEN
        article := NEW.article; kind := 'made';
    ELSIF TG_OP = 'DELETE' THEN
        article := OLD.article; kind := 'done'; worker := OLD.worker;
    ELSE
        article := NEW.article; worker := OLD.worker;
        IF NEW.state = 'claimed' AND NEW.token IS DISTINCT FROM OLD.token THEN
            kind := CASE OLD.state WHEN 'claimed' THEN 'recovered' ELSE 'claimed' END;
        ELSIF NEW.reason IS DISTINCT FROM OLD.reason THEN
            kind := 'failed';
        END IF;
    END IF;
    IF kind IS NOT NULL THEN
        INSERT INTO {schema}_notes.events (kind, article, worker) VALUES (kind, article, worker);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note AFTER INSERT OR UPDATE ON {schema}.articles FOR EACH ROW EXECUTE FUNCTION {schema}_notes.note();
CREATE TRIGGER note AFTER INSERT OR UPDATE ON {schema}.vectors FOR EACH ROW EXECUTE FUNCTION {schema}_notes.note();
CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON {schema}.jobs FOR EACH ROW EXECUTE FUNCTION {schema}_notes.note();
"""
# A vector that follows a vector of the same article without another text in between.
TWICE = """
SELECT article FROM (
    SELECT article, kind, lag(kind) OVER (PARTITION BY article ORDER BY number) AS before
    FROM {schema}_notes.events WHERE kind IN ('text', 'vector')
) AS each WHERE kind = 'vector' AND before = 'vector'
"""


class Notes:
    """What the database has noted of jobs."""

    def __init__(self, postgres: Postgres, schema: str) -> None:
        self.postgres, self.schema = postgres, schema

    def begin(self) -> None:
        self.postgres.ask(NOTES.format(schema=self.schema))

    def counts(self) -> Counter[str]:
        rows = self.postgres.ask(f"SELECT kind, count(*) FROM {self.schema}_notes.events GROUP BY kind")
        return Counter({kind: int(count) for kind, count in rows})

    def twice(self) -> list[str]:
        return [row[0] for row in self.postgres.ask(TWICE.format(schema=self.schema))]

    def last(self) -> int:
        return int(self.postgres.ask(f"SELECT coalesce(max(number), 0) FROM {self.schema}_notes.events")[0][0])

    def workers_since(self, number: int) -> set[str]:
        """Who has done something after this event."""
        sql = f"SELECT DISTINCT worker FROM {self.schema}_notes.events WHERE kind = 'done' AND number > {number}"
        return {row[0] for row in self.postgres.ask(sql)}


def clients_for(options: argparse.Namespace, ports: list[int]) -> list[Client]:
    """Some that add single articles, and some that add lines, at a pace that lasts as long as the killing."""
    sizes = [1, 1, 1, 1, 80, 80]
    pause = len(sizes) * options.kills * options.gap / options.articles
    return [Client(number, ports, options.seed, pause, size) for number, size in enumerate(sizes, 1)]


def disturb(options: argparse.Namespace, cluster: Cluster, clients: list[Client]) -> Counter[str]:
    """Kills as often as is asked for, while the clients add."""
    kills: Counter[str] = Counter()
    while (done := sum(kills.values())) < options.kills:
        cluster.wait(cluster.chance.uniform(0, 2 * options.gap))
        if kind := cluster.kill_one():
            kills[kind] += 1
            if (done + 1) % 10 == 0:
                say(f"{done + 1} kills, {sum(it.counts['acknowledged'] for it in clients)} acknowledged")
    return kills


def put_to_the_test(cluster: Cluster, notes: Notes | None, client: Client) -> None:
    """After all the killing, each server must take articles and each worker do jobs."""
    client.pause, client.ends = 0.0, lambda: False
    before = notes.last() if notes else 0
    names = {worker.name for worker in cluster.workers}
    idle, end = names, time.monotonic() + 60
    while idle and time.monotonic() < end:
        for server, port in zip(cluster.servers, cluster.ports):
            sending = client.last_ones(64)
            if client.send(sending, port) != len(sending):
                cluster.faults.append(f"{server.name} does not take articles in the end: {dict(client.refusals)}")
        asked = time.monotonic() + 6
        while idle and time.monotonic() < asked:
            cluster.wait(0.5)
            idle = names - notes.workers_since(before) if notes else set()
    cluster.faults += [f"{name} lives in the end and does nothing" for name in sorted(idle)]


def verify(library: Library, folder: Path, known: dict[str, Known], notes: Notes | None) -> tuple[list[str], int]:
    """What is not as it must be, and how many articles there are."""
    faults: list[str] = []
    stats = library.lines("stats")[0]
    if stats["lacking_vectors"] or stats.get("awaited"):
        faults.append(f"vectors are lacking: {stats}")
    faults += [f"put aside: {line}" for line in library.lines("work", "--dead")]
    checked = library.lines("check", "--full", codes=(0, 1))[0]
    if not checked["sound"] or any("were not compared" in line for line in checked["derived"]):
        faults.append(f"nutgraf check --full: {checked}")

    export = folder / "export.jsonl"
    library.run("export", "--output", export)
    stored: dict[str, dict] = {}
    with export.open(encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            key = line["external_id"]
            if key in stored:
                faults.append(f"{key} is there twice: {stored[key]['id']} and {line['id']}")
            stored[key] = line
    for key, it in known.items():
        line = stored.get(key)
        if line is None:
            if it.acknowledged:
                faults.append(f"LOST {key}, acknowledged as {it.id}")
        elif not it.may_be(line["title"], line["body"]):
            faults.append(f"{key} has another text than was acknowledged: {line['body'][:200]!r}")
        elif it.id not in (None, line["id"]):
            faults.append(f"{key} was acknowledged as {it.id} and is {line['id']}")
    faults += [f"{key} was never sent" for key in stored.keys() - known.keys()]
    if notes:
        faults += [f"article {number} has got the vector of the same text twice" for number in notes.twice()]
    return faults + compare_vectors(library, folder, export, len(stored)), len(stored)


def compare_vectors(library: Library, folder: Path, export: Path, count: int) -> list[str]:
    """Which vectors are not the bits that a fresh library gets."""
    copied, fresh = folder / "copied.db", folder / "fresh.db"
    line = library.lines("copy", library.place, copied)[0]
    Library(library.binary, fresh).run("add", "-q", export)
    faults = [] if line["articles"] == line["vectors"] == count else [f"copied of {count}: {line}"]
    with closing(sqlite3.connect(copied)) as connection:
        connection.execute("ATTACH ? AS fresh", (str(fresh),))
        rows = connection.execute(
            "SELECT ours.external_id, made.vector = again.vector FROM main.articles AS ours"
            " JOIN main.vectors AS made ON made.article = ours.number"
            " JOIN fresh.articles AS theirs ON theirs.id = ours.id"
            " JOIN fresh.vectors AS again ON again.article = theirs.number"
        ).fetchall()
    if len(rows) != count:
        faults.append(f"{len(rows)} vectors can be compared of {count} articles")
    return faults + [f"{key} has not the vector that a fresh library gives it" for key, is_same in rows if not is_same]


def report(options, kills, cluster, clients, notes, count, seconds, verified) -> None:
    """What happened, in a few lines."""
    counts = sum((it.counts for it in clients), Counter())
    acknowledged = sum(it.acknowledged is not None for client in clients for it in client.known.values())
    print(
        f"{sum(kills.values())} kills in {seconds:.0f} s (seed {options.seed}): {kills['worker']} of workers, "
        f"{kills['server']} of servers, {kills['PostgreSQL']} of PostgreSQL, {kills['backend']} of its connections"
    )
    print(
        f"{acknowledged} articles acknowledged of {count} stored; answers: {counts['added']} added, "
        f"{counts['updated']} updated, {counts['unchanged']} unchanged, {counts['refused']} refused; "
        f"{counts['unknown']} sent without an answer; {counts['unreached']} times no server was there"
    )
    if late := counts["unanswered in time"]:
        print(f"{late} requests had no answer after {SECONDS} s")
    refusals = sum((it.refusals for it in clients), Counter())
    for why, often in refusals.most_common(6):
        print(f"  refused {often}: {why}")
    if notes:
        noted = notes.counts()
        print(
            f"jobs: {noted['made']} made, {noted['claimed'] + noted['recovered']} claims, {noted['recovered']} of them of "
            f"what a dead worker had claimed, {noted['failed']} tries failed, {noted['done']} ended, {noted['vector']} vectors "
            f"stored"
        )
    log = cluster.postgres.log.read_text(errors="replace")
    print(
        f"{cluster.not_started} starts without a database, {log.count('deadlock detected')} deadlocks, "
        f"{log.count('PANIC')} panics; verified in {verified:.0f} s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    program.add_options(parser)
    parser.add_argument("--kills", type=int, default=100, help="how often something is killed (%(default)s)")
    parser.add_argument("--articles", type=int, default=8_000, help="so many would be added if nothing were killed (%(default)s)")
    parser.add_argument("--gap", type=float, default=2, help="seconds between kills, on average (%(default)s)")
    parser.add_argument("--isa", choices=("avx2", "avx512", "native"), default="avx2", help="of one worker (%(default)s)")
    options = program.read_options(parser)
    postgres = Postgres()
    if not postgres.can_be_killed():
        raise SystemExit("there is no PostgreSQL that may be killed: run this by .ci/postgres, and without NUTGRAF_TEST_POSTGRES")

    chance = Random(options.seed)
    schema = f"kill_{Random().randrange(16**8):08x}"
    library = Library(options.binary, postgres.library(schema))
    folder = Path(tempfile.mkdtemp(prefix="nutgraf-kill-"))
    fewer = {} if options.isa == "native" else fewer_instructions(folder, options.isa)
    if not fewer:
        say("all workers have the same instructions")
    cluster = Cluster(postgres, library, folder, chance, fewer)
    clients = clients_for(options, cluster.ports)
    notes = Notes(postgres, schema) if postgres.psql else None
    faults = []
    try:
        # All at once, as none must mind the others when the library is made.
        if not cluster.wait_until("all have started", cluster.are_up, 60):
            raise SystemExit("\n".join(cluster.faults))
        if notes:
            notes.begin()
        is_over = False
        for client in clients:
            client.ends = lambda: is_over
            client.start()
        began = time.monotonic()
        kills = disturb(options, cluster, clients)
        seconds = time.monotonic() - began
        is_over = True
        say("the clients end")
        cluster.wait_until("the clients have ended", lambda: not any(it.is_alive() for it in clients), 120)
        cluster.wait_until("all are up again", cluster.are_up, 60)
        say("all are up again")
        put_to_the_test(cluster, notes, clients[-1])
        say("all do their work")
        began = time.monotonic()
        try:
            # It ends with 1 where something was put aside, which is looked at below.
            library.run("work", "--until-done", "--threads", "2", seconds=900, codes=(0, 1))
            say("nothing is left to do")
            cluster.end()
            say("all have ended")
            found, count = verify(library, folder, {key: it for client in clients for key, it in client.known.items()}, notes)
            faults += found
        except Failed as error:
            faults.append(str(error))
            count = -1
        faults += cluster.faults + [fault for client in clients for fault in client.faults]
        report(options, kills, cluster, clients, notes, count, seconds, time.monotonic() - began)
    finally:
        cluster.kill_all()
    for fault in faults[:30]:
        print(f"FAULT {fault}")
    print(f"{len(faults)} faults" + (f"; {folder} has what was logged" if faults else ""))
    if faults:
        shutil.copy(postgres.log, folder / "postgres.log")
        sys.exit(1)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
