"""Rounds: what rules propose together, what is decided, and what is tested again."""

from collections.abc import Callable
from time import thread_time

import pytest

from cleaner.matching import Engine
from cleaner.matching.candidates import Candidates
from cleaner.matching.regex import TIME_LIMIT
from cleaner.matching.remaining import RemainingLines
from cleaner.rules import load_rules
from cleaner.rules.load import load_text
from cleaner.text.apply import apply
from cleaner.text.segment import segment
from cleaner.text.view import View, line_views
from cleaner.types import Document, LineKeys, Matches, Removal, Rule, Span

FIVE_LINES = RemainingLines(line_views(segment("a\nb\nc\nd\ne")))
FIRST_RULE, SECOND_RULE = 0, 1
PROSE = "The mayor said on Monday that the bridge would open again in early May."


def match(source: str, text: str, *, markdown: bool = False) -> Matches:
    return Engine(load_text(source).rules).match(segment(text, markdown=markdown))


def removals_of(source: str, text: str) -> list[tuple[int, str]]:
    return [(removal.line, removal.rule) for removal in match(source, text).removals]


def left(source: str, text: str, *, markdown: bool = False) -> str:
    document = segment(text, markdown=markdown)
    return apply(document, match(source, text, markdown=markdown).removals).document.text


def rule(id: str, layer: str = "common", *, keep: bool = False) -> Rule:
    return Rule(id, LineKeys(line=("x",)), layer=layer, keep=keep)


def test_a_removal_has_its_span_its_line_and_its_rule() -> None:
    source = "rules: [{ id: r, line: x }]"
    assert match(source, "a\n\n  x \nb").removals == (Removal(Span(5, 6), "rules/r", 3),)


def test_nothing_matches_nothing() -> None:
    assert match("rules: [{ id: r, line: x }]", "") == Matches()
    assert Engine([]).match(segment("a")) == Matches()


def test_an_engine_matches_alike_when_it_is_prepared() -> None:
    document = segment(f"Share this\n{PROSE}\nAdvertisement\n{PROSE}\nFollow us on Facebook\nMore from the Courier")
    fresh, prepared = Engine(load_rules().rules), Engine(load_rules().rules)
    for _ in range(2):
        prepared.prepare()
    assert prepared.match(document) == fresh.match(document) != Matches()


def test_an_engine_without_rules_can_be_prepared() -> None:
    engine = Engine([])
    engine.prepare()
    assert engine.match(segment("a")) == Matches()


def test_rules_see_what_remains_after_the_previous_round() -> None:
    source = "rules: [{ id: last, line: x, near_end: 0 }, { id: y, line: y }]"
    assert removals_of(source, "x\ny") == [(1, "rules/last"), (2, "rules/y")]


def test_all_rules_see_the_same_lines_in_a_round() -> None:
    source = "rules: [{ id: a, line: x, near_end: 0 }, { id: b, block: { from: w, through: x } }]"
    removals = match(source, "a\nw\nx").removals
    assert [(removal.line, removal.rule, removal.also) for removal in removals] == [
        (2, "rules/b", ()),
        (3, "rules/a", ("rules/b",)),
    ]


def test_the_first_id_in_code_point_order_names_the_removal_and_the_others_are_listed() -> None:
    source = "rules: [{ id: b, line: x }, { id: a, contains: x }, { id: c, starts: x }]"
    (removal,) = match(source, "x").removals
    assert (removal.rule, removal.also) == ("rules/a", ("rules/b", "rules/c"))


def test_the_highest_layer_names_the_removal() -> None:
    engine = Engine([rule("a/a"), rule("z/z", "user"), rule("m/m", "site")])
    (removal,) = engine.match(segment("x")).removals
    assert (removal.rule, removal.also) == ("z/z", ("m/m", "a/a"))


@pytest.mark.parametrize("layer", ["common", "language", "site", "pack", "user"])
def test_keep_wins_within_its_layer_and_below(layer: str) -> None:
    layers = ("common", "language", "site", "pack", "user")
    for other in layers:
        engine = Engine([rule("k/k", layer, keep=True), rule("r/r", other)])
        gone = bool(engine.match(segment("x")).removals)
        assert gone is (layers.index(other) > layers.index(layer))


