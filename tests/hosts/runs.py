"""A corpus for the tests of Spark and Dask, and runs whose processes are killed."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.batch.runs import CLEANER_RUN, MAX_SECONDS

PROSE = [
    "The council met on Monday evening to vote on the new bridge across the river.",
    "Its members had argued for two years about the cost, which has doubled since.",
    "The mayor said that she would sign the contract before the end of the month.",
    "Engineers from the region will begin to measure the banks as soon as the snow melts.",
    "Residents of the old town asked for a lower speed and for more trees along the road.",
    "The opposition wants to wait until the audit of last year's budget is published.",
]


def corpus(folder: Path, shards: int, documents: int) -> Path:
    """Create a folder with files of records, some of them broken, and texts."""
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


def crawl(folder: Path, sites: int, pages: int) -> Path:
    """Create a folder with pages of several sites, each with lines of its own below all articles."""
    folder.mkdir()
    rows = [
        {"id": f"{site}-{number}", "url": f"https://site-{site}.example/{number}", "text": _article(site, number)}
        for number in range(pages)
        for site in range(sites)
    ]
    for shard in range(4):
        (folder / f"{shard}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows[shard::4]), "utf-8")
    return folder


def _article(site: int, number: int) -> str:
    foot = [f"The shop of the house {site} has new mugs", f"Write to the night desk of the house {site}"]
    return "\n\n".join([*(f"{line[:-1]}, as number {number} of {site} shows." for line in PROSE), *foot])


def learned_rules(out: Path) -> dict[str, bytes]:
    """Return the rule files that a run has learned, and the counts that they were learned from."""
    learned = out / "_cleaner" / "learned"
    paths = [*learned.glob("*.yaml"), *learned.glob("_cleaner/counts/*")]
    return {path.name: path.read_bytes() for path in paths}


def run_and_kill(out: Path, is_victim: Callable[[list[str]], bool], *arguments: object) -> tuple[int, str]:
    """Run ``cleaner run``, kill a descendant once a shard is finished, and return exit status and output."""
    command = [*CLEANER_RUN, *map(str, arguments), "-o", str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        end = time.monotonic() + MAX_SECONDS
        while not any((out / "_cleaner" / "done").glob("*.json")):
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.02)
        victims = [pid for pid, command in _descendants(process.pid) if is_victim(command)]
        assert victims, "there is a process to kill"
        os.kill(victims[-1], signal.SIGKILL)
        output, _ = process.communicate(timeout=MAX_SECONDS)
    return process.returncode, output


def _descendants(pid: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the descendants of a process, with their commands."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    family = [pid]
    for member in family:
        family += [child for child, parent in parents.items() if parent == member]
    for member in family[1:]:
        try:
            yield member, Path(f"/proc/{member}/cmdline").read_text().split("\0")
        except OSError:
            continue
