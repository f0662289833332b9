"""Shards on Dask: the light engine for more than one machine. The output folder must be one that all machines see."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cleaner.batch.job import ShardJob, ShardRecord, Step
from cleaner.batch.shards import Shard
from cleaner.batch.tally import Tally
from cleaner.batch.task import run_in_subprocess, tasks_of
from cleaner.errors import InputError, OptionError

TRIES = 3
"""Times that Dask tries a shard again whose task fails; one whose worker dies it tries as often by itself."""


def engine(
    jobs: int, master: str | None
) -> Callable[[Sequence[Shard], ShardJob, Callable[[Step], None]], Iterator[ShardRecord]]:
    """Return an engine that runs shards as tasks of Dask, at a scheduler or with ``jobs`` workers on this machine.

    Raises :exc:`cleaner.errors.OptionError` where Dask is missing, or no scheduler answers.
    """
    try:
        import distributed  # noqa: F401 - told before any work
    except ImportError:
        raise OptionError("--engine dask needs Dask: pip install 'article-cleaner[dask]'") from None

    def run(shards: Sequence[Shard], job: ShardJob, watch: Callable[[Step], None]) -> Iterator[ShardRecord]:
        if not shards:
            return
        with _client(jobs, master) as client:
            yield from _noted(client, shards, job, watch)

    return run


def _client(jobs: int, master: str | None) -> Any:
    from distributed import Client, LocalCluster

    if master is None:
        return Client(LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None))
    try:
        return Client(master)
    except OSError as error:
        raise OptionError(f"no Dask scheduler answers at {master}: {error}") from None


def _noted(client: Any, shards: Sequence[Shard], job: ShardJob, watch: Callable[[Step], None]) -> Iterator[ShardRecord]:
    """Return the notes of the shards as they are done, and tell of each."""
    from distributed import as_completed

    (given,) = client.scatter([job], broadcast=True)
    sizes = {shard.name: shard.size for shard in shards}
    tasks = tasks_of(shards, len(client.ncores()) or 1)
    how = {"job": given, "fingerprint": job.fingerprint, "retries": TRIES, "pure": False}
    for done in as_completed(client.map(run_in_subprocess, tasks, **how)):
        try:
            notes: list[ShardRecord] = done.result()
        except Exception as error:
            raise InputError(f"Dask gave up: {error}") from error
        for note in notes:
            watch(Step(sizes[note["shard"]], Tally.of_record(note)))
            yield note
