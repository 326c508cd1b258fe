"""Timing: the best setting of each system, then rounds in which all systems take turns.

In: systems and texts. Out: seconds, round by round, and the vectors of the last round. Systems are interleaved so
that whatever else the machine does hits all of them alike; a ratio is taken within a round, never across rounds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import ParamSpec, TypeVar

import numpy as np

from nutgraf import Nutgraf
from systems import Setting, System

SEARCH_SENTENCES = 192
"""How many sentences, evenly spaced over the input, a setting is tried on."""

SETTLE_SECONDS = 0.3
"""Pause between two systems, in which idle worker threads stop spinning."""

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Timed:
    """What one system did with all the texts."""

    name: str
    setting: Setting | None
    seconds: list[float] = field(default_factory=list)
    """One value a round."""
    rows: np.ndarray | None = None


def best_setting(system: System, texts: list[str]) -> Setting:
    """The setting that embeds an even sample of `texts` fastest."""
    sample = texts[:: max(1, len(texts) // SEARCH_SENTENCES)][:SEARCH_SENTENCES]
    return _fastest(system, system.settings, sample)


def _fastest(system: System, settings: list[Setting], texts: list[str]) -> Setting:
    """The fastest of `settings`, after a warm-up of each; those that lose by far are tried once, the others thrice."""
    tried: dict[Setting, float] = {}
    for setting in settings:
        system.embed(texts[: setting.batch * setting.workers], setting)
        tried[setting] = _timed(system.embed, texts, setting)[0]
    close = 1.25 * min(tried.values())
    for _ in range(2):
        for setting in [of for of, seconds in tried.items() if seconds < close]:
            tried[setting] = min(tried[setting], _timed(system.embed, texts, setting)[0])
    return min(tried, key=tried.__getitem__)


def rounds(peers: list[tuple[System, Setting]], nutgraf: Nutgraf | None, texts: list[str], count: int) -> list[Timed]:
    """Every system once a round. nutgraf gives two results: its process, and what it reports of itself."""
    timed = [Timed(system.name, setting) for system, setting in peers]
    process, inside = Timed("nutgraf, whole process", None), Timed("nutgraf, embedding alone", None)
    for _ in range(count):
        if nutgraf:
            time.sleep(SETTLE_SECONDS)
            elapsed, (rows, reported) = _timed(nutgraf.embed)
            process.seconds.append(elapsed)
            inside.seconds.append(reported)
            process.rows = inside.rows = rows
        for (system, setting), result in zip(peers, timed, strict=True):
            time.sleep(SETTLE_SECONDS)
            elapsed, result.rows = _timed(system.embed, texts, setting)
            result.seconds.append(elapsed)
    return ([process, inside] if nutgraf else []) + timed


def latency(system: System, texts: list[str], size: int, seconds: float = 1.0) -> float:
    """Median seconds of a call with `size` texts, other ones in each call, at the system's fastest setting for it."""
    whole = min((of.batch for of in system.settings if of.batch >= size), default=system.settings[-1].batch)
    batches = {1} if size == 1 else {whole, *(batch for batch in (4, 8, 16) if batch < size)}
    settings = [of for of in system.settings if of.batch in batches and (of.workers == 1 or size > 1)]
    setting = _fastest(system, settings, texts[:size])
    calls: list[float] = []
    end = time.perf_counter() + seconds
    while len(calls) < 5 or time.perf_counter() < end:
        start = len(calls) * size % max(1, len(texts) - size)
        calls.append(_timed(system.embed, texts[start : start + size], setting)[0])
    return median(calls)


def _timed(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> tuple[float, T]:
    start = time.perf_counter()
    result = work(*given, **named)
    return time.perf_counter() - start, result
