"""Inputs as streams of bytes: decompressed, and read in chunks, whole or line by line."""

import io
import select
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, BinaryIO, NamedTuple

from cleaner.errors import InputError
from cleaner.io.compression import MAGIC_BYTES, SUFFIX_BY_MAGIC, PrefixedStream, decompressed, decompression_errors
from cleaner.io.formats import DETECTION_BYTES, Kind, is_enough_to_detect
from cleaner.io.inputs import Input, kind_of, open_input

CHUNK_BYTES = 1 << 18
"""Bytes that are read at once: pipes give 64 KiB, files what is requested."""

MAX_EXPANSION = 100
"""How many times its compressed size a line that is too long for any text may be: gzip reaches 1,000 for zeros, and 3
to 10 for text."""

_DAMAGED = "is damaged: it cannot be decompressed further"


class Flush:
    """Yielded between batches or lines while reading has to wait: what is finished should be written now."""


FLUSH = Flush()
"""The only instance."""


class InputStream:
    """Reads an input, decompressed whatever its name, and detects when reading has to wait."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream: Any = stream
        self._buffer = b""
        self._compressed: PrefixedStream | None = None
        self._count = 0
        while len(self._buffer) < MAGIC_BYTES and (chunk := self._read()):
            self._buffer += chunk
        for magic, suffix in SUFFIX_BY_MAGIC.items():
            if self._buffer.startswith(magic):
                self._compressed = PrefixedStream(self._buffer, stream)
                self._stream, self._buffer = decompressed(self._compressed, suffix), b""
                return

    @property
    def is_compressed(self) -> bool:
        """Whether what is read is decompressed."""
        return self._compressed is not None

    @property
    def bytes_read(self) -> int:
        """The bytes of the input that were read so far, before decompression."""
        return self._compressed.bytes_read if self._compressed else self._count

    def peek(self) -> bytes:
        """Return as much of the start as it takes to detect the input's format, without consuming it."""
        while not is_enough_to_detect(self._buffer) and len(self._buffer) < DETECTION_BYTES and (chunk := self._read()):
            self._buffer += chunk
        return self._buffer[:DETECTION_BYTES]

    def read_chunk(self) -> bytes:
        """Return the next bytes, as many as are available; no bytes at the end."""
        chunk, self._buffer = self._buffer or self._read(), b""
        return chunk

    def chunks(self) -> Iterator[bytes]:
        """Yield the remaining bytes, in chunks of any size."""
        while chunk := self.read_chunk():
            yield chunk

    def read_all(self, limit: int) -> bytes:
        """Return the remaining bytes. Raises :exc:`InputError` if there are more than the limit."""
        chunks, size = [self._buffer], len(self._buffer)
        while size <= limit and (chunk := self._read()):
            chunks.append(chunk)
            size += len(chunk)
        if size > limit:
            raise InputError(f"is larger than {limit >> 20} MiB: split it, or raise --max-size")
        self._buffer = b""
        return b"".join(chunks)

    def lines(self, limit: int, interval: float | None = None) -> Iterator[tuple[int, bytes | None] | Flush]:
        """Yield lines with their numbers, without their ends; ``None`` for a line of more bytes than the limit.

        :data:`FLUSH` is yielded before reading has to wait and, with an ``interval``, whenever another ``interval``
        seconds of waiting have passed.
        """
        number, parts, size, start = 1, list[bytes](), 0, 0
        while True:
            yield from self._flushes(interval)
            try:
                chunk = self.read_chunk()
            except InputError as error:
                raise InputError(error.message, line=number) from None
            line_end, *line_starts = chunk.split(b"\n")
            size += len(line_end)
            if size > limit:
                parts = []
                self._refuse_bomb(size, start)
            else:
                parts.append(line_end)
            for line_start in line_starts:
                yield number, None if size > limit else b"".join(parts)
                number, parts, size, start = number + 1, [line_start], len(line_start), self.bytes_read
            if not chunk:
                if size:
                    yield number, None if size > limit else b"".join(parts)
                return

    def _flushes(self, interval: float | None) -> Iterator[Flush]:
        must_wait = not self._buffer and self._must_wait(0.0)
        while must_wait:
            yield FLUSH
            must_wait = interval is not None and self._must_wait(interval)

    def _must_wait(self, seconds: float) -> bool:
        """Whether nothing can be read, even after waiting that many seconds."""
        try:
            ready, _, _ = select.select([self._stream], [], [], seconds)
        except (OSError, ValueError):  # no descriptor to wait for: a file, or a stream in memory
            return False
        return not ready

    def _read(self) -> bytes:
        is_buffered = self._compressed or isinstance(self._stream, io.BufferedReader)
        try:
            chunk: bytes = self._stream.read1(CHUNK_BYTES) if is_buffered else self._stream.read(CHUNK_BYTES)
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}" if error.strerror else _DAMAGED) from None
        except EOFError:
            raise InputError("is truncated: its compressed data breaks off") from None
        except decompression_errors():
            raise InputError(_DAMAGED) from None
        self._count += len(chunk)
        return chunk

    def _refuse_bomb(self, size: int, start: int) -> None:
        """Raise :exc:`InputError` if a line that is too long for any text was decompressed from next to nothing."""
        if self._compressed and size > MAX_EXPANSION * (self._compressed.bytes_read - start):
            raise InputError(
                f"decompresses to a line of more than {size >> 20} MiB, {MAX_EXPANSION} times its size: a bomb"
            )


class OpenInput(NamedTuple):
    """An input that is being read, and its format. ``is_requested``: the user named the format."""

    input: Input
    kind: Kind
    stream: InputStream
    is_requested: bool = False


@contextmanager
def open_stream(source: Input, stdin: BinaryIO, requested: str) -> Iterator[OpenInput]:
    """Open an input and detect its format, unless one is requested. Raises :exc:`InputError` for an unreadable one."""
    stream = open_input(source, stdin)
    with stream if source.path else nullcontext(stream):
        data = InputStream(stream)
        yield OpenInput(source, kind_of(source, data.peek(), requested), data, requested != "auto")


def record_lines(
    stream: InputStream, limit: int, interval: float | None = None
) -> Iterator[tuple[int, bytes, str] | Flush]:
    """Yield the lines that are not blank: the number, the line, and a fault if it is longer than the limit.

    :data:`FLUSH` is yielded as by :meth:`InputStream.lines`; the limit is in bytes.
    """
    for line in stream.lines(limit, interval):
        if isinstance(line, Flush):
            yield line
            continue
        number, content = line
        if content is None:
            yield number, b"", f"is longer than {limit >> 20} MiB, and left out"
        elif content.strip():
            yield number, content.removeprefix(b"\xef\xbb\xbf") if number == 1 else content, ""
