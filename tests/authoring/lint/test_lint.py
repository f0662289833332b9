"""Each check of ``cleaner rules lint``: what it finds, and what it leaves alone."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from cleaner.authoring.lint import Finding, LintTarget, lint
from cleaner.authoring.lint.broad import broad
from cleaner.authoring.lint.checks import CHECKS
from cleaner.authoring.lint.redos import slow_regex, slow_text
from cleaner.authoring.lint.shadowed import shadowed
from cleaner.authoring.lint.style import hashed_class, is_hashed, regex_is_phrase, renamed_id
from cleaner.authoring.lint.unused import unused_exception
from cleaner.rules import load_rules
from cleaner.rules.codes import CODES
from cleaner.source import Source


def lint_target(folder: Path, rules: str, *, only: Iterable[str] = (), corpus: list[str] | None = None) -> LintTarget:
    """Return a target with the rules of one file, or of several, each below a row ``# name.yaml``."""
    for part in rules.split("# ") if rules.startswith("# ") else [f"r.yaml\nrules:\n{rules}"]:
        name, _, text = part.partition("\n")
        if name:
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
    rule_set = load_rules([folder], default_rules=False)
    checked = [rule for rule in rule_set.rules if not only or rule.id in set(only)]
    sources = None if corpus is None else [Source(text) for text in corpus]
    return LintTarget(rule_set, checked, sorted(map(str, folder.rglob("*.yaml"))), sources)


def messages(findings: Iterable[Finding]) -> list[str]:
    problems = [finding.problem for finding in findings]
    return [f"{problem.line}:{problem.column} {problem.message}" for problem in problems]


def test_every_code_of_lint_has_a_name_and_a_level() -> None:
    lint_codes = {id: code for id, code in CODES.items() if id.startswith("R3")}
    assert all(code.name and code.level in ("error", "warning") for code in lint_codes.values())
    assert len({code.name for code in lint_codes.values()}) == len(lint_codes) == len(CHECKS) + 3


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ("regex: '^(x+)+$'", "error: R304 slow-regex"),
        ("line: Read on", "warning: R305 shadowed"),
        ("regex: '^fine$'", "warning: R306 regex-is-phrase"),
        ("contains: sign up", "warning: R307 broad"),
        ("line: Bar, unless: [said]", "warning: R308 unused-exception"),
        ("select: .css-1x2y3z", "warning: R309 hashed-class"),
    ],
)
def test_each_finding_has_its_level_its_code_and_its_name(tmp_path: Path, rule: str, name: str) -> None:
    rules = f"  - {{ id: a, {rule}, removes: Read on }}\n  - {{ id: b, starts: Read }}"
    findings = lint(lint_target(tmp_path, rules, only=["r/a"], corpus=["Bar\nNobody knew."]))
    assert any(f": {name}: " in str(finding.problem) for finding in findings)


def test_samples_are_run(tmp_path: Path) -> None:
    findings = lint(lint_target(tmp_path, "  - { id: a, line: Our foot, max_words: 4, removes: Your foot }"))
    problems = [finding.problem for finding in findings]
    assert [(problem.code, problem.level, problem.name) for problem in problems] == [
        ("R301", "error", "sample-fails"),
        ("R302", "error", "missing-samples"),
    ]


def test_findings_are_ordered_by_place(tmp_path: Path) -> None:
    findings = lint(lint_target(tmp_path, "  - { id: b, contains: x y }\n  - { id: a, regex: '^foo$' }"))
    places = [(finding.problem.line, finding.problem.column) for finding in findings]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "pattern",
    [
        "^(a+)+$",
        r"(\w+\s?)*:$",
        "(.*,){5,}x$",
        r"^\W*comments: ?\d[\d,]*[\d., ]*\W*$",
        r"^(?:photo|image) ?(?:\w+[ ,]*)+by$",
        r"^(?:a|a)*$",
        r"[\s,]*[\s.]*$",
        r"^(?>x)(?:[a-z]+\p{L}*)*;$",
        r"^tags(?:(?=x)x+|x*)*y",
    ],
)
def test_slow_patterns_are_found_by_pumping(pattern: str) -> None:
    assert slow_text(pattern, []) is not None


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\d+ min read$",
        r"^\W*comments: ?\d[\d,]*+\W*$",
        r"^photo(?:graph)? by [\p{L} .'-]{3,40}$",
        r"^(?:\w++\s?)*+:$",
        r"^(?!.*\d{3}).*[^.]$",
        "^[^,]*+,[^,]*$",
    ],
)
def test_linear_patterns_are_left_alone(pattern: str) -> None:
    assert slow_text(pattern, ["Photo by Jane Doe"]) is None


