"""Where a millisecond goes: the shares of the time that the functions of this program take, by what they call.

    python -m tests.benchmarks.where FOLDER [--pages]

Texts of FOLDER's ``text/docs.jsonl.xz``, or with ``--pages`` pages of its ``html/``, are cleaned with the default
options, once to warm up and then watched: the stack is looked at each time that the system's clock of this process
ticks, so that what is watched costs what it costs otherwise (a tracing profiler makes small functions look large).
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
TICK = 0.001
LEAST = 1.0
"""Percent from which a function is shown."""

PAGES = 10
"""Pages of which one is read."""


class Watch:
    """Counts looks at the stack: those that find a function anywhere on it, and those that find it at work itself."""

    def __init__(self) -> None:
        self.looks = 0
        self.under: Counter[str] = Counter()
        self.own: Counter[str] = Counter()

    def __enter__(self) -> Self:
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, TICK, TICK)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)

    def _look(self, _: int, frame: FrameType | None) -> None:
        self.looks += 1
        names = list(dict.fromkeys(_names(frame)))
        self.own.update(names[:1])
        self.under.update(names)

    def rows(self) -> Iterator[str]:
        """Return a table: the percents with what is called, and without, and the function."""
        for name, count in self.under.most_common():
            share = 100 * count / self.looks
            if share >= LEAST:
                yield f"{share:6.1f} {100 * self.own[name] / self.looks:6.1f}  {name}"


def _names(frame: FrameType | None) -> Iterator[str]:
    """Return the functions of this program on the stack, the innermost first."""
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
    asked = parser.parse_args()
    if asked.pages:
        pages = [page for _, some in read_sets(asked.folder / "html") for page in some][::PAGES]
        sources = [Source(page.html, page.url, html=True) for page in pages]
    else:
        sources = [Source(text.text) for text in read_texts(asked.folder) if text.tier == "article"]
    cleaner = Cleaner()
    gc.set_threshold(GC_THRESHOLD)
    for source in sources:
        cleaner.clean_source(source)
    start = time.process_time()
    with Watch() as watch:
        for source in sources:
            cleaner.clean_source(source)
    seconds = time.process_time() - start
    characters = sum(len(source.text) for source in sources)
    print(f"{len(sources)} inputs, {1000 * seconds / len(sources):.2f} ms each, {characters / 1e6 / seconds:.2f} M/s")
    print("  with   alone  percent of the time, by function")
    print("\n".join(watch.rows()))


if __name__ == "__main__":
    main()
