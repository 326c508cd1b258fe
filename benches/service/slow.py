"""Connections that are slow on purpose, beside whatever else is asked.

Each kind takes a place for as long as the server lets it: a head or a body of a byte a second, a connection that says
nothing, a body that stops in the middle, lines that come one by one, and a client that asks a lot and reads nothing.
Out: how long each was let, and what is wrong with that.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass

HEAD_SECONDS, BODY_SECONDS = 15, 30
"""The server's own limits of time, unless it is told others."""
MARGIN = 5
BODY = b"POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n"
LINES = b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/jsonl\r\nTransfer-Encoding: chunked\r\n\r\n"
ASKED = b"GET /v1/articles?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n"


@dataclass
class Outcome:
    """How one slow connection ended."""

    kind: str
    seconds: float
    status: int | None
    fault: str | None


async def drip(writer: asyncio.StreamWriter, byte: bytes) -> None:
    while True:
        writer.write(byte)
        await writer.drain()
        await asyncio.sleep(1)


async def slow_lines(writer: asyncio.StreamWriter) -> None:
    """A line in pieces, then the end: slow, and within the limits."""
    line = b'{"title":"Slow","body":"Ice melts slowly. The sea rises."}\n'
    for at in range(0, len(line), 6):
        part = line[at : at + 6]
        writer.write(b"%x\r\n%s\r\n" % (len(part), part))
        await writer.drain()
        await asyncio.sleep(1)
    writer.write(b"0\r\n\r\n")


KINDS: dict[str, tuple[bytes, float | None]] = {
    "head": (b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: ", HEAD_SECONDS),
    "request line": (b"G", HEAD_SECONDS),
    "idle": (b"", HEAD_SECONDS),
    "body": (BODY + b'{"input":"', BODY_SECONDS),
    "body that stops": (BODY + b'{"input":"', BODY_SECONDS),
    "lines that stop": (LINES + b'5\r\n{"bod\r\n', BODY_SECONDS),
    "lines": (LINES, None),
    "reads nothing": (ASKED * 200, None),
}
"""What is sent at first, and after how many seconds the server must have ended it."""


async def connection(host: str, port: int, kind: str) -> Outcome:
    """One slow connection to its end."""
    begun, limit = KINDS[kind]
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection(host, port)
    dripping: asyncio.Future | None = None
    data = b""
    try:
        writer.write(begun)
        if kind == "reads nothing":
            writer.transport.pause_reading()
            await asyncio.sleep(20)
            return Outcome(kind, time.perf_counter() - began, None, None)
        if kind in ("head", "body", "request line"):
            dripping = asyncio.ensure_future(drip(writer, b"a"))
        elif kind == "lines":
            dripping = asyncio.ensure_future(slow_lines(writer))
        async with asyncio.timeout((limit or 40) + MARGIN):
            if kind == "lines":
                while not data.endswith(b"0\r\n\r\n") and (part := await reader.read(65_536)):
                    data += part
            else:
                while part := await reader.read(65_536):
                    data += part
        fault = None
    except TimeoutError:
        fault = f"it is not ended after {(limit or 40) + MARGIN} s; answered so far: {data[:200]!r}"
    except ConnectionError:
        fault = None
    finally:
        if dripping is not None:
            dripping.cancel()
            await asyncio.gather(dripping, return_exceptions=True)
        writer.transport.abort()
    found = re.match(rb"HTTP/1\.1 (\d{3})", data)
    status = int(found[1]) if found else None
    if fault is None and kind == "lines" and b"nutgraf.added/1" not in data:
        fault = f"its line was not stored: {data[:300]!r}"
    if status is not None and status >= 500:
        fault = f"answer {status}: {data[:300]!r}"
    return Outcome(kind, time.perf_counter() - began, status, fault)


async def keep(host: str, port: int, count: int, until: asyncio.Event) -> list[Outcome]:
    """So many at a time, of all kinds, one after the other until the event; then all to their end."""
    kinds, outcomes = list(KINDS), []

    async def place(number: int) -> None:
        at = number
        while True:
            try:
                outcomes.append(await connection(host, port, kinds[at % len(kinds)]))
            except OSError as error:
                outcomes.append(Outcome(kinds[at % len(kinds)], 0, None, f"no connection: {error}"))
                await asyncio.sleep(1)
            at += 1
            if until.is_set():
                return

    await asyncio.gather(*(place(number) for number in range(count)))
    return outcomes
