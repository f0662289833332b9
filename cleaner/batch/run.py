"""A run: which shards are still to be cleaned, which engine cleans them, and the summary of all.

The shard records in the output folder, one file per shard, are the only state. So a run may end at any moment, and the
next one resumes it: a shard is finished if its record matches these inputs (by their hashes) and this job, and if its
outputs are unchanged.
"""

import json
import shlex
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from cleaner.batch.job import ShardJob, ShardRecord, Step, is_current
from cleaner.batch.shard import clean_shards
from cleaner.batch.shards import Part, Shard, shards_of_part
from cleaner.batch.store import OutputFolder, open_output
from cleaner.batch.tally import Tally
from cleaner.places import shown_name
from cleaner.version import SCHEMA_VERSION

if TYPE_CHECKING:
    from cleaner.places import Place

TASK_SHUTDOWN_SECONDS = 5.0
"""Seconds within which a task ends after its worker was killed."""

Engine = Callable[[Sequence[Shard], ShardJob, Callable[[Step], None]], Iterator[ShardRecord]]
"""Cleans shards and yields their records, each when it is finished; calls a function after each step of progress."""

EngineName = Literal["local", "spark", "dask"]
"""Processes of this machine, or a cluster. All write the same bytes."""


def load_engine(name: EngineName, jobs: int, master: str | None) -> Engine:
    """Return an engine with ``jobs`` processes, or on the cluster whose address is ``master``.

    Raises :exc:`cleaner.errors.OptionError` if its package is not installed.
    """
    if name == "spark":
        from cleaner.batch.spark import SparkEngine

        return SparkEngine(jobs, master)
    if name == "dask":
        from cleaner.batch.dask import DaskEngine

        return DaskEngine(jobs, master)
    return lambda shards, job, watch: clean_shards(shards, job, jobs, watch)


@dataclass(frozen=True, slots=True)
class RunSummary:
    """The summary of a run: counts over all inputs, bytes read and written, shards, and those finished before it.

    ``started`` and ``ended`` are seconds since 1970.
    """

    tally: Tally
    bytes_in: int
    bytes_out: int
    shards: int
    done: int
    done_before: int
    started: float
    ended: float

    @property
    def seconds(self) -> float:
        """The duration of the run."""
        return self.ended - self.started

    def as_dict(self) -> dict[str, Any]:
        """Return the summary as values for JSON, the largest counts first."""
        counts = self.tally.as_dict()
        return {
            "schema": SCHEMA_VERSION,
            **{name: counts[name] for name in ("read", "written", "empty", "failed", "verdicts")},
            "bytes_in": self.bytes_in,
            "bytes_out": self.bytes_out,
            "characters": self.tally.characters,
            "removed": self.tally.removed,
            "share": round(self.tally.share, 4),
            "rules": _ranked(self.tally.rules, ("documents", "lines", "characters"), by="lines"),
            "sites": _ranked(self.tally.sites, ("documents", "characters", "removed"), by="documents"),
            "slowest": [{"place": place, "seconds": seconds} for seconds, place in self.tally.slowest],
            "shards": self.shards,
            "done_before": self.done_before,
            "seconds": round(self.seconds, 3),
            "started": timestamp(self.started),
            "ended": timestamp(self.ended),
            "host": socket.gethostname(),
            "command": shlex.join(["cleaner", *map(shown_name, sys.argv[1:])]),
        }


def current_records(folder: OutputFolder, shards: Sequence[Shard], job: ShardJob) -> dict[str, ShardRecord]:
    """Return the records of the shards that are finished, by their names."""
    return _current(folder.records(), folder, shards, job)


def _current(
    records: "Mapping[Place, ShardRecord]", folder: OutputFolder, shards: Sequence[Shard], job: ShardJob
) -> dict[str, ShardRecord]:
    known = ((shard, records.get(folder.record_path(shard.name))) for shard in shards)
    return {shard.name: record for shard, record in known if record and is_current(record, shard, job)}


