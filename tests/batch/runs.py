"""``cleaner run`` in a process of its own, and what it leaves in its output folder."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

CLEANER_RUN = [sys.executable, "-m", "cleaner", "run"]

MAX_SECONDS = 180

VOLATILE = ("seconds", "slowest", "done_before", "started", "ended", "command")
"""Keys of a summary that differ from run to run."""


def run(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run ``cleaner run``; ``options`` are those of :func:`subprocess.run`."""
    command = [*CLEANER_RUN, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=MAX_SECONDS, **options)


def outputs(folder: Path) -> dict[str, bytes]:
    """Return everything that a run wrote except its records, which contain times."""
    paths = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {str(name): path.read_bytes() for name, path in paths.items() if name.parts[0] != "_cleaner"}


def counts(folder: Path) -> dict[str, Any]:
    """Return the summary of a run without its times."""
    summary = json.loads((folder / "_cleaner" / "summary.json").read_bytes())
    return {key: value for key, value in summary.items() if key not in VOLATILE}


def control_lines(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the lines of a file in the control folder."""
    return [json.loads(line) for line in (folder / "_cleaner" / name).read_bytes().splitlines()]
