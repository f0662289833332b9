"""Writers of records: JSON lines, and tables."""

from collections.abc import Sequence
from typing import BinaryIO, Protocol

from cleaner.article import format_record
from cleaner.errors import OptionError
from cleaner.io.batches import Batch
from cleaner.io.clean_record import Job, Outcome
from cleaner.io.formats import Format, require_package


class RecordWriter(Protocol):
    """Writes the outcomes of one batch after another, until it is closed."""

    def write(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        """Write the outcomes of a batch. Raises :exc:`cleaner.errors.InputError` if they do not fit."""

    def close(self) -> None:
        """Write what is left; the stream stays open."""


class LineWriter:
    """Writes JSON lines to a stream."""

    def __init__(self, stream: BinaryIO, job: Job) -> None:
        self._stream, self._job = stream, job

    def write(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        """Write the outcomes of a batch, with all columns of a table."""
        if batch.rows is None:
            self._stream.writelines(outcome.output for outcome in outcomes if outcome.output is not None)
            return
        from cleaner.io.tables import cleaned_records  # start-up time

        records = cleaned_records(batch, outcomes, self._job)
        self._stream.writelines(f"{format_record(record)}\n".encode() for record in records)

    def close(self) -> None:
        """Do nothing: all is written."""


def writer_of(form: Format, stream: BinaryIO, job: Job) -> RecordWriter:
    """Return a writer of a format to a stream.

    Raises :exc:`cleaner.errors.InputError` if a package is missing, and :exc:`cleaner.errors.OptionError` for a table
    on a terminal.
    """
    if form != "parquet":
        return LineWriter(stream, job)
    if stream.isatty():
        raise OptionError("a table cannot be shown on a terminal: name a file with -o, or pipe it on")
    require_package("parquet")
    from cleaner.io.tables import TableWriter  # start-up time

    return TableWriter(stream, job)
