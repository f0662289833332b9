import pytest

from cleaner.text.words import count_words, is_sentence


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
        ("오늘은 맑음", 2),
        ("_ __ ___", 0),
    ],
)
def test_a_word_holds_a_letter_or_digit_and_unspaced_scripts_count_half(text: str, words: int) -> None:
    assert count_words(text) == words


def test_words_are_separated_by_line_ends_and_all_kinds_of_spaces() -> None:
    assert count_words("one\ntwo\r\nthree\N{NO-BREAK SPACE}four\N{EM SPACE}five") == 5


@pytest.mark.parametrize(
    "line",
    [
        "The bridge is open.",
        "Is it?",
        "It is!",
        "And so on...",
        "And so on…",
        "She said, “It is open.”",
        "(It was shut in May.)",
        "„Sie kommt.“",
        "« Il est venu. »",
        "«Он пришёл.»",
        "他来了。",
        "「来た。」",
        "वह आया।",
        "Ends with a note [now.]",
        "It is open. ",
    ],
)
def test_a_sentence_ends_with_a_stop_and_what_closes_after_it(line: str) -> None:
    assert is_sentence(line)


@pytest.mark.parametrize(
    "line",
    ["", "Most Popular", "Share this:", "The U.S. and the river", "A clause;", "Read more »", "Done.*", "“Open”"],
)
def test_labels_and_clauses_are_not_sentences(line: str) -> None:
    assert not is_sentence(line)


def test_only_the_end_of_a_line_decides() -> None:
    assert not is_sentence("Stop." + '"' * 1000)
    assert is_sentence("word " * 100_000 + "end.")
