import pytest

from cleaner.authoring.samples import PageSamples, check_samples, neutral_lines, place_sample
from cleaner.rules.load import load_text
from cleaner.text.sentences import is_sentence
from cleaner.text.words import count_words


def messages(rules: str) -> list[str]:
    rule_set = load_text(f"rules:\n{rules}")
    return [f"{problem.code} {problem.message}" for problem in check_samples(rule_set, rule_set.rules)]


def codes(rules: str) -> list[str]:
    return [message[:4] for message in messages(rules)]


def test_the_neutral_article_has_thirty_different_prose_lines() -> None:
    assert len(set(neutral_lines())) == 30
    assert all(count_words(line) >= 10 and is_sentence(line) for line in neutral_lines())


@pytest.mark.parametrize(
    "rule",
    [
        "line: Foo, removes: Foo, keeps: Foo bar",
        "line: Foo, near_end: 1, removes: ['Foo', \"Foo\\n  Bar\"], keeps: 'Not Foo'",
        "line: Foo, near_start: 0, removes: Foo, keeps: 'Not Foo'",
        "line: Foo, near_start: 0, near_end: 0, removes: Foo, keeps: 'Not Foo'",
        "line: Foo, sites: [a.com], languages: [de], removes: Foo, keeps: 'Not Foo'",
        "block: { from: Foo, to_end: true }, prose_before: 3, removes: \"Foo\\nBar\", keeps: 'Not Foo'",
        'block: { from: Foo, until: End }, removes: "Foo\\nBar\\n  End", keeps: "Foo\\nBar"',
        'repeats: { min_words: 2 }, removes: "  one two\\nx\\none two", keeps: one two',
        "contains: (AP), remove: match, removes: { 'in (AP) Rome': 'in Rome' }, keeps: 'in AP'",
        "starts: tags, save_as: tags, removes: 'Tags: a', keeps: Tag, saves: { 'Tags: a, b': { tags: [a, b] } }",
        "regex: '^([a-z]+) -', remove: nothing, save_as: dateline, keeps: x, saves: { 'ROME - X': { dateline: ROME } }",
        "line: Foo, keep: true, keeps: Foo",
        "line: Foo, confidence: low, removes: Foo, keeps: Bar",
    ],
)
def test_samples_that_pass_are_silent(rule: str) -> None:
    rule = rule.replace('removes: "  one two\\nx', 'removes: "  one two\\n  x')
    assert messages(f"  - {{ id: r, {rule} }}") == []


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("line: Foo, removes: Food, keeps: x", "R301 a line of the sample stays: 'Food'"),
        ('line: Foo, removes: "Foo\\nBar", keeps: x', "R301 a line of the sample stays: 'Bar'"),
        ('line: Foo, removes: "  Foo", keeps: x', "R301 a line of the sample is removed: 'Foo'"),
        ('line: Foo, near_end: 0, removes: "Foo\\n  Bar", keeps: x', "R301 a line of the sample stays: 'Foo'"),
        (
            "contains: (AP), remove: match, removes: { 'in (AP) Rome': 'Rome' }, keeps: x",
            "R301 the sample becomes 'in Rome', not 'Rome'",
        ),
        (
            "starts: tags, save_as: tags, removes: 'Tags: a', keeps: x, saves: { 'Tags: a': { tags: b } }",
            "R301 the sample saves tags: a, not tags: b",
        ),
        (
            "starts: tags, save_as: tags, removes: 'Tags: a', keeps: x, saves: { 'Tag: a': { tags: a } }",
            "R301 the sample saves nothing, not tags: a",
        ),
        ("line: Foo, keep: true, keeps: Bar", "R301 the rule does not protect the sample (at the start)"),
        (
            "regex: '^(a|aa|a?)+$', removes: '" + "a" * 4000 + "b', keeps: x",
            "R301 the rule's pattern takes too long for this sample",
        ),
        ("line: Foo, keeps: x", "R302 rule 'rules/r' has no sample under 'removes'"),
        ("line: Foo, removes: Foo", "R302 rule 'rules/r' has no sample under 'keeps'"),
    ],
)
def test_a_sample_that_fails_or_is_missing_is_reported(rule: str, message: str) -> None:
    assert message in messages(f"  - {{ id: r, {rule} }}")


