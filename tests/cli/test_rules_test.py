"""``cleaner rules test``: the command, its output and its exit status."""

import json
import subprocess
from pathlib import Path

from tests.cli.commands import cleaner_text

HOLDS = "rules:\n  - id: a\n    line: Our foot\n    removes: [Our foot]\n    keeps: [Our foot hurts.]\n"
FAILS = "rules:\n  - id: a\n    line: Our foot\n    removes: [Your foot]\n    keeps: [Our foot hurts.]\n"
BROKEN = "rules:\n  - id: a\n    lnie: Our foot\n  - id: b\n    regex: '('\n"


def rules_test(*arguments: object) -> subprocess.CompletedProcess[str]:
    return cleaner_text("rules", "test", *arguments)


def test_samples_that_hold(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(HOLDS)
    process = rules_test(tmp_path)
    assert (process.returncode, process.stdout) == (0, "1 rule, 2 samples: all hold\n")


def test_a_sample_that_fails_has_its_place(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(FAILS)
    process = rules_test(path)
    assert process.returncode == 1
    assert process.stdout.startswith(
        f"{path}:4:5: R301 a line of the sample stays: 'Your foot'\n"
        "    4 |     removes: [Your foot]\n"
        "      |     ^^^^^^^^^^^^^^^^^^^^\n"
        "  note: it reads as 'your foot' (2 words, not a sentence)\n"
        "  note: 'line' fails: it is not one of the phrases; 'Our foot' is close\n"
        "  help: make rule and sample agree"
    )
    (problem,) = json.loads(rules_test("--json", path).stdout)
    assert (problem["code"], problem["path"], problem["line"]) == ("R301", str(path), 4)


def test_all_mistakes_of_a_file_are_reported_in_words_and_as_json(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(BROKEN)
    process = rules_test(path)
    assert process.returncode == 2
    assert "R103" in process.stderr
    assert "R201" in process.stderr
    problems = rules_test("--json", path)
    assert problems.returncode == 2
    assert [(problem["code"], problem["line"], problem["column"]) for problem in json.loads(problems.stdout)] == [
        ("R103", 3, 5),
        ("R201", 5, 12),
    ]
    assert set(json.loads(problems.stdout)[0]) == {
        "code",
        "message",
        "path",
        "line",
        "column",
        "width",
        "excerpt",
        "help",
        "notes",
        "level",
        "name",
    }


def test_rules_are_chosen_by_file_and_by_id() -> None:
    assert rules_test("repeats/repeated-block").stdout.startswith("1 rule,")
    assert rules_test("repeats").stdout == rules_test("repeats/*").stdout
    assert rules_test("no-such-rule").returncode == 2
