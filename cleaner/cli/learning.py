"""Count the lines of inputs by site, to learn rules from: what ``cleaner rules learn`` and ``clean --learn`` share."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.batch.pool import Failure, Limits, WorkerPool
from cleaner.cli.console import Console
from cleaner.io.batches import Batch
from cleaner.io.clean_record import ArticleReport, Job, Outcome, RecordCleaner
from cleaner.io.records import Record
from cleaner.io.streams import Flush
from cleaner.learning.counts import LineCounts
from cleaner.learning.pages import Page, page_of, uncertain_rules


class SitePage:
    """Returns an article as a page of its site, or of ``site``, whatever the article says."""

    def __init__(self, site: str | None = None) -> None:
        self._site = site

    def __call__(self, job: Job, report: ArticleReport) -> Page | None:
        """Return the page; ``None`` if no site is known, or the article is not mostly prose."""
        return page_of(report.article, self._site, uncertain=uncertain_rules(job.cleaner))


class CountingPlan(NamedTuple):
    """How to count: the job whose cleaner reads the inputs, processes, seconds for a record, and the site of all."""

    job: Job
    jobs: int = 1
    seconds: float = 30.0
    site: str | None = None


def count_lines(batches: Iterable[Batch | Flush], plan: CountingPlan, counts: LineCounts, console: Console) -> int:
    """Count the lines of inputs, and return the number of articles of which no site is known, or that have no prose.

    Inputs that fail are reported.
    """
    left_out = 0
    for outcome in _outcomes(batches, plan, console):
        if outcome.failure:
            console.error(outcome.failure, outcome.place)
        elif outcome.report is None:
            left_out += 1
        else:
            counts.add(outcome.report)
    return left_out


def _outcomes(batches: Iterable[Batch | Flush], plan: CountingPlan, console: Console) -> Iterator[Outcome]:
    reader = RecordCleaner(_without_output(plan.job), SitePage(plan.site))
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
            if batch.error:
                console.error(batch.error.message, batch.error.at(batch.input.name).where, is_input=True)
            for record, result in zip(batch.records, results, strict=True):
                yield reader.failed_outcome(record, result.reason) if isinstance(result, Failure) else result


def _without_output(job: Job) -> Job:
    variants = tuple(variant._replace(job=_without_output(variant.job)) for variant in job.variants)
    return job._replace(writes=False, variants=variants)
