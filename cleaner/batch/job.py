"""What a run does with each shard, and what is recorded of a finished one."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from cleaner.batch.pool import Limits
from cleaner.batch.shards import Shard, ShardFile
from cleaner.batch.store import OutputFolder, digest
from cleaner.batch.tally import Tally
from cleaner.io.clean_record import Job

FINGERPRINT_DIGITS = 12
"""Hexadecimal digits of a job's fingerprint."""

ShardRecord = dict[str, Any]
"""What is recorded of a finished shard: its name, fingerprint, files with their hashes, seconds and counts."""


@dataclass(frozen=True, slots=True)
class ShardJob:
    """What a run does with each shard: the job for each record, the output folder, and the limits of one record.

    ``keeps_removed``: records of removals are kept beside the shard's record. ``counts_lines``: nothing is written but
    counts of lines, to learn rules from.
    """

    record_job: Job
    folder: str
    limits: Limits = field(default_factory=Limits)
    keeps_removed: bool = False
    counts_lines: bool = False

    @property
    def fingerprint(self) -> str:
        """A hash of everything but the inputs that the written bytes depend on."""
        job = self.record_job
        parts: tuple[Any, ...] = (*_written_options(job), *(["counts of lines"] if self.counts_lines else ()))
        for variant in job.variants:
            parts += (variant.settings, *_written_options(variant.job))
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:FINGERPRINT_DIGITS]


def _written_options(job: Job) -> tuple[Any, ...]:
    """Return what of a job the written bytes depend on, without its variants."""
    return job.cleaner.fingerprint, job.output_format, job.header, job.sources, job.sections, job.read_options


@dataclass(frozen=True, slots=True)
class Step:
    """The progress of a run by one batch: the bytes that were read, and the counts of the batch."""

    bytes_read: int
    tally: Tally


def is_current(record: ShardRecord, shard: Shard, job: ShardJob) -> bool:
    """Whether a record matches a shard's inputs and outputs as they are now, and this job: all by their hashes."""
    try:
        if record["fingerprint"] != job.fingerprint or record["again"]:
            return False
        folder = OutputFolder(job.folder)
        if job.keeps_removed and record["removals_hash"] != digest(folder.removals_path(shard.name)):
            return False
        if job.counts_lines and record["counts_hash"] != digest(folder.counts_path(shard.name)):
            return False
        return all(_is_unchanged(file, entry, folder) for file, entry in zip(shard.files, record["files"], strict=True))
    except (KeyError, TypeError, ValueError):  # a record of another version, or half of one
        return False


def _is_unchanged(file: ShardFile, entry: dict[str, Any], folder: OutputFolder) -> bool:
    """Whether an input and its output are as they were recorded."""
    if entry.get("numbers") != (None if file.numbers is None else sorted(file.numbers)):
        return False
    if entry["output"] not in (None, file.output) or entry["hash"] != digest(file.input.path or ""):
        return False
    return not entry["output"] or entry["output_hash"] == digest(folder.path / file.output)
