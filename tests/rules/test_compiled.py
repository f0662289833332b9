"""Compiled rules are the rules that were compiled, to the last field, and the same rules are the same bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.rules import load_rules
from cleaner.rules.active import RuleLayers
from cleaner.rules.compiled import CompiledRules, compile_rules, digest_of, rule_row
from cleaner.rules.load import load_files, load_text, shipped_files
from cleaner.types import RuleSet

RULES = load_text(
    r"""
    sites: [town.example]
    recognize: [The Town Courier says]
    rules:
      - { id: label, about: Labels., line: [Advertisement, Ad], removes: [Ad], keeps: ["Ad men said so."] }
      - { id: block, block: { from: Most Popular, while: { max_words: 9 } }, near_end: 3, confidence: medium }
      - { id: end, block: { from: { starts: Comments }, to_end: true }, prose_before: 3, confidence: low }
      - { id: copies, repeats: { min_words: 9 } }
      - { id: box, select: [.box, "#box"], starts: [Sign up] }
      - { id: tags, starts: Tags, save_as: tags, saves: { "Tags: a": { tags: [a] } } }
      - { id: count, regex: '^\d+ comments$', remove: match, removes: { 3 comments: "" } }
      - { id: kept, line: Ad astra, keep: true }
      - { id: old, replaced_by: [town/label] }
    """,
    name="town.yaml",
)


def whole(compiled: CompiledRules) -> RuleSet:
    return RuleLayers(compiled).rule_set()


def test_rules_of_every_kind_come_back_as_they_were() -> None:
    assert whole(CompiledRules(compile_rules(RULES))) == RULES


def test_the_shipped_rules_come_back_as_they_were() -> None:
    assert load_rules() == load_files(shipped_files())


def test_the_same_rules_are_the_same_bytes() -> None:
    assert compile_rules(RULES) == compile_rules(RULES)
    assert compile_rules(whole(CompiledRules(compile_rules(RULES)))) == compile_rules(RULES)


def test_a_compiled_rule_lacks_what_only_people_read() -> None:
    compiled = CompiledRules(compile_rules(RULES))
    label = compiled.rule(compiled.ids.index("town/label"))
    assert (label.matches, label.about, label.samples) == (RULES.rules[6].matches, "", ())


@pytest.mark.parametrize(
    "broken", [b"", b"\xff", b"{}\n", b"[1]\n", b"null\n", b"[" * 100_000 + b"\n", b'{"sizes": 1}\n']
)
def test_bytes_that_are_not_compiled_rules_are_a_value_error(broken: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any text
        CompiledRules(broken)


@given(st.integers(0, 5000))
def test_bytes_that_are_cut_short_are_a_value_error(length: int) -> None:
    data = compile_rules(RULES)
    with pytest.raises(ValueError):  # noqa: PT011 - any text
        CompiledRules(data[: min(length, len(data) - 1)])


def test_the_digest_needs_no_order() -> None:
    hashes = CompiledRules(compile_rules(RULES)).hashes
    assert digest_of(hashes) == digest_of(hashes[::-1]) != digest_of(hashes[1:])
    assert len(digest_of([])) == 12


def test_a_row_has_what_a_rule_does_and_not_where_it_is() -> None:
    assert rule_row(RULES.rules[6]) == (
        b'{"id":"town/label","matches":["line",{"line":["Advertisement","Ad"]}],"layer":"user","sites":["town.example"]}'
    )
