"""A server under test, and the texts that it is asked about.

`Server` starts `nutgraf serve` over a library of its own in a temporary folder, and says how much memory and
processor time it takes (Linux). Texts are read from JSON lines with `title` and `body` (or `article`, or
`paragraphs`): by default BBC news beside the repository, else the repository's sample articles.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = os.sysconf("SC_PAGE_SIZE")
TICK = os.sysconf("SC_CLK_TCK")


def add_options(parser: argparse.ArgumentParser, stored: int) -> None:
    """The options that all programs here have."""
    parser.add_argument("--binary", type=Path, default=REPOSITORY / "target/release/nutgraf", help="nutgraf")
    parser.add_argument("--articles", type=Path, nargs="*", help="JSON lines with the texts")
    parser.add_argument("--stored", type=int, default=stored, help="articles in the library (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of all that is random (%(default)s)")
    parser.add_argument("--serve", default="", metavar="OPTIONS", help="further options of `serve`, in one argument")


class Server:
    """`nutgraf serve` as a process of its own."""

    def __init__(self, binary: Path, options: str = "") -> None:
        self.binary = binary.resolve()
        self.options = options.split()
        self._folder = tempfile.TemporaryDirectory(prefix="nutgraf-service-")
        self.folder = Path(self._folder.name)
        self.library = self.folder / "library.db"
        self.log = self.folder / "log"
        self.process: subprocess.Popen[bytes] | None = None
        self.host, self.port = "127.0.0.1", free_port()

    def fill(self, articles: list[dict]) -> None:
        """Stores articles before the server starts."""
        file = self.folder / "articles.jsonl"
        file.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
        self.command("add", "-q", str(file))

    def command(self, *arguments: str) -> str:
        """What nutgraf prints when it does something else with the library."""
        command = [str(self.binary), "--library", str(self.library), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self) -> None:
        """Starts it, and waits until it is ready."""
        command = [str(self.binary), "--library", str(self.library), "serve"]
        command += ["--listen", f"{self.host}:{self.port}", *self.options]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            if self.is_ready():
                return
            time.sleep(0.02)
        raise SystemExit(f"the server did not start:\n{self.log_end()}")

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{self.host}:{self.port}/ready", timeout=15) as answer:
                return answer.status == 200
        except OSError:
            return False

    def lives(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """Ends it as a power cut ends a process."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        if self.process and self.lives():
            self.process.terminate()
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.kill()
        self._folder.cleanup()

    def rss(self) -> float:
        """Resident memory in MiB."""
        return resident(self.process.pid) if self.process and self.lives() else float("nan")

    def log_end(self, lines: int = 10) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def resident(pid: int) -> float:
    """Resident memory of a process in MiB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 2**20


def processor_seconds(pid: int) -> float:
    """Processor time that a process and the children that it has waited for have taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICK


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(options: argparse.Namespace, texts: list[dict]) -> Server:
    """A server over the first `--stored` of these texts."""
    if not options.binary.is_file():
        raise SystemExit(f"{options.binary}: build it with `cargo build --release`, or name another with --binary")
    server = Server(options.binary, options.serve)
    if options.stored:
        server.fill(texts[: options.stored])
    server.start()
    return server


def load_texts(files: list[Path] | None) -> list[dict]:
    """Articles as `{"title", "body"}`."""
    beside = REPOSITORY.parent / "shared/data/similarity/bbc.jsonl"
    if not files:
        files = [beside] if beside.is_file() else sorted((REPOSITORY / "examples/articles").glob("*.jsonl"))
    texts = list(_articles(files))
    if not texts:
        raise SystemExit("no articles: name JSON lines with --articles")
    return texts


def _articles(files: list[Path]) -> Iterator[dict]:
    for file in files:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                body = article.get("body") or article.get("article") or article.get("paragraphs") or ""
                body = body if isinstance(body, str) else "\n\n".join(body)
                if len(body.split()) >= 30:
                    yield {"title": article.get("title") or body.split(".")[0][:80], "body": body}


def passages(texts: list[dict], words: int, count: int, seed: int) -> list[str]:
    """`count` different passages of about so many words, mixed."""
    found: dict[str, None] = {}
    for text in texts:
        all_words = text["body"].split()
        for start in range(0, len(all_words) - words + 1, words):
            found[" ".join(all_words[start : start + words])] = None
    mixed = list(found)
    random.Random(seed).shuffle(mixed)
    return mixed[:count]


def bodies(texts: list[dict], words: int, count: int) -> list[str]:
    """`count` texts of about so many words with their paragraphs: of those that have as many, their beginning."""
    taken: list[str] = []
    for text in texts:
        kept, has = [], 0
        for paragraph in text["body"].split("\n"):
            kept.append(paragraph)
            has += len(paragraph.split())
            if has >= 0.9 * words:
                break
        if 0.8 * words <= has <= 1.3 * words:
            taken.append("\n".join(kept))
            if len(taken) == count:
                return taken
    return taken or [text["body"] for text in texts[:count]]
