"""Who does the shards of a run: processes of this machine, Spark or Dask. All give the same bytes."""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from cleaner.batch.job import Job, Note, Step
from cleaner.batch.shard import clean_shards
from cleaner.batch.shards import Shard

Engine = Callable[[Sequence[Shard], Job, Callable[[Step], None]], Iterator[Note]]
"""What cleans shards and returns their notes, each when it is done; it tells how far it has come."""

Name = Literal["local", "spark", "dask"]


def engine_of(name: Name, jobs: int, master: str | None) -> Engine:
    """Return an engine of ``jobs`` processes, or at a ``master``: the address of a cluster.

    Raises :exc:`cleaner.errors.OptionError` where the package for it is missing.
    """
    if name == "spark":
        from cleaner.batch.spark import engine

        return engine(jobs, master)
    if name == "dask":
        from cleaner.batch.dask import engine

        return engine(jobs, master)
    return lambda shards, job, watch: clean_shards(shards, job, jobs, watch)
