"""The fixtures as one table, and what the command makes of it: what adapters are held against."""

import io
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

FIXTURES = Path(__file__).parent.parent / "fixtures"
CLEAN = [sys.executable, "-m", "cleaner.cli.clean"]


@cache
def records() -> tuple[dict[str, Any], ...]:
    """Return the texts of all cases and all pages as records, and one that fails."""
    found: list[dict[str, Any]] = []
    for path in sorted(FIXTURES.glob("text/*.case")):
        for case in path.read_text("utf-8").split("\n# "):
            rows = [row[2:] for row in case.split("\n") if row[:2] in ("  ", "- ")]
            found.append({"text": "\n".join(rows), "url": f"https://news.example/{len(found)}", "lang": "en"})
    found += [
        {"html": page.read_bytes().decode("utf-8", "replace")} for page in sorted(FIXTURES.glob("pages/*/*.html"))
    ]
    found[0]["metadata"] = {"title": "A title", "tags": ["given"]}
    return tuple({"id": number} | record for number, record in enumerate([*found, {}]))


def table() -> Any:
    """Return the records as a table."""
    fields = [("title", pa.string()), ("tags", pa.list_(pa.string()))]
    texts = [(name, pa.string()) for name in ("text", "html", "url", "lang")]
    schema = pa.schema([("id", pa.int64()), *texts, ("metadata", pa.struct(fields))])
    return pa.Table.from_pylist(list(records()), schema)


@cache
def stored() -> bytes:
    """Return the table as the command makes it: a Parquet file."""
    stream = io.BytesIO()
    pq.write_table(table(), stream)
    return subprocess.run(CLEAN, input=stream.getvalue(), capture_output=True, check=False).stdout


@cache
def cleaned() -> Any:
    """Return the table that the command makes."""
    return pq.read_table(pa.BufferReader(stored()))


@cache
def cleaned_lines() -> tuple[dict[str, Any], ...]:
    """Return the records that the command makes of lines of JSON."""
    lines = "".join(f"{json.dumps(record)}\n" for record in records())
    done = subprocess.run([*CLEAN, "-f", "jsonl"], input=lines.encode(), capture_output=True, check=False)
    return tuple(json.loads(line) for line in done.stdout.splitlines())


def texts() -> list[str]:
    """Return the texts among the records, as they go in."""
    return [record["text"] for record in records() if "text" in record]


@cache
def cleaned_texts() -> list[str]:
    """Return the same texts as the command makes them, of nothing else."""
    lines = "".join(f"{json.dumps({'text': text})}\n" for text in texts())
    done = subprocess.run([*CLEAN, "-f", "jsonl"], input=lines.encode(), capture_output=True, check=False)
    return [json.loads(line)["text"] for line in done.stdout.splitlines()]
