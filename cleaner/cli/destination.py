"""Where articles go: standard output, one file for all, one per input, one per record, or the inputs themselves."""

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from cleaner.errors import OptionError
from cleaner.io.batches import Batch
from cleaner.io.clean_record import Job, Outcome
from cleaner.io.files import has_content, open_output
from cleaner.io.formats import RECORD_FORMATS, RECORD_KINDS, SUFFIX_BY_FORMAT, Format, file_name, output_name
from cleaner.io.inputs import Input, kind_of
from cleaner.io.records import Record
from cleaner.places import identity, is_folder, place_of, shown_name
from cleaner.system import ignores_case

if TYPE_CHECKING:  # start-up time: standard output needs no paths
    from cleaner.io.writers import RecordWriter
    from cleaner.places import Place


class Destination(NamedTuple):
    """Where all output goes: ``path`` is ``None`` for standard output, and a folder if ``is_folder``.

    In an ``is_dry_run``, no file is written.
    """

    path: "Place | None" = None
    is_folder: bool = False
    in_place: bool = False
    backup: str = ""
    is_dry_run: bool = False

    @property
    def writes_files(self) -> bool:
        """Whether output goes to files, and not to standard output."""
        return self.path is not None or self.in_place

    def file_for(self, source: Input, form: Format) -> "Place | None":
        """Return the file that an input's articles go to; ``None`` for standard output."""
        if self.path is None and not self.in_place:
            return None
        if self.in_place:
            return place_of(source.path) if source.path else None
        if self.path is None or not self.is_folder:
            return self.path
        return self.path / output_name(source.relative, form)


def destination_of(output: str | None, *, in_place: bool, backup: str, several: bool, form: str | None) -> Destination:
    """Return the destination that the options name. Several inputs of text need a folder.

    Raises :exc:`OptionError` if the folder is a file.
    """
    if in_place:
        return Destination(in_place=True, backup=backup)
    if output is None or output == "-":
        return Destination()
    path = place_of(output)
    into_folder = output.endswith((os.sep, "/")) or is_folder(output) or (several and form not in RECORD_FORMATS)
    if into_folder and path.exists() and not path.is_dir():
        raise OptionError(f"{output} is a file, and several inputs need a folder: name another with -o")
    return Destination(path, into_folder)


def refuse_clashes(
    inputs: Sequence[Input], destination: Destination, forms: Iterable[Format | None], **others: str | None
) -> None:
    """Raise :exc:`OptionError`, before any work, if two inputs share an output, or an output is an input.

    ``forms`` are the formats that they are written in, ``None`` for one that will be refused.
    ``others`` are the paths of other files that are written, by their options: none must be an input or an output.
    """
    sources = {identity(source.path): source for source in inputs if source.path}
    outputs: dict[str, Input] = {}
    folder = destination.path if destination.is_folder else None
    is_folded = isinstance(folder, os.PathLike) and ignores_case(folder)
    for source, form in zip(inputs, forms, strict=True):
        path = destination.file_for(source, form) if form else None
        if path is None:
            continue
        place = identity(path)
        if not destination.in_place and place in sources:
            raise OptionError(f"{shown_name(path)} is an input: to overwrite the inputs, use -i")
        first = outputs.setdefault(place.casefold() if is_folded else place, source)
        if first is not source and (destination.is_folder or destination.in_place):
            raise OptionError(f"{first.name} and {source.name} both go to {shown_name(path)}: clean them in two runs")
    taken = {**sources, **outputs}
    for option, name in others.items():
        if name and name != "-":
            place = identity(name)
            if place in taken:
                raise OptionError(
                    f"--{option} {shown_name(name)} would overwrite an input or an output: name another file"
                )
            taken[place] = Input(name, name, name)


class _Sink:
    """A writer, and the stack that closes its file."""

    def __init__(
        self, form: Format, path: "Place | None", stdout: BinaryIO, job: Job, destination: Destination
    ) -> None:
        from cleaner.io.writers import writer_of  # start-up time

        self._stack = ExitStack()
        stream = stdout
        if path and destination.is_dry_run:
            stream = self._stack.enter_context(open(os.devnull, "wb"))  # noqa: SIM115 - the stack is one
        elif path:
            stream = self._stack.enter_context(open_output(path, destination.backup))
        self.writer: RecordWriter = writer_of(form, stream, job)

    def close(self) -> None:
        """Write what is pending, and close the file."""
        self.writer.close()
        self._stack.close()

    def discard(self, *error: object) -> None:
        """Leave no file after an error, given by its type, value and traceback."""
        self._stack.__exit__(*error)  # type: ignore[arg-type]


