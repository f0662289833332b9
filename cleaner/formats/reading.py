"""Inputs as bytes: opened, told apart, taken whole or line by line."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import BinaryIO

from cleaner.errors import InputError
from cleaner.formats.inputs import Input, Kind, kind_of, open_input
from cleaner.formats.streams import Bytes
from cleaner.pipeline import MIB

UTF8_BYTES = 4
"""Bytes that a character takes at most: the bound on a file's bytes that follows from one on its characters."""


@contextmanager
def opened(source: Input, stdin: BinaryIO, chosen: str) -> Iterator[tuple[Kind, Bytes]]:
    """Open an input, and tell of which kind it is. Raises :exc:`InputError` for one that cannot be read."""
    stream = open_input(source, stdin)
    with stream if source.path else nullcontext(stream):
        data = Bytes(stream)
        yield kind_of(source, data.start(), chosen), data


def file_bytes(data: Bytes, max_size: float) -> bytes:
    """Return all of a file that may have so many MiB of text. Raises :exc:`InputError` for one that has none."""
    content = data.all(int(max_size * MIB) * UTF8_BYTES)
    if not content.strip():
        raise InputError("is empty")
    return content


def record_lines(data: Bytes, max_size: float) -> Iterator[tuple[int, bytes, str]]:
    """Return the lines of a stream of records that are not blank: number, line, and why it has no line, if so.

    Before reading has to wait, an empty line of the number 0 comes.
    """
    limit = int(max_size * MIB) * UTF8_BYTES * 2
    for number, line in data.lines(limit):
        if line is None:
            yield number, b"", f"is longer than {limit >> 20} MiB, and left out"
        elif line.strip() or not number:
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, ""
