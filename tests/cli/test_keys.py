"""Keys of records: values inside others, addresses and languages."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import STORY, clean

DIRTY = STORY + "Advertisement"
PAGE = f"<html><title>Bridge</title><body><p>{STORY}</p><p>Advertisement</p><p>{STORY[:40]}</p></body></html>"


def cleaned(record: dict[str, Any], *options: str) -> dict[str, Any]:
    result = clean("--no-header", *options, stdin=json.dumps(record) + "\n")
    assert (result.status, result.err) == (0, "")
    (cleaned_record,) = result.records()
    return cleaned_record


@pytest.mark.parametrize(
    ("key", "record", "expected"),
    [
        ("data.text", {"id": 5, "data": {"text": DIRTY, "n": 1}}, {"id": 5, "data": {"text": STORY.strip(), "n": 1}}),
        ("/data/text", {"data": {"text": DIRTY}, "z": 1}, {"data": {"text": STORY.strip()}, "z": 1}),
        ("/a~1b/c.d", {"a/b": {"c.d": DIRTY}}, {"a/b": {"c.d": STORY.strip()}}),
        ("parts.1.text", {"parts": [1, {"text": DIRTY}]}, {"parts": [1, {"text": STORY.strip()}]}),
        ("data.text", {"data.text": DIRTY, "data": 3}, {"data.text": STORY.strip(), "data": 3}),
        ("/text", {"text": DIRTY}, {"text": STORY.strip()}),
        ("data.text", {"html": PAGE}, {"data": {"text": f"{STORY.strip()}\n\n{STORY[:40].strip()}"}}),
    ],
)
def test_a_text_is_read_and_written_inside_other_values(
    key: str, record: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert cleaned(record, "--text-key", key) == expected


def test_a_page_inside_other_values_becomes_a_text() -> None:
    record = cleaned({"page": {"raw": PAGE, "n": 1}}, "--html-key", "page.raw")
    assert record["page"] == {"n": 1}
    assert record["text"].startswith("The council")


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (
            {"id": 5, "data": {"body": "x", "n": 1}},
            "--text-key (its keys: 'body', 'n' in 'data')",
        ),
        ({"id": 5, "data": 3}, "(its keys: 'id', 'data')"),
        ({"data": {"text": 3}}, "has no text under 'data.text', but a number"),
        ({"data": [3]}, "lacks the key 'data.text'"),
        ({"data": 7, "html": PAGE}, "has a number under 'data', so it cannot have the key 'data.text'"),
    ],
)
def test_a_record_without_the_key_says_where_the_search_ended(record: dict[str, Any], message: str) -> None:
    result = clean("--text-key", "data.text", stdin=json.dumps(record) + "\n")
    assert (result.status, message in result.err) == (3, True)


def test_addresses_and_languages_have_keys_of_their_own() -> None:
    text = f"{STORY}Anzeige\n"
    record = {
        "text": text,
        "meta": {"link": "https://mill.example/a", "tongue": "en"},
        "lang": "de",
        "url": "https://b.example",
    }
    given = json.dumps(record) + "\n"
    (plain,) = clean(stdin=given).records()
    assert (plain["metadata"]["site"], plain["metadata"]["language"]) == ("b.example", "de")
    (own,) = clean("--url-key", "meta.link", "--lang-key", "/meta/tongue", stdin=given).records()
    assert (own["metadata"]["site"], own["metadata"]["language"]) == ("mill.example", "en")
    (missing,) = clean("--lang-key", "nothing", "--lang", "fr", stdin=given).records()
    assert missing["metadata"]["language"] == "fr"


def test_spans_and_tables_have_the_ids_of_nested_keys(tmp_path: Path) -> None:
    given = json.dumps({"meta": {"id": "x7"}, "body": {"text": DIRTY}}) + "\n"
    options = ("--id-key", "meta.id", "--text-key", "body.text")
    (spans,) = clean("-t", "spans", *options, stdin=given).records()
    assert spans["id"] == "x7"
    parquet = pytest.importorskip("pyarrow.parquet")
    table = tmp_path / "t.parquet"
    assert clean("-o", table, "--no-header", *options, stdin=given).status == 0
    (row,) = parquet.read_table(table).to_pylist()
    assert (row["id"], row["text"]) == ("x7", STORY.strip())
