"""Inputs as streams of bytes: opened, told apart, unpacked, read in pieces, whole or line by line."""

import io
import select
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, BinaryIO

from cleaner.api import MIB
from cleaner.errors import InputError
from cleaner.io.compression import MAGIC, MAGIC_BYTES, PrefixedStream, decompression_errors, unpacked
from cleaner.io.inputs import SNIFFED, Input, Kind, is_enough_to_detect, kind_of, open_input

UTF8_BYTES = 4
"""Bytes that a character takes at most: the bound on a file's bytes that follows from one on its characters."""

CHUNK_BYTES = 1 << 18
"""Bytes that are read at once: pipes give 64 KiB, files what is asked."""

UNPACKED = 100
"""How many times its size a line too long for any text may have unpacked to: zeros give 1,000 by gzip, text 3 to 10."""

_DAMAGED = "is damaged: what is packed in it cannot be read on"


class InputStream:
    """Reads an input in pieces, and knows when nothing more waits: then what is done should be flushed."""

    def __init__(self, stream: BinaryIO) -> None:
        """Look at the first bytes, and unpack what is packed, whatever its name."""
        self._stream: Any = stream
        self._held = b""
        self._packed: PrefixedStream | None = None
        self._count = 0
        while len(self._held) < MAGIC_BYTES and (piece := self._read()):
            self._held += piece
        for magic, packing in MAGIC.items():
            if self._held.startswith(magic):
                self._packed = PrefixedStream(self._held, stream)
                self._stream, self._held = unpacked(self._packed, packing), b""
                return

    def start(self) -> bytes:
        """Return as much of the input as tells its kind, without taking it."""
        while not is_enough_to_detect(self._held) and len(self._held) < SNIFFED and (piece := self._read()):
            self._held += piece
        return self._held[:SNIFFED]

    def piece(self) -> bytes:
        """Return the next bytes, as many as there are; nothing at the end."""
        piece, self._held = self._held or self._read(), b""
        return piece

    def all(self, limit: int) -> bytes:
        """Return all that is left; raise :exc:`InputError` beyond a limit in bytes."""
        pieces, size = [self._held], len(self._held)
        while size <= limit and (piece := self._read()):
            pieces.append(piece)
            size += len(piece)
        if size > limit:
            raise InputError(f"is larger than {limit >> 20} MiB: split it, or raise --max-size")
        self._held = b""
        return b"".join(pieces)

    def pieces(self) -> Iterator[bytes]:
        """Return all that is left in pieces of any size."""
        piece, self._held = self._held or self._read(), b""
        while piece:
            yield piece
            piece = self._read()

    @property
    def packed(self) -> bool:
        """Whether what is read is not what the stream holds."""
        return self._packed is not None

    def lines(self, limit: int, tick: float | None = None) -> Iterator[tuple[int, bytes | None]]:
        """Return lines with their numbers, without their ends; ``None`` for one longer than a limit in bytes.

        Before reading has to wait, an empty line of the number 0 comes; and while it has to, another one each time
        that so many seconds have passed.
        """
        number, parts, size, taken = 1, list[bytes](), 0, 0
        while True:
            must_wait = not self._held and self._must_wait(0.0)
            while must_wait:
                yield 0, b""
                must_wait = tick is not None and self._must_wait(tick)
            try:
                piece = self._held or self._read()
            except InputError as error:
                raise InputError(error.message, line=number) from None
            self._held = b""
            first, *others = piece.split(b"\n")
            size += len(first)
            if size > limit:
                parts = []
                self._refuse_bomb(size, taken)
            else:
                parts.append(first)
            for following in others:
                yield number, None if size > limit else b"".join(parts)
                number, parts, size, taken = number + 1, [following], len(following), self.taken
            if not piece:
                if size:
                    yield number, None if size > limit else b"".join(parts)
                return

    def _read(self) -> bytes:
        is_buffered = self._packed or isinstance(self._stream, io.BufferedReader)
        try:
            piece: bytes = self._stream.read1(CHUNK_BYTES) if is_buffered else self._stream.read(CHUNK_BYTES)
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}" if error.strerror else _DAMAGED) from None
        except EOFError:
            raise InputError("is truncated: what is packed in it breaks off") from None
        except decompression_errors():
            raise InputError(_DAMAGED) from None
        self._count += len(piece)
        return piece

    @property
    def taken(self) -> int:
        """The bytes of the input that were read so far, packed as they came."""
        return self._packed.taken if self._packed else self._count

    def _refuse_bomb(self, size: int, taken: int) -> None:
        """Raise :exc:`InputError` for a line too long for any text that came of next to nothing."""
        if self._packed and size > UNPACKED * (self._packed.taken - taken):
            raise InputError(f"unpacks to a line of more than {size >> 20} MiB, {UNPACKED} times what it is of: a bomb")

    def _must_wait(self, seconds: float) -> bool:
        """Tell whether nothing is there to be read, even after so many seconds."""
        try:
            waiting, _, _ = select.select([self._stream], [], [], seconds)
        except (OSError, ValueError):  # no descriptor to ask: a file, or a stream in memory
            return False
        return not waiting


@contextmanager
def open_stream(source: Input, stdin: BinaryIO, chosen: str) -> Iterator[tuple[Kind, InputStream]]:
    """Open an input, and tell of which kind it is. Raises :exc:`InputError` for one that cannot be read."""
    stream = open_input(source, stdin)
    with stream if source.path else nullcontext(stream):
        data = InputStream(stream)
        yield kind_of(source, data.start(), chosen), data


def file_bytes(data: InputStream, max_size: float) -> bytes:
    """Return all of a file that may have so many MiB of text. Raises :exc:`InputError` for one that has none."""
    content = data.all(int(max_size * MIB) * UTF8_BYTES)
    if not content.strip():
        raise InputError("is empty")
    return content


def record_lines(data: InputStream, max_size: float, tick: float | None = None) -> Iterator[tuple[int, bytes, str]]:
    """Return the lines of a stream of records that are not blank: number, line, and why it has no line, if so.

    Lines of the number 0 say that reading has to wait, as those of :meth:`Bytes.lines` do.
    """
    limit = int(max_size * MIB) * UTF8_BYTES * 2
    for number, line in data.lines(limit, tick):
        if line is None:
            yield number, b"", f"is longer than {limit >> 20} MiB, and left out"
        elif line.strip() or not number:
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, ""
