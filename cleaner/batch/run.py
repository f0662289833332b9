"""A run: which shards are still to be done, who does them, and what is told when all are.

What is done stands in the notes of the output folder, one file a shard, and in nothing else. So a run may end at any
moment, and the next one goes on: a shard counts as done if its note is of these inputs (by their hashes) and of this
order, and its outputs are what they were.
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

Engine = Callable[[Sequence[Shard], ShardJob, Callable[[Step], None]], Iterator[ShardRecord]]
"""What cleans shards and returns their notes, each when it is done; it tells how far it has come."""

EngineName = Literal["local", "spark", "dask"]


def load_engine(name: EngineName, jobs: int, master: str | None) -> Engine:
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


TASK_SHUTDOWN_SECONDS = 5.0
"""Seconds in which a task ends whose worker was killed."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What came of a run: counts over all its inputs, bytes read and written, shards, and those done before."""

    tally: Tally
    bytes_in: int
    bytes_out: int
    shards: int
    done_before: int
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """Return what a person or a program wants to know of the run, the largest counts first."""
        counts = self.tally.as_dict()
        return {
            **{name: counts[name] for name in ("read", "written", "empty", "failed", "verdicts")},
            "bytes_in": self.bytes_in,
            "bytes_out": self.bytes_out,
            "characters": self.tally.characters,
            "removed": self.tally.removed,
            "share": round(self.tally.share, 4),
            "rules": _ranked(self.tally.rules, ("documents", "lines", "characters"), by=1),
            "sites": _ranked(self.tally.sites, ("documents", "characters", "removed"), by=0),
            "slowest": [{"place": place, "seconds": seconds} for seconds, place in self.tally.slowest],
            "shards": self.shards,
            "done_before": self.done_before,
            "seconds": round(self.seconds, 3),
        }


class BatchRun:
    """One run into a folder, which must be locked by the caller."""

    def __init__(self, folder: OutputFolder, shards: Sequence[Shard], job: ShardJob, *, fresh: bool = False) -> None:
        """Find out what is still to be done; with ``fresh`` everything is."""
        self.folder, self.shards, self.job = folder, shards, job
        self.done: dict[str, ShardRecord] = {}
        notes = folder.records()
        if not fresh:
            known = ((shard, notes.get(folder.record_path(shard.name))) for shard in shards)
            self.done = {shard.name: note for shard, note in known if note and is_current(note, shard, job)}
        self.pending = [shard for shard in shards if shard.name not in self.done]
        self._done_before = len(self.done)
        self._forget(notes)
        for shard in self.pending:
            folder.record_path(shard.name).unlink(missing_ok=True)

    def clean(self, engine: Engine, watch: Callable[[Step], None]) -> None:
        """Do what is left."""
        for note in engine(self.pending, self.job, watch):
            self.done[note["shard"]] = note

    def finish(self, seconds: float) -> RunSummary:
        """Put together what all shards noted: the manifest, what failed, and the summary."""
        notes = [self.done[shard.name] for shard in self.shards if shard.name in self.done]
        tally = Tally()
        for note in notes:
            tally.merge(Tally.of_record(note))
        files = [file for note in notes for file in note["files"]]
        outcome = RunSummary(
            tally=tally,
            bytes_in=sum(file["size"] for file in files),
            bytes_out=sum(file.get("output_size", 0) for file in files),
            shards=len(self.shards),
            done_before=self._done_before,
            seconds=seconds,
        )
        self.folder.remove_stale(TASK_SHUTDOWN_SECONDS)  # of tasks whose worker was killed
        self.folder.write("manifest.jsonl", list(self.folder.records().values()))
        self.folder.write("failed.jsonl", tally.failures)
        self.folder.write("remarks.jsonl", tally.remarks)
        told = json.dumps({**outcome.as_dict(), "fingerprint": self.job.fingerprint}, indent=1)
        self.folder.write_file(self.folder.control / "summary.json", f"{told}\n")
        return outcome

    def _forget(self, notes: Mapping[Path, ShardRecord]) -> None:
        """Remove the notes of files that belong to other shards now."""
        planned = {self.folder.record_path(shard.name) for shard in self.shards}
        outputs = {file.output for shard in self.shards for file in shard.files}
        for path, note in notes.items():
            files = note.get("files")
            if path not in planned and isinstance(files, list) and any(file.get("output") in outputs for file in files):
                path.unlink(missing_ok=True)


def _ranked(counts: Mapping[str, Sequence[int]], names: Sequence[str], *, by: int) -> dict[str, dict[str, int]]:
    """Return counts with their names, the largest first, equal ones by key."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1][by], item[0]))
    return {key: dict(zip(names, of, strict=True)) for key, of in ranked}
