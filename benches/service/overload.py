#!/usr/bin/env python3
"""What the server does with ten times more than it can do.

    overload.py                                   embeddings of one text, then summaries
    overload.py --only embed-1 --serve '--tokens-in-flight 16384'

For each kind: the times without load (one client), the capacity (a closed loop of 8 clients), then an open loop at
`--times` that rate for `--seconds`: requests are sent when they are due, whether or not others are answered, each on a
connection that has none under way. Where no connection is free, a request is held back, and counted so; with more
`--connections` than the server takes (1,024 by default), the rest wait to be taken, which is a load of its own.

Good is: answers are 200 or 429 and nothing else, each 429 says `Retry-After`, what is accepted stays near the capacity,
its times are bounded by what may be in flight, memory stays bounded, and afterwards the server is as fast as before.
Exit code 1 if it ended, an answer was another, a 429 had no `Retry-After`, or memory grew by more than `--most-mib`.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import server as under_test
from client import Connection, quantile, run
from load import Cell, header, make_requests, measure, row

GRACE = 30
"""Seconds that answers are waited for after the last request was sent."""


@dataclass
class Outcome:
    """What became of the requests of one process."""

    due: int = 0
    sent: int = 0
    statuses: Counter = field(default_factory=Counter)
    no_retry_after: int = 0
    unanswered: int = 0
    accepted: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    """By how much requests were sent after they were due."""
    processor: float = 0.0
    last: float = 0.0
    """When the last was accepted, since the beginning."""


async def open_loop(
    host: str, port: int, requests: list[bytes], rate: float, seconds: float, connections: int
) -> Outcome:
    """Sends requests at this rate, whatever comes back."""
    outcome, took = Outcome(), time.process_time()
    opened = [await Connection.open(host, port) for _ in range(connections)]
    free, tasks = opened[:], set()
    begin = time.perf_counter()

    async def ask(connection: Connection, data: bytes) -> None:
        sent = time.perf_counter()
        try:
            answer = await connection.ask(data)
        except ConnectionError:
            outcome.statuses["closed"] += 1
            free.append(await Connection.open(host, port))
            return
        now = time.perf_counter()
        outcome.statuses[answer.status] += 1
        if answer.status == 200:
            outcome.accepted.append(now - sent)
            outcome.last = now - begin
        elif answer.status == 429:
            outcome.refused.append(now - sent)
            outcome.no_retry_after += answer.header("retry-after") is None
        free.append(connection)

    while (now := time.perf_counter() - begin) < seconds:
        while outcome.due < now * rate:
            due = outcome.due / rate
            outcome.due += 1
            if not free:
                continue
            outcome.late.append(now - due)
            outcome.sent += 1
            task = asyncio.ensure_future(ask(free.pop(), requests[outcome.due % len(requests)]))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await asyncio.sleep(0.002)
    if tasks:
        _, pending = await asyncio.wait(set(tasks), timeout=GRACE)
        outcome.unanswered = len(pending)
        for task in pending:
            task.cancel()
    for connection in opened:
        connection.close()
    outcome.processor = (time.process_time() - took) / (time.perf_counter() - begin)
    return outcome


def _share(arguments: tuple) -> Outcome:
    return run(open_loop(*arguments))


class Memory(threading.Thread):
    """Samples the server's memory while something else goes on."""

    def __init__(self, server: under_test.Server) -> None:
        super().__init__(daemon=True)
        self.server, self.most, self.goes_on = server, 0.0, True

    def run(self) -> None:
        while self.goes_on:
            try:
                self.most = max(self.most, self.server.rss())
            except (OSError, IndexError):
                return
            time.sleep(0.1)


def flood(server: under_test.Server, requests: list[bytes], rate: float, options: argparse.Namespace) -> Outcome:
    """All processes' outcome as one."""
    processes = max(1, options.processes)
    share = rate / processes, options.seconds, options.connections // processes
    work = [(server.host, server.port, requests[at::processes], *share) for at in range(processes)]
    with multiprocessing.Pool(processes) as pool:
        parts = pool.map(_share, work, chunksize=1)
    whole = parts[0]
    for part in parts[1:]:
        for name in ("due", "sent", "statuses", "no_retry_after", "unanswered", "accepted", "refused", "late", "processor"):
            setattr(whole, name, getattr(whole, name) + getattr(part, name))
        whole.last = max(whole.last, part.last)
    return whole


