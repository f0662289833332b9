"""Inputs to batches: files are read whole, JSON lines some at a time, in the order in which they were given."""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from cleaner.data import data
from cleaner.errors import InputError
from cleaner.formats.inputs import Input, Kind
from cleaner.formats.items import Item
from cleaner.formats.reading import file_bytes, opened, record_lines
from cleaner.formats.streams import Bytes

BLOB = 1 << 18
"""Bytes of records that go to a process at once: some eighty articles, beside which sending them costs nothing."""


@data
class Batch:
    """Some items of one input. ``last`` tells that no more of it will come, ``error`` that it broke off there.

    ``taken`` are the bytes of the input that were read so far. ``rows`` are those of a table, an Arrow record batch,
    that the items are of. A batch without a source says that nothing more waits to be read: what is done should be
    written now.
    """

    source: Input | None = None
    kind: Kind = "text"
    items: tuple[Item, ...] = ()
    last: bool = True
    taken: int = 0
    rows: Any = None
    error: InputError | None = None


def batches(inputs: Iterable[Input], chosen: str, max_size: float, stdin: BinaryIO, size: int) -> Iterator[Batch]:
    """Read inputs of a chosen kind, and texts of so many MiB; records come in batches of ``size`` bytes, or one by one.

    An input that cannot be read is a batch without items, and with the error.
    """
    for source in inputs:
        kind: Kind = "jsonl"
        try:
            with opened(source, stdin, chosen) as (kind, stream):
                if kind == "jsonl":
                    yield from _records(source, stream, max_size, size)
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
                yield Batch(source, "jsonl", tuple(items), last=False, taken=stream.taken)
                items, held = [], 0
            if not number:
                yield Batch()
    except InputError as broken:
        error = broken
    yield Batch(source, "jsonl", tuple(items), error=error)
