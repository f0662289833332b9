"""The output folder of a run: its lock, its notes of what is done, and what a broken run left behind.

::

    OUT/…                      what is written, as the inputs lie
    OUT/_cleaner/lock          who is at it
    OUT/_cleaner/done/*.json   one file a shard: its inputs, outputs and counts
    OUT/_cleaner/manifest.jsonl, failed.jsonl, remarks.jsonl, summary.json    put together when a run ends

All are replaced as wholes, so whenever a run is broken off, each is as it was or as it should be.
"""

import hashlib
import json
import os
import socket
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, BinaryIO

from cleaner.errors import InputError, OptionError
from cleaner.io.inputs import CONTROL_FOLDER

TEMPORARY = ".cleaner-"
"""How the names of temporary files begin: host and process follow, so that those of dead runs are known."""

READABLE = 80
"""Characters of a shard's name that the name of its note has; a hash tells it from others."""

_PIECE = 1 << 20


class OutputFolder:
    """An output folder, and the notes in it."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path).absolute()
        self.control = self.path / CONTROL_FOLDER
        self.done = self.control / "done"

    def make(self) -> None:
        """Make the folder. Raises :exc:`cleaner.errors.InputError` where that is not allowed."""
        with write_errors(self.path):
            self.done.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def locked(self, *, wait: bool) -> Iterator[None]:
        """Keep others out. Raises :exc:`cleaner.errors.OptionError` if one is in, unless it is waited for.

        The lock is the system's and ends with this process, however it ends; the note in the file tells whose it is.
        """
        import fcntl

        with write_errors(self.control):
            stream = (self.control / "lock").open("a+", encoding="utf-8")
        with stream:
            try:
                fcntl.lockf(stream, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                raise OptionError(f"{self.path} is being written by {_whose(stream)}: --wait waits for it") from None
            stream.truncate(0)
            stream.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname()}))
            stream.flush()
            yield
            stream.truncate(0)

    def remove_stale(self, patience: float = 0.0) -> int:
        """Remove temporary files of runs and tasks that are dead, and return how many there were.

        So many seconds it is waited for those of processes that still live: a task ends soon after its worker.
        """
        count, end = 0, time.monotonic() + patience
        while True:
            held = False
            for path in self._temporary():
                if _is_alive(path.name):
                    held = True
                    continue
                with suppress(OSError):
                    path.unlink()
                    count += 1
            if not held or time.monotonic() >= end:
                return count
            time.sleep(0.05)

    def _temporary(self) -> Iterator[Path]:
        for where, _, names in os.walk(self.path):
            yield from (Path(where, name) for name in names if name.startswith(TEMPORARY))

    def record_path(self, shard: str) -> Path:
        """Return where the note of a shard is.

        >>> OutputFolder("out").record_path("a/b.jsonl").name
        'a_b.jsonl-f74d49bc.json'
        """
        raw = os.fsencode(shard)
        readable = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in shard)[-READABLE:]
        return self.done / f"{readable.lstrip('.-')}-{hashlib.sha256(raw).hexdigest()[:8]}.json"

    def record(self, shard: str) -> dict[str, Any] | None:
        """Return the note of a shard, if there is one that can be read."""
        with suppress(OSError, ValueError):
            note = json.loads(self.record_path(shard).read_bytes())
            return note if isinstance(note, dict) else None
        return None

    def records(self) -> dict[Path, dict[str, Any]]:
        """Return all notes that can be read, by where they are; others are as good as none."""
        found = {}
        for path in sorted(self.done.glob("*.json")):
            with suppress(OSError, ValueError):
                note = json.loads(path.read_bytes())
                if isinstance(note, dict):
                    found[path] = note
        return found

    def write(self, name: str, records: Sequence[Mapping[str, Any]]) -> None:
        """Write a file of notes, one record a line."""
        self.write_file(self.control / name, "".join(f"{json.dumps(record)}\n" for record in records))

    def write_file(self, path: Path, text: str) -> None:
        """Write a file whole or not at all."""
        with temporary(path) as stream:
            stream.write(text.encode())


@contextmanager
def temporary(path: Path) -> Iterator[BinaryIO]:
    """Write a file under another name beside its place, and move it there when it is whole and on the disk.

    Raises :exc:`cleaner.errors.InputError` where it cannot be written.
    """
    name = ""
    with write_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{TEMPORARY}{socket.gethostname()}-{os.getpid()}-")
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise


@contextmanager
def write_errors(path: Path) -> Iterator[None]:
    """Tell what cannot be written as an :exc:`cleaner.errors.InputError`."""
    try:
        yield
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}", place=str(path)) from None


def digest(path: str | os.PathLike[str]) -> str:
    """Return the SHA-256 of a file's bytes, in 64 digits; nothing for what is no file, or cannot be read."""
    found = hashlib.sha256()
    if not os.path.isfile(path):  # a pipe or a device might never end
        return ""
    try:
        with open(path, "rb", buffering=0) as stream:
            while piece := stream.read(_PIECE):
                found.update(piece)
    except (OSError, ValueError):
        return ""
    return found.hexdigest()


def _whose(stream: IO[str]) -> str:
    stream.seek(0)
    try:
        owner = json.loads(stream.read())
        return f"process {owner['pid']} on {owner['host']}"
    except (ValueError, KeyError, TypeError):
        return "another process"


def _is_alive(name: str) -> bool:
    """Tell whether the process that a temporary file is named after lives; one on another host is not known to."""
    host, _, rest = name.removeprefix(TEMPORARY).rpartition("-")[0].rpartition("-")
    if host != socket.gethostname() or not rest.isdigit():
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return not _has_ended(int(rest))


def _has_ended(process: int) -> bool:
    """Tell whether a process is only still listed, since nobody asked how it ended; not known beyond Linux."""
    try:
        told = Path(f"/proc/{process}/stat").read_text("ascii", "replace")
    except OSError:
        return False
    return told.rpartition(") ")[2].startswith(("Z", "X"))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
