#!/usr/bin/env python3
"""How many requests a second the server answers, and how long they take.

    load.py                                     every kind of request at 1, 8 and 64 clients, 5 seconds each
    load.py --only embed-1,search --clients 8
    load.py --url http://127.0.0.1:8000 --only embed-1,embed-32 --json peer.json
    load.py --only embed-1,embed-32 --against peer.json     ratios to an earlier run

embed-1 and embed-32 post 1 and 32 passages of 25 words to /v1/embeddings, summary posts an article of about 400 words
to /v1/summaries?neighbors=0, similar asks /v1/articles/{id}/similar, search asks /v1/search?q=. A client sends its
next request when it has its answer (a closed loop), on a connection that stays open; one that is refused with 429 waits
for as long as it is told to. No two requests of a kind follow each other with the same text. Counted is what is
answered within the seconds. Times are the client's, from sending to having the whole answer.

`client` is how much of one processor the client took: near 100 % for each of its processes, it is the client that is
measured; `--processes 2` spreads it. It takes its share from the server where both have the same processors.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import quote

import server as under_test
from client import Answer, Connection, one, place, post, quantile, request, run

KINDS = ("embed-1", "embed-32", "summary", "similar", "search")
WARM_UP = 0.5


@dataclass
class Cell:
    """One kind of request with so many clients."""

    kind: str
    clients: int
    seconds: float = 0.0
    requests: int = 0
    per_second: float = 0.0
    p50: float = 0.0
    """Milliseconds, as all times here."""
    p99: float = 0.0
    client_processor: float = 0.0
    """Of one processor."""
    server_processor: float | None = None
    others: dict[str, int] = field(default_factory=dict)
    """Answers other than 200, by status."""


def make_requests(kind: str, texts: list[dict], ids: list[str], seed: int) -> list[bytes]:
    """What is sent, over and over."""
    if kind == "embed-1":
        return [post("/v1/embeddings", _input(text)) for text in under_test.passages(texts, 25, 4_000, seed)]
    if kind == "embed-32":
        all_texts = under_test.passages(texts, 25, 6_400, seed)
        groups = (all_texts[at : at + 32] for at in range(0, len(all_texts) - 31, 32))
        return [post("/v1/embeddings", _input(group)) for group in groups]
    if kind == "summary":
        path = "/v1/summaries?neighbors=0"
        return [request("POST", path, body.encode(), "text/plain") for body in under_test.bodies(texts, 400, 500)]
    if kind == "similar":
        return [request("GET", f"/v1/articles/{id}/similar") for id in ids]
    return [request("GET", f"/v1/search?q={quote(text['title'])}") for text in texts[:1_000]]


def _input(text: str | list[str]) -> dict:
    return {"model": "all-minilm-l6-v2", "input": text}


async def closed_loop(
    host: str, port: int, requests: list[bytes], clients: int, seconds: float
) -> tuple[list[float], Counter, float, float]:
    """Seconds of each answer 200, the other statuses, how long it took in all, and the client's processor time."""
    times: list[float] = []
    others: Counter = Counter()
    connections = [await Connection.open(host, port) for _ in range(clients)]
    begin = time.perf_counter() + WARM_UP
    end = begin + seconds

    async def client(number: int, connection: Connection) -> None:
        at = number * len(requests) // clients
        while (sent := time.perf_counter()) < end:
            try:
                answer = await connection.ask(requests[at % len(requests)])
            except ConnectionError:
                others["closed"] += 1
                connection = await Connection.open(host, port)
                continue
            at += 1
            now = time.perf_counter()
            if answer.status == 200:
                if begin <= now <= end:
                    times.append(now - sent)
                continue
            others[str(answer.status)] += 1
            if answer.status == 429:
                await asyncio.sleep(min(wait(answer), max(0.0, end - now)))
        connection.close()

    took = time.process_time()
    async with asyncio.timeout(seconds + 60):
        await asyncio.gather(*(client(number, it) for number, it in enumerate(connections)))
    return times, others, seconds, time.process_time() - took


def wait(answer: Answer) -> float:
    """Seconds after which a server that refused wants to be asked again."""
    precise = answer.header("x-nutgraf-retry-after-ms")
    return float(precise) / 1e3 if precise else float(answer.header("retry-after") or 1)


def _share(arguments: tuple) -> tuple[list[float], Counter, float, float]:
    return run(closed_loop(*arguments))


