"""Inputs to batches: files are read whole, JSON lines some at a time, in the order in which they were given."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from cleaner.api import MIB
from cleaner.errors import InputError
from cleaner.io.inputs import Input, Kind
from cleaner.io.items import Item
from cleaner.io.records import Asked
from cleaner.io.streams import UTF8_BYTES, Bytes, file_bytes, opened, record_lines
from cleaner.source import RecordKeys

BLOB = 1 << 18
"""Bytes of records that go to a process at once: some eighty articles, beside which sending them costs nothing."""


TICK = 0.005
"""Seconds after which whoever works with processes is told once more that nothing waits to be read: so long, at most,
a process that is done is left without work while reading waits."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some items of one input. ``last`` tells that no more of it will come, ``error`` that it broke off there.

    ``taken`` are the bytes of the input that were read so far. ``rows`` are those of a table, an Arrow record batch,
    that the items are of, ``notes`` what a user should know of the input. A batch without a source says that nothing
    more waits to be read: there is time to see to what is done, and to write it.
    """

    source: Input | None = None
    kind: Kind = "text"
    items: tuple[Item, ...] = ()
    last: bool = True
    taken: int = 0
    rows: Any = None
    error: InputError | None = None
    notes: tuple[str, ...] = ()


def batches(inputs: Iterable[Input], asked: Asked, max_size: float, stdin: BinaryIO, size: int) -> Iterator[Batch]:
    """Read inputs, and texts of so many MiB; records come in batches of ``size`` bytes, or for 0 one by one.

    While records are waited for, batches without a source come: one, or with a size, for there are processes to see
    to, one after the other.
    An input that cannot be read is a batch without items, and with the error.
    """
    for source in inputs:
        kind: Kind = "jsonl"
        try:
            with opened(source, stdin, asked.kind) as (kind, stream):
                if kind == "jsonl":
                    found = _records(source, stream, max_size, TICK if size else None)
                    yield from _gathered(_Reading(source, kind, stream), found, size)
                elif kind == "parquet":
                    yield from _rows(source, stream, asked.keys)
                elif kind == "warc":
                    yield from _archive(source, stream, max_size, size, asked.keys)
                else:
                    yield Batch(source, kind, (Item(source.name, file_bytes(stream, max_size), kind),))
        except InputError as error:
            yield Batch(source, kind, error=error)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One input that is being read: its kind, its stream, and what is known of it at the end."""

    source: Input
    kind: Kind
    stream: Bytes
    notes: Callable[[], tuple[str, ...]] = tuple


def _records(source: Input, stream: Bytes, max_size: float, tick: float | None) -> Iterator[tuple[Item | None, int]]:
    for number, line, fault in record_lines(stream, max_size, tick):
        yield (Item(f"{source.name}:{number}", line, "jsonl", number, fault) if number else None), len(line)


def _archive(source: Input, stream: Bytes, max_size: float, size: int, keys: RecordKeys) -> Iterator[Batch]:
    from cleaner.io.warc import Archive  # start-up time

    archive = Archive(source.name, stream, int(max_size * MIB) * UTF8_BYTES, keys)
    yield from _gathered(_Reading(source, "warc", stream, archive.notes), archive.items(), size)


def _gathered(of: _Reading, found: Iterable[tuple[Item | None, int]], size: int) -> Iterator[Batch]:
    """Put items, each with its bytes, into batches; one that is ``None`` says that nothing more waits."""
    items, held, error = list[Item](), 0, None
    try:
        for item, length in found:
            if item:
                items.append(item)
                held += length
            if items and (held >= size or not item):
                yield Batch(of.source, of.kind, tuple(items), last=False, taken=of.stream.taken)
                items, held = [], 0
            if not item:
                yield Batch()
    except InputError as broken:
        error = broken
    yield Batch(of.source, of.kind, tuple(items), error=error, notes=of.notes())


def _rows(source: Input, stream: Bytes, keys: RecordKeys) -> Iterator[Batch]:
    """Read the rows of a table, in batches that do not depend on who cleans them."""
    need_tables()
    from cleaner.io.columns import Layout, Names
    from cleaner.io.parquet import row_batches

    number, rows, layout, error = 1, None, None, None
    try:
        for rows in row_batches(source, stream, BLOB):
            layout = layout or Layout(rows.schema, Names(keys), header=False)
            items = tuple(
                Item(f"{source.name}:{line}", b"", "parquet", line, record=record)
                for line, record in enumerate(layout.records(rows), number)
            )
            number += len(items)
            if items:
                yield Batch(source, "parquet", items, last=False, rows=rows)
    except InputError as broken:
        error = broken
    yield Batch(source, "parquet", rows=rows.slice(0, 0) if layout and rows is not None else None, error=error)


def need_tables() -> None:
    """Raise :exc:`InputError` where the package that reads and writes tables is missing."""
    from importlib.util import find_spec

    if not find_spec("pyarrow"):
        raise InputError("needs a package for tables: pip install 'article-cleaner[parquet]'")
