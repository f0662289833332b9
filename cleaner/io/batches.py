"""Inputs as batches of records, in the order of the inputs: whole files, or some records of a file."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any, BinaryIO, NamedTuple, Protocol, cast

from cleaner.api import MIB
from cleaner.errors import InputError
from cleaner.io.formats import INPUT_FORMATS, Kind, require_package
from cleaner.io.inputs import Input
from cleaner.io.records import ReadOptions, Record
from cleaner.io.streams import FLUSH, Flush, OpenInput, open_stream, record_lines
from cleaner.source import RecordKeys

BATCH_BYTES = 1 << 18
"""Bytes of records that are sent to a process at once: some eighty articles, so that sending them costs little."""

FLUSH_SECONDS = 0.005
"""Seconds between flushes while reading waits: the longest that an idle process is left without work."""

UTF8_BYTES = 4
"""Maximum bytes of a character: a limit on a text's characters, times this, is one on a file's bytes."""

LINE_FACTOR = 2
"""A line may be this many times as long as a text: JSON escapes what it holds."""


class Batch(NamedTuple):
    """Records of one input.

    ``is_last``: no more of the input will come; with an ``error``, it broke off there. ``bytes_read`` counts the bytes
    of the input that were read so far. ``rows`` is the Arrow record batch that the records of a table are in;
    ``notes`` are what a user should know about the input.
    """

    input: Input
    kind: Kind = "text"
    records: tuple[Record, ...] = ()
    is_last: bool = True
    bytes_read: int = 0
    rows: Any = None
    error: InputError | None = None
    notes: tuple[str, ...] = ()


class Reader(Protocol):
    """A function that reads the inputs of a format: see :data:`cleaner.io.formats.INPUT_FORMATS`."""

    def __call__(self, source: OpenInput, keys: RecordKeys, limit: int, batch_bytes: int) -> Iterator[Batch | Flush]:
        """Yield batches of about ``batch_bytes`` bytes; for 0, of one record each.

        ``keys`` are those that records have, ``limit`` is the number of bytes that a text may have. The last batch has
        an :exc:`InputError` if the input breaks off; one that is raised becomes a batch without records.
        """


def read_batches(
    inputs: Iterable[Input], options: ReadOptions, max_size: float, stdin: BinaryIO, batch_bytes: int
) -> Iterator[Batch | Flush]:
    """Yield batches of all inputs, with texts of at most ``max_size`` MiB: see :class:`Reader`.

    While reading waits for records, :data:`FLUSH` is yielded: once, or repeatedly if ``batch_bytes`` is not 0, since
    there are worker processes to serve then. An input that cannot be read gives a batch without records, and with the
    error.
    """
    limit = int(max_size * MIB) * UTF8_BYTES
    for source in inputs:
        kind: Kind = "jsonl"
        try:
            with open_stream(source, stdin, options.kind) as opened:
                kind = opened.kind
                require_package(kind)
                module, _, name = INPUT_FORMATS[kind].reader.partition(":")
                reader = cast("Reader", getattr(import_module(module), name))
                yield from reader(opened, options.keys, limit, batch_bytes)
        except InputError as error:
            yield Batch(source, kind, error=error)


def read_lines(source: OpenInput, keys: RecordKeys, limit: int, batch_bytes: int) -> Iterator[Batch | Flush]:  # noqa: ARG001 - a Reader
    """Yield the records of a file of JSON lines, which are parsed when they are cleaned."""
    lines = record_lines(source.stream, limit * LINE_FACTOR, FLUSH_SECONDS if batch_bytes else None)
    yield from gather(
        source, (line if isinstance(line, Flush) else _line_record(source, *line) for line in lines), batch_bytes
    )


def _line_record(source: OpenInput, number: int, line: bytes, fault: str) -> tuple[Record, int]:
    return Record(f"{source.input.name}:{number}", line, source.kind, number, fault), len(line)


def gather(
    source: OpenInput,
    records: Iterable[tuple[Record, int] | Flush],
    batch_bytes: int,
    notes: Callable[[], tuple[str, ...]] = tuple,
) -> Iterator[Batch | Flush]:
    """Yield records, each given with its size in bytes, in batches; ``notes`` is called when all are read."""
    buffer, size, error = list[Record](), 0, None
    try:
        for item in records:
            if not isinstance(item, Flush):
                buffer.append(item[0])
                size += item[1]
            if buffer and (size >= batch_bytes or isinstance(item, Flush)):
                records_read, bytes_read = tuple(buffer), source.stream.bytes_read
                yield Batch(source.input, source.kind, records_read, is_last=False, bytes_read=bytes_read)
                buffer, size = [], 0
            if isinstance(item, Flush):
                yield FLUSH
    except InputError as reason:
        error = reason
    yield Batch(source.input, source.kind, tuple(buffer), error=error, notes=notes())
