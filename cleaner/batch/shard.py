"""Shards from inputs to outputs: what a run does, on this machine or on many."""

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from cleaner.api import Cleaner
from cleaner.batch.job import Job, Note, Step, holds
from cleaner.batch.pool import Failure, Limits, Workers
from cleaner.batch.shards import File, Shard, shard_of
from cleaner.batch.store import Folder, digest
from cleaner.batch.tally import look
from cleaner.batch.writing import ShardWriter
from cleaner.errors import InputError, OptionError
from cleaner.io.batches import BLOB, Batch, batches
from cleaner.io.clean_record import Made, Order, Work
from cleaner.io.files import SUFFIXES, TOGETHER, output_name
from cleaner.io.inputs import RECORDS
from cleaner.io.items import Item


class _Timed:
    """Cleans an input, and notes the seconds that it took. Called in worker processes."""

    def __init__(self, order: Order) -> None:
        self.work = Work(order, look)

    def __call__(self, item: Item) -> Made:
        """Clean one input."""
        start = time.monotonic()
        made = self.work(item)
        made.seconds = time.monotonic() - start
        return made


def clean_shards(
    shards: Iterable[Shard], job: Job, jobs: int = 1, watch: Callable[[Step], None] = lambda _: None
) -> Iterator[Note]:
    """Clean shards in ``jobs`` processes, in their order, and return the note of each when it is done.

    ``watch`` is told of each batch. Raises :exc:`cleaner.errors.InputError` where an output cannot be written; what
    is wrong with an input is in the note.
    """
    timed = _Timed(job.order)
    sent: deque[tuple[ShardWriter, File, Batch]] = deque()
    under_way: deque[ShardWriter] = deque()

    def sending() -> Iterator[Sequence[Item]]:
        for shard in shards:
            under_way.append(opened := ShardWriter(shard, job))
            for file in shard.files:
                opened.hashes[file.output] = digest(cast("str", file.source.path))
                for batch in _batches(file, job.order):
                    if batch.source:  # else nothing waits to be read, which files never tell
                        sent.append((opened, file, batch))
                        yield batch.items

    with Workers(timed, jobs, job.limits) as workers:
        try:
            for results in workers.ordered(sending()):
                writing, file, batch = sent.popleft()
                made = [_made(timed.work, item, result) for item, result in zip(batch.items, results, strict=True)]
                killed = any(isinstance(result, Failure) for result in results)
                watch(writing.take(file, batch, made, again=killed))
                if batch.last and file is writing.shard.files[-1]:
                    yield under_way.popleft().finish()
        finally:
            for left in under_way:
                left.drop()


def clean_shard(
    input: str | os.PathLike[str],  # noqa: A002 - what it is
    output: str | os.PathLike[str],
    cleaner: Cleaner | None = None,
    *,
    folder: str | os.PathLike[str] | None = None,
    limits: Limits | None = None,
) -> Note:
    """Clean one file into another, as a run does, and return its note: what jobs of Slurm and other schedulers call.

    The note is kept in ``folder`` (that of the output, unless given), where ``cleaner run`` of all inputs with the same
    options finds it; a shard whose note holds is not done again. Nothing is locked: each output is one caller's.
    Raises :exc:`cleaner.errors.OptionError` for an output whose name tells no format that the input has, and
    :exc:`cleaner.errors.InputError` where it cannot be written. What is wrong with the input is in the note.
    """
    into = Folder(folder or Path(output).parent)
    order = Order(cleaner or Cleaner())
    shard = shard_of(input, os.path.relpath(output, into.path), order)
    job = Job(_in_form(order, shard.files[0]), str(into.path), limits or Limits())
    into.make()
    note = into.note(shard.name)
    if note and holds(note, shard, job):
        return note
    (note,) = clean_shards([shard], job)
    return note


def _in_form(order: Order, file: File) -> Order:
    """Return an order for the format that an output's name tells; none is asked for where it is the input's own."""
    if output_name(file.output, order.form_of(file.kind)) == file.output:
        return order
    many = file.kind in RECORDS
    for form, end in SUFFIXES.items():
        if output_name(file.output, form) == file.output and (form in TOGETHER or not many) and end in file.output:
            return replace(order, form=form)
    wanted = "format that holds many articles" if many else "format"
    raise OptionError(f"{file.output} tells no {wanted}: name it as in .jsonl, .parquet, or for one article .txt, .md")


def _batches(file: File, order: Order) -> Iterator[Batch]:
    """Read an input; whatever is wrong with it, its last batch says that it is the last."""
    path = file.source.path or ""
    if os.path.exists(path) and not os.path.isfile(path):
        return iter([Batch(file.source, file.kind, error=InputError("is no regular file, which can be read again"))])
    asked = replace(order.asked, kind=file.kind)
    return batches([file.source], asked, order.cleaner.options.max_size, cast("BinaryIO", None), BLOB)


def _made(work: Work, item: Item, result: "Made | Failure") -> Made:
    return result if isinstance(result, Made) else work.failed(item, result.reason)
