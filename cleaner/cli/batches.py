"""Inputs to batches: files are read whole, JSON lines some at a time, in the order in which they were given."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cleaner.cli.inputs import Bytes, Input, Kind
from cleaner.cli.sources import file_bytes, opened, record_lines
from cleaner.cli.work import Item, Plan
from cleaner.data import data
from cleaner.errors import InputError, OptionError

BLOB = 1 << 18
"""Bytes of records that go to a process at once: some eighty articles, beside which sending them costs nothing."""


@data
class Batch:
    """Some items of one input. ``last`` tells that no more of it will come, ``error`` that it broke off there.

    One without a source says that nothing more waits to be read: what is done should be written now.
    """

    source: Input | None = None
    kind: Kind = "text"
    items: tuple[Item, ...] = ()
    last: bool = True
    error: InputError | None = None


def batches(inputs: Iterable[Input], plan: Plan, stdin: BinaryIO, size: int) -> Iterator[Batch]:
    """Read inputs; records come in batches of so many bytes, or for 0 one by one."""
    for source in inputs:
        try:
            with opened(source, stdin, plan.input_kind) as (kind, stream):
                if kind == "jsonl":
                    yield from _records(source, stream, plan, size)
                else:
                    content = file_bytes(stream, plan.cleaner.options.max_size)
                    yield Batch(source, kind, (Item(source.name, content, kind),))
        except InputError as error:
            yield Batch(source, "jsonl", error=error)


def _records(source: Input, stream: Bytes, plan: Plan, size: int) -> Iterator[Batch]:
    destination = plan.destination
    if plan.form not in (None, "jsonl") and plan.writes and not (destination.folder and destination.path):
        told = f"{source.name} has many articles: -t {plan.form} needs a folder for them, as in -o articles/"
        raise OptionError(told)
    items, held, error = list[Item](), 0, None
    try:
        for number, line, fault in record_lines(stream, plan.cleaner.options.max_size):
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
