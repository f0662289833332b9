import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text.segment import fenced_lines, line_form, open_fence_after


def _code(text: str) -> str:
    """Return one letter a line: ``c`` for fenced code, ``t`` for text."""
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
def test_fences_open_and_close_as_commonmark_has_it(text: str, code: str) -> None:
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
        ("> said", "quote", "said"),
        (">said", "quote", "said"),
        ("> > > deep", "quote", "deep"),
        ("| a | b |", "row", "| a | b |"),
        ("  | a | b |", "row", "  | a | b |"),
        ("", "paragraph", ""),
    ],
)
def test_the_form_of_a_line_stands_before_its_words(line: str, kind: str, words: str) -> None:
    found, lead = line_form(line)
    assert (found, line[lead:]) == (kind, words)
