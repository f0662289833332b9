"""Some shards in a process tree of its own: what a worker of Spark or Dask starts for each of its tasks.

Their workers run threads, may not have children, or are killed without notice; a process that is started anew has none
of that. It ends when its standard input does, so when who started it dies.
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

TASKS = 4
"""Tasks for each worker: enough that none waits long for the last, and few enough that starting them costs little."""

_LENGTH = struct.Struct("!Q")


def tasks_of(shards: Sequence[Shard], workers: int) -> list[Sequence[Shard]]:
    """Deal shards out to tasks, the larger ones first, so that the tasks are alike.

    >>> [len(task) for task in tasks_of([Shard(str(n), ()) for n in range(9)], 1)]
    [3, 2, 2, 2]
    """
    count = min(len(shards), workers * TASKS)
    ordered = sorted(shards, key=lambda shard: -shard.size)
    return [ordered[at::count] for at in range(count)]


def run_in_subprocess(shards: Sequence[Shard], job: ShardJob, fingerprint: str) -> list[ShardRecord]:
    """Clean shards in another process, and return their notes; those that are done already are not done again.

    Raises :exc:`cleaner.errors.InputError` where an output cannot be written, the process dies, or where rules, options
    or version are not those of ``fingerprint``.
    """
    sent = pickle.dumps((shards, job, fingerprint))
    command = [sys.executable, "-m", "cleaner.batch.task"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
        assert process.stdin
        assert process.stdout
        process.stdin.write(_LENGTH.pack(len(sent)) + sent)
        process.stdin.flush()
        told = process.stdout.read()
    try:
        answer: list[ShardRecord] | str = json.loads(told)
    except ValueError:
        raise InputError(f"a task ended its process (status {process.returncode})", place=job.folder) from None
    if isinstance(answer, str):
        raise InputError(answer)
    return answer


def main() -> None:
    """Read shards and a job from standard input, clean them, and write their notes to standard output."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    (length,) = _LENGTH.unpack(stdin.read(_LENGTH.size))
    shards, job, fingerprint = pickle.loads(stdin.read(length))  # noqa: S301 - from who started this process
    threading.Thread(target=_end_with, args=(stdin.fileno(),), daemon=True).start()
    answer: list[ShardRecord] | str
    try:
        answer = _notes(shards, job, fingerprint)
    except CleanerError as error:
        answer = str(error)
    stdout.write(json.dumps(answer).encode())
    stdout.flush()


def _notes(shards: Sequence[Shard], job: ShardJob, fingerprint: str) -> list[ShardRecord]:
    if job.fingerprint != fingerprint:
        told = "this machine has other rules, or another version, than the one that began the run"
        raise OptionError(f"{told}: install the same on all")
    folder = OutputFolder(job.folder)
    noted = {shard.name: folder.record(shard.name) for shard in shards}  # by a task that died, of this very run
    made = clean_shards([shard for shard in shards if noted[shard.name] is None], job)
    return [*(note for note in noted.values() if note), *made]


def _end_with(descriptor: int) -> None:
    """End this process when a stream ends; its buffer is left alone, since a lock on it would be inherited."""
    while os.read(descriptor, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
