"""Dolma's own mixer deletes the spans of ``clean -t spans``, and what is left is what ``clean`` keeps.

The mixer is the package's compiled module, loaded without the package, which would need fastText.
"""

import gzip
import importlib.util
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.fixture_records import CLEAN, Record, clean_by_command, text_records

STORY = "The council voted on Tuesday evening to rebuild the old wooden bridge over the river."
RECORDS: list[Record] = [
    *text_records(),
    {"id": "ends", "text": f"\t{STORY}\r\nAdvertisement\r\n\r\nSe\N{SOFT HYPHEN}cond  line.\r\nShare this:"},
    {"id": "wide", "text": f"Ünïcode 👩‍🚀 市长\n{STORY}\nTags: 市长, bridge\nLast line."},
    {"id": "gone", "text": "Advertisement\nShare this:\n"},
]


def mixer() -> Any:
    """Load the mixer, a module of Rust."""
    package = importlib.util.find_spec("dolma")
    assert package
    assert package.origin
    (library,) = Path(package.origin).parent.glob("dolma*.so")
    spec = importlib.util.spec_from_file_location("dolma", library)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(records: list[Record]) -> bytes:
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records).encode()


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Record]:
    tmp_path = tmp_path_factory.mktemp("dolma")
    documents = tmp_path / "documents"
    (documents / "a").mkdir(parents=True)
    (documents / "a" / "one.jsonl.gz").write_bytes(gzip.compress(lines(RECORDS[::2])))
    (documents / "a" / "two.jsonl.gz").write_bytes(gzip.compress(lines(RECORDS[1::2])))
    command = [*CLEAN, "-t", "spans", "-o", "attributes/cleaner/", "documents/"]
    subprocess.run(command, cwd=tmp_path, check=True)
    for name in ("input", "output"):
        (tmp_path / name).mkdir()
    config = {
        "work_dir": {"input": str(tmp_path / "input"), "output": str(tmp_path / "output")},
        "processes": 1,
        "shuffle": False,
        "streams": [
            {
                "name": "cleaned",
                "documents": [str(documents / "a" / "*.jsonl.gz")],
                "attributes": ["cleaner"],
                "span_replacement": [
                    {
                        "span": "$.attributes.cleaner__all__removed",
                        "min_score": 0.5,
                        "replacement": "",
                        "syntax": "jsonpath",
                    }
                ],
                "output": {"path": str(tmp_path / "mixed"), "max_size_in_bytes": 1 << 30},
                "compression": {"input": "gz", "output": "gz"},
            }
        ],
    }
    mixer().mixer_entrypoint(json.dumps(config))
    written = b"".join(gzip.decompress(path.read_bytes()) for path in (tmp_path / "mixed").rglob("*.gz"))
    return {record["id"]: record for record in map(json.loads, filter(None, written.split(b"\n")))}


def test_what_the_mixer_leaves_is_what_clean_keeps(mixed: dict[str, Record]) -> None:
    assert mixed.keys() == {record["id"] for record in RECORDS}
    remaining = [{**record, "text": mixed[record["id"]]["text"]} for record in RECORDS]
    expected = clean_by_command(RECORDS)
    cleaned = clean_by_command(remaining, "--no-default-rules")
    assert {id: record["text"] for id, record in cleaned.items()} == {
        id: record["text"] for id, record in expected.items()
    }


def test_lines_that_stay_are_unchanged(mixed: dict[str, Record]) -> None:
    assert mixed["ends"]["text"] == f"\t{STORY}\r\n\r\nSe\N{SOFT HYPHEN}cond  line.\r\n"
    assert mixed["wide"]["text"] == f"Ünïcode 👩‍🚀 市长\n{STORY}\nLast line."
    assert mixed["gone"]["text"] == ""


def test_attributes_name_the_rules(mixed: dict[str, Record]) -> None:
    text = next(str(record["text"]) for record in RECORDS if record["id"] == "wide")
    ((start, end, score),) = mixed["wide"]["attributes"]["cleaner__tags__tag_list"]
    assert (text[start:end], score) == ("Tags: 市长, bridge\n", 1.0)
