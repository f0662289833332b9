"""Packed files: gzip by the standard library, Zstandard by what will be in it (PEP 784)."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from cleaner.errors import InputError

MAGIC = {b"\x1f\x8b": ".gz", b"\x28\xb5\x2f\xfd": ".zst"}
"""How packed files begin (RFC 1952, section 2.3.1, and RFC 8878, section 3.1.1), and how their names end."""

MAGIC_BYTES = 4

LEVEL = {".gz": 6, ".zst": 3}
"""How hard to pack: what ``gzip`` and ``zstd`` do unless told otherwise."""


def split_name(name: str) -> tuple[str, str]:
    """Part a name from the end that tells its packing.

    >>> split_name("a.jsonl.GZ"), split_name("a.txt"), split_name(".gz")
    (('a.jsonl', '.gz'), ('a.txt', ''), ('.gz', ''))
    """
    for end in MAGIC.values():
        if name.lower().endswith(end) and len(name) > len(end) and name[-len(end) - 1] != "/":
            return name[: -len(end)], end
    return name, ""


class PrefixedStream(io.RawIOBase):
    """What was read of a stream already, and the rest of it; ``taken`` counts the bytes that went out."""

    def __init__(self, start: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._start, self._stream = start, stream
        self.taken = 0

    def readable(self) -> bool:
        """Streams here are for reading."""
        return True

    def fileno(self) -> int:
        """Return the descriptor to wait for."""
        return self._stream.fileno()

    def readinto(self, buffer: Any) -> int:
        """Read what there is, at most as much as the buffer holds."""
        size = len(buffer)
        if self._start:
            piece, self._start = self._start[:size], self._start[size:]
        else:
            read = self._stream.read1 if isinstance(self._stream, io.BufferedReader) else self._stream.read
            piece = read(size) or b""
        buffer[: len(piece)] = piece
        self.taken += len(piece)
        return len(piece)


def unpacked(stream: PrefixedStream, packing: str) -> BinaryIO:
    """Return a stream of what is packed in another. Raises :exc:`InputError` where a package for it is missing."""
    if packing == ".gz":
        import gzip

        return cast("BinaryIO", gzip.GzipFile(fileobj=stream, mode="rb"))
    return cast("BinaryIO", _zstandard().ZstdFile(stream, mode="rb"))


def decompression_errors() -> tuple[type[Exception], ...]:
    """Return what reading packed data raises where it is damaged."""
    import zlib

    try:
        return (zlib.error, _zstandard().ZstdError)
    except InputError:
        return (zlib.error,)


@contextmanager
def compressed_writer(stream: BinaryIO, end: str) -> Iterator[BinaryIO]:
    """Pack what is written to a stream, as the end of its name tells; the same bytes give the same bytes."""
    if not end:
        yield stream
    elif end == ".gz":
        import gzip

        with gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL[end], fileobj=stream, mtime=0) as packed:
            yield cast("BinaryIO", packed)
    else:
        with _zstandard().ZstdFile(stream, mode="wb", level=LEVEL[end]) as packed:
            yield packed


def _zstandard() -> Any:
    if sys.version_info >= (3, 14):
        from compression import zstd

        return zstd
    try:
        from backports import zstd
    except ImportError:
        raise InputError("needs a package for Zstandard: pip install 'article-cleaner[zst]'") from None
    return zstd
