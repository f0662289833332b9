"""The progress of a run, on standard error: a bar on a terminal, otherwise a line every 30 seconds."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cleaner.cli.console import print_error

if TYPE_CHECKING:  # start-up time
    from cleaner.batch.job import Step

REPORT_SECONDS = 30.0
"""Seconds between two lines if standard error is not a terminal."""

_MINUTE = 60
_HOUR = 60 * _MINUTE

_MEGABYTE = 1e6
"""Bytes; speeds are given in decimal units, as networks and disks are."""


@dataclass
class Progress:
    """Counts of a run so far. ``total`` and ``bytes_read`` are bytes of inputs, ``start`` is a time in seconds."""

    total: int
    bytes_read: int = 0
    documents: int = 0
    failed: int = 0
    characters: int = 0
    removed: int = 0
    start: float = field(default_factory=time.monotonic)

    def add(self, step: "Step") -> None:
        """Count one step."""
        self.bytes_read += step.bytes_read
        self.documents += step.tally.read
        self.failed += step.tally.failed
        self.characters += step.tally.characters
        self.removed += step.tally.removed

    def __str__(self) -> str:
        """Return documents, speed, the share that was removed if it is counted, and failures."""
        seconds = max(time.monotonic() - self.start, 1e-9)
        share = f"{self.removed / self.characters:.1%} removed, " if self.characters else ""
        speed = f"{self.bytes_read / seconds / _MEGABYTE:.1f} MB/s"
        return f"{self.documents:,} documents, {speed}, {share}{self.failed:,} failed"

    @property
    def time_left(self) -> str:
        """The time that is left at the speed so far, in hours, minutes and seconds.

        >>> Progress(total=101, bytes_read=1, start=time.monotonic() - 3600).time_left
        '100:00:00 left'
        """
        if not self.bytes_read:
            return "time left unknown"
        seconds = int((time.monotonic() - self.start) * max(self.total - self.bytes_read, 0) / self.bytes_read)
        return f"{seconds // _HOUR:02}:{seconds % _HOUR // _MINUTE:02}:{seconds % _MINUTE:02} left"


@contextmanager
def progress(total: int, *, quiet: bool = False, name: str = "cleaner") -> Iterator[Callable[["Step"], None]]:
    """Show the progress of a run over ``total`` bytes. The function that is yielded is called with each step.

    ``name`` is that of the program, which precedes each line.
    """
    counts = Progress(total)
    if quiet:
        yield lambda _: None
    elif total and sys.stderr.isatty():
        import click  # start-up time

        bar: Any = click.progressbar(length=total, file=sys.stderr, show_eta=True, item_show_func=lambda _: str(counts))
        with bar:

            def advance(step: "Step") -> None:
                counts.add(step)
                bar.update(step.bytes_read)

            yield advance
    else:
        last_report = time.monotonic()

        def report(step: "Step") -> None:
            nonlocal last_report
            counts.add(step)
            if time.monotonic() - last_report >= REPORT_SECONDS:
                last_report = time.monotonic()
                print_error(f"{name}: {counts}{f', {counts.time_left}' if total else ''}")

        yield report
