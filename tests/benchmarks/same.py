"""Hold the engine against the naive reference on real texts: the same removals, names and saved values.

python -m tests.benchmarks.same FILE.jsonl
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
from tests.oracles.reference_engine import match as match_plainly


@cache
def _cleaner() -> Cleaner:
    """Return a cleaner with all rules, one for each process."""
    return Cleaner(profile="aggressive")


def differs(record: dict[str, Any]) -> bool:
    """Tell whether the two find different things in a record's text."""
    document = segment(normalize(record["text"]))
    found, due = _cleaner().engine.match(document), match_plainly(document, _cleaner().rule_set.rules)
    return (found.removals, found.saved) != (due.removals, due.saved)


def records(path: str) -> Iterator[dict[str, Any]]:
    """Read records one by one."""
    with Path(path).open("rb") as stream:
        for line in stream:
            yield json.loads(line)


def main(path: str) -> int:
    """Compare on each record's text, with all rules; return how many differ."""
    with Pool() as pool:
        found = list(pool.imap(differs, records(path), chunksize=4))
    for at in (at for at, differ in enumerate(found, 1) if differ):
        print(f"record {at} differs")
    print(f"{len(found)} texts, {sum(found)} differ")
    return sum(found)


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1])))
