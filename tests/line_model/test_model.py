"""The line model: whom it asks, what it answers, and what rules make of it."""

import json
from typing import Any

import pytest

from cleaner.authoring.diagnose import near_misses
from cleaner.line_model import model as likely
from cleaner.line_model.features import FEATURE_NAMES
from cleaner.line_model.model import (
    FILE,
    LAST,
    LIST,
    MAX_ASKED,
    MAX_LINES,
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
    """Make a model that rates a line by its words alone: 50 % from 1, 75 % from 2, 99 % from 3."""
    trees = [[SUM, 0.99, -1.0, [SUM, 1.99, 1.0, [SUM, 2.99, 2.0, 3.0]]]]
    margins = [0.5] * 50 + [1.5] * 25 + [2.5] * 24
    return model_from_dict(
        {
            "lexicon": {w: 100 * n for w, n in weights.items()},
            "settled": [[-9, 9], [-9, 9]],
            "least": -9,
            "trees": trees,
            "margins": margins,
        }
    )


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a model in place that knows three words."""
    small = model(offer=3, perhaps=2, maybe=1)
    monkeypatch.setattr(likely, "load_model", lambda: small)


def rules(*keys: str) -> tuple[Rule, ...]:
    entries = ", ".join(f"{{ id: r{at}, {some} }}" for at, some in enumerate(keys))
    return load_text(f"rules: [{entries}]").rules


def gone(text: str, *keys: str) -> list[tuple[int, str]]:
    document, some = segment(text), rules(*keys)
    found = Engine(some).match(document)
    assert found.removals == match_plainly(document, some).removals
    return [(removal.line, removal.rule.removeprefix("rules/")) for removal in found.removals]


def text(*lines: str) -> str:
    return "\n".join([*STORY, *lines])


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(("least", "lines"), [(99, [7]), (76, [7]), (75, [7, 8]), (51, [7, 8]), (50, [7, 8, 9])])
def test_lines_rated_so_or_higher_go(least: int, lines: list[int]) -> None:
    assert [line for line, _ in gone(text("An offer", "Perhaps", "Maybe", "No"), f"likely: {least}")] == lines


@pytest.mark.usefixtures("own")
def test_other_keys_of_the_rule_must_hold_too() -> None:
    assert gone(text("An offer", "Offer of the day"), "likely: 75, max_words: 2") == [(7, "r0")]
    assert gone(text("An offer", PROSE), "likely: 75, near_end: 0") == []
    assert gone(text("An offer", "Offer said"), "likely: 75, unless: [said]") == [(7, "r0")]


@pytest.mark.usefixtures("own")
def test_the_model_is_asked_where_no_other_rule_takes_anything() -> None:
    assert gone(text("An offer"), "likely: 75", "line: An offer") == [(7, "r1")]
    assert gone(text("An offer", "x"), "likely: 75", "line: x") == [(7, "r0"), (8, "r1")]


@pytest.mark.usefixtures("own")
def test_what_a_keep_rule_protects_stays() -> None:
    assert gone(text("An offer"), "likely: 75", "line: An offer, keep: true") == []


@pytest.mark.usefixtures("own")
def test_lines_that_hold_too_much_of_a_text_stay() -> None:
    assert gone(f"{PROSE}\nAn offer", "likely: 75") == [(2, "r0")]
    assert gone(f"{PROSE}\nAn offer of four\nAn offer to five", "likely: 75") == []


@pytest.mark.usefixtures("own")
def test_a_text_that_is_not_mostly_prose_is_not_asked_about() -> None:
    assert gone("An offer\nSome more\nOf the same", "likely: 50") == []


@pytest.mark.usefixtures("own")
def test_a_text_of_very_many_lines_is_not_asked_about() -> None:
    assert gone("\n".join([PROSE] * (MAX_LINES - 1) + ["An offer"]), "likely: 50") == [(MAX_LINES, "r0")]
    assert gone("\n".join([PROSE] * MAX_LINES + ["An offer"]), "likely: 50") == []


@pytest.mark.usefixtures("own")
def test_longer_runs_than_a_rule_wants_stay() -> None:
    lines = ["An offer", "Offer two", "Offer three"]
    assert len(gone(text(*lines), "likely: 75, max_run: 3")) == 3
    assert gone(text(*lines), "likely: 75, max_run: 2") == []


@pytest.mark.usefixtures("own")
def test_a_line_that_nearly_goes_tells_how_it_is_rated() -> None:
    rounds = Engine(rules("likely: 99")).run_rounds(segment(text("Perhaps")))
    (miss,) = near_misses(rounds)
    assert (miss.line.number, miss.failed.key) == (7, "likely")
    assert miss.failed.reason == "the line model's score is 75, not 99"


def asked(*lines: str) -> list[int]:
    return scored_lines(line_views(segment("\n".join(lines))))


def test_lines_that_are_no_prose_and_the_last_ones_are_asked_about() -> None:
    lines = ["Sport", "A title", *STORY * 3, "Share"]
    assert asked(*lines) == [0, *range(len(lines) - LAST, len(lines))]


def test_long_rows_and_lines_without_words_are_not() -> None:
    assert asked(*["Item"] * LIST, "An item over the story", *STORY * 2)[:1] == [LIST + 1 + 2 * len(STORY) - LAST]
    assert asked(*["Item"] * (LIST - 1), "An item over the story", *STORY * 2)[: LIST - 1] == list(range(LIST - 1))
    assert asked(*["Item"] * (LIST + 1), *STORY * 2) == [LIST + 1 + 2 * len(STORY) - at for at in range(LAST, 0, -1)]
    assert asked("***", *STORY) == [len(STORY) + 1 - at for at in range(LAST, 0, -1)]


def test_the_first_line_that_is_longer_than_a_label_is_not() -> None:
    lines = ["Sport", "Town council votes to rebuild", "By Ada Miller of Hill", *STORY * 2]
    assert asked(*lines)[:3] == [0, 2, len(lines) - LAST]


def test_a_label_right_over_the_first_prose_is_not() -> None:
    lines = ["Town council votes to rebuild", "HILLTON", *STORY * 2, "Share", STORY[0], "Tags", *STORY]
    assert asked(*lines)[:1] == [2 + 2 * len(STORY)]


def test_nothing_is_in_a_text_with_very_many_short_lines() -> None:
    pairs = [line for at in range(MAX_ASKED) for line in (f"Question {at}", PROSE)]
    assert asked(*pairs) == []


def test_the_shipped_model_is_plain_data_that_knows_the_traits_of_today() -> None:
    data = json.loads(FILE.read_bytes())
    assert data["traits"] == list(FEATURE_NAMES)
    assert data["margins"] == sorted(data["margins"])
    assert len(data["margins"]) == 99
    assert all(isinstance(weight, int) for weight in data["lexicon"].values())
    assert max(places_of(tree) for tree in data["trees"]) < len(FEATURE_NAMES)
    assert FILE.stat().st_size < 512 << 10


def places_of(tree: Any) -> int:
    return max(tree[0], *map(places_of, tree[2:])) if isinstance(tree, list) else 0


def test_it_tells_a_teaser_from_a_story() -> None:
    lines = RemainingLines(
        line_views(segment(text("Read more stories like this on our app", "Sign up for our newsletter")))
    )
    assert min(lines.scores[at] for at in (6, 7)) > lines.scores[5]


def test_its_rating_is_the_same_each_time_and_rises_with_the_margin() -> None:
    lines = line_views(segment(text("More from this section")))
    assert load_model().score(lines) == likely.model_from_dict(json.loads(FILE.read_bytes())).score(lines)
