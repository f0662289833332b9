"""One run of ``clean``: inputs are read, cleaned and written, in their order. One that fails does not stop the others.

:mod:`cleaner.io.clean_record` cleans each record. Texts are cleaned in this process, and pages, which are read by
parsers written in C, in another that can be killed; with ``-j``, both are cleaned in that number of processes.
"""

import json
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any, BinaryIO

from cleaner.cli.config import configure
from cleaner.cli.console import Console, wants_color
from cleaner.cli.destination import Outputs
from cleaner.cli.plan import Plan, Reports, plan_of
from cleaner.cli.sources import chosen_inputs
from cleaner.errors import ExitStatus, InputError, OptionError
from cleaner.io.batches import BATCH_BYTES, Batch, read_batches
from cleaner.io.clean_record import ArticleReport, Job, Outcome, RecordCleaner
from cleaner.io.files import open_output
from cleaner.io.formats import RECORD_FORMATS, RECORD_KINDS, REWRITABLE_KINDS
from cleaner.io.inputs import Input
from cleaner.io.records import Record
from cleaner.io.remarks import language_remark
from cleaner.io.streams import FLUSH, Flush
from cleaner.places import place_of, size_of
from cleaner.system import start_method

if TYPE_CHECKING:  # start-up time
    from cleaner.authoring.stats import Stats
    from cleaner.batch.pool import Failure, WorkerPool
    from cleaner.cli.messages import Finding
    from cleaner.cli.reports import Report
    from cleaner.report.corpus import Corpus


def clean(paths: tuple[str, ...], given: Mapping[str, Any]) -> int:
    """Clean what is at the paths, as options and configuration say, and return the exit status."""
    configuration = configure(given)
    values = {**configuration.values, "overrides": configuration.overrides, "given": frozenset(given)}
    level = -1 if values["quiet"] else int(values["verbose"])
    console = Console(level, wants_color(values["color"], sys.stderr))
    inputs = chosen_inputs(paths if paths or values["files_from"] else ("-",), values, console)
    if not inputs:
        return ExitStatus.OK
    if values["learn"]:
        from cleaner.cli.learning import with_learned_rules  # start-up time

        with with_learned_rules(inputs, values, console) as learned_values:
            plan = plan_of(inputs, paths, learned_values, console)
    else:
        plan = plan_of(inputs, paths, values, console)
    run = Run(plan, inputs, console, sys.stdin.buffer, sys.stdout.buffer)
    try:
        run.clean()
    finally:
        console.finish()
    for condition, count in run.failing.items():
        console.error(f"--fail-on {condition}: {count:,} article{'' if count == 1 else 's'}")
    if console.failed:
        return ExitStatus.FAILED
    return ExitStatus.FINDINGS if plan.check and run.has_changes else ExitStatus.OK


LARGE_BYTES = 1 << 20
"""Bytes of a single input from which progress is shown."""


