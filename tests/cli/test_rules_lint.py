"""``cleaner rules lint``: the command, its output and its exit status."""

import json
import subprocess
from pathlib import Path

from tests.cli.commands import cleaner_text

RULES = "\N{BOM}rules:\n  - id: a\n    regex: '^our foot$' # x\n    removes: [Our foot]\n    keeps: [Our foot hurts.]\n"
FINE = RULES.replace("regex: '^our foot$'", "line: our foot")


def rules_lint(*arguments: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return cleaner_text("rules", "lint", *arguments, cwd=folder)


def test_a_finding_has_place_level_and_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(RULES)
    process = rules_lint(path)
    assert process.returncode == 1
    assert process.stdout == (
        f"{path}:3:5: warning: R306 regex-is-phrase: the pattern has no metacharacters\n"
        "    3 |     regex: '^our foot$' # x\n"
        "      |     ^^^^^\n"
        "  help: write line: our foot\n"
        "1 rule: 1 warning\n"
    )


def test_json_has_findings_with_their_names_and_levels(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(RULES)
    record = json.loads(rules_lint("--json", path).stdout)
    assert {name: record[name] for name in ("rules", "fixed", "asked_of_every_line")} == {
        "rules": 1,
        "fixed": [],
        "asked_of_every_line": [],
    }
    (finding,) = record["findings"]
    assert (finding["code"], finding["name"], finding["level"]) == ("R306", "regex-is-phrase", "warning")


def test_fix_rewrites_the_file_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(RULES)
    path.chmod(0o640)
    process = rules_lint(path, "--fix")
    assert (process.returncode, path.read_text()) == (0, FINE)
    assert process.stdout == (
        f"fixed {path}:3: 'mine/a': regex is now line: our foot\n1 rule: nothing found, 1 fixed\n"
    )
    assert path.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]


def test_rules_that_are_checked_against_every_line_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("rules:\n  - { id: a, regex: '^\\d+$', removes: '12', keeps: Twelve. }\n")
    process = rules_lint(path)
    assert process.returncode == 0
    assert (
        process.stdout == "1 rule (1 checked against every line, since no word of theirs is required): nothing found\n"
    )


def test_a_corpus_of_files_and_records_shows_unused_exceptions(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("rules:\n  - { id: a, line: Our foot, unless: [hurts], removes: Our foot, keeps: Our feet }\n")
    (tmp_path / "a.txt").write_text("The vote was close.\nOur foot\n")
    (tmp_path / "b.jsonl").write_text('{"text": "The vote was close.\\nOur foot"}\nno record\n')
    process = rules_lint(path, "--corpus", tmp_path / "a.txt", "--corpus", tmp_path / "b.jsonl")
    assert process.returncode == 1
    assert "R308 unused-exception: stopped nothing in 2 articles: 'hurts'" in process.stdout
    assert f"{tmp_path / 'b.jsonl'}:2: is not valid JSON" in process.stderr
    assert rules_lint(path, "--corpus", tmp_path / "c.txt").returncode == 2


def test_broken_rules_and_unknown_names_end_with_2(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("rules:\n  - { id: a, lnie: x }\n")
    assert rules_lint(tmp_path).returncode == 2
    assert json.loads(rules_lint(tmp_path, "--json").stdout)[0]["code"] == "R103"
    assert rules_lint("no-such-rule").returncode == 2


OWN = """\
disable: [pack/old]
rules:
  - { id: foot, regex: '^our foot$', removes: Our foot, keeps: ["Our feet hurt, she said."] }
"""
PACK = """\
rules:
  - { id: old, replaced_by: [pack/new] }
  - { id: new, line: Our hand, removes: Our hand, keeps: ["Our hands hurt, she said."] }
"""


def test_a_users_own_folder_is_fixed_once_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / ".clean").mkdir()
    own = tmp_path / ".clean" / "own.yaml"
    own.write_text(OWN)
    (tmp_path / ".clean" / "pack.yaml").write_text(PACK)
    process = rules_lint(tmp_path / ".clean", "--fix", folder=tmp_path)
    assert process.returncode == 0
    assert own.read_text() == OWN.replace("pack/old", "pack/new").replace("regex: '^our foot$'", "line: our foot")
    assert "'pack/old' is now 'pack/new'" in process.stdout
    assert process.stdout.endswith("2 rules: nothing found, 2 fixed\n")