def test_a_slow_pattern_is_reported_at_its_place_even_in_a_block(tmp_path: Path) -> None:
    rules = "  - id: a\n    block: { from: Foo, while: { regex: '^(x+)+$', max_words: 3 } }\n"
    (finding,) = slow_regex(lint_target(tmp_path, rules))
    assert finding.problem.message.startswith("takes more than 20 ms for a line of ")
    assert (finding.problem.line, finding.problem.column, finding.problem.level) == (3, 41, "error")


def test_a_rule_with_a_slow_pattern_skips_the_other_checks(tmp_path: Path) -> None:
    rules = (
        "  - { id: a, regex: '(\\w+\\s?)*:$', removes: 'Foo:' }\n  - { id: b, line: Bar, max_words: 2, removes: Baz }"
    )
    assert [finding.problem.code for finding in lint(lint_target(tmp_path, rules))] == ["R304", "R301", "R302"]


def test_a_rule_whose_samples_are_removed_without_it_is_shadowed(tmp_path: Path) -> None:
    rules = (
        "  - { id: a, line: Read on, removes: Read on }\n  - { id: b, starts: Read, max_words: 3, removes: Read it }"
    )
    assert messages(shadowed(lint_target(tmp_path, rules))) == ["2:11 everything it removes is also removed by 'r/b'"]


@pytest.mark.parametrize(
    "other",
    [
        "line: Read on, confidence: medium",
        "line: Read on, languages: [de]",
        "line: Read on, sites: [a.com]",
        "line: Read on, not_sites: [a.com]",
        "line: Read on, near_end: 3",
        "line: Read on, near_start: 3",
        "line: Read on, prose_before: 1",
        "line: Read on, prose_only: true",
        "line: Read on, unless: [said]",
        "line: Read off",
        "line: Read on, keep: true",
        "regex: '^(read) on$', remove: nothing, save_as: section",
        "block: { from: Read on, while: { max_words: 90 } }",
        "starts: read, remove: match",
    ],
)
def test_a_narrower_rule_shadows_nothing(tmp_path: Path, other: str) -> None:
    rules = f"  - {{ id: a, line: Read on, removes: Read on }}\n  - {{ id: b, {other} }}"
    assert messages(shadowed(lint_target(tmp_path, rules, only=["r/a"]))) == []


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        ("languages: [de]", "starts: Read"),
        ("languages: [de-AT]", "starts: Read, languages: [de]"),
        ("sites: [news.a.com]", "starts: Read, sites: [a.com]"),
        ("near_end: 2", "starts: Read, near_end: 3"),
        ("confidence: medium", "starts: Read"),
        ("unless: [said, asked]", "starts: Read, unless: [said]"),
        ("remove: line, save_as: section", "regex: '^read on$', save_as: section"),
    ],
)
def test_a_rule_that_applies_at_least_as_widely_shadows(tmp_path: Path, rule: str, other: str) -> None:
    rules = f"  - {{ id: a, line: Read on, {rule}, removes: Read on }}\n  - {{ id: b, {other} }}"
    assert len(messages(shadowed(lint_target(tmp_path, rules, only=["r/a"])))) == 1


def test_a_rule_that_saves_what_others_do_not_is_not_shadowed(tmp_path: Path) -> None:
    rules = "  - { id: a, starts: Tags, save_as: tags, removes: 'Tags: a, b' }\n  - { id: b, starts: Tags }"
    assert messages(shadowed(lint_target(tmp_path, rules, only=["r/a"]))) == []


def test_a_rule_with_a_phrase_of_its_own_is_not_shadowed(tmp_path: Path) -> None:
    rules = "  - { id: a, line: [Read on, Read off], removes: Read on }\n  - { id: b, line: Read on }"
    assert messages(shadowed(lint_target(tmp_path, rules, only=["r/a"]))) == []


