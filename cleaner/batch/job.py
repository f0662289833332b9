"""What a run is to do with each shard, and what is known of one that is done."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from cleaner.batch.pool import Limits
from cleaner.batch.shards import Shard, ShardFile
from cleaner.batch.store import OutputFolder, digest
from cleaner.batch.tally import Tally
from cleaner.io.clean_record import Job

ShardRecord = dict[str, Any]
"""What is known of a shard that is done, as it stands in its file of notes."""


@dataclass(frozen=True, slots=True)
class ShardJob:
    """What a run does with each shard: the order, where to write, and what one document may take."""

    order: Job
    folder: str
    limits: Limits = field(default_factory=Limits)

    @property
    def fingerprint(self) -> str:
        """What the bytes that are written depend on beside the inputs, as 12 digits."""
        order = self.order
        told = (order.cleaner.fingerprint, order.output_format, order.header, order.read_options)
        return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run has come by one batch: bytes of inputs, and what was counted in it."""

    bytes_read: int
    tally: Tally


def is_current(note: ShardRecord, shard: Shard, job: ShardJob) -> bool:
    """Tell whether a note is of a shard as it is now, of this job, and of what was written: all by their hashes."""
    try:
        if note["fingerprint"] != job.fingerprint or note["again"]:
            return False
        folder = OutputFolder(job.folder)
        return all(_is_whole(file, noted, folder) for file, noted in zip(shard.files, note["files"], strict=True))
    except (KeyError, TypeError, ValueError):  # a note of another version, or half of one
        return False


def _is_whole(file: ShardFile, noted: ShardRecord, folder: OutputFolder) -> bool:
    """Tell whether an input and what was written for it are what they were."""
    if noted["output"] not in (None, file.output) or noted["hash"] != digest(file.source.path or ""):
        return False
    return not noted["output"] or noted["output_hash"] == digest(folder.path / file.output)
