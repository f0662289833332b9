"""Parquet files: read a few rows at a time, whatever their row groups, and written in row groups of bounded size."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from cleaner.errors import InputError
from cleaner.io.inputs import Input
from cleaner.io.streams import InputStream

ROWS = 64
"""Rows that make a batch, unless they are large."""

READ = 8
"""Rows that are read at once: a row may have 30 MB, and what a file tells of sizes need not be true."""

BUFFER = 1 << 18
"""Bytes of a column that are read at once. Unbuffered, whole columns of a row group are: 437 MiB for a group of
340 MB, where 113 MiB do (``tests/test_parquet.py`` holds it)."""

ROW_GROUP = 32 << 20
"""Bytes of rows, in memory, that make a row group: small enough to hold, large enough to pack well."""


def row_batches(source: Input, stream: InputStream, size: int) -> Iterator[Any]:
    """Read a file's rows in batches of about so many bytes at most, an empty one first, which has the schema.

    Raises :exc:`InputError` for what is no Parquet, or breaks off.
    """
    with ExitStack() as stack:
        try:
            file = stack.enter_context(_file(source, stream))
            table = pq.ParquetFile(file, pre_buffer=False, buffer_size=BUFFER)
            schema = table.schema_arrow
            yield pa.RecordBatch.from_arrays([pa.array([], field.type) for field in schema], schema=schema)
            yield from _gathered(_read(table, size), size)
        except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
            raise InputError(f"is damaged, or no Parquet file: {_told(error)}") from None


def _read(table: Any, size: int) -> Iterator[Any]:
    """Read each row group a few rows at a time, large rows one by one."""
    for group in range(table.num_row_groups):
        told = table.metadata.row_group(group)
        large = told.total_byte_size > size // READ * max(told.num_rows, 1)
        yield from table.iter_batches(1 if large else READ, row_groups=[group], use_threads=False)


def _gathered(batches: Iterator[Any], size: int) -> Iterator[Any]:
    """Put small batches together, and part large ones."""
    held: list[Any] = []
    rows = weight = 0
    for batch in batches:
        if batch.nbytes > size:
            yield from _joined(held)
            held, rows, weight = [], 0, 0
            yield from (batch.slice(at, 1) for at in range(batch.num_rows))
            continue
        held.append(batch)
        rows, weight = rows + batch.num_rows, weight + batch.nbytes
        if rows >= ROWS or weight >= size:
            yield from _joined(held)
            held, rows, weight = [], 0, 0
    yield from _joined(held)


def _joined(batches: list[Any]) -> Iterator[Any]:
    if batches:
        yield from pa.Table.from_batches(batches).combine_chunks().to_batches()


@contextmanager
def _file(source: Input, stream: InputStream) -> Iterator[Any]:
    """Open a file that can be read anywhere: the input, or a copy of what is packed or comes through a pipe."""
    if source.path and Path(source.path).is_file() and not stream.packed:
        with pa.OSFile(source.path, "rb") as file:
            yield file
        return
    with tempfile.TemporaryFile(prefix="clean-") as copy:
        for piece in stream.pieces():
            copy.write(piece)
        copy.seek(0)
        yield copy


def _told(error: BaseException) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__


class RowGroups:
    """Writes rows to a stream as Parquet. The same batches give the same bytes; the stream stays open."""

    def __init__(self, stream: BinaryIO, schema: Any) -> None:
        self._end = _End(stream)
        self._held: list[Any] = []
        self._weight = 0
        with self._end:
            self._writer = pq.ParquetWriter(pa.PythonFile(self._end, mode="w"), schema, compression="zstd")

    def add(self, rows: Any) -> None:
        """Take rows, and write them when there are enough for a row group."""
        self._held.append(rows)
        self._weight += rows.nbytes
        if self._weight >= ROW_GROUP:
            self._flush()

    def close(self) -> None:
        """Write what is left, and the file's footer, without which it is no file."""
        self._flush()
        with self._end:
            self._writer.close()

    def _flush(self) -> None:
        held, self._held, self._weight = self._held, [], 0
        rows = sum(batch.num_rows for batch in held)
        if rows:
            with self._end:
                self._writer.write_table(pa.Table.from_batches(held), row_group_size=rows)


class _End:
    """The stream as Arrow writes to it: it need not tell where it is, as pipes cannot.

    It takes something only while it is told to: a writer that is dropped closes its file by itself, and half a table
    must not end like a whole one.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._at, self._open = stream, 0, False
        self.closed = False

    def __enter__(self) -> None:
        self._open = True

    def __exit__(self, *_: object) -> None:
        self._open = False

    def write(self, content: Any) -> int:
        if self._open:
            self._stream.write(content)
        self._at += len(content)
        return len(content)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """Leave it to whoever opened the stream."""

    def close(self) -> None:
        self.closed = True
