"""Shards from inputs to outputs: what a run does, on this machine or on many."""

import json
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from cleaner.api import Cleaner
from cleaner.batch.job import ShardJob, ShardRecord, Step, is_current
from cleaner.batch.pool import Failure, Limits, WorkerPool
from cleaner.batch.shards import Shard, ShardFile, single_file_shard
from cleaner.batch.store import OutputFolder, digest, temporary, write_errors
from cleaner.batch.tally import Tally, count_article
from cleaner.errors import InputError, OptionError
from cleaner.io.batches import BATCH_BYTES, Batch, read_batches
from cleaner.io.clean_record import Job, Outcome, RecordCleaner
from cleaner.io.compression import compressed_writer, split_name
from cleaner.io.files import RECORD_FORMATS, SUFFIXES, output_name
from cleaner.io.inputs import RECORD_KINDS
from cleaner.io.items import Record
from cleaner.io.writers import RecordWriter, writer_of


class ShardWriter:
    """A shard that is being written."""

    def __init__(self, shard: Shard, job: ShardJob) -> None:
        self.shard, self.job = shard, job
        self.tally = Tally()
        self.hashes: dict[str, str] = {}
        self._start = time.monotonic()
        self._taken = 0
        self._stack = ExitStack()
        self._streams: dict[str, BinaryIO] = {}
        self._writers: dict[str, RecordWriter] = {}
        self._errors: dict[str, str] = {}

    def take(self, file: ShardFile, batch: Batch, made: Sequence[Outcome], *, again: bool) -> Step:
        """Write and count what came of a batch."""
        try:
            with write_errors(Path(self.job.folder, file.output)):
                self._write(file, batch, made)
        except BaseException:
            self.drop()
            raise
        counted = Tally(again=again, remarks=[{"place": file.source.name, "remark": note} for note in batch.notes])
        for one in made:
            counted.add(one)
            if one.failure and file.kind not in RECORD_KINDS:
                self._errors[file.output] = one.failure
        if batch.error:
            where = f"{file.source.name}:{batch.error.line}" if batch.error.line else file.source.name
            counted.fail(where, batch.error.message)
            counted.again |= not self.hashes[file.output]
            self._errors[file.output] = batch.error.message
        self.tally.merge(counted)
        before = self._taken
        self._taken = 0 if batch.is_last else batch.bytes_read
        return Step((file.size if batch.is_last else batch.bytes_read) - before, counted)

    def finish(self) -> ShardRecord:
        """Put all outputs in their places, and note what was done."""
        try:
            for writer in self._writers.values():
                writer.close()
        except BaseException:
            self.drop()
            raise
        self._stack.close()
        folder = OutputFolder(self.job.folder)
        note: ShardRecord = {
            "shard": self.shard.name,
            "fingerprint": self.job.fingerprint,
            "files": [self._noted(file, folder) for file in self.shard.files],
            "seconds": round(time.monotonic() - self._start, 3),
            **self.tally.as_dict(),
        }
        folder.write_file(folder.record_path(self.shard.name), json.dumps(note))
        return note

    def drop(self) -> None:
        """Leave nothing of the outputs that are not in their places."""
        with suppress(_DroppedError, InputError, OSError):
            self._stack.__exit__(_DroppedError, _DroppedError(), None)

    def _write(self, file: ShardFile, batch: Batch, made: Sequence[Outcome]) -> None:
        form = self.job.order.format_of(file.kind)
        if form not in RECORD_FORMATS:
            for one in made:
                if one.output is not None:
                    self._stream(file).write(one.output)
        elif made or (batch.is_last and not batch.error):
            if file.output not in self._writers:
                self._writers[file.output] = writer_of(form, self._stream(file), self.job.order)
            self._writers[file.output].write(batch, made)

    def _stream(self, file: ShardFile) -> BinaryIO:
        if file.output not in self._streams:
            path = Path(self.job.folder, file.output)
            stream = self._stack.enter_context(temporary(path))
            self._streams[file.output] = self._stack.enter_context(
                compressed_writer(stream, split_name(file.output)[1])
            )
        return self._streams[file.output]

    def _noted(self, file: ShardFile, folder: OutputFolder) -> dict[str, Any]:
        """Note one input and its output; where there is none, one of an earlier run goes."""
        path = folder.path / file.output
        note: dict[str, Any] = {"input": file.source.name, "size": file.size, "hash": self.hashes[file.output]}
        if file.output in self._streams:
            note |= {"output": file.output, "output_size": path.stat().st_size, "output_hash": digest(path)}
        else:
            with write_errors(path):
                path.unlink(missing_ok=True)
            note |= {"output": None}
        if file.output in self._errors:
            note |= {"error": self._errors[file.output]}
        return note


