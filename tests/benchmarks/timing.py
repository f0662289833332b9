"""Commands and functions, timed in turns, so that both sides of a comparison run within the same seconds."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TURNS = 5
"""Turns by default."""


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: the seconds that we and a peer took in each turn, and the ratio to reach."""

    name: str
    peer: str
    ours: Sequence[float]
    theirs: Sequence[float]
    goal: str = ""

    @property
    def ratio(self) -> float:
        """The median over all turns of our time divided by the peer's.

        Within a turn both run under the same load, so the ratio is steadier than that of two medians.
        """
        return statistics.median(ours / theirs for ours, theirs in zip(self.ours, self.theirs, strict=True))

    def __str__(self) -> str:
        """Return the row of the table."""
        ours, theirs = _time(self.ours), _time(self.theirs)
        return f"{self.name:40} {self.peer:32} {ours:30} {theirs:30} {self.ratio:6.2f}  {self.goal}".rstrip()

    def as_dict(self) -> dict[str, Any]:
        """Return all that was measured, ready for JSON."""
        return {"name": self.name, "peer": self.peer, "ours": self.ours, "theirs": self.theirs, "ratio": self.ratio}


HEAD = f"{'what':40} {'peer':32} {'our time (spread)':30} {'its time (spread)':30} {'ratio':>6}  goal"


def _time(seconds: Sequence[float]) -> str:
    """Return the median of times, and their spread."""
    return f"{_duration(statistics.median(seconds))} ({_duration(min(seconds))} to {_duration(max(seconds))})"


def _duration(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.1f} ms"


def in_turns(*tasks: Callable[[], object], turns: int = TURNS) -> list[list[float]]:
    """Return the wall time in seconds of each task in each turn; a turn runs every task once."""
    times: list[list[float]] = [[] for _ in tasks]
    for _ in range(turns):
        for task, seconds in zip(tasks, times, strict=True):
            start = time.perf_counter()
            task()
            seconds.append(time.perf_counter() - start)
    return times


def command(
    *words: object, stdin: Path | None = None, environment: Callable[[], Mapping[str, str]] = dict
) -> Callable[[], object]:
    """Return a task that runs a command and discards its output.

    ``environment`` is called before each run and returns variables to add. Byte code is written as it is for users,
    though the settings of this machine may forbid it.
    """
    inherited = os.environ | {"LC_ALL": "C"}
    inherited.pop("PYTHONDONTWRITEBYTECODE", None)

    def run() -> None:
        with (stdin or Path(os.devnull)).open("rb") as stream:
            subprocess.run(
                [str(word) for word in words],
                stdin=stream,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
                env=inherited | dict(environment()),
            )

    return run
