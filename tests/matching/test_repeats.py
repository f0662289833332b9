"""Repeated lines and blocks are those that the definition names, at a linear cost."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.matching import Engine
from cleaner.matching.engine import COPYING_ROUNDS
from cleaner.matching.remaining import RemainingLines
from cleaner.matching.repeats import find_copies
from cleaner.rules.load import load_text
from cleaner.text.segment import segment
from cleaner.text.view import View, line_views
from cleaner.types import Repeats, Rule

PROSE = "The mayor said on Monday that the bridge would open again in early May."
LINES = st.lists(st.sampled_from(["a", "b", "c", "d e f", "g h i j"]), max_size=14)


def remaining(rows: Sequence[str]) -> RemainingLines:
    return RemainingLines(line_views(segment("\n".join(rows))))


def copies_in(rows: Sequence[str], repeats: Repeats, protected: dict[int, int] | None = None) -> list[int]:
    lines = remaining(rows)
    numbers = {lines.numbers[position]: rank for position, rank in (protected or {}).items() if position < len(lines)}
    return sorted(find_copies([Rule("x/r", repeats)], lines, numbers))


def naive_blocks(lines: Sequence[View], protected: set[int], min_words: int) -> list[int]:
    """Return the copies that the definition names, in cubic time."""
    copies: list[int] = []
    at = 0
    while at < len(lines):
        longest = 0
        for earlier in range(at):
            length = 0
            while (
                at + length < len(lines)
                and earlier + length < at
                and at + length not in protected
                and lines[earlier + length].folded == lines[at + length].folded
            ):
                length += 1
            longest = max(longest, length)
        run = range(at, at + longest)
        if longest >= 2 and sum(lines[line].words for line in run) >= min_words:
            copies += run
            at += longest
        else:
            at += 1
    return copies


def naive_lines(lines: Sequence[View], protected: set[int], min_words: int) -> list[int]:
    return [
        at
        for at, line in enumerate(lines)
        if line.words >= min_words and at not in protected and line.folded in [earlier.folded for earlier in lines[:at]]
    ]


@given(LINES, st.integers(1, 6), st.sets(st.integers(0, 13), max_size=3))
def test_blocks_are_what_the_definition_says(rows: list[str], min_words: int, protected: set[int]) -> None:
    copies = copies_in(rows, Repeats(min_words, block=True), dict.fromkeys(protected, 0))
    assert copies == naive_blocks(remaining(rows).views, protected, min_words)


@given(LINES, st.integers(1, 6), st.sets(st.integers(0, 13), max_size=3))
def test_lines_are_what_the_definition_says(rows: list[str], min_words: int, protected: set[int]) -> None:
    copies = copies_in(rows, Repeats(min_words, block=False), dict.fromkeys(protected, 0))
    assert copies == naive_lines(remaining(rows).views, protected, min_words)


@given(st.lists(st.sampled_from("ab"), max_size=60))
def test_blocks_of_two_different_lines_are_what_the_definition_says(rows: list[str]) -> None:
    assert copies_in(rows, Repeats(1, block=True)) == naive_blocks(remaining(rows).views, set(), 1)


@given(LINES, st.booleans())
def test_the_first_of_equal_lines_is_never_find_copies(rows: list[str], block: bool) -> None:
    for at in copies_in(rows, Repeats(1, block=block)):
        assert rows[at] in rows[:at]


@pytest.mark.parametrize(
    ("rows", "gone"),
    [
        ("a b a b", [2, 3]),
        ("a b c a b", [3, 4]),  # at any distance
        ("a b a", []),  # a single line is not a run
        ("a a a", []),  # not overlapping: the run above has a single line
        ("a a a a", [2, 3]),
        ("a b c a b c", [3, 4, 5]),  # the longest
        ("a b b a", []),  # another order
        ("a b a b a b", [2, 3, 4, 5]),
    ],
)
def test_a_block_is_two_lines_or_more_in_the_same_order_above(rows: str, gone: list[int]) -> None:
    assert copies_in(rows.split(), Repeats(1, block=True)) == gone


def test_the_words_of_the_whole_run_count() -> None:
    rows = ["a b", "c d e", "x", "a b", "c d e"]
    assert copies_in(rows, Repeats(5, block=True)) == [3, 4]
    assert copies_in(rows, Repeats(6, block=True)) == []


def test_equal_is_equal_when_folded() -> None:
    assert copies_in(["“Go” — now", '"GO" - N\u00adOW'], Repeats(1, block=False)) == [1]


def test_a_protected_line_ends_a_run_and_stays() -> None:
    assert copies_in(["a", "b", "c", "a", "b", "c"], Repeats(1, block=True), {5: 0}) == [3, 4]
    assert copies_in(["a", "b", "c", "a", "b", "c"], Repeats(1, block=True), {4: 0}) == []
    assert copies_in(["a", "a"], Repeats(1, block=False), {1: 0}) == []


def test_code_never_repeats() -> None:
    document = segment("```\nx y\n```\n\n```\nx y\n```", markdown=True)
    assert not find_copies([Rule("x/r", Repeats(1, block=False))], RemainingLines(line_views(document)), {})


def gone(rule: str, rows: Sequence[str]) -> list[int]:
    engine = Engine(load_text(f"rules: [{{ id: r, {rule} }}]").rules)
    return [removal.line for removal in engine.match(segment("\n".join(rows))).removals]


def test_passes_end_when_no_more_copies_are_found() -> None:
    rows = ["p q", "a", "b", "p q", "a", "p q", "b"]
    assert gone("repeats: { block: true, min_words: 1 }, prose_only: false", rows) == [4, 5]
    # the run "a b" is in the way until the first copies are gone
    rows = ["a", "b", "c", "a", "x", "y", "b", "c", "x", "y"]
    assert gone("repeats: { block: true, min_words: 1 }, prose_only: false", rows) == [7, 8, 9, 10]


def test_both_kinds_need_twenty_words_by_default() -> None:
    nineteen, twenty = " ".join("a" * 19), " ".join("b" * 20)
    rows = [nineteen, twenty, nineteen, twenty]
    assert gone("repeats: { block: false }, prose_only: false", rows) == [4]
    assert gone("repeats: { block: true }, prose_only: false", ["a " * 10, "b " * 9, "c", "a " * 10, "b " * 9]) == []
    assert gone("repeats: { block: true }, prose_only: false", ["a " * 10, "b " * 10, "c", "a " * 10, "b " * 10]) == [
        4,
        5,
    ]


def test_both_kinds_are_skipped_in_documents_that_are_not_mostly_prose() -> None:
    table = ["one two three", "four five six"] * 2
    assert gone("repeats: { min_words: 2 }", table) == []
    assert gone("repeats: { min_words: 2 }, prose_only: false", table) == [3, 4]
    assert gone("repeats: { min_words: 2 }", [PROSE, "one two", PROSE, "one two"]) == [3, 4]


def test_the_words_of_each_line_of_a_block_do_not_count() -> None:
    rows = [PROSE, "Yes.", "No.", PROSE, "Yes."]
    assert gone("repeats: { block: true, min_words: 12 }", rows) == [4, 5]


HEADERS = [f"h {number}" for number in range(COPYING_ROUNDS + 1)]


def gone_after_headers(rules: str, rows: Sequence[str]) -> list[int]:
    """Return what goes of rows below as many headers as there are rounds and one more, which go one in a round."""
    text = f"rules: [{{ id: h, starts: h, near_start: 0 }}, {rules}]"
    removals = Engine(load_text(text).rules).match(segment("\n".join([*HEADERS, *rows]))).removals
    lines = [removal.line - len(HEADERS) for removal in removals]
    assert lines[: len(HEADERS)] == [*range(1 - len(HEADERS), 1)]
    return lines[len(HEADERS) :]


ANY_LINE = "{ id: c, repeats: { block: false, min_words: 1 }, prose_only: false }"


def test_the_first_copy_returns_when_a_late_rule_takes_its_original() -> None:
    rules = f"{ANY_LINE}, {{ id: r, line: x y, near_start: 0 }}"
    assert gone_after_headers(rules, ["x y", PROSE, "x y", "x y"]) == [1, 4]
    cutting = f"{ANY_LINE}, {{ id: r, starts: x, near_start: 0, remove: match }}"
    assert gone_after_headers(cutting, ["x y", PROSE, "x y", "x y"]) == [1, 4]


def test_what_returns_is_matched_again() -> None:
    rules = f"{ANY_LINE}, {{ id: r, line: x y, near_start: 1 }}"
    assert gone_after_headers(rules, ["x y", "a", "x y", PROSE, "x y"]) == [1, 3]


def test_lines_that_late_rounds_make_equal_are_copies() -> None:
    rules = f"{ANY_LINE}, {{ id: r, starts: x, near_start: 0, remove: match }}"
    assert gone_after_headers(rules, ["x y", PROSE, "y"]) == [1, 3]


def test_a_line_that_rules_took_often_does_not_return() -> None:
    rules = f"{ANY_LINE}, {{ id: r, line: x y, near_start: 0 }}"
    often = ["x y"] * COPYING_ROUNDS
    assert gone_after_headers(rules, [*often[1:], PROSE, "x y"]) == [*range(1, len(often))]
    assert gone_after_headers(rules, [*often, PROSE, "x y"]) == [*range(1, len(often) + 1), len(often) + 2]


def test_copies_among_twenty_thousand_lines_are_found() -> None:
    rows = [f"line {at % 977}" for at in range(20_000)]
    assert len(copies_in(rows, Repeats(1, block=True))) == 20_000 - 977


OTHER, THIRD, TITLE = (
    "The bridge had been shut since the flood of last autumn took two piers.",
    f"{PROSE[:-1]} or June.",
    "A bridge",
)


@pytest.mark.parametrize(
    ("rows", "gone"),
    [
        ([TITLE, PROSE, "By Ada Miller", PROSE, OTHER], [3]),  # a standfirst right above the text that it repeats
        ([TITLE, PROSE, OTHER, PROSE, THIRD], []),  # the article says it in its place, whatever the first is
        ([TITLE, OTHER, PROSE, "Share", PROSE, THIRD], [4]),  # a pull quote
        ([TITLE, PROSE, PROSE, OTHER], [2]),
        ([TITLE, PROSE, OTHER, TITLE, PROSE], [4]),  # the last line
        ([TITLE, PROSE, TITLE, OTHER], []),  # a heading
    ],
)
def test_a_single_line_of_prose_between_two_others_stays(rows: list[str], gone: list[int]) -> None:
    assert copies_in(rows, Repeats(1, block=False, prose=True)) == gone


@pytest.mark.parametrize(
    ("rows", "gone"),
    [
        (["First way", "Second way", PROSE, "First way", "Second way", OTHER], []),  # a list of contents
        ([PROSE, OTHER, THIRD, PROSE, OTHER], [3, 4]),
        ([PROSE, TITLE, OTHER, THIRD, PROSE, TITLE, OTHER], []),  # a heading ends a run
        ([PROSE, OTHER, TITLE, THIRD, PROSE, OTHER, TITLE], [4, 5]),
        (["let x = 1", "let y = 2", PROSE, "let x = 1", "let y = 2"], []),  # code
    ],
)
def test_a_block_of_prose_has_lines_of_prose_only(rows: list[str], gone: list[int]) -> None:
    assert copies_in(rows, Repeats(1, block=True, prose=True)) == gone
