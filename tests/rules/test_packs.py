"""The shipped packs: what every rule must have, and what no rule may do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.authoring.lint import LintTarget
from cleaner.authoring.lint.checks import CHECKS, Check, failing_samples
from cleaner.authoring.lint.redos import slow_regex
from cleaner.authoring.samples import check_samples
from cleaner.rules import load_rules
from cleaner.rules.folders import shipped_folder
from cleaner.text.view import fold
from cleaner.types import Block, LineKeys, Repeats, Rule

RULES = load_rules()
FILES = sorted(shipped_folder().rglob("*.yaml"))

KINDS = (
    *("ads", "ai", "bio", "byline", "comments", "cookies", "credits", "dateline", "feedback", "follow", "legal"),
    *("navigation", "newsletter", "paywall", "player", "read-time", "related", "repeats", "share", "tags"),
)


def whole_lines(rule: Rule) -> Iterator[str]:
    if isinstance(rule.matches, LineKeys) and not rule.match_case:
        yield from (fold(phrase) for phrase in rule.matches.line)


def test_there_is_a_pack_for_each_kind_of_boilerplate() -> None:
    stems = {path.stem for path in (shipped_folder() / "common").glob("*.yaml")}
    assert set(KINDS) <= stems


KEEPING = {"line-model/subhead-word"}
"""Shipped rules that protect lines: where several rules by shape alone share one list of exceptions."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_names_the_schema_and_says_what_it_is_about(path: Path) -> None:
    first, second = path.read_text("utf-8").split("\n")[:2]
    assert first == "# yaml-language-server: $schema=../schema.json"
    assert second.startswith("about: ")


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_every_rule_says_what_it_is_about_and_has_samples(rule: Rule) -> None:
    assert rule.about.endswith(".")
    kinds = {sample.kind for sample in rule.samples}
    effect = "saves" if rule.remove == "nothing" else "keeps" if rule.keep else "removes"
    assert kinds >= {"keeps", effect}
    assert not rule.keep or rule.id in KEEPING


def test_all_samples_hold() -> None:
    assert [str(problem) for problem in check_samples(RULES, RULES.rules)] == []


@pytest.mark.parametrize("check", [slow_regex, *(check for check in CHECKS if check is not failing_samples)])
def test_lint_finds_nothing(check: Check) -> None:
    assert [str(finding.problem) for finding in check(LintTarget(RULES, RULES.rules))] == []


def test_a_rule_of_a_language_does_not_repeat_a_common_rule() -> None:
    common = {phrase for rule in RULES.rules if rule.layer == "common" for phrase in whole_lines(rule)}
    phrases = {(rule.id, phrase) for rule in RULES.rules if rule.layer == "language" for phrase in whole_lines(rule)}
    assert sorted((id, phrase) for id, phrase in phrases if phrase in common) == []


def test_a_rule_that_cuts_to_the_end_is_bounded() -> None:
    blocks = [(rule, rule.matches) for rule in RULES.rules if isinstance(rule.matches, Block)]
    cutting = [(rule, block) for rule, block in blocks if block.closing == "to_end"]
    assert cutting
    assert [rule.id for rule, block in cutting if (rule.prose_before or 0) < 3 or block.max_lines > 40] == []


def test_short_lines_are_not_removed_as_repeats() -> None:
    repeats = [rule.matches for rule in RULES.rules if isinstance(rule.matches, Repeats)]
    assert repeats
    assert all(repeat.min_words >= 20 for repeat in repeats)
