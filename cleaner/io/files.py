"""Output files: written whole or not at all, and compressed as their names say."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from cleaner.errors import InputError
from cleaner.io.compression import compressed_writer, split_name
from cleaner.places import shown_name, write_whole

if TYPE_CHECKING:  # start-up time: standard output needs no paths
    from cleaner.places import Place


@contextmanager
def open_output(path: "Place", backup: str = "") -> Iterator[BinaryIO]:
    """Open an output file to be written whole or not at all, compressed where its name says so.

    An existing file, such as an input with ``-i``, is replaced only when the new content is on the disk; with
    ``backup``, a copy stays under its name with that suffix. Raises :exc:`InputError` if it cannot be written.
    """
    try:
        with (
            write_whole(path, backup=backup, durable=path.exists()) as stream,
            compressed_writer(stream, split_name(path.name)[1]) as compressed,
        ):
            yield compressed
    except BrokenPipeError:  # from standard output, which is written meanwhile
        raise
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}", place=shown_name(path)) from None


def has_content(path: "Place", content: bytes) -> bool:
    """Whether a file can be read and, decompressed, has exactly this content."""
    from cleaner.io.streams import InputStream  # start-up time

    try:
        with path.open("rb") as stream:
            return InputStream(stream).read_all(len(content)) == content
    except (OSError, InputError):
        return False
