"""The PostgreSQL that `.ci/postgres` has started: asked, measured, killed and started again."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path
from random import Random
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")


class Server:
    """PostgreSQL, as the variables of `.ci/postgres` name it."""

    def __init__(self) -> None:
        variable = os.environ.get
        self.url = variable("NUTGRAF_TEST_POSTGRES", "")
        if not self.url:
            raise SystemExit("there is no PostgreSQL: run this by .ci/postgres, or set NUTGRAF_TEST_POSTGRES to a URL")
        self.data = Path(variable("NUTGRAF_TEST_POSTGRES_DATA", "/nonexistent"))
        programs = variable("NUTGRAF_TEST_POSTGRES_BIN")
        self.programs = Path(programs) if programs else None
        self.user = variable("NUTGRAF_TEST_POSTGRES_USER", "")
        self.psql = shutil.which("psql", path=programs) if programs else shutil.which("psql")
        self.is_up = True
        self.failure: str | None = None
        self.disturbances: list[list[float]] = []
        """From when until when nobody could count on it."""

    def library(self, schema: str) -> str:
        """The URL of the library in a schema."""
        return f"{self.url}{'&' if '?' in self.url else '?'}schema={schema}"

    def ask(self, sql: str) -> list[list[str]]:
        """The rows that SQL gives, by psql."""
        done = subprocess.run(
            [str(self.psql), self.url, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql],
            capture_output=True, text=True, check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"psql: {done.stderr}\n{sql}")
        return [line.split("|") for line in done.stdout.splitlines()]

    def drop(self, schema: str) -> None:
        """Removes a library."""
        if self.psql:
            self.ask(f"SET client_min_messages = warning; DROP SCHEMA IF EXISTS {schema} CASCADE")

    # What it takes

    def pid(self) -> int | None:
        """Of the process that all others come from, if it runs on this machine."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            return pid if _fields(pid)[0] == "postgres" else None
        except (OSError, ValueError):
            return None

    def children(self) -> list[int]:
        """The processes that the first has made."""
        first = self.pid()
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and first is not None:
                try:
                    if int(_fields(int(entry.name))[2]) == first:
                        found.append(int(entry.name))
                except OSError:
                    continue
        return found

    def processor_seconds(self) -> float:
        """Processor time that all its processes have taken, those that have ended among them."""
        total = 0.0
        for pid in [self.pid(), *self.children()]:
            try:
                total += sum(map(int, _fields(pid)[12:16])) / TICK if pid else 0
            except OSError:
                continue
        return total

    # What is done to it

    def can_be_killed(self) -> bool:
        return self.programs is not None and self.pid() is not None

    def kill(self, pause: float) -> None:
        """Ends its first process, the others following, and starts it again after so long."""
        pid = self.pid()
        if pid is None:
            return
        self._disturb(lambda: os.kill(pid, signal.SIGKILL), lambda: self._start_again(pause))

    def kill_backend(self, chance: Random) -> bool:
        """Ends the process of a connection: the server then ends all others and recovers by itself."""
        backends = [pid for pid in self.children() if re.match(r"postgres: \S+ \S+ (\[local\]|\S+\(\d+\))", _title(pid))]
        if not backends:
            return False
        # Those that are at something rather than those that wait.
        busy = [pid for pid in backends if not _title(pid).endswith(" idle")]
        victim = chance.choice(busy or backends)
        self._disturb(lambda: os.kill(victim, signal.SIGKILL), lambda: time.sleep(0.3))
        return True

    def _disturb(self, kill: Any, after: Any) -> None:
        self.is_up = False
        window = [time.monotonic(), float("inf")]
        self.disturbances.append(window)
        try:
            kill()
        except ProcessLookupError:
            pass

        def recover() -> None:
            after()
            end = time.monotonic() + 120
            while not self._is_ready():
                if time.monotonic() > end:
                    self.failure = f"PostgreSQL does not come back:\n{self.log_end()}"
                    return
                time.sleep(0.05)
            window[1] = time.monotonic()
            self.is_up = True

        threading.Thread(target=recover, daemon=True).start()

    def _start_again(self, pause: float) -> None:
        time.sleep(pause)
        end = time.monotonic() + 120
        # It does not start while what the killed one has left still ends.
        while self._run("pg_ctl", "-D", self.data, "-l", self.log, "-w", "start") != 0 and time.monotonic() < end:
            time.sleep(0.2)

    def _is_ready(self) -> bool:
        return self._run("pg_isready", "-q", "-d", self.url) == 0

    @property
    def log(self) -> Path:
        return self.data.parent / "log"

    def log_end(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])

    def _run(self, program: str, *arguments: Any) -> int:
        user = pwd.getpwnam(self.user) if self.user else None
        identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        return subprocess.run(
            [str(self.programs / program), *map(str, arguments)], cwd=self.data.parent, env={**os.environ, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            check=False, **identity,
        ).returncode

    def was_undisturbed(self, begin: float, end: float) -> bool:
        """Whether it could be counted on all the time between."""
        return all(end < since or begin > until for since, until in self.disturbances)


def _fields(pid: int) -> list[str]:
    """Name, state, parent and so on of a process."""
    name, rest = Path(f"/proc/{pid}/stat").read_text().split("(", 1)[1].rsplit(")", 1)
    return [name, *rest.split()]


def _title(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""
