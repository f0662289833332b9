"""One run of ``clean``: inputs are read, cleaned and handed on, in their order. One that fails never harms the others.

What is done with each input is in :mod:`cleaner.io.clean_record`. Texts are cleaned in this process, pages, which other
programs' parsers read, in one that may be killed; with ``-j`` all are cleaned in as many processes.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from cleaner.cli.console import Console
from cleaner.cli.destination import Destination
from cleaner.cli.outlets import Outlets
from cleaner.errors import InputError, OptionError
from cleaner.io.batches import BATCH_BYTES, Batch, read_batches
from cleaner.io.clean_record import Job, Outcome, RecordCleaner
from cleaner.io.files import RECORD_FORMATS, open_output
from cleaner.io.inputs import RECORD_KINDS, Input
from cleaner.io.items import Record

if TYPE_CHECKING:  # start-up time
    from cleaner.authoring.stats import Stats
    from cleaner.batch.pool import Failure, WorkerPool
    from cleaner.cli.reports import Looks


@dataclass(frozen=True, slots=True)
class Plan:
    """What the command line asked for; ``jobs`` is the number of processes, ``time_limit`` in seconds."""

    order: Job
    destination: Destination = field(default_factory=Destination)
    view: str | None = None
    stats_format: str = "text"
    removed: str | None = None
    color: bool = False
    jobs: int = 1
    time_limit: float = 30.0


class Run:
    """The state of a run: what was counted, where lines go."""

    def __init__(self, plan: Plan, console: Console, stdin: BinaryIO, stdout: BinaryIO) -> None:
        self.plan, self.console, self.stdin, self.stdout = plan, console, stdin, stdout
        self.outlets = Outlets(plan.order, plan.destination, stdout)
        self.work = RecordCleaner(
            plan.order, _looks(plan) if plan.removed or plan.view not in (None, "check") else None
        )
        self.stats = _stats() if plan.view == "stats" else None
        self.changed = False
        self._open = ExitStack()
        self._removed: BinaryIO | None = None
        self._broken: Input | None = None
        self._pages: WorkerPool[Record, Outcome] | None = None

    def all(self, inputs: list[Input]) -> None:
        """Clean all inputs, each under its own guard."""
        with self._open:
            self._open.push(self.outlets.abandon)
            if self.plan.removed:
                from pathlib import Path

                self._removed = self._open.enter_context(open_output(Path(self.plan.removed)))
            for batch, made in self._done_in_parallel(inputs) if self.plan.jobs > 1 else self._done_here(inputs):
                self._take(batch, made)
            self.outlets.close()
            if self.stats:
                from cleaner.cli.counts import stats_record, stats_table

                as_json = self.plan.stats_format == "json"
                self._show([stats_record(self.stats)] if as_json else stats_table(self.stats))
            self.stdout.flush()

    def _done_here(self, inputs: list[Input]) -> Iterator[tuple[Batch, list[Outcome]]]:
        """Clean one input after the other in this process, but for pages."""
        for batch in self._batches(inputs, 0):
            yield batch, [self._page(item) if self.work.is_page(item) else self.work(item) for item in batch.records]

    def _batches(self, inputs: list[Input], size: int) -> Iterator[Batch]:
        """Read the inputs, as long as what comes of them has a place to go."""
        order, destination = self.plan.order, self.plan.destination
        lacks_folder = order.writes and not (destination.folder and destination.path)
        for batch in read_batches(inputs, order.read_options, order.cleaner.options.max_size, self.stdin, size):
            if (
                batch.input
                and lacks_folder
                and batch.kind in RECORD_KINDS
                and order.format_of(batch.kind) not in RECORD_FORMATS
            ):
                told = f"-t {order.output_format} needs a folder for them, as in -o articles/"
                raise OptionError(f"{batch.input.name} has many articles: {told}")
            if batch.input and batch.kind in ("html", "warc") and destination.in_place:
                told = "has pages, and -i would write articles over them: use -o"
                yield Batch(batch.input, batch.kind, error=InputError(told))
            else:
                yield batch

    def _page(self, item: Record) -> Outcome:
        """Clean what may be a page in a process that may be killed."""
        if self._pages is None:
            self._pages = self._open.enter_context(self._workers(1))
        ((result,),) = self._pages.ordered([[item]])
        return self._made(item, result)

    def _done_in_parallel(self, inputs: list[Input]) -> Iterator[tuple[Batch, list[Outcome]]]:
        """Clean inputs in several processes; what comes of them comes in their order."""
        sent: deque[Batch] = deque()

        def sending() -> Iterator[Sequence[Record] | None]:
            for batch in self._batches(inputs, BATCH_BYTES):
                if batch.input is None:
                    yield None
                else:
                    sent.append(batch)
                    yield batch.records

        with self._workers(self.plan.jobs) as workers:
            for results in workers.ordered(sending()):
                batch = sent.popleft()
                yield batch, [self._made(item, result) for item, result in zip(batch.records, results, strict=True)]
                self.stdout.flush()

    def _workers(self, count: int) -> "WorkerPool[Record, Outcome]":
        from cleaner.batch.pool import Limits, WorkerPool

        return WorkerPool(self.work, count, Limits(seconds=self.plan.time_limit))

    def _made(self, item: Record, result: "Outcome | Failure") -> Outcome:
        return result if isinstance(result, Outcome) else self.work.failed_outcome(item, result.reason)

    def _take(self, batch: Batch, made: Sequence[Outcome]) -> None:
        """Say, show and write what came of a batch."""
        if batch.input is None:
            self.stdout.flush()
            return
        if batch.input is self._broken:
            return
        for one in made:
            self._tell(one)
        for note in batch.notes:
            self.console.note(f"{batch.input.name}: {note}")
        try:
            self.outlets.take(batch, batch.input, made)
        except InputError as error:
            self._broken = batch.input
            self.console.error(str(error.at(batch.input.name)))

    def _tell(self, made: Outcome) -> None:
        """Say and show what came of an input, and count it."""
        if made.changed and self.plan.view == "check":
            self.console.note(f"{made.place}: would change")
        for level, place, text in made.messages:
            getattr(self.console, level)(f"{place}: {text}")
        self.changed |= made.changed
        if not made.report:
            return
        self._show(made.report.shown)
        if self._removed:
            self._removed.write("".join(f"{line}\n" for line in made.report.removed).encode())
        if self.stats and made.report.stats:
            self.stats.merge(made.report.stats)

    def _show(self, lines: Iterable[str]) -> None:
        for line in lines:
            told = line if self.plan.color else _plain(line)
            self.stdout.write(f"{told}\n".encode("utf-8", "backslashreplace"))


def _looks(plan: Plan) -> "Looks":
    from cleaner.cli.reports import Looks

    return Looks(plan.order, plan.view, removed=bool(plan.removed))


def _plain(line: str) -> str:
    import click

    return click.unstyle(line)


def _stats() -> "Stats":
    """Return counts of nothing yet; what counts is imported only where it is asked for."""
    from cleaner.authoring.stats import Stats

    return Stats()
