"""``clean`` on a stream that never ends soon: how much memory its processes take, and how fast it is.

    python -m tests.benchmarks.stream GIGABYTES [FOLDER] [--jobs N]

Records come from a pipe, no two alike: articles of FOLDER's ``text/docs.jsonl.xz``, or made ones, one after the other
and over again, each with a number and a sentence of its own. Memory is the most that each process ever held, as Linux
tells it.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from tests.benchmarks import made
from tests.quality.texts import read_texts

GIGABYTE = 10**9
MIB = 1 << 20
LOOKS = 2000
"""Records between two looks at the processes."""


def records(articles: Sequence[str], size: int) -> Iterator[bytes]:
    """Return lines of JSON, so many bytes in all."""
    chance = random.Random(made.SEED)  # noqa: S311 - the same stream in each run
    bodies = [json.dumps(article, ensure_ascii=False)[:-1].encode() for article in articles]
    for number in count():
        own = " ".join(made.word(chance) for _ in range(12))
        line = b'{"id":%d,"text":%b\\n%b said number %d."}\n' % (
            number,
            bodies[number % len(bodies)],
            own.encode(),
            number,
        )
        yield line
        size -= len(line)
        if size <= 0:
            return


def peaks(process: int) -> dict[int, float]:
    """Return the most memory that a process and its children ever held, in MiB, by their numbers."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    return {number: peak for number in (process, *map(int, children)) if (peak := _peak(number))}


def _peak(process: int) -> float:
    try:
        rows = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    except OSError:  # it has ended
        return 0.0
    return next((int(row.split()[1]) * 1024 / MIB for row in rows if row.startswith("VmHWM:")), 0.0)


def main() -> None:
    """Feed ``clean``, and tell what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gigabytes", type=float)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    found = [text.text for text in read_texts(asked.folder) if text.tier == "article"] if asked.folder else None
    size = int(asked.gigabytes * GIGABYTE)
    clean = [str(Path(sys.executable).with_name("clean")), "-f", "jsonl", "-j", str(asked.jobs)]
    held: dict[int, float] = {}
    start = time.monotonic()
    with subprocess.Popen(clean, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as running:
        assert running.stdin
        for number, record in enumerate(records(found or made.articles(), size), 1):
            running.stdin.write(record)
            if number % LOOKS == 0:
                held |= peaks(running.pid)
        held |= peaks(running.pid)
        running.stdin.close()
    seconds = time.monotonic() - start
    if running.returncode:
        sys.exit(f"clean ended with {running.returncode}")
    told = ", ".join(f"{held[one]:.0f}" for one in sorted(held))
    print(f"{number:,} records, {asked.gigabytes:g} GB in {seconds:,.0f} s: {size / 1e6 / seconds:.2f} MB/s")
    print(f"most memory of each process, in MiB: {told}")


if __name__ == "__main__":
    main()
