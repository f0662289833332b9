"""All fixtures as records, and what the command makes of them: what each host's adapter has to give, to the byte."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.text.decode import decode_page
from tests.test_cases import CASES

ROOT = Path(__file__).resolve().parents[2]
CLEAN = [sys.executable, "-m", "cleaner.cli.clean"]

Record = dict[str, Any]


def texts() -> list[Record]:
    """Return the text of each case and seed, with the address and language that the case gives it."""
    records: list[Record] = []
    for case in CASES:
        record = {"id": case.place, "text": "\n".join(case.text)}
        if site := case.options.get("site"):
            record["url"] = f"https://{site}/article"
        if language := case.options.get("language"):
            record["lang"] = language
        records.append(record)
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    return records + [{"id": path.stem, "text": path.read_text("utf-8")} for path in seeds]


def pages() -> list[Record]:
    """Return each page, decoded."""
    folder = ROOT / "fixtures" / "pages"
    return [
        {"id": path.parent.name, "html": decode_page(path.read_bytes()).text}
        for path in sorted(folder.glob("*/source.html"))
    ]


def by_command(records: Iterable[Mapping[str, Any]], *options: str) -> dict[str, Record]:
    """Return what ``clean`` writes of each record, by its id."""
    return dict(_by_command(json.dumps([*records]), options))


@cache
def _by_command(records: str, options: tuple[str, ...]) -> dict[str, Record]:
    lines = "".join(f"{json.dumps(record)}\n" for record in json.loads(records))
    done = subprocess.run(
        [*CLEAN, "-f", "jsonl", "-q", *options], input=lines.encode(), capture_output=True, check=True
    )
    written = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    return {record["id"]: record for record in written}
