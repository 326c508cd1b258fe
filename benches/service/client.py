"""HTTP/1.1 over asyncio with as little work for each request as Python allows.

In: requests as bytes. Out: an `Answer` each. A connection has one request at a time and stays open while the server
keeps it. Nothing is timed here.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from typing import Any, NamedTuple
from urllib.parse import urlsplit


class Answer(NamedTuple):
    """What the server said."""

    status: int
    head: bytes
    """In lower case."""
    body: bytes

    def header(self, name: str) -> str | None:
        """The value of a header, in lower case."""
        mark = b"\r\n" + name.encode() + b":"
        start = self.head.find(mark)
        if start < 0:
            return None
        start += len(mark)
        end = self.head.find(b"\r\n", start)
        return self.head[start : end if end >= 0 else None].strip().decode("latin-1")


def request(
    method: str,
    path: str,
    body: bytes | None = None,
    media_type: str = "application/json",
    headers: tuple[tuple[str, str], ...] = (),
) -> bytes:
    """A request as it is sent."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body is not None:
        if media_type:
            lines.append(f"Content-Type: {media_type}")
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + (body or b"")


def post(path: str, value: object) -> bytes:
    """A request that posts JSON."""
    return request("POST", path, json.dumps(value).encode())


class Connection(asyncio.Protocol):
    """A connection. `open` makes one."""

    def __init__(self) -> None:
        self.buffer = bytearray()
        self.is_closed = False
        self.transport: asyncio.Transport
        self._waiter: asyncio.Future[Answer] | None = None
        self._has_no_body = False
        self._head_end = -1
        self._length: int | None = None
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @classmethod
    async def open(cls, host: str, port: int) -> Connection:
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(cls, host, port)
        return connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self._waiter is not None and not self._waiter.done():
            self._look()

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, error: Exception | None) -> None:
        self.is_closed = True
        if not self._ended.done():
            self._ended.set_result(None)
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(ConnectionResetError("closed without an answer"))

    async def ask(self, data: bytes, has_no_body: bool = False) -> Answer:
        """The answer to a request; ConnectionError if the connection ends before it."""
        if self.is_closed:
            raise ConnectionResetError("the connection is closed")
        self._waiter = asyncio.get_running_loop().create_future()
        self._has_no_body = has_no_body
        self._head_end = -1
        self.transport.write(data)
        if self.buffer:
            self._look()
        return await self._waiter

    async def rest(self) -> bytes:
        """All that came, once the server has closed the connection."""
        await self._ended
        return bytes(self.buffer)

    def close(self) -> None:
        self.transport.close()

    def abort(self) -> None:
        """Ends the connection with a reset."""
        self.transport.abort()

    def _look(self) -> None:
        """Gives the answer to whoever waits, if it is whole."""
        buffer = self.buffer
        if self._head_end < 0:
            end = buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            if buffer[9:10] == b"1":  # 100 Continue
                del buffer[: end + 4]
                return self._look()
            self._head_end = end + 4
            self._read_head(bytes(buffer[:end]).lower())
        if self._length is None:
            whole = unchunked(bytes(buffer[self._head_end :]))
            if whole is None:
                return
            body, taken = whole
        else:
            taken = self._length
            if len(buffer) < self._head_end + taken:
                return
            body = bytes(buffer[self._head_end : self._head_end + taken])
        del buffer[: self._head_end + taken]
        if self._waiter is not None:
            self._waiter.set_result(Answer(self._status, self._head, body))

    def _read_head(self, head: bytes) -> None:
        self._head = head
        self._status = int(head[9:12])
        start = head.find(b"\r\ncontent-length:")
        if self._has_no_body or self._status in (204, 304):
            self._length = 0
        elif start >= 0:
            end = head.find(b"\r\n", start + 2)
            self._length = int(head[start + 17 : end if end >= 0 else None])
        else:
            self._length = None if b"\r\ntransfer-encoding: chunked" in head else 0


def unchunked(data: bytes) -> tuple[bytes, int] | None:
    """The body in chunks and how many bytes they took; none if the last one is not there yet."""
    parts, at = [], 0
    while True:
        end = data.find(b"\r\n", at)
        if end < 0:
            return None
        size = int(data[at:end].split(b";")[0], 16)
        at = end + 2 + size + 2
        if at > len(data):
            return None
        if size == 0:
            return b"".join(parts), at
        parts.append(data[end + 2 : at - 2])


def place(url: str) -> tuple[str, int]:
    """Host and port of an address."""
    parts = urlsplit(url)
    return parts.hostname or "127.0.0.1", parts.port or 80


async def one(host: str, port: int, data: bytes, seconds: float = 30) -> Answer:
    """The answer to a request on a connection of its own."""
    async with asyncio.timeout(seconds):
        connection = await Connection.open(host, port)
        try:
            return await connection.ask(data)
        finally:
            connection.close()


def run(main: Coroutine[Any, Any, Any]) -> Any:
    """As asyncio.run, on uvloop where it is installed: it takes half the time."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(main)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(main)


def quantile(values: list[float], share: float) -> float:
    """The value below which so large a share of the values lies; NaN of none."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
