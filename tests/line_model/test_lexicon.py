"""What a lexicon may know of a line, and what it says of it."""

import pytest

from cleaner.line_model.lexicon import CHARACTERS, NO_WORD_FEATURES, TOKENS, WORD_FEATURES, tokens, word_features
from cleaner.text.segment import segment
from cleaner.text.view import line_views


def of(line: str) -> set[str]:
    return tokens(line_views(segment(line))[0])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Read more", {"read", "more", "read more", "^read", "more$", "=read more"}),
        ("Print", {"print", "^print", "print$", "=print"}),
        ("3 of 12", {"0", "of", "00", "0 of", "of 00", "^0", "00$", "=0 of 00"}),
        ("相关阅读", {"相关阅读", "^相关阅读", "相关阅读$", "=相关阅读", "相关", "关阅", "阅读"}),
    ],
)
def test_words_pairs_ends_and_short_lines_are_tokens(line: str, found: set[str]) -> None:
    assert of(line) == found


def test_marks_that_boilerplate_is_made_of_are_words() -> None:
    assert {"|", "| news", "©", "© 0000"} <= of("Town | News © 2024")


def test_a_line_of_four_words_is_no_token() -> None:
    assert not any(token.startswith("=") for token in of("Read more of this"))


def test_long_lines_are_read_to_a_bound() -> None:
    assert "end" not in of("a " * CHARACTERS + "end")
    assert len(of(" ".join(f"w{chr(97 + at % 26)}{chr(97 + at // 26)}" for at in range(200)))) <= 2 * TOKENS + 1


def test_the_weights_of_known_tokens_add_up() -> None:
    lexicon = {"read": 1.0, "more": 2.0, "read more": 3.0, "story": -1.5, "never": 9.0}
    found = word_features(of("Read more of this story"), lexicon)
    assert dict(zip(WORD_FEATURES, found, strict=True)) == {
        "words: sum": 4.5,
        "words: highest": 3.0,
        "words: lowest": -1.5,
        "words: sum of the highest three": 6.0,
    }


def test_an_unknown_line_says_nothing() -> None:
    assert word_features(of("Xylophone"), {"read": 1.0}) == NO_WORD_FEATURES
