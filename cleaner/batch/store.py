"""The output folder of a run: its lock, its records of finished shards, and temporary files of broken runs.

::

    OUT/…                      the outputs, in the folders of their inputs
    OUT/_cleaner/lock          the process that writes
    OUT/_cleaner/done/*.json   one shard record each: inputs, outputs and counts
    OUT/_cleaner/removed/      with ``--removed``, the records of each shard's removals
    OUT/_cleaner/learned/      with ``--learn``, the rules that were learned, and the counts of each shard's lines
    OUT/_cleaner/manifest.jsonl, failed.jsonl, remarks.jsonl, summary.json    written when a run ends

A run over a part of the shards has a lock and files of its own, as in ``summary-1-of-8.json``, until a run over all of
them, which has nothing left to clean, writes those of the whole.

Every file is replaced as a whole, so whenever a run breaks off, each is either in its old or in its new state.
"""

import hashlib
import json
import os
import socket
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from cleaner.batch.shards import Part
from cleaner.errors import InputError, OptionError
from cleaner.io.inputs import CONTROL_FOLDER
from cleaner.places import contents, place_of, shown_name, write_whole
from cleaner.system import is_running, lock_file

if TYPE_CHECKING:
    from cleaner.places import Place
    from cleaner.remote import Address

TEMPORARY_PREFIX = ".cleaner-"
"""How names of temporary files begin; host and process follow, so that files of dead processes are recognized."""

MAX_READABLE = 80
"""Characters of a shard's name in the name of its record's file; a hash makes it unique."""

HASH_DIGITS = 8
"""Hexadecimal digits of that hash."""

POLL_SECONDS = 0.05
"""Seconds between two checks of temporary files whose processes still run."""


class OutputFolder:
    """An output folder and the shard records in it."""

    def __init__(self, path: "str | os.PathLike[str] | Address") -> None:
        self.path = place_of(path).absolute()
        self.control = self.path / CONTROL_FOLDER
        self.done = self.control / "done"

    def create(self) -> None:
        """Create the folder if it is missing. Raises :exc:`cleaner.errors.InputError` if that fails."""
        with write_errors(self.path):
            self.done.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def locked(self, *, wait: bool, part: Part | None = None) -> Iterator[None]:
        """Hold the folder's lock, or that of a part.

        Raises :exc:`OptionError` if another process has it, unless ``wait``. Parts exclude a run over all of the
        folder, but not each other.
        """
        with write_errors(self.control), ExitStack() as stack:
            try:
                stack.enter_context(_lock(self.control / "lock", shared=part is not None, wait=wait))
                if part:
                    stack.enter_context(_lock(self.control / f"lock{part.suffix}", wait=wait))
            except BlockingIOError as error:
                raise OptionError(f"{self.path} is locked by {error.strerror}: add --wait to wait for it") from None
            locks = stack.pop_all()
        with locks:
            yield

    def abort_uploads(self) -> None:
        """Abort uploads into the folder that broken runs have left on a store. Nobody else may write to it."""
        if not isinstance(self.path, Path):
            self.path.abort_uploads()

    def remove_stale(self, timeout: float = 0.0) -> int:
        """Remove temporary files of processes of this host that have ended, and return how many there were.

        Files of processes that still run are kept, after ``timeout`` seconds of waiting for their end: a task ends soon
        after its worker. Files of other hosts are kept, since nothing here knows whether their processes run.
        """
        count, end = 0, time.monotonic() + (timeout if isinstance(self.path, Path) else 0.0)  # others write there too
        while True:
            local = [(path, owner) for path, owner in self._temporary_files() if owner.host == socket.gethostname()]
            stale = [path for path, owner in local if not is_running(owner.pid)]
            for path in stale:
                with suppress(OSError):
                    path.unlink()
                    count += 1
            if len(stale) == len(local) or time.monotonic() >= end:
                return count
            time.sleep(POLL_SECONDS)

    def foreign_temporary_files(self) -> list[tuple[str, str]]:
        """Return the temporary files of other hosts, as paths with the names of their hosts."""
        files = sorted(self._temporary_files()) if isinstance(self.path, Path) else []
        return [(str(path), owner.host) for path, owner in files if owner.host != socket.gethostname()]

    def _temporary_files(self) -> Iterator[tuple[Path, "_Owner"]]:
        """Yield the temporary files in the folder; for a store, in which there are none, those of this machine."""
        if not isinstance(self.path, Path):
            import tempfile

            top = tempfile.gettempdir()
            yield from ((Path(top, name), owner) for name in os.listdir(top) if (owner := _temporary_owner(name)))
            return
        for folder, _, names in os.walk(self.path):
            for name in names:
                if owner := _temporary_owner(name):
                    yield Path(folder, name), owner

    def record_path(self, shard: str) -> "Place":
        """Return the path of a shard's record.

        >>> OutputFolder("out").record_path("a/b.jsonl").name
        'a_b.jsonl-f74d49bc.json'
        """
        readable = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in shard)[-MAX_READABLE:]
        digits = hashlib.sha256(os.fsencode(shard)).hexdigest()[:HASH_DIGITS]
        return self.done / f"{readable.lstrip('.-')}-{digits}.json"

    def removals_path(self, shard: str) -> "Place":
        """Return the path of the records of a shard's removals."""
        return self.control / "removed" / f"{self.record_path(shard).stem}.jsonl"

    def counts_path(self, shard: str) -> Path:
        """Return the path of the counts of a shard's lines, which are only made in a folder of this machine."""
        return Path(str(self.control), "counts", f"{self.record_path(shard).stem}.jsonl")

    def record(self, shard: str) -> dict[str, Any] | None:
        """Return the record of a shard; ``None`` if there is none, or none that can be read."""
        with suppress(OSError):
            return _parsed_record(self.record_path(shard).read_bytes())
        return None

    def records(self) -> "dict[Place, dict[str, Any]]":
        """Return all records that can be read, by their paths."""
        try:
            records = {path: _parsed_record(content) for path, content in contents(self.done, ".json").items()}
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror or error}", place=str(self.path)) from None
        return {path: record for path, record in records.items() if record is not None}

    def remove_records(self, shards: Iterable[str]) -> None:
        """Remove the records of shards, of which some may have none."""
        with write_errors(self.done):
            found = {*self.done.glob("*.json")}
            for path in map(self.record_path, shards):
                if path in found:
                    path.unlink(missing_ok=True)

    def remove_files_of_parts(self) -> None:
        """Remove what runs over parts wrote when they ended, since a run over all has written the same of the whole."""
        for path in self.control.glob("*-of-*.json*"):
            path.unlink(missing_ok=True)

    def write_lines(self, name: str, records: Sequence[Mapping[str, Any]]) -> None:
        """Write a file of the control folder, one record per line."""
        self.write_file(self.control / name, "".join(f"{json.dumps(record)}\n" for record in records))

    def write_file(self, path: "Place", text: str) -> None:
        """Write a file whole or not at all."""
        with open_output(path) as stream:
            stream.write(text.encode())


