"""``make bench``: how fast cleaning is, as ratios to peers that read the same in the same run.

    python -m tests.benchmarks [FOLDER] [--peers PYTHON] [--json FILE]

FOLDER holds labeled texts (``text/docs.jsonl.xz``) and pages (``html/``), whose labels are not looked at; without it
the texts are made, and no pages are measured. PYTHON is an interpreter that has datatrove.
"""

import argparse
import json
import multiprocessing
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from cleaner import Cleaner
from cleaner.authoring.samples import neutral_lines
from cleaner.types import Effort
from tests.benchmarks import made
from tests.benchmarks.timing import HEAD, Row, command, in_turns
from tests.quality.pages import read_sets
from tests.quality.texts import read_texts

BIN = Path(sys.executable).parent
SPIN = 20_000_000
"""Additions of the control beside two processes: about a second."""

COPY = """
import json, sys
for line in sys.stdin.buffer:
    sys.stdout.buffer.write(json.dumps(json.loads(line), ensure_ascii=False).encode() + b"\\n")
"""
"""Reads and writes records, and does nothing else: what a program in Python takes at least."""

PAGES = 120
SIZES = (100_000, 10_000_000)
"""Characters of the texts whose time a character is compared."""


def start(folder: Path) -> Iterator[Row]:
    """Compare a start on a short text with importing click."""
    short = folder / "short.txt"
    short.write_text("The bridge opens in May.\nAdvertisement\n", "utf-8")
    clean, click = command(BIN / "clean", stdin=short), command(sys.executable, "-c", "import click")
    clean()
    ours, theirs = in_turns(clean, click, runs=25)
    yield Row("start, a short text", "python -c 'import click'", ours, theirs, "≤ 1.3")


def stream(folder: Path, articles: list[str], peers: Path | None) -> Iterator[Row]:
    """Compare JSON lines to JSON lines with grep and datatrove's C4 filter, and two processes with one.

    A control tells how far from grep a program is that only reads and writes them.
    """
    records, text, phrases = (folder / name for name in ("records.jsonl", "text.txt", "phrases.txt"))
    records.write_text("".join(json.dumps({"text": one}, ensure_ascii=False) + "\n" for one in articles), "utf-8")
    text.write_text("\n".join(articles), "utf-8")
    phrases.write_text("\n".join(made.phrases()) + "\n", "utf-8")
    clean = command(BIN / "clean", "-f", "jsonl", stdin=records)
    grep = command("grep", "-v", "-i", "-F", "-f", phrases, text)
    both = command(BIN / "clean", "-f", "jsonl", "-j", 2, stdin=records)
    c4 = command(peers or "", Path(__file__).with_name("c4.py"), stdin=records)
    copy = command(sys.executable, "-c", COPY, stdin=records)
    ours, greps, twice, copied, theirs = in_turns(clean, grep, both, copy, c4 if peers else grep)
    megabytes = text.stat().st_size / 1e6
    print(f"{len(articles)} articles, {megabytes:.1f} MB: {megabytes / min(ours):.2f} MB/s")
    yield Row("JSON lines, one process", "grep -v -iF -f", ours, greps, "≤ 2")
    yield Row("JSON lines, only copied (control)", "grep -v -iF -f", copied, greps)
    if peers:
        yield Row("JSON lines, one process", "datatrove C4, no sentences", ours, theirs, "≤ 0.5")
    yield Row("JSON lines, -j 2", "one process", twice, ours, "≤ 0.57")
    alone, together = in_turns(lambda: _spin(1), lambda: _spin(2))
    yield Row("twice the sums, two processes", "once, one process (control)", together, alone, "1 if free")


def _spin(count: int) -> None:
    running = [multiprocessing.Process(target=sum, args=(range(SPIN),)) for _ in range(count)]
    for one in running:
        one.start()
    for one in running:
        one.join()


def many_rules(articles: list[str]) -> Iterator[Row]:
    """Compare 5,000 rules with 50 of them, of which as many match."""
    cleaners = [Cleaner(rules=rule_set) for rule_set in made.rule_sets(50, 5000)]
    few, many = (_cleaning(cleaner, articles[:200]) for cleaner in cleaners)
    few(), many()  # what is compiled late is compiled
    theirs, ours = in_turns(few, many)
    yield Row("5,000 rules", "50 of them", ours, theirs, "≤ 1.3")


def growth() -> Iterator[Row]:
    """Compare the time of a character in a long text and in a short one."""
    cleaner = Cleaner()
    short, long = (made.long_text(neutral_lines(), size) for size in SIZES)
    cleaner.clean(short)
    theirs, ours = in_turns(_cleaning(cleaner, [short]), _cleaning(cleaner, [long]), runs=3)
    times = SIZES[1] / SIZES[0]
    yield Row(f"{SIZES[1]:,} characters, each", f"{SIZES[0]:,}, each", [one / times for one in ours], theirs, "1")


def pages(folder: Path) -> Iterator[Row]:
    """Compare pages with trafilatura's default, with metadata, both in this process."""
    from trafilatura import extract

    found = [page for _, some in read_sets(folder / "html") for page in some][:: max(1, 1263 // PAGES)]

    def theirs() -> None:
        for page in found:
            extract(page.html, url=page.url, with_metadata=True)

    efforts: tuple[Effort, ...] = ("fast", "standard", "best")
    tasks = [_reading(Cleaner(effort=effort), [(page.html, page.url) for page in found]) for effort in efforts]
    *ours, their_times = in_turns(*tasks, theirs, runs=3)
    for effort, times, wanted in zip(efforts, ours, ("≤ 0.7", "≤ 1.1", ""), strict=True):
        yield Row(f"{len(found)} pages, effort {effort}", "trafilatura with metadata", times, their_times, wanted)


def _cleaning(cleaner: Cleaner, texts: list[str]) -> Callable[[], None]:
    def run() -> None:
        for text in texts:
            cleaner.clean(text)

    return run


def _reading(cleaner: Cleaner, found: list[tuple[str, str | None]]) -> Callable[[], None]:
    def run() -> None:
        for html, url in found:
            cleaner.clean(html=html, url=url)

    return run


def rows(folder: Path, given: Path | None, peers: Path | None) -> Iterator[Row]:
    """Return all comparisons."""
    texts = [text.text for text in read_texts(given) if text.tier == "article"] if given else made.articles()
    yield from start(folder)
    yield from stream(folder, texts, peers)
    yield from many_rules(texts)
    yield from growth()
    if given:
        yield from pages(given)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--peers", type=Path, metavar="PYTHON")
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}\n{HEAD}", flush=True)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Path(folder), asked.folder, asked.peers):
            print(row, flush=True)
            found.append(row.plain())
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps({"machine": machine, "rows": found}, indent=1), "utf-8")


if __name__ == "__main__":
    main()