def test_a_rule_for_pages_is_shadowed_by_a_wider_selector(tmp_path: Path) -> None:
    piece = """removes: ['<div class="box"><p>Buy it.</p></div>']"""
    rules = f"  - {{ id: a, select: div.box, {piece} }}\n  - {{ id: b, select: .box }}"
    assert messages(shadowed(lint_target(tmp_path, rules, only=["r/a"]))) == [
        "2:11 everything it removes is also removed by 'r/b'"
    ]
    rules = f"  - {{ id: a, select: div.box, {piece} }}\n  - {{ id: b, select: .boxes }}"
    assert messages(shadowed(lint_target(tmp_path, rules, only=["r/a"]))) == []


@pytest.mark.parametrize(
    ("keys", "help"),
    [
        ("regex: '^read on$'", "write line: read on"),
        ("regex: '^read on'", "write starts: read on"),
        ("regex: 'read on$'", "write ends: read on"),
        ("regex: ['read on', 'don''t']", "write contains: [read on, don't]"),
        (r"regex: 'read on\.$'", "write ends: read on."),
        ("block: { from: { regex: '^read on$' }, to_end: true }", "write line: read on"),
    ],
)
def test_a_pattern_without_metacharacters_is_a_phrase(tmp_path: Path, keys: str, help: str) -> None:
    (finding,) = regex_is_phrase(lint_target(tmp_path, f"  - {{ id: a, {keys} }}"))
    assert (finding.problem.code, finding.problem.help) == ("R306", help)


@pytest.mark.parametrize(
    "keys",
    [
        "regex: '^read .n$'",
        r"regex: '\bread'",
        "regex: ['^read$', 'on']",
        "regex: ['^read$', 'on+$']",
        "starts: read, regex: '^read'",
        "regex: '^read ', min_words: 2",
        "regex: '^read', save_as: section",
        "regex: '^read$', remove: match",
        "regex: '(?i)^read$'",
        "regex: '^-$'",
        r"regex: '^\p{L}$'",
    ],
)
def test_a_pattern_that_a_phrase_cannot_express_is_not_reported(tmp_path: Path, keys: str) -> None:
    assert messages(regex_is_phrase(lint_target(tmp_path, f"  - {{ id: a, {keys} }}"))) == []


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("contains: sign up", "'contains' matches lines of any length, and the rule has no bounds"),
        (
            "starts: [Tags, —], near_end: 3",
            "'—' under 'starts' is a mark without words: lists and dialogues have it as well",
        ),
        (
            "block: { from: { starts: • }, to_end: true }, prose_before: 3",
            "'•' under 'starts' is a mark without words: lists and dialogues have it as well",
        ),
        ("contains: the", "'the' under 'contains' is one common word, and the rule has no bounds"),
        ("starts: [Advertisement, The]", "'The' under 'starts' is one common word, and the rule has no bounds"),
        ("ends: the, contains: sign up", "'the' under 'ends' is one common word, and the rule has no bounds"),
    ],
)
def test_rules_without_bounds_are_broad(tmp_path: Path, keys: str, message: str) -> None:
    assert message in [
        line.partition(" ")[2] for line in messages(broad(lint_target(tmp_path, f"  - {{ id: a, {keys} }}")))
    ]


@pytest.mark.parametrize(
    "keys",
    [
        "contains: sign up, max_words: 12",
        "contains: sign up, sentence: false",
        "contains: sign up, near_end: 3",
        "contains: sign up, starts: Please",
        "contains: sign up, remove: match",
        "contains: sign up, keep: true",
        "starts: [Advertisement, Sign up]",
        "ends: The, max_words: 3",
    ],
)
def test_rules_with_bounds_are_not_broad(tmp_path: Path, keys: str) -> None:
    assert messages(broad(lint_target(tmp_path, f"  - {{ id: a, {keys} }}"))) == []


def test_a_rule_that_removes_what_another_keeps_is_broad(tmp_path: Path) -> None:
    rules = "  - { id: a, starts: Sign up, sites: [b.com] }\n  - { id: b, line: x, keeps: Sign up sheets lay there. }"
    (line,) = messages(broad(lint_target(tmp_path, rules, only=["r/a"])))
    assert line.endswith("also removes lines that must stay: 'Sign up sheets lay there.' (a sample of 'r/b')")
    assert messages(broad(lint_target(tmp_path, rules, only=["r/b"]))) == []