def timestamp(seconds: float) -> str:
    """Return a time in seconds since 1970 as ISO 8601 has it, in UTC.

    >>> timestamp(0.5)
    '1970-01-01T00:00:00.500Z'
    """
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class BatchRun:
    """A run over all shards, or a part of them, into an output folder, which the caller has locked."""

    def __init__(
        self,
        folder: OutputFolder,
        shards: Sequence[Shard],
        job: ShardJob,
        *,
        fresh: bool = False,
        part: Part | None = None,
    ) -> None:
        """Find the shards that are still to be cleaned: with ``fresh``, all of them."""
        self.folder, self.shards, self.job, self.part = folder, shards_of_part(shards, part), job, part
        self._started = time.time()
        self.done: dict[str, ShardRecord] = {}
        records = folder.records()
        if not fresh:
            self.done = _current(records, folder, self.shards, job)
        self.pending = [shard for shard in self.shards if shard.name not in self.done]
        self._done_before = len(self.done)
        self._remove_replaced(records, shards)
        folder.remove_records(shard.name for shard in self.pending)

    def clean(self, engine: Engine, watch: Callable[[Step], None]) -> Iterator[ShardRecord]:
        """Clean the pending shards and yield their records; ``watch`` is called after each step of progress."""
        for record in engine(self.pending, self.job, watch):
            self.done[record["shard"]] = record
            yield record

    def summary(self) -> RunSummary:
        """Return the summary of the shards that are done so far."""
        records = self._records()
        tally = Tally()
        for record in records:
            tally.merge(Tally.from_record(record))
        files = [file for record in records for file in record["files"]]
        return RunSummary(
            tally=tally,
            bytes_in=sum(file["size"] for file in files),
            bytes_out=sum(file.get("output_size", 0) for file in files),
            shards=len(self.shards),
            done=len(records),
            done_before=self._done_before,
            started=self._started,
            ended=time.time(),
        )

    def finish(self) -> RunSummary:
        """Write the manifest, the failures, the remarks and the summary of all shards, and return the summary."""
        if self.part is None:  # other parts may be at work
            self.folder.remove_stale(TASK_SHUTDOWN_SECONDS)  # files of tasks whose worker was killed
        summary, suffix = self.summary(), self.part.suffix if self.part else ""
        tally = summary.tally
        for path, host in self.folder.foreign_temporary_files() if self.part is None else ():
            tally.remark(path, f"temporary file of the host {host}: delete it if no job there still writes it")
        manifest = self._records() if self.part else list(self.folder.records().values())
        self.folder.write_lines(f"manifest{suffix}.jsonl", manifest)
        self.folder.write_lines(f"failed{suffix}.jsonl", tally.failures)
        self.folder.write_lines(f"remarks{suffix}.jsonl", tally.remarks)
        content = json.dumps({**summary.as_dict(), "fingerprint": self.job.fingerprint}, indent=1)
        self.folder.write_file(self.folder.control / f"summary{suffix}.json", f"{content}\n")
        if self.part is None:
            self.folder.remove_files_of_parts()
        return summary

    def write_removals(self, path: "Place") -> None:
        """Write the records of the removals of all shards to one file. Raises :exc:`InputError` if that fails."""
        with open_output(path) as stream:
            for shard in self.shards:
                with suppress(FileNotFoundError), self.folder.removals_path(shard.name).open("rb") as removals:
                    shutil.copyfileobj(removals, stream)

    def _records(self) -> list[ShardRecord]:
        """Return the records of the shards that are done, in the order of the inputs."""
        return [self.done[shard.name] for shard in self.shards if shard.name in self.done]

    def _remove_replaced(self, records: "Mapping[Place, ShardRecord]", shards: Sequence[Shard]) -> None:
        """Remove the records of earlier runs whose files belong to other shards now."""
        planned = {self.folder.record_path(shard.name) for shard in shards}
        outputs = {file.output for shard in shards for file in shard.files}
        for path, record in records.items():
            files = record.get("files")
            if path not in planned and isinstance(files, list) and any(file.get("output") in outputs for file in files):
                path.unlink(missing_ok=True)


def _ranked(counts: Mapping[str, Sequence[int]], names: Sequence[str], *, by: str) -> dict[str, dict[str, int]]:
    """Return counts with their names, the largest first, equal ones by key."""
    index = names.index(by)
    ordered = sorted(counts.items(), key=lambda item: (-item[1][index], item[0]))
    return {key: dict(zip(names, numbers, strict=True)) for key, numbers in ordered}
