"""From the inputs of shards to their outputs: what a run does, on this machine or on many.

The outputs of a shard are written under temporary names, moved to their paths once all are on the disk, and only then
recorded as done. So at any moment an output is complete or missing, and a shard without a record is cleaned again.
"""

import json
import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from cleaner.api import Cleaner
from cleaner.batch.job import ShardJob, ShardRecord, Step, is_current
from cleaner.batch.pool import Failure, Limits, WorkerPool
from cleaner.batch.shards import Shard, ShardFile, single_file_shard
from cleaner.batch.store import OutputFolder, digest, open_output, write_errors
from cleaner.batch.tally import UNKNOWN_SITE, ArticleCounts, Tally, count_article
from cleaner.errors import InputError, OptionError
from cleaner.io.batches import BATCH_BYTES, Batch, read_batches
from cleaner.io.clean_record import Job, Outcome, RecordCleaner
from cleaner.io.compression import compressed_writer, split_name
from cleaner.io.formats import RECORD_FORMATS, RECORD_KINDS, SUFFIX_BY_FORMAT, output_name
from cleaner.io.records import Record
from cleaner.io.remarks import language_remark
from cleaner.io.selection import chosen
from cleaner.io.streams import Flush
from cleaner.io.writers import RecordWriter, writer_of
from cleaner.learning.counts import LineCounts
from cleaner.learning.pages import SitePage
from cleaner.places import place_of, relative_path, scheme_of, size_of
from cleaner.version import SCHEMA_VERSION

if TYPE_CHECKING:
    from cleaner.places import Place


class TimedOutcome(NamedTuple):
    """The outcome of a record, and the seconds that it took to clean it."""

    outcome: Outcome
    seconds: float


class _TimedCleaner:
    """Cleans records and measures the time. Called in worker processes."""

    def __init__(self, job: ShardJob) -> None:
        reporter = SitePage() if job.counts_lines else partial(count_article, keeps_removed=job.keeps_removed)
        self._clean = RecordCleaner(job.record_job, reporter)

    def __call__(self, record: Record) -> TimedOutcome:
        """Clean one record."""
        start = time.monotonic()
        outcome = self._clean(record)
        return TimedOutcome(outcome, time.monotonic() - start)

    def outcome(self, record: Record, result: TimedOutcome | Failure) -> TimedOutcome:
        """Return the outcome of a record, even if its worker process failed."""
        if isinstance(result, Failure):
            return TimedOutcome(self._clean.failed_outcome(record, result.reason), 0.0)
        return result


