"""How far a run has come: a bar on a terminal, a line a minute otherwise. All of it on standard error."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import click

from cleaner.batch.job import Step

MINUTE = 60.0
"""Seconds between two lines where there is no terminal."""


@dataclass
class Progress:
    """What was done so far; ``total`` and ``taken`` are bytes of inputs."""

    total: int
    taken: int = 0
    documents: int = 0
    failed: int = 0
    characters: int = 0
    removed: int = 0
    start: float = field(default_factory=time.monotonic)

    def add(self, step: Step) -> None:
        """Count one step."""
        self.taken += step.bytes_read
        self.documents += step.tally.read
        self.failed += step.tally.failed
        self.characters += step.tally.characters
        self.removed += step.tally.removed

    def __str__(self) -> str:
        """Tell documents, speed, the share removed, and what failed."""
        seconds = max(time.monotonic() - self.start, 1e-9)
        share = self.removed / self.characters if self.characters else 0.0
        speed = f"{self.taken / seconds / 1e6:.1f} MB/s"
        return f"{self.documents:,} documents, {speed}, {share:.1%} removed, {self.failed:,} failed"

    @property
    def left(self) -> str:
        """Tell the time that is left, at the speed so far."""
        if not self.taken:
            return "time left unknown"
        seconds = (time.monotonic() - self.start) * max(self.total - self.taken, 0) / self.taken
        return f"{time.strftime('%H:%M:%S', time.gmtime(seconds))} left"


@contextmanager
def progress(total: int, *, quiet: bool = False) -> Iterator[Callable[[Step], None]]:
    """Show how far a run of so many bytes has come, each time that the yielded function is called with a step."""
    done = Progress(total)
    if quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        bar: Any = click.progressbar(length=total, file=sys.stderr, show_eta=True, item_show_func=lambda _: str(done))
        with bar:

            def advance(step: Step) -> None:
                done.add(step)
                bar.update(step.bytes_read)

            yield advance
    else:
        last = [time.monotonic()]

        def tell(step: Step) -> None:
            done.add(step)
            if time.monotonic() - last[0] >= MINUTE:
                last[0] = time.monotonic()
                click.echo(f"cleaner: {done}, {done.left}", err=True)

        yield tell
