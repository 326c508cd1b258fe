#!/usr/bin/env python3
"""Whether anything that was acknowledged is lost when the server is killed.

    kill.py                       30 times, with 4 streams of articles under way
    kill.py --rounds 5 --streams 8

Each round starts the server, sends streams of new articles to POST /v1/articles (application/x-ndjson) as fast as they
are taken, reads the lines of the answers as they come, and kills the server with SIGKILL at a moment that chance picks.
A line `nutgraf.added/1` is an acknowledgement. The server is started again over the same file, and each article that
was acknowledged in this round must be there with its title; in the end all of all rounds, and `nutgraf check --full`
must pass. Exit code 1 if one is lost.

What a process leaves to the system's cache survives SIGKILL; a power cut is another matter, which this cannot show.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from random import Random
from urllib.parse import quote

import server as under_test
from client import Connection, request, run

HEAD = (
    b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)


class Stream:
    """A stream of new articles, and what of it was acknowledged."""

    def __init__(self, name: str, passages: list[str], chance: Random) -> None:
        self.name, self.passages, self.chance = name, passages, chance
        self.titles: list[str] = []
        self.acknowledged: dict[str, str] = {}
        """Titles by id."""
        self.errors: list[str] = []

    async def run(self, host: str, port: int) -> None:
        """Sends and reads until the connection ends."""
        reader, writer = await asyncio.open_connection(host, port)
        sending = asyncio.ensure_future(self._send(writer))
        try:
            await self._read(reader)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            writer.transport.abort()

    async def _send(self, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        while True:
            title = f"{self.name}, {len(self.titles) + 1}"
            self.titles.append(title)
            body = f"{title}. {self.chance.choice(self.passages)}"
            line = json.dumps({"title": title, "url": f"https://news.example/{quote(title)}", "body": body}) + "\n"
            writer.write(b"%x\r\n%s\r\n" % (len(line.encode()), line.encode()))
            await writer.drain()
            # Not more than some hundred lines ahead, so that the answers keep up with what is sent.
            while len(self.titles) > len(self.acknowledged) + len(self.errors) + 200:
                await asyncio.sleep(0.002)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        await reader.readuntil(b"\r\n\r\n")
        rest = b""
        while size := int(await reader.readline() or b"0", 16):
            rest += (await reader.readexactly(size + 2))[:-2]
            *lines, rest = rest.split(b"\n")
            for line in lines:
                answer = json.loads(line)
                if answer["schema"] == "nutgraf.added/1":
                    number = int(answer["source"].rsplit(":", 1)[1])
                    self.acknowledged[answer["id"]] = self.titles[number - 1]
                else:
                    self.errors.append(line.decode())


async def missing(server: under_test.Server, wanted: dict[str, str]) -> list[str]:
    """Which of these articles are not there, or have another title."""
    connection = await Connection.open(server.host, server.port)
    lost = []
    for id, title in wanted.items():
        answer = await connection.ask(request("GET", f"/v1/articles/{id}"))
        if answer.status != 200 or json.loads(answer.body)["title"] != title:
            lost.append(f"{id} ({title}): {answer.status} {answer.body[:200]!r}")
        if connection.is_closed:
            connection = await Connection.open(server.host, server.port)
    connection.close()
    return lost


async def killed(server: under_test.Server, streams: list[Stream], after: float) -> None:
    """Runs the streams, and kills the server so many seconds after the first acknowledgement."""
    running = asyncio.gather(*(stream.run(server.host, server.port) for stream in streams), return_exceptions=True)
    end = time.monotonic() + 60
    while not any(stream.acknowledged for stream in streams):
        if running.done() or time.monotonic() > end:
            server.kill()
            raise SystemExit(f"no article was acknowledged: {[stream.errors[:2] for stream in streams]}\n{server.log_end()}")
        await asyncio.sleep(0.001)
    await asyncio.sleep(after)
    server.kill()
    await running


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    under_test.add_options(parser, stored=0)
    parser.add_argument("--rounds", type=int, default=30, help="how often it is killed (%(default)s)")
    parser.add_argument("--streams", type=int, default=4, help="at a time (%(default)s)")
    parser.add_argument("--longest", type=float, default=3, help="seconds until it is killed, at most (%(default)s)")
    options = parser.parse_args()
    chance = Random(options.seed)
    passages = under_test.passages(under_test.load_texts(options.articles), 120, 2_000, options.seed)
    wanted: dict[str, str] = {}
    lost: list[str] = []
    refused = 0
    with under_test.started(options, under_test.load_texts(options.articles)) as server:
        for number in range(1, options.rounds + 1):
            streams = [Stream(f"Round {number}, stream {at}", passages, chance) for at in range(options.streams)]
            # Many moments soon after a batch was written, some late.
            after = options.longest * chance.random() ** 2
            run(killed(server, streams, after))
            began = time.perf_counter()
            server.start()
            took = time.perf_counter() - began
            new = {id: title for stream in streams for id, title in stream.acknowledged.items()}
            gone = run(missing(server, new))
            sent = sum(len(stream.titles) for stream in streams)
            refused += sum(len(stream.errors) for stream in streams)
            print(
                f"round {number:3}: killed after {after:5.2f} s; {sent} sent, {len(new)} acknowledged, "
                f"{len(gone)} lost; ready again after {took:.2f} s",
                flush=True,
            )
            lost += gone
            wanted |= new
            if errors := [error for stream in streams for error in stream.errors]:
                print(f"  {len(errors)} answered with an error, the first: {errors[0][:300]}")
        again = run(missing(server, wanted))
        print(f"{options.rounds} kills, {len(wanted)} articles acknowledged, {len(lost)} lost, {len(again)} missing in the end")
        for line in [*lost, *again][:20]:
            print(f"LOST {line}")
        server.process.terminate()
        server.process.wait()
        checked = server.command("check", "--full").strip().splitlines()
        print("nutgraf check --full: " + (checked[-1] if checked else "passes"))
    sys.exit(bool(lost or again))


if __name__ == "__main__":
    main()
