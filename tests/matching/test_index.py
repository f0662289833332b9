"""The index names the same rules however it searches: by grams, or by the automaton."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.matching import index, tables
from cleaner.matching.index import LineIndex, Literals
from cleaner.matching.line import first_word
from cleaner.matching.rule_index import build_tables, with_rules
from cleaner.matching.tables import lazy_table
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
TABLES = build_tables(RULES)
EXTENDED = with_rules(build_tables(RULES[:3]), RULES[3:], ())
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


def candidates(
    text: str, monkeypatch: pytest.MonkeyPatch, *, characters: int, of: tables.RuleTables = TABLES
) -> list[tuple[str, set[int]]]:
    with monkeypatch.context() as patched:
        patched.setattr(index, "CHARACTERS_BEFORE_AUTOMATON", characters)
        return [(view.text, set(numbers)) for view, numbers in LineIndex(of).candidates(line_views(segment(text)))]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=6).map("\n".join))
def test_grams_and_automaton_find_the_same(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    assert candidates(text, monkeypatch, characters=10**9) == candidates(text, monkeypatch, characters=-1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=6).map("\n".join))
def test_added_rules_are_found_as_if_they_had_been_there(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    whole = candidates(text, monkeypatch, characters=10**9)
    assert candidates(text, monkeypatch, characters=10**9, of=EXTENDED) == whole


def test_stopped_rules_are_within_no_scope() -> None:
    assert with_rules(TABLES, (), [0, 2]).scope == [-1, 0, -1, 0, 0, 0, 0, 0]


def test_rules_of_short_lines_are_not_candidates_for_long_lines() -> None:
    lines = LineIndex(TABLES).candidates(line_views(segment(f"Share\nTags.\ntags {LONG}")))
    assert {view.text: [RULES[number].id for number in sorted(numbers)] for view, numbers in lines} == {
        "Share": ["a/line", "a/starts", "a/short"],
        "Tags.": ["a/starts"],
        f"tags {LONG}".strip(): ["a/starts", "a/long"],
    }


NAMES = st.text(st.characters(exclude_characters="\t\n"), max_size=4)


@given(st.dictionaries(NAMES, st.lists(st.integers(0, 99), min_size=1)), st.lists(NAMES))
def test_a_row_is_found_before_and_after_the_table_is_parsed(rows: dict[str, list[int]], names: list[str]) -> None:
    table = lazy_table(rows)
    bisected = [table.get(name) for name in (*rows, *names)]
    table._lookups = tables.LOOKUPS_BEFORE_PARSING + 1  # noqa: SLF001 - as if it had been read so often
    assert [table.get(name) for name in (*rows, *names)] == bisected
    assert bisected == [tuple(rows.get(name, ())) for name in (*rows, *names)]


@given(st.dictionaries(NAMES, st.lists(st.integers(0, 99), min_size=1)), st.lists(NAMES))
def test_numbers_are_those_of_single_names(rows: dict[str, list[int]], names: list[str]) -> None:
    table = lazy_table(rows).with_additions(dict.fromkeys(names[::2], (100,)))
    wanted = {*rows, *names}
    found = {name: table.get(name) for name in wanted if table.get(name)}
    for lookups in (0, tables.LOOKUPS_BEFORE_PARSING + 1):
        table._lookups = lookups  # noqa: SLF001 - as if it had been read so often
        assert table.numbers_of(wanted) == found


@pytest.mark.parametrize("line", ["tags one", "• tags, one", "#tags one", "“Tags” one", "*** tags", "tags-one", "***"])
def test_the_first_word_of_a_core_is_that_of_its_line(line: str) -> None:
    document = segment(line)
    for view in line_views(document):
        core = view.folded[slice(*view.core)]
        assert index._first_word(core, view) == first_word(view.folded)  # noqa: SLF001 - which lines it gets right


def test_a_long_text_is_searched_by_the_automaton_even_if_it_comes_first() -> None:
    literals = Literals(["tag", "tags"])
    assert literals.places(b"no tags") == [(0, 3, 6), (1, 3, 7)]
    assert "_automaton" not in vars(literals)
    literals = Literals(["tag", "tags"])
    assert sorted(literals.places(b"x" * index.CHARACTERS_BEFORE_AUTOMATON + b"tags")) == [
        (0, 40_000, 40_003),
        (1, 40_000, 40_004),
    ]
    assert "_automaton" in vars(literals)
