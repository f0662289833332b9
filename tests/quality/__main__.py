"""``make quality FOLDER=…``: how good extraction is on labeled pages, and that it is not worse than before.

    python -m tests.quality FOLDER [--effort NAME] [--half odd|even] [--write [--lower REASON]]

For each set: precision, recall and F1 of this program and of trafilatura in the same run, the mean of the differences
page by page with its 95 % bootstrap interval, and milliseconds per page. ``floors.json`` holds the F1 that each set
must reach, with the hash of the folder it was measured on; below a floor the command fails. ``--write`` raises the
floors; it lowers them only for a reason, which is written beside them.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from multiprocessing import Pool
from pathlib import Path

from cleaner import Cleaner
from cleaner.types import Effort
from tests.quality.floors import Floors
from tests.quality.pages import HALVES, Counts, LabeledPage, corpus_hash, half_of, read_sets, score, total

DRAWS = 2000
"""Bootstrap samples of pages for an interval."""

TIMED = 40
"""Pages of a set, spread evenly, that are timed one by one, both programs in turn."""


@cache
def _cleaner(effort: Effort) -> Cleaner:
    return Cleaner(effort=effort)


def ours(page: LabeledPage, effort: Effort) -> str:
    """Return this program's article."""
    return _cleaner(effort).clean(html=page.html, url=page.url).text


def theirs(page: LabeledPage) -> str:
    """Return trafilatura's article with its default options and metadata."""
    from trafilatura import extract

    return extract(page.html, url=page.url, with_metadata=True, output_format="json") or ""


def their_text(page: LabeledPage) -> str:
    """Return trafilatura's text alone."""
    from trafilatura import extract

    return extract(page.html, url=page.url) or ""


def _both(job: tuple[LabeledPage, Effort]) -> tuple[Counts, Counts]:
    page, effort = job
    return score(page, ours(page, effort)), score(page, their_text(page))


def interval(differences: Sequence[float]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a mean (Efron, "Bootstrap methods", 1979), the same in each run."""
    rng = random.Random(1)  # noqa: S311 - the same interval for the same figures
    count = len(differences)
    means = sorted(sum(rng.choices(differences, k=count)) / count for _ in range(DRAWS))
    return means[int(0.025 * DRAWS)], means[int(0.975 * DRAWS) - 1]


def milliseconds(pages: Sequence[LabeledPage], effort: Effort) -> tuple[float, float]:
    """Return the mean time per page of this program and of trafilatura, measured in turn in one process."""
    sample = pages[:: max(1, len(pages) // TIMED)]
    programs: list[Callable[[LabeledPage], object]] = [lambda page: ours(page, effort), theirs]
    for program in programs:
        program(sample[0])  # imports and compiles
    seconds = [0.0, 0.0]
    for page in sample:
        for index, program in enumerate(programs):
            start = time.perf_counter()
            program(page)
            seconds[index] += time.perf_counter() - start
    return 1000 * seconds[0] / len(sample), 1000 * seconds[1] / len(sample)


def measure(name: str, pages: list[LabeledPage], effort: Effort) -> float:
    """Print the row of a set, and return its F1."""
    with Pool() as pool:
        rows = pool.map(_both, [(page, effort) for page in pages], chunksize=4)
    macro = bool(pages[0].golds)
    precision, recall, f1 = total((our_counts for our_counts, _ in rows), macro=macro)
    *_, their_f1 = total((their_counts for _, their_counts in rows), macro=macro)
    differences = [our_counts.f1 - their_counts.f1 for our_counts, their_counts in rows]
    low, high = interval(differences)
    our_ms, their_ms = milliseconds(pages, effort)
    mean = 100 * sum(differences) / len(differences)
    print(
        f"{effort:8} {name:14} {len(pages):5} {100 * precision:6.2f} {100 * recall:6.2f} {100 * f1:6.2f} "
        f"{100 * their_f1:11.2f} {mean:+6.2f} [{100 * low:+.2f}, {100 * high:+.2f}] "
        f"{our_ms:6.1f} {their_ms:6.1f} {our_ms / their_ms:5.2f}",
        flush=True,
    )
    return f1


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and compare with the floors or write them. Return 1 if a figure is below its floor."""
    options = _parser().parse_args(arguments)
    print("effort   set            pages      P      R     F1 trafilatura  better by [95 %]      ms theirs ratio")
    efforts: list[Effort] = options.effort or ["fast", "standard"]
    results = {
        effort: {
            name: measure(name, pages, effort)
            for name, pages_of_set in read_sets(options.folder)
            if (pages := half_of(pages_of_set, options.half))
        }
        for effort in efforts
    }
    if options.half:
        return 0
    reached = {f"{effort} {name}": {"F1": f1} for effort, sets in results.items() for name, f1 in sets.items()}
    return Floors("pages", corpus_hash(options.folder)).settle(reached, write=options.write, reason=options.lower)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--effort", action="append", choices=["fast", "standard"])
    parser.add_argument("--half", choices=HALVES, help="only the pages of this half of the sites")
    parser.add_argument("--write", action="store_true", help="write the floors")
    parser.add_argument("--lower", metavar="REASON", help="with --write: floors may go down")
    return parser


if __name__ == "__main__":
    sys.exit(main())
