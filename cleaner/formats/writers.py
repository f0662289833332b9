"""Where records go: a file of lines of JSON, or a table."""

from collections.abc import Sequence
from typing import BinaryIO, Protocol

from cleaner.formats.batches import Batch
from cleaner.formats.files import Format
from cleaner.formats.work import Made, Order


class Writer(Protocol):
    """Takes what came of one batch after the other, until it is closed."""

    def write(self, batch: Batch, made: Sequence[Made]) -> None:
        """Write what came of a batch."""

    def close(self) -> None:
        """Write what is left; the stream stays open."""


class Lines:
    """A stream of JSON lines."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, batch: Batch, made: Sequence[Made]) -> None:  # noqa: ARG002 - lines need no table
        """Write what came of a batch."""
        self._stream.writelines(one.output for one in made if one.output is not None)

    def close(self) -> None:
        """Nothing is left."""


def writer_of(form: Format, stream: BinaryIO, order: Order) -> Writer:  # noqa: ARG001 - tables will need the order
    """Return what writes a format to a stream. Raises :exc:`cleaner.errors.InputError` where a package is missing."""
    return Lines(stream)
