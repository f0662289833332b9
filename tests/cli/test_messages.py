"""``--message-format``: reports that programs read."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import STORY, clean

DIRTY = STORY + "Advertisement\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/a, 1%.txt").write_text(DIRTY)
    Path("in/b.txt").write_text(STORY)
    Path("in/c.jsonl").write_text('{"id": 7, "text": "News."}\n{"id": 8, "text": "It opens.\\nAdvertisement"}\n')
    Path("in/d.txt").write_bytes(bytes(range(256)) * 20)


def reports(*arguments: object) -> list[dict[str, Any]]:
    return clean(*arguments, "--message-format", "json", "in").records()


def test_a_check_names_inputs_and_records_that_would_change() -> None:
    result = clean("--check", "--message-format", "json", "in")
    assert result.status == 3
    first, second = result.records()
    assert (first["report"], first["input"], first["verdict"]) == ("check", "in/a, 1%.txt", "cleaned")
    assert first["removals"] == [
        {"line": 2, "rule": "ads/ad-label", "also": ["navigation/section-name"], "text": "Advertisement"}
    ]
    assert (second["input"], second["id"]) == ("in/c.jsonl:2", 8)


def test_a_diff_is_a_text() -> None:
    diffs = reports("--diff")
    assert [diff["input"] for diff in diffs] == ["in/a, 1%.txt", "in/c.jsonl:2"]
    assert "\n-Advertisement\n" in diffs[0]["diff"]
    assert "\x1b" not in clean("--diff", "--color", "always", "--message-format", "json", "in").out


def test_an_explanation_has_removals_near_misses_and_sources() -> None:
    records = reports("--explain", "--url", "https://mill.example/a")
    assert [record["verdict"] for record in records] == ["cleaned", "unchanged", "unchanged", "cleaned"]
    assert records[0]["removals"][0]["location"].endswith("ads.yaml:4")
    assert records[1]["metadata"]["site"] == {"value": "mill.example", "source": "the url"}


def test_counts_follow_all_inputs() -> None:
    *diffs, stats = reports("--diff", "--stats")
    assert len(diffs) == 2
    assert (stats["report"], stats["documents"], stats["rules"]["ads/ad-label"]["lines"]) == ("stats", 4, 2)
    assert [record["report"] for record in reports("--check", "--stats")] == ["stats"]


def test_annotations_have_file_line_and_rule() -> None:
    result = clean("--check", "--message-format", "github", "in")
    assert result.out.split("\n") == [
        "::warning file=in/a%2C 1%25.txt,line=2,title=ads/ad-label::boilerplate: Advertisement",
        "::warning file=in/c.jsonl,line=2,title=ads/ad-label::boilerplate: Advertisement",
        "::error file=in/d.txt::is binary, not text: give text, Markdown or JSON lines",
        "",
    ]


def test_a_sarif_log_has_rules_results_and_failures() -> None:
    log = json.loads(clean("--check", "--message-format", "sarif", "in").out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["ads/ad-label"]
    assert run["tool"]["driver"]["rules"][0]["shortDescription"]["text"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert places == [
        {"artifactLocation": {"uri": "in/a%2C%201%25.txt"}, "region": {"startLine": 2}},
        {"artifactLocation": {"uri": "in/c.jsonl"}, "region": {"startLine": 2}},
    ]
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert "is binary" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_a_sarif_log_of_nothing_is_a_log() -> None:
    result = clean("--check", "--message-format", "sarif", "in/b.txt")
    assert result.status == 0
    assert json.loads(result.out)["runs"][0]["results"] == []
