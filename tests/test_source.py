"""Records: their text or page, and their language."""

from typing import Any

import pytest

from cleaner.errors import RecordError
from cleaner.source import RecordKeys, Source, source_of_record

KEYS = RecordKeys()


@pytest.mark.parametrize(
    ("fields", "language", "unknown"),
    [
        ({}, "en", None),
        ({"lang": "de"}, "de", None),
        ({"lang": "deu"}, "de", None),
        ({"language": "German"}, "de", None),
        ({"metadata": {"language": "fr_CA"}}, "fr-CA", None),
        ({"lang": "de", "language": "fr", "metadata": {"language": "es"}}, "de", None),
        ({"lang": None, "language": "fr"}, "fr", None),
        ({"lang": 7}, "en", None),
        ({"lang": "und"}, None, None),
        ({"lang": "klingon"}, None, "klingon"),
    ],
)
def test_the_language_is_under_lang_language_or_in_metadata(
    fields: dict[str, Any], language: str | None, unknown: str | None
) -> None:
    source = source_of_record({"text": "a", **fields}, KEYS, language="en")
    assert (source.language, source.unknown_language) == (language, unknown)


def test_a_record_with_both_gives_its_text_or_on_request_its_page() -> None:
    record = {"text": "a", "html": "<p>b"}
    assert source_of_record(record, KEYS) == Source("a")
    assert source_of_record(record, KEYS, pages=True) == Source("<p>b", html=True)


def test_a_record_may_have_other_keys() -> None:
    assert source_of_record({"body": "a", "url": "https://a.example/"}, RecordKeys(text="body")).text == "a"


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"id": 7}, "lacks the key 'text'"),
        ({"text": None}, "has no text under 'text', but null"),
        ({"html": ["<p>"]}, "has no text under 'html', but a list"),
        ({"text": "a", "metadata": "b"}, "has no object under 'metadata', but a text"),
        ({"text": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe"}, "is binary"),
    ],
)
def test_a_record_without_a_text_or_page_is_refused(record: dict[str, Any], message: str) -> None:
    with pytest.raises(RecordError, match=message):
        source_of_record(record, KEYS)
