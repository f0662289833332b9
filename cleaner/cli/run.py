"""One run of ``clean``: inputs are read, cleaned and handed on, in their order. One that fails never harms the others.

What is done with each input is in :mod:`cleaner.formats.work`. Texts are cleaned in this process, pages, which other
programs' parsers read, in one that may be killed; with ``-j`` all are cleaned in as many processes.
"""

import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import field
from typing import TYPE_CHECKING, BinaryIO

from cleaner.cli.counts import stats_record, stats_table
from cleaner.cli.looks import Looks
from cleaner.cli.outputs import Destination
from cleaner.cli.terminal import Voice
from cleaner.data import data
from cleaner.errors import InputError, OptionError
from cleaner.formats.batches import BLOB, Batch, batches
from cleaner.formats.files import Format, file_name, replacing
from cleaner.formats.inputs import Input
from cleaner.formats.items import Item
from cleaner.formats.work import Made, Order, Work

if TYPE_CHECKING:  # start-up time
    from cleaner.authoring.stats import Stats
    from cleaner.batch.workers import Failure, Workers


@data
class Plan:
    """What the command line asked for; ``jobs`` is the number of processes, ``time_limit`` in seconds."""

    order: Order
    destination: Destination = field(default_factory=Destination)
    view: str | None = None
    stats_format: str = "text"
    removed: str | None = None
    color: bool = False
    jobs: int = 1
    time_limit: float = 30.0


class Sink:
    """Where the records of one input go, until its last one is written."""

    def __init__(self, stream: BinaryIO, stack: ExitStack) -> None:
        self.stream, self.stack = stream, stack