class _FileNames:
    """Names for the files of records in one folder, no two of them equal, even on a file system that ignores case.

    ``taken`` are the names of other inputs' files.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {name.casefold() for name in taken}

    def claim(self, id: object, line: int, form: Format) -> str:
        """Return a name for a record: its id, followed by its line if that is taken, and by a count if both are."""
        name, suffix = file_name(id, line, form), SUFFIX_BY_FORMAT[form]
        stem, count = f"{name.removesuffix(suffix)}-{line}", 1
        while name.casefold() in self._taken:
            name = f"{stem}-{count}{suffix}" if count > 1 else f"{stem}{suffix}"
            count += 1
        self._taken.add(name.casefold())
        return name


class Outputs:
    """Writes the outcomes of inputs, in their order; a file is written whole or not at all.

    ``unwritten`` are the paths of files that a dry run would have written.
    """

    def __init__(self, job: Job, destination: Destination, inputs: Iterable[Input], stdout: BinaryIO) -> None:
        self.job, self.destination, self.stdout = job, destination, stdout
        self._shared: _Sink | None = None
        self._current: _Sink | None = None
        self.unwritten: list[str] = []
        self._names = _FileNames(_names_of_files(inputs, job) if destination.is_folder else ())
        if (
            job.writes
            and job.output_format in RECORD_FORMATS
            and not destination.is_folder
            and not destination.in_place
        ):
            self._shared = self._sink(job.output_format, destination.path)

    def write(self, batch: Batch, source: Input, outcomes: Sequence[Outcome]) -> None:
        """Write the outcomes of a batch. Raises :exc:`cleaner.errors.InputError` if the input breaks off or fails."""
        try:
            if batch.error and self.destination.in_place:  # a part of the input must not replace the whole
                raise batch.error  # noqa: TRY301 - so that nothing is left of the input's file
            self._write(batch, source, outcomes)
        except BaseException:
            self._discard_current(*sys.exc_info())
            raise
        if batch.is_last and self._current:
            sink, self._current = self._current, None
            sink.close()
        if batch.error:
            raise batch.error

    def close(self) -> None:
        """Write what is pending, after all inputs."""
        if self._shared:
            self._shared.close()

    def abandon(self, *error: object) -> bool:
        """Leave no half-written file where the run ends early."""
        self._discard_current(*error)
        if self._shared and error[0]:
            self._shared.discard(*error)
        return False

    def _discard_current(self, *error: object) -> None:
        sink, self._current = self._current, None
        if sink:
            sink.discard(*error)

    def _write(self, batch: Batch, source: Input, outcomes: Sequence[Outcome]) -> None:
        form = self.job.format_of(batch.kind)
        if self._shared:
            self._shared.writer.write(batch, outcomes)
        elif form in RECORD_FORMATS and self.job.writes:
            if outcomes or (batch.is_last and not batch.error):
                self._current = self._current or self._sink(form, self.destination.file_for(source, form))
                self._current.writer.write(batch, outcomes)
        elif batch.kind in RECORD_KINDS:
            for record, outcome in zip(batch.records, outcomes, strict=True):
                self._write_record(record, outcome, form)
        else:
            for outcome in outcomes:
                self._write_file(source, form, outcome.output)

    def _sink(self, form: Format, path: "Place | None") -> _Sink:
        if path and self.destination.is_dry_run:
            self.unwritten.append(shown_name(path))
        return _Sink(form, path, self.stdout, self.job, self.destination)

    def _write_record(self, record: Record, outcome: Outcome, form: Format) -> None:
        """Write one record as a file of its own, named by its id."""
        if outcome.output is None or self.destination.path is None:
            return
        path = self.destination.path / self._names.claim(outcome.id, record.line, form)
        if self.destination.is_dry_run:
            self.unwritten.append(shown_name(path))
            return
        with open_output(path) as file:
            file.write(outcome.output)

    def _write_file(self, source: Input, form: Format, content: bytes | None) -> None:
        """Write an input's whole output, unless its file has that content already."""
        if content is None:
            return
        path = self.destination.file_for(source, form)
        if path is None:
            self.stdout.write(content)
        elif has_content(path, content):
            return
        elif self.destination.is_dry_run:
            self.unwritten.append(shown_name(path))
        else:
            with open_output(path, self.destination.backup) as stream:
                stream.write(content)


def _names_of_files(inputs: Iterable[Input], job: Job) -> list[str]:
    """Return the names of the output files of inputs whose own names say that they hold one article."""
    kinds = ((source, kind_of(source, b"", job.read_options.kind)) for source in inputs)
    return [output_name(source.relative, job.format_of(kind)) for source, kind in kinds if kind not in RECORD_KINDS]
