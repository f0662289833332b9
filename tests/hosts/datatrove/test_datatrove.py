"""datatrove runs the step in its own executor, between its reader and writer, in two processes."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from cleaner import Cleaner, OptionError
from cleaner.integrations.datatrove import ArticleCleaner
from tests.fixture_records import clean_by_command, page_records, text_records

STORY = "The council voted on Tuesday evening to rebuild the old wooden bridge over the river."
RECORDS = [
    *text_records(),
    {"id": "given", "text": f"{STORY}\nBy Ada Miller\nTags: bridge", "author": "B. Stone", "metadata": {"tags": "x"}},
    {"id": "empty", "text": "Advertisement\nShare this:"},
    {"id": "failed", "text": 700 * f"{STORY}\n"},
]
BOUNDED = Cleaner(max_size=0.05)


def write(folder: Path, records: list[dict[str, Any]], shards: int = 2) -> None:
    folder.mkdir()
    for number in range(shards):
        with (folder / f"{number}.jsonl").open("w") as file:
            file.writelines(f"{json.dumps(record)}\n" for record in records[number::shards])


def read(folder: Path) -> dict[str, dict[str, Any]]:
    lines = [line for path in folder.glob("*.gz") for line in gzip.decompress(path.read_bytes()).split(b"\n") if line]
    return {record["id"]: record for record in map(json.loads, lines)}


def run(folder: Path, step: ArticleCleaner, **reader: Any) -> dict[str, Any]:
    """Run the step between a reader and a writer, and return its statistics."""
    executor = LocalPipelineExecutor(
        [JsonlReader(str(folder / "in"), **reader), step, JsonlWriter(str(folder / "out"))],
        tasks=2,
        workers=2,
        logging_dir=str(folder / "logs"),
    )
    executor.run()
    stats = json.loads((folder / "logs" / "stats.json").read_text())
    step_stats: dict[str, Any] = next(entry for entry in stats if "Article cleaner" in entry["name"])["stats"]
    return step_stats


def total(stat: Any) -> int:
    return int(stat["total"] if isinstance(stat, dict) else stat)


def test_documents_are_cleaned_as_the_command_cleans_them(tmp_path: Path) -> None:
    write(tmp_path / "in", RECORDS)
    stats = run(tmp_path, ArticleCleaner(BOUNDED))
    expected = clean_by_command(text_records())
    written = read(tmp_path / "out")
    assert {id: written[id].get("text", "") for id in expected} == {
        id: record["text"] for id, record in expected.items()
    }
    assert {id: written[id]["metadata"]["cleaner"] for id in expected} == {
        id: record["metadata"]["cleaner"] for id, record in expected.items()
    }
    removed: dict[str, int] = {}
    for record in written.values():
        for rule, lines in record["metadata"]["cleaner"].get("removed", {}).items():
            removed[f"removed_{rule}"] = removed.get(f"removed_{rule}", 0) + lines
    assert {name: total(stat) for name, stat in stats.items() if name.startswith("removed_")} == removed
    assert (total(stats["total"]), total(stats["forwarded"])) == (len(RECORDS), len(RECORDS))
    assert (total(stats["empty"]), total(stats["failed"])) == (1, 1)


def test_metadata_stays_and_fields_of_the_text_are_added(tmp_path: Path) -> None:
    write(tmp_path / "in", RECORDS)
    run(tmp_path, ArticleCleaner())
    document_metadata = read(tmp_path / "out")["given"]["metadata"]
    assert (document_metadata["author"], document_metadata["tags"]) == ("B. Stone", "x")
    first = read(tmp_path / "out")[text_records()[-5]["id"]]["metadata"]
    assert first["tags"] == ["Donald Trump", "Marco Rubio", "Mike Pompeo"]


def test_documents_are_dropped_by_request(tmp_path: Path) -> None:
    write(tmp_path / "in", RECORDS)
    excluded = JsonlWriter(str(tmp_path / "excluded"))
    stats = run(tmp_path, ArticleCleaner(BOUNDED, drop_empty=True, drop_failed=True, exclusion_writer=excluded))
    dropped = read(tmp_path / "excluded")
    assert {id: (document["text"], document["metadata"]["filter_reason"]) for id, document in dropped.items()} == {
        "empty": ("Advertisement\nShare this:", "empty"),
        "failed": (700 * f"{STORY}\n", "failed"),
    }
    assert "has more than 0.05 MiB of text" in read(tmp_path / "excluded")["failed"]["metadata"]["cleaner"]["error"]
    assert not {"empty", "failed"} & read(tmp_path / "out").keys()
    assert [total(stats[name]) for name in ("dropped", "dropped_empty", "dropped_failed")] == [2, 1, 1]
    assert total(stats["forwarded"]) == len(RECORDS) - 2


def test_pages_become_articles(tmp_path: Path) -> None:
    write(tmp_path / "in", page_records())
    stats = run(tmp_path, ArticleCleaner(html=True), text_key="html")
    expected = clean_by_command(page_records())
    written = read(tmp_path / "out")
    assert {id: document.get("text", "") for id, document in written.items()} == {
        id: record["text"] for id, record in expected.items()
    }
    assert any(name.startswith("pruned_") for name in stats)


def test_options_are_those_of_the_cleaner() -> None:
    (document,) = ArticleCleaner(Cleaner(default_rules=False)).run(
        iter([Document(text=f"{STORY}\nAdvertisement", id="1")])
    )
    assert document.text == f"{STORY}\n\nAdvertisement"


def test_a_writer_without_anything_to_drop_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="add drop_empty=True or drop_failed=True"):
        ArticleCleaner(exclusion_writer=JsonlWriter(str(tmp_path)))
