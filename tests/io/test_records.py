"""Records: lines of JSON, their languages, and those that fail."""

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner.api import Cleaner
from cleaner.errors import RecordError
from cleaner.io.records import ReadOptions, cleaned_fields, failed_fields, parse_line, source_of_fields
from cleaner.source import EncodedText, RecordKeys
from tests.cli.commands import clean

GERMAN = "Der Bürgermeister sagte am Montag, dass die Brücke im Mai öffnet.\nWeiterlesen"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"\xff", "is not UTF-8 at byte 1"),
        (b"{", "is not valid JSON: Expecting property name enclosed in double quotes at column 2"),
        (b"[1]", "is JSON, but not an object"),
        (b'{"a": NaN}', "has a number that is out of bounds: NaN is not a JSON number"),
        (b'{"a": 1e999}', "has a number that is out of bounds: 1e999 is too large"),
        (b"[" * 100_000, "is nested too deeply"),
    ],
)
def test_a_line_that_is_not_a_record_is_refused(line: bytes, message: str) -> None:
    with pytest.raises(RecordError, match=message):
        parse_line(line)


@pytest.mark.parametrize(
    "fields",
    [{"lang": "de"}, {"lang": "German"}, {"language": "deu"}, {"metadata": {"language": "ger"}}, {"lang": "DE"}],
)
def test_the_language_of_a_record_is_normalized_wherever_it_is(fields: dict[str, Any]) -> None:
    result = clean("-f", "jsonl", stdin=json.dumps({"text": GERMAN, **fields}))
    assert result.err == ""
    (record,) = result.records()
    assert record["metadata"]["language"] == "de"
    assert record["metadata"]["cleaner"]["removed"] == {"de/mehr-zum-thema": 1}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_unknown_languages_are_ignored_with_a_remark_for_all_records(jobs: str, tmp_path: Path) -> None:
    records = [{"text": GERMAN, "lang": name} for name in ("klingon", "de", "klingon", "xx yy", "und", "")]
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text("".join(f"{json.dumps(record)}\n" for record in records), "utf-8")
    result = clean("-j", jobs, "-t", "jsonl", tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    assert result.status == 0
    remark = "3 records have an unknown language, which is ignored: 'klingon', 'xx yy'"
    assert result.err.splitlines() == [f"clean: {tmp_path / name}: {remark}" for name in ("a.jsonl", "b.jsonl")]
    assert all(record["metadata"]["cleaner"]["removed"] for record in result.records())


def test_a_record_without_text_and_page_names_the_option() -> None:
    with pytest.raises(RecordError, match=r"lacks the key 'text': name it with --text-key \(its keys: 'body'\)"):
        source_of_fields({"body": "A text."}, ReadOptions())
    with pytest.raises(RecordError, match=r"lacks the key 'html': name it with --html-key \(its keys: 'body'\)"):
        source_of_fields({"body": "<p>"}, ReadOptions(kind="html"))


def test_the_page_of_an_article_is_left_out_of_its_record() -> None:
    article = Cleaner().clean(html="<article><p>The mayor said on Monday that the bridge will open in May.</p>")
    fields = cleaned_fields({"id": 1, "html": "<article>"}, article, RecordKeys(), header=False)
    assert fields == {"id": 1, "text": article.text}


def test_a_record_that_failed_keeps_its_fields_and_says_why() -> None:
    fields = {"id": 1, "html": EncodedText(b"<p>"), "metadata": {"title": "A", "cleaner": {"version": "0"}}}
    assert failed_fields(fields, "is broken", header=True) == {
        "id": 1,
        "metadata": {"title": "A", "cleaner": {"version": "0", "error": "is broken"}},
    }
    assert failed_fields({"id": 1, "metadata": 3}, "is broken", header=True) == {"id": 1, "metadata": 3}