def tell(rate: float, outcome: Outcome, alone: Cell, loaded: Cell) -> None:
    accepted, refused = outcome.accepted, outcome.refused
    seconds = max(outcome.last, 1e-9)
    print(f"open loop: {rate:.0f} requests/s due; sent {outcome.sent} of {outcome.due}, the others held back by the client")
    print(f"  late by (p99): {1e3 * quantile(outcome.late, 0.99):.0f} ms; the client took {outcome.processor:.0%} of one processor")
    print(f"  answers: {dict(outcome.statuses)}; unanswered after {GRACE} s: {outcome.unanswered}")
    print(f"  429 without Retry-After: {outcome.no_retry_after}")
    print(f"  accepted: {len(accepted) / seconds:.1f} requests/s, of {loaded.per_second:.1f} at capacity")
    for name, times in (("accepted", accepted), ("refused", refused)):
        if times:
            p50, p99 = 1e3 * quantile(times, 0.5), 1e3 * quantile(times, 0.99)
            print(f"  {name}: p50 {p50:.1f} ms, p99 {p99:.1f} ms")
    if accepted:
        p99 = 1e3 * quantile(accepted, 0.99)
        print(f"  p99 of the accepted: {p99 / alone.p99:.1f} times that without load, {p99 / loaded.p99:.1f} times that at capacity")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    under_test.add_options(parser, stored=500)
    parser.add_argument("--only", default="embed-1,summary", help="kinds, as of load.py (%(default)s)")
    parser.add_argument("--times", type=float, default=10, help="the capacity (%(default)s)")
    parser.add_argument("--seconds", type=float, default=20, help="of overload (%(default)s)")
    parser.add_argument("--connections", type=int, default=1_000, help="of the open loop (%(default)s)")
    parser.add_argument("--processes", type=int, default=2, help="of the open loop (%(default)s)")
    parser.add_argument("--most-mib", type=float, default=512, help="by which memory may grow (%(default)s)")
    options = parser.parse_args()
    texts = under_test.load_texts(options.articles)
    faults: list[str] = []
    with under_test.started(options, texts) as server:
        url, pid = f"http://{server.host}:{server.port}", server.process.pid
        print(header(False))
        for kind in options.only.split(","):
            requests = make_requests(kind, texts, [], options.seed)
            short = min(5.0, options.seconds)
            alone = measure(url, kind, requests, 1, short, pid=pid)
            loaded = measure(url, kind, requests, 8, short, pid=pid)
            print(f"{row(alone, None)}\n{row(loaded, None)}", flush=True)
            before = server.rss()
            memory = Memory(server)
            memory.start()
            rate = options.times * loaded.per_second
            outcome = flood(server, requests, rate, options)
            memory.goes_on = False
            memory.join()
            tell(rate, outcome, alone, loaded)
            if not (server.lives() and server.is_ready()):
                faults.append(f"{kind}: the server does not answer any more\n{server.log_end()}")
                break
            after = server.rss()
            print(f"  memory: {before:.0f} MiB before, at most {memory.most:.0f}, {after:.0f} after")
            print(f"{row(measure(url, kind, requests, 1, short, pid=pid), None)}  (afterwards)\n", flush=True)
            others = {status for status in outcome.statuses if status not in (200, 429)}
            if others or outcome.unanswered:
                faults.append(f"{kind}: answers other than 200 and 429: {others}; unanswered: {outcome.unanswered}")
            if outcome.no_retry_after:
                faults.append(f"{kind}: {outcome.no_retry_after} answers 429 without Retry-After")
            if memory.most - before > options.most_mib:
                faults.append(f"{kind}: memory grew by {memory.most - before:.0f} MiB")
    for fault in faults:
        print(f"FAULT {fault}")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
