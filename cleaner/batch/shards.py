"""Inputs to shards: what is cleaned, written and noted as done together, and what its files are called.

A file of records is a shard of its own. Files of one article each are grouped, since to note each by itself would cost
more than to clean it; where a group ends is told by its files' names, so that one new file changes one shard, and not
all that follow.
"""

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

from cleaner.errors import InputError, OptionError
from cleaner.io.clean_record import Job
from cleaner.io.files import RECORD_FORMATS, output_name
from cleaner.io.inputs import KIND_BY_SUFFIX, RECORD_KINDS, Input, Kind
from cleaner.io.streams import open_stream

FILES = 256
"""Files of one article each that a shard has at most."""

BYTES = 8 << 20
"""Bytes of such files from which a shard ends: some seconds of work, which is what a broken run loses."""

ENDING = 64
"""One name in so many ends a shard."""

NAME_BYTES = 255
"""Bytes that a file's name may have on all common file systems."""

HASH_DIGITS = 8
"""Digits of a hash that tell names apart that had to be cut."""


@dataclass(frozen=True, slots=True)
class ShardFile:
    """One input, its kind, its size in bytes, and the path of what is written for it, below the output folder."""

    source: Input
    kind: Kind
    size: int
    output: str


@dataclass(frozen=True, slots=True)
class Shard:
    """Files that are done together, under a name that no other shard of the folder has."""

    name: str
    files: tuple[ShardFile, ...]

    @property
    def size(self) -> int:
        """The bytes of its inputs."""
        return sum(file.size for file in self.files)


def plan_shards(inputs: Iterable[Input], order: Job) -> list[Shard]:
    """Return the shards of a run, in the order of the inputs.

    Raises :exc:`cleaner.errors.OptionError` for standard input, for two inputs that have one output, and for records
    that would become files of their own.
    """
    return list(_grouped(_told_apart([_file(source, order) for source in inputs])))


def single_file_shard(path: str | os.PathLike[str], output: str, order: Job) -> Shard:
    """Return the shard that is one file alone, with the output that it is to have."""
    name = os.fspath(path)
    file = _file(Input(name, name, os.path.basename(name)), order)
    return Shard(output, (ShardFile(file.source, file.kind, file.size, output),))


def _file(source: Input, order: Job) -> ShardFile:
    if source.path is None:
        raise OptionError("a run needs files: what comes through a pipe is cleaned by 'clean'")
    path = os.path.abspath(source.path)
    source = Input(source.name, path, source.relative)
    kind = _kind(source, order.read_options.kind)
    form = order.format_of(kind)
    if kind in RECORD_KINDS and form not in RECORD_FORMATS:
        raise OptionError(f"{source.name} has many articles: write them with -t jsonl, or with 'clean -t {form}'")
    try:
        size = os.stat(path).st_size
    except (OSError, ValueError):
        size = 0
    return ShardFile(source, kind, size, _fitting(output_name(source.relative, form)))


def _kind(source: Input, chosen: str) -> Kind:
    """Return an input's kind: by its name, else by its first bytes; one that cannot be read fails later."""
    if chosen == "auto" and source.suffix in KIND_BY_SUFFIX:
        return KIND_BY_SUFFIX[source.suffix]
    if not os.path.isfile(source.path or ""):
        return "text"
    try:
        with open_stream(source, cast("BinaryIO", None), chosen) as (kind, _):
            return kind
    except InputError:
        return "text"


def _fitting(path: str) -> str:
    """Return a path whose last part is short enough for a file's name: its stem is cut, and told apart by a hash."""
    folder, name = os.path.split(path)
    raw = os.fsencode(name)
    if len(raw) <= NAME_BYTES:
        return path
    end = b"".join(raw.rpartition(b".")[1:])
    told = f"~{hashlib.sha256(raw).hexdigest()[:HASH_DIGITS]}".encode() + end
    return os.path.join(folder, os.fsdecode(raw[: NAME_BYTES - len(told)] + told))


def _told_apart(files: Sequence[ShardFile]) -> list[ShardFile]:
    """Give files of other kinds but with one name, as a page and a text, outputs with their whole names."""
    taken = dict[str, ShardFile]()
    for file in files:
        if file.output == file.source.relative:
            _claim(file, taken)
    found = list[ShardFile]()
    for file in files:
        if file.output != file.source.relative:
            if file.output in taken:
                output = _fitting(file.source.relative + os.path.splitext(file.output)[1])
                file = ShardFile(file.source, file.kind, file.size, output)  # noqa: PLW2901 - the same file, renamed
            _claim(file, taken)
        found.append(file)
    return found


def _claim(file: ShardFile, taken: dict[str, ShardFile]) -> None:
    other = taken.setdefault(file.output, file)
    if other is not file:
        told = f"{other.source.name} and {file.source.name} both go to {file.output}"
        raise OptionError(f"{told}: clean them into folders of their own")


def _grouped(files: Iterable[ShardFile]) -> Iterator[Shard]:
    group, size = list[ShardFile](), 0
    for file in files:
        if file.kind in RECORD_KINDS:
            yield Shard(file.output, (file,))
            continue
        group.append(file)
        size += file.size
        if len(group) >= FILES or size >= BYTES or zlib.crc32(os.fsencode(file.output)) % ENDING == 0:
            yield _shard(group)
            group, size = [], 0
    if group:
        yield _shard(group)


def _shard(group: Sequence[ShardFile]) -> Shard:
    return Shard(group[0].output, tuple(group))
