"""What a run reports to other programs: metrics in Prometheus' text form, and a line of JSON for each shard.

The text form is a few rows, so no library writes them: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

import json
import os
import socket
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from cleaner.batch.job import ShardRecord
from cleaner.batch.run import RunSummary, timestamp
from cleaner.batch.store import open_output, write_errors
from cleaner.places import place_of

METRICS_SECONDS = 10.0
"""Seconds between two states of the file of metrics: scrapers ask every 15 seconds or less often."""

Samples = Iterable[tuple[str, float]]


class Metrics:
    """The file of metrics of a run, replaced as a whole every few seconds while it is at work and when it ends."""

    def __init__(self, path: str) -> None:
        self._path = place_of(path).absolute()
        self._last = 0.0

    def is_due(self) -> bool:
        """Whether the file is old enough to be written again."""
        return time.monotonic() - self._last >= METRICS_SECONDS

    def write(self, summary: RunSummary, *, is_complete: bool = False) -> None:
        """Write the state of a run. Raises :exc:`cleaner.errors.InputError` if that fails."""
        self._last = time.monotonic()
        with open_output(self._path) as stream:
            stream.write("".join(f"{row}\n" for row in metric_rows(summary, is_complete=is_complete)).encode())


def metric_rows(summary: RunSummary, *, is_complete: bool) -> Iterator[str]:
    """Yield a run's counts as rows of Prometheus' text form."""
    tally = summary.tally
    outcomes = {"written": tally.written, "empty": tally.empty, "failed": tally.failed}
    shards = {"done": summary.done, "pending": summary.shards - summary.done}
    rules = {rule: lines for rule, (_, lines, _) in sorted(tally.rules.items())}
    yield from _metric("documents_total", "counter", "Documents by outcome.", _labeled("outcome", outcomes))
    yield from _metric("verdicts_total", "counter", "Documents by verdict.", _labeled("verdict", tally.verdicts))
    yield from _metric("input_bytes_total", "counter", "Bytes of inputs.", [("", summary.bytes_in)])
    yield from _metric("output_bytes_total", "counter", "Bytes of outputs.", [("", summary.bytes_out)])
    yield from _metric("characters_total", "counter", "Characters before cleaning.", [("", tally.characters)])
    yield from _metric("removed_characters_total", "counter", "Characters removed.", [("", tally.removed)])
    yield from _metric("removed_lines_total", "counter", "Lines removed by rule.", _labeled("rule", rules))
    yield from _metric("remarks_total", "counter", "Remarks.", [("", len(tally.remarks))])
    yield from _metric("shards", "gauge", "Shards by state.", _labeled("state", shards))
    yield from _metric("start_time_seconds", "gauge", "When the run began.", [("", summary.started)])
    yield from _metric("run_seconds", "gauge", "Duration of the run so far.", [("", summary.seconds)])
    yield from _metric("complete", "gauge", "Whether the run has ended.", [("", int(is_complete))])


def _labeled(label: str, counts: dict[str, int]) -> Samples:
    """Return samples with a label, whose values are escaped."""
    escapes = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})
    return [(f'{{{label}="{name.translate(escapes)}"}}', count) for name, count in sorted(counts.items())]


def _metric(name: str, kind: str, help: str, samples: Samples) -> Iterator[str]:
    yield f"# HELP cleaner_{name} {help}"
    yield f"# TYPE cleaner_{name} {kind}"
    yield from (f"cleaner_{name}{labels} {value!r}" for labels, value in samples)


def write_log(path: str, record: ShardRecord) -> None:
    """Append a line of JSON on a finished shard to a file.

    Raises :exc:`cleaner.errors.InputError` if that fails.
    """
    fields = {
        "time": timestamp(time.time()),
        "event": "shard",
        "host": socket.gethostname(),
        "pid": os.getpid(),
        **{name: record[name] for name in ("shard", "seconds", "read", "written", "empty", "failed")},
        "remarks": len(record["remarks"]),
        "characters": record["characters"],
        "removed": record["removed"],
        "bytes_in": sum(file["size"] for file in record["files"]),
        "bytes_out": sum(file.get("output_size", 0) for file in record["files"]),
        "fingerprint": record["fingerprint"],
    }
    with write_errors(Path(path)), open(path, "a", encoding="utf-8") as stream:
        stream.write(f"{json.dumps(fields)}\n")
