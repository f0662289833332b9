import pytest

from cleaner.authoring.near import near_misses
from cleaner.matching import Engine
from cleaner.rules.load import load_text
from cleaner.text.segment import segment

PROSE = "The mayor said on Monday that the bridge would open again in early May."


def stops(rules: str, text: str) -> list[tuple[int, str, str]]:
    rounds = Engine(load_text(f"rules: [{rules}]").rules).run_rounds(segment(text))
    return [(miss.line.number, miss.rule, miss.stop.key) for miss in near_misses(rounds)]


@pytest.mark.parametrize(
    ("keys", "text", "key"),
    [
        ("line: x, near_end: 0", "x\na", "near_end"),
        ("line: x, near_start: 0", "a\nx", "near_start"),
        ("line: x, prose_before: 1", "a\nx", "prose_before"),
        ("line: x, prose_only: true", "a\nx", "prose_only"),
        ("regex: '^x', near_end: 9", "x\nx\nx\nx", "max_run"),
        ("starts: x, unless: said", "x said", "unless"),
        ("block: { from: x, through: y }", "x\na", "through"),
        ("block: { from: x, until: y }", "x\na", "until"),
        ("block: { from: x, while: { line: y } }", "x\na", "while"),
        ("block: { from: x, to_end: true, max_lines: 1 }", "x\na", "max_lines"),
    ],
)
def test_a_line_that_stays_tells_the_key_that_stopped_the_rule(keys: str, text: str, key: str) -> None:
    assert {stop for _, _, stop in stops(f"{{ id: r, {keys} }}", text)} == {key}


def test_a_protected_line_tells_so() -> None:
    assert stops("{ id: r, line: x }, { id: k, line: x, keep: true }", "x") == [(1, "rules/r", "keep")]
    block = "{ id: r, block: { from: o, through: c } }, { id: k, line: x, keep: true }"
    assert stops(block, "o\nx\nc") == [(1, "rules/r", "keep")]


def test_what_goes_and_what_matches_nothing_is_no_near_miss() -> None:
    assert stops("{ id: r, line: x }", f"x\n{PROSE}") == []


def test_near_misses_come_in_text_order() -> None:
    found = stops("{ id: b, line: x, near_end: 0 }, { id: a, line: [x, y], near_end: 0 }", "x\ny\nz")
    assert found == [(1, "rules/a", "near_end"), (1, "rules/b", "near_end"), (2, "rules/a", "near_end")]


def test_each_stop_says_how_things_stood() -> None:
    rounds = Engine(load_text("rules: [{ id: r, line: x, near_end: 1 }]").rules).run_rounds(segment("x\na\nb"))
    assert [miss.stop.reason for miss in near_misses(rounds)] == ["2 lines below, not at most 1"]
