#!/usr/bin/env python3
"""Malformed and hostile requests, and whether the server minds.

    hostile.py                          100,000 of them on 128 connections, a few dozen slow ones beside
    hostile.py --requests 5000 --seed 7
    hostile.py --case 1234              one of them alone, with its answer

The requests come from `bad_wire.py` (lines, headers, lengths, chunks), `bad_content.py` (JSON, paths, queries, articles)
and `bad_documents.py`, the slow connections from `slow.py`. Seed and number decide what a request is, so `--case` sends
the same one again. Meanwhile a good request is asked every second.

Faults, each printed with its request; exit code 1 if there is one:
- an answer with a status of 500 or more, by the server's log too;
- a whole request that is not answered, or an answer that takes longer than `--limit` seconds;
- a slow connection that is let longer than the server's own limits;
- a good request that is not answered with the same bits as before all this, to the end;
- a server that has ended, or is not ready, or whose library does not pass `nutgraf check`.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
import time
import uuid
from collections import Counter, defaultdict
from random import Random

import bad_content
import bad_documents
import bad_wire
import server as under_test
import slow
from bad_wire import Case
from client import Connection, one, post, quantile, request, run
from load import wait

FAMILIES = {**bad_wire.FAMILIES, **bad_content.FAMILIES, **bad_documents.FAMILIES}
NAMES, WEIGHTS = list(FAMILIES), list(FAMILIES.values())
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})[ \r]")
SHOWN = 20
"""Faults that are printed of a kind."""
GOOD = [
    post("/v1/embeddings", {"input": ["Ice melts in spring.", "The sea rises."], "encoding_format": "base64"}),
    request("POST", "/v1/summaries?neighbors=0", b"Ice melts in spring. The sea rises by a metre. People move inland.", "text/plain"),
]


class Attack:
    """All that is counted."""

    def __init__(self, server: under_test.Server, ids: list[str], options: argparse.Namespace) -> None:
        self.server, self.ids, self.options = server, ids, options
        self.statuses: dict[str, Counter] = defaultdict(Counter)
        self.slowest: dict[str, float] = defaultdict(float)
        self.faults: dict[str, list[str]] = defaultdict(list)
        self.good: list[float] = []
        self.numbers = iter(range(options.requests))

    def case(self, number: int) -> tuple[str, Case]:
        """The request of this number, with the name of its family."""
        chance = Random(f"{self.options.seed}/{number}")
        family = chance.choices(NAMES, WEIGHTS)[0]
        return family.__name__, family(chance, self.ids)

    def processor(self) -> float:
        return under_test.processor_seconds(self.server.process.pid) if self.server.lives() else 0.0

    async def open(self) -> Connection:
        return await Connection.open(self.server.host, self.server.port)

    async def worker(self) -> None:
        """Sends one after the other, over one connection for as long as the server keeps it."""
        kept: Connection | None = None
        for number in self.numbers:
            name, case = self.case(number)
            began = time.perf_counter()
            try:
                async with asyncio.timeout(self.options.limit + 5):
                    if case.how == "ask":
                        if kept is None or kept.is_closed:
                            kept = await self.open()
                        kept = await self.ask(kept, number, name, case)
                    else:
                        await self.send(number, name, case)
            except TimeoutError:
                self.fault("too slow", number, name, case, b"none when it was left")
                if kept is not None:
                    kept.abort()
                kept = None
            except OSError as error:
                self.statuses[name][type(error).__name__] += 1
                if not self.server.lives():
                    return
            took = time.perf_counter() - began
            if took > self.slowest[name]:
                self.slowest[name] = took
            if self.options.limit < took < self.options.limit + 5:
                self.fault("too slow", number, name, case, f"{took:.1f} s".encode())
        if kept is not None:
            kept.close()

    async def ask(self, connection: Connection, number: int, name: str, case: Case) -> Connection | None:
        """A whole request, which must be answered; again if the connection ended before, or the server was busy."""
        is_fresh = False
        for _ in range(6):
            try:
                answer = await connection.ask(case.data, case.has_no_body)
            except ConnectionError:
                if is_fresh:
                    self.statuses[name]["closed"] += 1
                    self.fault("no answer", number, name, case, bytes(connection.buffer[:300]))
                    return None
                connection, is_fresh = await self.open(), True
                continue
            if answer.status != 429:
                break
            await asyncio.sleep(min(1.0, wait(answer)))
        self.statuses[name][answer.status] += 1
        if answer.status >= 500:
            self.fault("status", number, name, case, answer.head + b"\r\n\r\n" + answer.body[:500])
        if connection.buffer or "close" in (answer.header("connection") or ""):
            connection.close()
            return None
        return connection

    async def send(self, number: int, name: str, case: Case) -> None:
        """Bytes on a connection of their own: whatever comes is looked at, until the connection ends."""
        connection = await self.open()
        try:
            if case.how == "gone":
                connection.transport.write(case.data)
                await asyncio.sleep(0.001 * (number % 7))
                self.statuses[name]["left"] += 1
                return
            data = b""
            if case.how == "eof":
                connection.transport.write(case.data)
            else:
                # The answer comes at once, or the server waits for more.
                try:
                    async with asyncio.timeout(0.2 if case.how == "wait" else self.options.limit):
                        answer = await connection.ask(case.data, case.has_no_body)
                    data = answer.head.replace(b"http/", b"HTTP/", 1) + b"\r\n\r\n" + answer.body[:500] + b"\r\n"
                except (TimeoutError, ConnectionError):
                    pass
            if not connection.is_closed:
                connection.transport.write_eof()
            data += await connection.rest()
        finally:
            connection.abort()
        found = [int(status) for status in STATUS.findall(data)]
        for status in found or ["closed"]:
            self.statuses[name][status] += 1
        if any(status >= 500 for status in found):
            self.fault("status", number, name, case, data)

    def fault(self, kind: str, number: int, name: str, case: Case, answer: bytes) -> None:
        data = case.data if len(case.data) <= 600 else case.data[:500] + b" [...] " + case.data[-60:]
        self.faults[kind].append(f"--case {number} ({name}, {case.how}, {len(case.data)} bytes): {data!r}\n    answer: {answer[:700]!r}")

    async def probe(self, expected: list[bytes], until: asyncio.Event) -> None:
        """Asks the good requests while the others are asked."""
        while not until.is_set() and self.server.lives():
            for data, body in zip(GOOD, expected, strict=True):
                began = time.perf_counter()
                try:
                    answer = await one(self.server.host, self.server.port, data, self.options.limit)
                except (TimeoutError, OSError) as error:
                    self.faults["good request"].append(f"{type(error).__name__} after {time.perf_counter() - began:.1f} s")
                    continue
                self.good.append(time.perf_counter() - began)
                if answer.status != 429 and answer.body != body:
                    self.faults["good request"].append(f"another answer: {answer.status} {answer.body[:300]!r}")
            await asyncio.sleep(1)

    async def heavy_alone(self) -> None:
        """Each of the heavy documents while nothing else is asked: beside others, most are refused as too much."""
        kept: Connection | None = await self.open()
        for at, (media_type, body) in enumerate(bad_documents.HEAVY):
            case, name = Case(request("POST", "/v1/summaries?neighbors=0", body, media_type)), "heavy, alone"
            began = time.perf_counter()
            kept = await self.ask(kept or await self.open(), -at, name, case)
            took = time.perf_counter() - began
            self.slowest[name] = max(self.slowest[name], took)
            if took > self.options.limit:
                self.fault("too slow", -at, name, case, f"{took:.1f} s".encode())

    async def all(self) -> None:
        expected = [(await one(self.server.host, self.server.port, data)).body for data in GOOD]
        print(f"seed {self.options.seed}, {self.options.requests} requests on {self.options.connections} connections", flush=True)
        until = asyncio.Event()
        await self.heavy_alone()
        beside = asyncio.gather(
            self.probe(expected, until), slow.keep(self.server.host, self.server.port, self.options.slow, until)
        )
        began, own, theirs = time.perf_counter(), time.process_time(), self.processor()
        await asyncio.gather(*(self.worker() for _ in range(self.options.connections)))
        took = time.perf_counter() - began
        own, theirs = (time.process_time() - own) / took, (self.processor() - theirs) / took
        count = sum(counter.total() for counter in self.statuses.values())
        print(f"{count} answers in {took:.1f} s: {count / took:.0f} a second; of a processor the client took {own:.0%}, the server {theirs:.0%}")
        print("slow connections now end by themselves", flush=True)
        until.set()
        _, ended = await beside
        for outcome in ended:
            self.statuses[f"slow: {outcome.kind}"][outcome.status or "ended"] += 1
            self.slowest[f"slow: {outcome.kind}"] = max(self.slowest[f"slow: {outcome.kind}"], outcome.seconds)
            if outcome.fault:
                self.faults["slow"].append(f"{outcome.kind}, {outcome.seconds:.1f} s: {outcome.fault}")
        if not (self.server.lives() and self.server.is_ready()):
            self.faults["server"].append(f"it has ended, or is not ready\n{self.server.log_end()}")
            return
        for data, body in zip(GOOD, expected, strict=True):
            if (await one(self.server.host, self.server.port, data)).body != body:
                self.faults["good request"].append(f"at the end another answer to {data!r}")

    def tell(self) -> int:
        for name in sorted(self.statuses):
            counts = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses[name].items(), key=str))
            print(f"{name:24} slowest {self.slowest[name]:6.2f} s   {counts}")
        if self.good:
            p50, p99 = quantile(self.good, 0.5), quantile(self.good, 0.99)
            print(f"good requests meanwhile: {len(self.good)}, p50 {1e3 * p50:.0f} ms, p99 {1e3 * p99:.0f} ms, the same bits")
        for kind, faults in self.faults.items():
            print(f"\nFAULTS ({kind}): {len(faults)}")
            print("\n".join(faults[:SHOWN]))
        return int(any(self.faults.values()))


async def show(attack: Attack, number: int) -> None:
    name, case = attack.case(number)
    print(f"{name}, {case.how}: {case.data[:3_000]!r}")
    await (attack.ask(await attack.open(), number, name, case) if case.how == "ask" else attack.send(number, name, case))
    print(f"{dict(attack.statuses[name])}; the server lives: {attack.server.is_ready()}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    under_test.add_options(parser, stored=100)
    parser.add_argument("--requests", type=int, default=100_000, help="%(default)s")
    parser.add_argument("--connections", type=int, default=128, help="%(default)s")
    parser.add_argument("--slow", type=int, default=40, help="slow connections at a time (%(default)s)")
    parser.add_argument("--limit", type=float, default=10, help="seconds that an answer may take (%(default)s)")
    parser.add_argument("--case", type=int, help="the number of one request")
    options = parser.parse_args()
    chance = Random(options.seed)
    texts = under_test.load_texts(options.articles)[: options.stored]
    texts = [{"id": str(uuid.UUID(int=chance.getrandbits(128), version=4)), **text} for text in texts]
    with under_test.started(options, texts) as server:
        attack = Attack(server, [text["id"] for text in texts], options)
        if options.case is not None:
            run(show(attack, options.case))
        else:
            before = server.rss()
            run(attack.all())
            print(f"memory: {before:.0f} MiB before, {server.rss():.0f} MiB after")
        for line in server.log.read_text(errors="replace").splitlines():
            if '"status":5' in line or "panicked" in line:
                attack.faults["log"].append(line[:500])
        if server.lives():
            server.process.terminate()
            server.process.wait()
            try:
                server.command("check", "-q")
            except SystemExit as error:
                attack.faults["library"].append(str(error))
        sys.exit(attack.tell())


if __name__ == "__main__":
    main()
