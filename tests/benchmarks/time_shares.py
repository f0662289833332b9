"""How time is spent: the share of each function of this program, with what it calls.

    python -m tests.benchmarks.time_shares FOLDER [--pages]

Texts of FOLDER's ``text/docs.jsonl.xz``, or with ``--pages`` pages of its ``html/``, are cleaned with the default
options, once to warm up and then sampled: the stack is read at each tick of this process's clock, which slows all
functions alike (a tracing profiler makes small ones look slow).
"""

import argparse
import gc
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Self

from cleaner import Cleaner
from cleaner.cli.process import GC_THRESHOLD
from cleaner.source import Source
from tests.quality.pages import read_sets
from tests.quality.texts import read_texts

PACKAGE = str(Path(__file__).parents[2] / "cleaner")
TICK_SECONDS = 0.001
MIN_SHARE = 1.0
"""Percent from which a function is shown."""

PAGE_STEP = 10
"""Every tenth page is read."""


class StackSampler:
    """Counts samples of the stack: those with a function anywhere on it, and those with it at the top."""

    def __init__(self) -> None:
        self.samples = 0
        self.with_callees: Counter[str] = Counter()
        self.alone: Counter[str] = Counter()

    def __enter__(self) -> Self:
        signal.signal(signal.SIGPROF, self._sample)
        signal.setitimer(signal.ITIMER_PROF, TICK_SECONDS, TICK_SECONDS)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)

    def _sample(self, _: int, frame: FrameType | None) -> None:
        self.samples += 1
        names = list(dict.fromkeys(_names(frame)))
        self.alone.update(names[:1])
        self.with_callees.update(names)

    def rows(self) -> Iterator[str]:
        """Yield the rows of a table: percent with callees, percent alone, and the function."""
        for name, count in self.with_callees.most_common():
            share = 100 * count / self.samples
            if share >= MIN_SHARE:
                yield f"{share:6.1f} {100 * self.alone[name] / self.samples:6.1f}  {name}"


def _names(frame: FrameType | None) -> Iterator[str]:
    """Yield the functions of this program on the stack, the innermost first."""
    while frame:
        file = frame.f_code.co_filename
        if file.startswith(PACKAGE):
            yield f"{file[len(PACKAGE) + 1 :]} {frame.f_code.co_qualname}"
        frame = frame.f_back


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", action="store_true")
    arguments = parser.parse_args()
    if arguments.pages:
        pages = [page for _, pages_of_set in read_sets(arguments.folder / "html") for page in pages_of_set][::PAGE_STEP]
        sources = [Source(page.html, page.url, html=True) for page in pages]
    else:
        sources = [Source(text.text) for text in read_texts(arguments.folder) if text.tier == "article"]
    cleaner = Cleaner()
    gc.set_threshold(GC_THRESHOLD)
    for source in sources:
        cleaner.clean_source(source)
    start = time.process_time()
    with StackSampler() as sampler:
        for source in sources:
            cleaner.clean_source(source)
    seconds = time.process_time() - start
    characters = sum(len(source.text) for source in sources)
    print(f"{len(sources)} inputs, {1000 * seconds / len(sources):.2f} ms each, {characters / 1e6 / seconds:.2f} M/s")
    print("  with   alone  percent of the time, by function")
    print("\n".join(sampler.rows()))


if __name__ == "__main__":
    main()
