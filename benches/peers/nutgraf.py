"""nutgraf as its users run it: a command that is started, reads a file of texts and writes their vectors.

In: texts. Out: their vectors, and how long the command says that it embedded. Its caller times the whole process,
so start, loading the model, reading and writing count against nutgraf, as they do for no other system here.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np


class Nutgraf:
    """The program at `program`, on `threads` threads."""

    name = "nutgraf"

    def __init__(self, program: Path, folder: Path, threads: int) -> None:
        self._command = [str(program), "embed", "--format", "f32", "--threads", str(threads), "--stats"]
        self._file = folder / "nutgraf-input.txt"
        self._texts: list[str] = []

    def prepare(self, texts: list[str]) -> None:
        """Writes the texts to the file that `embed` has read, one a line."""
        self._texts = texts
        self._file.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")

    def embed(self) -> tuple[np.ndarray, float]:
        """The vectors of the prepared texts, and the seconds that embedding took inside the process."""
        done = subprocess.run([*self._command, str(self._file)], capture_output=True, check=False)
        errors = done.stderr.decode("utf-8", "replace")
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(self._command)} ended with {done.returncode}: {errors.strip()}")
        rows = np.frombuffer(done.stdout, dtype="<f4").reshape(len(self._texts), -1)
        return rows, _seconds(errors)


def _seconds(errors: str) -> float:
    """`seconds` of the line of JSON that `--stats` prints on standard error."""
    for line in reversed(errors.splitlines()):
        if line.startswith("{"):
            return float(json.loads(line)["seconds"])
    raise SystemExit("nutgraf embed --stats printed no line of JSON on standard error")
