"""Hold the engine against the reference engine on real texts: the same removals, rules and saved values.

python -m tests.benchmarks.engine_equality FILE.jsonl
"""

import json
import sys
from collections.abc import Iterator
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from cleaner import Cleaner
from cleaner.text.normalize import normalize
from cleaner.text.segment import segment
from tests.oracles.reference_engine import match as reference_match


@cache
def _cleaner() -> Cleaner:
    """Return a cleaner with all rules, once per process."""
    return Cleaner(profile="aggressive")


def differs(record: dict[str, Any]) -> bool:
    """Return whether the two engines match a record's text differently."""
    document = segment(normalize(record["text"]))
    matches, expected = _cleaner().engine.match(document), reference_match(document, _cleaner().rule_set.rules)
    return (matches.removals, matches.saved) != (expected.removals, expected.saved)


def records(path: str) -> Iterator[dict[str, Any]]:
    """Yield the records of a file."""
    with Path(path).open("rb") as stream:
        for line in stream:
            yield json.loads(line)


def main(path: str) -> int:
    """Print the numbers of records whose texts are matched differently, and return how many there are."""
    with Pool() as pool:
        results = list(pool.imap(differs, records(path), chunksize=4))
    for number, is_different in enumerate(results, 1):
        if is_different:
            print(f"record {number} differs")
    print(f"{len(results)} texts, {sum(results)} differ")
    return sum(results)


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1])))
