"""Where what was cleaned goes: standard output, one file for all, a file for each input, or one for each record."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO

from cleaner.cli.destination import Destination
from cleaner.io.batches import Batch
from cleaner.io.clean_record import Job, Outcome
from cleaner.io.files import RECORD_FORMATS, SUFFIXES, Format, file_name, has_content, open_output
from cleaner.io.inputs import RECORD_KINDS, Input
from cleaner.io.items import Record

if TYPE_CHECKING:  # start-up time
    from cleaner.io.writers import RecordWriter


class Sink:
    """A writer, and the stack that closes its file."""

    def __init__(self, writer: "RecordWriter", stack: ExitStack) -> None:
        self.writer, self.stack = writer, stack

    def close(self) -> None:
        """Write what is left, and close the file."""
        self.writer.close()
        self.stack.close()


class Outlets:
    """Takes what came of the inputs, in their order; a file is written whole or not at all."""

    def __init__(self, order: Job, destination: Destination, stdout: BinaryIO) -> None:
        self.order, self.destination, self.stdout = order, destination, stdout
        self._all: Sink | None = None
        self._one: Sink | None = None
        self._names: set[str] = set()
        if (
            order.writes
            and order.output_format in RECORD_FORMATS
            and not destination.folder
            and not destination.in_place
        ):
            stack = ExitStack()
            path = destination.path
            stream = stack.enter_context(open_output(path)) if path else stdout
            self._all = _sink(order.output_format, stream, order, stack)

    def take(self, batch: Batch, source: Input, made: Sequence[Outcome]) -> None:
        """Write what came of a batch. Raises :exc:`cleaner.errors.InputError` where the input breaks off or fails."""
        try:
            if batch.error and self.destination.in_place:  # what was read must not take the place of what was not
                raise batch.error  # noqa: TRY301 - so that nothing is left of the input's file
            self._write(batch, source, made)
        except BaseException:
            self.drop(*sys.exc_info())
            raise
        if batch.is_last and self._one:
            one, self._one = self._one, None
            one.close()
        if batch.error:
            raise batch.error

    def close(self) -> None:
        """Write what is left of all inputs."""
        if self._all:
            self._all.close()

    def drop(self, *error: object) -> None:
        """Leave no half-written file of the input that is being written."""
        one, self._one = self._one, None
        if one:
            one.stack.__exit__(*error)  # type: ignore[arg-type]  # what a context is left with

    def abandon(self, *error: object) -> bool:
        """Leave no half-written file at all where the run ends too soon."""
        self.drop(*error)
        if self._all and error[0]:
            self._all.stack.__exit__(*error)  # type: ignore[arg-type]
        return False

    def _write(self, batch: Batch, source: Input, made: Sequence[Outcome]) -> None:
        form = self.order.format_of(batch.kind)
        if self._all:
            self._all.writer.write(batch, made)
        elif form in RECORD_FORMATS and self.order.writes:
            if made or (batch.is_last and not batch.error):
                self._one = self._one or self._opened(source, form)
                self._one.writer.write(batch, made)
        elif batch.kind in RECORD_KINDS:
            for item, one in zip(batch.records, made, strict=True):
                self._file_of_its_own(item, one, form)
        else:
            for one in made:
                self._hand_on(source, form, one.output)

    def _opened(self, source: Input, form: Format) -> Sink:
        """Open the file that an input's records go to."""
        stack = ExitStack()
        path = self.destination.of(source, form)
        stream = stack.enter_context(open_output(path, self.destination.backup)) if path else self.stdout
        return _sink(form, stream, self.order, stack)

    def _file_of_its_own(self, item: Record, made: Outcome, form: Format) -> None:
        """Write one record as a file of its own, under its id."""
        if made.output is None or self.destination.path is None:
            return
        name = file_name(made.id, item.line, form)
        if name.lower() in self._names:
            end = SUFFIXES[form]
            name = f"{name.removesuffix(end)}-{item.line}{end}"
        self._names.add(name.lower())
        with open_output(self.destination.path / name) as file:
            file.write(made.output)

    def _hand_on(self, source: Input, form: Format, content: bytes | None) -> None:
        """Give an input's whole output to where it belongs."""
        if content is None:
            return
        path = self.destination.of(source, form)
        if path is None:
            self.stdout.write(content)
        elif not has_content(path, content):
            with open_output(path, self.destination.backup) as stream:
                stream.write(content)


def _sink(form: Format, stream: BinaryIO, order: Job, stack: ExitStack) -> Sink:
    from cleaner.io.writers import writer_of  # start-up time

    return Sink(writer_of(form, stream, order), stack)
