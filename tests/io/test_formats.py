"""The table of formats: names and contents of inputs, and names of outputs."""

from importlib import import_module
from typing import get_args

import pytest

from cleaner.errors import OptionError
from cleaner.io.formats import (
    INPUT_FORMATS,
    OUTPUT_FORMATS,
    REWRITABLE_KINDS,
    Format,
    Kind,
    detect,
    format_from_name,
    is_enough_to_detect,
)


def test_each_format_has_a_row_and_each_input_format_a_reader() -> None:
    assert set(INPUT_FORMATS) == set(get_args(Kind))
    assert set(OUTPUT_FORMATS) == set(get_args(Format))
    for row in INPUT_FORMATS.values():
        module, _, name = row.reader.partition(":")
        assert callable(getattr(import_module(module), name))


def test_no_suffix_is_that_of_two_formats() -> None:
    suffixes = [suffix for row in INPUT_FORMATS.values() for suffix in row.suffixes]
    assert len(suffixes) == len(set(suffixes))


def test_pages_are_not_rewritten_in_place() -> None:
    assert {"html", "warc"}.isdisjoint(REWRITABLE_KINDS)
    assert {"text", "md", "jsonl", "parquet"} == set(REWRITABLE_KINDS)


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"", "text"),
        (b"A text.\n", "text"),
        (b"\xef\xbb\xbf  <!DOCTYPE html>", "html"),
        ("<html>".encode("utf-16"), "html"),
        (b"<!-- a --> <?xml version='1.0'?><p>", "html"),
        (b"<3 is a text", "text"),
        (b'\xef\xbb\xbf\n{"text": "a"}\n{', "jsonl"),
        (b'{"text": "is cut of', "jsonl"),
        (b"{braces}", "text"),
        (b'["a"]', "text"),
        (b"PAR1\0", "parquet"),
        (b"WARC/1.1\r\n", "warc"),
    ],
)
def test_content_is_detected_by_its_start(start: bytes, kind: Kind) -> None:
    assert detect(start) == kind


def test_a_line_is_enough_to_detect_unless_a_page_may_follow() -> None:
    assert is_enough_to_detect(b"A text.\n")
    assert not is_enough_to_detect(b"A text.")
    assert not is_enough_to_detect(b"<!-- a comment\n")
    assert is_enough_to_detect(b"<!-- a comment\n--><p>")


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("out.jsonl", "jsonl"),
        ("out.ndjson.zst", "jsonl"),
        ("t.parquet", "parquet"),
        ("x.md", "md"),
        ("x.markdown.gz", "md"),
        ("x.txt", "text"),
        ("x.TEXT", "text"),
        ("x", None),
        ("x.gz", None),
        ("x.json", None),
        ("x.cleaned", None),
        ("folder.jsonl/x", None),
    ],
)
def test_the_name_of_an_output_says_its_format(name: str, format_: Format | None) -> None:
    assert format_from_name(name) == format_


@pytest.mark.parametrize(
    ("name", "requested"),
    [("x", "jsonl"), ("x.cleaned", "md"), ("a.json", "spans"), ("a.jsonl", "spans"), ("a.json", "jsonl")],
)
def test_a_requested_format_counts_where_the_name_says_no_other(name: str, requested: Format) -> None:
    assert format_from_name(name, requested) == requested


@pytest.mark.parametrize(
    ("name", "requested"),
    [("out.jsonl", "text"), ("out.txt.gz", "jsonl"), ("a.parquet", "spans"), ("a.txt", "md"), ("a.jsonl", "parquet")],
)
def test_a_name_that_says_another_format_than_the_requested_is_refused(name: str, requested: Format) -> None:
    with pytest.raises(OptionError, match=f"not a name for -t {requested}: leave -t out"):
        format_from_name(name, requested)


@pytest.mark.parametrize("requested", [None, "text", "jsonl"])
@pytest.mark.parametrize("name", ["out.xhtml", "out.warc.gz", "out.wet"])
def test_a_name_of_a_format_that_is_never_written_is_refused(name: str, requested: Format | None) -> None:
    with pytest.raises(OptionError, match="are only read, not written: name it"):
        format_from_name(name, requested)
