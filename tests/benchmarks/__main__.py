"""``make bench``: how fast cleaning is, as ratios to peers that read the same in the same run.

    python -m tests.benchmarks [FOLDER] [--peers PYTHON] [--json FILE] [--startup]

FOLDER holds labeled texts (``text/docs.jsonl.xz``) and pages (``html/``), whose labels are not used; without it, texts
are generated and no pages are measured. PYTHON is an interpreter that has the peers (``peers.txt``); without it, only
those are measured that this program depends on. The tables are in Markdown. Times are of the processor, so that other
programs on the machine change them little: ratios of our time to a peer's, medians over turns.
"""

import argparse
import json
import multiprocessing
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from cleaner import Cleaner
from cleaner.authoring.samples import neutral_lines
from tests.benchmarks import generated
from tests.benchmarks.startup import startup
from tests.benchmarks.timing import HEAD, Cost, Row, Task, command, in_turns, ratio, timed
from tests.quality.pages import read_sets
from tests.quality.texts import read_texts

BIN = Path(sys.executable).parent
SCRIPT = Path(__file__).with_name("peers.py")
CONTROL_SUM = 20_000_000
"""Numbers that each process of the control adds up: about a second."""

TEXTS, PAGES = 400, 120
"""Texts and pages measured, spread evenly over a folder."""

TABLE_TURNS = 3
"""Turns of what takes seconds."""

RULES = (50, 5_000, 50_000)
RULE_TEXTS = 200
"""Texts that are cleaned with rule sets of all sizes."""

LENGTHS = (100_000, 10_000_000)
"""Characters of the texts whose time per character is compared."""

LINES = (10_000, 200_000)
"""Short lines of the texts whose time per line is compared."""

SHORTER = 10
"""The short text is cleaned as often as makes a tenth of the long one: long enough to measure."""

FAILED_INPUTS = 3
"""The exit status of ``clean`` if some pages have no article."""


class Peer(NamedTuple):
    """A program in a table: what it is called, what it does, and its name in :mod:`tests.benchmarks.peers`."""

    title: str
    about: str
    name: str


OWN_PEERS = frozenset({"copy", "ftfy", "trafilatura", "trafilatura-lines", "trafilatura-metadata", "trafilatura-fast"})
"""Peers that this program depends on, so that its own environment has them."""

TEXT_PEERS = (
    Peer("`json`, records copied", "reads and writes the records: the least that a program in Python takes", "copy"),
    Peer("ftfy", "`fix_text` mends characters, which is one step of ours", "ftfy"),
    Peer(
        "datatrove's C4 filter, `min_num_sentences=-1`",
        "drops lines without a stop at their end, of fewer than three words, or with one of seven phrases",
        "c4",
    ),
    Peer(
        "… as it ships",
        "the same, and spaCy splits lines into sentences to drop texts with fewer than five",
        "c4-shipped",
    ),
    Peer(
        "datatrove's Gopher quality filter",
        "spaCy splits words; keeps or drops whole texts by shares of words and lines",
        "gopher",
    ),
    Peer(
        "jusText",
        "lines as `<p>` of a page; drops what is short or poor in English stop words, neighbors considered",
        "justext-lines",
    ),
    Peer("trafilatura", "lines as `<p>` of a page; extracts its text", "trafilatura-lines"),
)

PAGE_PEERS = (
    Peer("trafilatura", "text", "trafilatura"),
    Peer("… `with_metadata=True`", "text with a header of metadata", "trafilatura-metadata"),
    Peer("… `fast=True`", "text, without other extractors to fall back on", "trafilatura-fast"),
    Peer("readability-lxml", "`summary()`: the article as HTML, without metadata", "readability"),
    Peer(
        "resiliparse", "`extract_plain_text(main_content=True)`, in compiled code; text without metadata", "resiliparse"
    ),
    Peer("newspaper4k", "`article()` without pictures: text and metadata", "newspaper"),
)


class Ours(NamedTuple):
    """A column of a table: options of ``clean``, and the name of the same in :mod:`tests.benchmarks.peers`."""

    options: tuple[str, ...]
    name: str

    @property
    def title(self) -> str:
        return f"`clean{''.join(f' {option}' for option in self.options)}`"


TEXT_COLUMNS = (Ours((), "standard"), Ours(("--profile", "careful"), "careful"))
PAGE_COLUMNS = (Ours((), "standard"), Ours(("--effort", "fast"), "fast"))


