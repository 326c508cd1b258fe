"""Requests that are wrong as HTTP: their lines, headers, lengths and chunks.

In: a source of chance, and the ids of stored articles. Out: a `Case` each. `FAMILIES` lists them with their weights.
"""

from __future__ import annotations

import gzip
import zlib
from random import Random
from typing import NamedTuple

from client import request


class Case(NamedTuple):
    """What is sent, and how."""

    data: bytes
    how: str = "ask"
    """`ask`: it is whole, and must be answered. `raw`: answered, or the connection ends. `wait`: the same, but the
    server may wait for more: after a moment nothing more is sent. `eof`: nothing more is sent from the beginning.
    `gone`: the connection is reset once it is sent."""
    has_no_body: bool = False
    """Whether the answer has no body, as to HEAD."""


GOOD = b'{"input":"ice melts"}'
LINES = [
    b"GET", b"GET /", b"GET / HTTP/9.9", b" GET / HTTP/1.1", b"GET\t/\tHTTP/1.1", b"get / HTTP/1.1", b"GET  /  HTTP/1.1",
    b"G\x00T / HTTP/1.1", b"GET /\x00 HTTP/1.1", b"GET /\xff\xfe HTTP/1.1", b"GET / HTTP/1.1 x", b"GET / HTTP/0.9",
    b"GET / HTTP/1.0", b"GET / http/1.1", b"GET http://localhost/health HTTP/1.1", b"GET http://evil.example/ HTTP/1.1",
    b"CONNECT localhost:80 HTTP/1.1", b"OPTIONS * HTTP/1.1", b"GET * HTTP/1.1", b"GET //../.. HTTP/1.1", b"\x16\x03\x01\x02\x00",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n", b"GET health HTTP/1.1", b"GET ?q=1 HTTP/1.1", b"GET # HTTP/1.1", b"", b"\r\n\r\n\r\n",
    b"A" * 5_000 + b" / HTTP/1.1", b"GET /" + b"a" * 70_000 + b" HTTP/1.1", b"GET / HTTP/1.1\rX: y",
]  # fmt: skip
HEADERS = [
    b"no colon", b": no name", b"a b: c", b"a : b", b" folded: x", b"X: a\r\n folded", b"X: \x00", b"X: \xff\xfe", b"X\x00: y",
    b"Host: a b", b"Host: evil.example", b"Host: localhost:99999", b"Host: [::1", b"Host: [::1]:80", b"Host: @", b"Host:",
    b"Host: \xc3\xa9", b"Host: localhost\r\nHost: evil.example", b"Connection: upgrade\r\nUpgrade: h2c", b"Upgrade: websocket",
    b"Connection: close, keep-alive", b"Connection: " + b"x," * 500, b"Transfer-Encoding: gzip", b"Transfer-Encoding: \x0bchunked",
    b"Transfer-Encoding: chunked, chunked", b"TE: trailers", b"Origin: null", b"Origin: http://evil.example", b"Origin: \xff",
    b"Sec-Fetch-Site: cross-site", b"X-Request-Id: " + b"a" * 9_000, b"X-Request-Id: \x7f", b"Authorization: Bearer",
    b"Authorization: Basic !!!", b"Authorization: Basic /////w==", b"Authorization: Bearer a\r\nAuthorization: Bearer b",
    b"Accept: " + b"*/*," * 2_000, b"If-Match: \"\xff\"", b"If-None-Match: " + b'"a",' * 5_000, b"Range: bytes=0-99999999999999999999",
    b"Content-Type: application/json\r\nContent-Type: text/plain", b"X: " + b"y" * 20_000, b"Expect: 200-maybe",
    b"X-Forwarded-Proto: javascript", b"Cookie: " + b"a=b;" * 3_000, b"Content-Encoding: gzip", b"Content-Encoding: identity, gzip",
]  # fmt: skip
LENGTHS = [
    "-1", "+5", "abc", "", "0x15", "1e3", "18446744073709551616", "99999999999999999999999", "9223372036854775807", "21, 21",
    "21, 22", "21\r\nContent-Length: 22", "21\r\nContent-Length: 21", "21\r\nTransfer-Encoding: chunked", "0", "5", "20", "22", " 21 ", "2 1",
    "4294967297", "33554433",
]  # fmt: skip
CHUNKS = [
    b"5\r\nabc", b"zz\r\nabc\r\n0\r\n\r\n", b"ffffffffffffffff\r\nabc", b"fffffffffffffffff\r\nabc", b"-5\r\nabc\r\n", b"0x5\r\nabcde\r\n",
    b"5;" + b"e" * 20_000 + b"\r\nabcde\r\n0\r\n\r\n", b"5\nabcde\n0\n\n", b"5\r\nabcdeXX0\r\n\r\n", b"0\r\n" + b"T: v\r\n" * 500 + b"\r\n",
    b"0\r\nContent-Length: 5\r\n\r\n", b"0\r\nno colon\r\n\r\n", b"\r\n\r\n", b"5\r\nab\xff\x00e\r\n0\r\n\r\n", b"1\r\na\r\n" * 3_000 + b"0\r\n\r\n",
    b"0\r\n" + b"T" * 70_000, b"15\r\n" + GOOD + b"\r\n0\r\n\r\nGET /nothing HTTP/1.1\r\n\r\n", b"0" * 300 + b"5\r\nabcde\r\n0\r\n\r\n",
]  # fmt: skip
METHODS = ["BREW", "PUT", "TRACE", "PROPFIND", "post", "X" * 900, "OPTIONS", "HEAD", "DELETE", "PATCH", "M-SEARCH", "!", "LOCK"]
PATHS = ["/", "/health", "/v1/embeddings", "/v1/articles", "/v1/articles/x", "/embed", "/v1/search", "/docs", "/nothing", "/feed.atom"]
WHOLE = [
    request("POST", "/v1/embeddings", GOOD),
    request("POST", "/v1/summaries?neighbors=0", b"Ice melts. The sea rises. People move.", "text/plain"),
    request("GET", "/v1/articles?limit=2&since=2024-01-01"),
    request("GET", "/v1/search?q=ice&limit=1"),
    request("POST", "/tokenize", b'{"inputs":["ice","sea"],"add_special_tokens":false}'),
    request("POST", "/v1/articles", b'{"title":"A","body":"Ice melts."}\n', "application/x-ndjson"),
]
BOMB = gzip.compress(b"[" * (8 << 20), 9)
"""8 MiB in 8 KiB."""


