"""Shards on Spark: for corpora that outgrow one machine. All machines must see the output folder."""

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
from cleaner.batch.task import deal_tasks, run_in_subprocess
from cleaner.errors import InputError, OptionError

MAX_FAILURES = 4
"""Attempts at a task whose worker dies; on one machine, Spark's default is one."""

POLL_SECONDS = 0.5
"""Seconds between two checks for new records."""


class SparkEngine:
    """Cleans shards as tasks of Spark."""

    def __init__(self, jobs: int, master: str | None) -> None:
        """Use the cluster at ``master``, or else ``jobs`` workers on this machine.

        Raises :exc:`cleaner.errors.OptionError` if PySpark is not installed.
        """
        try:
            import pyspark  # noqa: F401 - its absence is reported at the start
        except ImportError:
            raise OptionError("--engine spark needs PySpark: pip install 'article-cleaner[spark]'") from None
        self._master = master or f"local[{jobs},{MAX_FAILURES}]"

    def __call__(self, shards: Sequence[Shard], job: ShardJob, watch: Callable[[Step], None]) -> Iterator[ShardRecord]:
        """Yield the records of the shards as they appear in the output folder, and call ``watch`` after each.

        Raises :exc:`cleaner.errors.InputError` if Spark gives up, or records do not appear.
        """
        if not shards:
            return
        session = self._session()
        try:
            action = _start_tasks(session.sparkContext, shards, job)
            yield from _watch_records(shards, job, watch, action)
        finally:
            session.stop()

    def _session(self) -> Any:
        from pyspark.sql import SparkSession

        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.master(self._master).appName("cleaner run")
        return builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()


class _Action(threading.Thread):
    """A call that waits for all tasks, beside the thread that reports their progress."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._act = act
        self.error: Exception | None = None

    def run(self) -> None:
        """Wait for all tasks."""
        try:
            self._act()
        except Exception as error:  # noqa: BLE001 - raised by the thread that waits for this one
            self.error = error


def _start_tasks(context: Any, shards: Sequence[Shard], job: ShardJob) -> _Action:
    fingerprint = job.fingerprint
    tasks = deal_tasks(shards, context.defaultParallelism)
    results = context.parallelize(tasks, len(tasks)).map(lambda task: len(run_in_subprocess(task, job, fingerprint)))
    action = _Action(results.sum)
    action.start()
    return action


def _watch_records(
    shards: Sequence[Shard], job: ShardJob, watch: Callable[[Step], None], action: _Action
) -> Iterator[ShardRecord]:
    folder, missing = OutputFolder(job.folder), {shard.name: shard for shard in shards}
    while missing:
        is_last_check = not action.is_alive()
        for shard in [*missing.values()]:
            if record := folder.record(shard.name):
                del missing[shard.name]
                watch(Step(shard.size, Tally.from_record(record)))
                yield record
        if is_last_check:
            break
        time.sleep(POLL_SECONDS)
    action.join()
    if action.error:
        raise InputError(f"Spark gave up: {_cause(action.error)}")
    if missing:
        raise InputError(
            f"{len(missing)} shards have no record: all machines must see the output folder", place=job.folder
        )


def _cause(error: Exception) -> str:
    """Return the line of Spark's report that names the cause: the last with an error of ours, else the first."""
    lines = [line.strip() for line in str(error).split("\n") if line.strip()]
    our_errors = [line for line in lines if line.startswith("cleaner.errors.")]
    return our_errors[-1] if our_errors else next(iter(lines), type(error).__name__)