def table(records: Path, columns: Sequence[Ours], peers: Mapping[Peer, Task]) -> Iterator[dict[str, Any]]:
    """Print a table, and yield what was measured: each column is a process of ``clean``, and a loop in Python."""
    tasks = [
        command(BIN / "clean", "-f", "jsonl", *ours.options, stdin=records, statuses=(0, FAILED_INPUTS))
        for ours in columns
    ]
    loops = [command(sys.executable, SCRIPT, ours.name, stdin=records) for ours in columns]
    costs = in_turns(*tasks, *loops, *peers.values(), turns=TABLE_TURNS)
    processes, loops_costs, peers_costs = (
        costs[: len(tasks)],
        costs[len(tasks) : 2 * len(tasks)],
        costs[2 * len(tasks) :],
    )
    count = records.read_bytes().count(b"\n")
    titles = [title for ours in columns for title in (ours.title, "… in a loop")]
    print(
        f"| compared with | what it does | its ms each | {' | '.join(titles)} |\n|---|---|{'--:|' * (1 + len(titles))}"
    )
    for peer, theirs in zip(peers, peers_costs, strict=True):
        cells = [f"{1000 * statistics.median(cost.processor for cost in theirs) / count:.2f}"]
        for process, loop in zip(processes, loops_costs, strict=True):
            cells += [f"{ratio(process, theirs):.2f}", f"{ratio(loop, theirs, 'loop'):.2f}" if theirs[0].loop else "–"]
        failed = f"; fails on {theirs[0].failed}" if theirs[0].failed else ""
        print(f"| {peer.title} | {peer.about}{failed} | {' | '.join(cells)} |", flush=True)
        yield {"peer": peer.title, "costs": [cost._asdict() for cost in theirs]}
    for ours, process, loop in zip(columns, processes, loops_costs, strict=True):
        times = [
            1000 * statistics.median(values) / count
            for values in ([cost.processor for cost in process], [cost.loop for cost in loop])
        ]
        print(f"\n{ours.title} takes {times[0]:.2f} ms each as a process, {times[1]:.2f} in a loop.")
        yield {
            "ours": ours.title,
            "costs": [cost._asdict() for cost in process],
            "loop": [cost._asdict() for cost in loop],
        }


def peer_tasks(peers: Sequence[Peer], records: Path, python: Path | None) -> dict[Peer, Task]:
    """Return the tasks of those peers that an environment has."""
    return {
        peer: command(sys.executable if peer.name in OWN_PEERS else python, SCRIPT, peer.name, stdin=records)
        for peer in peers
        if python or peer.name in OWN_PEERS
    }


def texts(scratch: Path, articles: Sequence[str], python: Path | None) -> Iterator[dict[str, Any]]:
    """Compare JSON lines in, JSON lines out with other programs; grep gets the plain texts and the rules' phrases."""
    records, text, phrases = (scratch / name for name in ("records.jsonl", "text.txt", "phrases.txt"))
    write_records(records, ({"text": article} for article in articles))
    text.write_text("\n".join(articles), "utf-8")
    phrases.write_text("\n".join(generated.phrases()) + "\n", "utf-8")
    about = "drops lines of plain text that have a phrase of our rules somewhere; locale C"
    grep = {
        Peer("`grep -v -iF -f`", about, "grep"): command("grep", "-v", "-i", "-F", "-f", phrases, text, statuses=(0, 1))
    }
    print(f"\n{len(articles)} texts of {text.stat().st_size / len(articles) / 1000:.1f} kB:\n")
    yield from table(records, TEXT_COLUMNS, grep | peer_tasks(TEXT_PEERS, records, python))


def pages(scratch: Path, folder: Path, python: Path | None) -> Iterator[dict[str, Any]]:
    """Compare pages with other extractors, all as JSON lines."""
    sample = spread([page for _, pages_of_set in read_sets(folder / "html") for page in pages_of_set], PAGES)
    records = scratch / "pages.jsonl"
    write_records(records, ({"html": page.html, "url": page.url} for page in sample))
    print(f"\n{len(sample)} pages of {records.stat().st_size / len(sample) / 1000:.0f} kB:\n")
    yield from table(records, PAGE_COLUMNS, peer_tasks(PAGE_PEERS, records, python))


