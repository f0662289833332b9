"""Learn rules from inputs by counting their lines: for ``cleaner rules learn``, and for ``--learn``."""

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from cleaner.batch.job import Step
from cleaner.batch.pool import Failure, Limits, WorkerPool
from cleaner.batch.run import BatchRun, Engine
from cleaner.cli.console import Console
from cleaner.cli.plan import job_of
from cleaner.errors import OptionError
from cleaner.io.batches import BATCH_BYTES, Batch, read_batches
from cleaner.io.clean_record import Job, Outcome, RecordCleaner
from cleaner.io.files import open_output
from cleaner.io.inputs import Input
from cleaner.io.records import Record
from cleaner.io.selection import selected
from cleaner.io.streams import Flush
from cleaner.learning.counts import LineCounts
from cleaner.learning.pages import SitePage
from cleaner.learning.proposals import SiteProposals, propose
from cleaner.learning.rule_file import learned_files
from cleaner.types import RuleSet


class CountingPlan(NamedTuple):
    """How to count: the job whose cleaner reads the inputs, processes, seconds for a record, and the site of all."""

    job: Job
    jobs: int = 1
    seconds: float = 30.0
    site: str | None = None


def count_lines(
    batches: Iterable[Batch | Flush], plan: CountingPlan, counts: LineCounts, console: Console | None = None
) -> int:
    """Count the lines of inputs, and return the number of articles of which no site is known, or that have no prose.

    Inputs that fail are reported on the console, if there is one.
    """
    left_out = 0
    for outcome in _outcomes(batches, plan, console):
        if outcome.failure:
            if console:
                console.error(outcome.failure, outcome.place)
        elif outcome.report is None:
            left_out += 1
        else:
            counts.add(outcome.report)
    return left_out


def _outcomes(batches: Iterable[Batch | Flush], plan: CountingPlan, console: Console | None) -> Iterator[Outcome]:
    reader = RecordCleaner(without_output(plan.job), SitePage(plan.site))
    sent: deque[Batch] = deque()

    def pending() -> Iterator[Sequence[Record] | None]:
        for batch in batches:
            if isinstance(batch, Flush):
                yield None
            else:
                sent.append(batch)
                yield batch.records

    with WorkerPool(reader, plan.jobs, Limits(seconds=plan.seconds)) as workers:
        for results in workers.ordered(pending()):
            batch = sent.popleft()
            if batch.error and console:
                console.error(batch.error.message, batch.error.at(batch.input.name).where, is_input=True)
            for record, result in zip(batch.records, results, strict=True):
                yield reader.failed_outcome(record, result.reason) if isinstance(result, Failure) else result


def without_output(job: Job) -> Job:
    """Return a job that reads and cleans as before, and writes nothing."""
    variants = tuple(variant._replace(job=without_output(variant.job)) for variant in job.variants)
    return job._replace(writes=False, variants=variants)


@contextmanager
def with_learned_rules(
    inputs: Sequence[Input], values: Mapping[str, Any], console: Console
) -> Iterator[Mapping[str, Any]]:
    """Learn rules from the inputs of ``clean``, and yield the values of its options with them.

    With ``--limit`` and ``--sample``, the articles that they choose are counted, as by ``cleaner run``.
    Raises :exc:`OptionError` for standard input, which cannot be read twice.
    """
    if any(source.path is None for source in inputs):
        raise OptionError("--learn reads the inputs twice, and standard input can be read once: name files")
    job = job_of(values, inputs, console)
    batches = read_batches(inputs, job.read_options, job.cleaner.options.max_size, sys.stdin.buffer, BATCH_BYTES)
    batches = selected(batches, limit=values["limit"], sample=values["sample"])
    with LineCounts() as counts, TemporaryDirectory(prefix="cleaner-learned-") as folder:
        count_lines(batches, CountingPlan(job, values["jobs"], values["time_limit"]), counts)
        paths = _write_learned(propose(counts), Path(folder), job.cleaner.rule_set, console)
        yield {**values, "rules": (*values["rules"], *paths)}


def learned_rules_of_run(batch: BatchRun, engine: Engine, watch: Callable[[Step], None], console: Console) -> list[str]:
    """Count the lines of a run's shards, learn rules from them, and return the paths of their files.

    The files are in the folder of the run, and replace those of an earlier one.
    """
    for _ in batch.clean(engine, watch):
        pass
    folder = Path(str(batch.folder.path))
    for path in folder.glob("*.yaml"):
        path.unlink()
    with LineCounts() as counts:
        for shard in batch.shards:
            counts.add_file(batch.folder.counts_path(shard.name))
        return _write_learned(propose(counts), folder, batch.job.record_job.cleaner.rule_set, console)


def _write_learned(found: Sequence[SiteProposals], folder: Path, rule_set: RuleSet, console: Console) -> list[str]:
    """Write a rule file for each site with proposals, say how many rules there are, and return the paths."""
    proposals = {folder / f"learned-{site.site}.yaml": site.proposals for site in found if site.proposals}
    files = {path: file for path, file in learned_files(proposals, rule_set).items() if file.ids} if proposals else {}
    for path, file in files.items():
        with open_output(path) as stream:
            stream.write(file.text.encode())
    console.note(f"learned {sum(len(file.ids) for file in files.values()):,} rules for {len(files):,} sites")
    return [str(path) for path in files]
