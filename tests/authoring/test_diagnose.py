from pathlib import Path

import pytest

from cleaner.api import Cleaner
from cleaner.authoring.diagnose import (
    ALL_KEYS_HOLD,
    FAR,
    NEAR,
    Diagnosis,
    closest,
    diagnose,
    explain,
    near_misses,
    out_of_scope,
)
from cleaner.matching import Engine
from cleaner.matching.regex import TimeBudget
from cleaner.matching.remaining import RemainingLines
from cleaner.matching.rule import CompiledRule, FailedCondition
from cleaner.rules.load import load_text
from cleaner.text.segment import segment
from cleaner.text.view import line_views
from cleaner.types import Rule

PROSE = "The mayor said on Monday that the bridge over the river will open in May."


def rule(text: str) -> Rule:
    (loaded,) = load_text(f"rules:\n  - {{ id: r, {text} }}").rules
    return loaded


def diagnosis(text: str, *lines: str, index: int = 0) -> Diagnosis:
    remaining = RemainingLines(line_views(segment("\n".join(lines))))
    return diagnose(CompiledRule(rule(text)), remaining, index, {}, TimeBudget())


@pytest.mark.parametrize(
    ("text", "line", "held", "failed"),
    [
        ("line: Foo bar", "Foo bar", ("line",), None),
        ("line: Foo bar", "Fooo bar", (), FailedCondition("line", "it is not one of the phrases; 'Foo bar' is close")),
        ("line: Foo bar", "Other", (), FailedCondition("line", "it is not one of the phrases")),
        (
            "starts: Tags, max_words: 2",
            "Tags a b",
            ("starts",),
            FailedCondition("max_words", "it has 3 words, not at most 2"),
        ),
        (
            "starts: Tags, match_case: true",
            "tags a",
            (),
            FailedCondition("starts", "it differs in capitals, which count here"),
        ),
        ("ends: now", "later", (), FailedCondition("ends", "it ends with none of the phrases")),
        ("contains: now", "later", (), FailedCondition("contains", "it contains none of the phrases")),
        (
            "starts: Tags, min_words: 9",
            "Tags a",
            ("starts",),
            FailedCondition("min_words", "it has 2 words, not at least 9"),
        ),
        ("starts: Tags, sentence: true", "Tags a", ("starts",), FailedCondition("sentence", "it is not a sentence")),
        ("starts: Tags, sentence: false", "Tags a.", ("starts",), FailedCondition("sentence", "it is a sentence")),
        (
            "only_words: [share, tweet]",
            "Share Mail",
            (),
            FailedCondition("only_words", "'mail' is not one of the words"),
        ),
        (
            "regex: '^a+$'",
            "B",
            (),
            FailedCondition("regex", "no pattern matches it, with capitals and typography folded"),
        ),
        ("line: Foo, near_start: 0", "Foo", ("line",), None),
        (
            "block: { from: Foo, through: Bar }",
            "Foo",
            ("line",),
            FailedCondition("through", "no such line within 12 lines"),
        ),
    ],
)
def test_each_key_is_tested_with_the_line(
    text: str, line: str, held: tuple[str, ...], failed: FailedCondition | None
) -> None:
    result = diagnosis(text, line)
    assert (result.held, result.failed) == (held, failed)


def test_the_place_of_a_line_is_tested_when_all_its_keys_hold() -> None:
    result = diagnosis("line: Foo, near_end: 0", "Foo", PROSE)
    assert result.failed == FailedCondition("near_end", "1 line below, not at most 0")
    assert result.nearness == ALL_KEYS_HOLD


def test_a_rule_is_near_when_a_naming_key_holds_or_a_phrase_is_close() -> None:
    assert diagnosis("starts: Tags, max_words: 1", "Tags a b").nearness == NEAR
    assert diagnosis("line: Most Popular", "Most Popluar").nearness == NEAR
    assert diagnosis("line: Most Popular", "Quite another").nearness == FAR
    assert diagnosis("regex: '^[^.]+$', max_words: 1", "a b").nearness == FAR, (
        "a pattern without a literal names nothing"
    )


def test_rules_never_remove_code() -> None:
    document = segment("```\nFoo\n```", markdown=True)
    result = diagnose(CompiledRule(rule("line: Foo")), RemainingLines(line_views(document)), 0, {}, TimeBudget())
    assert result.failed == FailedCondition("line", "it is a line of code, which rules never remove")


@pytest.mark.parametrize(
    ("scope", "site", "language", "key"),
    [
        ("sites: [a.com]", None, None, "sites"),
        ("sites: [a.com]", "b.com", None, "sites"),
        ("sites: [a.com]", "www.a.com", None, None),
        ("not_sites: [a.com]", "a.com", None, "not_sites"),
        ("languages: [de]", None, "en", "languages"),
        ("languages: [de]", None, None, None),
        ("page_types: [forum]", None, None, "page_types"),
    ],
)
def test_a_rule_that_does_not_apply_has_a_reason(scope: str, site: str | None, language: str | None, key: str) -> None:
    failed = out_of_scope(rule(f"line: Foo, {scope}"), site, language)
    assert (failed and failed.key) == key


