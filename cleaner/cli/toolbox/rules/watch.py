"""``--watch``: run again whenever a file changes, until Ctrl-C."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import click

from cleaner.cli.console import escape_controls
from cleaner.cli.toolbox.rules.shared import FINE, USAGE
from cleaner.errors import CleanerError
from cleaner.rules.folders import SUFFIXES, shipped_folder, user_places

PAUSE = 0.3
"""Seconds between two looks at the files: an editor's save is answered before the eyes are there."""

watch_option = click.option("--watch", is_flag=True, help="Run again whenever a file changes, until Ctrl-C.")


def watching(run: Callable[[], int], paths: Iterable[str], *, watch: bool) -> int:
    """Run once, or with ``watch`` again and again: when a rule file changes, or a file or folder at the paths."""
    if not watch:
        return run()
    places = [shipped_folder(), *map(Path, (*paths, *user_places()))]
    with suppress(KeyboardInterrupt):
        while True:
            before = _state(places)
            _run(run)
            click.echo(f"-- watching {len(before)} files; Ctrl-C ends")
            while _state(places) == before:
                time.sleep(PAUSE)
    return FINE


def _run(run: Callable[[], int]) -> int:
    """Run once; what is wrong is told, and mended while we wait."""
    try:
        return run()
    except CleanerError as error:
        click.echo("\n".join(escape_controls(row) for row in str(error).split("\n")), err=True)
        return USAGE


def _state(places: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Return when each file was changed last, and its size."""
    found = {}
    for file in _files(places):
        try:
            known = file.stat()
        except OSError:  # it is just being replaced
            continue
        found[file] = (known.st_mtime_ns, known.st_size)
    return found


def _files(places: Iterable[Path]) -> Iterable[Path]:
    for place in places:
        if place.is_dir():
            yield from (file for file in place.rglob("*") if file.suffix.lower() in SUFFIXES)
        else:
            yield place
