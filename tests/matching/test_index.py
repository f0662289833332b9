"""The index names the same rules, however it searches: one literal after the other, or all at once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.matching import rows, search
from cleaner.matching.index import LineIndex
from cleaner.matching.making import build_tables
from cleaner.matching.rows import lazy_table_of
from cleaner.text.segment import segment
from cleaner.text.view import line_views
from cleaner.types import LineKeys, Rule

RULES = [
    Rule("a/line", LineKeys(line=("Share", "Read more"))),
    Rule("a/words", LineKeys(only_words=("home", "news"))),
    Rule("a/starts", LineKeys(starts=("Tags", "Share"))),
    Rule("a/regex", LineKeys(regex=(r"^\d+ comments?$",))),
    Rule("a/signs", LineKeys(regex=(r"责",))),
    Rule("a/short", LineKeys(contains=("share", "tags"), max_words=2, sentence=False)),
    Rule("a/long", LineKeys(contains=("word",), min_words=90)),
    Rule("a/all", LineKeys(regex=(r"^\w+$",), max_words=1)),
]
INDEX = LineIndex(build_tables(RULES))
LONG = "word " * 100
LINES = st.sampled_from(
    [
        "Share",
        "Tags: a",
        "3 comments",
        "home",
        "责任",
        "READ MORE",
        "x",
        "a share of tags",
        "News x",
        f"3 comments, 责 {LONG}",
    ]
)


def named(text: str, monkeypatch: pytest.MonkeyPatch, *, soon: int) -> list[tuple[str, set[int]]]:
    with monkeypatch.context() as patched:
        patched.setattr(search, "SOON", soon)
        return [(view.text, set(numbers)) for view, numbers in INDEX.named(line_views(segment(text)))]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=6).map("\n".join))
def test_searching_one_by_one_and_all_at_once_names_the_same(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    assert named(text, monkeypatch, soon=10**9) == named(text, monkeypatch, soon=-1)


def test_rules_of_short_lines_are_not_asked_of_long_ones() -> None:
    found = {view.text: numbers for view, numbers in INDEX.named(line_views(segment(f"Share\nTags.\ntags {LONG}")))}
    assert {text: [RULES[number].id for number in sorted(numbers)] for text, numbers in found.items()} == {
        "Share": ["a/line", "a/starts", "a/short"],
        "Tags.": ["a/starts"],
        f"tags {LONG}".strip(): ["a/starts", "a/long"],
    }


def test_rows_are_found_before_and_after_all_are_read() -> None:
    table = lazy_table_of({"a": [1], "ab": [2, 3], "责": [4], "": [5]})
    asked = ["a", "ab", "b", "责", "", "a\tb"]
    first = [table.get(name) for name in asked]
    for _ in range(rows.SOON):
        table.get("a")
    assert [table.get(name) for name in asked] == first == [(1,), (2, 3), (), (4,), (5,), ()]


def test_a_long_text_is_searched_for_all_literals_at_once_even_if_it_comes_first() -> None:
    literals = search.Literals(["tag", "tags"])
    assert literals.places("no tags") == [(0, 3, 6), (1, 3, 7)]
    assert "_automaton" not in vars(literals)
    literals = search.Literals(["tag", "tags"])
    assert sorted(literals.places("x" * search.SOON + "tags")) == [(0, 8000, 8003), (1, 8000, 8004)]
    assert "_automaton" in vars(literals)
