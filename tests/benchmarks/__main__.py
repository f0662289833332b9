"""``make bench``: how fast cleaning is, as ratios to peers that read the same in the same run.

    python -m tests.benchmarks [FOLDER] [--peers PYTHON] [--json FILE]

FOLDER holds labeled texts (``text/docs.jsonl.xz``) and pages (``html/``), whose labels are not used; without it, texts
are generated and no pages are measured. PYTHON is an interpreter that has datatrove.
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
from tests.benchmarks import generated
from tests.benchmarks.startup import startup
from tests.benchmarks.timing import HEAD, Row, command, in_turns
from tests.quality.pages import read_sets
from tests.quality.texts import read_texts

BIN = Path(sys.executable).parent
CONTROL_SUM = 20_000_000
"""Numbers that each process of the control adds up: about a second."""

LOOP = """
import json, sys
{setup}
for line in sys.stdin.buffer:
    record = json.loads(line)
    {step}
    sys.stdout.buffer.write(json.dumps(record, ensure_ascii=False).encode() + b"\\n")
"""
COPY = LOOP.format(setup="", step="pass")
"""Reads and writes records and does nothing else: the least that a program in Python takes."""

FIX_TEXT = LOOP.format(setup="import ftfy", step="record['text'] = ftfy.fix_text(record['text'])")
"""Does what the first step of cleaning does, and nothing else."""

RULES = (50, 5_000)
TEXTS = 200
"""Texts that are cleaned with rule sets of both sizes."""

EXTRACT = LOOP.format(
    setup="from trafilatura import extract",
    step="record['text'] = extract(record.pop('html'), url=record['url'], with_metadata=True)",
)
"""Extracts pages as trafilatura does by default."""

PAGES = 160
"""Pages measured, spread evenly over a folder."""

EFFORT_GOALS: dict[Effort, str] = {"fast": "≤ 0.5", "standard": "≤ 0.7"}
LENGTHS = (100_000, 10_000_000)
"""Characters of the texts whose time per character is compared."""


def json_lines(folder: Path, articles: list[str], peers: Path | None) -> Iterator[Row]:
    """Compare JSON lines in, JSON lines out with grep and other programs, and two processes with one.

    Two controls show what no program can beat: reading and writing the records, and this machine's second core.
    """
    records, text, phrases = (folder / name for name in ("records.jsonl", "text.txt", "phrases.txt"))
    records.write_text("".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in articles), "utf-8")
    text.write_text("\n".join(articles), "utf-8")
    phrases.write_text("\n".join(generated.phrases()) + "\n", "utf-8")
    c4 = (peers or sys.executable, Path(__file__).with_name("c4.py"))
    tasks = {
        "clean": command(BIN / "clean", "-f", "jsonl", stdin=records),
        "two": command(BIN / "clean", "-f", "jsonl", "-j", 2, stdin=records),
        "grep": command("grep", "-v", "-i", "-F", "-f", phrases, text),
        "copy": command(sys.executable, "-c", COPY, stdin=records),
        "ftfy": command(sys.executable, "-c", FIX_TEXT, stdin=records),
    }
    if peers:
        tasks |= {"c4": command(*c4, stdin=records), "sentences": command(*c4, "--sentences", stdin=records)}
    times = dict(zip(tasks, in_turns(*tasks.values()), strict=True))
    megabytes = text.stat().st_size / 1e6
    print(f"{len(articles)} articles, {megabytes:.1f} MB: {megabytes / min(times['clean']):.2f} MB/s")
    yield Row("JSON lines, one process", "grep -v -iF -f", times["clean"], times["grep"], "≤ 2")
    yield Row("JSON lines, only copied (control)", "grep -v -iF -f", times["copy"], times["grep"])
    yield Row("JSON lines, one process", "ftfy.fix_text alone", times["clean"], times["ftfy"])
    if peers:
        name = "datatrove's C4 filter"
        yield Row("JSON lines, one process", f"{name}, no sentences", times["clean"], times["c4"])
        yield Row("JSON lines, one process", f"{name} as it ships", times["clean"], times["sentences"], "≤ 0.5")
    yield Row("JSON lines, -j 2", "one process", times["two"], times["clean"], "≤ 0.57")
    single, double = in_turns(lambda: _add_up(1), lambda: _add_up(2))
    yield Row("twice the sums, two processes", "once, one process (control)", double, single, "1 if idle")


def _add_up(processes: int) -> None:
    workers = [multiprocessing.Process(target=sum, args=(range(CONTROL_SUM),)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def rule_counts(articles: list[str]) -> Iterator[Row]:
    """Compare 5,000 rules with 50 of them, of which the same match."""
    tasks = [_cleaning(Cleaner(rules=rule_set), articles[:TEXTS]) for rule_set in generated.rule_sets(*RULES)]
    for task in tasks:
        task()  # patterns are compiled on first use
    theirs, ours = in_turns(*tasks)
    yield Row(f"{RULES[1]:,} rules", f"{RULES[0]} of them", ours, theirs, "≤ 1.3")


def text_lengths() -> Iterator[Row]:
    """Compare the time per character of a long text with that of a short one."""
    cleaner = Cleaner()
    short, long = (generated.long_text(neutral_lines(), length) for length in LENGTHS)
    cleaner.clean(short)
    theirs, ours = in_turns(_cleaning(cleaner, [short]), _cleaning(cleaner, [long]), turns=3)
    factor = LENGTHS[1] / LENGTHS[0]
    name = f"{LENGTHS[1]:,} characters, each"
    yield Row(name, f"{LENGTHS[0]:,}, each", [seconds / factor for seconds in ours], theirs, "1")


def _cleaning(cleaner: Cleaner, texts: list[str]) -> Callable[[], None]:
    def run() -> None:
        for text in texts:
            cleaner.clean(text)

    return run


def pages(scratch: Path, folder: Path) -> Iterator[Row]:
    """Compare pages with trafilatura's default and metadata, both as processes that read and write JSON lines."""
    all_pages = [page for _, pages_of_set in read_sets(folder / "html") for page in pages_of_set]
    sample, records = all_pages[:: max(1, len(all_pages) // PAGES)], scratch / "pages.jsonl"
    records.write_text("".join(json.dumps({"html": page.html, "url": page.url}) + "\n" for page in sample), "utf-8")
    theirs = command(sys.executable, "-c", EXTRACT, stdin=records)
    ours = [command(BIN / "clean", "-f", "jsonl", "--effort", effort, stdin=records) for effort in EFFORT_GOALS]
    *times, their_times = in_turns(*ours, theirs, turns=3)
    for (effort, goal), seconds in zip(EFFORT_GOALS.items(), times, strict=True):
        yield Row(f"{len(sample)} pages, effort {effort}", "trafilatura with metadata", seconds, their_times, goal)


def rows(scratch: Path, folder: Path | None, peers: Path | None) -> Iterator[Row]:
    """Yield all comparisons."""
    texts = [text.text for text in read_texts(folder) if text.tier == "article"] if folder else generated.articles()
    yield from startup(scratch)
    yield from json_lines(scratch, texts, peers)
    yield from rule_counts(texts)
    yield from text_lengths()
    if folder:
        yield from pages(scratch, folder)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--peers", type=Path, metavar="PYTHON")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--startup", action="store_true", help="only the rows of whole processes on one article")
    arguments = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}\n{HEAD}", flush=True)
    measured = []
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        comparisons = startup(scratch) if arguments.startup else rows(scratch, arguments.folder, arguments.peers)
        for row in comparisons:
            print(row, flush=True)
            measured.append(row.as_dict())
    if arguments.json:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        arguments.json.write_text(json.dumps({"machine": machine, "rows": measured}, indent=1), "utf-8")


if __name__ == "__main__":
    main()