class _Owner(NamedTuple):
    """The process that writes a temporary file."""

    host: str
    pid: int


def _temporary_owner(name: str) -> _Owner | None:
    """Return the owner in the name of a temporary file; ``None`` for the name of another file.

    >>> _temporary_owner(".cleaner-node-7.example-4711-x_1")
    _Owner(host='node-7.example', pid=4711)
    """
    if not name.startswith(TEMPORARY_PREFIX):
        return None
    host, _, pid = name.removeprefix(TEMPORARY_PREFIX).rpartition("-")[0].rpartition("-")
    return _Owner(host, int(pid)) if host and pid.isdigit() else None


@contextmanager
def open_output(path: "Place") -> Iterator[BinaryIO]:
    """Open a file to be written whole or not at all, under a temporary name of this process until it is on the disk.

    Raises :exc:`cleaner.errors.InputError` if it cannot be written.
    """
    prefix = f"{TEMPORARY_PREFIX}{socket.gethostname()}-"
    with write_errors(path), write_whole(path, durable=True, prefix=prefix) as stream:
        yield stream


@contextmanager
def write_errors(path: "Place") -> Iterator[None]:
    """Raise an :exc:`OSError` of the body as an :exc:`cleaner.errors.InputError` that names the path."""
    try:
        yield
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}", place=shown_name(path)) from None


def digest(path: "str | os.PathLike[str] | Address") -> str:
    """Return the SHA-256 of a file in 64 hexadecimal digits; an empty string for what is not regular or readable.

    For an object of a store it is what the store tells its content from others by, as in ``ETag:9b2c…``.
    """
    if isinstance(place := place_of(path), Path):
        return _file_digest(place)
    return place.version()


def _file_digest(path: Path) -> str:
    if not os.path.isfile(path):  # a pipe or a device might never end
        return ""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""


def _parsed_record(content: bytes) -> dict[str, Any] | None:
    with suppress(ValueError):
        record = json.loads(content)
        return record if isinstance(record, dict) else None
    return None


@contextmanager
def _lock(path: "Place", *, shared: bool = False, wait: bool = False) -> Iterator[None]:
    """Hold a lock: as :func:`cleaner.system.lock_file`, or on a store."""
    if isinstance(path, Path):
        with lock_file(path, shared=shared, wait=wait):
            yield
    else:
        from cleaner.batch.lease import leased

        with leased(path, shared=shared, wait=wait):
            yield
