"""From inputs to shards: what is cleaned, written and recorded together, and how its outputs are named.

A file of records is a shard of its own. Files of one article each are grouped, since recording each would cost more
than cleaning it. The names of the files decide where a group ends, so that a new file changes one shard, and not all
shards after it.
"""

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, NamedTuple, cast

from cleaner.errors import InputError, OptionError
from cleaner.io.clean_record import Job
from cleaner.io.formats import KIND_BY_SUFFIX, RECORD_FORMATS, RECORD_KINDS, Kind, output_name
from cleaner.io.inputs import Input
from cleaner.io.streams import open_stream
from cleaner.places import place_of, scheme_of, shown_name, size_of

MAX_FILES = 256
"""Maximum files of one article each in a shard."""

FULL_BYTES = 8 << 20
"""Bytes of such files at which a shard ends: a few seconds of work, which is what a broken run loses."""

END_EVERY = 64
"""One name in this many ends a shard."""

MAX_NAME_BYTES = 255
"""Bytes of a file's name on all common file systems."""

HASH_DIGITS = 8
"""Hexadecimal digits of a hash that distinguishes truncated names."""


@dataclass(frozen=True, slots=True)
class ShardFile:
    """One input, its kind, its size in bytes, and the path of its output below the output folder.

    ``numbers`` are those of its records that are cleaned; ``None`` means all.
    """

    input: Input
    kind: Kind
    size: int
    output: str
    numbers: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """Files that are cleaned together, under a name that is unique in the output folder."""

    name: str
    files: tuple[ShardFile, ...]

    @property
    def size(self) -> int:
        """The size of its inputs in bytes."""
        return sum(file.size for file in self.files)


class Part(NamedTuple):
    """The part of a run's shards that one of several processes cleans: ``number`` of ``total``, from 1."""

    number: int
    total: int

    @property
    def suffix(self) -> str:
        """What distinguishes the names of the part's files in the control folder."""
        return f"-{self.number}-of-{self.total}"


def shards_of_part(shards: Sequence[Shard], part: Part | None) -> list[Shard]:
    """Return the shards of a part: they are dealt to all parts in turn, the largest first.

    >>> [shard.name for shard in shards_of_part([Shard(name, ()) for name in "abcde"], Part(2, 2))]
    ['b', 'd']
    """
    if part is None:
        return [*shards]
    dealt = sorted(shards, key=lambda shard: (-shard.size, shard.name))[part.number - 1 :: part.total]
    names = {shard.name for shard in dealt}
    return [shard for shard in shards if shard.name in names]


def plan_shards(
    inputs: Iterable[Input],
    job: Job,
    numbers: Mapping[str, frozenset[int]] | None = None,
    *,
    ignores_case: bool = False,
) -> list[Shard]:
    """Return the shards of a run, in the order of the inputs. ``ignores_case``: names of outputs differ by more.

    ``numbers`` are those of the records that are cleaned, by the names of their inputs; without it, all are.

    Raises :exc:`cleaner.errors.OptionError` for standard input, for two inputs with the same output, and for records
    whose articles would become a file each.
    """
    files = _with_distinct_outputs([_plan_file(source, job) for source in inputs], ignores_case)
    if numbers is not None:
        files = [replace(file, numbers=numbers[file.input.name]) for file in files if file.input.name in numbers]
    return list(_grouped(files))


def single_file_shard(path: str | os.PathLike[str], output: str, job: Job) -> Shard:
    """Return a shard of one file with a given output."""
    address = os.fspath(path)
    file = _plan_file(Input(shown_name(address), address, place_of(address).name), job)
    return Shard(output, (replace(file, output=output),))


def _plan_file(source: Input, job: Job) -> ShardFile:
    if source.path is None:
        raise OptionError("standard input cannot be read again: name files, or use 'clean'")
    path = source.path if scheme_of(source.path) else os.path.abspath(source.path)
    source = Input(source.name, path, source.relative)
    kind = _detect_kind(source, job.read_options.kind)
    output_format = job.format_of(kind)
    if kind in RECORD_KINDS and output_format not in RECORD_FORMATS:
        raise OptionError(
            f"{source.name} has many articles: write them with -t jsonl, or with 'clean -t {output_format}'"
        )
    return ShardFile(source, kind, size_of(path), _truncate(output_name(source.relative, output_format)))


def _detect_kind(source: Input, kind: str) -> Kind:
    """Return an input's kind, by its name or else its first bytes; an unreadable input fails later."""
    if kind == "auto" and source.suffix in KIND_BY_SUFFIX:
        return KIND_BY_SUFFIX[source.suffix]
    if not scheme_of(source.path or "") and not os.path.isfile(source.path or ""):
        return "text"
    try:
        with open_stream(source, cast("BinaryIO", None), kind) as opened:
            return opened.kind
    except InputError:
        return "text"


def _truncate(path: str) -> str:
    """Return a path whose last part is short enough for a file name: its stem is cut, a hash keeps it distinct."""
    folder, name = os.path.split(path)
    encoded = os.fsencode(name)
    if len(encoded) <= MAX_NAME_BYTES:
        return path
    suffix = b"".join(encoded.rpartition(b".")[1:])
    tail = f"~{hashlib.sha256(encoded).hexdigest()[:HASH_DIGITS]}".encode() + suffix
    return os.path.join(folder, os.fsdecode(encoded[: MAX_NAME_BYTES - len(tail)] + tail))


def _with_distinct_outputs(files: Sequence[ShardFile], ignores_case: bool) -> list[ShardFile]:
    """Give a page and a text of the same name distinct outputs: the page's keeps its old suffix before the new one."""
    owners = dict[str, ShardFile]()
    key_of = str.casefold if ignores_case else str
    for file in files:
        if file.output == file.input.relative:
            _claim(file, key_of(file.output), owners)
    distinct = list[ShardFile]()
    for planned in files:
        file = planned
        if file.output != file.input.relative:
            if key_of(file.output) in owners:
                suffix = os.path.splitext(file.output)[1]
                file = replace(file, output=_truncate(file.input.relative + suffix))
            _claim(file, key_of(file.output), owners)
        distinct.append(file)
    return distinct


def _claim(file: ShardFile, key: str, owners: dict[str, ShardFile]) -> None:
    """Reserve a file's output, by its key. Raises :exc:`cleaner.errors.OptionError` if another file has it."""
    owner = owners.setdefault(key, file)
    if owner is not file:
        raise OptionError(
            f"{owner.input.name} and {file.input.name} would both be written to {file.output}: "
            "clean them into separate folders"
        )


def _grouped(files: Iterable[ShardFile]) -> Iterator[Shard]:
    group, size = list[ShardFile](), 0
    for file in files:
        if file.kind in RECORD_KINDS:
            yield Shard(file.output, (file,))
            continue
        group.append(file)
        size += file.size
        ends_group = zlib.crc32(os.fsencode(file.output)) % END_EVERY == 0
        if len(group) >= MAX_FILES or size >= FULL_BYTES or ends_group:
            yield Shard(group[0].output, tuple(group))
            group, size = [], 0
    if group:
        yield Shard(group[0].output, tuple(group))
