"""Inputs to batches: files are read whole, JSON lines some at a time, in the order in which they were given."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from cleaner.api import MIB
from cleaner.errors import InputError
from cleaner.io.inputs import Input, Kind
from cleaner.io.items import Record
from cleaner.io.records import ReadOptions
from cleaner.io.streams import UTF8_BYTES, InputStream, file_bytes, open_stream, record_lines
from cleaner.source import RecordKeys

BATCH_BYTES = 1 << 18
"""Bytes of records that go to a process at once: some eighty articles, beside which sending them costs nothing."""


TICK_SECONDS = 0.005
"""Seconds after which whoever works with processes is told once more that nothing waits to be read: so long, at most,
a process that is done is left without work while reading waits."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Records of one input. ``is_last``: no more of it will come; ``error``: it broke off there.

    ``bytes_read`` counts the bytes of the input read so far. ``rows`` is the Arrow record batch that holds the records
    of a table, ``notes`` is what a user should know of the input. A batch without an input means that nothing more
    waits to be read: there is time to handle what is done, and to write it.
    """

    input: Input | None = None
    kind: Kind = "text"
    records: tuple[Record, ...] = ()
    is_last: bool = True
    bytes_read: int = 0
    rows: Any = None
    error: InputError | None = None
    notes: tuple[str, ...] = ()


def read_batches(
    inputs: Iterable[Input], asked: ReadOptions, max_size: float, stdin: BinaryIO, size: int
) -> Iterator[Batch]:
    """Read inputs, and texts of so many MiB; records come in batches of ``size`` bytes, or for 0 one by one.

    While records are waited for, batches without a source come: one, or with a size, for there are processes to see
    to, one after the other.
    An input that cannot be read is a batch without items, and with the error.
    """
    for source in inputs:
        kind: Kind = "jsonl"
        try:
            with open_stream(source, stdin, asked.kind) as (kind, stream):
                if kind == "jsonl":
                    found = _records(source, stream, max_size, TICK_SECONDS if size else None)
                    yield from _gathered(_Reading(source, kind, stream), found, size)
                elif kind == "parquet":
                    yield from _rows(source, stream, asked.keys)
                elif kind == "warc":
                    yield from _archive(source, stream, max_size, size, asked.keys)
                else:
                    yield Batch(source, kind, (Record(source.name, file_bytes(stream, max_size), kind),))
        except InputError as error:
            yield Batch(source, kind, error=error)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One input that is being read: its kind, its stream, and what is known of it at the end."""

    source: Input
    kind: Kind
    stream: InputStream
    notes: Callable[[], tuple[str, ...]] = tuple


def _records(
    source: Input, stream: InputStream, max_size: float, tick: float | None
) -> Iterator[tuple[Record | None, int]]:
    for number, line, fault in record_lines(stream, max_size, tick):
        yield (Record(f"{source.name}:{number}", line, "jsonl", number, fault) if number else None), len(line)


def _archive(source: Input, stream: InputStream, max_size: float, size: int, keys: RecordKeys) -> Iterator[Batch]:
    from cleaner.io.warc import Archive  # start-up time

    archive = Archive(source.name, stream, int(max_size * MIB) * UTF8_BYTES, keys)
    yield from _gathered(_Reading(source, "warc", stream, archive.notes), archive.items(), size)


def _gathered(of: _Reading, found: Iterable[tuple[Record | None, int]], size: int) -> Iterator[Batch]:
    """Put items, each with its bytes, into batches; one that is ``None`` says that nothing more waits."""
    items, held, error = list[Record](), 0, None
    try:
        for item, length in found:
            if item:
                items.append(item)
                held += length
            if items and (held >= size or not item):
                yield Batch(of.source, of.kind, tuple(items), is_last=False, bytes_read=of.stream.taken)
                items, held = [], 0
            if not item:
                yield Batch()
    except InputError as broken:
        error = broken
    yield Batch(of.source, of.kind, tuple(items), error=error, notes=of.notes())


def _rows(source: Input, stream: InputStream, keys: RecordKeys) -> Iterator[Batch]:
    """Read the rows of a table, in batches that do not depend on who cleans them."""
    need_tables()
    from cleaner.io.columns import ColumnNames, Layout
    from cleaner.io.parquet import row_batches

    number, rows, layout, error = 1, None, None, None
    try:
        for rows in row_batches(source, stream, BATCH_BYTES):
            layout = layout or Layout(rows.schema, ColumnNames(keys), header=False)
            items = tuple(
                Record(f"{source.name}:{line}", b"", "parquet", line, fields=record)
                for line, record in enumerate(layout.records(rows), number)
            )
            number += len(items)
            if items:
                yield Batch(source, "parquet", items, is_last=False, rows=rows)
    except InputError as broken:
        error = broken
    yield Batch(source, "parquet", rows=rows.slice(0, 0) if layout and rows is not None else None, error=error)


def need_tables() -> None:
    """Raise :exc:`InputError` where the package that reads and writes tables is missing."""
    from importlib.util import find_spec

    if not find_spec("pyarrow"):
        raise InputError("needs a package for tables: pip install 'article-cleaner[parquet]'")
