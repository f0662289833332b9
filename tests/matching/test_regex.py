"""Patterns have a budget of time, and a rule that spends it rests while the others go on."""

import pytest

from cleaner.matching import Engine
from cleaner.matching.regex import Pattern, PatternTimeoutError, TimeBudget, check_pattern
from cleaner.text.segment import segment
from cleaner.types import LineKeys, Rule

SLOW = "^(a|aa)+$"
HOSTILE = "a" * 60 + "b"


def test_a_pattern_that_runs_away_is_stopped() -> None:
    with pytest.raises(PatternTimeoutError):
        Pattern(SLOW).search(HOSTILE, TimeBudget(0.05))


def test_the_budget_is_spent_by_all_searches_together() -> None:
    clock = TimeBudget(1.0)
    Pattern("a").search("b" * 100_000, clock)
    assert 0 < clock.left < 1


def test_a_rule_that_spends_its_time_rests_and_the_text_is_kept() -> None:
    rules = [
        Rule("x/slow", LineKeys(regex=(SLOW,), line=()), remove="line"),
        Rule("x/label", LineKeys(line=("Advertisement",))),
    ]
    matches = Engine(rules).match(segment(f"{HOSTILE}\nAdvertisement"))
    assert [removal.rule for removal in matches.removals] == ["x/label"]
    assert matches.timed_out == ("x/slow",)


@pytest.mark.parametrize("source", ["(", "[a", "(?P<n", "a{2,1}", "(?<=a+)b(", "\\p{Nothing}"])
def test_why_a_pattern_does_not_compile_is_told(source: str) -> None:
    assert check_pattern(source)
