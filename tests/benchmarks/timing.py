"""Commands and functions, timed in turns: what is compared ran in the same minutes on the same machine."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RUNS = 5
"""Times that each runs; the median counts, and the spread is told."""


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: the seconds that we and a peer took for the same, and the ratio that is wanted."""

    name: str
    peer: str
    ours: Sequence[float]
    theirs: Sequence[float]
    wanted: str = ""

    @property
    def ratio(self) -> float:
        """Our median time in terms of the peer's."""
        return statistics.median(self.ours) / statistics.median(self.theirs)

    def __str__(self) -> str:
        """Return the row of the table."""
        told = [f"{_seconds(statistics.median(some))} ({_spread(some)})" for some in (self.ours, self.theirs)]
        return f"{self.name:32} {self.peer:28} {told[0]:34} {told[1]:34} {self.ratio:7.2f}  {self.wanted}".rstrip()

    def plain(self) -> dict[str, Any]:
        """Return all that was measured, ready for JSON."""
        return {"name": self.name, "peer": self.peer, "ours": self.ours, "theirs": self.theirs, "ratio": self.ratio}


HEAD = f"{'what':32} {'peer':28} {'our time (spread)':34} {'its time (spread)':34} {'ratio':>7}  wanted"


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.1f} ms"


def _spread(some: Sequence[float]) -> str:
    return f"{_seconds(min(some))} to {_seconds(max(some))}"


def in_turns(*tasks: Callable[[], object], runs: int = RUNS) -> list[list[float]]:
    """Return the wall seconds that each task took in each run, the tasks one after the other in every run."""
    taken: list[list[float]] = [[] for _ in tasks]
    for _ in range(runs):
        for task, seconds in zip(tasks, taken, strict=True):
            start = time.perf_counter()
            task()
            seconds.append(time.perf_counter() - start)
    return taken


def command(*words: object, stdin: Path | None = None) -> Callable[[], object]:
    """Return a task that runs a command, its output thrown away.

    Byte code is written, as it is for users: this machine's settings may forbid it.
    """
    environment = os.environ | {"LC_ALL": "C"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def run() -> None:
        with (stdin or Path(os.devnull)).open("rb") as stream:
            subprocess.run(
                [str(word) for word in words],
                stdin=stream,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
                env=environment,
            )

    return run
