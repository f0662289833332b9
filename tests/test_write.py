import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import write
from cleaner.article import Article, Metadata, format_record
from cleaner.frontmatter import split_front_matter
from cleaner.options import Normalization
from cleaner.text.apply import apply
from cleaner.text.normalize import DEFAULT_NORMALIZATION
from cleaner.text.segment import segment
from cleaner.types import Document, Removal


def _body(text: str, *gone: int, markdown: bool = False, options: Normalization | None = DEFAULT_NORMALIZATION) -> str:
    """Write a text without the lines of these numbers."""
    source = segment(text, markdown=markdown)
    removals = [Removal(line.span, "a/b", line.number) for line in source.lines if line.number in gone]
    return write.format_body(apply(source, removals).document, source, options)


def _article(text: str) -> Article:
    return Article(text, Metadata({"title": "One"}), "cleaned", Document(text, ()))


def test_a_blank_line_separates_paragraphs_whatever_the_input_has() -> None:
    assert _body("\n one \ntwo\n\n\n\nthree\n\n") == "one\n\ntwo\n\nthree"


def test_paragraphs_may_be_single_lines() -> None:
    assert _body("one\n\ntwo\nthree", options=Normalization(paragraphs="newline")) == "one\ntwo\nthree"


def test_without_normalization_all_other_characters_stay() -> None:
    assert _body(" one \r\n\r\n\ttwo\r\nthree\x00", 3, options=None) == " one \r\n\r\nthree\x00"


@pytest.mark.parametrize(
    "text",
    [
        "- one\n- two\n  more of two\n- three",
        "1. one\n2. two",
        "para\n\n    x = 1\n    y = 2\n\npara",
        "> one\n>\n> two",
        "| a | b |\n| - | - |\n| 1 | 2 |",
        "para\n\n- one\n\n- two\n\npara",
        "# Title\n\npara\n\n```\na\n\n\n  b\n```\n\npara",
    ],
)
def test_lists_quotes_tables_and_code_of_markdown_keep_their_form(text: str) -> None:
    assert _body(text, markdown=True) == text


def test_a_list_stays_tight_when_a_line_of_it_is_removed() -> None:
    assert _body("- one\n- two\n- three", 2, markdown=True) == "- one\n- three"


def test_lists_stay_apart_when_a_line_between_them_is_removed() -> None:
    assert _body("- one\n\nAdvertisement\n\n- two", 3, markdown=True) == "- one\n\n- two"


def test_a_file_is_front_matter_a_blank_line_and_the_text_with_a_line_end() -> None:
    assert write.format_text(_article("Text."), header=True) == '---\ntitle: "One"\n---\n\nText.\n'
    assert write.format_text(_article("Text."), header=False) == "Text.\n"


def test_an_empty_text_leaves_front_matter_or_an_empty_file() -> None:
    assert write.format_text(_article(""), header=True) == '---\ntitle: "One"\n---\n'
    assert write.format_text(_article(""), header=False) == ""


@pytest.mark.parametrize(
    ("text", "written"),
    [("Text", "\nText"), ("\nText\n", "\nText\n"), ("\r\nText\r\n", "\r\nText\r\n"), ("\rText", "\n\rText"), ("", "")],
)
def test_raw_text_keeps_its_start_and_end_below_a_blank_line(text: str, written: str) -> None:
    assert write.format_text(_article(text), header=True, raw=True) == f'---\ntitle: "One"\n---\n{written}'
    assert write.format_text(_article(text), header=False, raw=True) == text


@given(st.text(st.sampled_from("a-:\n\r #")), st.booleans())
def test_front_matter_can_be_split_off_again(text: str, raw: bool) -> None:
    front, body = split_front_matter(write.format_text(_article(text), header=True, raw=raw))
    assert front is not None
    assert front.fields == {"title": "One"}
    assert body.strip("\n") == text.strip("\n")


@given(
    st.dictionaries(
        st.text(),
        st.text()
        | st.integers()
        | st.lists(st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False)),
    )
)
def test_a_record_is_a_single_line_and_reads_back(fields: dict[str, Any]) -> None:
    line = format_record(fields)
    assert "\n" not in line
    assert json.loads(line.encode("utf-8")) == fields


def test_a_record_keeps_letters_and_escapes_lone_surrogates() -> None:
    assert format_record({"text": "é市🎉"}) == '{"text": "é市🎉"}'
    assert format_record({"text": "é\ud800"}) == '{"text": "\\u00e9\\ud800"}'


def test_values_that_json_lacks_raise_or_become_texts() -> None:
    with pytest.raises(ValueError, match="JSON"):
        format_record({"x": float("nan")})
    assert format_record({"x": {1}}) == '{"x": "{1}"}'