def test_a_rule_that_removes_prose_of_an_article_is_broad(tmp_path: Path) -> None:
    (line,) = messages(broad(lint_target(tmp_path, "  - { id: a, regex: '[.]$', near_end: 20, max_run: 90 }")))
    assert "(seeds/" in line
    assert "more" in line


FOOT = "  - { id: a, starts: Sign up, unless: [said, asked], keeps: 'Sign up, she asked.' }"


def test_an_exception_that_stopped_nothing_is_unused(tmp_path: Path) -> None:
    corpus = ["The vote was close.\nSign up now\n", "Sign up here\nNothing more was known of it on Monday."]
    unused = messages(unused_exception(lint_target(tmp_path, FOOT, corpus=corpus)))
    assert unused == ["2:40 stopped nothing in 2 articles: 'said'"]


def test_an_exception_counts_in_any_line_of_a_block_and_with_match_case(tmp_path: Path) -> None:
    rule = "  - { id: a, block: { from: Foo, to_end: true }, match_case: true, unless: [Act, act], languages: [de] }"
    corpus = ["The vote was close.\nFoo\nThe Act of 1984"]
    (line,) = messages(unused_exception(lint_target(tmp_path, rule, corpus=corpus)))
    assert line.endswith("stopped nothing in 1 article: 'act'")


@pytest.mark.parametrize("corpus", [None, [], ["Nobody asked."], ["Sign up, he said, or leave.\nSign up"]])
def test_an_exception_that_worked_or_was_not_tested_is_not_reported(tmp_path: Path, corpus: list[str] | None) -> None:
    assert messages(unused_exception(lint_target(tmp_path, FOOT, corpus=corpus))) == []


@pytest.mark.parametrize(
    "name", ["sc-1a2b3c", "css-1x2y3z", "Foo_bar__3xYz9", "jsx-123456", "sc-bdVaJa", "a1b2c3d4", "x__9afk2"]
)
def test_generated_class_names_are_hashed(name: str) -> None:
    assert is_hashed(name)


@pytest.mark.parametrize(
    "name",
    [
        "col-2",
        "card__title",
        "h264",
        "item12",
        "mc4wp-form",
        "css-grid",
        "card__titleText",
        "vc_row",
        "nav-2021",
        "sc-x",
    ],
)
def test_class_names_that_people_write_are_not_hashed(name: str) -> None:
    assert not is_hashed(name)


def test_a_hashed_class_is_reported_at_its_place(tmp_path: Path) -> None:
    rules = "  - id: a\n    select: ['aside', 'div > .css-1x2y3z:not(.x)']\n  - { id: b, select: 'p:not(.sc-1a2b3c)' }"
    assert messages(hashed_class(lint_target(tmp_path, rules))) == [
        "3:23 '.css-1x2y3z' is a generated class name",
        "4:22 '.sc-1a2b3c' is a generated class name",
    ]


def test_retired_ids_under_disable_and_adjust_are_found(tmp_path: Path) -> None:
    files = (
        "# own.yaml\ndisable: [r/old]\nadjust:\n  r/gone: { max_words: 3 }\n"
        "# r.yaml\nrules:\n  - { id: old, replaced_by: [r/new] }\n  - { id: gone, replaced_by: [] }\n"
        "  - { id: new, line: Foo }\n"
    )
    findings = list(renamed_id(lint_target(tmp_path, files)))
    assert messages(findings) == ["1:11 'r/old' is retired", "3:3 'r/gone' is retired"]
    assert [finding.problem.help for finding in findings] == ["write 'r/new'", "leave it out: nothing replaced it"]
    assert [bool(finding.fix) for finding in findings] == [True, False]


@pytest.mark.parametrize(
    ("rule", "is_found"),
    [
        ("block: { from: { starts: — }, to_end: true }", True),
        ("block: { from: '* * *', to_end: true }", True),
        ("block: { from: { regex: '^[-–—]+$' }, to_end: true }", True),
        ("starts: —", True),
        ("block: { from: { starts: — The editors }, to_end: true }", False),
        ("block: { from: { starts: — }, through: The editors }", False),
        ("starts: —, max_words: 3", False),
        ("line: '***'", False),
    ],
)
def test_marks_that_nothing_bounds_are_found(tmp_path: Path, rule: str, is_found: bool) -> None:
    found = messages(broad(lint_target(tmp_path, f"  - {{ id: a, {rule} }}")))
    assert any("marks" in message for message in found) == is_found
