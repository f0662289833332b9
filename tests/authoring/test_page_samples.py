"""Samples of ``select`` rules: what holds is silent, and what does not is said."""

import pytest

from cleaner.authoring.page_samples import PageSamples
from cleaner.authoring.samples import neutral_lines
from cleaner.rules.load import load_text


def messages(text: str) -> list[tuple[str, str]]:
    rules = load_text(text).rules
    checks = PageSamples(rules, neutral_lines())
    return [found for rule in rules for sample in rule.samples for found in checks.check(rule, sample)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("select: .ad, removes: ['<p class=ad>Ad</p>'], keeps: ['<p class=add>Ad</p>']", []),
        ("select: .ad, removes: ['<p>Ad</p>']", ["text of the sample stays: 'Ad'"]),
        ("select: .ad, removes: ['<p class=ad>Ad</p><p>Other</p>']", ["text of the sample stays: 'Other'"]),
        ("select: article, removes: ['<p class=ad>Ad</p>']", ["text of the page around the sample goes"]),
        ("select: body, removes: ['<p class=ad>Ad</p>']", ["the rule would take the whole page"]),
        ("select: .ad, keeps: ['<div><p class=ad>Ad</p></div>']", ["a node of a sample that stays is taken: p"]),
    ],
)
def test_what_does_not_hold_is_said(rule: str, expected: list[str]) -> None:
    assert [message for _, message in messages(f"rules: [{{ id: r, {rule} }}]")] == expected


def test_a_sample_that_stays_has_to_stay_against_all_rules() -> None:
    rules = "rules: [{ id: a, select: .a, keeps: ['<p class=b>x</p>'] }, { id: b, select: .b }]"
    assert messages(rules) == [("R303", "a node of a sample that stays is taken by rule 'rules/b': p")]
