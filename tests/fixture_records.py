"""The fixtures as records, and what the command makes of them: every integration must give the same, byte for byte."""

import io
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.text.decode import decode_page
from tests.test_cases import CASES

ROOT = Path(__file__).resolve().parents[1]
CLEAN = [sys.executable, "-m", "cleaner.cli.clean"]

Record = dict[str, Any]


def text_records() -> list[Record]:
    """Return the text of each case and seed, with the address and language of the case."""
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


def page_records() -> list[Record]:
    """Return each page, decoded."""
    paths = sorted((ROOT / "fixtures" / "pages").glob("*/source.html"))
    return [{"id": path.parent.name, "html": decode_page(path.read_bytes()).text} for path in paths]


def clean_by_command(records: Iterable[Mapping[str, Any]], *options: str) -> dict[Any, Record]:
    """Return what ``clean`` writes for each record, by its id and in the same order."""
    return {record["id"]: record for record in _clean_lines(json.dumps([*records]), options)}


@cache
def _clean_lines(records: str, options: tuple[str, ...]) -> tuple[Record, ...]:
    lines = "".join(f"{json.dumps(record)}\n" for record in json.loads(records))
    command = [*CLEAN, "-f", "jsonl", "-q", *options]
    done = subprocess.run(command, input=lines.encode(), capture_output=True, check=False)
    assert done.returncode in (0, 3), done.stderr  # 3: a record failed, and was passed on
    return tuple(json.loads(line) for line in done.stdout.decode().split("\n") if line)


def plain_texts() -> list[str]:
    """Return the texts of all text records."""
    return [record["text"] for record in text_records()]


def cleaned_plain_texts() -> list[str]:
    """Return the same texts, cleaned by the command without address and language."""
    records = [{"id": number, "text": text} for number, text in enumerate(plain_texts())]
    return [record["text"] for record in clean_by_command(records).values()]


def table_records() -> list[Record]:
    """Return all texts and pages under numbers, the first with metadata, and a last record that fails."""
    records = [*text_records(), *page_records(), {}]
    records[0] |= {"metadata": {"title": "A title", "tags": ["given"]}}
    return [record | {"id": number} for number, record in enumerate(records)]


def cleaned_table_records() -> list[Record]:
    """Return the same records, cleaned by the command as JSON lines."""
    return [*clean_by_command(table_records()).values()]


def table() -> Any:
    """Return the same records as an Arrow table."""
    import pyarrow as pa

    metadata = pa.struct([("title", pa.string()), ("tags", pa.list_(pa.string()))])
    texts = [(name, pa.string()) for name in ("text", "html", "url", "lang")]
    schema = pa.schema([("id", pa.int64()), *texts, ("metadata", metadata)])
    return pa.Table.from_pylist(table_records(), schema)


@cache
def cleaned_parquet() -> bytes:
    """Return the Parquet file that the command makes of the table."""
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(table(), stream)
    return subprocess.run(CLEAN, input=stream.getvalue(), capture_output=True, check=False).stdout


def cleaned_table() -> Any:
    """Return the table that the command makes of the table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.read_table(pa.BufferReader(cleaned_parquet()))
