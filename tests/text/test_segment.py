import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text.segment import line_form, segment
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


def test_lines_are_numbered_as_in_the_input_with_empty_lines_counted() -> None:
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
def test_lines_are_in_order_and_apart_with_words_after_their_lead(text: str, markdown: bool) -> None:
    lines = segment(text, markdown=markdown).lines
    for line in lines:
        assert line.span.of(text).strip()
        assert all(line.span.start <= part.start < part.end <= line.span.end for part in line.form)
    for line, below in itertools.pairwise(lines):
        assert line.number < below.number
        assert line.span.end < below.span.start
        assert set("\r\n") & set(text[line.span.end : below.span.start])


@given(texts)
def test_only_blanks_are_between_lines_of_plain_text(text: str) -> None:
    at = 0
    for line in segment(text).lines:
        assert not text[at : line.span.start].strip()
        at = line.span.end
    assert not text[at:].strip()


def test_an_empty_text_has_no_lines() -> None:
    assert segment("") == Document("", ())
    assert segment(" \n\t\r\n", markdown=True).lines == ()


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ("plain", "paragraph", "plain"),
        ("    indented", "paragraph", "indented"),
        ("# One", "heading", "One"),
        ("###### Six", "heading", "Six"),
        ("####### Seven", "paragraph", "####### Seven"),
        ("#hashtag", "paragraph", "#hashtag"),
        ("- one", "item", "one"),
        ("  * one", "item", "one"),
        ("+ [x] done", "item", "done"),
        ("- [ ] open", "item", "open"),
        ("12. twelve", "item", "twelve"),
        ("3) three", "item", "three"),
        ("1234567890. too many digits", "paragraph", "1234567890. too many digits"),
        ("-dash", "paragraph", "-dash"),
        ("2020 was a year", "paragraph", "2020 was a year"),
        ("> quoted", "quote", "quoted"),
        (">quoted", "quote", "quoted"),
        ("> > > deep", "quote", "deep"),
        ("| a | b |", "row", "| a | b |"),
        ("  | a | b |", "row", "  | a | b |"),
        ("", "paragraph", ""),
    ],
)
def test_the_lead_of_a_line_is_before_its_words(line: str, kind: str, words: str) -> None:
    line_kind, lead = line_form(line)
    assert (line_kind, line[lead:]) == (kind, words)