def measure(
    url: str, kind: str, requests: list[bytes], clients: int, seconds: float, processes: int = 1, pid: int | None = None
) -> Cell:
    """One cell of the table."""
    host, port = place(url)
    processes = max(1, min(processes, clients))
    shares = [clients // processes + (number < clients % processes) for number in range(processes)]
    work = [(host, port, requests[number::processes], share, seconds) for number, share in enumerate(shares)]
    began, before = time.perf_counter(), under_test.processor_seconds(pid) if pid else 0.0
    if processes == 1:
        parts = [_share(work[0])]
    else:
        with multiprocessing.Pool(processes) as pool:
            parts = pool.map(_share, work, chunksize=1)
    whole = time.perf_counter() - began
    times = [it for part in parts for it in part[0]]
    cell = Cell(kind, clients, seconds, len(times), len(times) / seconds)
    cell.p50, cell.p99 = 1e3 * quantile(times, 0.5), 1e3 * quantile(times, 0.99)
    cell.client_processor = sum(part[3] for part in parts) / (seconds + WARM_UP)
    if pid:
        cell.server_processor = (under_test.processor_seconds(pid) - before) / whole
    cell.others = dict(sum((part[1] for part in parts), Counter()))
    return cell


def stored_ids(url: str) -> list[str]:
    answer = run(one(*place(url), request("GET", "/v1/articles?limit=1000")))
    return [article["id"] for article in json.loads(answer.body)["articles"]]


def header(against: bool) -> str:
    ratio = f"{'ratio':>8}{'p50 of other':>14}" if against else ""
    return f"{'':10}{'clients':>8}{'requests/s':>12}{'p50 ms':>9}{'p99 ms':>9}{'client':>8}{'server':>8}{ratio}  not 200"


def row(cell: Cell, other: Cell | None) -> str:
    server = "" if cell.server_processor is None else f"{cell.server_processor:.0%}"
    ratio = f"{cell.per_second / other.per_second:8.2f}{other.p50:14.1f}" if other and other.per_second else ""
    return (
        f"{cell.kind:10}{cell.clients:8}{cell.per_second:12.1f}{cell.p50:9.1f}{cell.p99:9.1f}"
        f"{cell.client_processor:8.0%}{server:>8}{ratio}  {cell.others or ''}"
    )


def best(files: list[Path]) -> dict[tuple[str, int], Cell]:
    """Of each cell in these files, that with the most requests a second."""
    found: dict[tuple[str, int], Cell] = {}
    for file in files:
        for fields in json.loads(file.read_text())["cells"]:
            cell = Cell(**fields)
            key = cell.kind, cell.clients
            if key not in found or cell.per_second > found[key].per_second:
                found[key] = cell
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    under_test.add_options(parser, stored=2_000)
    parser.add_argument("--url", help="a server that runs already; none is started")
    parser.add_argument("--pid", type=int, help="its process, for its processor time")
    parser.add_argument("--only", default=",".join(KINDS), help="kinds, with commas between (%(default)s)")
    parser.add_argument("--clients", default="1,8,64", help="how many, with commas between (%(default)s)")
    parser.add_argument("--seconds", type=float, default=5, help="for each cell (%(default)s)")
    parser.add_argument("--processes", type=int, default=1, help="of the client (%(default)s)")
    parser.add_argument("--json", type=Path, help="write the cells to this file")
    parser.add_argument("--against", type=Path, nargs="+", help="files of --json; the best of each cell is compared")
    options = parser.parse_args()
    kinds = options.only.split(",")
    if wrong := set(kinds) - set(KINDS):
        parser.error(f"no such kind: {', '.join(sorted(wrong))}")
    texts = under_test.load_texts(options.articles)
    server = None if options.url else under_test.started(options, texts)
    url = options.url or f"http://{server.host}:{server.port}"
    pid = options.pid or (server.process.pid if server else None)
    others = best(options.against) if options.against else {}
    cells = []
    try:
        ids = stored_ids(url) if "similar" in kinds else []
        print(f"{os.cpu_count()} processors, client and server on the same machine\n{header(bool(others))}")
        for kind in kinds:
            requests = make_requests(kind, texts, ids, options.seed)
            for clients in map(int, options.clients.split(",")):
                cell = measure(url, kind, requests, clients, options.seconds, options.processes, pid)
                cells.append(cell)
                print(row(cell, others.get((kind, clients))), flush=True)
        if pid:
            print(f"memory of the server at the end: {under_test.resident(pid):.0f} MiB")
    finally:
        if server:
            server.stop()
    if options.json:
        document = {"schema": "nutgraf.service/1", "cells": [asdict(cell) for cell in cells]}
        options.json.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
