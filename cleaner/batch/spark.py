"""Shards on Spark: for those who outgrow one machine. The output folder must be one that all machines see."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cleaner.batch.job import ShardJob, ShardRecord, Step
from cleaner.batch.shards import Shard
from cleaner.batch.store import OutputFolder
from cleaner.batch.tally import Tally
from cleaner.batch.task import run_in_subprocess, tasks_of
from cleaner.errors import InputError, OptionError

TRIES = 4
"""Times that Spark tries a shard whose worker dies; on one machine it would not try again by itself."""

PAUSE = 0.5
"""Seconds between two looks at what is done."""


def engine(
    jobs: int, master: str | None
) -> Callable[[Sequence[Shard], ShardJob, Callable[[Step], None]], Iterator[ShardRecord]]:
    """Return an engine that runs shards as tasks of Spark, at a master or with ``jobs`` workers on this machine.

    Raises :exc:`cleaner.errors.OptionError` where PySpark is missing.
    """
    try:
        import pyspark  # noqa: F401 - told before any work
    except ImportError:
        raise OptionError("--engine spark needs PySpark: pip install 'article-cleaner[spark]'") from None

    def run(shards: Sequence[Shard], job: ShardJob, watch: Callable[[Step], None]) -> Iterator[ShardRecord]:
        if not shards:
            return
        session = _session(master or f"local[{jobs},{TRIES}]")
        try:
            yield from _noted(shards, job, watch, _started(session, shards, job))
        finally:
            session.stop()

    return run


def _session(master: str) -> Any:
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("cleaner run")
    return builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()


class _Action(threading.Thread):
    """The tasks of all shards, waited for beside the thread that tells how far they are."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._act = act
        self.error: Exception | None = None

    def run(self) -> None:
        """Wait for all tasks."""
        try:
            self._act()
        except Exception as error:  # noqa: BLE001 - raised again by who waits
            self.error = error


def _started(session: Any, shards: Sequence[Shard], job: ShardJob) -> _Action:
    fingerprint = job.fingerprint
    tasks = tasks_of(shards, session.sparkContext.defaultParallelism)
    given = session.sparkContext.parallelize(tasks, len(tasks))
    action = _Action(given.map(lambda task: len(run_in_subprocess(task, job, fingerprint))).sum)
    action.start()
    return action


def _noted(
    shards: Sequence[Shard], job: ShardJob, watch: Callable[[Step], None], action: _Action
) -> Iterator[ShardRecord]:
    """Return the notes of the shards as they come to be in the output folder, and tell of each."""
    folder, left = OutputFolder(job.folder), {shard.name: shard for shard in shards}
    while left:
        ended = not action.is_alive()
        for shard in [*left.values()]:
            note = folder.record(shard.name)
            if note:
                del left[shard.name]
                watch(Step(shard.size, Tally.of_record(note)))
                yield note
        if ended:
            break
        time.sleep(PAUSE)
    action.join()
    if action.error:
        raise InputError(f"Spark gave up: {_cause(action.error)}")
    if left:
        raise InputError(
            f"{len(left)} shards have no note: the folder must be one that all machines see", place=job.folder
        )


def _cause(error: Exception) -> str:
    """Return the line of Spark's report that tells what went wrong."""
    lines = [line.strip() for line in str(error).split("\n") if line.strip()]
    ours = [line for line in lines if line.startswith("cleaner.errors.")]
    return (ours or lines or [type(error).__name__])[-1 if ours else 0]
