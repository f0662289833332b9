"""Which files and articles a call is about: lists of names, and the first or some articles of all."""

import hashlib
import heapq
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cleaner.errors import OptionError
from cleaner.io.batches import Batch
from cleaner.io.inputs import Input
from cleaner.io.streams import Flush
from cleaner.places import place_of, shown_name

_HASH_BYTES = 8


def names_from(path: str) -> list[str]:
    """Return the names in a file, or on standard input for ``-``: one a line, or separated by NUL, each once.

    Raises :exc:`OptionError` if the file cannot be read.
    """
    try:
        content = sys.stdin.buffer.read() if path == "-" else place_of(path).read_bytes()
    except OSError as error:
        raise OptionError(f"--files-from {shown_name(path)}: cannot be read: {error.strerror or error}") from None
    if b"\0" in content:
        names = content.split(b"\0")
    else:
        names = [line.removesuffix(b"\r") for line in content.split(b"\n")]
    return [*dict.fromkeys(os.fsdecode(name) for name in names if name.strip())]


def selected(
    batches: Iterable[Batch | Flush], *, sample: int | None = None, limit: int | None = None
) -> Iterator[Batch | Flush]:
    """Yield the batches with the first ``limit`` records of all, or with ``sample`` records from everywhere.

    Which records are sampled depends on their inputs' names and on their numbers only, so the same call gives the same.
    """
    if limit is not None:
        yield from _first(batches, limit)
    elif sample is not None:
        yield from _sampled(batches, sample)
    else:
        yield from batches


def _first(batches: Iterable[Batch | Flush], limit: int) -> Iterator[Batch | Flush]:
    for batch in batches:
        if isinstance(batch, Flush):
            yield batch
            continue
        count = min(limit, len(batch.records))
        limit -= count
        if limit:
            yield batch
        else:
            yield _with_records(batch, range(count))._replace(is_last=True)
            return


def _sampled(batches: Iterable[Batch | Flush], sample: int) -> Iterator[Batch]:
    """Yield a batch for each record that is sampled, in the order of the inputs, and those that tell of failures."""
    heap: list[tuple[int, int, Batch]] = []
    failed: list[tuple[int, Batch]] = []
    number = 0
    for batch in batches:
        if isinstance(batch, Flush):
            continue
        for position, record in enumerate(batch.records):
            number += 1
            entry = (-_hash(batch.input, record.line), -number, _with_records(batch, [position]))
            if len(heap) < sample:
                heapq.heappush(heap, entry)
            elif entry > heap[0]:
                heapq.heapreplace(heap, entry)
        if batch.error:
            number += 1
            failed.append((number, batch._replace(records=(), rows=None)))
    chosen = sorted([(-number, batch._replace(error=None)) for _, number, batch in heap] + failed, key=_number)
    for index, (_, batch) in enumerate(chosen):
        is_last = index + 1 == len(chosen) or chosen[index + 1][1].input is not batch.input
        yield batch._replace(is_last=is_last)


def _number(item: tuple[int, Batch]) -> int:
    return item[0]


def _hash(source: Input, line: int) -> int:
    name = os.fsencode(f"{source.relative}\0{line}")
    return int.from_bytes(hashlib.blake2b(name, digest_size=_HASH_BYTES).digest(), "big")


def _with_records(batch: Batch, positions: Sequence[int]) -> Batch:
    """Return a batch with the records at some positions, and with their rows if it is of a table."""
    rows: Any = batch.rows if batch.rows is None else batch.rows.take([*positions])
    return batch._replace(records=tuple(batch.records[position] for position in positions), rows=rows, notes=())


def chosen(batches: Iterable[Batch | Flush], numbers: frozenset[int]) -> Iterator[Batch | Flush]:
    """Yield the batches of an input with the records that have these numbers."""
    for batch in batches:
        if isinstance(batch, Flush):
            yield batch
        else:
            positions = [position for position, record in enumerate(batch.records) if record.line in numbers]
            yield batch if len(positions) == len(batch.records) else _with_records(batch, positions)


def record_numbers(batches: Iterable[Batch | Flush]) -> dict[str, frozenset[int]]:
    """Return the numbers of the records in batches, by the names of their inputs; 0 for a whole file."""
    numbers: dict[str, set[int]] = {}
    for batch in batches:
        if not isinstance(batch, Flush):
            numbers.setdefault(batch.input.name, set()).update(record.line for record in batch.records)
    return {name: frozenset(found) for name, found in numbers.items()}
