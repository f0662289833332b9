"""Rules of lines and blocks: where they open, how far they reach, and what stops them."""

from textwrap import dedent

import pytest

from cleaner.matching import Engine
from cleaner.matching.rule import CompiledRule, run_lengths
from cleaner.rules.load import load_text
from cleaner.text.segment import segment
from cleaner.types import Document, Repeats, Rule

PROSE = "The mayor said on Monday that the bridge would open again in early May."


def text(rows: str) -> Document:
    """Return a document with a line for each word; ``P`` is a line of prose."""
    return segment(
        "\n".join(PROSE.replace("Monday", f"day {at}") if row == "P" else row for at, row in enumerate(rows.split()))
    )


def gone(rule: str, rows: str, name: str = "id: r") -> list[int]:
    source = f"rules:\n  - {{ {name}, {dedent(rule)} }}"
    return [removal.line for removal in Engine(load_text(source).rules).match(text(rows)).removals]


@pytest.mark.parametrize(
    ("rule", "rows", "lines"),
    [
        ("line: x, near_end: 0", "x P x", [3]),
        ("line: x, near_end: 1", "x P x a", [3]),
        ("line: x, near_end: 1", "x P x a b", []),
        ("line: x, near_start: 0", "x P x", [1]),
        ("line: x, near_start: 1", "a x P x", [2]),
        ("line: x, near_start: 1", "a b x", []),
        ("line: x, prose_before: 2", "x P x P x", [5]),
        ("line: x, near_start: 1, near_end: 1", "a x b", [2]),
        ("line: x, near_end: 0", "P x x x x", [2, 3, 4, 5]),  # a named line has no largest run
    ],
)
def test_positions_count_remaining_lines(rule: str, rows: str, lines: list[int]) -> None:
    assert gone(rule, rows) == lines


def test_empty_lines_are_never_counted() -> None:
    rules = load_text("rules: [{ id: r, line: x, near_end: 1 }]").rules
    assert [removal.line for removal in Engine(rules).match(segment("x\n\n\na\n\n")).removals] == [1]


def test_boilerplate_below_does_not_change_what_a_rule_does() -> None:
    rules = load_text("rules: [{ id: r, line: x, near_end: 0 }, { id: s, line: y }]").rules
    assert [removal.line for removal in Engine(rules).match(text("P x y y y")).removals] == [2, 3, 4, 5]


def test_unless_stops_the_rule_at_whole_words() -> None:
    source = "rules: [{ id: r, starts: tags, unless: [said, 'are'] }]"
    engine = Engine(load_text(source).rules)
    assert not engine.match(segment("Tags are useful")).removals
    assert not engine.match(segment("Tags, he SAID")).removals
    assert engine.match(segment("Tags area unsaid")).removals


def test_unless_matches_case_if_the_rule_does() -> None:
    engine = Engine(load_text("rules: [{ id: r, starts: Tags, match_case: true, unless: [Said] }]").rules)
    assert engine.match(segment("Tags said")).removals
    assert not engine.match(segment("Tags Said")).removals


@pytest.mark.parametrize(
    ("rule", "rows", "lines"),
    [
        ("max_words: 1, near_end: 2", "P a b", [2, 3]),
        ("max_words: 1, near_end: 9", "P a b c", [2, 3, 4]),
        ("max_words: 1, near_end: 9", "P a b c d", []),  # four in a row: a list
        ("max_words: 1, near_end: 9", "P a b P c d", [2, 3, 5, 6]),
        ("max_words: 1, near_end: 1", "P a b c d", []),  # a run is counted beyond the bound: no peeling from the end
        ("max_words: 1, near_end: 9, max_run: 4", "P a b c d", [2, 3, 4, 5]),
        ("max_words: 1, near_end: 9, max_run: 1", "P a b", []),
        ("regex: '^[a-z]$', near_start: 9", "a b c d P", []),
        ("line: [a, b, c, d], near_end: 9", "P a b c d", [2, 3, 4, 5]),
        ("line: [a, b, c, d], max_run: 3", "P a b c d", []),
        ("regex: '^[a-z]$'", "P a b c d", [2, 3, 4, 5]),  # no position, no largest run
    ],
)
def test_a_rule_of_shape_and_position_leaves_long_runs(rule: str, rows: str, lines: list[int]) -> None:
    assert gone(rule, rows) == lines


def test_prose_only_is_skipped_where_short_lines_are_the_article() -> None:
    rule = "line: x, prose_only: true"
    assert gone(rule, "P P x") == [3]
    assert gone(rule, "P x a b c d e f g h i j k l m n o") == []


