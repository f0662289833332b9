"""Verdicts of people on removals: read from a report's file, counted by rule, and what rules must leave."""

import json
from pathlib import Path

import pytest

from cleaner.authoring.draft import keep_drafts
from cleaner.authoring.verdicts import RemovalVerdict, counts_by_rule, read_verdicts, wrong_by_rule
from cleaner.errors import InputError

RECORDS = [
    {"verdict": "wrong", "input": "a.txt", "line": 3, "rule": "ads/label", "text": "Our  foot"},
    {"verdict": "wrong", "input": "b.jsonl:2", "id": 7, "line": 9, "rule": "ads/label", "text": "Our foot"},
    {"verdict": "right", "input": "c.txt", "line": 1, "rule": "ads/label", "text": "Advertisement"},
    {"verdict": "wrong", "input": "d.txt", "line": 1, "rule": "ads/label", "text": "Advertisement"},
    {"verdict": "wrong", "input": "d.txt", "line": 2, "rule": "ads/label", "text": "(again)", "part": True},
    {"verdict": "wrong", "input": "p.html", "path": "html/body/div", "rule": "bio/box", "text": "Ada Miller"},
    {"verdict": "unsure", "input": "d.txt", "line": 4, "rule": "bio/line", "text": "By us"},
]


@pytest.fixture
def verdicts(tmp_path: Path) -> list[RemovalVerdict]:
    path = tmp_path / "verdicts.jsonl"
    path.write_text("".join(f"{json.dumps(record)}\n" for record in RECORDS), "utf-8")
    return read_verdicts(str(path))


def test_verdicts_are_counted_by_rule(verdicts: list[RemovalVerdict]) -> None:
    counts = {rule: dict(counts) for rule, counts in counts_by_rule(verdicts).items()}
    assert counts == {"ads/label": {"wrong": 4, "right": 1}, "bio/box": {"wrong": 1}, "bio/line": {"unsure": 1}}


def test_what_must_stay_is_each_wrong_line_once_and_never_a_node_or_a_line_also_right(
    verdicts: list[RemovalVerdict],
) -> None:
    assert {rule: [line.text for line in lines] for rule, lines in wrong_by_rule(verdicts).items()} == {
        "ads/label": ["Our foot", "(again)"]
    }


def test_a_rule_that_keeps_is_for_whole_lines_beginnings_or_parts(verdicts: list[RemovalVerdict]) -> None:
    long = RemovalVerdict("wrong", "ads/label", " ".join(f"word{number}" for number in range(20)))
    drafts = [*keep_drafts("ads/label", [*wrong_by_rule(verdicts)["ads/label"], long], {"kept-from-ads-label"})]
    assert [(draft.id, draft.key) for draft in drafts] == [
        ("kept-from-ads-label-2", "line"),
        ("kept-from-ads-label-3", "contains"),
        ("kept-from-ads-label-4", "starts"),
    ]
    assert "  keep: true" in [*drafts[0].rows("")]


@pytest.mark.parametrize(
    "line",
    ["no json", "[1]", '{"verdict": "maybe", "rule": "a/b", "text": "x"}', '{"verdict": "right", "rule": "a/b"}'],
)
def test_a_line_that_is_no_verdict_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "verdicts.jsonl"
    path.write_text(f"{json.dumps(RECORDS[0])}\n{line}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_verdicts(str(path))
    assert caught.value.line == 2
