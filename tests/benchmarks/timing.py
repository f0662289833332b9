"""Commands and functions, timed in turns, so that both sides of a comparison run within the same minute."""

import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

TURNS = 5
"""Turns by default."""


class Cost(NamedTuple):
    """Seconds of wall time and of processor time, of all processes.

    ``loop`` is the processor time of a program's own loop over records, without its start; ``failed`` are the records
    that it could not read. Both are those of :mod:`tests.benchmarks.peers`, and 0 for other programs.
    """

    wall: float
    processor: float
    loop: float = 0.0
    failed: int = 0


Task = Callable[[], Cost]


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: what we and a peer took in each turn. ``factor``: we do that many times the peer's work."""

    name: str
    peer: str
    ours: Sequence[Cost]
    theirs: Sequence[Cost]
    factor: float = 1

    def ratio(self, measure: str = "processor") -> float:
        """Return our time as a share of the peer's."""
        return ratio(self.ours, self.theirs, measure) / self.factor

    def __str__(self) -> str:
        """Return the row of a table in Markdown."""
        return f"| {self.name} | {self.peer} | {self.ratio():.2f} | {self.ratio('wall'):.2f} |"

    def as_dict(self) -> dict[str, Any]:
        """Return all that was measured, ready for JSON."""
        times = {side: [cost._asdict() for cost in getattr(self, side)] for side in ("ours", "theirs")}
        return {"name": self.name, "peer": self.peer, "ratio": self.ratio(), "factor": self.factor, **times}


HEAD = "| what | compared with | processor time | wall time |\n|---|---|--:|--:|"


def ratio(ours: Sequence[Cost], theirs: Sequence[Cost], measure: str = "processor") -> float:
    """Return the median over all turns of our time divided by a peer's.

    Within a turn both run under the same load, so the ratio is steadier than that of two medians.
    """
    ratios = [getattr(our, measure) / getattr(their, measure) for our, their in zip(ours, theirs, strict=True)]
    return float(statistics.median(ratios))


def in_turns(*tasks: Task, turns: int = TURNS) -> list[list[Cost]]:
    """Return the cost of each task in each turn; a turn runs every task once."""
    costs: list[list[Cost]] = [[] for _ in tasks]
    for _ in range(turns):
        for task, costs_of_task in zip(tasks, costs, strict=True):
            costs_of_task.append(task())
    return costs


def timed(function: Callable[[], object]) -> Task:
    """Return a task that calls a function in this process."""

    def run() -> Cost:
        wall, processor = time.perf_counter(), time.process_time()
        function()
        return Cost(time.perf_counter() - wall, time.process_time() - processor)

    return run


def command(
    *words: object,
    stdin: Path | None = None,
    environment: Callable[[], Mapping[str, str]] = dict,
    statuses: Sequence[int] = (0,),
) -> Task:
    """Return a task that runs a command and discards its output.

    ``environment`` is called before each run and returns variables to add. The locale is C, in which grep is fastest,
    and byte code is written as it is for users, though the settings of this machine may forbid it. A command that ends
    with another status than ``statuses`` ends the benchmark: a failure must not be measured.
    """
    inherited = os.environ | {"LC_ALL": "C"}
    inherited.pop("PYTHONDONTWRITEBYTECODE", None)

    def run() -> Cost:
        arguments, variables = [str(word) for word in words], inherited | dict(environment())
        with (stdin or Path(os.devnull)).open("rb") as stream, tempfile.TemporaryFile() as errors:
            start = time.perf_counter()
            process = subprocess.Popen(arguments, stdin=stream, stdout=subprocess.DEVNULL, stderr=errors, env=variables)
            _, status, usage = os.wait4(process.pid, 0)  # with the processes that it waited for
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            errors.seek(0)
            messages = errors.read().decode("utf-8", "replace")
        if process.returncode not in statuses:
            raise SystemExit(f"{' '.join(arguments)}: exit status {process.returncode}\n{messages}")
        last = messages.rstrip("\n").rpartition("\n")[2]
        report = json.loads(last) if last.startswith('{"loop"') else {}
        return Cost(wall, usage.ru_utime + usage.ru_stime, **report)

    return run