class ShardWriter:
    """Writes the outputs of one shard, counts its documents, and records it when it is finished."""

    def __init__(self, shard: Shard, job: ShardJob) -> None:
        self.shard, self.job = shard, job
        self.tally = Tally()
        self._start = time.monotonic()
        self._bytes_read = 0
        self._stack = ExitStack()
        self._hashes: dict[str, str] = {}
        self._streams: dict[str, BinaryIO] = {}
        self._writers: dict[str, RecordWriter] = {}
        self._errors: dict[str, str] = {}
        self._unknown_languages = Counter[str]()
        self._removals: BinaryIO | None = None
        if job.keeps_removed:
            path = OutputFolder(job.folder).removals_path(shard.name)
            self._removals = self._stack.enter_context(open_output(path))

    def begin(self, file: ShardFile) -> None:
        """Hash an input before it is read."""
        self._hashes[file.output] = digest(file.input.path or "")

    def write(self, file: ShardFile, batch: Batch, outcomes: Sequence[TimedOutcome], *, again: bool) -> Step:
        """Write and count the outcomes of a batch; ``again``: one of them failed, and may succeed another time.

        Raises :exc:`cleaner.errors.InputError` if an output cannot be written.
        """
        try:
            with write_errors(self._place_of(file)):
                self._write(file, batch, [timed.outcome for timed in outcomes])
                self._write_removals(timed.outcome for timed in outcomes)
        except BaseException:
            self.discard()
            raise
        tally = self._count(file, batch, outcomes)
        tally.again |= again
        self.tally.merge(tally)
        before = self._bytes_read
        self._bytes_read = 0 if batch.is_last else batch.bytes_read
        return Step((file.size if batch.is_last else batch.bytes_read) - before, tally)

    def finish(self) -> ShardRecord:
        """Move all outputs to their paths, record the shard, and return the record."""
        try:
            for writer in self._writers.values():
                writer.close()
        except BaseException:
            self.discard()
            raise
        self._stack.close()
        folder = OutputFolder(self.job.folder)
        record: ShardRecord = {
            "schema": SCHEMA_VERSION,
            "shard": self.shard.name,
            "fingerprint": self.job.fingerprint,
            "files": [self._file_entry(file, folder) for file in self.shard.files],
            "seconds": round(time.monotonic() - self._start, 3),
            **self.tally.as_dict(),
        }
        record |= self._own_hashes(folder)
        folder.write_file(folder.record_path(self.shard.name), json.dumps(record))
        return record

    def _own_hashes(self, folder: OutputFolder) -> dict[str, str]:
        """Return the hashes of what is kept beside the record."""
        return {"removals_hash": digest(folder.removals_path(self.shard.name))} if self._removals else {}

    def discard(self) -> None:
        """Remove the temporary files of outputs that are not finished."""
        with suppress(_DiscardError, InputError, OSError):
            self._stack.__exit__(_DiscardError, _DiscardError(), None)

    def _write(self, file: ShardFile, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        output_format = self.job.record_job.format_of(file.kind)
        if output_format not in RECORD_FORMATS:
            for outcome in outcomes:
                if outcome.output is not None:
                    self._stream(file).write(outcome.output)
        elif outcomes or (batch.is_last and not batch.error):
            if file.output not in self._writers:
                self._writers[file.output] = writer_of(output_format, self._stream(file), self.job.record_job)
            self._writers[file.output].write(batch, outcomes)

    def _write_removals(self, outcomes: Iterable[Outcome]) -> None:
        """Write the records of the removals from the articles, if they are kept."""
        if self._removals:
            for outcome in outcomes:
                rows = () if outcome.failure else outcome.report.removals
                self._removals.writelines(f"{row}\n".encode() for row in rows)

    def _count(self, file: ShardFile, batch: Batch, outcomes: Sequence[TimedOutcome]) -> Tally:
        """Return the counts of a batch, and keep the errors of inputs."""
        tally = Tally()
        for note in batch.notes:
            tally.remark(file.input.name, note)
        for outcome, seconds in outcomes:
            tally.add(outcome, seconds)
            if outcome.unknown_language:
                self._unknown_languages[outcome.unknown_language] += 1
            if outcome.failure and file.kind not in RECORD_KINDS:
                self._errors[file.output] = outcome.failure
        if batch.is_last and self._unknown_languages:
            tally.remark(file.input.name, language_remark(self._unknown_languages))
            self._unknown_languages.clear()
        if batch.error:
            place = f"{file.input.name}:{batch.error.line}" if batch.error.line else file.input.name
            tally.fail(place, batch.error.message)
            tally.again |= not self._hashes[file.output]
            self._errors[file.output] = batch.error.message
        return tally

    def _stream(self, file: ShardFile) -> BinaryIO:
        if file.output not in self._streams:
            stream = self._stack.enter_context(open_output(self._place_of(file)))
            compression = split_name(file.output)[1]
            self._streams[file.output] = self._stack.enter_context(compressed_writer(stream, compression))
        return self._streams[file.output]

    def _place_of(self, file: ShardFile) -> "Place":
        return OutputFolder(self.job.folder).path / file.output

    def _file_entry(self, file: ShardFile, folder: OutputFolder) -> dict[str, Any]:
        """Return the record of one input and its output; an earlier run's output of a failed input is removed."""
        path = folder.path / file.output
        entry: dict[str, Any] = {"input": file.input.name, "size": file.size, "hash": self._hashes[file.output]}
        if file.numbers is not None:
            entry |= {"numbers": sorted(file.numbers)}
        if file.output in self._streams:
            entry |= {"output": file.output, "output_size": size_of(path), "output_hash": digest(path)}
        else:
            with write_errors(path):
                path.unlink(missing_ok=True)
            entry |= {"output": None}
        if file.output in self._errors:
            entry |= {"error": self._errors[file.output]}
        return entry


class _CountWriter(ShardWriter):
    """Counts the lines of one shard, writes the counts, and records it when it is finished."""

    def __init__(self, shard: Shard, job: ShardJob) -> None:
        super().__init__(shard, job)
        self._counts = self._stack.enter_context(LineCounts())

    def finish(self) -> ShardRecord:
        """Write the counts, record the shard, and return the record."""
        path = OutputFolder(self.job.folder).counts_path(self.shard.name)
        with write_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        self._counts.save(path)
        return super().finish()

    def _write(self, file: ShardFile, batch: Batch, outcomes: Sequence[Outcome]) -> None:  # noqa: ARG002 - no output
        for outcome in outcomes:
            if outcome.report is not None:
                self._counts.add(outcome.report)

    def _count(self, file: ShardFile, batch: Batch, outcomes: Sequence[TimedOutcome]) -> Tally:
        counts = ArticleCounts("unchanged", UNKNOWN_SITE, 0, {})
        counted = [timed._replace(outcome=timed.outcome._replace(report=counts)) for timed in outcomes]
        return super()._count(file, batch, counted)

    def _own_hashes(self, folder: OutputFolder) -> dict[str, str]:
        return {"counts_hash": digest(folder.counts_path(self.shard.name))}


class _DiscardError(Exception):
    """Makes the contexts of temporary files remove them."""


def clean_shards(
    shards: Iterable[Shard], job: ShardJob, jobs: int = 1, watch: Callable[[Step], None] = lambda _: None
) -> Iterator[ShardRecord]:
    """Clean shards in ``jobs`` processes, in their order, and yield the record of each when it is finished.

    ``watch`` is called after each batch. Raises :exc:`cleaner.errors.InputError` if an output cannot be written;
    failures of inputs are in the records.
    """
    cleaner, writer_type = _TimedCleaner(job), _CountWriter if job.counts_lines else ShardWriter
    unfinished: deque[ShardWriter] = deque()
    submitted: deque[tuple[ShardWriter, ShardFile, Batch]] = deque()

    def submit() -> Iterator[Sequence[Record]]:
        for shard in shards:
            unfinished.append(writer := writer_type(shard, job))
            for file in shard.files:
                writer.begin(file)
                for batch in _read_file(file, job.record_job):
                    if not isinstance(batch, Flush):  # a regular file never makes its reader wait
                        submitted.append((writer, file, batch))
                        yield batch.records

    with WorkerPool(cleaner, jobs, job.limits) as pool:
        try:
            for results in pool.ordered(submit()):
                writer, file, batch = submitted.popleft()
                pairs = zip(batch.records, results, strict=True)
                outcomes = [cleaner.outcome(record, result) for record, result in pairs]
                again = any(isinstance(result, Failure) for result in results)
                watch(writer.write(file, batch, outcomes, again=again))
                if batch.is_last and file is writer.shard.files[-1]:
                    yield unfinished.popleft().finish()
        finally:
            for writer in unfinished:
                writer.discard()


def clean_shard(
    input: str | os.PathLike[str],  # noqa: A002 - the counterpart of ``output``
    output: str | os.PathLike[str],
    cleaner: Cleaner | None = None,
    *,
    folder: str | os.PathLike[str] | None = None,
    limits: Limits | None = None,
) -> ShardRecord:
    """Clean one file into another, as a run does, and return its record: for Slurm and other schedulers.

    Each may be an address, as in ``s3://bucket/a.jsonl``.

    The record is kept in ``folder`` (by default the output's), where ``cleaner run`` of all inputs with the same
    options finds it; a shard with a current record is not cleaned again. There is no lock: each output must have one
    writer. Failures of the input are in the record.

    Raises :exc:`cleaner.errors.OptionError` for an output whose name does not have the suffix of a format that can
    hold the input, and :exc:`cleaner.errors.InputError` if it cannot be written.
    """
    output_folder = OutputFolder(folder or place_of(output).parent)
    record_job = Job(cleaner or Cleaner())
    shard = single_file_shard(input, relative_path(output, output_folder.path), record_job)
    job = ShardJob(_with_output_format(record_job, shard.files[0]), str(output_folder.path), limits or Limits())
    output_folder.create()
    record = output_folder.record(shard.name)
    if record and is_current(record, shard, job):
        return record
    (record,) = clean_shards([shard], job)
    return record


def _with_output_format(job: Job, file: ShardFile) -> Job:
    """Return a job for the format of an output's name, unchanged if that is the default for the input."""
    if output_name(file.output, job.format_of(file.kind)) == file.output:
        return job
    holds_records = file.kind in RECORD_KINDS
    for output_format, suffix in SUFFIX_BY_FORMAT.items():
        is_possible = output_format in RECORD_FORMATS or not holds_records
        if is_possible and suffix in file.output and output_name(file.output, output_format) == file.output:
            return job._replace(output_format=output_format)
    suffixes = ".jsonl or .parquet" if holds_records else ".txt, .md, .jsonl or .parquet"
    raise OptionError(f"{file.output} does not name a format that can hold the input: end it in {suffixes}")


def _read_file(file: ShardFile, job: Job) -> Iterator[Batch | Flush]:
    """Read an input in batches; whatever is wrong with it, the last batch is marked as such."""
    path = file.input.path or ""
    if not scheme_of(path) and os.path.exists(path) and not os.path.isfile(path):
        error = InputError("is not a regular file, so it cannot be read again")
        return iter([Batch(file.input, file.kind, error=error)])
    options = job.read_options
    if file.kind != "text":  # a text is examined again: it may be of a foreign format
        options = options._replace(kind=file.kind)
    batches = read_batches([file.input], options, job.cleaner.options.max_size, cast("BinaryIO", None), BATCH_BYTES)
    return batches if file.numbers is None else chosen(batches, file.numbers)