class _DroppedError(Exception):
    """Ends what is written to temporary files without keeping them."""


class _Timed:
    """Cleans an input, and notes the seconds that it took. Called in worker processes."""

    def __init__(self, order: Job) -> None:
        self.work = RecordCleaner(order, count_article)

    def __call__(self, item: Record) -> Outcome:
        """Clean one input."""
        start = time.monotonic()
        made = self.work(item)
        made.seconds = time.monotonic() - start
        return made


def clean_shards(
    shards: Iterable[Shard], job: ShardJob, jobs: int = 1, watch: Callable[[Step], None] = lambda _: None
) -> Iterator[ShardRecord]:
    """Clean shards in ``jobs`` processes, in their order, and return the note of each when it is done.

    ``watch`` is told of each batch. Raises :exc:`cleaner.errors.InputError` where an output cannot be written; what
    is wrong with an input is in the note.
    """
    timed = _Timed(job.order)
    sent: deque[tuple[ShardWriter, ShardFile, Batch]] = deque()
    under_way: deque[ShardWriter] = deque()

    def sending() -> Iterator[Sequence[Record]]:
        for shard in shards:
            under_way.append(opened := ShardWriter(shard, job))
            for file in shard.files:
                opened.hashes[file.output] = digest(cast("str", file.source.path))
                for batch in _batches(file, job.order):
                    if batch.input:  # else nothing waits to be read, which files never tell
                        sent.append((opened, file, batch))
                        yield batch.records

    with WorkerPool(timed, jobs, job.limits) as workers:
        try:
            for results in workers.ordered(sending()):
                writing, file, batch = sent.popleft()
                made = [_made(timed.work, item, result) for item, result in zip(batch.records, results, strict=True)]
                killed = any(isinstance(result, Failure) for result in results)
                watch(writing.take(file, batch, made, again=killed))
                if batch.is_last and file is writing.shard.files[-1]:
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
) -> ShardRecord:
    """Clean one file into another, as a run does, and return its note: what jobs of Slurm and other schedulers call.

    The note is kept in ``folder`` (that of the output, unless given), where ``cleaner run`` of all inputs with the same
    options finds it; a shard whose note holds is not done again. Nothing is locked: each output is one caller's.
    Raises :exc:`cleaner.errors.OptionError` for an output whose name tells no format that the input has, and
    :exc:`cleaner.errors.InputError` where it cannot be written. What is wrong with the input is in the note.
    """
    into = OutputFolder(folder or Path(output).parent)
    order = Job(cleaner or Cleaner())
    shard = single_file_shard(input, os.path.relpath(output, into.path), order)
    job = ShardJob(_in_form(order, shard.files[0]), str(into.path), limits or Limits())
    into.make()
    note = into.record(shard.name)
    if note and is_current(note, shard, job):
        return note
    (note,) = clean_shards([shard], job)
    return note


def _in_form(order: Job, file: ShardFile) -> Job:
    """Return an order for the format that an output's name tells; none is asked for where it is the input's own."""
    if output_name(file.output, order.format_of(file.kind)) == file.output:
        return order
    many = file.kind in RECORD_KINDS
    for form, end in SUFFIXES.items():
        if (
            output_name(file.output, form) == file.output
            and (form in RECORD_FORMATS or not many)
            and end in file.output
        ):
            return replace(order, output_format=form)
    wanted = "format that holds many articles" if many else "format"
    raise OptionError(f"{file.output} tells no {wanted}: name it as in .jsonl, .parquet, or for one article .txt, .md")


def _batches(file: ShardFile, order: Job) -> Iterator[Batch]:
    """Read an input; whatever is wrong with it, its last batch says that it is the last."""
    path = file.source.path or ""
    if os.path.exists(path) and not os.path.isfile(path):
        return iter([Batch(file.source, file.kind, error=InputError("is no regular file, which can be read again"))])
    asked = replace(order.read_options, kind=file.kind)
    return read_batches([file.source], asked, order.cleaner.options.max_size, cast("BinaryIO", None), BATCH_BYTES)


def _made(work: RecordCleaner, item: Record, result: "Outcome | Failure") -> Outcome:
    return result if isinstance(result, Outcome) else work.failed_outcome(item, result.reason)
