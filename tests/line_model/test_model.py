"""The line model: which lines it scores, what the scores are, and what rules do with them."""

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner.authoring.diagnose import near_misses
from cleaner.line_model import model as line_model
from cleaner.line_model.features import FEATURE_NAMES
from cleaner.line_model.model import (
    FILE,
    LAST_LINES,
    MAX_CANDIDATES,
    MAX_LINES,
    MAX_ROW,
    LineModel,
    load_model,
    model_from_dict,
    scored_lines,
)
from cleaner.matching import Engine
from cleaner.matching.remaining import RemainingLines
from cleaner.rules.load import load_text
from cleaner.text.segment import segment
from cleaner.text.view import line_views
from cleaner.types import Rule
from tests.oracles.reference_engine import match as match_plainly

PROSE = "The council voted on Monday evening, after a long debate, to rebuild the old wooden bridge over the river."
STORY = [PROSE.replace("Monday", day) for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")]
SUM = FEATURE_NAMES.index("words: sum")


def model(**weights: int) -> LineModel:
    """Return a model that scores a line by its words alone: 50 % from 1, 75 % from 2, 99 % from 3."""
    trees = [[SUM, 0.99, -1.0, [SUM, 1.99, 1.0, [SUM, 2.99, 2.0, 3.0]]]]
    margins = [0.5] * 50 + [1.5] * 25 + [2.5] * 24
    return model_from_dict(
        {
            "tokens": "\n".join(weights),
            "weights": [100 * weight for weight in weights.values()],
            "settled": [[-9, 9], [-9, 9]],
            "least": -9,
            "trees": trees,
            "margins": margins,
            "long_margins": [*margins[:98], 3.5],
            "beside_margins": [*margins[:50], *[0.5] * 49],
        }
    )


@pytest.fixture
def small_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the shipped model by one whose lexicon has three words."""
    small = model(offer=3, perhaps=2, maybe=1)
    monkeypatch.setattr(line_model, "load_model", lambda: small)


def rules(*keys: str) -> tuple[Rule, ...]:
    entries = ", ".join(f"{{ id: r{number}, {text} }}" for number, text in enumerate(keys))
    return load_text(f"rules: [{entries}]").rules


def gone(text: str, *keys: str) -> list[tuple[int, str]]:
    document, rule_set = segment(text), rules(*keys)
    matches = Engine(rule_set).match(document)
    assert matches.removals == match_plainly(document, rule_set).removals
    return [(removal.line, removal.rule.removeprefix("rules/")) for removal in matches.removals]


def story_with(*lines: str) -> str:
    return "\n".join([*STORY, *lines])


@pytest.mark.usefixtures("small_model")
@pytest.mark.parametrize(("least", "lines"), [(99, [7]), (76, [7]), (75, [7, 8]), (51, [7, 8]), (50, [7, 8, 9])])
def test_lines_go_from_the_score_that_a_rule_requires(least: int, lines: list[int]) -> None:
    assert [line for line, _ in gone(story_with("An offer", "Perhaps", "Maybe", "No"), f"likely: {least}")] == lines


@pytest.mark.usefixtures("small_model")
def test_other_keys_of_the_rule_must_hold_too() -> None:
    assert gone(story_with("An offer", "Offer of the day"), "likely: 75, max_words: 2") == [(7, "r0")]
    assert gone(story_with("An offer", PROSE), "likely: 75, near_end: 0") == []
    assert gone(story_with("An offer", "Offer said"), "likely: 75, unless: [said]") == [(7, "r0")]


@pytest.mark.usefixtures("small_model")
def test_the_model_scores_lines_when_no_other_rule_takes_any() -> None:
    assert gone(story_with("An offer"), "likely: 75", "line: An offer") == [(7, "r1")]
    assert gone(story_with("An offer", "x"), "likely: 75", "line: x") == [(7, "r0"), (8, "r1")]


@pytest.mark.usefixtures("small_model")
def test_what_a_keep_rule_protects_stays() -> None:
    assert gone(story_with("An offer"), "likely: 75", "line: An offer, keep: true") == []


@pytest.mark.usefixtures("small_model")
def test_lines_that_hold_too_much_of_a_text_stay() -> None:
    assert gone(f"{PROSE}\nAn offer", "likely: 75") == [(2, "r0")]
    assert gone(f"{PROSE}\nAn offer of four\nAn offer to five", "likely: 75") == []


@pytest.mark.usefixtures("small_model")
def test_a_text_that_is_not_mostly_prose_has_no_scores() -> None:
    assert gone("An offer\nSome more\nOf the same", "likely: 50") == []


@pytest.mark.usefixtures("small_model")
def test_a_text_of_more_lines_than_an_article_has_no_scores() -> None:
    assert gone("\n".join([PROSE] * (MAX_LINES - 1) + ["An offer"]), "likely: 50") == [(MAX_LINES, "r0")]
    assert gone("\n".join([PROSE] * MAX_LINES + ["An offer"]), "likely: 50") == []


@pytest.mark.usefixtures("small_model")
def test_longer_runs_than_a_rule_wants_stay() -> None:
    lines = ["An offer", "Offer two", "Offer three"]
    assert len(gone(story_with(*lines), "likely: 75, max_run: 3")) == 3
    assert gone(story_with(*lines), "likely: 75, max_run: 2") == []


@pytest.mark.usefixtures("small_model")
def test_a_near_miss_has_the_score_as_its_reason() -> None:
    rounds = Engine(rules("likely: 99")).run_rounds(segment(story_with("Perhaps")))
    (miss,) = near_misses(rounds)
    assert (miss.line.number, miss.failed.key) == (7, "likely")
    assert miss.failed.reason == "the line model's score is 75, not 99"


def scored(*lines: str) -> list[int]:
    return scored_lines(line_views(segment("\n".join(lines))))


def test_other_lines_than_prose_and_the_last_line_of_prose_have_scores() -> None:
    lines = ["Sport", "A title", *STORY * 3, "Share"]
    assert scored(*lines) == [0, len(lines) - 2, len(lines) - 1]
    below = ["Share"] * LAST_LINES
    assert scored(*lines, *below)[1] == len(lines) - 1  # far from the end, prose has no score


def test_long_rows_and_lines_without_words_have_no_scores() -> None:
    title, story = "An item over the story", STORY * 2
    assert scored(*["Item"] * MAX_ROW, title, *story) == [MAX_ROW + len(story)]
    assert scored(*["Item"] * (MAX_ROW - 1), title, *story) == [*range(MAX_ROW - 1), MAX_ROW - 1 + len(story)]
    assert scored(*["Item"] * (MAX_ROW + 1), *story) == [MAX_ROW + len(story)]
    assert scored("***", *STORY) == [len(STORY)]


def test_the_first_line_that_is_longer_than_a_label_has_no_score() -> None:
    lines = ["Sport", "Town council votes to rebuild", "By Ada Miller of Hill", *STORY * 2]
    assert scored(*lines) == [0, 2, len(lines) - 1]


def test_a_label_right_over_the_first_prose_has_no_score() -> None:
    lines = ["Town council votes to rebuild", "HILLTON", *STORY * 2, "Share", "Tags", *STORY]
    assert scored(*lines) == [len(lines) - 1]


def test_lines_between_two_lines_of_prose_have_no_score() -> None:
    lines = [
        "Sport",
        "Town council votes to rebuild",
        *STORY,
        "Share",
        "Sign up here and read on today",
        *STORY,
        "Tags",
    ]
    assert scored(*lines) == [0, len(lines) - 2, len(lines) - 1]  # the last line of prose, and what is below it


@pytest.mark.parametrize(
    ("line", "is_scored"),
    [
        ("Read on in our app", True),
        ("続きはアプリで", True),
        ("एक चुटकी हल्दी", False),  # the lexicon has no word of this script
        ("21:40", False),
        (f"{PROSE} {PROSE}", True),
        (f"{PROSE} He left. {PROSE}", False),  # a paragraph
        ("駅のない町で待つということについて、父はしばらく黙ってから、来ないから待てるのだと答えた。", False),
    ],
)
def test_lines_that_the_model_was_not_measured_on_have_no_score(line: str, is_scored: bool) -> None:
    assert (len(STORY) + 1 in scored("Town council votes to rebuild", *STORY, line)) is is_scored


@pytest.mark.usefixtures("small_model")
def test_long_lines_have_margins_of_their_own() -> None:
    long = "An offer for everyone who has walked over the old wooden bridge at least once in the last year"
    assert gone(story_with(*STORY, "An offer", long), "likely: 99") == [(13, "r0")]
    assert gone(story_with(*STORY, "An offer", long), "likely: 98") == [(13, "r0"), (14, "r0")]


@pytest.mark.usefixtures("small_model")
@pytest.mark.parametrize(
    ("lines", "taken"),
    [
        (["Ad", "Maybe", "No"], [7, 8]),  # below a line that went
        (["Maybe", "Ad"], [7, 8]),  # above it
        (["Ad", "Maybe", "Maybe so"], [7, 8]),  # what the model took does not count
        (["Ad", "多分 maybe"], [7, 8]),
        (["Ad", "Maybe he left."], [7]),  # a sentence
        (["Ad", "No", "Maybe"], [7]),
        (["Maybe"], []),
    ],
)
def test_beside_a_line_that_another_rule_took_lower_margins_count(lines: list[str], taken: list[int]) -> None:
    assert [line for line, _ in gone(story_with(*lines), "line: Ad", "likely: 90")] == taken


@pytest.mark.usefixtures("small_model")
def test_lines_beside_others_that_hold_too_much_of_a_text_are_scored_as_if_alone() -> None:
    lines = ["Ad", *(f"Maybe {'one two three ' * 4}or not", "An offer")]
    assert gone("\n".join([PROSE, *lines]), "line: Ad", "likely: 90") == [(2, "r0"), (4, "r1")]


def test_a_text_with_more_short_lines_than_an_article_has_no_scores() -> None:
    pairs = [line for at in range(MAX_CANDIDATES) for line in (f"Question {at}", PROSE)]
    assert scored(*pairs) == []


def test_the_shipped_model_is_plain_data_with_the_features_of_the_code() -> None:
    data = json.loads(Path(FILE).read_bytes())
    assert data["features"] == list(FEATURE_NAMES)
    assert data["margins"] == sorted(data["margins"])
    assert len(data["margins"]) == 99
    assert all(isinstance(weight, int) for weight in data["weights"])
    trees = [tree for stage in data["stages"] for tree in json.loads(stage)]
    assert max(map(highest_place, trees)) < len(FEATURE_NAMES)
    assert Path(FILE).stat().st_size < 512 << 10


def highest_place(tree: Any) -> int:
    return max(tree[0], *map(highest_place, tree[2:])) if isinstance(tree, list) else 0


def test_a_teaser_has_a_higher_score_than_the_story() -> None:
    lines = RemainingLines(
        line_views(segment(story_with("Read more stories like this on our app", "Sign up for our newsletter")))
    )
    assert min(lines.scores[position] for position in (6, 7)) > lines.scores[5]


def test_scores_are_the_same_each_time() -> None:
    lines = line_views(segment(story_with("More from this section")))
    assert load_model().score(lines) == model_from_dict(json.loads(Path(FILE).read_bytes())).score(lines)
