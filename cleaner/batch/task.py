"""Shards in a process tree of their own: what a worker of Spark or Dask starts for each of its tasks.

These workers run threads, may not have children, or are killed without notice; a new process has none of these limits.
It ends when its standard input does, and so when the worker that started it dies.
"""

import json
import os
import pickle
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence

from cleaner.batch.job import ShardJob, ShardRecord
from cleaner.batch.shard import clean_shards
from cleaner.batch.shards import Shard
from cleaner.batch.store import OutputFolder
from cleaner.errors import CleanerError, InputError, OptionError

TASKS_PER_WORKER = 4
"""Enough that no worker waits long for the last, and few enough that starting them costs little."""

_LENGTH = struct.Struct("!Q")


def deal_tasks(shards: Sequence[Shard], workers: int) -> list[Sequence[Shard]]:
    """Return tasks of about equal work: shards are dealt to them in turn, the largest first.

    >>> [len(task) for task in deal_tasks([Shard(str(n), ()) for n in range(9)], 1)]
    [3, 2, 2, 2]
    """
    count = min(len(shards), workers * TASKS_PER_WORKER)
    ordered = sorted(shards, key=lambda shard: -shard.size)
    return [ordered[start::count] for start in range(count)]


def run_in_subprocess(shards: Sequence[Shard], job: ShardJob, fingerprint: str) -> list[ShardRecord]:
    """Clean shards in another process, and return their records; shards that have a record are not cleaned again.

    Raises :exc:`cleaner.errors.InputError` if an output cannot be written, if the process dies, and if rules, options
    or version differ from those of ``fingerprint``.
    """
    request = pickle.dumps((shards, job, fingerprint))
    command = [sys.executable, "-m", "cleaner.batch.task"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
        assert process.stdin
        assert process.stdout
        process.stdin.write(_LENGTH.pack(len(request)) + request)
        process.stdin.flush()
        output = process.stdout.read()
    try:
        answer: list[ShardRecord] | str = json.loads(output)
    except ValueError:
        raise InputError(f"a task ended its process (status {process.returncode})", place=job.folder) from None
    if isinstance(answer, str):
        raise InputError(answer)
    return answer


def main() -> None:
    """Read shards and a job from standard input, clean them, and write their records to standard output."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    (length,) = _LENGTH.unpack(stdin.read(_LENGTH.size))
    shards, job, fingerprint = pickle.loads(stdin.read(length))  # noqa: S301 - from the process that started this one
    threading.Thread(target=_end_with, args=(stdin.fileno(),), daemon=True).start()
    answer: list[ShardRecord] | str
    try:
        answer = _clean_remaining(shards, job, fingerprint)
    except CleanerError as error:
        answer = str(error)
    stdout.write(json.dumps(answer).encode())
    stdout.flush()


def _clean_remaining(shards: Sequence[Shard], job: ShardJob, fingerprint: str) -> list[ShardRecord]:
    if job.fingerprint != fingerprint:
        raise OptionError(
            "rules, options or version differ from the machine that started the run: install the same on all"
        )
    folder = OutputFolder(job.folder)
    records = {shard.name: folder.record(shard.name) for shard in shards}  # left by a task of this run that died
    remaining = [shard for shard in shards if records[shard.name] is None]
    return [*filter(None, records.values()), *clean_shards(remaining, job)]


def _end_with(descriptor: int) -> None:
    """End this process when a stream ends; its buffer is not used, since children would inherit a lock on it."""
    while os.read(descriptor, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
