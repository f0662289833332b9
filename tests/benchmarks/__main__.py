"""``make bench``: how fast cleaning is, as ratios to peers that read the same text in the same run.

    python -m tests.benchmarks [FILE.jsonl]

Without a file, the text is made from the neutral article and the phrases of the shipped rules, so that it can be run
anywhere; give JSON lines with ``text`` to measure on real articles.
"""

import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cleaner.authoring.samples import neutral
from cleaner.model import LineKeys
from cleaner.ruleset import load_rules

RUNS = 5
"""Times that each command runs; the median counts, and the spread is printed."""

DOCUMENTS = 400
"""Articles that are made when none are given: about 1 MB."""

SEED = 1


def made_documents() -> list[str]:
    """Return articles of neutral prose in random order, with samples of shipped rules between."""
    chance = random.Random(SEED)  # noqa: S311 - the same text in each run
    samples = [sample.text for rule in load_rules().rules for sample in rule.samples if sample.kind == "removes"]
    return [
        "\n".join([*chance.sample(neutral(), 24), *chance.sample(samples, 2), *chance.sample(neutral(), 3)])
        for _ in range(DOCUMENTS)
    ]


def phrases() -> list[str]:
    """Return the phrases of the shipped rules, as grep takes them."""
    keys = [rule.matches for rule in load_rules().rules if isinstance(rule.matches, LineKeys)]
    found = {phrase for key in keys for phrase in (*key.line, *key.starts, *key.ends, *key.contains)}
    return sorted(phrase for phrase in found if len(phrase) > len("Tags"))


def seconds(command: list[str], stdin: Path | None = None) -> list[float]:
    """Return the wall seconds of each run of a command, its output thrown away."""
    taken = []
    for _ in range(RUNS):
        with (stdin or Path(os.devnull)).open("rb") as stream:
            start = time.perf_counter()
            subprocess.run(
                command, stdin=stream, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
                env=os.environ | {"LC_ALL": "C"},
            )  # fmt: skip
            taken.append(time.perf_counter() - start)
    return taken


def row(name: str, ours: list[float], theirs: list[float], unit: Callable[[float], str]) -> str:
    """Write one line of the table: both medians with their spread, and the ratio of the medians."""
    told = [f"{unit(statistics.median(t)):>14} ({unit(min(t))} to {unit(max(t))})" for t in (ours, theirs)]
    return f"{name:34} {told[0]:42} {told[1]:42} {statistics.median(ours) / statistics.median(theirs):7.2f}"


def main(arguments: list[str]) -> None:
    """Time whole commands, and print a table."""
    given = (
        [json.loads(line)["text"] for line in Path(arguments[0]).read_text("utf-8").split("\n") if line]
        if arguments
        else []
    )
    documents = given or made_documents()
    with tempfile.TemporaryDirectory() as folder:
        records, text, list_of_phrases, short = (Path(folder) / name for name in ("r.jsonl", "t.txt", "p.txt", "s.txt"))
        records.write_text("".join(json.dumps({"text": one}, ensure_ascii=False) + "\n" for one in documents), "utf-8")
        text.write_text("\n".join(documents), "utf-8")
        list_of_phrases.write_text("\n".join(phrases()) + "\n", "utf-8")
        short.write_text("The bridge opens in May.\nAdvertisement\n", "utf-8")
        size = text.stat().st_size / 1e6
        clean = [sys.executable, "-m", "cleaner.cli.clean"]
        print(
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {size:.1f} MB of text"
        )
        print(f"{'':34} {'clean':42} {'peer':42} {'ratio':>7}")
        ours = seconds([*clean, "-f", "jsonl"], records)
        theirs = seconds(["grep", "-v", "-i", "-F", "-f", str(list_of_phrases), str(text)])
        print(row("JSON lines, against grep -v -iF", ours, theirs, lambda t: f"{size / t:.1f} MB/s"))
        ours, theirs = seconds([*clean, str(short)]), seconds([sys.executable, "-c", "import click"])
        print(row("start, against import click", ours, theirs, lambda t: f"{1000 * t:.0f} ms"))


if __name__ == "__main__":
    main(sys.argv[1:])
