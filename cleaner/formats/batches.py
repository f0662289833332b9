"""Inputs to batches: files are read whole, JSON lines some at a time, in the order in which they were given."""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from cleaner.data import data
from cleaner.errors import InputError
from cleaner.formats.inputs import Input, Kind
from cleaner.formats.items import Item
from cleaner.formats.reading import file_bytes, opened, record_lines
from cleaner.formats.records import Keys
from cleaner.formats.streams import Bytes

BLOB = 1 << 18
"""Bytes of records that go to a process at once: some eighty articles, beside which sending them costs nothing."""


@data
class Batch:
    """Some items of one input. ``last`` tells that no more of it will come, ``error`` that it broke off there.

    ``rows`` are those of a table, an Arrow record batch, that the items are of. A batch without a source says that
    nothing more waits to be read: what is done should be written now.
    """

    source: Input | None = None
    kind: Kind = "text"
    items: tuple[Item, ...] = ()
    last: bool = True
    rows: Any = None
    error: InputError | None = None


def batches(
    inputs: Iterable[Input], chosen: str, max_size: float, stdin: BinaryIO, size: int, *, keys: Keys | None = None
) -> Iterator[Batch]:
    """Read inputs of a chosen kind, and texts of so many MiB; records come in batches of ``size`` bytes, or one by one.

    ``keys`` name the columns of tables that are read. An input that cannot be read is a batch without items, and with
    the error.
    """
    for source in inputs:
        kind: Kind = "jsonl"
        try:
            with opened(source, stdin, chosen) as (kind, stream):
                if kind == "jsonl":
                    yield from _records(source, stream, max_size, size)
                elif kind == "parquet":
                    yield from _rows(source, stream, keys or Keys())
                else:
                    yield Batch(source, kind, (Item(source.name, file_bytes(stream, max_size), kind),))
        except InputError as error:
            yield Batch(source, kind, error=error)


def _records(source: Input, stream: Bytes, max_size: float, size: int) -> Iterator[Batch]:
    items, held, error = list[Item](), 0, None
    try:
        for number, line, fault in record_lines(stream, max_size):
            if number:
                items.append(Item(f"{source.name}:{number}", line, "jsonl", number, fault))
                held += len(line)
            if items and (held >= size or not number):
                yield Batch(source, "jsonl", tuple(items), last=False)
                items, held = [], 0
            if not number:
                yield Batch()
    except InputError as broken:
        error = broken
    yield Batch(source, "jsonl", tuple(items), error=error)


def _rows(source: Input, stream: Bytes, keys: Keys) -> Iterator[Batch]:
    """Read the rows of a table, in batches that do not depend on who cleans them."""
    need_tables()
    from cleaner.formats.columns import Layout, Names
    from cleaner.formats.parquet import row_batches

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
