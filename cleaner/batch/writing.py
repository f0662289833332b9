"""A shard on its way to the disk.

Its files are written under temporary names, put in their places when all are on the disk, and only then noted as done.
So whatever happens, and whenever, an output is whole or not there, and what has no note is done again.
"""

import json
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, BinaryIO

from cleaner.batch.job import Job, Note, Step
from cleaner.batch.shards import File, Shard
from cleaner.batch.store import Folder, digest, temporary, writing
from cleaner.batch.tally import Tally
from cleaner.errors import InputError
from cleaner.io.batches import Batch
from cleaner.io.clean_record import Made
from cleaner.io.compression import packing, split_name
from cleaner.io.files import TOGETHER
from cleaner.io.inputs import RECORDS
from cleaner.io.writers import Writer, writer_of


class ShardWriter:
    """A shard that is being written."""

    def __init__(self, shard: Shard, job: Job) -> None:
        self.shard, self.job = shard, job
        self.tally = Tally()
        self.hashes: dict[str, str] = {}
        self._start = time.monotonic()
        self._taken = 0
        self._stack = ExitStack()
        self._streams: dict[str, BinaryIO] = {}
        self._writers: dict[str, Writer] = {}
        self._errors: dict[str, str] = {}

    def take(self, file: File, batch: Batch, made: Sequence[Made], *, again: bool) -> Step:
        """Write and count what came of a batch."""
        try:
            with writing(Path(self.job.folder, file.output)):
                self._write(file, batch, made)
        except BaseException:
            self.drop()
            raise
        counted = Tally(again=again, remarks=[{"place": file.source.name, "remark": note} for note in batch.notes])
        for one in made:
            counted.add(one)
            if one.failure and file.kind not in RECORDS:
                self._errors[file.output] = one.failure
        if batch.error:
            where = f"{file.source.name}:{batch.error.line}" if batch.error.line else file.source.name
            counted.fail(where, batch.error.message)
            counted.again |= not self.hashes[file.output]
            self._errors[file.output] = batch.error.message
        self.tally.merge(counted)
        before = self._taken
        self._taken = 0 if batch.last else batch.taken
        return Step((file.size if batch.last else batch.taken) - before, counted)

    def finish(self) -> Note:
        """Put all outputs in their places, and note what was done."""
        try:
            for writer in self._writers.values():
                writer.close()
        except BaseException:
            self.drop()
            raise
        self._stack.close()
        folder = Folder(self.job.folder)
        note: Note = {
            "shard": self.shard.name,
            "fingerprint": self.job.fingerprint,
            "files": [self._noted(file, folder) for file in self.shard.files],
            "seconds": round(time.monotonic() - self._start, 3),
            **self.tally.as_dict(),
        }
        folder.write_file(folder.note_of(self.shard.name), json.dumps(note))
        return note

    def drop(self) -> None:
        """Leave nothing of the outputs that are not in their places."""
        with suppress(_DroppedError, InputError, OSError):
            self._stack.__exit__(_DroppedError, _DroppedError(), None)

    def _write(self, file: File, batch: Batch, made: Sequence[Made]) -> None:
        form = self.job.order.form_of(file.kind)
        if form not in TOGETHER:
            for one in made:
                if one.output is not None:
                    self._stream(file).write(one.output)
        elif made or (batch.last and not batch.error):
            if file.output not in self._writers:
                self._writers[file.output] = writer_of(form, self._stream(file), self.job.order)
            self._writers[file.output].write(batch, made)

    def _stream(self, file: File) -> BinaryIO:
        if file.output not in self._streams:
            path = Path(self.job.folder, file.output)
            stream = self._stack.enter_context(temporary(path))
            self._streams[file.output] = self._stack.enter_context(packing(stream, split_name(file.output)[1]))
        return self._streams[file.output]

    def _noted(self, file: File, folder: Folder) -> dict[str, Any]:
        """Note one input and its output; where there is none, one of an earlier run goes."""
        path = folder.path / file.output
        note: dict[str, Any] = {"input": file.source.name, "size": file.size, "hash": self.hashes[file.output]}
        if file.output in self._streams:
            note |= {"output": file.output, "output_size": path.stat().st_size, "output_hash": digest(path)}
        else:
            with writing(path):
                path.unlink(missing_ok=True)
            note |= {"output": None}
        if file.output in self._errors:
            note |= {"error": self._errors[file.output]}
        return note


class _DroppedError(Exception):
    """Ends what is written to temporary files without keeping them."""
