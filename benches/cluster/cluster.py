"""Servers and workers as processes that are killed and started again."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from random import Random

from postgres import Server as Postgres
from program import Library


class Process:
    """A nutgraf that is to run for long."""

    def __init__(self, name: str, library: Library, arguments: list[str], log: Path, ready: str, extra: dict[str, str]) -> None:
        self.name, self.library, self.arguments, self.log, self.ready, self.extra = name, library, arguments, log, ready, extra
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.due: float | None = 0.0
        """When it is to be started; none while it runs."""
        self._from = 0

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._from = log.tell()
            self.process = subprocess.Popen(
                self.library.command(*self.arguments), env={**self.library.environment(), **self.extra},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )
        self.started, self.due = time.monotonic(), None

    def lives(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def said(self) -> str:
        """What it has said since it was started."""
        return self.log.read_bytes()[self._from :].decode(errors="replace")

    def is_at_work(self) -> bool:
        return self.lives() and self.ready in self.said()


class Cluster:
    """Two servers and three workers on one library."""

    def __init__(self, postgres: Postgres, library: Library, folder: Path, chance: Random, fewer: dict[str, str]) -> None:
        self.postgres, self.chance = postgres, chance
        self.ports = [_free_port() for _ in range(2)]
        self.servers = [
            Process(
                f"server {number}", library, ["serve", "--listen", f"127.0.0.1:{port}", "--threads", "1"],
                folder / f"server-{number}.log", "reading at", {},
            )
            for number, port in enumerate(self.ports, 1)
        ]
        self.workers = [
            Process(
                f"worker {number}", library, ["work", "--threads", "1", "--lease", "5", "--name", f"worker {number}"],
                folder / f"worker-{number}.log", "at work", fewer if number == 3 else {},
            )
            for number in range(1, 4)
        ]
        self.faults: list[str] = []
        self.not_started = 0

    @property
    def processes(self) -> list[Process]:
        return [*self.servers, *self.workers]

    def look(self) -> None:
        """Starts what is due, and notices what has ended by itself."""
        if self.postgres.failure:
            raise SystemExit(self.postgres.failure)
        now = time.monotonic()
        for process in self.processes:
            if process.due is not None:
                if now >= process.due:
                    process.start()
            elif not process.lives():
                self._has_ended(process, now)

    def _has_ended(self, process: Process, now: float) -> None:
        """One that cannot begin while the database is away ends and says so. One that has begun is to go on."""
        code, said = process.process.returncode, process.said()
        if process.ready in said or code != 4 or self.postgres.was_undisturbed(process.started, now):
            self.faults.append(f"{process.name} has ended by itself with exit code {code}:\n{said[-1_500:]}")
        else:
            self.not_started += 1
        process.due = now + self.chance.uniform(0, 1)

    def wait(self, seconds: float) -> None:
        """Looks after them for so long."""
        end = time.monotonic() + seconds
        while True:
            self.look()
            left = end - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(0.02, left))

    def wait_until(self, what: str, is_so, seconds: float) -> bool:
        """Waits for something; a fault if it does not come."""
        end = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > end:
                self.faults.append(f"{what}: not after {seconds:.0f} s")
                return False
            self.wait(0.1)
        return True

    def are_up(self) -> bool:
        return self.postgres.is_up and all(it.is_at_work() for it in self.processes) and all(map(_is_ready, self.ports))

    def kill_one(self) -> str | None:
        """Ends something that chance picks, at once, and says what; nothing if it is not there now."""
        kind = self.chance.choices(["worker", "server", "PostgreSQL", "backend"], [45, 25, 20, 10])[0]
        if kind in ("PostgreSQL", "backend"):
            if not self.postgres.is_up:
                return None
            if kind == "backend":
                return kind if self.postgres.kill_backend(self.chance) else None
            self.postgres.kill(self.chance.uniform(0, 1))
            return kind
        living = [it for it in (self.workers if kind == "worker" else self.servers) if it.lives()]
        if not living:
            return None
        victim = self.chance.choice(living)
        victim.kill()
        victim.due = time.monotonic() + self.chance.uniform(0, 1)
        return kind

    def end(self) -> None:
        """Has them end as they should."""
        for process in self.processes:
            if process.lives():
                process.process.terminate()
        for process in self.processes:
            if not process.process:
                continue
            try:
                code = process.process.wait(40)
                if code != 0 and process.due is None:
                    self.faults.append(f"{process.name} was told to end, with exit code {code}:\n{process.said()[-1_500:]}")
            except subprocess.TimeoutExpired:
                self.faults.append(f"{process.name} does not end when it is told to:\n{process.said()[-1_500:]}")
                process.kill()

    def kill_all(self) -> None:
        for process in self.processes:
            process.kill()


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=15) as answer:
            return answer.status == 200
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fewer_instructions(folder: Path, isa: str) -> dict[str, str]:
    """The variables with which a process finds no newer instructions than these, as benches/peers hides them."""
    source = Path(__file__).resolve().parents[1] / "peers" / "isa.c"
    library = folder / "isa.so"
    variables = {"NUTGRAF_PEERS_ISA": isa, "LD_PRELOAD": str(library)}
    try:
        compiler = os.environ.get("CC", "cc").split()
        subprocess.run([*compiler, "-O2", "-shared", "-fPIC", "-o", library, source], check=True, capture_output=True)
        subprocess.run(["true"], env={**os.environ, **variables}, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return {}
    return variables
