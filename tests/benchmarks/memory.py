"""``clean`` on a stream of gigabytes: how much memory its processes take, and how fast it is.

    python -m tests.benchmarks.memory GIGABYTES [FOLDER] [--jobs N]

Records come from a pipe, no two alike: articles of FOLDER's ``text/docs.jsonl.xz``, or generated ones, in turn and
repeated, each with a number and a sentence of its own. Memory is the peak of each process, as Linux reports it.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from tests.benchmarks import generated
from tests.quality.texts import read_texts

GIGABYTE = 10**9
MIB = 1 << 20
RECORDS_PER_CHECK = 2000
"""Records between two readings of the processes' memory."""

OWN_WORDS = 12
"""Words of the sentence that makes each record differ."""


def records(articles: Sequence[str], size: int) -> Iterator[bytes]:
    """Yield lines of JSON, at least ``size`` bytes in all."""
    rng = generated.generator()
    bodies = [json.dumps(article, ensure_ascii=False)[:-1].encode() for article in articles]
    for number in count():
        words = " ".join(generated.invented_word(rng) for _ in range(OWN_WORDS)).encode()
        body = bodies[number % len(bodies)]
        line = b'{"id":%d,"text":%b\\n%b said number %d."}\n' % (number, body, words, number)
        yield line
        size -= len(line)
        if size <= 0:
            return


def peaks(process: int) -> dict[int, float]:
    """Return the peak memory of a process and of its children, in MiB, by process id."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    return {id: peak for id in (process, *map(int, children)) if (peak := _peak(id))}


def _peak(process: int) -> float:
    try:
        rows = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    except OSError:  # it has ended
        return 0.0
    return next((int(row.split()[1]) * 1024 / MIB for row in rows if row.startswith("VmHWM:")), 0.0)


def main() -> None:
    """Feed ``clean``, and print its speed and the peaks of its processes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gigabytes", type=float)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    if arguments.folder:
        articles = [text.text for text in read_texts(arguments.folder) if text.tier == "article"]
    else:
        articles = generated.articles()
    size = int(arguments.gigabytes * GIGABYTE)
    clean = [str(Path(sys.executable).with_name("clean")), "-f", "jsonl", "-j", str(arguments.jobs)]
    memory: dict[int, float] = {}
    start = time.monotonic()
    with subprocess.Popen(clean, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as running:
        assert running.stdin
        for number, record in enumerate(records(articles, size), 1):
            running.stdin.write(record)
            if number % RECORDS_PER_CHECK == 0:
                memory |= peaks(running.pid)
        memory |= peaks(running.pid)
        running.stdin.close()
    seconds = time.monotonic() - start
    if running.returncode:
        sys.exit(f"clean ended with {running.returncode}")
    print(f"{number:,} records, {arguments.gigabytes:g} GB in {seconds:,.0f} s: {size / 1e6 / seconds:.2f} MB/s")
    print(f"peak memory of each process, in MiB: {', '.join(f'{memory[id]:.0f}' for id in sorted(memory))}")


if __name__ == "__main__":
    main()
