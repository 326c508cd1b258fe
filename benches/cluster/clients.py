"""Clients that add articles through servers that may be killed, and keep account of what was answered."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Callable

from articles import invented

PATH = "/v1/articles?later=true"
SECONDS = 40
"""How long an answer is waited for."""


@dataclass
class Known:
    """What a client knows of an article that it has sent."""

    number: int
    version: int = 0
    id: str | None = None
    acknowledged: dict[str, str] | None = None
    """What was acknowledged last."""
    uncertain: list[dict[str, str]] = field(default_factory=list)
    """What was sent without an acknowledgement: it may be stored, now or a little later, or not."""

    def may_be(self, title: str, body: str) -> bool:
        """Whether this may be what is stored."""
        possible = [*self.uncertain, *([self.acknowledged] if self.acknowledged else [])]
        return any(it["title"] == title and it["body"] == body for it in possible)


@dataclass
class Sending:
    """An article on its way."""

    key: str
    known: Known
    text: dict[str, str]

    def line(self) -> bytes:
        return json.dumps({"id": self.key, **self.text}).encode()


class Client(threading.Thread):
    """Adds articles, one or some at a time, until it is told to end."""

    def __init__(self, number: int, ports: list[int], seed: int, pause: float, at_once: int) -> None:
        super().__init__(daemon=True)
        self.number, self.ports, self.seed, self.pause, self.at_once = number, ports, seed, pause, at_once
        self.chance = Random(f"{seed} client {number}")
        self.last = 0
        self.known: dict[str, Known] = {}
        self.again: list[Sending] = []
        self.counts: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.faults: list[str] = []
        self.ends: Callable[[], bool] = lambda: False

    def run(self) -> None:
        try:
            while not self.ends():
                # An article is not sent twice at a time: which comes first would not be known.
                sending = {one.key: one for one in (self._next() for _ in range(self.chance.randint(1, self.at_once)))}
                self.send(list(sending.values()), self.chance.choice(self.ports))
                if self.at_once == 1:
                    time.sleep(self.chance.uniform(0, 2 * self.pause))
        except Exception as error:  # What a thread ends of is seen by nobody otherwise.
            self.faults.append(f"client {self.number} has ended: {error!r}")

    def _next(self) -> Sending:
        """A new article mostly, else one that is known, or that was not answered."""
        if self.again:
            return self.again.pop()
        what = self.chance.random()
        if self.known and what < 0.2:
            key = self.chance.choice(list(self.known))
            known = self.known[key]
            if what < 0.15:
                known.version += 1
            return self._sending(key, known)
        return self._new()

    def _new(self) -> Sending:
        self.last += 1
        number = self.number * 1_000_000 + self.last
        return self._sending(f"article {self.seed}-{number}", Known(number))

    def last_ones(self, count: int) -> list[Sending]:
        """New articles for whoever sends them by hand."""
        return [self._new() for _ in range(count)]

    def _sending(self, key: str, known: Known) -> Sending:
        return Sending(key, known, invented(self.seed, known.number, known.version))

    def send(self, sending: list[Sending], port: int) -> int:
        """How many were acknowledged."""
        for one in sending:
            self.known.setdefault(one.key, one.known)
            one.known.uncertain.append(one.text)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        try:
            connection.connect()
        except OSError:
            self.counts["unreached"] += 1
            for one in sending:
                one.known.uncertain.pop()
            self.again += sending
            time.sleep(0.1)
            return 0
        left = {number: one for number, one in enumerate(sending, 1)}
        try:
            if self.at_once == 1:
                self._one(connection, left)
            else:
                self._lines(connection, left)
        except socket.timeout:
            self.counts["unanswered in time"] += 1
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        self.counts["unknown"] += len(left)
        self._leave(list(left.values()))
        return len(sending) - len(left)

    def _one(self, connection: http.client.HTTPConnection, left: dict[int, Sending]) -> None:
        connection.request("POST", PATH, left[1].line(), {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = json.loads(response.read())
        if response.status in (200, 201):
            self._acknowledged(left.pop(1), answer)
        else:
            self._refused([left.pop(1)], f"{response.status} {answer.get('detail')}", response.status < 500)

    def _lines(self, connection: http.client.HTTPConnection, left: dict[int, Sending]) -> None:
        """Lines as slowly as they come about, so that some are under way at any moment."""
        connection.putrequest("POST", PATH)
        connection.putheader("Content-Type", "application/x-ndjson")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        sent: set[int] = set()
        feeding = threading.Thread(target=self._feed, args=(connection.sock, dict(left), sent), daemon=True)
        feeding.start()
        try:
            self._read_lines(connection.getresponse(), left)
        finally:
            connection.close()
            feeding.join()
            unsent = [left.pop(number) for number in list(left) if number not in sent]
            for one in unsent:
                one.known.uncertain.pop()
            self._leave(unsent)

    def _feed(self, to: socket.socket, lines: dict[int, Sending], sent: set[int]) -> None:
        try:
            for number, one in lines.items():
                if self.ends():
                    break
                sent.add(number)
                line = one.line() + b"\n"
                to.sendall(b"%x\r\n%s\r\n" % (len(line), line))
                time.sleep(self.chance.uniform(0, 2 * self.pause))
            to.sendall(b"0\r\n\r\n")
        except OSError:
            pass  # Whoever reads sees it too.

    def _read_lines(self, response: http.client.HTTPResponse, left: dict[int, Sending]) -> None:
        if response.status != 200:
            all_left = list(left.values())
            left.clear()
            self._refused(all_left, f"{response.status} {response.read()!r}", response.status < 500)
            return
        while (line := response.readline()).endswith(b"\n"):
            answer = json.loads(line)
            if answer["schema"] != "nutgraf.added/1":
                # It is of a batch; which others were in it is not said.
                self.counts["refused"] += 1
                self.refusals[f"line: {answer}"[:300]] += 1
                return
            self._acknowledged(left.pop(int(answer["source"].rsplit(":", 1)[1])), answer)

    def _acknowledged(self, one: Sending, answer: dict) -> None:
        known, outcome = one.known, answer["outcome"]
        self.counts["acknowledged"] += 1
        self.counts[outcome] += 1
        if known.id not in (None, answer["id"]):
            self.faults.append(f"{one.key} was {known.id} and is {answer['id']}")
        if known.acknowledged and outcome == "added":
            self.faults.append(f"{one.key} was acknowledged and is added anew")
        known.id, known.acknowledged = answer["id"], one.text
        # What was sent before without an answer may still come, so it stays possible; this is certain now.
        known.uncertain = [text for text in known.uncertain if text != one.text]

    def _refused(self, refused: list[Sending], why: str, is_fault: bool) -> None:
        self.counts["refused"] += len(refused)
        self.refusals[why[:300]] += len(refused)
        if is_fault:
            self.faults.append(f"{refused[0].key} is refused: {why[:300]}")
        self._leave(refused)

    def _leave(self, sending: list[Sending]) -> None:
        """Of what was not acknowledged, half is sent again, and half left."""
        self.again += [one for one in sending if self.chance.random() < 0.5]
