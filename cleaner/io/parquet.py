"""Parquet files: read a few rows at a time, whatever their row groups, and written in row groups of bounded size."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from cleaner.errors import InputError
from cleaner.io.inputs import Input
from cleaner.io.streams import InputStream

BATCH_ROWS = 64
"""Rows of a batch, unless they are large."""

READ_ROWS = 8
"""Rows that are read at once: a row may have 30 MB, and what a file says about sizes need not be true."""

BUFFER_BYTES = 1 << 18
"""Bytes of a column that are read at once. Without a buffer, whole columns of a row group are: that takes 437 MiB for
a group of 340 MB, instead of 113 (checked by ``tests/io/test_parquet.py``)."""

ROW_GROUP_BYTES = 32 << 20
"""Bytes of rows, in memory, that make a row group: small enough to hold, large enough to compress well."""

MESSAGE_LENGTH = 200
"""Characters of one of Arrow's messages that are shown."""


def row_batches(source: Input, stream: InputStream, size: int) -> Iterator[Any]:
    """Yield a file's rows as Arrow record batches of about ``size`` bytes, after an empty one for its schema.

    Raises :exc:`InputError` for a file that is not Parquet, or breaks off.
    """
    with ExitStack() as stack:
        try:
            file = stack.enter_context(_seekable(source, stream))
            table = pq.ParquetFile(file, pre_buffer=False, buffer_size=BUFFER_BYTES)
            schema = table.schema_arrow
            yield pa.RecordBatch.from_arrays([pa.array([], field.type) for field in schema], schema=schema)
            yield from _gather(_read(table, size), size)
        except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
            raise InputError(f"is damaged, or not a Parquet file: {_short_message(error)}") from None


def _read(table: Any, size: int) -> Iterator[Any]:
    """Yield each row group a few rows at a time, large rows one at a time."""
    for number in range(table.num_row_groups):
        group = table.metadata.row_group(number)
        is_large = group.total_byte_size > size // READ_ROWS * max(group.num_rows, 1)
        yield from table.iter_batches(1 if is_large else READ_ROWS, row_groups=[number], use_threads=False)


def _gather(batches: Iterator[Any], size: int) -> Iterator[Any]:
    """Join small batches, and split large ones into rows."""
    buffer: list[Any] = []
    rows = buffer_bytes = 0
    for batch in batches:
        if batch.nbytes > size:
            yield from _join(buffer)
            buffer, rows, buffer_bytes = [], 0, 0
            yield from (batch.slice(row, 1) for row in range(batch.num_rows))
            continue
        buffer.append(batch)
        rows, buffer_bytes = rows + batch.num_rows, buffer_bytes + batch.nbytes
        if rows >= BATCH_ROWS or buffer_bytes >= size:
            yield from _join(buffer)
            buffer, rows, buffer_bytes = [], 0, 0
    yield from _join(buffer)


def _join(batches: list[Any]) -> Iterator[Any]:
    if batches:
        yield from pa.Table.from_batches(batches).combine_chunks().to_batches()


@contextmanager
def _seekable(source: Input, stream: InputStream) -> Iterator[Any]:
    """Open a file that can be read at any position: the input, or a copy of one that is compressed or a pipe."""
    if source.path and os.path.isfile(source.path) and not stream.is_compressed:
        with pa.OSFile(source.path, "rb") as file:
            yield file
        return
    with tempfile.TemporaryFile(prefix="clean-") as copy:
        for chunk in stream.chunks():
            copy.write(chunk)
        copy.seek(0)
        yield copy


def _short_message(error: BaseException) -> str:
    return " ".join(str(error).split())[:MESSAGE_LENGTH].rstrip(".") or type(error).__name__


class RowGroupWriter:
    """Writes rows to a stream as Parquet. The same batches give the same bytes; the stream stays open."""

    def __init__(self, stream: BinaryIO, schema: Any) -> None:
        self._sink = _Sink(stream)
        self._buffer: list[Any] = []
        self._buffer_bytes = 0
        with self._sink:
            self._writer = pq.ParquetWriter(pa.PythonFile(self._sink, mode="w"), schema, compression="zstd")

    def add(self, rows: Any) -> None:
        """Add rows, and write them when there are enough for a row group."""
        self._buffer.append(rows)
        self._buffer_bytes += rows.nbytes
        if self._buffer_bytes >= ROW_GROUP_BYTES:
            self._flush()

    def close(self) -> None:
        """Write the remaining rows, and the file's footer, without which it cannot be read."""
        self._flush()
        with self._sink:
            self._writer.close()

    def _flush(self) -> None:
        batches, self._buffer, self._buffer_bytes = self._buffer, [], 0
        rows = sum(batch.num_rows for batch in batches)
        if rows:
            with self._sink:
                self._writer.write_table(pa.Table.from_batches(batches), row_group_size=rows)


class _Sink:
    """The stream that Arrow writes to, with a position, which pipes do not have.

    It writes only within a ``with`` block: a writer that is garbage-collected closes its file, and half a table must
    not end like a whole one.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._position, self._is_open = stream, 0, False
        self.closed = False

    def __enter__(self) -> None:
        self._is_open = True

    def __exit__(self, *_: object) -> None:
        self._is_open = False

    def write(self, content: Any) -> int:
        if self._is_open:
            self._stream.write(content)
        self._position += len(content)
        return len(content)

    def tell(self) -> int:
        return self._position

    def flush(self) -> None:
        """Leave it to whoever opened the stream."""

    def close(self) -> None:
        self.closed = True
