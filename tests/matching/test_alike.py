"""``re`` finds in plain lines what ``regex`` finds, wherever it is asked instead."""

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.authoring.samples import neutral_lines
from cleaner.matching.regex import Pattern, TimeBudget
from cleaner.matching.regex_syntax import is_stdlib_compatible
from cleaner.rules import load_rules
from cleaner.text.view import fold
from cleaner.types import Block, LineKeys

RULES = load_rules().rules
KEYS = [rule.matches.opens if isinstance(rule.matches, Block) else rule.matches for rule in RULES]
PATTERNS = sorted(
    {one for keys in KEYS if isinstance(keys, LineKeys) for one in keys.regex if is_stdlib_compatible(one)}
)
LINES = sorted(
    {line for rule in RULES for sample in rule.samples for line in sample.text.split("\n") if line.isascii()}
    | {line for line in neutral_lines() if line.isascii()}
)
WORDS = sorted({word for line in LINES for word in line.split()})
MADE = st.lists(st.sampled_from(WORDS) | st.text(alphabet="abA10 _-:|/.()#\"'", max_size=3), max_size=6).map(" ".join)


def test_most_shipped_patterns_are_alike() -> None:
    assert len(PATTERNS) > 200


def _spans(found: "regex.Match[str] | None") -> list[tuple[int, int]] | None:
    return None if found is None else [found.span(at) for at in range(min(found.re.groups, 1) + 1)]


def _differ(line: str) -> list[str]:
    return [
        one
        for one in PATTERNS
        if _spans(Pattern(one, stdlib_compatible=True).search(line, TimeBudget())) != _spans(regex.search(one, line))
    ]


def test_both_find_the_same_in_all_samples() -> None:
    assert [line for line in LINES[::7] if _differ(line) or _differ(fold(line))] == []


@settings(max_examples=40, deadline=None)
@given(MADE)
def test_both_find_the_same_in_any_plain_line(line: str) -> None:
    assert _differ(line) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "[[:alpha:]]",
        "(a{e<=1})",
        "(?i)a",
        "(?P<n>a)",
        "(a+)+",
        "(?:ab)*",
        "[a--b]",
        "(?>a)b",
        "a++",
        "(a)\\1",
        "(?<n>a)",
        "(",
    ],
)
def test_what_the_two_may_read_differently_is_left_to_regex(pattern: str) -> None:
    assert not is_stdlib_compatible(pattern)
