"""What the tests of Spark and Dask share: a corpus, a run, and processes to kill."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CLEANER = [sys.executable, "-m", "cleaner", "run"]

PROSE = [
    "The council met on Monday evening to vote on the new bridge across the river.",
    "Its members had argued for two years about the cost, which has doubled since.",
    "The mayor said that she would sign the contract before the end of the month.",
    "Engineers from the region will begin to measure the banks as soon as the snow melts.",
    "Residents of the old town asked for a lower speed and for more trees along the road.",
    "The opposition wants to wait until the audit of last year's budget is published.",
]


def corpus(folder: Path, shards: int, documents: int) -> Path:
    """Make a folder of files of records, some of them broken, and of texts."""
    folder.mkdir()
    for shard in range(shards):
        rows = []
        for number in range(documents):
            text = "\n".join(
                [*PROSE[number % 6 :], f"Advertisement {number}", "Advertisement", *PROSE[: number % 6 + 1]]
            )
            rows.append(json.dumps({"id": f"{shard}-{number}", "text": text}))
        (folder / f"{shard}.jsonl").write_text("\n".join([*rows, "{broken"]) + "\n", "utf-8")
    for number in range(20):
        (folder / f"{number}.txt").write_text("\n".join([*PROSE, "Advertisement", f"No. {number}"]), "utf-8")
    return folder


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run ``cleaner run``, and return what it said; none takes longer than three minutes."""
    command = [*CLEANER, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)


def outputs(folder: Path) -> dict[str, bytes]:
    """Return all that a run wrote but for its notes."""
    found = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {str(name): path.read_bytes() for name, path in found.items() if name.parts[0] != "_cleaner"}


def counts(folder: Path) -> dict[str, Any]:
    """Return what a run counted, but for times."""
    told = json.loads((folder / "_cleaner" / "summary.json").read_bytes())
    return {key: value for key, value in told.items() if key not in ("seconds", "slowest", "done_before")}


def run_and_kill(out: Path, is_victim: Callable[[list[str]], bool], *arguments: object) -> tuple[int, str]:
    """Run ``cleaner run``, kill a process below it as soon as something is done, and return status and what it said."""
    command = [*CLEANER, *map(str, arguments), "-o", str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        end = time.monotonic() + 120
        while not any((out / "_cleaner" / "done").glob("*.json")):
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.02)
        victims = [pid for pid, command in _below(process.pid) if is_victim(command)]
        assert victims, "there is somebody to kill"
        os.kill(victims[-1], signal.SIGKILL)
        told, _ = process.communicate(timeout=180)
    return process.returncode, told


def _below(pid: int) -> Iterator[tuple[int, list[str]]]:
    """Return the processes below one, with their commands."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    for one in found[1:]:
        try:
            yield one, Path(f"/proc/{one}/cmdline").read_text().split("\0")
        except OSError:
            continue