def test_phrases_are_close_only_where_the_key_matches_them() -> None:
    assert closest(("Read more",), "raed more about it", "starts") == "Read more"
    assert closest(("Read more",), "and raed more", "ends") == "Read more"
    assert closest(("Read more",), "to raed more of it", "contains") == "Read more"
    assert closest(("Read more",), "to raed more of it", "starts") == ""
    assert closest(("a b",), "a c", "line") == "", "too short to tell"


def near_miss_keys(rules: str, text: str) -> list[tuple[int, str, str]]:
    rounds = Engine(load_text(f"rules: [{rules}]").rules).run_rounds(segment(text))
    return [(miss.line.number, miss.rule, miss.failed.key) for miss in near_misses(rounds)]


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
def test_a_near_miss_names_the_key_that_stopped_the_rule(keys: str, text: str, key: str) -> None:
    assert {failed for _, _, failed in near_miss_keys(f"{{ id: r, {keys} }}", text)} == {key}


def test_a_protected_line_is_a_near_miss_of_the_stopped_rule() -> None:
    assert near_miss_keys("{ id: r, line: x }, { id: k, line: x, keep: true }", "x") == [(1, "rules/r", "keep")]
    rounds = Engine(load_text("rules: [{ id: r, line: x }, { id: k, line: x, keep: true }]").rules).run_rounds(
        segment("x")
    )
    assert [miss.failed.reason for miss in near_misses(rounds)] == ["the line is protected by rules/k"]
    block = "{ id: r, block: { from: o, through: c } }, { id: k, line: x, keep: true }"
    assert near_miss_keys(block, "o\nx\nc") == [(1, "rules/r", "keep")]


def test_lines_that_are_removed_or_match_nothing_are_not_near_misses() -> None:
    assert near_miss_keys("{ id: r, line: x }", f"x\n{PROSE}") == []


def test_near_misses_are_in_text_order() -> None:
    misses = near_miss_keys("{ id: b, line: x, near_end: 0 }, { id: a, line: [x, y], near_end: 0 }", "x\ny\nz")
    assert misses == [(1, "rules/a", "near_end"), (1, "rules/b", "near_end"), (2, "rules/a", "near_end")]


def test_a_near_miss_has_a_reason() -> None:
    rounds = Engine(load_text("rules: [{ id: r, line: x, near_end: 1 }]").rules).run_rounds(segment("x\na\nb"))
    assert [miss.failed.reason for miss in near_misses(rounds)] == ["2 lines below, not at most 1"]


RULES = """\
rules:
  - id: label
    line: Advertisement
  - id: foot
    line: Read more
    near_end: 0
"""


def cleaner_with_rules(folder: Path) -> Cleaner:
    (folder / "own.yaml").write_text(RULES, "utf-8")
    return Cleaner(rules=[folder], default_rules=False)


def test_every_removal_has_its_rule_and_its_location(tmp_path: Path) -> None:
    cleaner = cleaner_with_rules(tmp_path)
    explanation = explain(cleaner.clean("The bill passed.\nAdvertisement\nIt was late."), cleaner)
    assert [(removal.line, removal.rule) for removal in explanation.removals] == [(2, "own/label")]
    assert explanation.location("own/label") == f"{tmp_path / 'own.yaml'}:2"
    assert explanation.rules["own/foot"].near_end == 0


def test_an_explanation_has_near_misses(tmp_path: Path) -> None:
    cleaner = cleaner_with_rules(tmp_path)
    explanation = explain(cleaner.clean("Read more\nThe bill passed.\nAdvertisement"), cleaner)
    assert [(miss.line.number, miss.rule, miss.failed.key) for miss in explanation.near_misses] == [
        (1, "own/foot", "near_end")
    ]


def test_an_article_that_was_kept_whole_names_the_rules_that_would_have_removed_it(tmp_path: Path) -> None:
    cleaner = cleaner_with_rules(tmp_path)
    article = cleaner.clean("Advertisement\n" * 60)
    explanation = explain(article, cleaner)
    assert article.verdict == "kept-whole"
    assert explanation.removals == ()
    assert explanation.kept_whole == (("own/label", 60 * len("Advertisement")),)


def test_an_article_that_failed_has_an_empty_explanation(tmp_path: Path) -> None:
    cleaner = cleaner_with_rules(tmp_path)
    article = cleaner.clean("a\ud800b")
    assert article.verdict == "failed"
    explanation = explain(article, cleaner)
    assert (explanation.removals, explanation.near_misses) == ((), ())


def test_a_rule_that_protects_a_line_is_named() -> None:
    keeping = "{ id: k, line: x, keep: true }, { id: j, line: x, near_end: 9, keep: true }"
    rules = f"{{ id: r, line: x }}, {keeping}"
    misses = near_misses(Engine(load_text(f"rules: [{rules}]").rules).run_rounds(segment("x\ny")))
    assert [miss.failed.reason for miss in misses] == ["the line is protected by rules/j and rules/k"]
