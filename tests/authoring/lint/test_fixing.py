"""``--fix``: what it rewrites, what it leaves, and that the rest of a file does not change by a byte."""

from pathlib import Path

import pytest

from cleaner.authoring.lint import AppliedFixes, LintTarget, apply_fixes, lint
from cleaner.rules import load_rules

RULE = """\
# my rules
rules:

  - id: a   # the foot
    {keys}      # as printed
    removes: [Read on]
    keeps: ["Read on slowly, she said."]
"""


def fix(path: Path, text: str) -> AppliedFixes:
    path.write_bytes(text.encode())
    rule_set = load_rules([path.parent], default_rules=False)
    files = sorted(map(str, path.parent.glob("*.yaml")))
    target = LintTarget(rule_set, rule_set.rules, files)
    return apply_fixes(target, lint(target), lambda _: True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("regex: '^read on$'", "line: read on"),
        ("regex: ['^read on$', ^don't$]", "line: [read on, don't]"),
        ('regex: "^read on$"', "line: read on"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_phrase_replaces_its_pattern_and_nothing_else_changes(
    tmp_path: Path, before: str, after: str, end: str
) -> None:
    path = tmp_path / "r.yaml"
    applied = fix(path, RULE.format(keys=before).replace("\n", end))
    assert applied.texts == {str(path): RULE.format(keys=after).replace("\n", end)}
    assert applied.messages == [f"{path}:5: 'r/a': regex is now {after}"]
    assert applied.remaining == []


def test_a_part_of_a_block_is_fixed_as_well(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    rule = (
        "rules:\n  - id: a\n    block:\n      from: {{ {keys} }}\n      while: {{ max_words: 9 }}\n"
        '    removes: ["Read on\\nA tale of two old towns"]\n    keeps: ["Read on slowly, she said."]\n'
    )
    applied = fix(path, rule.format(keys="regex: '^read on$', max_words: 2"))
    assert applied.texts == {str(path): rule.format(keys="line: read on, max_words: 2")}


def test_a_fix_that_would_break_a_sample_is_not_applied(tmp_path: Path) -> None:
    keys = "regex: '^read on'\n    max_words: 9"
    applied = fix(tmp_path / "r.yaml", RULE.format(keys=keys).replace("[Read on]", "[Read once]").replace("slowly", ""))
    assert applied.texts == {}
    assert "R306" in [finding.problem.code for finding in applied.remaining]


def test_a_pattern_on_two_rows_is_not_fixed(tmp_path: Path) -> None:
    applied = fix(tmp_path / "r.yaml", RULE.format(keys="regex: '^read\n      on$'"))
    assert applied.texts == {}
    assert [finding.problem.code for finding in applied.remaining] == ["R306"]


def test_several_places_of_a_file_are_fixed_together(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    two = RULE.format(keys="regex: '^read on$'") + RULE.format(keys="regex: 'read on$'").split("\n", 3)[3].replace(
        "id: a", "id: b"
    )
    applied = fix(path, two)
    assert "line: read on" in applied.texts[str(path)]
    assert "ends: read on" in applied.texts[str(path)]
    assert [message.partition("'")[2][:3] for message in applied.messages] == ["r/a", "r/b"]


PACK = """\
rules:
  - { id: old, replaced_by: [r/mid] }
  - { id: mid, replaced_by: [r/new] }
  - { id: two, replaced_by: [r/new, r/newer] }
  - { id: new, line: Foo }
  - { id: newer, line: Bar }
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("disable: [r/old] # mine\n", "disable: [r/new] # mine\n"),
        ("disable:\n- r/newer\n- 'r/mid'\n", "disable:\n- r/newer\n- r/new\n"),
        ("adjust:\n  r/old: { max_words: 3 }\n", "adjust:\n  r/new: { max_words: 3 }\n"),
        ("disable: [r/two]\n", None),
        ("disable: [r/new, r/old]\n", None),
    ],
)
def test_a_retired_id_becomes_its_only_successor(tmp_path: Path, before: str, after: str | None) -> None:
    (tmp_path / "r.yaml").write_text(PACK)
    path = tmp_path / "own.yaml"
    applied = fix(path, before)
    assert applied.texts == ({str(path): after} if after else {})
    assert ("R310" in [finding.problem.code for finding in applied.remaining]) is (after is None)


def test_files_that_may_not_change_are_not_fixed(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(RULE.format(keys="regex: '^read on$'"))
    rule_set = load_rules([path], default_rules=False)
    target = LintTarget(rule_set, rule_set.rules)
    applied = apply_fixes(target, lint(target), lambda _: False)
    assert (applied.texts, len(applied.remaining)) == ({}, 1)
