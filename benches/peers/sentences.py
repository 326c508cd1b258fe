"""The sentences that every system is given.

In: JSONL files of articles. Out: sentences of 5 to 60 words, one line each, always the same ones for the same files.

The split is crude on purpose (a full stop, a blank, a capital): it only has to give texts of the length and kind
that news has. nutgraf's own splitter is not used, so that nothing here depends on the system under test.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

WORDS = range(5, 61)
"""How many words a sentence may have."""

_BOUNDARY = re.compile(r"(?<=[.!?])[\"'’”)]*\s+(?=[\"'‘“(]?[A-Z0-9])")


def files(repository: Path) -> list[Path]:
    """CNN/DailyMail validation where the data is at hand, else the sample articles of the repository."""
    news = repository.parent / "shared/data/summarization/cnndm-validation.jsonl"
    return [news] if news.is_file() else sorted((repository / "examples/articles").glob("*.jsonl"))


def take(sources: list[Path], count: int) -> list[str]:
    """The first `count` different sentences; fewer where the files hold fewer."""
    taken: dict[str, None] = {}
    for sentence in _all(sources):
        taken.setdefault(sentence)
        if len(taken) == count:
            break
    return list(taken)


def _all(sources: list[Path]) -> Iterator[str]:
    for source in sources:
        with source.open(encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                body = article.get("article") or article.get("body") or ""
                for paragraph in [body] if isinstance(body, str) else body:
                    for piece in _BOUNDARY.split(paragraph):
                        sentence = " ".join(piece.split())
                        if len(sentence.split(" ")) in WORDS:
                            yield sentence
