import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text.segment import segment
from cleaner.types import Document

_pieces = st.sampled_from(
    [
        "word",
        " ",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\xa0",
        "\u2028",
        "\x85",
        "\f",
        "- ",
        "> ",
        "# ",
        "| ",
        "```",
        "~~~",
        "1. ",
    ]
)
texts = st.lists(_pieces, max_size=25).map("".join)


def _lines(document: Document) -> list[tuple[int, str, str]]:
    return [(line.number, line.kind, line.span.of(document.text)) for line in document.lines]


def test_lines_are_numbered_as_in_the_input_and_empty_ones_counted() -> None:
    assert _lines(segment("\n One. \r\n\n \t\nTwo.", first_number=5)) == [
        (6, "paragraph", "One."),
        (9, "paragraph", "Two."),
    ]


@given(texts, st.integers(1, 9))
def test_plain_lines_are_the_stripped_lines_that_are_not_empty(text: str, first: int) -> None:
    document = segment(text, first_number=first)
    expected = [(number, line.strip()) for number, line in enumerate(text.split("\n"), first) if line.strip()]
    assert [(line.number, line.span.of(text)) for line in document.lines] == expected
    assert document.text == text


@given(texts, st.booleans())
def test_lines_stand_in_order_apart_and_have_words_behind_their_lead(text: str, markdown: bool) -> None:
    lines = segment(text, markdown=markdown).lines
    for line in lines:
        assert line.span.of(text).strip()
        assert 0 <= line.lead <= line.span.end - line.span.start
    for before, after in itertools.pairwise(lines):
        assert before.number < after.number
        assert "\n" in text[before.span.end : after.span.start]


@given(texts, st.booleans())
def test_nothing_but_blanks_stands_between_lines(text: str, markdown: bool) -> None:
    at = 0
    for line in segment(text, markdown=markdown).lines:
        assert not text[at : line.span.start].strip()
        at = line.span.end
    assert not text[at:].strip()


def test_markdown_tells_the_kind_of_a_line_and_keeps_its_form() -> None:
    text = "# Title\n  - one  \n> said\n| a |\nplain\n"
    assert _lines(segment(text, markdown=True)) == [
        (1, "heading", "# Title"),
        (2, "item", "  - one"),
        (3, "quote", "> said"),
        (4, "row", "| a |"),
        (5, "paragraph", "plain"),
    ]


def test_fenced_code_is_one_line_with_its_blank_lines() -> None:
    text = "a\n\n```\n  x = 1  \n\ny\n```  \nb"
    assert _lines(segment(text, markdown=True)) == [
        (1, "paragraph", "a"),
        (3, "code", "```\n  x = 1  \n\ny\n```  "),
        (8, "paragraph", "b"),
    ]


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n", "\n  \n\t\n"])
def test_code_that_is_never_closed_ends_with_its_last_line_that_is_not_blank(end: str) -> None:
    text = f"```\nx = 1  {end}"
    assert _lines(segment(text, markdown=True)) == [(1, "code", "```\nx = 1  ")]


def test_an_empty_text_has_no_lines() -> None:
    assert segment("") == Document("", ())
    assert segment(" \n\t\r\n", markdown=True).lines == ()