def noise(chance: Random, most: int = 2_000) -> bytes:
    return chance.randbytes(chance.randint(1, most))


def random_bytes(chance: Random, _: list[str]) -> Case:
    end = chance.choice([b"", b"\r\n\r\n", b"\n\n"])
    return Case(noise(chance) + end, "eof")


def request_line(chance: Random, _: list[str]) -> Case:
    return Case(chance.choice(LINES) + chance.choice([b"\r\n", b"\n"]) + b"Host: localhost\r\n\r\n", "eof")


def one_header(chance: Random, _: list[str]) -> Case:
    header = chance.choice(HEADERS)
    host = b"" if header.startswith(b"Host") else b"Host: localhost\r\n"
    end = b"\n" if chance.random() < 0.1 else b"\r\n"
    if chance.random() < 0.5:
        return Case(b"GET /v1/articles?limit=1 HTTP/1.1\r\n" + host + header + end + b"\r\n", "wait")
    head = b"POST /v1/embeddings HTTP/1.1\r\n" + host + header + end + b"Content-Length: %d\r\n\r\n" % len(GOOD)
    return Case(head + GOOD, "wait")


def huge_header(chance: Random, _: list[str]) -> Case:
    size = chance.choice([60_000, 66_000, 200_000])
    return Case(b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * size + b"\r\n\r\n", "wait")


def many_headers(chance: Random, _: list[str]) -> Case:
    count = chance.choice([98, 99, 100, 101, 2_000])
    return Case(b"GET /health HTTP/1.1\r\nHost: localhost\r\n" + b"A: b\r\n" * count + b"\r\n", "wait")


def wrong_length(chance: Random, _: list[str]) -> Case:
    length = chance.choice(LENGTHS).encode()
    path = chance.choice([b"/v1/embeddings", b"/v1/articles", b"/v1/summaries"])
    return Case(b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + b"\r\n\r\n" + GOOD, "wait")


def bad_chunks(chance: Random, _: list[str]) -> Case:
    path = chance.choice([b"/v1/embeddings", b"/v1/summaries", b"/embed"])
    head = b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    return Case(head + chance.choice(CHUNKS), chance.choice(["wait", "eof", "gone"]))


def methods(chance: Random, _: list[str]) -> Case:
    method, path = chance.choice(METHODS), chance.choice(PATHS)
    headers = (("Origin", "http://evil.example"), ("Access-Control-Request-Method", "POST"))
    headers = headers if chance.random() < 0.3 else ()
    return Case(request(method, path, headers=headers), "ask", method == "HEAD")


def expects(chance: Random, _: list[str]) -> Case:
    value = chance.choice(["100-continue", "100-CONTINUE", "100-continue, x", "x" * 500])
    path = chance.choice(["/v1/embeddings", "/v1/nothing", "/health"])
    return Case(request("POST", path, GOOD, headers=(("Expect", value),)), "raw")


def compressed(chance: Random, _: list[str]) -> Case:
    name, body = chance.choice([
        ("gzip", BOMB), ("gzip", gzip.compress(GOOD)), ("deflate", zlib.compress(GOOD)), ("br", b"\x0b\x02\x80ice\x03"),
        ("zstd", b"\x28\xb5\x2f\xfd"), ("gzip, gzip", gzip.compress(BOMB)), ("x" * 300, GOOD), ("identity", gzip.compress(GOOD)),
    ])  # fmt: skip
    path = chance.choice(["/v1/embeddings", "/v1/articles", "/v1/summaries", "/embed", "/api/embed"])
    # The answer comes before the body was read.
    return Case(request("POST", path, body, headers=(("Content-Encoding", name),)), "raw")


def mutated(chance: Random, _: list[str]) -> Case:
    data = bytearray(chance.choice(WHOLE))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                data[at:at] = noise(chance, 8)
            case 2:
                del data[at : at + chance.randint(1, 12)]
            case _:
                data[at:at] = data[at : at + chance.randint(1, 40)]
        data = data or bytearray(b"x")
    return Case(bytes(data), "wait")


def cut_off(chance: Random, _: list[str]) -> Case:
    data = chance.choice(WHOLE)
    return Case(data[: chance.randrange(1, len(data))], chance.choice(["eof", "gone"]))


def left_alone(chance: Random, _: list[str]) -> Case:
    """Whole, and nobody waits for the answer; perhaps several in a row."""
    return Case(b"".join(chance.choices(WHOLE, k=chance.randint(1, 5))), "gone")


def in_a_row(chance: Random, _: list[str]) -> Case:
    return Case(b"".join(chance.choices([WHOLE[2], WHOLE[4], LINES[15] + b"\r\n\r\n", noise(chance, 60)], k=4)), "wait")


FAMILIES = {
    random_bytes: 6, request_line: 5, one_header: 6, huge_header: 1, many_headers: 2, wrong_length: 5, bad_chunks: 5, methods: 4,
    expects: 2, compressed: 2, mutated: 6, cut_off: 4, left_alone: 1, in_a_row: 2,
}  # fmt: skip
