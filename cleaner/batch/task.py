"""One shard in a process tree of its own: what a worker of Spark or Dask starts for each.

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
from typing import BinaryIO

from cleaner.batch.shard import Job, Note, clean_shard
from cleaner.batch.shards import Shard
from cleaner.errors import CleanerError, InputError, OptionError

_LENGTH = struct.Struct("!Q")


def in_process_of_its_own(shard: Shard, job: Job, fingerprint: str) -> Note:
    """Clean a shard in another process, and return its note.

    Raises :exc:`cleaner.errors.InputError` where an output cannot be written or the process dies, and
    :exc:`cleaner.errors.OptionError` where rules, options or version are not those of ``fingerprint``.
    """
    sent = pickle.dumps((shard, job, fingerprint))
    command = [sys.executable, "-m", "cleaner.batch.task"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
        assert process.stdin
        assert process.stdout
        process.stdin.write(_LENGTH.pack(len(sent)) + sent)
        process.stdin.flush()
        told = process.stdout.read()
    try:
        answer: Note = json.loads(told)
    except ValueError:
        raise InputError(f"ended its process (status {process.returncode})", place=shard.name) from None
    if "error" in answer:
        raise InputError(answer["error"])
    return answer


def main() -> None:
    """Read a shard and a job from standard input, clean it, and write its note to standard output."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    (length,) = _LENGTH.unpack(stdin.read(_LENGTH.size))
    shard, job, fingerprint = pickle.loads(stdin.read(length))  # noqa: S301 - from who started this process
    threading.Thread(target=_end_with, args=(stdin,), daemon=True).start()
    try:
        if job.fingerprint != fingerprint:
            told = "this machine has other rules, or another version, than the one that began the run"
            raise OptionError(f"{told}: install the same on all")
        answer = clean_shard(shard, job)
    except CleanerError as error:
        answer = {"error": str(error)}
    stdout.write(json.dumps(answer).encode())
    stdout.flush()


def _end_with(stream: BinaryIO) -> None:
    """End this process when a stream ends."""
    stream.read()
    os._exit(1)


if __name__ == "__main__":
    main()