def test_a_kept_sample_is_tested_at_all_three_places() -> None:
    problems = messages("  - { id: r, line: Foo, near_start: 0, removes: Foo, keeps: [Foo] }")
    assert problems == ["R301 a line of a sample that must stay is removed (at the start): 'Foo'"]


def test_a_kept_sample_is_tested_with_all_rules_together() -> None:
    other = "\n  - { id: s, starts: Foo, removes: Foo, keeps: x }"
    problems = messages("  - { id: r, line: Foo, removes: Foo, keeps: Foo bar }" + other)
    assert set(codes("  - { id: r, line: Foo, removes: Foo, keeps: Foo bar }" + other)) == {"R303"}
    assert "by rule 'rules/s'" in problems[0]


def test_rules_of_low_confidence_do_not_affect_samples_of_others() -> None:
    low = "\n  - { id: s, starts: Foo, confidence: low, removes: Foo, keeps: x }"
    assert messages("  - { id: r, line: Foo, removes: Foo, keeps: Foo bar }" + low) == []


def test_a_removed_sample_is_tested_with_its_rule_alone() -> None:
    other = "\n  - { id: s, line: Foo, keep: true, keeps: Foo }"
    assert messages("  - { id: r, line: Foo, removes: Foo, keeps: x }" + other) == []


def test_a_rule_that_removes_a_neutral_line_is_reported() -> None:
    word = neutral_lines()[0].split()[0]
    problems = messages(f"  - {{ id: r, starts: '{word}', removes: '{word}', keeps: x }}")
    assert any(message.startswith("R301 a line of the article around the sample is removed") for message in problems)


def test_a_problem_has_the_place_of_its_sample() -> None:
    rule_set = load_text("rules:\n  - id: r\n    line: Foo\n    keeps: x\n    removes:\n      - Foo\n      - Food\n")
    (problem,) = check_samples(rule_set, rule_set.rules)
    assert (problem.path, problem.line) == ("rules.yaml", 7)


@pytest.mark.parametrize(("place", "first"), [("start", 1), ("middle", 16), ("end", 31), ("whole", 1)])
def test_a_sample_is_placed_where_its_rule_matches(place: str, first: int) -> None:
    (rule,) = load_text("rules: [{ id: r, line: x }]").rules
    placed = place_sample("one\n\n  two", rule, place)
    assert placed.sample == range(first, first + 2)
    assert placed.staying == {first + 1}
    assert len(placed.document.lines) == (2 if place == "whole" else 32)


def page_messages(text: str) -> list[tuple[str, str]]:
    rules = load_text(text).rules
    checks = PageSamples(rules, neutral_lines())
    return [problem for rule in rules for sample in rule.samples for problem in checks.check(rule, sample)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("select: .ad, removes: ['<p class=ad>Ad</p>'], keeps: ['<p class=add>Ad</p>']", []),
        ("select: .ad, removes: ['<p>Ad</p>']", ["text of the sample stays: 'Ad'"]),
        ("select: .ad, removes: ['<p class=ad>Ad</p><p>Other</p>']", ["text of the sample stays: 'Other'"]),
        ("select: article, removes: ['<p class=ad>Ad</p>']", ["text of the page around the sample is removed"]),
        ("select: body, removes: ['<p class=ad>Ad</p>']", ["the rule would remove the whole page"]),
        ("select: .ad, keeps: ['<div><p class=ad>Ad</p></div>']", ["a node of a sample that must stay is removed: p"]),
    ],
)
def test_a_failing_page_sample_is_reported(rule: str, expected: list[str]) -> None:
    assert [message for _, message in page_messages(f"rules: [{{ id: r, {rule} }}]")] == expected


def test_a_kept_page_sample_is_tested_with_all_rules() -> None:
    rules = "rules: [{ id: a, select: .a, keeps: ['<p class=b>x</p>'] }, { id: b, select: .b }]"
    assert page_messages(rules) == [("R303", "a node of a sample that must stay is removed by rule 'rules/b': p")]
