"""``clean -t spans``: a line of Dolma's attributes for each record, even for one that fails."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from cleaner.io.dolma import ALL, attribute
from cleaner.rules import load_rules
from tests.cli.commands import STORY, Result, clean

RECORDS: list[dict[str, Any]] = [
    {"id": "7", "source": "town", "text": f"{STORY}Advertisement\r\nTags: bridge, river", "url": "https://a.example/"},
    {"id": 8, "text": STORY},
    {"id": "9", "text": 7, "source": "town"},
    {"text": f"Share this:\n{STORY}"},
    {"id": "11", "html": f"<p>{STORY}"},
]


def lines(records: list[dict[str, Any]]) -> str:
    return "".join(f"{json.dumps(record)}\n" for record in records)


@pytest.fixture(scope="module")
def result() -> Result:
    return clean("-t", "spans", "-f", "jsonl", "-q", stdin=lines(RECORDS))


def test_each_record_has_a_line_with_its_id_and_source(result: Result) -> None:
    written = result.records()
    assert [(row.get("id"), row.get("source")) for row in written] == [
        ("7", "town"),
        (8, None),
        ("9", "town"),
        (None, None),
        ("11", None),
    ]
    assert all(set(row) <= {"id", "source", "attributes"} for row in written)


def test_spans_are_places_in_the_given_text(result: Result) -> None:
    text, spans_by_name = str(RECORDS[0]["text"]), result.records()[0]["attributes"]
    assert {name: [text[start:end] for start, end, _ in spans] for name, spans in spans_by_name.items()} == {
        ALL: ["Advertisement\r\nTags: bridge, river"],
        "cleaner__ads__ad_label": ["Advertisement\r\n"],
        "cleaner__tags__tag_list": ["Tags: bridge, river"],
    }
    assert {score for spans in spans_by_name.values() for _, _, score in spans} == {1.0}


def test_a_record_that_fails_has_no_spans_and_is_reported(result: Result) -> None:
    assert [row["attributes"][ALL] for row in result.records()] == [[[86, 120, 1.0]], [], [], [[0, 12, 1.0]], []]
    assert result.status == 3
    assert "standard input:3: has no text under 'text', but a number" in result.err
    assert "standard input:5: has a page and no text, and spans are places in a text" in result.err


def test_the_number_of_processes_changes_no_output(result: Result) -> None:
    again = clean("-t", "spans", "-f", "jsonl", "-q", "-j", "2", stdin=lines(RECORDS))
    assert (again.out, again.status) == (result.out, result.status)


def test_files_of_attributes_are_named_as_their_documents(tmp_path: Path) -> None:
    documents, attributes = tmp_path / "documents", tmp_path / "attributes" / "cleaner"
    names = ["a/one.jsonl.gz", "two.json.gz"]
    for name in names:
        (documents / name).parent.mkdir(parents=True, exist_ok=True)
        (documents / name).write_bytes(gzip.compress(lines(RECORDS[:2]).encode()))
    assert clean("-t", "spans", "-o", f"{attributes}/", documents).status == 0
    assert clean("-t", "spans", "-f", "jsonl", "-o", f"{attributes}/", documents / "two.json.gz").status == 0
    for name in names:
        written = gzip.decompress((attributes / name).read_bytes()).decode().split("\n")
        assert [json.loads(line)["id"] for line in written if line] == ["7", 8]


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["-t", "spans", "--title", "move"], 2, "a title that moves is not a removal: choose one"),
        (["-t", "spans", "-f", "text"], 3, "is not a file of records, and spans are places in texts of records"),
    ],
)
def test_inputs_and_options_without_spans_are_refused(arguments: list[str], status: int, says: str) -> None:
    result = clean(*arguments, stdin=STORY)
    assert (result.status, result.out) == (status, "")
    assert says in result.err


def test_names_are_distinct_and_of_characters_that_dolma_allows() -> None:
    ids = [rule.id for rule in load_rules().rules]
    names = {attribute(id) for id in ids}
    assert len(names) == len(ids)
    assert all(name.replace("_", "a").isalnum() and name.isascii() for name in names)
    assert {len(name.split("__")) for name in names} == {3}
