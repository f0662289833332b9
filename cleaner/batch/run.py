"""A run: which shards are still to be cleaned, which engine cleans them, and the summary of all.

The shard records in the output folder, one file per shard, are the only state. So a run may end at any moment, and the
next one resumes it: a shard is finished if its record matches these inputs (by their hashes) and this job, and if its
outputs are unchanged.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from cleaner.batch.job import ShardJob, ShardRecord, Step, is_current
from cleaner.batch.shard import clean_shards
from cleaner.batch.shards import Shard
from cleaner.batch.store import OutputFolder
from cleaner.batch.tally import Tally

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
    """The summary of a run: counts over all inputs, bytes read and written, shards, and those finished before it."""

    tally: Tally
    bytes_in: int
    bytes_out: int
    shards: int
    done_before: int
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """Return the summary as values for JSON, the largest counts first."""
        counts = self.tally.as_dict()
        return {
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
        }


def current_records(folder: OutputFolder, shards: Sequence[Shard], job: ShardJob) -> dict[str, ShardRecord]:
    """Return the records of the shards that are finished, by their names."""
    known = ((shard, folder.record(shard.name)) for shard in shards)
    return {shard.name: record for shard, record in known if record and is_current(record, shard, job)}


class BatchRun:
    """A run into an output folder, which the caller has locked."""

    def __init__(self, folder: OutputFolder, shards: Sequence[Shard], job: ShardJob, *, fresh: bool = False) -> None:
        """Find the shards that are still to be cleaned: with ``fresh``, all of them."""
        self.folder, self.shards, self.job = folder, shards, job
        self.done: dict[str, ShardRecord] = {}
        records = folder.records()
        if not fresh:
            self.done = current_records(folder, shards, job)
        self.pending = [shard for shard in shards if shard.name not in self.done]
        self._done_before = len(self.done)
        self._remove_replaced(records)
        for shard in self.pending:
            folder.record_path(shard.name).unlink(missing_ok=True)

    def clean(self, engine: Engine, watch: Callable[[Step], None]) -> None:
        """Clean the pending shards; ``watch`` is called after each step of progress."""
        for record in engine(self.pending, self.job, watch):
            self.done[record["shard"]] = record

    def finish(self, seconds: float) -> RunSummary:
        """Write the manifest, the failures, the remarks and the summary of all shards, and return the summary."""
        self.folder.remove_stale(TASK_SHUTDOWN_SECONDS)  # files of tasks whose worker was killed
        records = [self.done[shard.name] for shard in self.shards if shard.name in self.done]
        tally = Tally()
        for record in records:
            tally.merge(Tally.from_record(record))
        for path, host in self.folder.foreign_temporary_files():
            tally.remark(path, f"temporary file of the host {host}: delete it if no job there still writes it")
        files = [file for record in records for file in record["files"]]
        summary = RunSummary(
            tally=tally,
            bytes_in=sum(file["size"] for file in files),
            bytes_out=sum(file.get("output_size", 0) for file in files),
            shards=len(self.shards),
            done_before=self._done_before,
            seconds=seconds,
        )
        self.folder.write_lines("manifest.jsonl", list(self.folder.records().values()))
        self.folder.write_lines("failed.jsonl", tally.failures)
        self.folder.write_lines("remarks.jsonl", tally.remarks)
        content = json.dumps({**summary.as_dict(), "fingerprint": self.job.fingerprint}, indent=1)
        self.folder.write_file(self.folder.control / "summary.json", f"{content}\n")
        return summary

    def _remove_replaced(self, records: Mapping[Path, ShardRecord]) -> None:
        """Remove the records of earlier runs whose files belong to other shards now."""
        planned = {self.folder.record_path(shard.name) for shard in self.shards}
        outputs = {file.output for shard in self.shards for file in shard.files}
        for path, record in records.items():
            files = record.get("files")
            if path not in planned and isinstance(files, list) and any(file.get("output") in outputs for file in files):
                path.unlink(missing_ok=True)


def _ranked(counts: Mapping[str, Sequence[int]], names: Sequence[str], *, by: str) -> dict[str, dict[str, int]]:
    """Return counts with their names, the largest first, equal ones by key."""
    index = names.index(by)
    ordered = sorted(counts.items(), key=lambda item: (-item[1][index], item[0]))
    return {key: dict(zip(names, numbers, strict=True)) for key, numbers in ordered}