class Run:
    """The state of a run: what was counted, where lines go."""

    def __init__(self, plan: Plan, voice: Voice, stdin: BinaryIO, stdout: BinaryIO) -> None:
        self.plan, self.voice, self.stdin, self.stdout = plan, voice, stdin, stdout
        looks = Looks(plan.order, plan.view, removed=bool(plan.removed))
        self.work = Work(plan.order, looks if plan.removed or plan.view not in (None, "check") else None)
        self.stats = _stats() if plan.view == "stats" else None
        self.changed = False
        self._names: set[str] = set()
        self._open = ExitStack()
        self._removed: BinaryIO | None = None
        self._together: BinaryIO | None = None
        self._sink: Sink | None = None
        self._broken: Input | None = None
        self._pages: Workers[Item, Made] | None = None

    def all(self, inputs: list[Input]) -> None:
        """Clean all inputs, each under its own guard."""
        with self._open:
            self._open.push(self._abandon)
            if self.plan.removed:
                from pathlib import Path

                self._removed = self._open.enter_context(replacing(Path(self.plan.removed)))
            destination = self.plan.destination
            if destination.path and not destination.folder and self.plan.order.form == "jsonl":
                self._together = self._open.enter_context(replacing(destination.path))
            for batch, made in self._done_in_parallel(inputs) if self.plan.jobs > 1 else self._done_here(inputs):
                self._take(batch, made)
            if self.stats:
                as_json = self.plan.stats_format == "json"
                self._show([stats_record(self.stats)] if as_json else stats_table(self.stats))
            self.stdout.flush()

    def _done_here(self, inputs: list[Input]) -> Iterator[tuple[Batch, list[Made]]]:
        """Clean one input after the other in this process, but for pages."""
        for batch in self._batches(inputs, 0):
            yield batch, [self._page(item) if self.work.is_page(item) else self.work(item) for item in batch.items]

    def _batches(self, inputs: list[Input], size: int) -> Iterator[Batch]:
        """Read the inputs, as long as what comes of them has a place to go."""
        order, destination = self.plan.order, self.plan.destination
        lacks_folder = (
            order.writes and order.form not in (None, "jsonl") and not (destination.folder and destination.path)
        )
        for batch in batches(inputs, order.asked.kind, order.cleaner.options.max_size, self.stdin, size):
            if batch.source and batch.kind == "jsonl" and lacks_folder and order.form not in (None, "jsonl"):
                told = f"-t {order.form} needs a folder for them, as in -o articles/"
                raise OptionError(f"{batch.source.name} has many articles: {told}")
            if batch.source and batch.kind == "html" and destination.in_place:
                told = "is a page, and -i would write its article over it: use -o"
                yield Batch(batch.source, batch.kind, error=InputError(told))
            else:
                yield batch

    def _page(self, item: Item) -> Made:
        """Clean what may be a page in a process that may be killed."""
        if self._pages is None:
            self._pages = self._open.enter_context(self._workers(1))
        ((result,),) = self._pages.ordered([[item]])
        return self._made(item, result)

    def _done_in_parallel(self, inputs: list[Input]) -> Iterator[tuple[Batch, list[Made]]]:
        """Clean inputs in several processes; what comes of them comes in their order."""
        sent: deque[Batch] = deque()

        def sending() -> Iterator[Sequence[Item]]:
            for batch in self._batches(inputs, BLOB):
                sent.append(batch)
                yield batch.items

        with self._workers(self.plan.jobs) as workers:
            for results in workers.ordered(sending()):
                batch = sent.popleft()
                yield batch, [self._made(item, result) for item, result in zip(batch.items, results, strict=True)]

    def _workers(self, count: int) -> "Workers[Item, Made]":
        from cleaner.batch.workers import Limits, Workers

        return Workers(self.work, count, Limits(seconds=self.plan.time_limit))

    def _made(self, item: Item, result: "Made | Failure") -> Made:
        return result if isinstance(result, Made) else self.work.failed(item, result.reason)

    def _take(self, batch: Batch, made: Sequence[Made]) -> None:
        """Say, show and write what came of a batch."""
        if batch.source is None:
            self.stdout.flush()
            return
        try:
            if batch.kind == "jsonl":
                self._take_records(batch, batch.source, made)
            else:
                self._take_files(batch, batch.source, made)
        except InputError as error:
            self._broken = batch.source
            self.voice.error(str(error.at(batch.source.name)))

    def _take_files(self, batch: Batch, source: Input, made: Sequence[Made]) -> None:
        if batch.error:
            raise batch.error
        for one in made:
            self._tell(one)
            if one.output is not None:
                self._hand_on(source, self.plan.order.form_of(batch.kind), one.output)

    def _take_records(self, batch: Batch, source: Input, made: Sequence[Made]) -> None:
        """Write records to where those of their input go. A file is written whole or not at all."""
        if source is self._broken:
            return
        if batch.error and not made and not self._sink:
            raise batch.error
        sink = self._sink = self._sink or self._opened(source)
        try:
            for item, one in zip(batch.items, made, strict=True):
                self._tell(one)
                if one.output is not None:
                    self._write(item, one, sink.stream)
            if batch.error:
                raise batch.error  # noqa: TRY301 - so that what was written of the input is dropped, too
        except BaseException:
            self._sink = None
            if not sink.stack.__exit__(*sys.exc_info()):
                raise
        if batch.last:
            self._sink = None
            sink.stack.close()

    def _opened(self, source: Input) -> Sink:
        stack = ExitStack()
        destination = self.plan.destination
        path = destination.of(source, "jsonl") if self.plan.order.form in (None, "jsonl") else None
        if path and self.plan.order.writes and self._together is None:
            return Sink(stack.enter_context(replacing(path, destination.backup)), stack)
        return Sink(self._together or self.stdout, stack)

    def _write(self, item: Item, made: Made, stream: BinaryIO) -> None:
        """Write one record, or the file of its own that it becomes."""
        form = self.plan.order.form
        if made.output is None:
            return
        if form in (None, "jsonl"):
            stream.write(made.output)
            return
        name = file_name(made.id, item.line, form)
        if name.lower() in self._names:
            stem, suffix = os.path.splitext(name)
            name = f"{stem}-{item.line}{suffix}"
        self._names.add(name.lower())
        if self.plan.destination.path:
            with replacing(self.plan.destination.path / name) as file:
                file.write(made.output)

    def _hand_on(self, source: Input, form: Format, content: bytes) -> None:
        """Give an input's whole output to where it belongs."""
        path = self.plan.destination.of(source, form)
        if self._together is not None:
            self._together.write(content)
        elif path is None:
            self.stdout.write(content)
        elif not (path.is_file() and path.read_bytes() == content):
            with replacing(path, self.plan.destination.backup) as stream:
                stream.write(content)

    def _tell(self, made: Made) -> None:
        """Say and show what came of an input, and count it."""
        if made.changed and self.plan.view == "check":
            self.voice.note(f"{made.place}: would change")
        for level, text in made.said:
            getattr(self.voice, level)(text)
        self.changed |= made.changed
        if not made.seen:
            return
        self._show(made.seen.shown)
        if self._removed:
            self._removed.write("".join(f"{line}\n" for line in made.seen.removed).encode())
        if self.stats and made.seen.stats:
            self.stats.merge(made.seen.stats)

    def _show(self, lines: Iterable[str]) -> None:
        for line in lines:
            told = line if self.plan.color else _plain(line)
            self.stdout.write(f"{told}\n".encode("utf-8", "backslashreplace"))

    def _abandon(self, *error: object) -> bool:
        """Leave no half-written file behind when the run ends before an input did."""
        if self._sink:
            self._sink.stack.__exit__(*error)  # type: ignore[arg-type]  # what a context is left with
        return False


def _plain(line: str) -> str:
    import click

    return click.unstyle(line)


def _stats() -> "Stats":
    """Return counts of nothing yet; what counts is imported only where it is asked for."""
    from cleaner.authoring.stats import Stats

    return Stats()
