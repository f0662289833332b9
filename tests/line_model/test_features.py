"""The features of a line, and what a lexicon says about its words."""

import pytest

from cleaner.line_model.features import (
    FEATURE_NAMES,
    LEXICON_CHARACTERS,
    LEXICON_WORDS,
    NO_WORD_FEATURES,
    WORD_FEATURES,
    add_word_features,
    form,
    shape_features,
    tokens,
    word_features,
)
from cleaner.text.segment import segment
from cleaner.text.view import line_views

PROSE = "The council voted on Monday evening, after a long debate, to rebuild the old wooden bridge over the river."


def features_of(position: int, *lines: str) -> dict[str, float]:
    views = line_views(segment("\n".join(lines)))
    positions = list(range(len(views)))
    vectors = shape_features(views, positions, map(form, views))
    add_word_features(vectors, positions, dict.fromkeys(positions, NO_WORD_FEATURES) | {position: (4, 3, 1, 4)})
    return dict(zip(FEATURE_NAMES, vectors[position], strict=True))


def tokens_of(line: str) -> set[str]:
    return tokens(line_views(segment(line))[0])


@pytest.mark.parametrize(
    ("line", "features"),
    [
        (
            "Read more: 12 Photos",
            {"words": 4, "colon": 1, "starts with a capital": 1, "share of capitalized words": 0.5},
        ),
        (
            "why they left?",
            {
                "ends with a question or exclamation mark": 1,
                "starts with a small letter": 1,
                "is a sentence": 1,
                "is prose": 0,
            },
        ),
        ("© 2024 Town | www.town.example", {"copyright sign": 1, "bar": 1, "address": 1, "starts with a mark": 1}),
        ("“No,” she said,", {"quote": 1, "ends with a comma": 1, "commas": 2}),
        ("Contact: me@town.example #news…", {"at sign": 1, "hash": 1, "ellipsis": 1}),
        (PROSE, {"is prose": 1, "ends with a stop": 1, "words": 19}),
    ],
)
def test_a_line_has_features_of_its_form(line: str, features: dict[str, float]) -> None:
    actual = features_of(0, line)
    assert {name: actual[name] for name in features} == pytest.approx(features)


def test_a_line_has_features_of_its_place() -> None:
    features = features_of(3, "A title", PROSE, PROSE, "More", "Other", PROSE)
    assert (features["lines above"], features["lines below"]) == (3, 2)
    assert (features["prose above"], features["prose below"]) == (2, 1)
    assert (features["others in a row above"], features["others in a row below"]) == (0, 1)
    assert features["lines since the last prose"] == -2
    assert features["lines since the first prose"] == 2
    assert (features["words above"], features["words below"]) == (40, 20)


def test_a_line_has_features_of_its_topic() -> None:
    features = features_of(2, PROSE, PROSE, "Bridge closed: council meets mayor")
    assert features["long words"] == 5
    assert features["share of long words found in prose"] == pytest.approx(2 / 5)
    assert features_of(0, PROSE, PROSE)["share of long words found in prose"] == 1
    assert features_of(0, PROSE, "No")["share of long words found in prose"] == 0
    assert features_of(1, PROSE, "No")["share of long words found in prose"] == -1


def test_a_line_has_features_of_its_neighbors() -> None:
    features = features_of(1, PROSE, "More", "Share this")
    assert (features["words at -1"], features["is prose at -1"]) == (19, 1)
    assert (features["words at +1"], features["is a sentence at +1"]) == (2, 0)
    assert (features["words at -2"], features["words at +2"]) == (-1, -1)


def test_a_line_has_word_features_of_its_own_and_of_its_neighbors() -> None:
    features = features_of(1, PROSE, "More", "Share this")
    assert (features["words: sum"], features["words: highest"]) == (4, 3)
    assert features_of(1, PROSE, "More")["words: sum at -1"] == 0


def test_a_text_without_prose_has_all_features() -> None:
    assert set(features_of(0, "More")) == set(FEATURE_NAMES)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Read more", {"read", "more", "read more", "^read", "more$", "=read more"}),
        ("Print", {"print", "^print", "print$", "=print"}),
        ("3 of 12", {"0", "of", "00", "0 of", "of 00", "^0", "00$", "=0 of 00"}),
        ("相关阅读", {"相关阅读", "^相关阅读", "相关阅读$", "=相关阅读", "相关", "关阅", "阅读"}),
    ],
)
def test_words_pairs_ends_and_short_lines_are_tokens(line: str, expected: set[str]) -> None:
    assert tokens_of(line) == expected


def test_marks_that_are_frequent_in_boilerplate_are_words() -> None:
    assert {"|", "| news", "©", "© 0000"} <= tokens_of("Town | News © 2024")


def test_a_line_of_four_words_is_not_a_token() -> None:
    assert not any(token.startswith("=") for token in tokens_of("Read more of this"))


def test_long_lines_are_read_to_a_bound() -> None:
    assert "end" not in tokens_of("a " * LEXICON_CHARACTERS + "end")
    words = " ".join(f"w{chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(200))
    assert len(tokens_of(words)) <= 2 * LEXICON_WORDS + 1


def test_the_weights_of_tokens_in_the_lexicon_add_up() -> None:
    lexicon = {"read": 1.0, "more": 2.0, "read more": 3.0, "story": -1.5, "never": 9.0}
    features = word_features(tokens_of("Read more of this story"), lexicon)
    assert dict(zip(WORD_FEATURES, features, strict=True)) == {
        "words: sum": 4.5,
        "words: highest": 3.0,
        "words: lowest": -1.5,
        "words: sum of the highest three": 6.0,
    }


def test_words_that_the_lexicon_lacks_count_nothing() -> None:
    assert word_features(tokens_of("Xylophone"), {"read": 1.0}) == NO_WORD_FEATURES
