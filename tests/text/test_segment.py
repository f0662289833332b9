import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text.segment import fenced_lines, line_form, open_fence_after, segment
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
        assert "\n" in text[line.span.end : below.span.start]


@given(texts, st.booleans())
def test_only_blanks_are_between_lines(text: str, markdown: bool) -> None:
    at = 0
    for line in segment(text, markdown=markdown).lines:
        assert not text[at : line.span.start].strip()
        at = line.span.end
    assert not text[at:].strip()


def test_lines_of_markdown_have_a_kind_and_keep_their_form() -> None:
    text = "# Title\n  - one  \n> quoted\n| a |\nplain\n"
    assert _lines(segment(text, markdown=True)) == [
        (1, "heading", "# Title"),
        (2, "item", "  - one"),
        (3, "quote", "> quoted"),
        (4, "row", "| a |"),
        (5, "paragraph", "plain"),
    ]


def test_fenced_code_is_a_single_line_with_its_blank_lines() -> None:
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


def _code(text: str) -> str:
    """Return one letter per line: ``c`` for fenced code, ``t`` for text."""
    return "".join("c" if code else "t" for code in fenced_lines(text.split("\n")))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\n```\nb\n```\nc", "tccct"),
        ("~~~ python\nb\n~~~\nc", "ccct"),
        ("```\n~~~\n```\nc", "ccct"),
        ("````\n```\n````\nc", "ccct"),
        ("```\n````\nc", "cct"),
        ("```\n``` not closed\n```", "ccc"),
        ("   ```\nb\n  ```  \nc", "ccct"),
        ("    ```\nb", "tt"),
        ("``` has a ` in it\nb", "tt"),
        ("~~~ may have a ` in it\nb", "cc"),
        ("``\nb", "tt"),
        ("```\r\nb\r\n```\r\nc", "ccct"),
        ("```\nnever closed\n\n", "cccc"),
    ],
)
def test_fences_open_and_close_as_in_commonmark(text: str, code: str) -> None:
    assert _code(text) == code


@given(st.lists(st.sampled_from(["```", "````", "~~~", "``` py", "   ~~~~", "text", ""])))
def test_a_line_is_code_if_a_fence_is_open_above_or_below_it(lines: list[str]) -> None:
    fence, expected = "", []
    for line in lines:
        above, fence = fence, open_fence_after(line, fence)
        expected.append(bool(above or fence))
    assert list(fenced_lines(lines)) == expected


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
