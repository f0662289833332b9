"""Shards on Dask: the light engine for several machines. All of them must see the output folder."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cleaner.batch.job import ShardJob, ShardRecord, Step
from cleaner.batch.shards import Shard
from cleaner.batch.tally import Tally
from cleaner.batch.task import deal_tasks, run_in_subprocess
from cleaner.errors import InputError, OptionError

MAX_RETRIES = 3
"""Retries of a task that fails; Dask retries a task whose worker dies as often by default."""


class DaskEngine:
    """Cleans shards as tasks of Dask."""

    def __init__(self, jobs: int, master: str | None) -> None:
        """Use the scheduler at ``master``, or else start one with ``jobs`` workers on this machine.

        Raises :exc:`cleaner.errors.OptionError` if Dask is not installed.
        """
        try:
            import distributed  # noqa: F401 - its absence is reported at the start
        except ImportError:
            raise OptionError("--engine dask needs Dask: pip install 'article-cleaner[dask]'") from None
        self._jobs, self._master = jobs, master

    def __call__(self, shards: Sequence[Shard], job: ShardJob, watch: Callable[[Step], None]) -> Iterator[ShardRecord]:
        """Yield the records of the shards as they are finished, and call ``watch`` after each.

        Raises :exc:`cleaner.errors.OptionError` if no scheduler answers, and :exc:`cleaner.errors.InputError` if
        Dask gives up.
        """
        if not shards:
            return
        from distributed import as_completed

        sizes = {shard.name: shard.size for shard in shards}
        with self._client() as client:
            tasks = deal_tasks(shards, len(client.ncores()) or 1)
            (scattered_job,) = client.scatter([job], broadcast=True)
            futures = client.map(
                run_in_subprocess,
                tasks,
                job=scattered_job,
                fingerprint=job.fingerprint,
                retries=MAX_RETRIES,
                pure=False,
            )
            for future in as_completed(futures):
                try:
                    records: list[ShardRecord] = future.result()
                except Exception as error:
                    raise InputError(f"Dask gave up: {error}") from error
                for record in records:
                    watch(Step(sizes[record["shard"]], Tally.from_record(record)))
                    yield record

    def _client(self) -> Any:
        from distributed import Client, LocalCluster

        if self._master is None:
            return Client(LocalCluster(n_workers=self._jobs, threads_per_worker=1, dashboard_address=None))
        try:
            return Client(self._master)
        except OSError as error:
            raise OptionError(f"no Dask scheduler answers at {self._master}: {error}") from None