def test_a_protected_line_is_not_a_copy() -> None:
    source = "rules: [{ id: r, repeats: { min_words: 1 }, prose_only: false }, { id: k, contains: x, keep: true }]"
    assert removals_of(source, "x y\nx y\na b\na b") == [(4, "rules/r")]


def test_protection_is_tested_on_the_remaining_lines_in_each_round() -> None:
    source = "rules: [{ id: r, line: x }, { id: k, line: x, near_end: 0, keep: true }, { id: y, line: y }]"
    assert removals_of(source, "x\na\nx\ny") == [(1, "rules/r"), (3, "rules/r"), (4, "rules/y")]
    assert removals_of(source, "x\na\nx") == [(1, "rules/r")]


def test_a_copy_comes_back_when_its_original_goes() -> None:
    source = (
        "rules: [{ id: r, repeats: { min_words: 1 }, prose_only: false }, { id: first, contains: x, near_start: 0 }]"
    )
    assert removals_of(source, f"x y\n{PROSE}\nx y") == [(1, "rules/first")]


def test_a_cut_takes_the_words_and_the_blanks_on_their_left() -> None:
    source = "rules: [{ id: r, contains: (AP), remove: match }]"
    assert left(source, "LONDON (AP) said (AP) so (AP)") == "LONDON said so"
    assert left(source, "(AP) LONDON (AP) said") == "LONDON said"


def test_a_line_that_a_cut_leaves_without_a_word_goes_whole() -> None:
    source = "rules: [{ id: r, contains: (AP), remove: match }]"
    assert left(source, "a\n(AP) — (AP)\nb") == "a\nb"


def test_a_cut_line_is_matched_again() -> None:
    source = "rules: [{ id: cut, ends: (AP), remove: match }, { id: x, line: x }]"
    assert removals_of(source, "x (AP)\na") == [(1, "rules/x"), (1, "rules/cut")]
    assert left(source, "x (AP)\na") == "a"


def test_a_cut_line_may_become_a_copy() -> None:
    source = "rules: [{ id: r, repeats: { min_words: 2 }, prose_only: false }, { id: cut, ends: (AP), remove: match }]"
    assert left(source, "one two\none two (AP)") == "one two\n"


def test_a_line_that_goes_whole_is_not_cut() -> None:
    source = "rules: [{ id: cut, ends: (AP), remove: match }, { id: whole, starts: x }]"
    (removal,) = match(source, "x (AP)").removals
    assert (removal.rule, removal.also) == ("rules/whole", ("rules/cut",))


def test_rules_that_remove_nothing_save_after_the_last_round() -> None:
    dateline = "{ id: d, regex: '^([a-z]+) -', near_start: 0, remove: nothing, save_as: dateline }"
    source = f"rules: [{dateline}, {{ id: x, line: x }}]"
    matches = match(source, "x\nLONDON - He said.")
    assert [(saved.field, saved.values, saved.line) for saved in matches.saved] == [("dateline", ("LONDON",), 2)]
    assert [removal.line for removal in matches.removals] == [1]


def test_every_rule_that_takes_a_line_saves() -> None:
    source = """
    rules:
      - { id: a, starts: tags, save_as: tags }
      - { id: b, starts: 'tags:', save_as: section }
    """
    (removal,) = match(source, "Tags: One").removals
    assert [(saved.field, saved.values, saved.rule) for saved in removal.saved] == [
        ("tags", ("One",), "rules/a"),
        ("section", ("One",), "rules/b"),
    ]


def test_a_block_saves_the_lines_after_its_first() -> None:
    source = "rules: [{ id: t, block: { from: Topics, while: { max_words: 2 } }, save_as: tags }]"
    removals = match(source, f"{PROSE}\nTopics\nTrade\nWar, Peace").removals
    assert [removal.saved[0].values for removal in removals if removal.saved] == [("Trade", "War", "Peace")]


def test_a_protected_or_stopped_rule_saves_nothing() -> None:
    source = "rules: [{ id: a, starts: tags, save_as: tags }, { id: k, contains: tags, keep: true }]"
    assert match(source, "Tags: One") == Matches()