class Run:
    """The state of a run. ``has_changes`` says whether cleaning has changed any article so far.

    ``failing`` counts the articles so far that meet a condition of ``--fail-on``.
    """

    def __init__(
        self, plan: Plan, inputs: Sequence[Input], console: Console, stdin: BinaryIO, stdout: BinaryIO
    ) -> None:
        self.plan, self.inputs, self.console, self.stdin, self.stdout = plan, inputs, console, stdin, stdout
        self.has_changes = False
        self.failing = Counter[str]()
        self._outputs = Outputs(plan.job, plan.destination, inputs, stdout)
        self._clean = RecordCleaner(plan.job, _reporter(plan.reports))
        self._stats = _stats() if plan.reports.stats else None
        self._corpus = _corpus() if plan.reports.page else None
        self._resources = ExitStack()
        self._removed: BinaryIO | None = None
        self._broken: Input | None = None
        self._unknown_languages = Counter[str]()
        self._findings: list[Finding] = []
        self._failures: list[tuple[str, str]] = []
        self._page_worker: WorkerPool[Record, Outcome] | None = None

    def clean(self) -> None:
        """Clean, write and report on all inputs."""
        with self._resources:
            self._resources.push(self._outputs.abandon)
            if self.plan.removed == "-":
                self._removed = self.stdout
            elif self.plan.removed is not None:
                self._removed = self._resources.enter_context(open_output(place_of(self.plan.removed)))
            cleaned = self._cleaned_by_workers() if self.plan.jobs > 1 else self._cleaned_here()
            for batch, outcomes in self._watched(cleaned) if self._shows_progress() else cleaned:
                self._finish(batch, outcomes)
            self._outputs.close()
            for path in self._outputs.unwritten:
                as_json = self.plan.reports.format == "json"
                self._show([json.dumps({"report": "write", "path": path}) if as_json else f"would write {path}"])
            self._show(self._last_rows())
            if self._corpus and self.plan.page:
                from cleaner.cli.page import save_page

                title = self.inputs[0].name if len(self.inputs) == 1 else f"{len(self.inputs):,} inputs"
                save_page(self.plan.page, self._corpus, title, self.plan.job.cleaner.rule_set)
            self.stdout.flush()

    def _shows_progress(self) -> bool:
        """Whether articles go to files, so that the terminal is free to show how many there are."""
        destination, level = self.plan.destination, self.console.level
        is_large = len(self.inputs) > 1 or size_of(self.inputs[0].path or "") >= LARGE_BYTES
        return destination.writes_files and not destination.is_dry_run and level == 0 and is_large

    def _watched(self, cleaned: Iterable[tuple[Batch, list[Outcome]]]) -> Iterator[tuple[Batch, list[Outcome]]]:
        """Yield batches with their outcomes, and show how far the run is."""
        from cleaner.batch.job import Step
        from cleaner.batch.tally import Tally
        from cleaner.cli.progress import progress

        sizes = [size_of(source.path) if source.path else 0 for source in self.inputs]
        total = sum(sizes) if all(source.path for source in self.inputs) else 0
        self.console.has_bar = bool(total) and sys.stderr.isatty()
        before, size_by_input = 0, dict(zip(self.inputs, sizes, strict=True))
        with progress(total, name="clean") as count_step:
            for batch, outcomes in cleaned:
                yield batch, outcomes
                failed = sum(bool(outcome.failure) for outcome in outcomes) + (batch.error is not None)
                position = size_by_input[batch.input] if batch.is_last else batch.bytes_read
                count_step(Step(position - before, Tally(read=len(outcomes), failed=failed)))
                before = 0 if batch.is_last else position
        self.console.has_bar = False

    def _last_rows(self) -> Iterator[str]:
        """Yield the reports on all inputs."""
        if self._stats and self.plan.reports.format == "json":
            from cleaner.cli.messages import stats_record

            yield json.dumps(stats_record(self._stats))
        elif self._stats:
            from cleaner.cli.reports import stats_rows

            yield from stats_rows(self._stats)
        if self.plan.reports.format == "sarif":
            from cleaner.cli.messages import sarif

            rules = {rule.id: rule.about for rule in self.plan.job.cleaner.rule_set.rules}
            yield sarif(self._findings, self._failures, rules)

    def _cleaned_here(self) -> Iterator[tuple[Batch, list[Outcome]]]:
        """Yield each batch with its outcomes; texts are cleaned in this process."""
        for batch in self._batches(0):
            if isinstance(batch, Flush):
                self.stdout.flush()
            else:
                yield batch, [*map(self._clean_record, batch.records)]

    def _batches(self, size: int) -> Iterator[Batch | Flush]:
        """Yield the inputs in batches of ``size`` bytes. Raises :exc:`OptionError` if their articles need a folder."""
        job, destination = self.plan.job, self.plan.destination
        lacks_folder = job.writes and not destination.is_folder
        batches = read_batches(self.inputs, job.read_options, job.cleaner.options.max_size, self.stdin, size)
        if self.plan.limit or self.plan.sample:
            from cleaner.io.selection import selected  # start-up time

            batches = selected(batches, limit=self.plan.limit, sample=self.plan.sample)
        for batch in batches:
            if isinstance(batch, Flush):
                yield FLUSH
                continue
            if lacks_folder and batch.kind in RECORD_KINDS and job.format_of(batch.kind) not in RECORD_FORMATS:
                hint = f"-t {job.output_format} needs a folder for them, as in -o articles/"
                raise OptionError(f"{batch.input.name} has many articles: {hint}")
            if destination.in_place and batch.kind not in REWRITABLE_KINDS and not batch.error:
                yield Batch(batch.input, batch.kind, error=InputError(_reason_not_to_overwrite(batch)))
            else:
                yield batch

    def _clean_record(self, record: Record) -> Outcome:
        """Clean a record, in a process that can be killed if it may be a page."""
        if not self._clean.is_page(record):
            return self._clean(record)
        if self._page_worker is None:
            self._page_worker = self._resources.enter_context(self._workers(1))
        ((result,),) = self._page_worker.ordered([[record]])
        return self._outcome(record, result)

    def _cleaned_by_workers(self) -> Iterator[tuple[Batch, list[Outcome]]]:
        """Yield each batch with its outcomes, in the order of the inputs; records are cleaned in several processes."""
        sent: deque[Batch] = deque()

        def pending() -> Iterator[Sequence[Record] | None]:
            for batch in self._batches(BATCH_BYTES):
                if isinstance(batch, Flush):
                    yield None
                else:
                    sent.append(batch)
                    yield batch.records

        if start_method() == "fork" and self._may_be_large():
            self.plan.job.cleaner.engine.prepare()
        with self._workers(self.plan.jobs) as workers:
            for results in workers.ordered(pending()):
                batch = sent.popleft()
                yield batch, [*map(self._outcome, batch.records, results)]
                self.stdout.flush()

    def _may_be_large(self) -> bool:
        """Whether there is enough to clean for several processes; nobody knows how much a stream has."""
        paths = [source.path for source in self.inputs]
        return None in paths or any(total >= LARGE_BYTES for total in accumulate(map(size_of, filter(None, paths))))

    def _workers(self, count: int) -> "WorkerPool[Record, Outcome]":
        from cleaner.batch.pool import Limits, WorkerPool

        return WorkerPool(self._clean, count, Limits(seconds=self.plan.time_limit))

    def _outcome(self, record: Record, result: "Outcome | Failure") -> Outcome:
        return result if isinstance(result, Outcome) else self._clean.failed_outcome(record, result.reason)

    def _finish(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        """Report and write the outcomes of a batch."""
        if batch.input is self._broken:
            return
        for outcome in outcomes:
            self._report(outcome)
        self._unknown_languages.update(outcome.unknown_language for outcome in outcomes if outcome.unknown_language)
        notes = list(batch.notes)
        if batch.is_last and self._unknown_languages:
            notes.append(language_remark(self._unknown_languages))
            self._unknown_languages.clear()
        for note in notes:
            self.console.note(note, batch.input.name)
        if notes and "remarks" in self.plan.fail_on:
            self.failing["remarks"] += len(notes)
        try:
            self._outputs.write(batch, batch.input, outcomes)
        except InputError as error:
            self._broken = batch.input
            self._fail(error.message, error.at(batch.input.name).where, is_input=True)
            self._add_failure(batch.input.name, error.message)

    def _report(self, outcome: Outcome) -> None:
        """Print the messages of an outcome, show its reports, and count it."""
        if outcome.is_changed and self.plan.check:
            self.console.finding("would change", outcome.place)
        for level, place, text in outcome.messages:
            if level == "error":
                self._fail(text, place)
            else:
                self.console.report(level, text, place)
        self.has_changes |= outcome.is_changed
        if outcome.verdict in self.plan.fail_on:
            self.failing[outcome.verdict] += 1
        if "remarks" in self.plan.fail_on and any(message.level == "note" for message in outcome.messages):
            self.failing["remarks"] += 1
        self._keep_reports(outcome)

    def _keep_reports(self, outcome: Outcome) -> None:
        """Show or keep the reports on an outcome."""
        report = outcome.report
        if outcome.failure:
            self._add_failure(outcome.place, outcome.failure, outcome.id)
        if not report:
            return
        self._show(report.rows)
        self._findings += report.findings
        if self._removed:
            self._removed.write("".join(f"{row}\n" for row in report.removed).encode())
        if self._stats:
            self._stats.merge(report.stats)
        if self._corpus and not outcome.failure:
            self._corpus.add(report.view)

    def _add_failure(self, place: str, reason: str, id: object = None) -> None:
        """Add a failure to the page on all articles."""
        if self._corpus is None:
            return
        from cleaner.report.view import DocumentView

        self._corpus.add(DocumentView(place, id, error=reason))

    def _fail(self, reason: str, place: str, *, is_input: bool = False) -> None:
        """Report a failure, also in the format of the reports."""
        self.console.error(reason, place, is_input=is_input)
        if self.plan.reports.format == "sarif":
            self._failures.append((place, reason))
        elif self.plan.reports.format == "github":
            from cleaner.cli.messages import github_failure

            self._show([github_failure(place, reason)])

    def _show(self, rows: Iterable[str]) -> None:
        for row in rows:
            self.stdout.write(f"{row}\n".encode("utf-8", "backslashreplace"))


def _reason_not_to_overwrite(batch: Batch) -> str:
    if batch.kind == "json":
        return "is JSON, and -i writes JSON lines only: write them elsewhere with -o, or make them with jq -c '.[]'"
    return "has pages, and -i would overwrite them with their articles: use -o"


def _reporter(reports: Reports) -> "Callable[[Job, ArticleReport], Report] | None":
    """Return the function that makes the report on an article, if reports are wanted."""
    if not (reports.are_shown or reports.removed):
        return None
    from cleaner.cli.reports import report_on

    return partial(report_on, reports)


def _stats() -> "Stats":
    from cleaner.authoring.stats import Stats

    return Stats()


def _corpus() -> "Corpus":
    from cleaner.report.corpus import Corpus
    from cleaner.report.write import require_packages

    require_packages()
    return Corpus()
