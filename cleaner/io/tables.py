"""Tables: Parquet files read in batches, and written with the columns of the table they are from, or of a corpus."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from cleaner.errors import InputError
from cleaner.io.batches import BATCH_BYTES, Batch
from cleaner.io.clean_record import Job, Outcome
from cleaner.io.columns import ColumnNames, CorpusColumns, Layout, corpus_row
from cleaner.io.parquet import RowGroupWriter, row_batches
from cleaner.io.records import Record
from cleaner.io.streams import OpenInput
from cleaner.source import RecordKeys


def _column_names(keys: RecordKeys) -> ColumnNames:
    return ColumnNames(keys, keys.url, keys.language or "lang")


def read_table(source: OpenInput, keys: RecordKeys, limit: int, batch_bytes: int) -> Iterator[Batch]:  # noqa: ARG001 - a Reader
    """Yield the rows of a table, in batches of a size that does not depend on ``batch_bytes``."""
    number, rows, layout, error = 1, None, None, None
    try:
        for rows in row_batches(source.input, source.stream, BATCH_BYTES):
            layout = layout or Layout(rows.schema, _column_names(keys), header=False)
            records = tuple(
                Record(f"{source.input.name}:{line}", b"", source.kind, line, fields=fields)
                for line, fields in enumerate(layout.records(rows), number)
            )
            number += len(records)
            if records:
                yield Batch(source.input, source.kind, records, is_last=False, rows=rows)
    except InputError as reason:
        error = reason
    yield Batch(source.input, source.kind, rows=rows.slice(0, 0) if layout and rows is not None else None, error=error)


def cleaned_records(batch: Batch, outcomes: Sequence[Outcome], job: Job) -> Iterator[dict[str, Any]]:
    """Yield a table's rows, cleaned, as records that JSON can hold. Raises :exc:`InputError` as :class:`Layout`."""
    return _layout(batch, job).cleaned_records(batch.rows, _fields(batch, outcomes))


def _layout(batch: Batch, job: Job) -> Layout:
    return Layout(batch.rows.schema, _column_names(job.read_options.keys), header=job.header)


def _fields(batch: Batch, outcomes: Sequence[Outcome]) -> list[Mapping[str, Any]]:
    """Return the cleaned fields of each row, or else its original ones."""
    return [outcome.fields or record.fields or {} for record, outcome in zip(batch.records, outcomes, strict=True)]


class TableWriter:
    """Writes Parquet to a stream. The first batch decides: rows keep their columns, records get those of a corpus."""

    def __init__(self, stream: BinaryIO, job: Job) -> None:
        self._stream, self._job = stream, job
        self._writer: RowGroupWriter | None = None
        self._layout: Layout | None = None
        self._corpus = CorpusColumns(header=job.header)

    def write(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        """Write the outcomes of a batch. Raises :exc:`InputError` if its rows do not fit the file's columns."""
        if batch.rows is None and not outcomes:
            return
        if self._writer is None and batch.rows is not None:
            self._layout = _layout(batch, self._job)
        if self._layout is None:
            rows: Iterator[Any] = (part for row in self._corpus_rows(batch, outcomes) for part in self._corpus.add(row))
        elif batch.rows is None or not batch.rows.schema.equals(self._layout.input_schema):
            raise InputError("has different columns from the table before it: write into a folder, as in -o cleaned/")
        else:
            rows = iter([self._layout.cleaned_rows(batch.rows, _fields(batch, outcomes))])
        self._add(rows)

    def close(self) -> None:
        """Write the remaining rows, and the end of the file; without any rows, it has the columns of a corpus."""
        self._add(self._corpus.flush()).close()

    def _add(self, rows: Iterator[Any]) -> RowGroupWriter:
        if self._writer is None:
            self._writer = RowGroupWriter(self._stream, (self._layout or self._corpus).schema)
        for part in rows:
            self._writer.add(part)
        return self._writer

    def _corpus_rows(self, batch: Batch, outcomes: Sequence[Outcome]) -> Iterator[Mapping[str, Any]]:
        """Yield a batch's outcomes as rows of a corpus; a line that is not a record gives none."""
        if batch.rows is None:
            yield from (outcome.fields for outcome in outcomes if outcome.fields is not None)
            return
        for record in cleaned_records(batch, outcomes, self._job):
            yield corpus_row(record, self._job.read_options.keys, header=self._job.header)