def test_markdown_form_goes_with_the_line() -> None:
    assert left("rules: [{ id: r, line: x }]", "# A\n\n## x\n\n- x\n- b\n", markdown=True) == "# A\n\n- b\n"


def test_code_is_not_matched() -> None:
    assert left("rules: [{ id: r, line: x }]", "```\nx\n```", markdown=True) == "```\nx\n```"


def test_a_rule_that_takes_too_long_is_skipped_and_the_others_match() -> None:
    source = "rules: [{ id: slow, regex: '^(a|aa|a?)+$' }, { id: x, line: x }]"
    start = thread_time()
    matches = match(source, "x\n" + "a" * 5000 + "b")
    assert thread_time() - start < 5 * TIME_LIMIT
    assert matches.timed_out == ("rules/slow",)
    assert [removal.rule for removal in matches.removals] == ["rules/x"]


def test_an_engine_keeps_nothing_of_a_document() -> None:
    engine = Engine(load_text("rules: [{ id: r, repeats: { min_words: 1 }, prose_only: false }]").rules)
    document: Document = segment("a b\nc")
    assert engine.match(document) == engine.match(document) == Matches()


def candidates_of(*lines: int, matches: Callable[[int, View], bool] = lambda *_: True) -> Candidates:
    candidates = Candidates(matches)
    for line in lines:
        candidates.add(SECOND_RULE, line)
    return candidates


def test_candidates_come_in_order_within_a_window() -> None:
    candidates = candidates_of(1, 3, 5, 2)
    assert candidates.within(SECOND_RULE, range(5), FIVE_LINES, FIVE_LINES) == [0, 1, 2, 4]
    assert candidates.within(SECOND_RULE, range(1, 4), FIVE_LINES, FIVE_LINES) == [1, 2]
    assert candidates.within(SECOND_RULE, range(0), FIVE_LINES, FIVE_LINES) == []
    assert candidates.within(FIRST_RULE, range(5), FIVE_LINES, FIVE_LINES) == []


def test_lines_are_tested_within_the_window_only_and_once() -> None:
    tested: list[str] = []

    def matches(_: int, view: View) -> bool:
        tested.append(view.text)
        return view.text != "b"

    candidates = Candidates(matches)
    candidates.add_all(SECOND_RULE, FIVE_LINES.numbers)
    assert candidates.within(SECOND_RULE, range(1, 3), FIVE_LINES, FIVE_LINES) == [2]
    assert candidates.within(SECOND_RULE, range(4), FIVE_LINES, FIVE_LINES) == [0, 2, 3]
    assert tested == ["b", "c", "a", "d"]
    assert candidates.rules() == [SECOND_RULE]


def test_a_line_that_is_set_aside_comes_back_and_a_removed_line_does_not() -> None:
    candidates = candidates_of(2, 4)
    without = FIVE_LINES.with_changes({2: None})
    assert candidates.within(SECOND_RULE, range(4), without, FIVE_LINES) == [2]
    assert candidates.within(SECOND_RULE, range(5), FIVE_LINES, FIVE_LINES) == [1, 3]
    assert candidates.within(SECOND_RULE, range(4), without, without) == [2]
    assert candidates.within(SECOND_RULE, range(5), FIVE_LINES, FIVE_LINES) == [3]


def test_a_line_that_is_forgotten_is_tested_again() -> None:
    tested: list[str] = []
    candidates = candidates_of(2, matches=lambda _, view: not tested.append(view.text))  # type: ignore[func-returns-value]
    assert candidates.within(SECOND_RULE, range(5), FIVE_LINES, FIVE_LINES) == [1]
    candidates.forget(2)
    assert candidates.rules() == []
    candidates.add(SECOND_RULE, 2)
    candidates.add(FIRST_RULE, 3)
    assert candidates.rules() == [FIRST_RULE, SECOND_RULE]
    assert candidates.within(SECOND_RULE, range(5), FIVE_LINES, FIVE_LINES) == [1]
    assert tested == ["b", "b"]
