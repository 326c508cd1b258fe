"""nutgraf over a library, as a command."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

BEGAN = time.perf_counter()
REPOSITORY = Path(__file__).resolve().parents[2]


class Done(NamedTuple):
    """What a command took."""

    seconds: float
    processor_seconds: float
    output: str


class Failed(Exception):
    """A command has failed."""


class Library:
    """A library, and the nutgraf that is asked about it."""

    def __init__(self, binary: Path, place: str | Path) -> None:
        self.binary, self.place = binary, str(place)

    def command(self, *arguments: str | Path) -> list[str]:
        return [str(self.binary), *map(str, arguments)]

    def environment(self) -> dict[str, str]:
        # Not among the arguments, which everybody on the machine sees: a URL has a password in it.
        return {**os.environ, "NUTGRAF_LIBRARY": self.place}

    def start(self, *arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
        options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.Popen(self.command(*arguments), env=self.environment(), text=True, **options)

    def run(self, *arguments: str | Path, seconds: float = 3_600, codes: tuple[int, ...] = (0,)) -> Done:
        """What it prints; `Failed` unless it ends with one of these exit codes and in time."""
        began, before = time.perf_counter(), os.times()
        try:
            done = subprocess.run(
                self.command(*arguments), env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True,
                text=True, timeout=seconds, check=False,
            )
        except subprocess.TimeoutExpired:
            raise Failed(f"nutgraf {' '.join(map(str, arguments))}: not done after {seconds:.0f} s") from None
        after = os.times()
        if done.returncode not in codes:
            said = (done.stdout[-1_000:] + done.stderr[-1_000:]).strip()
            raise Failed(f"nutgraf {' '.join(map(str, arguments))}: exit code {done.returncode}\n{said}")
        processor = after.children_user + after.children_system - before.children_user - before.children_system
        return Done(time.perf_counter() - began, processor, done.stdout)

    def lines(self, *arguments: str | Path, codes: tuple[int, ...] = (0,)) -> list[dict[str, Any]]:
        """The lines of JSON that it prints."""
        return [json.loads(line) for line in self.run("--json", *arguments, codes=codes).output.splitlines()]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that all programs here have."""
    parser.add_argument("--binary", type=Path, default=REPOSITORY / "target/release/nutgraf", help="nutgraf")
    parser.add_argument("--seed", type=int, default=1, help="of all that is random (%(default)s)")


def read_options(parser: argparse.ArgumentParser) -> argparse.Namespace:
    options = parser.parse_args()
    options.binary = options.binary.resolve()
    if not options.binary.is_file():
        raise SystemExit(f"{options.binary}: build it with `cargo build --release`, or name another with --binary")
    return options


def say(message: str) -> None:
    """Says on the standard error how far things are."""
    print(f"{time.perf_counter() - BEGAN:7.1f} s  {message}", file=sys.stderr, flush=True)
