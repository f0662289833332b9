"""A Parquet file as a place where batches go: in the columns of the table that they are of, or in those of a corpus."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from cleaner.errors import InputError
from cleaner.io.batches import Batch
from cleaner.io.clean_record import Job, Outcome
from cleaner.io.columns import ColumnNames, Layout
from cleaner.io.corpus import Corpus, corpus_row
from cleaner.io.parquet import RowGroups
from cleaner.io.plain_rows import plain_rows


def layout_of(batch: Batch, order: Job) -> Layout:
    """Return what the columns of a batch's rows hold. Raises :exc:`InputError` for columns that do not fit."""
    return Layout(batch.rows.schema, ColumnNames(order.read_options.keys), header=order.header)


def finished_records(batch: Batch, made: Sequence[Outcome]) -> list[Mapping[str, Any]]:
    """Return what came of each row; of one that gave nothing, what it was."""
    return [one.record or item.fields or {} for item, one in zip(batch.records, made, strict=True)]


class Table:
    """A stream of Parquet. What comes first settles its columns: rows keep their own, records get those of a corpus."""

    def __init__(self, stream: BinaryIO, order: Job) -> None:
        self._stream, self._order = stream, order
        self._file: RowGroups | None = None
        self._layout: Layout | None = None
        self._corpus = Corpus(header=order.header)

    def write(self, batch: Batch, made: Sequence[Outcome]) -> None:
        """Write what came of a batch. Raises :exc:`InputError` where its rows do not fit into the file's columns."""
        if batch.rows is None and not made:
            return
        if self._file is None and batch.rows is not None:
            self._layout = layout_of(batch, self._order)
        if self._layout is None:
            rows: Iterator[Any] = (part for row in self._rows(batch, made) for part in self._corpus.add(row))
        elif batch.rows is None or not batch.rows.schema.equals(self._layout.given):
            raise InputError("has other columns than the table before it: write into a folder, as in -o cleaned/")
        else:
            rows = iter([self._layout.finished(batch.rows, finished_records(batch, made))])
        self._add(rows)

    def close(self) -> None:
        """Write what is left, and the end of the file; where nothing came, it has the columns of a corpus."""
        self._add(self._corpus.rest()).close()

    def _add(self, rows: Iterator[Any]) -> RowGroups:
        if self._file is None:
            self._file = RowGroups(self._stream, (self._layout or self._corpus).schema)
        for part in rows:
            self._file.add(part)
        return self._file

    def _rows(self, batch: Batch, made: Sequence[Outcome]) -> Iterator[Mapping[str, Any]]:
        """Return what came of a batch as rows of a corpus; what is no record gives none."""
        if batch.rows is None:
            yield from (one.record for one in made if one.record is not None)
            return
        order = self._order
        for record in plain_rows(layout_of(batch, order), batch.rows, finished_records(batch, made)):
            yield corpus_row(record, order.read_options.keys, header=order.header)
