"""The numbers that are known of a line."""

import pytest

from cleaner.line_model.features import FEATURE_NAMES, add_word_features, shape_features
from cleaner.line_model.lexicon import NO_WORD_FEATURES
from cleaner.text.segment import segment
from cleaner.text.view import line_views

PROSE = "The council voted on Monday evening, after a long debate, to rebuild the old wooden bridge over the river."


def known(at: int, *lines: str) -> dict[str, float]:
    seen = line_views(segment("\n".join(lines)))
    asked = list(range(len(seen)))
    rows = shape_features(seen, asked)
    add_word_features(rows, asked, dict.fromkeys(asked, NO_WORD_FEATURES) | {at: (4, 3, 1, 4)})
    return dict(zip(FEATURE_NAMES, rows[at], strict=True))


@pytest.mark.parametrize(
    ("line", "traits"),
    [
        (
            "Read more: 12 Photos",
            {"words": 4, "colon": 1, "starts with a capital": 1, "share of capitalized words": 0.5},
        ),
        ("why they left?", {"ends asking": 1, "starts small": 1, "is a sentence": 1, "is prose": 0}),
        ("© 2024 Town | www.town.example", {"copyright sign": 1, "bar": 1, "address": 1, "starts with a mark": 1}),
        ("“No,” she said,", {"quote": 1, "ends with a comma": 1, "commas": 2}),
        ("Contact: me@town.example #news…", {"at sign": 1, "hash": 1, "ellipsis": 1}),
        (PROSE, {"is prose": 1, "ends with a stop": 1, "words": 19}),
    ],
)
def test_the_form_of_a_line(line: str, traits: dict[str, float]) -> None:
    found = known(0, line)
    assert {name: found[name] for name in traits} == pytest.approx(traits)


def test_the_place_of_a_line() -> None:
    found = known(3, "A title", PROSE, PROSE, "More", "Other", PROSE)
    assert (found["lines above"], found["lines below"]) == (3, 2)
    assert (found["prose above"], found["prose below"]) == (2, 1)
    assert (found["others in a row above"], found["others in a row below"]) == (0, 1)
    assert found["lines since the last prose"] == -2
    assert found["lines since the first prose"] == 2
    assert (found["words above"], found["words below"]) == (40, 20)


def test_what_the_prose_is_about() -> None:
    found = known(2, PROSE, PROSE, "Bridge closed: council meets mayor")
    assert found["long words"] == 5
    assert found["share of long words found in prose"] == pytest.approx(2 / 5)
    assert known(0, PROSE, PROSE)["share of long words found in prose"] == 1
    assert known(0, PROSE, "No")["share of long words found in prose"] == 0
    assert known(1, PROSE, "No")["share of long words found in prose"] == -1


def test_its_neighbors() -> None:
    found = known(1, PROSE, "More", "Share this")
    assert (found["words at -1"], found["is prose at -1"]) == (19, 1)
    assert (found["words at +1"], found["is a sentence at +1"]) == (2, 0)
    assert (found["words at -2"], found["words at +2"]) == (-1, -1)


def test_what_its_words_say_and_those_of_its_neighbors() -> None:
    found = known(1, PROSE, "More", "Share this")
    assert (found["words: sum"], found["words: highest"]) == (4, 3)
    assert known(1, PROSE, "More")["words: sum at -1"] == 0


def test_a_text_without_prose_has_all_numbers() -> None:
    assert set(known(0, "More")) == set(FEATURE_NAMES)