@pytest.mark.parametrize(
    ("block", "rows", "lines"),
    [
        ("{ from: o, through: c }", "P o a c b", [2, 3, 4]),
        ("{ from: o, through: c }", "P o a b", []),  # it does not close
        ("{ from: o, through: c }", "P c o a", []),
        ("{ from: o, through: c }", "P o a c c", [2, 3, 4]),  # the nearest
        ("{ from: o, through: o }", "P o a o b", [2, 3, 4]),
        ("{ from: o, through: c, max_lines: 3 }", "P o a c", [2, 3, 4]),
        ("{ from: o, through: c, max_lines: 2 }", "P o a c", []),
        ("{ from: o, until: c }", "P o a c b", [2, 3]),
        ("{ from: o, until: c }", "P o c", [2]),
        ("{ from: o, until: c, max_lines: 2 }", "P o a c", [2, 3]),
        ("{ from: o, until: c, max_lines: 1 }", "P o a c", []),
        ("{ from: o, until: c }", "P o a b", []),
        ("{ from: o, while: { line: [a, b] } }", "P o a b c", [2, 3, 4]),
        ("{ from: o, while: { line: [a, b] } }", "P o c a", []),  # at least one more line
        ("{ from: o, while: { line: a } }", "P o a a", [2, 3, 4]),  # to the end of the text
        ("{ from: o, while: { line: a } }", "P o", []),
        ("{ from: o, while: { line: a }, max_lines: 2 }", "P o a a", []),
        ("{ from: o, while: { line: a }, max_lines: 3 }", "P o a a b", [2, 3, 4]),
        ("{ from: o, to_end: true }", "P o a b", [2, 3, 4]),
        ("{ from: o, to_end: true }", "P a o", [3]),
        ("{ from: o, to_end: true, max_lines: 2 }", "P o a b", []),
        ("{ from: [o, u], to_end: true, max_lines: 2 }", "P o a b u c", [5, 6]),  # each opens its own
        ("{ from: { starts: o }, through: { ends: c } }", "P o a c", [2, 3, 4]),
        ("{ from: o, through: c, max_lines: 5 }", "P o a o c b", [2, 3, 4, 5]),  # they overlap
    ],
)
def test_blocks_go_whole_or_not_at_all(block: str, rows: str, lines: list[int]) -> None:
    assert gone(f"block: {block}", rows) == lines


def test_a_block_takes_twelve_lines_unless_it_says_otherwise() -> None:
    block = "block: { from: o, to_end: true }"
    assert gone(block, "P o" + " a" * 11) == list(range(2, 14))
    assert gone(block, "P o" + " a" * 12) == []


@pytest.mark.parametrize(
    ("keys", "rows", "lines"),
    [
        ("near_end: 1", "P o a c b", [2, 3, 4]),  # counted from the last line of the block
        ("near_end: 0", "P o a c b", []),
        ("near_start: 1", "P o a c", [2, 3, 4]),  # from its first line
        ("near_start: 0", "P o a c", []),
        ("prose_before: 1", "P o a c", [2, 3, 4]),
        ("prose_before: 1", "o P c", []),
        ("unless: a", "P o b c", [2, 3, 4]),
        ("unless: a", "P o a c", []),  # on any line of it
    ],
)
def test_positions_and_exceptions_hold_for_the_whole_block(keys: str, rows: str, lines: list[int]) -> None:
    assert gone(f"block: {{ from: o, through: c }}, {keys}", rows) == lines


def test_a_protected_line_inside_stops_the_whole_block() -> None:
    source = "rules: [{ id: r, block: { from: o, through: c } }, { id: k, line: a, keep: true }]"
    assert not Engine(load_text(source).rules).match(text("P o a c")).removals


def test_a_block_matches_case_if_its_rule_does() -> None:
    source = "rules: [{ id: r, block: { from: Top, through: More }, match_case: true }]"
    engine = Engine(load_text(source).rules)
    assert [removal.line for removal in engine.match(segment("Top\na\nmore\nMore")).removals] == [1, 2, 3, 4]
    assert not engine.match(segment("top\na\nMore")).removals


def test_each_position_has_the_length_of_its_run() -> None:
    assert run_lengths([5, 1, 2, 3]) == {1: 3, 2: 3, 3: 3, 5: 1}
    assert run_lengths([]) == {}


def test_a_rule_with_repeats_cannot_be_compiled() -> None:
    with pytest.raises(TypeError, match="repeats"):
        CompiledRule(Rule("x/y", Repeats(20, block=False)))


@pytest.mark.parametrize(
    ("keys", "rows", "gone"),
    [
        ("max_words: 8", ["Read also", "River floods two towns in one night", "The mayor’s answer", PROSE], [1, 2]),
        ("max_words: 8", ["Read also", "River floods two towns in one night", PROSE], [1, 2]),
        ("max_words: 8", ["Read also", "River floods two towns", PROSE], []),  # nothing would be left of the block
        ("max_words: 9", ["Read also", "Towns flooded", "Then the mayor said to those who asked:", PROSE], [1, 2]),
        ("max_words: 8", ["Read also", "River floods two towns in one night", "Mayor resigns"], [1, 2, 3]),
        (
            "max_words: 8",
            ["Read also", "Towns flooded", "Mayor resigns", "Sources, reports and an appendix: "],
            [1, 2, 3, 4],
        ),
        ("only_words: [print, share]", ["Read also", "Print", "Share", PROSE], [1, 2, 3]),  # known by phrases
    ],
)
def test_the_last_line_of_a_block_by_shape_stays_where_it_leads_to_prose(
    keys: str, rows: list[str], gone: list[int]
) -> None:
    (rule,) = load_text(f"rules: [{{ id: r, block: {{ from: Read also, while: {{ {keys} }} }} }}]").rules
    assert [removal.line for removal in Engine([rule]).match(segment("\n".join(rows))).removals] == gone
