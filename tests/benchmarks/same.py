"""Hold the engine against the naive reference on real texts: the same removals, names and saved values.

python -m tests.benchmarks.same FILE.jsonl
"""

import json
import sys
from pathlib import Path

from cleaner import Cleaner
from cleaner.engine import reference
from cleaner.normalize import normalize
from cleaner.segment import segment


def main(path: str) -> int:
    """Compare on each record's text, with all rules; return how many differ."""
    cleaner = Cleaner(profile="aggressive")
    records = [json.loads(line) for line in Path(path).read_text("utf-8").split("\n") if line]
    differ = 0
    for at, record in enumerate(records, 1):
        document = segment(normalize(record["text"]))
        found, due = cleaner.engine.match(document), reference.match(document, cleaner.rule_set.rules)
        if (found.removals, found.saved) != (due.removals, due.saved):
            differ += 1
            print(f"record {at} ({record.get('id')}) differs")
    print(f"{len(records)} texts, {differ} differ")
    return differ


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1])))