def spread(items: Sequence[Any], count: int) -> Sequence[Any]:
    """Return about that many items, spread evenly."""
    return items[:: max(1, len(items) // count)]


def write_records(path: Path, records: Iterator[dict[str, Any]]) -> None:
    path.write_text(
        "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8", "surrogatepass"
    )


def processes(scratch: Path) -> Iterator[Row]:
    """Compare two processes with one over the records of the tables; a control shows what the second core gives."""
    for name, count in (("records.jsonl", "texts"), ("pages.jsonl", "pages")):
        if (scratch / name).exists():
            single, double = (
                command(BIN / "clean", "-f", "jsonl", "-j", jobs, stdin=scratch / name, statuses=(0, FAILED_INPUTS))
                for jobs in (1, 2)
            )
            theirs, ours = in_turns(single, double, turns=TABLE_TURNS)
            yield Row(f"`clean -j 2`, {count}", "`-j 1`", ours, theirs)
    single_sum, double_sum = in_turns(timed(lambda: _add_up(1)), timed(lambda: _add_up(2)), turns=TABLE_TURNS)
    yield Row("control: twice the sums, in two processes", "once, in one", _walls(double_sum), _walls(single_sum))


def _walls(costs: Sequence[Cost]) -> list[Cost]:
    """Return costs whose processor time is unknown, since other processes did the work, as those of wall time."""
    return [cost._replace(processor=cost.wall) for cost in costs]


def _add_up(count: int) -> None:
    workers = [multiprocessing.Process(target=sum, args=(range(CONTROL_SUM),)) for _ in range(count)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def rule_counts(articles: Sequence[str]) -> Iterator[Row]:
    """Compare large rule sets with a small one, of which the same rules match."""
    tasks = [_cleaning(Cleaner(rules=rule_set), articles) for rule_set in generated.rule_sets(*RULES)]
    for task in tasks:
        task()  # patterns are compiled on first use
    theirs, *costs = in_turns(*tasks)
    for count, ours in zip(RULES[1:], costs, strict=True):
        yield Row(f"{count:,} rules", f"{RULES[0]} of them", ours, theirs)


def growth() -> Iterator[Row]:
    """Compare the time per character, or per line, of a long text with that of a short one."""
    cleaner, prose = Cleaner(), neutral_lines()
    paragraphs = [generated.long_text(prose, length) for length in LENGTHS]
    for name, numbers, inputs in (
        ("characters in paragraphs, each", LENGTHS, paragraphs),
        ("characters in one line, each", LENGTHS, [text.replace("\n", " ") for text in paragraphs]),
        ("short lines, each", LINES, [generated.short_lines(count) for count in LINES]),
    ):
        factor, times = numbers[1] / numbers[0], numbers[1] // numbers[0] // SHORTER
        cleaner.clean(inputs[0])
        tasks = (_cleaning(cleaner, inputs[:1] * times), _cleaning(cleaner, inputs[1:]))
        theirs, ours = in_turns(*tasks, turns=TABLE_TURNS)
        yield Row(f"{numbers[1]:,} {name}", f"{numbers[0]:,}", ours, theirs, factor / times)


def _cleaning(cleaner: Cleaner, articles: Sequence[str]) -> Task:
    return timed(lambda: [cleaner.clean(text) for text in articles])


def rows(scratch: Path, folder: Path | None, python: Path | None) -> Iterator[dict[str, Any]]:
    """Print all tables, and yield what was measured."""
    if folder:
        articles = spread([text.text for text in read_texts(folder) if text.tier == "article"], TEXTS)
    else:
        articles = generated.articles()
    yield from printed(startup(scratch))
    yield from texts(scratch, articles, python)
    if folder:
        yield from pages(scratch, folder, python)
    yield from printed(
        row for part in (processes(scratch), rule_counts(articles[:RULE_TEXTS]), growth()) for row in part
    )


def printed(comparisons: Iterator[Row]) -> Iterator[dict[str, Any]]:
    """Print rows as a table, and yield what was measured."""
    print(f"\n{HEAD}", flush=True)
    for row in comparisons:
        print(row, flush=True)
        yield row.as_dict()


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--peers", type=Path, metavar="PYTHON")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--startup", action="store_true", help="only the rows of whole processes on one article")
    arguments = parser.parse_args()
    cores, extractor = f"{os.cpu_count()} cores", f"trafilatura {version('trafilatura')}"
    machine = f"{platform.machine()}, {cores}, Python {platform.python_version()}, {extractor}"
    print(machine, flush=True)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        measure = printed(startup(scratch)) if arguments.startup else rows(scratch, arguments.folder, arguments.peers)
        measured = [*measure]
    if arguments.json:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        arguments.json.write_text(json.dumps({"machine": machine, "rows": measured}, indent=1), "utf-8")


if __name__ == "__main__":
    main()
