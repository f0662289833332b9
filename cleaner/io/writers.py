"""Where records go: a file of lines of JSON, or a table."""

from collections.abc import Sequence
from typing import BinaryIO, Protocol

from cleaner.errors import OptionError
from cleaner.io.batches import Batch, need_tables
from cleaner.io.clean_record import Job, Outcome
from cleaner.io.files import Format
from cleaner.write import format_record


class RecordWriter(Protocol):
    """Takes what came of one batch after the other, until it is closed."""

    def write(self, batch: Batch, made: Sequence[Outcome]) -> None:
        """Write what came of a batch."""

    def close(self) -> None:
        """Write what is left; the stream stays open."""


class Lines:
    """A stream of JSON lines."""

    def __init__(self, stream: BinaryIO, order: Job) -> None:
        self._stream, self._order = stream, order

    def write(self, batch: Batch, made: Sequence[Outcome]) -> None:
        """Write what came of a batch; a table's other columns travel along."""
        if batch.rows is None:
            self._stream.writelines(one.output for one in made if one.output is not None)
            return
        from cleaner.io.plain_rows import plain_rows
        from cleaner.io.tables import finished_records, layout_of

        records = plain_rows(layout_of(batch, self._order), batch.rows, finished_records(batch, made))
        self._stream.writelines(f"{format_record(one)}\n".encode() for one in records)

    def close(self) -> None:
        """Nothing is left."""


def writer_of(form: Format, stream: BinaryIO, order: Job) -> RecordWriter:
    """Return what writes a format to a stream.

    Raises :exc:`cleaner.errors.InputError` where a package is missing, and :exc:`cleaner.errors.OptionError` for a
    table on a terminal.
    """
    if form != "parquet":
        return Lines(stream, order)
    if stream.isatty():
        raise OptionError("a table is nothing to read on a terminal: name a file with -o, or pipe it on")
    need_tables()
    from cleaner.io.tables import Table

    return Table(stream, order)
