#!/usr/bin/env python3
"""Whether the server's memory grows with what it is asked.

    memory.py                          50,000 requests; resident memory every 1,000
    memory.py --requests 400000 --clients 16

The mix: embeddings of one text mostly, some summaries, similar articles and searches. Printed are the first and the
last sample and the slopes of a line through all samples, and through the second half, in which whatever is filled once
(caches, buffers of the threads) has been filled. Exit code 1 if the server ended, an answer was none of 200 and 429, or
the second half grows by more than `--most-slope` MiB in 1,000 requests (judged from 20,000 requests on: fewer are part
of the warming up).
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections import Counter

import server as under_test
from client import Connection, run
from load import make_requests, stored_ids, wait

MIX = {"embed-1": 90, "summary": 2, "similar": 4, "search": 4}
"""Of a hundred requests."""


def mixed(texts: list[dict], ids: list[str], count: int, seed: int) -> list[bytes]:
    """So many requests, in a random order that the seed fixes."""
    chance = random.Random(seed)
    of = {kind: make_requests(kind, texts, ids, seed) for kind in MIX}
    kinds = chance.choices(list(MIX), weights=list(MIX.values()), k=count)
    return [of[kind][chance.randrange(len(of[kind]))] for kind in kinds]


async def ask_all(
    server: under_test.Server, requests: list[bytes], clients: int, every: int
) -> tuple[list[float], Counter]:
    """Memory each time that so many requests were answered, and the statuses."""
    samples, statuses, line = [server.rss()], Counter(), iter(requests)
    began, done = time.perf_counter(), 0

    async def client() -> None:
        nonlocal done
        connection = await Connection.open(server.host, server.port)
        for data in line:
            try:
                answer = await connection.ask(data)
            except ConnectionError:
                statuses["closed"] += 1
                connection = await Connection.open(server.host, server.port)
                continue
            statuses[answer.status] += 1
            done += 1
            if answer.status == 429:
                await asyncio.sleep(wait(answer))
            if done % every == 0:
                samples.append(server.rss())
                rate = done / (time.perf_counter() - began)
                print(f"{done:8} requests {samples[-1]:8.1f} MiB {rate:8.0f} requests/s", flush=True)
        connection.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    return samples, statuses


def slope(values: list[float]) -> float:
    """Of the line of least squares, for each step."""
    count = len(values)
    if count < 2:
        return float("nan")
    middle, mean = (count - 1) / 2, sum(values) / count
    above = sum((at - middle) * (value - mean) for at, value in enumerate(values))
    return above / sum((at - middle) ** 2 for at in range(count))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    under_test.add_options(parser, stored=500)
    parser.add_argument("--requests", type=int, default=50_000, help="%(default)s")
    parser.add_argument("--clients", type=int, default=8, help="%(default)s")
    parser.add_argument("--every", type=int, default=1_000, help="requests between two samples (%(default)s)")
    parser.add_argument("--most-slope", type=float, default=0.25, help="MiB in 1,000 requests (%(default)s)")
    options = parser.parse_args()
    texts = under_test.load_texts(options.articles)
    faults = []
    with under_test.started(options, texts) as server:
        ids = stored_ids(f"http://{server.host}:{server.port}")
        requests = mixed(texts, ids, options.requests, options.seed)
        samples, statuses = run(ask_all(server, requests, options.clients, options.every))
        if not (server.lives() and server.is_ready()):
            faults.append(f"the server does not answer any more\n{server.log_end()}")
    per_thousand = 1_000 / options.every
    late = per_thousand * slope(samples[len(samples) // 2 :])
    print(f"answers: {dict(statuses)}")
    print(f"first {samples[0]:.1f} MiB, after {options.every} {samples[min(1, len(samples) - 1)]:.1f}, last {samples[-1]:.1f}")
    print(f"slope in 1,000 requests: {per_thousand * slope(samples):+.3f} MiB, in the second half {late:+.3f} MiB")
    if set(statuses) - {200, 429}:
        faults.append("there were answers other than 200 and 429")
    if options.requests >= 20_000 and late > options.most_slope:
        faults.append(f"memory grows by {late:.3f} MiB in 1,000 requests")
    for fault in faults:
        print(f"FAULT {fault}")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
