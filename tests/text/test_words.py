import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text.words import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \t\n", 0),
        ("* * * — … !", 0),
        ("E-mail AT&T don’t", 3),
        ("3.5 million (or so)", 4),
        ("½ ² ٣", 3),
        ("责任编辑", 2),
        ("责任编辑王", 3),
        ("iPhone手机 is here", 4),
        ("ภาษาไทย", 4),
        ("きょうは晴れ", 3),
        ("བོད་སྐད", 4),
        ("오늘은 맑음", 2),
        ("_ __ ___", 0),
    ],
)
def test_a_word_holds_a_letter_or_digit_and_unspaced_scripts_count_half(text: str, words: int) -> None:
    assert count_words(text) == words


def test_words_are_separated_by_line_ends_and_all_kinds_of_spaces() -> None:
    assert count_words("one\ntwo\r\nthree\N{NO-BREAK SPACE}four\N{EM SPACE}five") == 5


@given(st.text(st.characters(max_codepoint=127)))
def test_in_ascii_words_are_the_runs_without_blanks_that_hold_a_letter_or_digit(text: str) -> None:
    assert count_words(text) == sum(any(map(str.isalnum, run)) for run in text.split())
