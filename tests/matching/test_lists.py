"""Rules with ``list``: what goes below a line that marks a list, where, and what looks like it and stays."""

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.matching import Engine
from cleaner.matching.remaining import RemainingLines
from cleaner.text.apply import apply
from cleaner.text.segment import segment
from cleaner.types import LineKeys, LineList, ListPlace, Rule
from tests.oracles.reference_engine import match as match_plainly

PROSE = (
    "The council voted on Tuesday evening to rebuild the old wooden bridge over the river, after years of debate.",
    "Work begins in spring and takes eight months, in which the ferry at the mill runs twice as often as today.",
    "The town pays a third of the costs, and the rest comes from the county, which owns the road on both banks.",
    "Two members of the council voted against it, since they want a tunnel that cars could use in winter as well.",
)
HEADLINES = (
    *("Mill sold to the town", "Bridge opens in May", "School wins a prize", "Roads close for the race"),
    *("Ferry runs again", "Museum seeks old maps"),
)
MARK = Rule("x/mark", LineKeys(line=("more stories",)), marks_list=True)


@pytest.fixture(autouse=True, scope="module")
def scores() -> Iterator[None]:
    """Give the lines scores that do not depend on the line model that ships: 50, and 10 where the ferry is named."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RemainingLines, "scores_of", invented_scores)
        yield


def invented_scores(remaining: RemainingLines, positions: Iterable[int]) -> list[int]:
    views = [remaining.views[position] for position in positions]
    return [10 if "ferry" in view.folded else 50 for view in views if view.words and not view.prose]


def rule_of(at: ListPlace, *, likely: int = 1, each: LineKeys | None = None) -> Rule:
    return Rule("x/list", LineList(at, 3, likely, each))


def left(rules: list[Rule], *lines: str) -> list[str]:
    document = segment("\n".join(lines))
    text = apply(document, Engine(rules).match(document).removals).document.text
    return [row for row in text.split("\n") if row]


def test_a_list_at_the_end_goes_below_its_mark() -> None:
    assert left([MARK, rule_of("end")], *PROSE, "More stories", *HEADLINES) == [*PROSE]


def test_a_list_without_a_mark_stays() -> None:
    assert left([MARK, rule_of("end")], *PROSE, *HEADLINES) == [*PROSE, *HEADLINES]


def test_the_foot_of_a_page_goes_around_its_mark() -> None:
    foot = [MARK, rule_of("foot")]
    assert left(foot, *PROSE, *HEADLINES[:3], "More stories", *HEADLINES[3:]) == [*PROSE]
    assert left(foot, *PROSE, *HEADLINES, "More stories") == [*PROSE]
    assert left(foot, *PROSE, "See the map on page 3.", *HEADLINES, "More stories") == [
        *PROSE,
        "See the map on page 3.",
    ]
    for lines in (
        [*PROSE, *HEADLINES],
        [*PROSE[:2], "More stories", *PROSE[2:], *HEADLINES],
        [*PROSE, *["Ferry one", "Ferry two", "Ferry three"], "More stories"],
        [*HEADLINES, "More stories"],
    ):
        kept = [line for line in lines if line != "More stories"]
        assert left([MARK, rule_of("foot", likely=40)], *lines) == kept


def test_what_is_between_the_article_and_the_mark_stays() -> None:
    winners = ["Best film: The Ferry", "Best script: Kim Doyle", "Best debut: Nine Days of Rain"]
    assert left([MARK, rule_of("end")], *PROSE, *winners, "More stories", *HEADLINES) == [*PROSE, *winners]


def test_a_list_whose_lines_have_lower_scores_stays() -> None:
    assert left([MARK, rule_of("end", likely=51)], *PROSE, "More stories", *HEADLINES) == [*PROSE, *HEADLINES]


def test_leading_sentences_and_long_lines_stay() -> None:
    note = "Corrected: the ferry runs twice an hour."
    assert left([MARK, rule_of("end")], *PROSE, "More stories", note, *HEADLINES) == [*PROSE, note]


def test_fewer_lines_than_the_rule_asks_for_stay() -> None:
    assert left([MARK, rule_of("end")], *PROSE, "More stories", *HEADLINES[:2]) == [*PROSE, *HEADLINES[:2]]


def test_a_list_above_the_article_is_not_at_the_end() -> None:
    lines = [*PROSE[:2], "More stories", *HEADLINES, *PROSE[2:]]
    assert left([MARK, rule_of("end")], *lines) == [*PROSE[:2], *HEADLINES, *PROSE[2:]]


def test_a_list_at_the_end_may_have_a_teaser() -> None:
    lines = [*PROSE[:3], "More stories", *HEADLINES, PROSE[3], *HEADLINES]
    assert left([MARK, rule_of("end")], *lines) == [*PROSE[:3]]


def test_a_list_in_the_middle_goes_except_for_its_last_line() -> None:
    lines = [*PROSE[:3], "More stories", *HEADLINES, "What the river left", *PROSE[3:]]
    assert left([MARK, rule_of("middle")], *lines) == [*PROSE[:3], "What the river left", *PROSE[3:]]


def test_a_list_needs_an_article_above_it() -> None:
    assert left([MARK, rule_of("end")], PROSE[0], "More stories", *HEADLINES) == [PROSE[0], *HEADLINES]


def test_a_list_at_the_start_ends_above_the_first_line_that_is_not_like_it() -> None:
    lines = ["More stories", "Home", "Sport", "Jobs", "The town gets a bridge", *PROSE]
    rule = rule_of("start", each=LineKeys(max_words=2))
    assert left([MARK, rule], *lines) == ["The town gets a bridge", *PROSE]


def test_code_ends_a_list() -> None:
    code = "```\nls\n```"
    document = segment("\n\n".join([*PROSE, "More stories", *HEADLINES, code]), markdown=True)
    removed = {removal.line for removal in Engine([MARK, rule_of("end")]).match(document).removals}
    assert len(removed) == 1  # the mark


def test_a_protected_line_keeps_its_list() -> None:
    keep = Rule("x/keep", LineKeys(line=("ferry runs again",)), keep=True)
    assert left([MARK, keep, rule_of("end")], *PROSE, "More stories", *HEADLINES) == [*PROSE, *HEADLINES]


LINES = st.sampled_from(
    [*PROSE, *HEADLINES, "More stories", "More stories", "Note: it rained.", "Home", "The ferry", "X", "***"]
)
TEXTS = st.tuples(st.sampled_from([(), PROSE[:2], PROSE]), st.lists(LINES, max_size=16)).map(
    lambda parts: "\n".join([*parts[0], *parts[1]])
)
LIST_RULES = st.builds(
    LineList,
    at=st.sampled_from(["start", "middle", "end", "foot"]),
    min_lines=st.integers(3, 5),
    likely=st.sampled_from([1, 1, 20, 50]),
    each=st.none() | st.just(LineKeys(max_words=4)),
).map(lambda matches: Rule("", matches))
LINE_RULES = st.sampled_from(
    [
        MARK,
        MARK,
        Rule("", LineKeys(line=("home",)), marks_list=True),
        Rule("", LineKeys(starts=("note",)), marks_list=True, remove="match"),
        Rule("", LineKeys(max_words=3), near_end=0),
        Rule("", LineKeys(contains=("ferry",)), keep=True),
    ]
)
RULE_SETS = st.tuples(st.lists(LINE_RULES, max_size=3), st.lists(LIST_RULES, max_size=3)).map(
    lambda parts: [rule._replace(id=f"r/{number}") for number, rule in enumerate([*parts[0], *parts[1]])]
)


@settings(max_examples=150)
@given(RULE_SETS, TEXTS)
def test_lists_are_found_as_the_reference_engine_finds_them(rules: list[Rule], text: str) -> None:
    document = segment(text)
    assert Engine(rules).match(document) == match_plainly(document, rules)


@settings(max_examples=100)
@given(RULE_SETS, TEXTS)
def test_matching_what_is_left_of_lists_removes_nothing(rules: list[Rule], text: str) -> None:
    document = segment(text)
    rest = apply(document, Engine(rules).match(document).removals).document
    assert Engine(rules).match(segment(rest.text)).removals == ()
