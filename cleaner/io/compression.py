"""Compressed files: gzip by the standard library, Zstandard by the module of Python 3.14 (PEP 784) or its backport."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from cleaner.errors import InputError

SUFFIX_BY_MAGIC = {b"\x1f\x8b": ".gz", b"\x28\xb5\x2f\xfd": ".zst"}
"""How compressed files begin (RFC 1952, section 2.3.1, and RFC 8878, section 3.1.1), and their suffixes."""

MAGIC_BYTES = 4
"""The longest of these beginnings, in bytes."""

UNPACKERS = {".gz": "gzip -dc", ".zst": "zstd -dc"}
"""The commands that decompress files to standard output."""

LEVEL = {".gz": 6, ".zst": 3}
"""Compression levels: the defaults of ``gzip`` and ``zstd``."""


def split_name(name: str) -> tuple[str, str]:
    """Split the suffix that says how a file is compressed from its name.

    >>> split_name("a.jsonl.GZ"), split_name("a.txt"), split_name(".gz")
    (('a.jsonl', '.gz'), ('a.txt', ''), ('.gz', ''))
    """
    for suffix in SUFFIX_BY_MAGIC.values():
        if name.lower().endswith(suffix) and len(name) > len(suffix) and name[-len(suffix) - 1] != "/":
            return name[: -len(suffix)], suffix
    return name, ""


class PrefixedStream(io.RawIOBase):
    """The bytes already read from a stream, then the rest of it. ``bytes_read`` counts the bytes handed out."""

    def __init__(self, start: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._start, self._stream = start, stream
        self.bytes_read = 0

    def readable(self) -> bool:
        """Return ``True``, since :mod:`gzip` checks it."""
        return True

    def fileno(self) -> int:
        """Return the stream's descriptor, on which reading can wait."""
        return self._stream.fileno()

    def readinto(self, buffer: Any) -> int:
        """Read what is available, at most as much as the buffer holds, and return the number of bytes."""
        size = len(buffer)
        if self._start:
            chunk, self._start = self._start[:size], self._start[size:]
        else:
            read = self._stream.read1 if isinstance(self._stream, io.BufferedReader) else self._stream.read
            chunk = read(size) or b""
        buffer[: len(chunk)] = chunk
        self.bytes_read += len(chunk)
        return len(chunk)


def decompressed(stream: PrefixedStream, suffix: str) -> BinaryIO:
    """Return the decompressed content of a stream, as a stream. Raises :exc:`InputError` if a package is missing."""
    if suffix == ".gz":
        import gzip

        return cast("BinaryIO", gzip.GzipFile(fileobj=stream, mode="rb"))
    return cast("BinaryIO", _zstandard().ZstdFile(stream, mode="rb"))


def decompression_errors() -> tuple[type[Exception], ...]:
    """Return the exceptions raised for damaged compressed data."""
    import zlib

    try:
        return (zlib.error, _zstandard().ZstdError)
    except InputError:
        return (zlib.error,)


@contextmanager
def compressed_writer(stream: BinaryIO, suffix: str) -> Iterator[BinaryIO]:
    """Compress what is written to a stream as a suffix says, without a time stamp: equal content gives equal bytes."""
    if not suffix:
        yield stream
    elif suffix == ".gz":
        import gzip

        with gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL[suffix], fileobj=stream, mtime=0) as compressed:
            yield cast("BinaryIO", compressed)
    else:
        with _zstandard().ZstdFile(stream, mode="wb", level=LEVEL[suffix]) as compressed:
            yield compressed


def _zstandard() -> Any:
    if sys.version_info >= (3, 14):
        from compression import zstd

        return zstd
    try:
        from backports import zstd
    except ImportError:
        raise InputError("needs a package for Zstandard: pip install 'article-cleaner[zst]'") from None
    return zstd
