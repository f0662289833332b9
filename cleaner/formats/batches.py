"""Inputs to batches: files are read whole, JSON lines some at a time, in the order in which they were given."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

from cleaner.data import data
from cleaner.errors import InputError
from cleaner.formats.inputs import Input, Kind
from cleaner.formats.items import Item
from cleaner.formats.reading import UTF8_BYTES, file_bytes, opened, record_lines
from cleaner.formats.records import Keys
from cleaner.formats.streams import Bytes
from cleaner.pipeline import MIB

BLOB = 1 << 18
"""Bytes of records that go to a process at once: some eighty articles, beside which sending them costs nothing."""


@data
class Batch:
    """Some items of one input. ``last`` tells that no more of it will come, ``error`` that it broke off there.

    ``rows`` are those of a table, an Arrow record batch, that the items are of. A batch without a source says that
    nothing more waits to be read: what is done should be written now. ``notes`` tell what a user should know of it.
    """

    source: Input | None = None
    kind: Kind = "text"
    items: tuple[Item, ...] = ()
    last: bool = True
    rows: Any = None
    error: InputError | None = None
    notes: tuple[str, ...] = ()


def batches(
    inputs: Iterable[Input], chosen: str, max_size: float, stdin: BinaryIO, size: int, *, keys: Keys | None = None
) -> Iterator[Batch]:
    """Read inputs of a chosen kind, and texts of so many MiB; records come in batches of ``size`` bytes, or one by one.

    ``keys`` name what is read of an archive. An input that cannot be read is a batch without items, and with the error.
    """
    for source in inputs:
        kind: Kind = "jsonl"
        try:
            with opened(source, stdin, chosen) as (kind, stream):
                if kind == "jsonl":
                    yield from _gathered(source, kind, _records(source, stream, max_size), size)
                elif kind == "warc":
                    yield from _archive(source, stream, max_size, size, keys or Keys())
                else:
                    yield Batch(source, kind, (Item(source.name, file_bytes(stream, max_size), kind),))
        except InputError as error:
            yield Batch(source, kind, error=error)


def _records(source: Input, stream: Bytes, max_size: float) -> Iterator[tuple[Item | None, int]]:
    for number, line, fault in record_lines(stream, max_size):
        yield (Item(f"{source.name}:{number}", line, "jsonl", number, fault) if number else None), len(line)


def _archive(source: Input, stream: Bytes, max_size: float, size: int, keys: Keys) -> Iterator[Batch]:
    from cleaner.formats.warc import Archive  # start-up time

    archive = Archive(source.name, stream, int(max_size * MIB) * UTF8_BYTES, keys)
    yield from _gathered(source, "warc", archive.items(), size, archive.notes)


def _gathered(
    source: Input,
    kind: Kind,
    found: Iterable[tuple[Item | None, int]],
    size: int,
    notes: Callable[[], tuple[str, ...]] = tuple,
) -> Iterator[Batch]:
    """Put items, each with its bytes, into batches; one that is ``None`` says that nothing more waits."""
    items, held, error = list[Item](), 0, None
    try:
        for item, length in found:
            if item:
                items.append(item)
                held += length
            if items and (held >= size or not item):
                yield Batch(source, kind, tuple(items), last=False)
                items, held = [], 0
            if not item:
                yield Batch()
    except InputError as broken:
        error = broken
    yield Batch(source, kind, tuple(items), error=error, notes=notes())
