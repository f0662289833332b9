"""Are files as they were? Asked of their size, times and inode, since to read a hundred rule files takes too long.

A file that changes gets a new time of change (``ctime``), which no program can set. Clocks of file systems tick in
steps of up to two seconds, so a file that was changed just before it was looked at might change again unnoticed:
what holds such a file is not kept.
"""

import os
import sys
import time
from collections.abc import Iterable
from typing import Any

Stamp = dict[str, Any]
"""``files``: paths of files and folders with their states; ``installed``: the same of what tells other packages'
entry points; ``path``: where packages are looked for, if there are rules of other packages; ``at``: when it was."""

TICK = 2_000_000_000
"""Nanoseconds that a file must have settled before it is looked at (FAT counts in steps of two seconds)."""

_INFO = (".dist-info", ".egg-info")


def stamp(paths: Iterable[str], *, packs: bool) -> Stamp:
    """Return how files and folders are. ``packs``: some belong to other packages."""
    now = time.time_ns()
    files = [[path, _state(path)] for path in paths]
    return {"files": files, "installed": _installed(), "path": sys.path.copy() if packs else None, "at": now}


def is_settled(taken: Stamp) -> bool:
    """Tell whether all files had settled when they were looked at."""
    states = [state for _, state in (*taken["files"], *taken["installed"])]
    times = [time for state in states if state for time in state[:2]]
    return all(state is not None for _, state in taken["files"]) and max(times, default=0) < taken["at"] - TICK


def holds(taken: Stamp) -> bool:
    """Tell whether all files are as they were."""
    return (
        all(_state(path) == state for path, state in taken["files"])
        and taken["path"] in (None, sys.path)
        and taken["installed"] == _installed()
    )


def _state(path: str) -> list[int] | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return [found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino]


def _installed() -> list[list[Any]]:
    """Return the states of all entry points that other packages may name rules by."""
    found = []
    for entry in sys.path:
        try:
            names = sorted(name for name in os.listdir(entry or ".") if name.endswith(_INFO))
        except OSError:  # no folder: a packed one, or none at all
            found.append([entry, _state(entry)])
            continue
        paths = [os.path.join(entry, name, "entry_points.txt") for name in names]
        found += [[path, _state(path)] for path in paths]
    return found
